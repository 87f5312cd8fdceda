"""KPIs in words: one row of a table or a tree, and the chart of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okr.model.kpis import TargetRange
from okr.reports.wording import amount, written
from okr.scoring import Health, KpiHealth, Scores
from okr.scoring.health import DatedSignal, signals

if TYPE_CHECKING:
    from okr.model.goals import Range

__all__ = [
    "ChartLine",
    "Health",
    "KpiChart",
    "KpiRow",
    "Point",
    "TeamKpis",
    "kpi_chart",
    "kpi_groups",
    "kpi_row",
    "range_words",
    "target_words",
]

_KINDS = {
    "outside": "outside the limits",
    "run": "8 or more in a row on one side of the centre",
    "near-limit": "3 of 4 nearer to a limit than to the centre",
}


RETIRED = "retired"
"""What is said of a KPI in place of how old its last reading is."""

_SIDES = {"above": "high", "below": "low"}


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI as people read it.

    Attributes:
        target: The range in force, and the day it is for.
        values: Its readings in order of date.
        fresh: How old the last reading is, or that it is retired.
        silent: For how long there was no reading, where that is too long.
        signal: The latest signal of its chart, if that is about its last reading.
        favourable: Whether that signal leads toward the target; `None` where neither side does.
        reported: What people say where the numbers say otherwise.
    """

    id: str
    title: str
    value: str
    unit: str
    target: str
    health: Health
    values: tuple[float, ...]
    fresh: str
    silent: str
    signal: str
    favourable: bool | None
    owner: str | None
    reported: str | None

    @property
    def is_retired(self) -> bool:
        """Whether it is not measured any more."""
        return self.fresh == RETIRED


@dataclass(frozen=True, slots=True)
class TeamKpis:
    """The KPIs of a team."""

    name: str
    kpis: tuple[KpiRow, ...]


def kpi_groups(scores: Scores, kpis: Iterable[KpiHealth]) -> list[TeamKpis]:
    """KPIs by team, in the order of `okr.yaml`."""
    teams = scores.workspace.teams
    groups: dict[str, list[KpiRow]] = {team: [] for team in teams}
    for each in kpis:
        groups.setdefault(each.node.team, []).append(kpi_row(each, scores.as_of))
    return [
        TeamKpis(teams[team].name if team in teams else team, tuple(rows))
        for team, rows in groups.items()
        if rows
    ]


def kpi_row(health: KpiHealth, as_of: dt.date) -> KpiRow:
    """A KPI in words."""
    goal, latest = health.node.goal, _latest_signal(health)
    return KpiRow(
        id=health.node.ref,
        title=goal.title,
        value="–" if health.value is None else amount(health.value, bounds=health.bounds),
        unit=goal.unit or "",
        target="" if health.target is None else target_words(health.target),
        health=health.health,
        values=tuple(value for _, value in health.readings),
        fresh=_freshness(health, as_of),
        silent=_silence(health, as_of),
        signal=_SIDES[latest.side] if latest is not None else "",
        favourable=None if latest is None else latest.favourable,
        owner=goal.owner,
        reported=health.reported if health.reported not in (None, health.health) else None,
    )


def target_words(target: TargetRange) -> str:
    """A target and the day that it is for."""
    return f"{range_words(target)} by {target.by}" if target.by is not None else range_words(target)


def range_words(limits: Range) -> str:
    """A range with its numbers as people read them."""
    lower, upper = limits.lower, limits.upper
    if lower is not None and upper is not None:
        return f"{written(lower)} to {written(upper)}"
    if lower is not None:
        return f"{'>' if limits.above is not None else '≥'} {written(lower)}"
    return f"{'<' if limits.below is not None else '≤'} {written(upper or 0.0)}"


def _freshness(health: KpiHealth, as_of: dt.date) -> str:
    if not health.node.goal.is_live(as_of):
        return RETIRED
    if health.value_date is None:
        return ""
    return f"{(as_of - health.value_date).days} d"


def _silence(health: KpiHealth, as_of: dt.date) -> str:
    if not health.stale or health.value_date is None:
        return ""
    return f"no reading for {(as_of - health.value_date).days} days"


def _latest_signal(health: KpiHealth) -> DatedSignal | None:
    """The latest signal that the last reading is part of: an older one is history."""
    current = [each for each in signals(health) if each.last == health.value_date]
    return current[0] if current else None


@dataclass(frozen=True, slots=True)
class Point:
    """A reading of a chart; `signal` is empty where it is noise."""

    day: dt.date
    value: float
    signal: str = ""


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A horizontal line of a chart: `kind` is `limit`, `centre`, `target` or `alert`."""

    kind: str
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class KpiChart:
    """The process behaviour chart of one KPI.

    Attributes:
        lines: None of the chart's own where there are too few readings for limits.
        signals: In words, in order of date, with whether they lead toward the target.
        remark: Why there are no limits.
    """

    row: KpiRow
    as_of: dt.date
    unit: str | None
    points: tuple[Point, ...]
    lines: tuple[ChartLine, ...]
    signals: tuple[tuple[str, bool | None], ...]
    remark: str | None


def kpi_chart(health: KpiHealth, as_of: dt.date) -> KpiChart:
    """The chart of a KPI in words."""
    found = signals(health)
    few = len(health.readings)
    return KpiChart(
        row=kpi_row(health, as_of),
        as_of=as_of,
        unit=health.node.goal.unit,
        points=tuple(Point(day, value, _signal_on(day, found)) for day, value in health.readings),
        lines=tuple(_lines(health)),
        signals=tuple((_signal_words(each), each.favourable) for each in found),
        remark=None if health.chart is not None else f"limits need 6 readings, and there are {few}",
    )


def _signal_on(day: dt.date, found: Iterable[DatedSignal]) -> str:
    """The gravest signal that a day is part of."""
    kinds = {each.kind for each in found if each.first <= day <= each.last}
    return next((kind for kind in _KINDS if kind in kinds), "")


def _lines(health: KpiHealth) -> Iterator[ChartLine]:
    if health.chart is not None:
        yield ChartLine("limit", "upper", health.chart.upper)
        yield ChartLine("centre", "centre", health.chart.centre)
        yield ChartLine("limit", "lower", health.chart.lower)
    if health.target is not None:
        yield from _bounds("target", health.target)
    if health.node.goal.alert is not None:
        yield from _bounds("alert", health.node.goal.alert)


def _bounds(name: str, limits: Range) -> Iterator[ChartLine]:
    if limits.lower is not None:
        yield ChartLine(name, f"{name} {'>' if limits.above is not None else '≥'}", limits.lower)
    if limits.upper is not None:
        yield ChartLine(name, f"{name} {'<' if limits.below is not None else '≤'}", limits.upper)


def _signal_words(signal: DatedSignal) -> str:
    when = f"{signal.first}" if signal.first == signal.last else f"{signal.first} to {signal.last}"
    way = {True: ", toward the target", False: ", away from the target", None: ""}[signal.favourable]
    return f"{when}: {_KINDS[signal.kind]}, {signal.side} the centre{way}"
