"""What came of a cycle that is over: grades, what was learnt, causes, and what is carried over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okr.reports.goal_rows import Standing, close_of
from okr.reports.wording import verdict_of

if TYPE_CHECKING:
    from okr.model.goals import Close
    from okr.scoring import ObjectiveScore, Scores
    from okr.workspace import KeyResultNode, ObjectiveNode


@dataclass(frozen=True, slots=True)
class EndingRow:
    """An objective at its end.

    Attributes:
        closed: Whether its owner has closed it.
        given: The grade by which people overruled its score, 0 to 1.
        next: `done`, `carry_over` or `drop`, as decided.
    """

    ref: str
    title: str
    team: str
    standing: Standing
    closed: bool
    given: float | None
    reason: str | None
    retro: str | None
    causes: tuple[str, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why goals were missed, and how often that was said."""

    cause: str
    times: int


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """A goal that goes on in the next cycle."""

    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a cycle. Causes are the most frequent first."""

    objectives: tuple[EndingRow, ...]
    causes: tuple[Cause, ...]
    carried_over: tuple[CarriedOver, ...]


def ending(objectives: Iterable[ObjectiveScore], scores: Scores) -> Ending:
    """The end of some objectives of a cycle that is over."""
    results = list(objectives)
    closes = [close for each in results for _, close in _closes(each, scores)]
    causes = Counter(cause for close in closes for cause in close.causes)
    return Ending(
        objectives=tuple(_row(each, scores) for each in results),
        causes=tuple(Cause(cause, times) for cause, times in causes.most_common()),
        carried_over=tuple(carried for each in results for carried in _carried_over(each, scores)),
    )


def _closes(score: ObjectiveScore, scores: Scores) -> Iterator[tuple[CarriedOver, Close]]:
    """Each close of an objective and its key results, with what it closes."""
    nodes: tuple[ObjectiveNode | KeyResultNode, ...] = (
        score.node,
        *(each.node for each in score.key_results),
    )
    for node in nodes:
        close = close_of(node, scores.as_of)
        if close is not None:
            yield CarriedOver(node.ref, node.goal.title), close


def _carried_over(score: ObjectiveScore, scores: Scores) -> list[CarriedOver]:
    return [goal for goal, close in _closes(score, scores) if close.next == "carry_over"]


def _row(score: ObjectiveScore, scores: Scores) -> EndingRow:
    node = score.node
    close = close_of(node, scores.as_of)
    return EndingRow(
        ref=node.ref,
        title=node.goal.title,
        team=node.team,
        standing=Standing(verdict_of(score.state, score.status, score.grade), score.score, score.expected),
        closed=close is not None,
        given=None if close is None else close.grade,
        reason=None if close is None else close.reason,
        retro=None if close is None else close.retro,
        causes=() if close is None else close.causes,
        next=None if close is None else close.next,
    )
