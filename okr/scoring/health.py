"""The health of a KPI, and the readings that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from okr.scoring.behaviour import Kind, Side, behaviour, direction_to_range, favourable
from okr.scoring.entries import up_to
from okr.scoring.forecast import Direction
from okr.scoring.pace import is_overdue
from okr.scoring.results import DatedValue, Health, KpiHealth
from okr.workspace import KpiNode

if TYPE_CHECKING:
    from okr.model.kpis import ReportedHealth, TargetRange


def kpi_health(node: KpiNode, series: Sequence[DatedValue], as_of: dt.date, grace_days: int) -> KpiHealth:
    """What is known of a KPI on a day.

    Args:
        node: The KPI.
        series: All of its readings in order of date.
        as_of: The day; later readings are not looked at.
        grace_days: How many days later than its cadence a reading may come.
    """
    readings = up_to(series, as_of)
    date, value = readings[-1] if readings else (None, None)
    target = target_in_force(node.goal.target, as_of)
    return KpiHealth(
        node=node,
        value=value,
        value_date=date,
        health=_health(node, target, value, as_of),
        stale=_is_stale(node, date, as_of, grace_days),
        target=target,
        reported=_reported(node, as_of),
        readings=readings,
        chart=behaviour([reading for _, reading in readings]),
    )


def target_in_force(targets: Sequence[TargetRange], as_of: dt.date) -> TargetRange | None:
    """The range that counts on a day; `None` before the first `from`.

    A range with `from` counts from that day on; one with `by` from the day after the previous one's date on.
    """
    current = None
    previous: dt.date | None = None
    for target in targets:
        begins = target.from_ or (previous + dt.timedelta(days=1) if previous else dt.date.min)
        if begins <= as_of:
            current = target
        previous = target.by or target.from_
    return current


def _health(node: KpiNode, target: TargetRange | None, value: float | None, as_of: dt.date) -> Health:
    if target is None:
        return "no_target"
    if value is None:
        return "no_data"
    if target.by is not None and as_of < target.by:
        return "pending"
    if value in target:
        return "healthy"
    alert = node.goal.alert
    return "watch" if alert is not None and value in alert else "unhealthy"


def _is_stale(node: KpiNode, last: dt.date | None, as_of: dt.date, grace_days: int) -> bool:
    """A KPI without a cadence, without a reading, or that is retired has nothing to be late with."""
    cadence = node.goal.cadence
    if cadence is None or last is None or not node.goal.is_live(as_of):
        return False
    return is_overdue(last, as_of, cadence, grace_days)


def _reported(node: KpiNode, as_of: dt.date) -> ReportedHealth | None:
    reviews = [review for review in node.goal.reviews if review.date <= as_of]
    return max(reviews, key=lambda review: review.date).status if reviews else None


class DatedSignal(NamedTuple):
    """A signal of a KPI's chart with its days.

    Attributes:
        first: The date of its first reading.
        last: That of its last.
        favourable: Whether it leads toward the target; `None` where neither side does.
    """

    kind: Kind
    side: Side
    first: dt.date
    last: dt.date
    favourable: bool | None


def signals(health: KpiHealth) -> tuple[DatedSignal, ...]:
    """The signals of a KPI's chart in order of date; none without a chart."""
    if health.chart is None:
        return ()
    direction = _way_to_target(health, health.chart.centre)
    days = [day for day, _ in health.readings]
    return tuple(
        DatedSignal(each.kind, each.side, days[each.first], days[each.last], favourable(each, direction))
        for each in health.chart.signals
    )


def _way_to_target(health: KpiHealth, centre: float) -> Direction | None:
    """The way from the centre to the target in force, else the one that `better` says."""
    target = health.target
    if target is not None and target.between is not None:
        return direction_to_range(centre, *target.between)
    direction = health.node.goal.direction if target is None else target.direction
    return None if direction == 0 else 1 if direction > 0 else -1
