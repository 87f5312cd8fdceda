"""How a goal went over time, against its plan: what a chart of it is drawn from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from okr.reports.kpi_rows import ChartLine
from okr.scoring import DatedValue, KeyResultScore, ObjectiveScore, Scores
from okr.scoring.pace import plan_points
from okr.workspace import KeyResultNode, ObjectiveNode

SAMPLES = 24
"""On how many days a score is computed to draw its way."""

__all__ = ["ChartLine", "Curve", "key_result_curve", "objective_curve"]


@dataclass(frozen=True, slots=True)
class Curve:
    """Values over time.

    Attributes:
        start: The first day of the chart, and likewise `end`.
        plan: Corners of the line that the plan expects; empty where there is none.
        lines: The target and its like.
        forecast: The expected value on the due date, and its 80 % interval; `None` where there is none, or
            where it rests on so few values that a number would say more than is known.
        scores: Whether the values are scores.
    """

    start: dt.date
    end: dt.date
    points: tuple[DatedValue, ...]
    plan: tuple[DatedValue, ...] = ()
    lines: tuple[ChartLine, ...] = ()
    forecast: tuple[float, float, float] | None = None
    scores: bool = False


def key_result_curve(scores: Scores, result: KeyResultScore) -> Curve | None:
    """The values of a key result, or its scores where it has no values; `None` before there are any."""
    node = result.node
    if result.state == "upcoming":
        return None
    if node.goal.measure == "metric":
        return _metric_curve(scores, result) if result.values else None
    if node.goal.measure == "maintain":
        return _maintain_curve(result) if result.values else None
    return _score_curve(scores, node.start, node.due, lambda each: _of_key_result(each, node))


def objective_curve(scores: Scores, node: ObjectiveNode) -> Curve | None:
    """The score of an objective from the start of its cycle to the day."""
    return _score_curve(scores, node.cycle.start, node.cycle.end, lambda each: _of_objective(each, node))


def _of_key_result(scores: Scores, node: KeyResultNode) -> KeyResultScore:
    return scores.key_result(node)


def _of_objective(scores: Scores, node: ObjectiveNode) -> ObjectiveScore:
    return scores.objective(node)


def _metric_curve(scores: Scores, result: KeyResultScore) -> Curve:
    node, values = result.node, result.values
    ahead = scores.forecast(node)
    estimate = None if ahead is None or ahead.estimate.rough else ahead.estimate
    return Curve(
        start=node.start,
        end=max(node.due, values[-1][0]),
        points=values,
        plan=tuple(_plan(scores, result)),
        lines=tuple(_targets(node)),
        forecast=None if estimate is None else (estimate.value, estimate.low, estimate.high),
    )


def _plan(scores: Scores, result: KeyResultScore) -> Iterator[DatedValue]:
    """The corners of the plan as values: the straight way from baseline to target where none is written."""
    goal, node, baseline = result.node.goal, result.node, result.baseline
    if baseline is None or goal.target is None or result.already_met:
        return
    if goal.plan is None or plan_points(node, scores.baseline(node)) is None:
        if goal.scale is None:
            yield from ((node.start, baseline), (node.due, goal.target))
        return
    written = {point.date: point.value for point in goal.plan}
    yield from sorted({node.start: baseline, node.due: goal.target, **written}.items())


def _targets(node: KeyResultNode) -> Iterator[ChartLine]:
    if node.goal.target is not None:
        yield ChartLine("target", "target", node.goal.target)
    if node.goal.stretch is not None:
        yield ChartLine("alert", "stretch", node.goal.stretch)


def _maintain_curve(result: KeyResultScore) -> Curve:
    node, limits = result.node, result.node.goal.maintain
    bounds = () if limits is None else (("at least", limits.lower), ("at most", limits.upper))
    lines = tuple(ChartLine("target", label, bound) for label, bound in bounds if bound is not None)
    return Curve(node.start, max(node.due, result.values[-1][0]), result.values, lines=lines)


def _score_curve(
    scores: Scores,
    start: dt.date,
    end: dt.date,
    score_of: Callable[[Scores], KeyResultScore | ObjectiveScore],
) -> Curve | None:
    """Scores on evenly spaced days, each as of that day."""
    points: list[DatedValue] = []
    plan: list[DatedValue] = []
    for day in _days(start, min(end, scores.as_of)):
        result = score_of(Scores(scores.workspace, day))
        if result.score is not None:
            points.append((day, result.score))
            plan.append((day, result.expected or 0.0))
    if not points:
        return None
    lines = (ChartLine("target", "all of it", 1.0), ChartLine("centre", "nothing", 0.0))
    return Curve(start, end, tuple(points), tuple(plan), lines, scores=True)


def _days(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """Up to so many days from one to another, the last of them always."""
    if end < start:
        return
    days = (end - start).days
    steps = min(days, SAMPLES - 1)
    for step in range(steps + 1):
        yield start + dt.timedelta(days=days * step // steps if steps else 0)
