"""Names that point to nothing: teams, people, goals and KPIs that are spoken of and are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from okr.diagnostics import FILE_RULES, Diagnostic, Severity
from okr.snapshot import WORKSPACE_FILE
from okr.workspace.mistakes import did_you_mean
from okr.workspace.nameless import Shelf, nameless
from okr.workspace.nodes import KeyResultNode, KpiNode, Node, ObjectiveNode, Place

if TYPE_CHECKING:
    from okr.model.cycles import Cycle
    from okr.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a place: what kind of thing it should be, and who says it."""

    kind: str
    name: str
    place: Place
    ref: str | None = None
    cycle: Cycle | None = None


def unknown_references(workspace: Workspace) -> Iterator[Diagnostic]:
    """OKR008 for every name that points to nothing.

    A name that is defined in a part of a file that could not be read is not reported, and neither is one that
    an entry without an id may bear: that file's own finding is the one to mend.
    """
    checker = _Checker(workspace)
    unknown = [mention for mention in mentions(workspace) if not checker.is_known(mention)]
    for mention in checker.without_bearers(unknown) if unknown else ():
        yield checker.diagnostic(mention)


def mentions(workspace: Workspace) -> Iterator[Mention]:
    """Every name of a team, a person, a goal or a KPI in the workspace."""
    yield from _in_settings(workspace)
    for objective in workspace.objectives.values():
        yield from _in_objective(objective)
        for key_result in objective.key_results:
            yield from _in_key_result(key_result)
    for kpi in workspace.kpis.values():
        yield from _in_kpi(kpi)


def _in_settings(workspace: Workspace) -> Iterator[Mention]:
    for index, team in enumerate(workspace.settings.teams):
        place = Place(WORKSPACE_FILE, ("teams", index))
        if team.parent is not None:
            yield Mention("team", team.parent, place.at("parent"))
        if team.lead is not None:
            yield Mention("person", team.lead, place.at("lead"))
    for index, approver in enumerate(workspace.settings.review.approvers):
        yield Mention("person", approver, Place(WORKSPACE_FILE, ("review", "approvers", index)))


def _in_objective(node: ObjectiveNode) -> Iterator[Mention]:
    yield from _people_of(node)
    yield from _goals_of(node, "supports", node.goal.supports, node.cycle)
    yield from _goals_of(node, "depends_on", node.goal.depends_on, node.cycle)
    yield from _named(node, "kpi", "guardrails", node.goal.guardrails)


def _in_key_result(node: KeyResultNode) -> Iterator[Mention]:
    yield from _people_of(node)
    yield from _goals_of(node, "depends_on", node.goal.depends_on, node.cycle)
    if node.goal.kpi is not None:
        yield Mention("kpi", node.goal.kpi, node.place.at("kpi"), node.ref)
    yield from _in_entries(node, "person", "check_ins", "by")
    if node.goal.milestones is not None:
        yield from _in_entries(node, "owner", "milestones", "owner")


def _in_kpi(node: KpiNode) -> Iterator[Mention]:
    yield from _owner_of(node)
    yield from _named(node, "person", "contributors", node.goal.contributors)
    yield from _goals_of(node, "supports", node.goal.supports, node.cycle)
    yield from _named(node, "kpi", "drives", node.goal.drives)
    yield from _in_entries(node, "person", "reviews", "by")
    yield from _approvals(node)


def _people_of(node: ObjectiveNode | KeyResultNode) -> Iterator[Mention]:
    yield from _owner_of(node)
    yield from _named(node, "person", "contributors", node.goal.contributors)
    yield from _in_entries(node, "owner", "initiatives", "owner")
    yield from _approvals(node)


def _owner_of(node: Node) -> Iterator[Mention]:
    if node.goal.owner is not None:
        yield Mention("owner", node.goal.owner, node.place.at("owner"), node.ref)


def _approvals(node: Node) -> Iterator[Mention]:
    yield from _in_entries(node, "person", "amendments", "by")
    yield from _in_entries(node, "person", "amendments", "approved_by")


def _in_entries(node: Node, kind: str, key: str, field: str) -> Iterator[Mention]:
    """The names that a field of each entry of a list gives."""
    for index, entry in enumerate(getattr(node.goal, key)):
        name = getattr(entry, field)
        if name is not None:
            yield Mention(kind, name, node.place.at(key, index, field), node.ref)


def _named(node: Node, kind: str, key: str, names: Iterable[str]) -> Iterator[Mention]:
    for index, name in enumerate(names):
        yield Mention(kind, name, node.place.at(key, index), node.ref)


def _goals_of(node: Node, key: str, references: Iterable[str], cycle: Cycle | None) -> Iterator[Mention]:
    for index, reference in enumerate(references):
        yield Mention("goal", reference, node.place.at(key, index), node.ref, cycle)


@dataclass(frozen=True)
class _Checker:
    workspace: Workspace

    def is_known(self, mention: Mention) -> bool:
        return self._is_there(mention) or mention.name.rpartition("/")[2] in self._lost_ids

    def _is_there(self, mention: Mention) -> bool:
        workspace = self.workspace
        if mention.kind == "goal":
            return workspace.resolve(mention.name, mention.cycle) is not None
        if mention.kind == "kpi":
            return mention.name in workspace.kpis
        if mention.kind == "team":
            return mention.name in workspace.teams
        if not workspace.people or mention.name in workspace.people:
            return True
        return mention.kind == "owner" and mention.name in workspace.teams

    @cached_property
    def _lost_ids(self) -> frozenset[str]:
        return frozenset().union(*(source.lost_ids for source in self.workspace.torn))

    def without_bearers(self, unknown: list[Mention]) -> list[Mention]:
        """The unknown names, without those that entries without an id may bear: no more than there are."""
        bearers = nameless(self.workspace)
        names = {(shelf, name) for shelf, name in map(self._sought, unknown)}
        sought = Counter(shelf for shelf, _ in names)
        return [each for each in unknown if sought[shelf := self._sought(each)[0]] > bearers[shelf]]

    def _sought(self, mention: Mention) -> tuple[Shelf, str]:
        """Where a name is sought, and as what."""
        if mention.kind != "goal":
            return {"kpi": ("kpis",), "team": ("teams",)}.get(mention.kind, ("people",)), mention.name
        first, *rest = mention.name.split("/")
        team, *goal = (
            (first, *rest) if self.workspace.cycle(first) is None or first in self.workspace.teams else rest
        )
        parent, _, key_result = mention.name.rpartition("/")
        if len(goal) > 1 and self.workspace.resolve(parent, mention.cycle) is not None:
            return ("key_results", team, goal[0]), key_result
        return ("objectives", team), goal[0]

    def diagnostic(self, mention: Mention) -> Diagnostic:
        return Diagnostic(
            code="OKR008",
            name=FILE_RULES["OKR008"],
            severity=Severity.ERROR,
            message=self._message(mention),
            path=mention.place.path,
            span=self.workspace.span(mention.place),
            help=self._advice(mention),
            ref=mention.ref,
            arguments=(mention.kind, mention.name),
        )

    def _message(self, mention: Mention) -> str:
        if mention.kind == "goal":
            return f'there is no goal "{mention.name}"{self._where_it_was_sought(mention)}'
        noun = {"kpi": "KPI", "team": "team", "person": "person", "owner": "person or team"}[mention.kind]
        return f'there is no {noun} "{mention.name}"'

    def _where_it_was_sought(self, mention: Mention) -> str:
        first = mention.name.partition("/")[0]
        if self.workspace.cycle(first) is not None:
            return ""
        if mention.cycle is None:
            return " without a cycle in front"
        around = self.workspace.cycles_around(mention.cycle)
        return " in " + " or ".join(cycle.id for cycle in (mention.cycle, *around))

    def _advice(self, mention: Mention) -> str:
        near = did_you_mean(mention.name, self._known(mention))
        if near is not None:
            return near
        if mention.kind == "goal":
            return (
                "Write team/objective[/key-result]; a goal of a later or other cycle has its cycle in front."
            )
        if mention.kind == "kpi":
            return "Add it to a file in kpis/, or correct the id."
        return f"Add it to {'teams' if mention.kind == 'team' else 'people'} in okr.yaml, or correct the id."

    def _known(self, mention: Mention) -> Iterable[str]:
        workspace = self.workspace
        if mention.kind == "kpi":
            return workspace.kpis
        if mention.kind == "team":
            return workspace.teams
        if mention.kind in ("person", "owner"):
            return workspace.people
        goals = [ref for ref, node in workspace.nodes.items() if not isinstance(node, KpiNode)]
        around = [mention.cycle, *workspace.cycles_around(mention.cycle)] if mention.cycle else []
        shorter = [
            ref.removeprefix(f"{cycle.id}/")
            for cycle in around
            for ref in goals
            if ref.startswith(f"{cycle.id}/")
        ]
        return [*shorter, *goals]
