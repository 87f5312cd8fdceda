"""What it takes for a key result to have a score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from okr.model.goals import EDGE
from okr.scoring.entries import between
from okr.scoring.explain.words import count, number, rounded_beyond, score
from okr.scoring.numbers import at_least, clamped, interpolated
from okr.scoring.progress import Baseline, in_range_by_period, metric_progress

if TYPE_CHECKING:
    from okr.model.cycles import Cadence
    from okr.model.goals import KeyResult, Milestone
    from okr.scoring.results import KeyResultScore
    from okr.scoring.scores import Scores
    from okr.workspace import KeyResultNode


_NEXT = 1e-6
"""How far from a value its neighbours on a scale are looked at, as a share of the whole scale."""


class Reach(NamedTuple):
    """What has to be reached or done.

    Attributes:
        what: It in words.
        value: It, where it is a number.
        possible: Whether it can be done at all, and is enough.
    """

    what: str
    value: float | None = None
    possible: bool = True


def reach(scores: Scores, result: KeyResultScore, needed: float) -> Reach:
    """The smallest change that gives a key result a score of at least `needed`, 0 to 1."""
    goal = result.node.goal
    match goal.measure:
        case "metric":
            return _of_metric(scores, result, needed)
        case "maintain":
            return _of_maintain(result, needed, scores.as_of)
        case "milestones":
            return _of_milestones(goal, needed, scores.as_of)
        case "binary":
            return Reach("reach it, and write its date as done")
        case "levels":
            return _of_levels(goal, needed)
        case _:
            least = rounded_beyond(needed, 1.0)
            return Reach(f"a check-in with a score of at least {number(least)}")


def _of_metric(scores: Scores, result: KeyResultScore, needed: float) -> Reach:
    goal, baseline = result.node.goal, scores.baseline(result.node)
    value = value_for(goal, baseline, result.value, needed)
    if value is None:
        source = f"a reading of {goal.kpi}" if goal.kpi else "a first value"
        return Reach(f"{source}: the baseline is taken from it")
    unit = scores.workspace.unit_of(result.node)
    told = f"{_bound(goal, baseline, value)}{number(value)}{f' {unit}' if unit else ''}"
    earned = clamped(metric_progress(goal, value, baseline) or 0.0)
    return Reach(f"a value of {told}: a score of {score(earned)}", value, at_least(earned, needed))


def _bound(goal: KeyResult, baseline: Baseline, value: float) -> str:
    """Which values beside the one that is enough are enough too."""
    if goal.scale is None:
        return "at least " if baseline.direction >= 0 else "at most "
    points = sorted(goal.scale)
    step = (points[-1][0] - points[0][0]) * _NEXT
    here = interpolated(value, points)
    below, above = (at_least(interpolated(value + each, points), here) for each in (-step, step))
    if below or above:
        rises = above if below != above else points[0][1] <= points[-1][1]
        return "at least " if rises else "at most "
    return ""  # the very peak


def value_for(goal: KeyResult, baseline: Baseline, current: float | None, needed: float) -> float | None:
    """The value nearest to the current one that earns a score; `None` while there is no baseline."""
    if goal.scale is not None:
        return _on_scale(sorted(goal.scale), _first(current, baseline.value, goal.target), needed)
    if baseline.value is None or goal.target is None:
        return None
    if baseline.already_met:
        return goal.target
    distance = goal.target - baseline.value
    least = baseline.value + needed * distance
    beyond = rounded_beyond(least, distance)
    return beyond if abs(beyond - least) <= abs(goal.target - least) else least


def _first(*values: float | None) -> float:
    return next((value for value in values if value is not None), 0.0)


def _on_scale(points: Sequence[tuple[float, float]], current: float, needed: float) -> float:
    """Where the line through the points is high enough, nearest to a value; its best point if nowhere."""
    if at_least(interpolated(current, points), needed):
        return current
    enough = [value for value in _candidates(points, needed) if at_least(interpolated(value, points), needed)]
    if not enough:
        return max(points, key=lambda point: (point[1], -abs(point[0] - current)))[0]
    return min(enough, key=lambda value: abs(value - current))


def _candidates(points: Sequence[tuple[float, float]], needed: float) -> Iterator[float]:
    yield from (value for value, _ in points)
    for (left, low), (right, high) in pairwise(points):
        if min(low, high) < needed < max(low, high):
            crossing = left + (right - left) * (needed - low) / (high - low)
            yield rounded_beyond(crossing, (right - left) * (1 if high > low else -1))


def _of_maintain(result: KeyResultScore, needed: float, as_of: dt.date) -> Reach:
    """How many values or periods in the range must follow; what is left to reach where they are too many."""
    goal = result.node.goal
    unit = "value" if goal.cadence is None else "period"
    met = _settled(result, as_of)
    more = _more_in_range(sum(met), len(met), needed)
    if more is None:
        why = f"nothing: no further {unit} can make up for what was outside {goal.maintain}"
        return Reach(why, possible=False)
    if goal.cadence is not None:
        left = _begun(result.node, goal.cadence, result.node.due) - len(met)
        if left < max(more, 1):
            return Reach(_out_of_reach(sum(met), len(met), left, goal), possible=False)
    return Reach(f"{count(max(more, 1), unit)} {goal.maintain} in a row from now on")


def _out_of_reach(met: int, counted: int, left: int, goal: KeyResult) -> str:
    if left == 0:
        return "out of reach: no period is left"
    best = score((met + left) / (counted + left))
    return f"out of reach: with the {count(left, 'period')} left {goal.maintain} it would be {best}"


def _settled(result: KeyResultScore, as_of: dt.date) -> list[bool]:
    """What is in the range and what is not, without a period that a value of today can still mend.

    Past periods without a value are among them: they count from the next value on.
    """
    node = result.node
    met = in_range_by_period(node, between(result.values, node.start, node.due))
    if node.goal.cadence is None:
        return met
    begun = _begun(node, node.goal.cadence, min(as_of, node.due))
    can_mend = as_of <= node.due and met[begun - 1 :] != [True]
    settled = max(0, begun - can_mend)
    return [*met[:settled], *[False] * (settled - len(met))]


def _begun(node: KeyResultNode, cadence: Cadence, day: dt.date) -> int:
    """How many of its periods have begun by a day."""
    return sum(1 for _ in takewhile(lambda period: period.start <= day, cadence.periods(node.start)))


def _more_in_range(met: int, counted: int, needed: float) -> int | None:
    """The least k with (met + k) / (counted + k) ≥ needed; `None` where there is none."""
    if counted and at_least(met / counted, needed):
        return 0
    if needed >= 1 - EDGE:
        return None if met < counted else 1
    return max(1, ceil((needed * counted - met) / (1 - needed) - EDGE))


def _of_milestones(goal: KeyResult, needed: float, as_of: dt.date) -> Reach:
    """The fewest open milestones that are enough; of equal weight those that are due first."""
    milestones = goal.milestones or ()
    whole = sum(each.weight for each in milestones)
    done = sum(each.weight for each in milestones if not _is_open(each, as_of))
    ahead = sorted((each for each in milestones if _is_open(each, as_of)), key=_heaviest_first)
    chosen: list[str] = []
    for each in ahead:
        if at_least(done / whole, needed):
            break
        chosen.append(each.title)
        done += each.weight
    return Reach(f"these milestones done: {'; '.join(chosen)}" if len(chosen) > 1 else f"done: {chosen[0]}")


def _is_open(milestone: Milestone, as_of: dt.date) -> bool:
    return milestone.done is None or milestone.done > as_of


def _heaviest_first(milestone: Milestone) -> tuple[float, dt.date]:
    return (-milestone.weight, milestone.due or dt.date.max)


def _of_levels(goal: KeyResult, needed: float) -> Reach:
    enough = [level for level in goal.levels or () if at_least(level.score, needed)]
    if not enough:
        return Reach("no level is worth that much", possible=False)
    return Reach(f'the level "{min(enough, key=lambda level: level.score).title}"')
