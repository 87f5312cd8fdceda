"""How an expectation, a status and a grade came about."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from okr.scoring.explain.inputs import day_of, due_of, setting, start_of
from okr.scoring.explain.values import Input, Step
from okr.scoring.explain.words import count, number, score
from okr.scoring.numbers import at_least
from okr.scoring.pace import plan_points

if TYPE_CHECKING:
    from okr.model.fields import Ambition
    from okr.scoring.results import Grade, KeyResultScore, Status
    from okr.scoring.scores import Scores


def expected_step(scores: Scores, result: KeyResultScore) -> Step:
    """How the expected score of a key result came about."""
    node, day, expected = result.node, scores.as_of, result.expected
    ends = (start_of(node), due_of(node))
    if day < node.start:
        return Step("expected", expected, "0 before the start", "0", (ends[0],))
    measure = node.goal.measure
    if measure == "maintain":
        return Step("expected", expected, "1: it is to be kept from the first day on", "1")
    if measure == "binary":
        worked = f"due on {node.due}: {number(expected)}"
        return Step("expected", expected, "0 until it is due, then 1", worked, (ends[1],))
    if measure == "milestones" and all(each.due for each in node.goal.milestones or ()):
        return _milestones_due(scores, result)
    points = plan_points(node, scores.baseline(node)) if measure == "metric" else None
    if points is not None:
        return _planned(scores, result, [(each.toordinal(), at) for each, at in points])
    if node.start == node.due:
        return Step("expected", expected, "1 from its one day on", number(expected), ends)
    passed, whole = (day - node.start).days, (node.due - node.start).days
    worked = f"{count(passed, 'day')} of {whole} = {score(expected)}"
    notes = ("cut to 1: it was due",) if passed > whole else ()
    return Step(
        "expected", expected, "(as_of − start) / (due − start)", worked, (day_of(scores), *ends), notes
    )


def _milestones_due(scores: Scores, result: KeyResultScore) -> Step:
    node, milestones = result.node, result.node.goal.milestones or ()
    inputs = tuple(
        Input(each.title, each.weight, node.place.at("milestones", index, "due"), f"due {each.due}")
        for index, each in enumerate(milestones)
    )
    due = sum(each.weight for each in milestones if each.due is not None and each.due <= scores.as_of)
    worked = f"{number(due)} / {number(sum(each.weight for each in milestones))} = {score(result.expected)}"
    return Step("expected", result.expected, "weight of the milestones due / weight of all", worked, inputs)


def _planned(scores: Scores, result: KeyResultScore, points: list[tuple[int, float]]) -> Step:
    node = result.node
    day = scores.as_of.toordinal()
    inputs = tuple(
        Input("plan", each.value, node.place.at("plan", index, "value"), f"on {each.date}")
        for index, each in enumerate(node.goal.plan or ())
    )
    around = next(((a, b) for a, b in pairwise(points) if a[0] <= day < b[0]), None)
    worked = score(result.expected)
    if around is not None:
        (left, low), (right, high) = around
        passed = f"{day - left} / {count(right - left, 'day')}"
        worked = f"{score(low)} + ({score(high)} − {score(low)}) × {passed} = {worked}"
    formula = "the line through the points of the plan, as scores"
    return Step(
        "expected", result.expected, formula, worked, (day_of(scores), start_of(node), *inputs, due_of(node))
    )


def key_result_status_step(scores: Scores, result: KeyResultScore) -> Step:
    """How the status of a measured key result came about."""
    cut, expected = result.score or 0.0, result.expected
    if result.status is None:
        return Step(
            "status", None, "none before it is due or done", "nothing tells how far a yes-or-no goal is"
        )
    notes = []
    if result.stale:
        last = (
            f"since {result.last_update}" if result.last_update else f"since its start on {result.node.start}"
        )
        notes.append(f"stale: nothing was heard {last}; silence is never on track")
    finished = result.node.goal.measure != "maintain" or scores.as_of >= result.node.due
    return status_step(scores, cut, expected, result.status, notes, finished=finished)


def status_step(
    scores: Scores, cut: float, expected: float, status: Status, notes: list[str], *, finished: bool = True
) -> Step:
    """How a score and its expectation made a status."""
    bounds = (
        setting(scores.workspace, "scoring", "on_track"),
        setting(scores.workspace, "scoring", "at_risk"),
    )
    settings = scores.workspace.settings.scoring
    formula = (
        f"done at 1, on_track from {number(settings.on_track)} × expected,"
        f" at_risk from {number(settings.at_risk)} × expected, else off_track"
    )
    if finished and at_least(cut, 1.0):
        return Step("status", status, formula, "score 1", bounds, tuple(notes))
    factors = (settings.on_track, settings.at_risk)
    passed = next((factor for factor in factors if at_least(cut, factor * expected)), None)
    factor, sign = (settings.at_risk, "<") if passed is None else (passed, "≥")
    worked = f"{score(cut)} {sign} {number(factor)} × {score(expected)} = {score(expected * factor)}"
    return Step("status", status, formula, worked, bounds, tuple(notes))


def grade_step(scores: Scores, cut: float, grade: Grade, ambition: Ambition) -> Step:
    """How a final score made a grade."""
    if ambition == "committed":
        worked = f"{score(cut)} is {'1' if grade == 'met' else 'below 1'}"
        return Step("grade", grade, "committed: met at 1, missed below", worked)
    bounds = tuple(setting(scores.workspace, "scoring", key) for key in ("good", "fair"))
    settings = scores.workspace.settings.scoring
    lowest = {"good": settings.good, "fair": settings.fair}.get(grade)
    worked = (
        f"{score(cut)} < {number(settings.fair)}" if lowest is None else f"{score(cut)} ≥ {number(lowest)}"
    )
    formula = f"good from {number(settings.good)}, fair from {number(settings.fair)}, poor below"
    return Step("grade", grade, formula, worked, bounds)
