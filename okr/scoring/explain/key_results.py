"""How the numbers of a key result came about, and what it takes to change them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from okr.scoring.explain.forecast import forecast_step
from okr.scoring.explain.moves import Reach, reach
from okr.scoring.explain.pace import expected_step, grade_step, key_result_status_step
from okr.scoring.explain.progress import progress_step, score_step
from okr.scoring.explain.values import Aim, Move, Step
from okr.scoring.explain.words import score
from okr.scoring.numbers import at_least

if TYPE_CHECKING:
    from okr.scoring.results import KeyResultScore
    from okr.scoring.scores import Scores


def steps(scores: Scores, result: KeyResultScore) -> Iterator[Step]:
    """Every number of a key result, in the order in which each rests on those before."""
    yield progress_step(scores, result)
    if result.score is not None and result.progress is not None:
        yield score_step(result.progress, result.score)
    yield expected_step(scores, result)
    if result.score is not None:
        yield key_result_status_step(scores, result)
    if result.score is not None and result.grade is not None:
        yield grade_step(scores, result.score, result.grade, result.node.ambition)
    ahead = scores.forecast(result.node)
    if ahead is not None:
        yield forecast_step(scores, result, ahead)


def moves(scores: Scores, result: KeyResultScore) -> Iterator[Move]:
    """What makes its status on_track today, and what `good` takes at the end.

    None for what is done, and none once it is graded or its cycle is over.
    """
    is_over = scores.as_of > result.node.cycle.end
    if is_over or result.grade is not None or result.status == "done":
        return
    if _can_change(result):
        needed = scores.workspace.settings.scoring.on_track * result.expected
        enough = _enough_today(scores, result, needed)
        yield Move("on_track", scores.as_of, enough.what, value=enough.value)
    yield _at_the_end(scores, result)


def _can_change(result: KeyResultScore) -> bool:
    """Whether there is a status to reach today: a yes-or-no goal has none before it is due."""
    unjudged = result.state == "scored" and result.status is None
    return result.status != "on_track" and result.state != "upcoming" and not unjudged


def _enough_today(scores: Scores, result: KeyResultScore, needed: float) -> Reach:
    goal = result.node.goal
    if _is_over(scores, result):
        return Reach(f"nothing: readings of {goal.kpi} after {result.node.due} do not count")
    if result.score is not None and result.stale and at_least(result.score, needed):
        return Reach(f"{'a reading' if goal.kpi else 'a check-in'}: the numbers are on track")
    return reach(scores, result, needed)


def _at_the_end(scores: Scores, result: KeyResultScore) -> Move:
    node, settings = result.node, scores.workspace.settings.scoring
    aim: Aim = "met" if node.ambition == "committed" else "good"
    needed = 1.0 if aim == "met" else settings.good
    by = node.due if scores.as_of <= node.due else node.cycle.end
    if _is_over(scores, result):
        return Move(aim, by, f"nothing: readings of {node.goal.kpi} after {node.due} do not count")
    if result.score is not None and at_least(result.score, needed):
        return Move(aim, by, f"it is there, with {score(result.score)}: keep it", value=result.value)
    enough = reach(scores, result, needed)
    return Move(aim, by, enough.what, value=enough.value)


def _is_over(scores: Scores, result: KeyResultScore) -> bool:
    """Whether nothing that is measured from now on can count."""
    return result.node.goal.kpi is not None and scores.as_of > result.node.due
