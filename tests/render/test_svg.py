"""Charts: whatever the values are, what is drawn stays in its frame and says in words what it shows."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from northwind import northwind_report

from okr.render import svg
from okr.render.html import _HEALTHS
from okr.render.report_words import VERDICT_MARKS
from okr.render.terminal_health import HEALTH_MARKS
from okr.render.terminal_marks import MARKS
from okr.reports.report.charts import Cone, Point, ProgressChart
from okr.reports.report.trends import TrendPoint

START, DUE, AS_OF = dt.date(2026, 10, 1), dt.date(2026, 12, 31), dt.date(2026, 11, 20)
VALUES = st.floats(allow_nan=False, allow_infinity=False)


def chart(values: list[float], target: float, cone: Cone | None = None) -> ProgressChart:
    points = tuple(Point(START + dt.timedelta(days=7 * week), value) for week, value in enumerate(values))
    plan = (Point(START, values[0]), Point(DUE, target))
    return ProgressChart("value", "%", START, DUE, plan, points, target=target, forecast=cone)


def places(picture: str) -> list[tuple[float, float]]:
    """Every pair of coordinates that a path goes through."""
    root = ET.fromstring(picture)
    paths = [element.get("d", "") for element in root.iter("path")]
    return [(float(x), float(y)) for path in paths for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


@given(st.lists(VALUES, min_size=1, max_size=6), VALUES, VALUES, VALUES)
@example([0.0], 0.0, 0.0, 0.0)
@example([1.7e308, -1.7e308], 1.7e308, -1.7e308, 0.0)
@example([1.7e308], 1.7e308, 1.7e308, 1.7e308)
@example([5e-324, 0.0], 5e-324, 0.0, 0.0)
@example([1e17, 1e17 + 16], 1e17, 1e17, 1e17)
@settings(max_examples=150)
def test_whatever_is_measured_stays_in_the_frame(
    values: list[float], target: float, low: float, high: float
) -> None:
    cone = Cone(DUE, target, min(low, high), max(low, high))
    for picture in (
        svg.progress(chart(values, target, cone), AS_OF),
        svg.spark(chart(values, target, cone), AS_OF),
    ):
        assert "nan" not in picture
        assert "inf" not in picture
        assert all(0 <= x <= 420 and -1 <= y <= 201 for x, y in places(picture))


def test_better_is_up_where_more_is_better() -> None:
    ((_, before), (_, after)) = places(svg.spark(chart([10.0, 20.0], 30.0), AS_OF))[-2:]
    assert after < before


def test_a_chart_in_words() -> None:
    assert svg.progress_words(chart([10.0, 20.0], 30.0)) == (
        "Progress: 10 % on 2026-10-01, 20 % on 2026-10-08, target 30 % by 2026-12-31"
    )


def test_a_trend_in_words() -> None:
    points = (TrendPoint(START, None, None), TrendPoint(AS_OF, 0.699, 0.5), TrendPoint(DUE, 1.0, None))
    assert svg.trend_words(points) == (
        "Score, and what the plan expected, by week: 2026-11-20 0.69 of 0.50, 2026-12-31 1.00"
    )


@pytest.mark.parametrize(
    ("score", "expected", "picture"),
    [
        (None, 0.5, ""),
        (0.5, None, '<path class="good" d="M0 4H50"/></svg>'),
        (0.0, 0.0, 'aria-hidden="true"><path class="e" d="M1 -2V10"/></svg>'),
        (1.0, 1.0, '<path class="good" d="M0 4H100"/><path class="e" d="M99 -2V10"/></svg>'),
    ],
)
def test_a_bar(score: float | None, expected: float | None, picture: str) -> None:
    assert svg.bar(score, expected, "good").endswith(picture)


def test_grid_lines_stand_at_round_values() -> None:
    labels = re.findall(r'text-anchor="end">([^<]*)</text>', svg.progress(chart([10.0, 20.0], 30.0), AS_OF))
    assert labels[:3] == ["10", "20", "30"]


def test_readings_outside_the_limits_have_a_shape_of_their_own() -> None:
    kpi = next(each for each in northwind_report().kpis if each.row.id == "support-load")
    picture = svg.behaviour(kpi.chart)
    assert picture.count('<path class="pt out"') == sum(
        point.signal == "outside" for point in kpi.chart.points
    )
    assert "target ≤ 8" in svg.behaviour_words(kpi.chart)


def test_every_format_uses_the_same_marks() -> None:
    assert {verdict: mark for verdict, (mark, _) in MARKS.items()} == VERDICT_MARKS
    assert {health: mark for health, (mark, _) in _HEALTHS.items()}.items() <= {
        health: mark for health, (mark, _) in HEALTH_MARKS.items()
    }.items()
