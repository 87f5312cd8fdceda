"""Scores at many moments of a history: only what totals are made of, and nothing twice that stays the same.

Most goals are the same objects at one moment and the next. Their scores then differ only if something of them
is dated in between, and the score that their plan expects is all that is computed again on another day.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Set
from dataclasses import dataclass, field
from typing import NamedTuple

from okr.model.cycles import Cycle
from okr.scoring.entries import turning_days
from okr.scoring.numbers import clamped
from okr.scoring.order import innermost_first
from okr.scoring.pace import expected_score
from okr.scoring.progress import Baseline, baseline_of
from okr.scoring.results import DatedValue
from okr.scoring.rollup import Mean, Part, rolled_up
from okr.scoring.scores import Scores
from okr.workspace import KeyResultNode, ObjectiveNode, Workspace


class _Standing(NamedTuple):
    """Where a key result stands from one of its days to the next."""

    baseline: Baseline
    score: float | None


class _Course(NamedTuple):
    """A key result's standings.

    Attributes:
        readings: Those of its KPI, and which way is better there.
        days: Those on which its standing may change, in order.
        standings: By how many of these days have come.
    """

    readings: tuple[tuple[DatedValue, ...], int]
    days: list[dt.date]
    standings: dict[int, _Standing]


@dataclass
class Memory:
    """What is known of goals from other moments.

    Attributes:
        courses: Of key results.
        day: The day of the last moment.
        parts: Of objectives on that day, those whose score rests on nothing outside of them.
    """

    courses: dict[KeyResultNode, _Course] = field(default_factory=dict)
    day: dt.date | None = None
    parts: dict[ObjectiveNode, Part] = field(default_factory=dict)

    def on(self, day: dt.date) -> dict[ObjectiveNode, Part]:
        """The parts that are known for a day; those of another day are forgotten."""
        if day != self.day:
            self.day, self.parts = day, {}
        return self.parts


class Moment(Scores):
    """The scores of a workspace on a day, one of many.

    Args:
        workspace: The goals.
        as_of: The day.
        memory: What is known from other moments; it learns from this one.
    """

    def __init__(self, workspace: Workspace, as_of: dt.date, memory: Memory) -> None:
        super().__init__(workspace, as_of)
        self._courses = memory.courses
        self._lasting = memory.on(as_of)
        self._parts: dict[ObjectiveNode, Part] = {}

    def mean_of(self, cycle: Cycle, team: str | None) -> Mean:
        """As `total`, of all active objectives of a cycle, or of a team in it."""
        nodes = self._active(cycle, team)
        chosen = {node.ref for node in nodes}
        return rolled_up([self.part(node) for node in nodes if self._is_counted(node, chosen)])

    def part(self, node: ObjectiveNode | KeyResultNode) -> Part:
        """A goal as it enters the score of what is made of it."""
        if isinstance(node, KeyResultNode):
            return self._key_result_part(node)
        known = self._lasting.get(node) or self._parts.get(node)
        if known is not None:
            return known
        for each in innermost_first(node, self._unknown_children):
            parts = self._lasting if _rests_on_nothing_else(each) else self._parts
            parts[each] = self._objective_part(each)
        return self.part(node)

    def _is_counted(self, node: ObjectiveNode, chosen: Set[str]) -> bool:
        """As in `counted`."""
        return self.part(node).state != "unscored" and chosen.isdisjoint(
            child.ref for child in self._children(node) if self.part(child).state != "unscored"
        )

    def _unknown_children(self, node: ObjectiveNode) -> list[ObjectiveNode]:
        return [each for each in self._children(node) if not (each in self._lasting or each in self._parts)]

    def _objective_part(self, node: ObjectiveNode) -> Part:
        mean = self._mean(node)
        return Part(node.ref, node.goal.weight, mean.state, mean.score, mean.expected)

    def _key_result_part(self, node: KeyResultNode) -> Part:
        baseline, score = self._standing(node)
        expected = expected_score(node, baseline, self.as_of)
        return Part(node.ref, node.goal.weight, self._state(node, score), score, expected)

    def _standing(self, node: KeyResultNode) -> _Standing:
        course = self._course(node)
        index = bisect_right(course.days, self.as_of)
        if index not in course.standings:
            evidence = self.evidence(node)
            baseline = baseline_of(node, evidence)
            progress = self._progress(node, evidence, baseline)
            course.standings[index] = _Standing(baseline, None if progress is None else clamped(progress))
        return course.standings[index]

    def _course(self, node: KeyResultNode) -> _Course:
        kpi = self.workspace.kpi_of(node)
        readings = ((), 0) if kpi is None else (self.series(kpi), kpi.goal.direction)
        known = self._courses.get(node)
        if known is None or known.readings != readings:
            known = self._courses[node] = _Course(readings, turning_days(node, readings[0]), {})
        return known


def _rests_on_nothing_else(node: ObjectiveNode) -> bool:
    """Whether an objective's score is made of nothing but what stands in it."""
    return node.goal.rollup in ("key_results", "none") and all(
        each.goal.kpi is None for each in node.key_results
    )
