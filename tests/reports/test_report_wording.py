"""How numbers and verdicts are said."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr.model.goals import EDGE
from okr.reports.wording import Verdict, amount, days_left, likelihood, verdict_of, with_unit, words, written
from okr.scoring.forecast import Forecast


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (60.0, "60"),
        (-3.5, "-3.5"),
        (99.96, "99.96"),
        (199.95, "199.95"),
        (0.1 + 0.2, "0.3"),
        (2.134471718249733, "2.1345"),
        (0.0333333333, "0.033333"),
        (-0.00001234, "-1.234e-05"),
        (1234.5, "1,234.5"),
        (123456.7, "123,457"),
        (1250000, "1,250,000"),
        (3e15, "3e+15"),
    ],
)
def test_a_value_is_written_as_people_write_it(value: float, text: str) -> None:
    assert amount(value) == text


@pytest.mark.parametrize(
    ("value", "bounds", "text"),
    [
        (1249999.6, [1250000], "1,249,999.6"),
        (1250000.4, [1250000], "1,250,000.4"),
        (99.9949, [99.995, 99.99], "99.9949"),
        (99.9899999, [99.995, 99.99], "99.9899999"),
        (2.1999999999, [2.2], "2.2"),
        (2.2000049, [2.2], "2.200005"),
        (-0.100004, [-0.1], "-0.100004"),
        (0.1 + 0.2, [0.3], "0.3"),
        (99.96, [99.9], "99.96"),
        (123456.7, [1.0], "123,457"),
    ],
)
def test_a_value_reads_on_its_own_side_of_a_bound(value: float, bounds: list[float], text: str) -> None:
    assert amount(value, bounds=bounds) == text


@given(st.floats(-1e14, 1e14), st.floats(-1e-3, 1e-3))
def test_no_value_reads_as_the_other_side_of_a_bound(bound: float, off: float) -> None:
    value = bound + off
    read = float(amount(value, bounds=[bound]).replace(",", ""))
    assert (read < bound - EDGE, read > bound + EDGE) == (value < bound - EDGE, value > bound + EDGE)


def test_what_somebody_wrote_keeps_its_digits() -> None:
    assert [written(each) for each in (99.995, 1250000.4, 0.0333333333, 99.9)] == [
        "99.995",
        "1,250,000.4",
        "0.0333333333",
        "99.9",
    ]


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_are_never_rounded(value: int) -> None:
    assert int(amount(value).replace(",", "")) == value


@given(st.floats(-1e300, 1e300))
def test_a_written_value_is_the_value_to_four_digits(value: float) -> None:
    assert float(amount(value).replace(",", "")) == pytest.approx(value, rel=1e-3)


def test_a_unit_stands_after_its_number() -> None:
    assert with_unit("60", "%") == "60 %"
    assert with_unit("60", None) == "60"


@pytest.mark.parametrize(
    ("values", "text"),
    [(6, "52 to 62.2, 23 %"), (5, "unlikely")],
)
def test_a_forecast_from_few_values_is_said_in_words(values: int, text: str) -> None:
    assert likelihood(Forecast(57.1, 52.04, 62.2, 0.234, values)) == text


def test_a_certain_forecast_is_certain() -> None:
    assert likelihood(Forecast(60, 60, 60, 1.0, 6)) == "60 to 60, 100 %"


@pytest.mark.parametrize(
    ("due", "text"), [("2026-12-31", "41 d"), ("2026-11-20", "today"), ("2026-11-15", "5 d ago")]
)
def test_days_left(due: str, text: str) -> None:
    assert days_left(dt.date.fromisoformat(due), dt.date(2026, 11, 20)) == text


def test_a_verdict_is_the_grade_then_the_status_then_why_there_is_none() -> None:
    assert verdict_of("scored", "at_risk", "good") == "good"
    assert verdict_of("scored", "at_risk", None) == "at_risk"
    assert verdict_of("scored", None, None) == "not_due"
    assert verdict_of("no_data", None, None) == "no_data"


def test_verdicts_are_said_in_plain_words() -> None:
    assert [words(each) for each in get_args(Verdict)] == [
        "done",
        "on track",
        "at risk",
        "off track",
        "met",
        "good",
        "fair",
        "poor",
        "missed",
        "not due",
        "no data",
        "upcoming",
        "unscored",
    ]
