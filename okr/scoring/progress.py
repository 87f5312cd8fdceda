"""How far a key result has come: the rules of scoring.md for each measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from okr.model.goals import EDGE, CheckIn, KeyResult
from okr.scoring.entries import between
from okr.scoring.numbers import at_least, interpolated
from okr.scoring.results import DatedValue
from okr.workspace import KeyResultNode


class Baseline(NamedTuple):
    """Where a metric starts.

    Attributes:
        value: `None` while there is nothing to take it from.
        assumed: Taken from the first value, since none is written.
        direction: +1 where more is better, -1 where less is, 0 where nothing tells.
        already_met: The target is reached at an assumed baseline.
    """

    value: float | None
    assumed: bool
    direction: int
    already_met: bool = False


class Evidence(NamedTuple):
    """What a key result is scored by.

    Attributes:
        entries: The check-ins up to the day, one a date.
        values: Its values in order of date: of its check-ins, or of its KPI.
        history: All readings of its KPI up to the day; empty without one.
        kpi_direction: That of its KPI, 0 without one.
    """

    entries: Sequence[CheckIn]
    values: tuple[DatedValue, ...]
    history: tuple[DatedValue, ...] = ()
    kpi_direction: int = 0


def baseline_of(node: KeyResultNode, evidence: Evidence) -> Baseline:
    """The written baseline, or the one that its values imply.

    With a KPI that is its last reading before the window, else its first inside; without, the first value.
    """
    goal = node.goal
    target = goal.target
    if target is None:
        return Baseline(None, assumed=False, direction=0)
    if goal.baseline is not None:
        return Baseline(goal.baseline, assumed=False, direction=_sign(target - goal.baseline))
    earlier = [value for day, value in evidence.history if day < node.start]
    first = [*earlier[-1:], *(value for _, value in evidence.values[:1])]
    if not first:
        return Baseline(None, assumed=False, direction=evidence.kpi_direction)
    direction = evidence.kpi_direction or _sign(target - first[0])
    return Baseline(
        first[0], assumed=True, direction=direction, already_met=_holds(first[0], target, direction)
    )


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)


def _holds(value: float, target: float, direction: int) -> bool:
    """Whether `value` is at the target or beyond; without a direction only the target itself is."""
    if direction == 0:
        return abs(value - target) <= EDGE
    return at_least(direction * value, direction * target)


def progress_of(node: KeyResultNode, evidence: Evidence, baseline: Baseline, as_of: dt.date) -> float | None:
    """Signed, uncut progress on a day: 0 at the start, 1 at the target; `None` where nothing is measured."""
    goal = node.goal
    match goal.measure:
        case "metric":
            return metric_progress(goal, evidence.values[-1][1], baseline) if evidence.values else None
        case "maintain":
            return _maintained(node, between(evidence.values, node.start, node.due))
        case "milestones":
            return _milestones_done(goal, as_of)
        case "binary":
            return 1.0 if goal.done_on is not None and goal.done_on <= as_of else 0.0
        case "levels":
            return _level_reached(goal, evidence.entries)
        case _:
            return next(
                (entry.score for entry in reversed(evidence.entries) if entry.score is not None), None
            )


def metric_progress(goal: KeyResult, value: float, baseline: Baseline) -> float | None:
    """The progress that a value of a metric means; `None` where its baseline allows none."""
    if goal.scale is not None:
        return interpolated(value, sorted(goal.scale))
    if baseline.value is None or goal.target is None:
        return None
    if baseline.already_met:
        return 1.0 if _holds(value, goal.target, baseline.direction) else 0.0
    distance = goal.target - baseline.value
    return None if distance == 0 else (value - baseline.value) / distance


def _maintained(node: KeyResultNode, values: tuple[DatedValue, ...]) -> float | None:
    met = in_range_by_period(node, values)
    return sum(met) / len(met) if met else None


def in_range_by_period(node: KeyResultNode, values: tuple[DatedValue, ...]) -> list[bool]:
    """Whether each value lies in the range that is to be maintained, in order of date.

    Of each period from the start to the latest with a value, where the key result has a cadence of its own:
    by its last value, and a silent one does not.
    """
    limits = node.goal.maintain
    if limits is None or not values:
        return []
    if node.goal.cadence is None:
        return [value in limits for _, value in values]
    return [value is not None and value in limits for value in _last_of_each_period(node, values)]


def _last_of_each_period(node: KeyResultNode, values: tuple[DatedValue, ...]) -> list[float | None]:
    """The last value of each period from the start to the latest that has one; `None` for a silent period."""
    cadence = node.goal.cadence
    if cadence is None:
        return []
    last: list[float | None] = []
    for period in cadence.periods(node.start):
        if period.start > values[-1][0]:
            break
        inside = between(values, period.start, period.end)
        last.append(inside[-1][1] if inside else None)
    return last


def _milestones_done(goal: KeyResult, as_of: dt.date) -> float:
    milestones = goal.milestones or ()
    done = sum(each.weight for each in milestones if each.done is not None and each.done <= as_of)
    return done / sum(each.weight for each in milestones)


def _level_reached(goal: KeyResult, entries: Sequence[CheckIn]) -> float | None:
    reached = next((entry.level for entry in reversed(entries) if entry.level is not None), None)
    return next((level.score for level in goal.levels or () if level.title == reached), None)
