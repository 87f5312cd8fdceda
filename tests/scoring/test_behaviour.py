from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okr.scoring.behaviour import Chart, Signal, behaviour, direction_to_range, favourable

CALM = [10, 12] * 10
"""Twenty readings: centre 11, moving range 2, limits 11 ± 5.32, halfway to them 11 ± 2.66."""


def signals(readings: list[float]) -> tuple[Signal, ...]:
    chart = behaviour(readings)
    assert chart is not None
    return chart.signals


def test_centre_and_limits_follow_from_the_mean_moving_range() -> None:
    chart = behaviour([3, 5, 4, 8, 6, 7])
    assert chart is not None
    assert chart.centre == pytest.approx(5.5)
    assert chart.moving_range == pytest.approx(2.0)
    assert chart.lower == pytest.approx(0.18)
    assert chart.upper == pytest.approx(10.82)
    assert chart.signals == ()


def test_fewer_than_six_readings_make_no_chart() -> None:
    assert behaviour([]) is None
    assert behaviour([1, 2, 3, 4, 5]) is None
    assert behaviour([1, 2, 3, 4, 5, 6]) is not None


def test_the_first_twenty_readings_set_the_limits() -> None:
    assert behaviour(CALM) == behaviour([*CALM, 11, 11])
    nineteen, twenty = behaviour(CALM[:19]), behaviour(CALM[:20])
    assert nineteen is not None
    assert twenty is not None
    assert nineteen.centre != twenty.centre


def test_every_reading_outside_the_limits_is_a_signal_of_its_own() -> None:
    assert signals([*CALM, 17, 11, 5]) == (
        Signal("outside", 20, 20, "above"),
        Signal("outside", 22, 22, "below"),
    )
    assert signals([*CALM, 17, 17]) == (
        Signal("outside", 20, 20, "above"),
        Signal("outside", 21, 21, "above"),
    )


@pytest.mark.parametrize("at_limit", [16.32, 5.68, 16.32 + 9e-10, 5.68 - 9e-10])
def test_a_reading_on_a_limit_is_inside(at_limit: float) -> None:
    assert signals([*CALM, at_limit]) == ()


@pytest.mark.parametrize("outside", [16.32 + 3e-8, 5.68 - 3e-8])
def test_a_reading_past_the_hair_is_outside(outside: float) -> None:
    assert [signal.kind for signal in signals([*CALM, outside])] == ["outside"]


def test_eight_on_one_side_are_a_run_and_seven_are_none() -> None:
    assert signals([*CALM, 10, *[11.5] * 7]) == ()
    assert signals([*CALM, 10, *[11.5] * 8]) == (Signal("run", 21, 28, "above"),)
    assert signals([*CALM, 11, *[10.5] * 8]) == (Signal("run", 21, 28, "below"),)


def test_a_longer_run_is_one_signal_with_its_whole_extent() -> None:
    assert signals([*CALM, 10, *[11.5] * 13, 10]) == (Signal("run", 21, 33, "above"),)


def test_a_run_may_begin_among_the_first_twenty() -> None:
    assert signals([*CALM, *[11.5] * 7]) == (Signal("run", 19, 26, "above"),)


@pytest.mark.parametrize("on_centre", [11, 11 + 9e-9, 11 - 9e-9])
def test_a_reading_on_the_centre_is_on_neither_side(on_centre: float) -> None:
    assert signals([*CALM, 10, *[11.5] * 4, on_centre, *[11.5] * 4]) == ()


def test_three_of_four_near_a_limit_are_a_signal() -> None:
    assert signals([*CALM, 10, 14, 10, 14, 14]) == (Signal("near-limit", 21, 24, "above"),)
    assert signals([*CALM, 10, 14, 14, 14, 10]) == (Signal("near-limit", 21, 23, "above"),)
    assert signals([*CALM, 12, 8, 8, 12, 8]) == (Signal("near-limit", 21, 24, "below"),)


def test_three_of_five_near_a_limit_or_on_both_sides_are_none() -> None:
    assert signals([*CALM, 10, 14, 10, 14, 10, 14]) == ()
    assert signals([*CALM, 10, 14, 8, 14, 8]) == ()


def test_a_reading_halfway_to_the_limit_is_not_nearer_to_it() -> None:
    assert signals([*CALM, 10, 13.66, 13.66, 13.66, 13.66]) == ()
    assert signals([*CALM, 10, 13.67, 13.67, 13.67, 10]) == (Signal("near-limit", 21, 23, "above"),)


def test_near_limit_windows_that_share_a_reading_are_one_signal() -> None:
    assert signals([*CALM, 10, 14, 14, 14, 10, 14, 14]) == (Signal("near-limit", 21, 26, "above"),)


def test_near_limit_windows_apart_are_two_signals() -> None:
    assert signals([*CALM, 10, 14, 14, 14, 10, 10, 14, 14, 14]) == (
        Signal("near-limit", 21, 23, "above"),
        Signal("near-limit", 26, 28, "above"),
    )


def test_signals_come_in_order_of_the_readings() -> None:
    assert signals([*CALM, 10, 14, 14, 17, 14, 12, 12, 12, 12, 5]) == (
        Signal("near-limit", 21, 24, "above"),
        Signal("run", 21, 28, "above"),
        Signal("outside", 23, 23, "above"),
        Signal("outside", 29, 29, "below"),
    )


@pytest.mark.parametrize("level", [0, 0.1, -0.7, 1e9 + 0.1, 1e15 / 3])
@pytest.mark.parametrize("count", [6, 7, 19, 30])
def test_readings_that_never_move_are_no_signal(level: float, count: int) -> None:
    chart = behaviour([level] * count)
    assert chart is not None
    assert (chart.moving_range, chart.signals) == (0, ())


def test_after_readings_that_never_moved_any_other_is_outside() -> None:
    assert signals([*[5.0] * 20, 5.0, 5.1]) == (Signal("outside", 21, 21, "above"),)


def test_numbers_that_floats_cannot_hold_make_no_chart() -> None:
    assert behaviour([1e308, -1e308] * 3) is None
    assert behaviour([1e308] * 6) is None


@pytest.mark.parametrize(
    ("side", "direction", "expected"),
    [("above", 1, True), ("above", -1, False), ("below", 1, False), ("below", -1, True)],
)
def test_a_signal_is_favourable_on_the_side_of_the_target(side: str, direction: int, expected: bool) -> None:
    signal = Signal("run", 0, 7, "above" if side == "above" else "below")
    assert favourable(signal, 1 if direction == 1 else -1) is expected
    assert favourable(signal, None) is None


@pytest.mark.parametrize(
    ("centre", "direction"),
    [(30, 1), (40, None), (40 - 1e-10, None), (50, None), (60 + 1e-10, None), (70, -1)],
)
def test_the_way_to_a_range_leads_from_the_centre_into_it(centre: float, direction: int | None) -> None:
    assert direction_to_range(centre, 40, 60) == direction


values = st.lists(st.integers(-50, 50).map(float), min_size=6, max_size=40)


def drawn(readings: list[float]) -> Chart:
    chart = behaviour(readings)
    assert chart is not None
    return chart


@settings(max_examples=80)
@given(values)
def test_signals_of_one_kind_and_side_share_no_reading(readings: list[float]) -> None:
    chart = drawn(readings)
    assert chart.lower <= chart.centre <= chart.upper
    for kind in ("outside", "run", "near-limit"):
        for side in ("above", "below"):
            mine = [signal for signal in chart.signals if (signal.kind, signal.side) == (kind, side)]
            assert all(0 <= signal.first <= signal.last < len(readings) for signal in mine)
            assert all(before.last < after.first for before, after in pairwise(mine))


@settings(max_examples=80)
@given(values)
def test_upside_down_the_sides_change_and_nothing_else(readings: list[float]) -> None:
    opposite = {"above": "below", "below": "above"}
    turned = drawn([-reading for reading in readings]).signals
    mine = drawn(readings).signals
    assert {(signal.kind, signal.first, signal.last, opposite[signal.side]) for signal in turned} == {
        (signal.kind, signal.first, signal.last, signal.side) for signal in mine
    }


@settings(max_examples=80)
@given(values)
def test_each_signal_is_what_its_kind_says(readings: list[float]) -> None:
    chart = drawn(readings)
    for signal in chart.signals:
        named = readings[signal.first : signal.last + 1]
        sign = 1 if signal.side == "above" else -1
        away = [sign * (value - chart.centre) for value in named]
        limit = chart.upper - chart.centre
        if signal.kind == "run":
            assert len(named) >= 8
            assert min(away) > 0
        elif signal.kind == "outside":
            assert len(named) == 1
            assert away[0] > limit
        else:
            assert len(named) >= 3
            assert min(away[0], away[-1]) > limit / 2
