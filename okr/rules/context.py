"""What rules look at: a workspace on a day, and which of its goals still matter."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from okr.scoring.formula import references_of

if TYPE_CHECKING:
    from okr.model.cycles import Cycle
    from okr.rules.review import Review
    from okr.rules.words import Words
    from okr.scoring import Scores
    from okr.workspace import KeyResultNode, KpiNode, ObjectiveNode, Workspace
    from okr.workspace.sources import Source

LOOKED_BACK = dt.timedelta(weeks=4)
"""How long after its end a cycle is still looked at."""

TeamCycle = tuple[str, str]
"""The ids of a team and a cycle."""


@dataclass(frozen=True, eq=False)
class Scope:
    """The goals that the rules look at; every rule shares it.

    Attributes:
        all_cycles: Whether cycles count that ended more than four weeks ago.
    """

    workspace: Workspace
    as_of: dt.date
    all_cycles: bool = False

    def holds(self, cycle: Cycle) -> bool:
        """Whether a cycle ended at most four weeks before the day, or later."""
        return self.all_cycles or cycle.end >= self.as_of - LOOKED_BACK

    @cached_property
    def objectives(self) -> tuple[ObjectiveNode, ...]:
        """Every objective that is not dropped, in the order of files and lines."""
        nodes = self.workspace.objectives.values()
        return tuple(node for node in nodes if node.goal.status != "dropped" and self.holds(node.cycle))

    @cached_property
    def key_results(self) -> tuple[KeyResultNode, ...]:
        """The key results of these objectives that are not dropped themselves."""
        return tuple(each for node in self.objectives for each in node.kept)

    @cached_property
    def active_key_results(self) -> tuple[KeyResultNode, ...]:
        """The key results in scope that are scored: neither they nor their objectives are drafts."""
        return tuple(
            each
            for node in self.objectives
            if node.goal.status == "active"
            for each in node.key_results
            if each.goal.status == "active"
        )

    @cached_property
    def by_team_and_cycle(self) -> Mapping[TeamCycle, list[ObjectiveNode]]:
        """The active objectives of each team in each cycle."""
        groups: dict[TeamCycle, list[ObjectiveNode]] = {}
        for node in self.objectives:
            if node.goal.status == "active":
                groups.setdefault((node.team, node.cycle.id), []).append(node)
        return groups

    @cached_property
    def running(self) -> tuple[KeyResultNode, ...]:
        """The active key results of active objectives, neither of them closed: what is checked in on."""
        objectives = self.workspace.objectives
        return tuple(
            each
            for each in self.active_key_results
            if each.goal.close is None and objectives[each.objective_ref].goal.close is None
        )

    @cached_property
    def lost_text(self) -> str:
        """The text of files that were not read whole: what is missed elsewhere may stand in there."""
        return _text_of(self.workspace.torn)

    @cached_property
    def unread_text(self) -> str:
        """The text of files of which no goal could be read."""
        return _text_of(each for each in self.workspace.torn if each.model is None or not each.removed)

    def may_be_named(self, name: str) -> bool:
        """Whether a file that was not read whole may speak of something by its id, beyond defining it."""
        return re.search(rf"(?<!id: )(?<![\w-]){re.escape(name)}(?![\w-])", self.lost_text) is not None

    @cached_property
    def kpis(self) -> tuple[KpiNode, ...]:
        """The KPIs that are not retired."""
        return tuple(node for node in self.workspace.kpis.values() if node.goal.is_live(self.as_of))


@dataclass(frozen=True, eq=False)
class Context:
    """All that a rule may look at.

    Attributes:
        scope: The goals and KPIs to look at.
        as_of: The day that scores and staleness are told for.
        today: The day of the run; nothing that is written can be dated later.
        words: The word lists of the text rules.
        options: The rule's own options.
        review: The change that is judged; `None` where nothing is compared.
    """

    scope: Scope
    scores: Scores
    as_of: dt.date
    today: dt.date
    words: Words
    options: Mapping[str, float]
    review: Review | None = None

    @property
    def workspace(self) -> Workspace:
        """Everything, whatever its cycle."""
        return self.scope.workspace

    @property
    def objectives(self) -> tuple[ObjectiveNode, ...]:
        """Every objective in scope that is not dropped."""
        return self.scope.objectives

    @property
    def key_results(self) -> tuple[KeyResultNode, ...]:
        """Every key result in scope that is not dropped."""
        return self.scope.key_results

    def lacks_kpi(self, node: KeyResultNode) -> bool:
        """Whether a key result's KPI, or one that it is made from, is not there; that is told by itself."""
        return node.goal.kpi is not None and self._is_lacking(node.goal.kpi, frozenset())

    def _is_lacking(self, kpi: str, outer: frozenset[str]) -> bool:
        if kpi in outer:
            return False
        node = self.workspace.kpis.get(kpi)
        inputs = () if node is None else references_of(node.goal.formula)
        return node is None or any(self._is_lacking(each, outer | {kpi}) for each in inputs)


def _text_of(sources: Iterable[Source[Any]]) -> str:
    return "\n".join(source.data.decode("utf-8", errors="replace") for source in sources)


def listing(names: Iterable[str]) -> str:
    """Names as a sentence lists them: "a", "a and b", "a, b and c"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
