"""How far a goal should be by now, and what that makes of how far it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from okr.scoring.numbers import at_least, clamped, interpolated
from okr.scoring.progress import Baseline, metric_progress
from okr.scoring.results import Grade, Status
from okr.workspace import KeyResultNode

if TYPE_CHECKING:
    from okr.model.cycles import Cadence
    from okr.model.fields import Ambition
    from okr.model.settings import ScoringSettings


def expected_score(node: KeyResultNode, baseline: Baseline, as_of: dt.date) -> float:
    """The score that the plan expects on a day, 0 to 1; before the start it is 0."""
    if as_of < node.start:
        return 0.0
    match node.goal.measure:
        case "metric":
            return _planned(node, baseline, as_of)
        case "maintain":
            return 1.0
        case "milestones":
            return _milestones_due(node, as_of)
        case "binary":
            return 1.0 if as_of >= node.due else 0.0
        case _:
            return straight_line(node.start, node.due, as_of)


def straight_line(start: dt.date, due: dt.date, as_of: dt.date) -> float:
    """From 0 on the first day to 1 on the last, in whole days; where both are one day, 1 from that day on."""
    if start >= due:
        return 1.0 if as_of >= due else 0.0
    return clamped((as_of - start).days / (due - start).days)


def _planned(node: KeyResultNode, baseline: Baseline, as_of: dt.date) -> float:
    points = plan_points(node, baseline)
    if points is None:
        return straight_line(node.start, node.due, as_of)
    return interpolated(as_of.toordinal(), [(day.toordinal(), score) for day, score in points])


def plan_points(node: KeyResultNode, baseline: Baseline) -> list[tuple[dt.date, float]] | None:
    """The written plan as days and scores, with its two ends; `None` where none can be scored."""
    plan = node.goal.plan
    if plan is None:
        return None
    points = {node.start: 0.0, node.due: 1.0}
    for point in plan:
        progress = metric_progress(node.goal, point.value, baseline)
        if progress is None:
            return None
        points[point.date] = clamped(progress)
    return sorted(points.items())


def _milestones_due(node: KeyResultNode, as_of: dt.date) -> float:
    milestones = node.goal.milestones or ()
    if any(each.due is None for each in milestones):
        return straight_line(node.start, node.due, as_of)
    due = sum(each.weight for each in milestones if each.due is not None and each.due <= as_of)
    return due / sum(each.weight for each in milestones)


def status_of(score: float, expected: float, settings: ScoringSettings, *, finished: bool = True) -> Status:
    """What a score means against its expectation.

    Args:
        score: 0 to 1.
        expected: 0 to 1.
        settings: The factors `on_track` and `at_risk`.
        finished: Whether a full score is the end of it; a level to maintain is done only on its due date.
    """
    if finished and at_least(score, 1.0):
        return "done"
    if at_least(score, settings.on_track * expected):
        return "on_track"
    return "at_risk" if at_least(score, settings.at_risk * expected) else "off_track"


def key_result_status(
    node: KeyResultNode, score: float, expected: float, as_of: dt.date, settings: ScoringSettings
) -> Status | None:
    """The status of a measured key result; `None` for a binary one that is neither done nor due yet."""
    measure = node.goal.measure
    if measure == "binary" and as_of < node.due and not at_least(score, 1.0):
        return None
    return status_of(score, expected, settings, finished=measure != "maintain" or as_of >= node.due)


def grade_of(score: float, ambition: Ambition, settings: ScoringSettings) -> Grade:
    """The grade at the end: half-open bands, or met and missed for a committed goal.

    The bands of 0.4 and 0.7, and 1.0 for what was committed, are those of Google's OKR playbook and of Doerr,
    *Measure What Matters*.
    """
    if ambition == "committed":
        return "met" if at_least(score, 1.0) else "missed"
    if at_least(score, settings.good):
        return "good"
    return "fair" if at_least(score, settings.fair) else "poor"


def is_overdue(last: dt.date, as_of: dt.date, cadence: Cadence, grace_days: int) -> bool:
    """Whether nothing was heard for longer than one cadence and the days of grace."""
    return (as_of - last).days > cadence.days + grace_days
