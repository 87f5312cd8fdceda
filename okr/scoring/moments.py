"""Scores at many moments of a history: only what totals are made of, and nothing twice that stays the same.

Most objectives are the same objects at one moment and the next. Their scores then differ only if something of
them is dated in between; what their plans expect is all that is computed again on another day.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from okr.model.cycles import Cycle
from okr.scoring.entries import turning_days
from okr.scoring.numbers import clamped, weighted_mean
from okr.scoring.order import innermost_first
from okr.scoring.pace import expected_score
from okr.scoring.progress import Baseline, baseline_of
from okr.scoring.results import DatedValue
from okr.scoring.rollup import Mean, Part, rolled_up
from okr.scoring.scores import Scores
from okr.workspace import KeyResultNode, ObjectiveNode, Workspace

Readings = tuple[tuple[DatedValue, ...], int]
"""The readings of a key result's KPI, and which way is better there."""
_NO_READINGS: Readings = ((), 0)


class _Standing(NamedTuple):
    """Where an objective stands from one of its days to the next.

    Attributes:
        part: As it enters a total on one of these days.
        day: That day.
        entering: The key results that its score is made of.
    """

    part: Part
    day: dt.date
    entering: Sequence[tuple[KeyResultNode, Baseline]]

    def on(self, day: dt.date) -> Part:
        """As it enters a total on another of these days: its plans expect something else, and that is all."""
        if day == self.day or not self.entering:
            return self.part
        plans = [(each.goal.weight, expected_score(each, baseline, day)) for each, baseline in self.entering]
        ref, weight, state, score, _ = self.part
        return Part(ref, weight, state, score, weighted_mean(plans))


class _Course(NamedTuple):
    """The standings of an objective that is made of its key results alone.

    Attributes:
        readings: What its key results are measured by besides their check-ins.
        days: Those on which its standing may change, in order.
        standings: By how many of these days have come, and whether its cycle is over.
    """

    readings: tuple[Readings, ...]
    days: list[dt.date]
    standings: dict[tuple[int, bool], _Standing]


@dataclass
class Memory:
    """What is known from other moments of objectives that are made of their key results alone.

    Attributes:
        courses: By the very objectives.
        day: The day of the last moment.
        parts: Of that day, where no readings enter.
    """

    courses: dict[ObjectiveNode, _Course] = field(default_factory=dict)
    day: dt.date | None = None
    parts: dict[ObjectiveNode, Part] = field(default_factory=dict)

    def parts_on(self, day: dt.date) -> dict[ObjectiveNode, Part]:
        """The parts that are known for a day; those of another are forgotten."""
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
        self._lasting = memory.parts_on(as_of)
        self._parts: dict[str, Part] = {}
        self._baselines: dict[str, Baseline] = {}

    def mean_of(self, cycle: Cycle, team: str | None) -> Mean:
        """As `total`, of all active objectives of a cycle, or of a team in it."""
        nodes = self._active(cycle, team)
        chosen = {node.ref for node in nodes}
        return rolled_up([self.part(node) for node in nodes if self._is_counted(node, chosen)])

    def part(self, node: ObjectiveNode | KeyResultNode) -> Part:
        """A goal as it enters the score of what is made of it."""
        if isinstance(node, KeyResultNode):
            return self._key_result_part(node)
        if node.goal.rollup == "key_results":
            return self._lasting.get(node) or self._part_of_key_results(node)
        if node.ref not in self._parts:
            for each in innermost_first(node, self._unknown_children):
                self._parts[each.ref] = self._part_of_others(each)
        return self._parts[node.ref]

    def _is_counted(self, node: ObjectiveNode, chosen: Set[str]) -> bool:
        """As in `counted`."""
        if node.goal.rollup == "key_results":
            return True
        children = (child.ref for child in self._children(node) if self.part(child).state != "unscored")
        return self.part(node).state != "unscored" and chosen.isdisjoint(children)

    def _part_of_others(self, node: ObjectiveNode) -> Part:
        return _part_of(node, self._mean(node))

    def _unknown_children(self, node: ObjectiveNode) -> list[ObjectiveNode]:
        """The objectives that one is made of and that are made of others again."""
        others = (each for each in self._children(node) if each.goal.rollup != "key_results")
        return [each for each in others if each.ref not in self._parts]

    def _part_of_key_results(self, node: ObjectiveNode) -> Part:
        part = self._standing(node).on(self.as_of)
        if all(each.goal.kpi is None for each in node.key_results):
            self._lasting[node] = part
        return part

    def _standing(self, node: ObjectiveNode) -> _Standing:
        course = self._course(node)
        place = bisect_right(course.days, self.as_of), self.as_of > node.cycle.end
        if place not in course.standings:
            mean = self._mean(node)
            refs = {part.ref for part in mean.entering}
            entering = [(each, self._baselines[each.ref]) for each in node.key_results if each.ref in refs]
            course.standings[place] = _Standing(_part_of(node, mean), self.as_of, entering)
        return course.standings[place]

    def _course(self, node: ObjectiveNode) -> _Course:
        readings = tuple(self._readings_for(each) for each in node.key_results)
        known = self._courses.get(node)
        if known is None or known.readings != readings:
            known = self._courses[node] = _Course(readings, _turning_days(node, readings), {})
        return known

    def _readings_for(self, node: KeyResultNode) -> Readings:
        kpi = self.workspace.kpi_of(node)
        return _NO_READINGS if kpi is None else (self.series(kpi), kpi.goal.direction)

    def _key_result_part(self, node: KeyResultNode) -> Part:
        evidence = self.evidence(node)
        baseline = self._baselines[node.ref] = baseline_of(node, evidence)
        progress = self._progress(node, evidence, baseline)
        score = None if progress is None else clamped(progress)
        expected = expected_score(node, baseline, self.as_of)
        return Part(node.ref, node.goal.weight, self._state(node, score), score, expected)


def _part_of(node: ObjectiveNode, mean: Mean) -> Part:
    return Part(node.ref, node.goal.weight, mean.state, mean.score, mean.expected)


def _turning_days(node: ObjectiveNode, readings: Iterable[Readings]) -> list[dt.date]:
    """The days on which an objective's score may change but for the end of its cycle, in order."""
    pairs = zip(node.key_results, readings, strict=True)
    days = {day for each, (series, _) in pairs for day in turning_days(each, series)}
    if node.goal.close is not None:
        days.add(node.goal.close.date)
    return sorted(days)
