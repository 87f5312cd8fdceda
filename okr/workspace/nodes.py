"""Goals and KPIs in their place: what the model says, who it belongs to, and where it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okr.documents import KeyPath
    from okr.model.cycles import Cycle
    from okr.model.fields import Ambition
    from okr.model.goals import KeyResult, Objective
    from okr.model.kpis import Kpi, Reading


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: a file, and the keys that lead to it.

    Attributes:
        path: The file, relative to the workspace.
        keys: From the top of the file down, as in `("objectives", 0, "title")`. Empty for the file itself.
            A line of a CSV is its 1-based number.
    """

    path: str
    keys: KeyPath = ()

    def at(self, *keys: str | int) -> Place:
        """A place further down."""
        return Place(self.path, (*self.keys, *keys))

    @property
    def line(self) -> int:
        """The 1-based line of a CSV that it is."""
        return next((key for key in self.keys if isinstance(key, int)), 1)


@dataclass(frozen=True, eq=False, slots=True)
class KeyResultNode:
    """A key result with what it inherits. There are more of them than of anything, so each holds little.

    Attributes:
        ref: Its whole reference, `2026-Q4/growth/onboarding/activation`.
        index: Which one it is of its objective's in the file, from 0.
    """

    ref: str
    objective: ObjectiveNode
    goal: KeyResult
    index: int

    @property
    def objective_ref(self) -> str:
        """The reference of its objective."""
        return self.objective.ref

    @property
    def team(self) -> str:
        """Whose goal it is."""
        return self.objective.team

    @property
    def cycle(self) -> Cycle:
        """When it is pursued."""
        return self.objective.cycle

    @property
    def owner(self) -> str | None:
        """Its own owner or the objective's."""
        return self.goal.owner or self.objective.goal.owner

    @property
    def ambition(self) -> Ambition:
        """Its own ambition or the objective's."""
        return self.goal.ambition or self.objective.goal.ambition

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.objective.place.at("key_results", self.index)

    @property
    def start(self) -> dt.date:
        """Its first day: its own or the cycle's."""
        return self.goal.start or self.objective.cycle.start

    @property
    def due(self) -> dt.date:
        """Its last day: its own or the cycle's."""
        return self.goal.due or self.objective.cycle.end


@dataclass(frozen=True, eq=False)
class ObjectiveNode:
    """An objective in its team and cycle."""

    ref: str
    goal: Objective
    team: str
    cycle: Cycle
    place: Place

    @property
    def ambition(self) -> Ambition:
        """How its score is graded."""
        return self.goal.ambition

    @cached_property
    def key_results(self) -> tuple[KeyResultNode, ...]:
        """Its key results, in the order of the file; the first of those that share an id."""
        return tuple({node.ref: node for node in reversed(list(self._key_results()))}.values())[::-1]

    @cached_property
    def kept(self) -> tuple[KeyResultNode, ...]:
        """Its key results without the dropped ones."""
        return tuple(each for each in self.key_results if each.goal.status != "dropped")

    def _key_results(self) -> Iterator[KeyResultNode]:
        for index, goal in enumerate(self.goal.key_results):
            yield KeyResultNode(f"{self.ref}/{goal.id}", self, goal, index)


@dataclass(frozen=True, eq=False)
class KpiNode:
    """A KPI with its readings, from wherever they come.

    Attributes:
        ref: Its id, which is unique in the workspace.
        cycle: That of its file, in which its references are looked up; mostly there is none.
        readings: As written, in the order of the file; empty where a formula computes them.
        reading_places: Where each of them is written.
    """

    ref: str
    goal: Kpi
    team: str
    cycle: Cycle | None
    place: Place
    readings: tuple[Reading, ...]
    reading_places: tuple[Place, ...]

    @property
    def owner(self) -> str | None:
        """Who looks after it."""
        return self.goal.owner


Node = ObjectiveNode | KeyResultNode | KpiNode
