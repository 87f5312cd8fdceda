"""The figures were computed with mpmath 1.4.1 at 40 digits, straight from the formula."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from okr.scoring.forecast import DatedValue, Direction, Forecast, forecast, in_words


def series(**values: float) -> list[DatedValue]:
    """Values by day of 2026, as in `oct01=20`."""
    months = {"jan": 1, "feb": 2, "mar": 3, "oct": 10, "nov": 11}
    return [(date(2026, months[day[:3]], int(day[3:])), value) for day, value in values.items()]


UP = series(oct01=20, oct12=26, nov02=31, nov09=36)
DOWN = series(jan01=0.8, feb01=0.5, mar01=0.45)
ACROSS_ZERO = series(oct01=-10, oct08=-4, oct15=-7, oct22=1, oct29=3, nov05=2)
END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("values", "due", "target", "direction", "expected"),
    [
        (UP, END, 60, 1, (57.3333333333333, 39.5232616546833, 75.1434050119834, 0.402112914370173, 4)),
        (
            DOWN,
            date(2026, 3, 31),
            0.2,
            -1,
            (0.272033898305085, -0.354664073812826, 0.898731870422995, 0.391769511037039, 3),
        ),
        (
            ACROSS_ZERO,
            date(2026, 11, 30),
            5,
            1,
            (10.5714285714286, -6.93723415307441, 28.0800912959316, 0.67441577229585, 6),
        ),
    ],
)
def test_it_is_the_drift_with_its_interval(
    values: list[DatedValue], due: date, target: float, direction: Direction, expected: tuple[float, ...]
) -> None:
    ahead = forecast(values, due, target, direction)
    assert ahead is not None
    assert ahead == pytest.approx(expected, abs=1e-12)


def test_fewer_than_three_values_say_nothing() -> None:
    assert forecast([], END, 60, 1) is None
    assert forecast(UP[:1], END, 60, 1) is None
    assert forecast(UP[:2], END, 60, 1) is None
    assert forecast(UP[:3], END, 60, 1) is not None


def test_there_is_nothing_to_forecast_from_the_due_date_on() -> None:
    assert forecast(UP, date(2026, 11, 10), 60, 1) is not None
    assert forecast(UP, date(2026, 11, 9), 60, 1) is None
    assert forecast(UP, date(2026, 11, 8), 60, 1) is None


def test_values_on_a_line_are_certain() -> None:
    line = series(oct01=0, oct08=1, oct15=2, oct22=3)
    assert forecast(line, date(2026, 10, 29), 4, 1) == Forecast(4.0, 4.0, 4.0, 1.0, 4)
    assert forecast(line, date(2026, 10, 29), 4.1, 1) == Forecast(4.0, 4.0, 4.0, 0.0, 4)
    assert forecast(line, date(2026, 10, 29), 4.1, -1) == Forecast(4.0, 4.0, 4.0, 1.0, 4)


def test_values_on_a_line_but_for_rounding_are_certain_too() -> None:
    line = series(oct01=0.1, oct02=0.2, oct03=0.1 + 0.2, oct04=0.4)
    ahead = forecast(line, date(2026, 10, 7), 0.7, 1)
    assert ahead is not None
    assert ahead.low == ahead.value == ahead.high == pytest.approx(0.7)
    assert ahead.probability == 1


@pytest.mark.parametrize("level", [0, 0.1, -7.3, 1e12])
def test_a_value_that_never_moves_stays(level: float) -> None:
    still = series(oct01=level, oct05=level, oct20=level)
    assert forecast(still, END, level, 1) == Forecast(level, level, level, 1.0, 3)
    assert forecast(still, END, level + 1 + abs(level), 1) == Forecast(level, level, level, 0.0, 3)
    assert forecast(still, END, level, -1) == Forecast(level, level, level, 1.0, 3)


def test_a_long_series_of_the_same_days_is_no_trouble() -> None:
    daily = [(date(2026, 1, 1) + timedelta(days=day), float(day % 7)) for day in range(364)]
    ahead = forecast(daily, END, 8, 1)
    assert ahead is not None
    assert ahead.values == 364
    assert ahead.value == pytest.approx(6 + 6 / 363)


def test_numbers_that_floats_cannot_hold_are_no_forecast() -> None:
    assert forecast(series(oct01=-1e308, oct02=1e308, oct03=1e308), END, 60, 1) is None
    assert forecast(series(oct01=1e200, oct02=2e200, oct03=0), END, 60, 1) is not None


def test_fewer_than_six_values_are_rough() -> None:
    assert [Forecast(1, 0, 2, 0.5, values).rough for values in (3, 5, 6, 13)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "very likely"),
        (0.9, "very likely"),
        (0.1 + 0.8 - 1e-12, "very likely"),
        (0.899, "likely"),
        (0.66, "likely"),
        (0.659, "toss-up"),
        (0.5, "toss-up"),
        (0.33, "toss-up"),
        (0.329, "unlikely"),
        (0.1, "unlikely"),
        (0.099, "very unlikely"),
        (0.0, "very unlikely"),
    ],
)
def test_a_probability_has_its_words(probability: float, words: str) -> None:
    assert in_words(probability) == words


numbers = st.integers(min_value=-1000, max_value=1000).map(lambda tenths: tenths / 10)
directions: st.SearchStrategy[Direction] = st.sampled_from([1, -1])


@st.composite
def dated_values(draw: st.DrawFn) -> list[DatedValue]:
    gaps = draw(st.lists(st.integers(1, 30), min_size=2, max_size=8))
    days = accumulate(gaps, initial=0)
    return [(date(2026, 1, 1) + timedelta(days=day), draw(numbers)) for day in days]


@settings(max_examples=60)
@given(dated_values(), numbers, directions)
def test_the_interval_holds_the_expected_value_and_the_probability_is_one(
    values: list[DatedValue], target: float, direction: Direction
) -> None:
    ahead = forecast(values, date(2027, 1, 1), target, direction)
    assert ahead is not None
    assert ahead.low <= ahead.value <= ahead.high
    assert 0 <= ahead.probability <= 1


@settings(max_examples=60)
@given(dated_values(), numbers, directions)
def test_up_and_down_are_mirrors(values: list[DatedValue], target: float, direction: Direction) -> None:
    mirrored = [(day, -value) for day, value in values]
    opposite: Direction = -1 if direction == 1 else 1
    ahead = forecast(values, date(2027, 1, 1), target, direction)
    behind = forecast(mirrored, date(2027, 1, 1), -target, opposite)
    assert ahead is not None
    assert behind == Forecast(-ahead.value, -ahead.high, -ahead.low, ahead.probability, ahead.values)


@settings(max_examples=60)
@given(dated_values(), numbers, st.sampled_from([0.001, 0.5, 3, 1e6]), numbers)
def test_the_unit_and_its_zero_do_not_matter(
    values: list[DatedValue], target: float, factor: float, shift: float
) -> None:
    other = [(day, value * factor + shift) for day, value in values]
    ahead = forecast(values, date(2027, 1, 1), target, 1)
    same = forecast(other, date(2027, 1, 1), target * factor + shift, 1)
    assert ahead is not None
    assert same is not None
    assume(ahead.high - ahead.low > 1e-3)  # else rounding decides between 0 and 1
    assert same.probability == pytest.approx(ahead.probability, abs=1e-6)
    assert same.low == pytest.approx(ahead.low * factor + shift, abs=1e-6 * (1 + factor))


@settings(max_examples=60)
@given(dated_values(), numbers, numbers)
def test_a_harder_target_is_never_more_likely(
    values: list[DatedValue], target: float, further: float
) -> None:
    easy = forecast(values, date(2027, 1, 1), target, 1)
    hard = forecast(values, date(2027, 1, 1), target + abs(further), 1)
    assert easy is not None
    assert hard is not None
    assert hard.probability <= easy.probability + 1e-12
