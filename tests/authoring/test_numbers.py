"""Numbers as people type them, and the slips that are worth a question."""

from __future__ import annotations

import pytest

from okr.authoring.numbers import hundredfold, number, share
from okr.errors import OkrError


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("47", 47, "47"),
        ("47.50", 47.5, "47.50"),
        ("-3", -3, "-3"),
        ("−3", -3, "-3"),
        ("1e3", 1000, "1e3"),
        (".5", 0.5, ".5"),
    ],
)
def test_a_number_keeps_its_digits(text: str, value: float, written: str) -> None:
    assert number(text) == value
    assert str(number(text)) == written


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("47%", "Write 47."),
        ("47 min", "Write 47."),
        ("1,5", "Write digits and a point only, as in 1234.5."),
        ("true", "Write digits and a point only, as in 1234.5."),
        ("", "Write digits and a point only, as in 1234.5."),
        (".inf", "Write digits and a point only, as in 1234.5."),
        ("[1]", "Write digits and a point only, as in 1234.5."),
    ],
)
def test_what_is_no_number_is_refused(text: str, hint: str) -> None:
    with pytest.raises(OkrError) as caught:
        number(text)
    assert (caught.value.message, caught.value.hint) == (f'"{text}" is not a value', hint)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("70", "Write 0.7."), ("70%", "Write 0.7."), ("-1", "Write it like 0.7."), ("7", "Write it like 0.7.")],
)
def test_a_share_lies_between_0_and_1(text: str, hint: str) -> None:
    with pytest.raises(OkrError) as caught:
        share(text, "confidence")
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("value", "known", "meant"),
    [
        (0.47, [42, 60], 47),
        (4700, [42, 60], 47),
        (-0.47, [-42, -60], -47),
        (47, [42, 60], None),
        (66, [42, 60], None),
        (1, [0, 100], None),
        (0, [42, 60], None),
        (-5, [42, 60], None),
        (150, [0, 100], None),
        (1500, [1, 1000], None),
        (0.5, [], None),
        (0.45, [45, 15], 45),
        (1e9, [42, 60], None),
    ],
)
def test_only_a_hundredfold_miss_is_a_slip(value: float, known: list[float], meant: float | None) -> None:
    assert hundredfold(value, known) == (None if meant is None else pytest.approx(meant))
