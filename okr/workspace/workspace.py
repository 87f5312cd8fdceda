"""A workspace: every goal and KPI under its reference, and what is wrong with the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from okr.model.cycles import Cycle, builtin_cycle, wider
from okr.spans import START_OF_FILE, Span
from okr.workspace.nodes import KeyResultNode, KpiNode, Node, ObjectiveNode, Place
from okr.workspace.references import unknown_references

if TYPE_CHECKING:
    from okr.diagnostics import Diagnostic
    from okr.documents import Readings
    from okr.model.cycles import Cadence
    from okr.model.settings import Person, Settings, Team
    from okr.workspace.sources import Source


@dataclass(frozen=True, eq=False)
class Workspace:
    """The goals of an organization at one moment, as far as its files can be read.

    Attributes:
        sources: The YAML files by their path, `okr.yaml` among them.
        csvs: The CSV files that KPIs read, by their path.
        objectives: By whole reference, in the order of files and of lines.
        kpis: By id.
        teams: By id; `company` alone where none is declared.
        cycles: By id: the declared ones and those that a file names.
        mistakes: What is wrong with the files each by itself.
    """

    settings: Settings
    sources: Mapping[str, Source[Any]]
    csvs: Mapping[str, Readings]
    teams: Mapping[str, Team]
    people: Mapping[str, Person]
    cycles: Mapping[str, Cycle]
    objectives: Mapping[str, ObjectiveNode]
    kpis: Mapping[str, KpiNode]
    mistakes: tuple[Diagnostic, ...]

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files, names that point to nothing included, in no particular order."""
        return (*self.mistakes, *unknown_references(self))

    @cached_property
    def key_results(self) -> Mapping[str, KeyResultNode]:
        """Every key result by its whole reference."""
        return {node.ref: node for objective in self.objectives.values() for node in objective.key_results}

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every objective, key result and KPI by reference."""
        return {**self.objectives, **self.key_results, **self.kpis}

    @cached_property
    def root_teams(self) -> tuple[str, ...]:
        """The teams without a parent."""
        return tuple(team.id for team in self.teams.values() if team.parent is None)

    def cycle(self, cycle_id: str) -> Cycle | None:
        """The cycle of an id, declared or built in; `None` if the id says no dates."""
        return self.cycles.get(cycle_id) or builtin_cycle(cycle_id, self.settings.fiscal_year_start)

    @cached_property
    def _wider(self) -> dict[str, list[Cycle]]:
        return {}

    def cycles_around(self, cycle: Cycle) -> list[Cycle]:
        """The wider cycles that one lies in, the nearest first."""
        if cycle.id not in self._wider:
            self._wider[cycle.id] = wider(cycle, self.cycles.values())
        return self._wider[cycle.id]

    def resolve(self, reference: str, cycle: Cycle | None) -> ObjectiveNode | KeyResultNode | None:
        """What a reference in a file of `cycle` means.

        `[cycle/]team/objective[/key-result]`: without a cycle it is looked up in the file's own, then in each
        wider one that it lies in, the nearest first.
        """
        first = reference.partition("/")[0]
        if self.cycle(first) is not None and first not in self.teams:
            return self._goal(reference)
        if cycle is None:
            return None
        candidates = (self._goal(f"{each.id}/{reference}") for each in (cycle, *self.cycles_around(cycle)))
        return next((node for node in candidates if node is not None), None)

    def _goal(self, ref: str) -> ObjectiveNode | KeyResultNode | None:
        return self.objectives.get(ref) or self.key_results.get(ref)

    def resolved(self, references: Iterable[str], cycle: Cycle | None) -> list[ObjectiveNode | KeyResultNode]:
        """What each of several references means; those that mean nothing are left out."""
        return [node for each in references if (node := self.resolve(each, cycle)) is not None]

    def objective_of(self, node: ObjectiveNode | KeyResultNode) -> ObjectiveNode:
        """The objective itself, or that of a key result."""
        return node if isinstance(node, ObjectiveNode) else self.objectives[node.objective_ref]

    def parents(self, node: ObjectiveNode) -> list[ObjectiveNode | KeyResultNode]:
        """What an objective supports."""
        return self._parents[node.ref]

    @cached_property
    def _parents(self) -> Mapping[str, list[ObjectiveNode | KeyResultNode]]:
        return {ref: self.resolved(node.goal.supports, node.cycle) for ref, node in self.objectives.items()}

    def children(self, node: ObjectiveNode | KeyResultNode) -> list[ObjectiveNode]:
        """The objectives that support this very goal, in the order of the files."""
        return self._children.get(node.ref, [])

    @cached_property
    def _children(self) -> Mapping[str, list[ObjectiveNode]]:
        children: dict[str, list[ObjectiveNode]] = {}
        for ref, parents in self._parents.items():
            for parent in dict.fromkeys(parents):
                children.setdefault(parent.ref, []).append(self.objectives[ref])
        return children

    def kpi_of(self, node: KeyResultNode) -> KpiNode | None:
        """The KPI that gives a key result its values; `None` where there is none."""
        return None if node.goal.kpi is None else self.kpis.get(node.goal.kpi)

    def unit_of(self, node: Node) -> str | None:
        """The unit of a thing's numbers: its own, or that of its KPI; an objective has none."""
        if isinstance(node, ObjectiveNode):
            return None
        kpi = self.kpi_of(node) if isinstance(node, KeyResultNode) else None
        return node.goal.unit or (None if kpi is None else kpi.goal.unit)

    def cadence_of(self, node: KeyResultNode) -> Cadence:
        """How often something is to be heard of a key result: its own cadence, its KPI's, or everybody's."""
        kpi = self.kpi_of(node)
        of_kpi = None if kpi is None else kpi.goal.cadence
        return node.goal.cadence or of_kpi or self.settings.check_ins.cadence

    def find(self, text: str) -> list[Node]:
        """Every goal and KPI that may be meant by `text`: a whole reference, or the last parts of one."""
        exact = self.nodes.get(text)
        if exact is not None:
            return [exact]
        ending = f"/{text}"
        return [node for ref, node in self.nodes.items() if ref.endswith(ending)]

    def span(self, place: Place, *, at_key: bool = False) -> Span:
        """Where something is written: the value at a place, or its key."""
        if place.path in self.csvs:
            return self.csvs[place.path].line_span(place.line)
        source = self.sources.get(place.path)
        return START_OF_FILE if source is None else source.span(place.keys, at_key=at_key)

    @cached_property
    def torn(self) -> tuple[Source[Any], ...]:
        """The files that were not read whole: what is missed elsewhere may stand in them."""
        told = {node.place.path for node in self.objectives.values()}
        return tuple(
            source
            for path, source in self.sources.items()
            if not source.is_whole or (source.has_objectives and path not in told)
        )

    @cached_property
    def damaged(self) -> frozenset[Place]:
        """The places of goals and KPIs that were not read whole; what is said of them may be untrue."""
        known = {
            Place(node.place.path, source.in_document(node.place.keys)): node.place
            for node in self.nodes.values()
            if (source := self.sources.get(node.place.path)) is not None and source.removed
        }
        removed = (Place(path, keys) for path, source in self.sources.items() for keys in source.removed)
        owners = (_nearest(place, known) for place in removed)
        return frozenset(place for place in owners if place is not None)


def _nearest(place: Place, known: Mapping[Place, Place]) -> Place | None:
    """What is known of the nearest place around one."""
    around = (Place(place.path, place.keys[:length]) for length in range(len(place.keys), -1, -1))
    return next((known[each] for each in around if each in known), None)
