"""Which way a goalpost moved. Every verdict is turned round when base and head change places."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from okr.model.goals import EDGE, KeyResult, PlanPoint, Range
from okr.model.kpis import TargetRange
from okr.scoring import Scores
from okr.scoring.health import target_in_force
from okr.scoring.numbers import clamped, interpolated
from okr.scoring.progress import Baseline, baseline_of
from okr.workspace import KeyResultNode

_EVER = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a goalpost moved.

    Attributes:
        by: Positive where easier, negative where harder; only its sign has a meaning of its own.
        eases: Whether it is easier in any respect; doubt counts as yes.
        in_doubt: Whether it is easier in one respect and harder in another.
    """

    by: float
    eases: bool
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """Where a metric key result starts and where it is to go, on one side of a comparison."""

    goal: KeyResult
    baseline: Baseline

    @classmethod
    def of(cls, node: KeyResultNode, scores: Scores) -> Course:
        """The course of a key result on a day; its baseline may be assumed from values."""
        return cls(node.goal, baseline_of(node, scores.evidence(node)))

    @property
    def distance(self) -> float:
        """How far it is from baseline to target; 0 where that is not known."""
        if self.baseline.value is None or self.goal.target is None:
            return 0.0
        return abs(self.goal.target - self.baseline.value)


def moved(base: Course, head: Course, old: float, new: float) -> Verdict:
    """A target, a stretch or a baseline moved from `old` to `new`.

    Moving back is easier: a target is nearer then, and from a baseline more of the way counts as gone. Where
    the goal turned round, the shorter way is the easier one, and that it turned is doubt enough.
    """
    direction = _common_direction(base, head)
    if direction:
        return Verdict(direction * (old - new), direction * (old - new) > EDGE)
    return Verdict(_turned(base, head), eases=True)


def _common_direction(base: Course, head: Course) -> int:
    """The direction of both sides; 0 where they contradict each other, up where neither says."""
    one, other = base.baseline.direction, head.baseline.direction
    if one == -other and one:
        return 0
    return one or other or 1


def _turned(base: Course, head: Course) -> float:
    shorter = base.distance - head.distance
    if abs(shorter) > EDGE:
        return shorter
    return float(base.baseline.direction - head.baseline.direction)


def share_of_way(base: Course, head: Course, old: float, new: float) -> float | None:
    """A move from `old` to `new` as a share of the base's way, positive where easier.

    `None` where the base has no written baseline, or no way to go, or the goal turned round.
    """
    direction = _common_direction(base, head)
    if base.goal.baseline is None or base.distance == 0 or not direction:
        return None
    return direction * (old - new) / base.distance


def range_moved(old: Range | None, new: Range | None) -> Verdict:
    """The range in which a value is good: wider is easier, and none at all accepts everything."""
    if old is None or new is None:
        return Verdict(float((new is None) - (old is None)), eases=new is None)
    inside, around = _lies_in(new, old), _lies_in(old, new)
    if inside or around:
        return Verdict(float(around - inside), eases=not inside)
    wider = _width(new) - _width(old)
    if not math.isnan(wider) and abs(wider) > EDGE:
        return Verdict(wider, eases=True, in_doubt=True)
    return Verdict(1.0 if _bounds(new) < _bounds(old) else -1.0, eases=True, in_doubt=True)


def _bounds(limits: Range) -> tuple[tuple[float, int], tuple[float, int]]:
    """Lower and upper bound; an excluded bound lies a hair further in."""
    lower, upper = _EVER
    lower = limits.lower if limits.lower is not None else lower
    upper = limits.upper if limits.upper is not None else upper
    return (lower, int(limits.above is not None)), (upper, -int(limits.below is not None))


def _lies_in(inner: Range, outer: Range) -> bool:
    return _bounds(inner)[0] >= _bounds(outer)[0] and _bounds(inner)[1] <= _bounds(outer)[1]


def _width(limits: Range) -> float:
    (lower, _), (upper, _) = _bounds(limits)
    return upper - lower


def targets_moved(old: Sequence[TargetRange], new: Sequence[TargetRange]) -> Verdict:
    """The targets of a KPI, each with when it is in force; what holds last decides where they disagree."""
    verdicts = [
        _in_force_moved(target_in_force(old, day), target_in_force(new, day)) for day in _turns(old, new)
    ]
    deciding = [verdict.by for verdict in verdicts if verdict.by]
    return Verdict(deciding[-1] if deciding else 0.0, any(verdict.eases for verdict in verdicts))


def _turns(old: Sequence[TargetRange], new: Sequence[TargetRange]) -> list[dt.date]:
    """Every day from which something else may be in force."""
    days = {dt.date.min, dt.date.max}
    for target in chain(old, new):
        days |= {target.from_} if target.from_ is not None else set()
        days |= {target.by, target.by + dt.timedelta(days=1)} if target.by is not None else set()
    return sorted(days)


def _in_force_moved(old: TargetRange | None, new: TargetRange | None) -> Verdict:
    verdict = Verdict(0.0, eases=False) if _same_bounds(old, new) else range_moved(old, new)
    if verdict.by or old is None or new is None or old.by == new.by:
        return verdict
    later = (new.by or dt.date.min).toordinal() - (old.by or dt.date.min).toordinal()
    return Verdict(float(later), eases=later > 0)


def _same_bounds(old: Range | None, new: Range | None) -> bool:
    if old is None or new is None:
        return old is new
    return _bounds(old) == _bounds(new)


def alert_moved(old: Range | None, new: Range | None) -> Verdict:
    """A KPI's alert: outside of it the KPI is unhealthy, so that none at all is the strictest."""
    if old is None or new is None:
        return Verdict(float((old is None) - (new is None)), eases=old is None)
    return range_moved(old, new)


def scale_moved(base: Course, head: Course) -> Verdict:
    """The scores that values earn. Without a scale they lie on the line from baseline to target."""
    old, new = _score_points(base), _score_points(head)
    if old is None or new is None:
        return Verdict(float((base.goal.scale is None) - (head.goal.scale is None)), eases=True)
    values = sorted({value for value, _ in chain(old, new)})
    gains = [interpolated(value, new) - interpolated(value, old) for value in values]
    total = math.fsum(gains)
    first = next((gain for gain in gains if abs(gain) > EDGE), 0.0)
    return Verdict(total if abs(total) > EDGE else first, eases=any(gain > EDGE for gain in gains))


def _score_points(course: Course) -> list[tuple[float, float]] | None:
    if course.goal.scale is not None:
        return sorted((point.value, point.score) for point in course.goal.scale)
    if course.baseline.value is None or course.goal.target is None or course.distance == 0:
        return None
    return sorted([(course.baseline.value, 0.0), (course.goal.target, 1.0)])


def plan_moved(
    course: Course,
    window: tuple[dt.date, dt.date],
    old: Sequence[PlanPoint] | None,
    new: Sequence[PlanPoint] | None,
) -> bool:
    """Whether the plan expects less on any day, by the baseline and the target of `course`."""
    before, after = _planned(course, window, old), _planned(course, window, new)
    if before is None or after is None:
        return True
    days = sorted({day for day, _ in chain(before, after)})
    return any(interpolated(day, after) < interpolated(day, before) - EDGE for day in days)


def _planned(
    course: Course, window: tuple[dt.date, dt.date], plan: Sequence[PlanPoint] | None
) -> list[tuple[float, float]] | None:
    """The expected share of the way by day, between the start, where it is 0, and the due date."""
    start = course.baseline.value
    if start is None or course.goal.target is None or course.distance == 0:
        return None
    way = course.goal.target - start
    points = {window[0]: 0.0, window[1]: 1.0} | {
        each.date: clamped((each.value - start) / way) for each in plan or ()
    }
    return [(day.toordinal(), score) for day, score in sorted(points.items())]
