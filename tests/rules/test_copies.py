"""Texts that say the same as one before: as quick as a table, and as right as comparing all with all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from okr.rules.copies import Stems, copies

texts = st.lists(st.frozensets(st.sampled_from("abcdefghijklm")), max_size=12)


def compared_with_all(texts: list[Stems], alike: float) -> list[tuple[int, int]]:
    def share(a: Stems, b: Stems) -> float:
        return len(a & b) / max(len(a), len(b)) if a and b else 0

    pairs = [
        (index, next((i for i in range(index) if share(texts[i], text) >= alike), None))
        for index, text in enumerate(texts)
    ]
    return [(index, original) for index, original in pairs if original is not None]


@given(texts, st.sampled_from([0.5, 0.7, 0.9, 1.0]))
def test_it_finds_what_comparing_all_finds(texts: list[Stems], alike: float) -> None:
    assert list(copies(texts, alike)) == compared_with_all(texts, alike)


def test_nine_words_of_ten() -> None:
    ten = frozenset("abcdefghij")
    assert list(copies([ten, ten - {"a"}, ten - {"a", "b"}, ten | {"x"}], 0.9)) == [(1, 0), (3, 0)]
