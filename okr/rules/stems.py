"""The stems of words, by which texts are compared that say the same in other forms (OKR111)."""

from __future__ import annotations

from functools import lru_cache

from okr.rules.grammar import SMALL_WORDS
from okr.rules.tokens import parse

_SUFFIXES = (
    ("ization", "iz"), ("isation", "iz"), ("izing", "iz"), ("ising", "iz"), ("ized", "iz"),
    ("ised", "iz"), ("ize", "iz"), ("ise", "iz"), ("ations", ""), ("ation", ""), ("ions", ""),
    ("ion", ""), ("ments", ""), ("ment", ""), ("ness", ""), ("ities", ""), ("ity", ""), ("ings", ""),
    ("ing", ""), ("ies", "y"), ("ied", "y"), ("ers", ""), ("er", ""), ("ed", ""), ("ly", ""),
    ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip
"""English endings in the order in which they are tried, and what stands for them."""
_SHORTEST = 3


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A folded word without its English ending: "launching", "launches" and "launched" are all "launch".

    One suffix of a short list is taken off, if three letters or more are left, and a doubled last
    consonant becomes one ("shipped", "ship"). A simplification of Porter, "An algorithm for suffix
    stripping" (1980): it need not find the true stem, only the same one for the forms of a word. Words
    of other languages lose the same letters everywhere, so they still equal themselves.
    """
    word = word.removesuffix("'s")
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST:
            return _undoubled(word[: -len(suffix)] + instead)
    return word


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiouls" else word


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order, without articles and words like "of" and "and"."""
    return tuple(stem(token.word) for token in parse(text).tokens if token.word not in SMALL_WORDS)
