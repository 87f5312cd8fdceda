"""One person's Monday: what waits for them, the most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from okr.reports.wording import days_left

if TYPE_CHECKING:
    from okr.model.goals import Initiative
    from okr.scoring import KeyResultScore, ObjectiveScore, Scores

Task = Literal["check_in", "milestone", "due", "blocker", "initiative"]

SOON = dt.timedelta(days=14)
"""How far ahead a person looks."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Something that waits for a person.

    Attributes:
        task: What kind of thing it is.
        ref: The goal that it is about.
        title: That goal's title.
        text: What is to be done.
        due: By when; `None` where nothing says so.
        left: How long that is, in words.
    """

    task: Task
    ref: str
    title: str
    text: str
    due: dt.date | None = None
    left: str | None = None


def agenda(person: str, objectives: Iterable[ObjectiveScore], scores: Scores) -> tuple[AgendaItem, ...]:
    """What waits for a person among some objectives: what has a date first, the earliest first."""
    items = [item for each in objectives for item in _objective(person, each, scores)]
    return tuple(sorted(items, key=lambda item: (item.due is None, item.due or dt.date.max)))


def _objective(person: str, score: ObjectiveScore, scores: Scores) -> Iterator[AgendaItem]:
    node = score.node
    if node.goal.close is not None:
        return
    yield from _initiatives(person, node.goal.owner, node.ref, node.goal.title, node.goal.initiatives)
    for each in score.key_results:
        if each.node.goal.close is None:
            yield from _key_result(person, each, scores)


def _key_result(person: str, score: KeyResultScore, scores: Scores) -> Iterator[AgendaItem]:
    node, goal = score.node, score.node.goal
    yield from _initiatives(person, node.owner, node.ref, goal.title, goal.initiatives)
    yield from _milestones(person, score, scores.as_of)
    if node.owner != person:
        return
    if score.stale:
        days = (scores.as_of - max(score.last_update or node.start, node.start)).days
        yield AgendaItem(
            "check_in",
            node.ref,
            goal.title,
            f"check in: nothing heard for {days} days",
            scores.as_of,
            "today",
        )
    if score.status != "done" and scores.as_of <= node.due <= scores.as_of + SOON:
        left = days_left(node.due, scores.as_of)
        yield AgendaItem("due", node.ref, goal.title, "the key result is due", node.due, left)
    latest = next(iter(reversed(scores.evidence(node).entries)), None)
    for blocker in () if latest is None else latest.blockers:
        yield AgendaItem("blocker", node.ref, goal.title, blocker)


def _milestones(person: str, score: KeyResultScore, as_of: dt.date) -> Iterator[AgendaItem]:
    """The steps of a person that are late, or due soon."""
    node = score.node
    for each in node.goal.milestones or ():
        is_open = each.done is None or each.done > as_of
        if (
            is_open
            and each.due is not None
            and each.due <= as_of + SOON
            and person == (each.owner or node.owner)
        ):
            left = days_left(each.due, as_of)
            yield AgendaItem("milestone", node.ref, node.goal.title, each.title, each.due, left)


def _initiatives(
    person: str, owner: str | None, ref: str, title: str, initiatives: Iterable[Initiative]
) -> Iterator[AgendaItem]:
    for each in initiatives:
        if not each.is_done and each.status != "dropped" and person == (each.owner or owner):
            yield AgendaItem("initiative", ref, title, each.title)
