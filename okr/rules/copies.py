"""Which of several texts say the same as one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

Stems = frozenset[str]


def copies(texts: Sequence[Stems], alike: float) -> Iterator[tuple[int, int]]:
    """Pairs of a text's index and that of the first one before it that is as like it as `alike`.

    Two texts are as like as the share of words that both have, by the words of the longer one. Only those are
    compared that share one of their rarest words, which all pairs that are alike enough do (prefix filtering:
    Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", 2006).

    Args:
        texts: Each as the stems of its words. One without any is like nothing.
        alike: From 0 to 1.
    """
    frequency = Counter(stem for text in texts for stem in text)
    by_rare_stem: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        rarest = sorted(text, key=lambda stem: (frequency[stem], stem))
        prefix = rarest[: len(text) - max(1, ceil(alike * len(text) - 1e-9)) + 1]
        candidates = {earlier for stem in prefix for earlier in by_rare_stem.get(stem, ())}
        original = next((each for each in sorted(candidates) if _share(texts[each], text) >= alike), None)
        if original is not None:
            yield index, original
        for stem in prefix:
            by_rare_stem.setdefault(stem, []).append(index)


def _share(a: Stems, b: Stems) -> float:
    return len(a & b) / max(len(a), len(b))
