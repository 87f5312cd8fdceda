"""Plots, cell by cell."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from okr.render.terminal import Screen, drawn
from okr.render.terminal_plot import Level, Plot, Spot, plot


def lines(what: Plot, width: int = 30) -> list[str]:
    return drawn(plot(what, width), Screen()).splitlines()


def test_points_stand_before_the_curve_and_the_curve_before_lines() -> None:
    what = Plot(
        spots=[Spot(0, 0, "●"), Spot(1, 4, "●")],
        levels=[Level(4, "═", "target 4"), Level(0, "─", "zero")],
        curve=[(0, 0), (1, 4)],
        ticks=[(0, "Mon"), (1, "Fri")],
        height=5,
    )
    assert lines(what) == [
        "4 ┤══════════════··●  target 4",
        "  ┤           ···",
        "  ┤      ·····",
        "1 ┤   ···",
        "  ┤●··──────────────  zero",
        "  └─────────────────",
        "   Mon           Fri",
    ]


def test_lines_on_one_row_share_their_words() -> None:
    what = Plot(
        [Spot(0, 0, "●"), Spot(1, 100, "●")], [Level(50, "─", "mean"), Level(51, "═", "target")], height=3
    )
    assert lines(what)[1] == "    ┤═══════════  mean, target"


def test_what_is_level_is_drawn_in_the_middle() -> None:
    assert lines(Plot([Spot(0, 7, "●"), Spot(1, 7, "●")], height=3), 12) == [
        "7.7 ┤",
        "    ┤●      ●",
        "    ┤",
        "    └────────",
        "",
    ]


def test_a_tick_without_room_is_left_out_but_never_the_last() -> None:
    what = Plot(
        [Spot(0, 0, "●"), Spot(1, 1, "●")], ticks=[(0, "2026-01-01"), (0.5, "2026-02-01"), (1, "2026-03-01")]
    )
    assert lines(what, 34)[-1].split() == ["2026-01-01", "2026-03-01"]
    assert lines(what, 60)[-1].split() == ["2026-01-01", "2026-02-01", "2026-03-01"]


def test_the_axis_tells_close_numbers_apart() -> None:
    axis = [line.split("┤")[0].strip() for line in lines(Plot([Spot(0, 99.4, "●"), Spot(1, 100.2, "●")]), 40)]
    assert [text for text in axis if text and "─" not in text] == ["100.2", "100", "99.8", "99.6", "99.4"]


finite = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.floats(0, 1), finite), min_size=1, max_size=20),
    st.lists(finite, max_size=3),
    st.integers(10, 140),
)
@example([(0.0, 1.634266486238469e308)], [], 10)
def test_any_finite_numbers_can_be_drawn(
    points: list[tuple[float, float]], levels: list[float], width: int
) -> None:
    what = Plot([Spot(x, y, "●") for x, y in points], [Level(y, "─", "line") for y in levels])
    assert len(lines(what, width)) == 15
