"""What the charts of a report show: days and values, with no word of how they are drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from okr.model.goals import Milestone

if TYPE_CHECKING:
    from okr.model.goals import Range
    from okr.scoring import KeyResultScore, Scores
    from okr.scoring.forecast import Forecast
    from okr.workspace import KeyResultNode


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day."""

    date: dt.date
    value: float


@dataclass(frozen=True, slots=True)
class Cone:
    """Where a value is heading: what it is expected to be on a day, and its 80 % interval."""

    date: dt.date
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ProgressChart:
    """A key result's way from its start to its due date.

    Attributes:
        scale: `value` in the measure's unit, or `score`, 0 to 1, where the measure has no values.
        plan: What was expected when; straight between two days.
        values: What was reached when.
        steps: Whether a value stays until the next one, as with milestones; else lines join them.
        target: The value to reach.
        low: The lower end of a range to hold, and likewise `high` the upper one.
    """

    scale: Literal["value", "score"]
    unit: str | None
    start: dt.date
    due: dt.date
    plan: tuple[Point, ...]
    values: tuple[Point, ...]
    steps: bool = False
    target: float | None = None
    low: float | None = None
    high: float | None = None
    forecast: Cone | None = None

    @property
    def bounds(self) -> tuple[float, ...]:
        """The numbers that its values are held against."""
        return tuple(each for each in (self.target, self.low, self.high) if each is not None)


def progress_chart(score: KeyResultScore, scores: Scores) -> ProgressChart | None:
    """The chart of a key result; `None` where there is nothing to draw yet."""
    node = score.node
    match node.goal.measure:
        case "metric":
            chart = _metric(score, scores)
        case "maintain":
            chart = _maintain(score, scores)
        case "milestones":
            chart = _milestones(node, scores.as_of)
        case "levels" | "graded":
            chart = _steps(node, _judged(node, scores), _straight(node, 0.0, 1.0))
        case _:
            return None
    return chart if chart.values else None


def _points(values: Iterable[tuple[dt.date, float]]) -> Iterator[Point]:
    return (Point(day, value) for day, value in values)


def _straight(node: KeyResultNode, first: float, last: float) -> tuple[Point, ...]:
    return (Point(node.start, first), Point(node.due, last))


def _metric(score: KeyResultScore, scores: Scores) -> ProgressChart:
    node = score.node
    ahead = scores.forecast(node)
    return ProgressChart(
        scale="value",
        unit=scores.workspace.unit_of(node),
        start=node.start,
        due=node.due,
        plan=_plan(score),
        values=tuple(_points(scores.forecast_values(node))) if score.values else (),
        target=node.goal.target,
        forecast=None if ahead is None else _cone(node, ahead.estimate),
    )


def _cone(node: KeyResultNode, estimate: Forecast) -> Cone:
    return Cone(node.due, estimate.value, estimate.low, estimate.high)


def _plan(score: KeyResultScore) -> tuple[Point, ...]:
    """The planned values. Where a scale turns values into scores and no plan is written, none can be told."""
    node, baseline, target = score.node, score.baseline, score.node.goal.target
    if baseline is None or target is None or score.already_met:
        return ()
    if node.goal.plan is None:
        return () if node.goal.scale else _straight(node, baseline, target)
    planned = {node.start: baseline, node.due: target}
    planned |= {point.date: point.value for point in node.goal.plan}
    return tuple(_points(sorted(planned.items())))


def _maintain(score: KeyResultScore, scores: Scores) -> ProgressChart:
    node = score.node
    limits: Range | None = node.goal.maintain
    return ProgressChart(
        scale="value",
        unit=scores.workspace.unit_of(node),
        start=node.start,
        due=node.due,
        plan=(),
        values=tuple(_points(score.values)),
        low=None if limits is None else limits.lower,
        high=None if limits is None else limits.upper,
    )


def _milestones(node: KeyResultNode, as_of: dt.date) -> ProgressChart:
    milestones = node.goal.milestones or ()
    done = [(each.done, each) for each in milestones if each.done is not None and each.done <= as_of]
    due = [(each.due, each) for each in milestones if each.due is not None]
    total = sum(each.weight for each in milestones)
    planned = _summed(due, total) if len(due) == len(milestones) else None
    plan = _straight(node, 0.0, 1.0) if planned is None else (Point(node.start, 0.0), *planned)
    return _steps(node, (Point(node.start, 0.0), *_summed(done, total)), plan)


def _summed(milestones: Iterable[tuple[dt.date, Milestone]], total: float) -> list[Point]:
    """The share of the weight that is there by each day."""
    reached: dict[dt.date, float] = {}
    weight = 0.0
    for day, milestone in sorted(milestones, key=lambda pair: pair[0]):
        weight += milestone.weight
        reached[day] = weight / total
    return list(_points(reached.items()))


def _judged(node: KeyResultNode, scores: Scores) -> tuple[Point, ...]:
    """The scores of the check-ins that name a level or a score."""
    levels = {level.title: level.score for level in node.goal.levels or ()}
    said = (
        (entry.date, levels.get(entry.level or "") if levels else entry.score)
        for entry in scores.evidence(node).entries
    )
    return tuple(Point(day, value) for day, value in said if value is not None)


def _steps(node: KeyResultNode, values: tuple[Point, ...], plan: tuple[Point, ...]) -> ProgressChart:
    return ProgressChart("score", None, node.start, node.due, plan, values, steps=True, target=1.0)
