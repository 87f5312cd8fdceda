"""What `okr kpi list` says to programs. A missing number is null, and `health` says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Literal, TypedDict

from okr.model.fields import Indicator
from okr.model.kpis import ReportedHealth
from okr.reports.json_schema import Date
from okr.reports.score_output import RangeOutput, range_output
from okr.scoring import Health, KpiHealth
from okr.scoring.behaviour import Kind, Side
from okr.scoring.health import signals

SignalOutput = TypedDict(  # `from` is a word of Python's own
    "SignalOutput",
    {
        "kind": Kind,
        "side": Side,
        "from": Date,
        "to": Date,
        "favourable": Annotated[bool | None, "Whether it leads to the target; null where no side does."],
    },
)


class ChartOutput(TypedDict):
    """A process behaviour chart: the mean, the natural process limits, and what is no noise."""

    centre: float
    lower: float
    upper: float
    signals: list[SignalOutput]


class KpiOutput(TypedDict):
    """A KPI and how it is."""

    id: str
    title: str
    team: str
    owner: str | None
    unit: str | None
    indicator: Indicator | None
    cadence: str | None
    retired: Date | None
    value: float | None
    value_date: Date | None
    health: Health
    reported: ReportedHealth | None
    stale: bool
    target: Annotated[RangeOutput | None, "The range that is in force."]
    by: Annotated[Date | None, "The day that the target is for."]
    alert: RangeOutput | None
    readings: int
    chart: ChartOutput | None


class ReadingOutput(TypedDict):
    """A reading, written or computed by a formula."""

    date: Date
    value: float


class KpiChartOutput(TypedDict):
    """The output of `okr kpi chart`."""

    schema: Literal["okr.kpi-chart/1"]
    as_of: Date
    kpi: KpiOutput
    readings: list[ReadingOutput]


class KpisOutput(TypedDict):
    """The output of `okr kpi list`."""

    schema: Literal["okr.kpis/1"]
    as_of: Date
    kpis: list[KpiOutput]


def kpis_output(kpis: Iterable[KpiHealth], as_of: dt.date) -> KpisOutput:
    """KPIs for programs."""
    return {
        "schema": "okr.kpis/1",
        "as_of": as_of.isoformat(),
        "kpis": [kpi_output(each) for each in kpis],
    }


def kpi_chart_output(health: KpiHealth, as_of: dt.date) -> KpiChartOutput:
    """A KPI with all of its readings."""
    return {
        "schema": "okr.kpi-chart/1",
        "as_of": as_of.isoformat(),
        "kpi": kpi_output(health),
        "readings": readings_output(health),
    }


def readings_output(health: KpiHealth) -> list[ReadingOutput]:
    """The readings of a KPI up to the day, in order of date."""
    return [{"date": day.isoformat(), "value": value} for day, value in health.readings]


def kpi_output(health: KpiHealth) -> KpiOutput:
    """One KPI for programs."""
    node, goal = health.node, health.node.goal
    by = health.target.by if health.target is not None else None
    return {
        "id": node.ref,
        "title": goal.title,
        "team": node.team,
        "owner": goal.owner,
        "unit": goal.unit,
        "indicator": goal.indicator,
        "cadence": None if goal.cadence is None else str(goal.cadence),
        "retired": None if goal.retired is None else goal.retired.isoformat(),
        "value": health.value,
        "value_date": None if health.value_date is None else health.value_date.isoformat(),
        "health": health.health,
        "reported": health.reported,
        "stale": health.stale,
        "target": range_output(health.target),
        "by": None if by is None else by.isoformat(),
        "alert": range_output(goal.alert),
        "readings": len(health.readings),
        "chart": _chart(health),
    }


def _chart(health: KpiHealth) -> ChartOutput | None:
    chart = health.chart
    if chart is None:
        return None
    return {
        "centre": chart.centre,
        "lower": chart.lower,
        "upper": chart.upper,
        "signals": [
            {
                "kind": each.kind,
                "side": each.side,
                "from": each.first.isoformat(),
                "to": each.last.isoformat(),
                "favourable": each.favourable,
            }
            for each in signals(health)
        ],
    }
