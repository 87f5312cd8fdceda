"""How scores came about over the weeks: today's goals with the values that were there on each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okr.scoring import Scores

if TYPE_CHECKING:
    from okr.model.cycles import Cycle
    from okr.workspace import ObjectiveNode

MOST_DAYS = 13
"""A quarter has as many weeks; longer cycles are looked at less often."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A score and its expectation on a day, both 0 to 1; `None` before anything was measured."""

    date: dt.date
    score: float | None
    expected: float | None


def trend_days(cycle: Cycle, as_of: dt.date) -> list[dt.date]:
    """The days of a trend: weeks back from the last one, as far as the cycle goes.

    Args:
        cycle: The goals' own.
        as_of: The last day, or the cycle's end if that was earlier.
    """
    last = min(as_of, cycle.end)
    weeks = max(0, (last - cycle.start).days // _WEEK)
    every = -(-weeks // MOST_DAYS) or 1
    return [last - dt.timedelta(weeks=ago) for ago in range(weeks - weeks % every, -1, -every)]


@dataclass(frozen=True)
class Trends:
    """The scores of a workspace on several days."""

    scores: Scores
    days: Sequence[dt.date]
    _scores: dict[dt.date, Scores] = field(default_factory=dict)

    def objective(self, node: ObjectiveNode) -> tuple[TrendPoint, ...]:
        """The trend of one objective; none without two days on which it had a score."""
        results = ((day, scores.objective(node)) for day, scores in self._on_days())
        return _told(tuple(TrendPoint(day, each.score, each.expected) for day, each in results))

    def total(self, nodes: Sequence[ObjectiveNode]) -> tuple[TrendPoint, ...]:
        """The trend of what several objectives come to."""
        totals = (
            (day, scores.total([scores.objective(node) for node in nodes])) for day, scores in self._on_days()
        )
        return _told(tuple(TrendPoint(day, each.score, each.expected) for day, each in totals))

    def _on_days(self) -> Iterator[tuple[dt.date, Scores]]:
        for day in self.days:
            if day not in self._scores:
                is_today = day == self.scores.as_of
                self._scores[day] = self.scores if is_today else Scores(self.scores.workspace, day)
            yield day, self._scores[day]


def _told(points: tuple[TrendPoint, ...]) -> tuple[TrendPoint, ...]:
    return points if sum(point.score is not None for point in points) > 1 else ()
