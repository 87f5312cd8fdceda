"""An objective or a key result in words: one row of a table, a tree or a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okr.reports.wording import (
    Verdict,
    amount,
    days_left,
    likelihood,
    shown,
    verdict_of,
    with_unit,
    words,
    written,
)
from okr.scoring.numbers import at_least, bounds_of

if TYPE_CHECKING:
    from okr.model.goals import Close
    from okr.scoring import KeyResultScore, ObjectiveScore, Rollup, Scores
    from okr.workspace import KeyResultNode, ObjectiveNode


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a goal; `grave` if it needs somebody to act."""

    text: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a goal or a group of goals is: scores are 0 to 1, `None` where there are none.

    Attributes:
        verdict: `None` for the total of a cycle that has ended, which has a score and no grade.
    """

    verdict: Verdict | None
    score: float | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """An objective or a key result as people read it.

    Attributes:
        ref: Its whole reference.
        measure: Its value and target in words; for an objective what is special about its score.
        confidence: 0 to 1, as somebody gave it.
        forecast: Where it is heading, in words.
        left: How long there is to its due date, unless that is the end of the cycle or it is done.
        stale: Whether it is silent for too long.
    """

    ref: str
    title: str
    standing: Standing
    measure: str = ""
    owner: str | None = None
    confidence: float | None = None
    forecast: str | None = None
    left: str | None = None
    stale: bool = False
    notes: tuple[Note, ...] = ()


def close_of(node: ObjectiveNode | KeyResultNode, as_of: dt.date) -> Close | None:
    """What people said of a goal at its end, from that day on."""
    close = node.goal.close
    return close if close is not None and close.date <= as_of else None


def standing_of(score: ObjectiveScore | KeyResultScore) -> Standing:
    """Where a goal is; what the plan expects says nothing beside no score, nor beside a grade."""
    expected = None if score.score is None or score.grade is not None else score.expected
    return Standing(verdict_of(score.state, score.status, score.grade), score.score, expected)


def total_standing(total: Rollup, *, ended: bool) -> Standing:
    """Where a team or a cycle is; once it has ended there is nothing left to be on track for."""
    if ended and total.score is not None:
        return Standing(None, total.score)
    return Standing(verdict_of(total.state, total.status, None), total.score, total.expected)


def measured_share(state: str, coverage: float) -> str:
    """How much of a rolled-up score rests on something, where that is not all of it."""
    return "" if state != "scored" or at_least(coverage, 1.0) else f"{int(coverage * 100)} % measured"


def objective_row(score: ObjectiveScore, as_of: dt.date) -> GoalRow:
    """An objective in words."""
    node = score.node
    special = [
        "committed" if node.goal.ambition == "committed" else "",
        measured_share(score.state, score.coverage),
    ]
    return GoalRow(
        ref=node.ref,
        title=node.goal.title,
        standing=standing_of(score),
        measure=", ".join(filter(None, special)),
        owner=node.goal.owner,
        stale=score.stale,
        notes=tuple(_objective_notes(score, as_of)),
    )


def _objective_notes(score: ObjectiveScore, as_of: dt.date) -> Iterator[Note]:
    if score.breached_guardrails:
        yield Note(f"guardrail breached: {', '.join(score.breached_guardrails)}", grave=True)
    uncertain = [kpi for kpi in score.uncertain_guardrails if kpi not in score.breached_guardrails]
    if uncertain and score.grade is None and score.state != "upcoming":
        yield Note(f"guardrail without fresh readings: {', '.join(uncertain)}")
    yield from _grade_given(score.node, score.score, as_of)


def key_result_row(score: KeyResultScore, scores: Scores) -> GoalRow:
    """A key result in words."""
    node = score.node
    ahead = scores.forecast(node)
    return GoalRow(
        ref=node.ref,
        title=node.goal.title,
        standing=standing_of(score),
        measure=_measure(score, scores),
        owner=node.owner,
        confidence=score.confidence,
        forecast=None if ahead is None else likelihood(ahead.estimate),
        left=_left(node, scores.as_of, finished=score.status == "done"),
        stale=score.stale,
        notes=tuple(_key_result_notes(score, scores.as_of)),
    )


def _left(node: KeyResultNode, as_of: dt.date, *, finished: bool) -> str | None:
    if node.due == node.cycle.end or as_of > node.cycle.end or finished:
        return None
    return days_left(node.due, as_of)


def _measure(score: KeyResultScore, scores: Scores) -> str:
    """How far a key result is, in its own terms."""
    goal, unit = score.node.goal, scores.workspace.unit_of(score.node)
    match goal.measure:
        case "metric":
            return with_unit(f"{_value(score)} → {written(goal.target or 0.0)}", unit)
        case "maintain":
            hold = f"hold {with_unit(str(goal.maintain), unit)}"
            return hold if score.value is None else f"{_value(score)}, {hold}"
        case "milestones":
            milestones = goal.milestones or ()
            done = sum(each.done is not None and each.done <= scores.as_of for each in milestones)
            return f"{done} of {len(milestones)} milestones"
        case "binary":
            return "done" if score.score else "open"
        case "levels":
            return _latest_level(score, scores) or "–"
        case _:
            return ""


def _value(score: KeyResultScore) -> str:
    """Its latest value, on its own side of what decides whether it is there."""
    goal = score.node.goal
    ends = (each for each in (goal.target, goal.stretch) if each is not None)
    return "–" if score.value is None else amount(score.value, bounds=(*ends, *bounds_of(goal.maintain)))


def _latest_level(score: KeyResultScore, scores: Scores) -> str | None:
    entries = scores.evidence(score.node).entries
    return next((entry.level for entry in reversed(entries) if entry.level is not None), None)


def _key_result_notes(score: KeyResultScore, as_of: dt.date) -> Iterator[Note]:
    goal = score.node.goal
    yield from _reported(score)
    yield from _silence(score, as_of)
    if score.late:
        yield Note("the last value came after the due date")
    if score.baseline_assumed and score.baseline is not None:
        yield Note(f"baseline {amount(score.baseline)} assumed")
    if score.already_met:
        yield Note("the target was met before it began")
    if _passed_stretch(score):
        yield Note(f"passed its stretch of {written(goal.stretch or 0.0)}")
    if score.progress is not None and score.score is not None and abs(score.progress - score.score) >= 0.01:
        yield Note(f"progress {shown(score.progress)}")
    yield from _grade_given(score.node, score.score, as_of)


def _reported(score: KeyResultScore) -> Iterator[Note]:
    """What people say where the numbers say otherwise."""
    return (Note(f"reported {said}", grave=True) for said, _ in disagreements(score))


def disagreements(score: KeyResultScore) -> Iterator[tuple[str, str]]:
    """What people report where something else is computed, and what that is, in words.

    The score that is reported of a graded key result is its measure: nothing is computed beside it.
    """
    said, computed = score.reported_status, score.status
    if score.grade is None and said is not None and computed is not None and not _agree(said, computed):
        yield words(said), words(computed)
    given = score.reported_score
    if given is None or score.score is None or score.node.goal.measure == "graded":
        return
    if shown(given) != shown(score.score):
        yield shown(given), shown(score.score)


def _agree(said: str, computed: str) -> bool:
    """Whether a reported status is the computed one; who is on track may well be done."""
    return said == computed or (said, computed) == ("on_track", "done")


def _silence(score: KeyResultScore, as_of: dt.date) -> Iterator[Note]:
    if not score.stale:
        return
    last = max(score.last_update or score.node.start, score.node.start)
    what = "check-in" if score.node.goal.kpi is None else "reading"
    yield Note(f"no {what} for {(as_of - last).days} days", grave=True)


def _passed_stretch(score: KeyResultScore) -> bool:
    """Whether a metric is at or beyond its stretch."""
    stretch, target, value = score.node.goal.stretch, score.node.goal.target, score.value
    if stretch is None or target is None or value is None:
        return False
    return at_least(value, stretch) if stretch > target else at_least(stretch, value)


def _grade_given(node: ObjectiveNode | KeyResultNode, score: float | None, as_of: dt.date) -> Iterator[Note]:
    """The grade by which people overruled the computed score."""
    close = close_of(node, as_of)
    if close is None or close.grade is None:
        return
    if score is None or shown(close.grade) != shown(score):
        yield Note(f"closed with {shown(close.grade)}", grave=True)
