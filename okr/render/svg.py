"""Charts as inline SVG, drawn by hand: no script, no style of their own, readable without colour.

Colours and strokes come from the classes in `templates/style.css`. Every chart has a title that says in words
what it shows; those that only repeat a number beside them are hidden from screen readers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import floor, log10

from okr.render.plain import printable
from okr.reports.kpi_rows import KpiChart
from okr.reports.report.charts import Cone, Point, ProgressChart
from okr.reports.report.trends import TrendPoint
from okr.reports.wording import amount, shown, with_unit, written

_SIGNAL_CLASSES = {"": "pt", "outside": "pt out", "run": "pt sig", "near-limit": "pt sig"}
_OPEN_BELOW = 0.25
"""How far a forecast's interval may reach beyond everything else in a chart, as a share of its height."""

_FURTHEST = 1e300
"""No chart reaches further: twice that is still a number."""

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle to draw in, with the days and values that its edges stand for.

    Attributes:
        left: Room for the labels on that side, in user units; and so on.
    """

    width: float
    height: float
    days: tuple[int, int]
    values: tuple[float, float]
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0

    def x(self, day: dt.date) -> float:
        """Where a day is."""
        first, last = self.days
        share = (day.toordinal() - first) / ((last - first) or 1)
        return self.left + (self.width - self.left - self.right) * min(1.0, max(0.0, share))

    def y(self, value: float) -> float:
        """Where a value is; what lies outside stays on the edge."""
        low, high = self.values
        share = (value - low) / ((high - low) or 1)
        return self.height - self.bottom - (self.height - self.top - self.bottom) * min(1.0, max(0.0, share))

    def at(self, points: Iterable[Point]) -> list[XY]:
        """Where several values are."""
        return [(self.x(point.date), self.y(point.value)) for point in points]


def bar(score: float | None, expected: float | None, tone: str) -> str:
    """A score as a bar, with a mark where the plan expects it; the numbers stand beside it."""
    if score is None:
        return ""
    filled = f'<path class="{tone}" d="M0 4H{_n(score * 100)}"/>' if score > 0 else ""
    mark = (
        "" if expected is None else f'<path class="e" d="M{_n(min(99.0, max(1.0, expected * 100)))} -2V10"/>'
    )
    opening = '<svg class="b" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    return f"{opening}{filled}{mark}</svg>"


def spark(chart: ProgressChart, as_of: dt.date) -> str:
    """A key result's way in the size of a word: what was measured, the plan, and where it is heading."""
    frame = Frame(132, 40, _days(chart), _range(chart), left=3, right=5, top=5, bottom=5)
    parts = [_cone(frame, chart), _plan(frame, chart), _band(frame, chart), _way(frame, chart, as_of)]
    last = frame.at(chart.values)[-1]
    parts.append(f'<circle class="last" cx="{_n(last[0])}" cy="{_n(last[1])}" r="3"/>')
    return f'<svg class="spark" viewBox="0 0 132 40" aria-hidden="true">{"".join(parts)}</svg>'


def progress(chart: ProgressChart, as_of: dt.date) -> str:
    """A key result's way from its start to its due date: check-ins against the plan, and the forecast."""
    low, high, step = _ticks(*_range(chart))
    frame = Frame(420, 200, _days(chart), (low, high), left=44, right=14, top=16, bottom=26)
    parts = [
        *_grid(frame, low, high, step),
        *_ends(frame, chart.start, chart.due),
        _today(frame, as_of, chart),
        _band(frame, chart),
        _target(frame, chart),
        _cone(frame, chart),
        _plan(frame, chart),
        _way(frame, chart, as_of),
        *(_dot(frame, point) for point in chart.values),
        _last_value(frame, chart),
    ]
    return _figure("0 0 420 200", progress_words(chart), parts)


def progress_words(chart: ProgressChart) -> str:
    """What a progress chart shows, in a sentence."""
    first, last = chart.values[0], chart.values[-1]
    says = [f"{_valued(chart, first.value)} on {first.date}"]
    if last != first:
        says.append(f"{_valued(chart, last.value)} on {last.date}")
    if chart.target is not None and chart.scale == "value":
        says.append(f"target {_valued(chart, chart.target)} by {chart.due}")
    if chart.forecast is not None:
        cone = chart.forecast
        says.append(f"forecast {amount(cone.low, 3)} to {with_unit(amount(cone.high, 3), chart.unit)}")
    return "Progress: " + ", ".join(says)


def _valued(chart: ProgressChart, value: float) -> str:
    if chart.scale == "score":
        return f"score {shown(value)}"
    return with_unit(amount(value, bounds=chart.bounds), chart.unit)


def behaviour(chart: KpiChart) -> str:
    """A KPI's process behaviour chart: its readings, their natural limits, and what is no noise."""
    points = [Point(each.day, each.value) for each in chart.points]
    near = [each for each in chart.lines if _is_near(each.value, points)]
    low, high, step = _ticks(*_padded([*(point.value for point in points), *(each.value for each in near)]))
    days = (points[0].date.toordinal(), points[-1].date.toordinal())
    frame = Frame(420, 170, days, (low, high), left=44, right=14, top=14, bottom=26)
    lines = (_level(frame, each.value, each.kind) for each in near)
    dots = (_reading(frame, point, each.signal) for point, each in zip(points, chart.points, strict=True))
    parts = [
        *_grid(frame, low, high, step),
        *_ends(frame, points[0].date, points[-1].date),
        *lines,
        _line(frame.at(points), "val"),
        *dots,
    ]
    return _figure("0 0 420 170", behaviour_words(chart), parts)


def behaviour_words(chart: KpiChart) -> str:
    """What a KPI's chart shows, in a sentence."""
    first, last = chart.points[0], chart.points[-1]
    says = [f"{len(chart.points)} readings from {first.day} to {last.day}"]
    says += [f"last {with_unit(chart.row.value, chart.unit)}"]
    says += [f"{each.label} {amount(each.value)}" for each in chart.lines]
    signals = len(chart.signals)
    says.append("no signal" if not signals else "1 signal" if signals == 1 else f"{signals} signals")
    return "Readings: " + ", ".join(says)


def trend(points: Sequence[TrendPoint]) -> str:
    """A score over the weeks, against what was expected."""
    known = [Point(each.date, each.score) for each in points if each.score is not None]
    expected = [Point(each.date, each.expected) for each in points if each.expected is not None]
    days = (points[0].date.toordinal(), points[-1].date.toordinal())
    frame = Frame(420, 150, days, (0.0, 1.0), left=34, right=40, top=12, bottom=26)
    last = known[-1]
    parts = [
        *_grid(frame, 0.0, 1.0, 0.5),
        *_ends(frame, points[0].date, points[-1].date),
        _line(frame.at(expected), "plan"),
        _line(frame.at(known), "val"),
        *(_dot(frame, point) for point in known),
        _text(frame.x(last.date) + 7, frame.y(last.value) + 4, shown(last.value), "now"),
    ]
    return _figure("0 0 420 150", trend_words(points), parts)


def trend_words(points: Sequence[TrendPoint]) -> str:
    """What a trend shows, in a sentence."""
    said = (
        f"{each.date} {shown(each.score)}"
        + (f" of {shown(each.expected)}" if each.expected is not None else "")
        for each in points
        if each.score is not None
    )
    return "Score, and what the plan expected, by week: " + ", ".join(said)


def _figure(box: str, words: str, parts: Iterable[str]) -> str:
    return (
        f'<svg class="chart" viewBox="{box}" role="img"><title>{_safe(words)}</title>{"".join(parts)}</svg>'
    )


def _safe(text: str) -> str:
    return escape(printable(text))


def _n(number: float) -> str:
    """A coordinate with no more digits than can be seen."""
    text = f"{number:.1f}"
    return text.removesuffix(".0")


def _path(points: Iterable[XY]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _line(points: Sequence[XY], name: str) -> str:
    return f'<path class="{name}" d="{_path(points)}"/>' if len(points) > 1 else ""


def _text(x: float, y: float, text: str, name: str = "lab", anchor: str = "start") -> str:
    return f'<text class="{name}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{_safe(text)}</text>'


def _days(chart: ProgressChart) -> tuple[int, int]:
    """The first and the last day of a chart: its own, unless values lie outside of them."""
    values = [point.date for point in chart.values]
    return min(chart.start, *values).toordinal(), max(chart.due, *values).toordinal()


def _range(chart: ProgressChart) -> tuple[float, float]:
    """The lowest and highest value of a chart, with some air around them."""
    if chart.scale == "score":
        return 0.0, 1.0
    marks = [chart.target, chart.low, chart.high]
    values = [point.value for point in (*chart.values, *chart.plan)]
    values += [mark for mark in marks if mark is not None]
    if chart.forecast is not None:
        low, high = min(*values, chart.forecast.value), max(*values, chart.forecast.value)
        beyond = (high - low) * _OPEN_BELOW
        values += [max(chart.forecast.low, low - beyond), min(chart.forecast.high, high + beyond)]
    return _padded(values)


def _padded(values: Sequence[float]) -> tuple[float, float]:
    low, high = (min(_FURTHEST, max(-_FURTHEST, end)) for end in (min(values), max(values)))
    air = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return low - air, high + air


def _ticks(low: float, high: float) -> tuple[float, float, float]:
    """The range and the distance of its grid lines: 1, 2 or 5 times a power of ten, three or four of them."""
    rough = (high - low) / 3
    power = 10.0 ** floor(log10(rough)) if rough > 0 else 1.0
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    return low, high, step


def _grid(frame: Frame, low: float, high: float, step: float) -> Iterator[str]:
    first = floor(low / step) + (low % step > 1e-12 * abs(step))
    number = first
    while number * step <= high + step * 1e-9 and number < first + 12:
        y = frame.y(number * step)
        yield f'<path class="grid" d="M{_n(frame.left)} {_n(y)}H{_n(frame.width - frame.right)}"/>'
        yield _text(frame.left - 6, y + 4, _compact(number * step), anchor="end")
        number += 1


def _compact(value: float) -> str:
    """A grid line's value in at most six signs or so."""
    for limit, suffix in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= limit:
            return f"{value / (1e3 if suffix == 'k' else limit):.4g}{suffix}"
    return f"{value:.4g}"


def _ends(frame: Frame, first: dt.date, last: dt.date) -> Iterator[str]:
    y = frame.height - 8
    yield _text(frame.left, y, f"{first.day} {first:%b}")
    yield _text(frame.width - frame.right, y, f"{last.day} {last:%b}", anchor="end")


def _today(frame: Frame, as_of: dt.date, chart: ProgressChart) -> str:
    if not chart.start < as_of < chart.due:
        return ""
    x = frame.x(as_of)
    near_an_end = min(x - frame.left, frame.width - frame.right - x) < 70
    label = "" if near_an_end else _text(x, frame.height - 8, "today", anchor="middle")
    return f'<path class="today" d="M{_n(x)} {_n(frame.top)}V{_n(frame.height - frame.bottom)}"/>{label}'


def _band(frame: Frame, chart: ProgressChart) -> str:
    """The range to hold."""
    if chart.low is None and chart.high is None:
        return ""
    top = frame.top if chart.high is None else frame.y(chart.high)
    bottom = frame.height - frame.bottom if chart.low is None else frame.y(chart.low)
    width = frame.width - frame.left - frame.right
    height = max(0.0, bottom - top)
    edges = (frame.y(limit) for limit in (chart.low, chart.high) if limit is not None)
    lines = "".join(f'<path class="goal" d="M{_n(frame.left)} {_n(y)}h{_n(width)}"/>' for y in edges)
    box = f'x="{_n(frame.left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}"'
    return f'<rect class="band" {box}/>{lines}'


def _target(frame: Frame, chart: ProgressChart) -> str:
    if chart.target is None or chart.scale == "score":
        return ""
    y = frame.y(chart.target)
    below = y < frame.top + 16
    text = _text(frame.left + 4, y + 14 if below else y - 5, f"target {written(chart.target)}")
    return f'<path class="goal" d="M{_n(frame.left)} {_n(y)}H{_n(frame.width - frame.right)}"/>{text}'


def _plan(frame: Frame, chart: ProgressChart) -> str:
    if not chart.steps or len(chart.plan) == 2:
        return _line(frame.at(chart.plan), "plan")
    return _line(_stairs(frame.at(chart.plan)), "plan")


def _way(frame: Frame, chart: ProgressChart, as_of: dt.date) -> str:
    """What was measured; where values stay until the next one, up to today."""
    points = frame.at(chart.values)
    if chart.steps:
        until = max(points[-1][0], frame.x(min(as_of, chart.due)))
        points = _stairs([*points, (until, points[-1][1])])
    return _line(points, "val")


def _stairs(points: Sequence[XY]) -> list[XY]:
    corners = [each for (_, before), after in pairwise(points) for each in ((after[0], before), after)]
    return [points[0], *corners] if points else []


def _cone(frame: Frame, chart: ProgressChart) -> str:
    """The 80 % interval of the forecast, opening from the last value, with its middle."""
    cone: Cone | None = chart.forecast
    if cone is None:
        return ""
    x, y = frame.at(chart.values)[-1]
    due, middle = frame.x(cone.date), frame.y(cone.value)
    edges = [(x, y), (due, frame.y(cone.high)), (due, frame.y(cone.low))]
    return f'<path class="cone" d="{_path(edges)}Z"/><path class="mid" d="{_path([(x, y), (due, middle)])}"/>'


def _dot(frame: Frame, point: Point) -> str:
    return f'<circle class="pt" cx="{_n(frame.x(point.date))}" cy="{_n(frame.y(point.value))}" r="2.5"/>'


def _last_value(frame: Frame, chart: ProgressChart) -> str:
    if chart.scale == "score":
        return ""
    last = chart.values[-1]
    x, y = frame.x(last.date), frame.y(last.value)
    above = y - 9 if y > frame.top + 12 else y + 18
    dot = f'<circle class="last" cx="{_n(x)}" cy="{_n(y)}" r="4"/>'
    text = amount(last.value, bounds=chart.bounds)
    return dot + _text(min(x, frame.width - frame.right - 16), above, text, "now", "middle")


def _level(frame: Frame, value: float, kind: str) -> str:
    y = frame.y(value)
    return f'<path class="{kind}" d="M{_n(frame.left)} {_n(y)}H{_n(frame.width - frame.right)}"/>'


def _is_near(value: float, points: Sequence[Point]) -> bool:
    """Whether a line can be drawn without pressing the readings flat."""
    low, high = min(point.value for point in points), max(point.value for point in points)
    reach = 2 * ((high - low) or abs(high) or 1.0)
    return low - reach <= value <= high + reach


def _reading(frame: Frame, point: Point, signal: str) -> str:
    """A reading: a dot, a diamond outside the limits, a ring where it is part of a pattern."""
    x, y = frame.x(point.date), frame.y(point.value)
    name = _SIGNAL_CLASSES[signal]
    if signal == "outside":
        return f'<path class="{name}" d="M{_n(x)} {_n(y - 5)}l5 5-5 5-5-5Z"/>'
    return f'<circle class="{name}" cx="{_n(x)}" cy="{_n(y)}" r="{"3.5" if signal else "2.5"}"/>'
