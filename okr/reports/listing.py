"""What `okr list` says: which goals and KPIs there are, and who and what they belong to, without scores."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from okr.model.cycles import chronologically
from okr.model.fields import Ambition, Indicator, Lifecycle
from okr.model.goals import Measure, Rollup
from okr.reports.json_schema import Count, Date
from okr.reports.score_output import RangeOutput, range_output
from okr.workspace import KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace

Kind = Literal["objectives", "key_results", "kpis", "teams", "cycles", "people"]


class ObjectiveEntry(TypedDict):
    """An objective; `supports` has whole references, `key_results` is how many it has."""

    ref: str
    title: str
    owner: str | None
    team: str
    cycle: str
    ambition: Ambition
    lifecycle: Lifecycle
    rollup: Rollup
    weight: float
    supports: list[str]
    tags: list[str]
    key_results: Count


class KeyResultEntry(TypedDict):
    """A key result as it is written, with what it inherits."""

    ref: str
    title: str
    owner: str | None
    team: str
    measure: Measure
    unit: str | None
    baseline: float | None
    target: float | None
    range: RangeOutput | None
    start: Date
    due: Date
    ambition: Ambition
    indicator: Indicator | None
    lifecycle: Lifecycle
    weight: float
    kpi: str | None
    tags: list[str]


class KpiEntry(TypedDict):
    """A KPI; `readings` is how many are written, none where a formula computes them."""

    ref: str
    title: str
    owner: str | None
    team: str
    unit: str | None
    indicator: Indicator | None
    formula: str | None
    drives: list[str]
    retired: Date | None
    tags: list[str]
    readings: Count


class TeamEntry(TypedDict):
    """A team, and how many listed goals and KPIs are its own."""

    id: str
    title: str | None
    parent: str | None
    lead: str | None
    objectives: Count
    key_results: Count
    kpis: Count


class CycleEntry(TypedDict):
    """A cycle, and how many listed goals lie in it. Strategic ones have half a year or more."""

    id: str
    start: Date
    end: Date
    strategic: bool
    objectives: Count
    key_results: Count


class PersonEntry(TypedDict):
    """A person, and how many listed goals and KPIs are theirs; `name` is null for an undeclared one."""

    id: str
    name: str | None
    handle: str | None
    objectives: Count
    key_results: Count
    kpis: Count


class _Kinds(TypedDict, total=False):
    objectives: list[ObjectiveEntry]
    key_results: list[KeyResultEntry]
    kpis: list[KpiEntry]
    teams: list[TeamEntry]
    cycles: list[CycleEntry]
    people: list[PersonEntry]


class ListOutput(_Kinds):
    """The output of `okr list`: one list, under the name of what was asked for."""

    schema: Literal["okr.list/1"]


@dataclass(frozen=True, slots=True)
class Listed:
    """What is listed, or what the listed teams, cycles and people have.

    Attributes:
        all: Whether nothing was asked for in particular, so that a team without goals is listed too.
    """

    workspace: Workspace
    objectives: Sequence[ObjectiveNode]
    key_results: Sequence[KeyResultNode]
    kpis: Sequence[KpiNode]
    all: bool


def list_output(kind: Kind, listed: Listed) -> ListOutput:
    """One list as programs read it."""
    match kind:
        case "objectives":
            entries = [_objective(node, listed.workspace) for node in listed.objectives]
            return {"schema": "okr.list/1", "objectives": entries}
        case "key_results":
            return {"schema": "okr.list/1", "key_results": [_key_result(node) for node in listed.key_results]}
        case "kpis":
            return {"schema": "okr.list/1", "kpis": [_kpi(node) for node in listed.kpis]}
        case "teams":
            return {"schema": "okr.list/1", "teams": list(_teams(listed))}
        case "cycles":
            return {"schema": "okr.list/1", "cycles": list(_cycles(listed))}
        case "people":
            return {"schema": "okr.list/1", "people": list(_people(listed))}


def _objective(node: ObjectiveNode, workspace: Workspace) -> ObjectiveEntry:
    goal = node.goal
    return {
        "ref": node.ref,
        "title": goal.title,
        "owner": goal.owner,
        "team": node.team,
        "cycle": node.cycle.id,
        "ambition": goal.ambition,
        "lifecycle": goal.status,
        "rollup": goal.rollup,
        "weight": goal.weight,
        "supports": [parent.ref for parent in workspace.parents(node)],
        "tags": list(goal.tags),
        "key_results": len(node.key_results),
    }


def _key_result(node: KeyResultNode) -> KeyResultEntry:
    goal = node.goal
    return {
        "ref": node.ref,
        "title": goal.title,
        "owner": node.owner,
        "team": node.team,
        "measure": goal.measure,
        "unit": goal.unit,
        "baseline": goal.baseline,
        "target": goal.target,
        "range": range_output(goal.maintain),
        "start": node.start.isoformat(),
        "due": node.due.isoformat(),
        "ambition": node.ambition,
        "indicator": goal.indicator,
        "lifecycle": goal.status,
        "weight": goal.weight,
        "kpi": goal.kpi,
        "tags": list(goal.tags),
    }


def _kpi(node: KpiNode) -> KpiEntry:
    goal = node.goal
    return {
        "ref": node.ref,
        "title": goal.title,
        "owner": goal.owner,
        "team": node.team,
        "unit": goal.unit,
        "indicator": goal.indicator,
        "formula": goal.formula,
        "drives": list(goal.drives),
        "retired": None if goal.retired is None else goal.retired.isoformat(),
        "tags": list(goal.tags),
        "readings": len(node.readings),
    }


def _teams(listed: Listed) -> Iterator[TeamEntry]:
    tally = _tally(listed, lambda node: node.team)
    for team in listed.workspace.teams.values():
        if listed.all or tally[team.id]:
            yield {
                "id": team.id,
                "title": team.title,
                "parent": team.parent,
                "lead": team.lead,
                "objectives": tally[team.id]["objectives"],
                "key_results": tally[team.id]["key_results"],
                "kpis": tally[team.id]["kpis"],
            }


def _cycles(listed: Listed) -> Iterator[CycleEntry]:
    tally = _tally(listed, lambda node: None if node.cycle is None else node.cycle.id)
    for cycle in sorted(listed.workspace.cycles.values(), key=chronologically):
        if listed.all or tally[cycle.id]:
            yield {
                "id": cycle.id,
                "start": cycle.start.isoformat(),
                "end": cycle.end.isoformat(),
                "strategic": cycle.strategic,
                "objectives": tally[cycle.id]["objectives"],
                "key_results": tally[cycle.id]["key_results"],
            }


def _people(listed: Listed) -> Iterator[PersonEntry]:
    """The declared people, then whoever else owns something and is no team."""
    tally = _tally(listed, _owner)
    declared = listed.workspace.people
    others = sorted(owner for owner in tally if owner not in {*declared, *listed.workspace.teams})
    for id_ in (*declared, *others):
        if listed.all or tally[id_]:
            person = declared.get(id_)
            yield {
                "id": id_,
                "name": None if person is None else person.name,
                "handle": None if person is None else person.handle,
                "objectives": tally[id_]["objectives"],
                "key_results": tally[id_]["key_results"],
                "kpis": tally[id_]["kpis"],
            }


def _owner(node: Node) -> str | None:
    return node.goal.owner if isinstance(node, ObjectiveNode) else node.owner


def _tally(listed: Listed, holder: Callable[[Node], str | None]) -> Mapping[str, Counter[str]]:
    """How many listed goals and KPIs each team, cycle or person has, by kind."""
    tally: defaultdict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Sequence[Node]] = {
        "objectives": listed.objectives,
        "key_results": listed.key_results,
        "kpis": listed.kpis,
    }
    for kind, nodes in kinds.items():
        for name in map(holder, nodes):
            if name is not None:
                tally[name][kind] += 1
    return tally
