"""Readings in another scale than their neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr.rules.jumps import scale_jumps


@pytest.mark.parametrize(
    ("values", "jumps"),
    [
        ([], []),
        ([42, 0.42, 42], [1]),
        ([42, 0.42], [1]),
        ([0.42, 42, 43], [1]),
        ([42, 41, 0.4, 0.42, 0.43], [2]),
        ([42, 0.4, 42, 0.4, 42], [1, 3]),
        ([42, 0, 42, 0], []),
        ([0, 0, 42], []),
        ([42, -42], []),
        ([-42, -0.42, -43], [1]),
        ([1, 60], []),
        ([42, 4e300, 42], [1]),
        ([42, 5e-324, 42], [1]),
    ],
)
def test_what_jumps(values: list[float], jumps: list[int]) -> None:
    assert list(scale_jumps(values, 70)) == jumps


@given(st.lists(st.floats(1, 69)))
def test_what_stays_within_the_factor_never_jumps(values: list[float]) -> None:
    assert list(scale_jumps(values, 70)) == []


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_any_numbers_will_do(values: list[float]) -> None:
    assert all(0 < jump < len(values) for jump in scale_jumps(values, 70))
