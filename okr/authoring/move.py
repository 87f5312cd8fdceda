"""Moving and renaming goals and KPIs: they keep their history, and every reference to them is mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath, relpath

from okr.authoring import order
from okr.authoring.checkin import short
from okr.authoring.new import place_for
from okr.authoring.plans import Plan, after, checked, draft_of, keys_of, set_key
from okr.edits import Draft, Piece, Set, cut, new_document, paste
from okr.errors import OkrError
from okr.model.cycles import Cycle
from okr.workspace import KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace
from okr.workspace.references import Mention, mentions


@dataclass(frozen=True, slots=True)
class _Goal:
    """Where something goes: its new reference and id, and the list that it comes into."""

    ref: str
    id: str
    path: str
    team: str
    cycle: Cycle | None
    objective: ObjectiveNode | None = None


def plan_move(workspace: Workspace, ref: str, to: str) -> Plan:
    """The plan for moving a goal or KPI, or giving it another id.

    Args:
        workspace: As it is.
        ref: Its whole reference.
        to: For an objective `[cycle/]team[/id]`; for a key result an objective, or one with a new id behind;
            for a KPI a team, or a new id.

    Raises:
        OkrError: There is no such place, something is there already, or a reference could not be mended.
    """
    node = workspace.nodes[ref]
    goal = _goal_of(workspace, node, to)
    if goal.ref in workspace.nodes and goal.ref != ref:
        raise OkrError(f'there is a "{goal.ref}" already', hint="Give another id behind it.")
    drafts = dict(_mended(workspace, node, goal))
    path = node.place.path
    draft = drafts.get(path) or draft_of(workspace, path)
    if goal.id != node.goal.id:
        draft = draft.apply(set_key(workspace, node, "id", goal.id))
    drafts[path] = draft
    if _changes_place(node, goal):
        _carry(workspace, node, goal, drafts)
    changes = checked(workspace, drafts.values())
    if not changes:
        raise OkrError(f"{short(node)} is there already", hint="Name another place.")
    after(workspace, changes)
    names = [change.path for change in changes if change.path not in (path, goal.path)]
    notes = (f"References mended in {', '.join(names)}.",) if names else ()
    return Plan(changes, f"Move {short(node)} to {goal.ref}", notes)


def _goal_of(workspace: Workspace, node: Node, to: str) -> _Goal:
    if isinstance(node, ObjectiveNode):
        return _objective_goal(workspace, node, to)
    return (
        _key_result_goal(workspace, node, to)
        if isinstance(node, KeyResultNode)
        else _kpi_goal(workspace, node, to)
    )


def _objective_goal(workspace: Workspace, node: ObjectiveNode, to: str) -> _Goal:
    parts = to.split("/")
    named = workspace.cycle(parts[0]) if parts[0] not in workspace.teams else None
    cycle = named or node.cycle
    team, *rest = (parts[1:] if named else parts) or [node.team]
    if team not in workspace.teams or len(rest) > 1:
        raise OkrError(
            f'"{to}" is no place for an objective',
            hint="Write [CYCLE/]TEAM or [CYCLE/]TEAM/ID, as in 2027-Q1/growth.",
        )
    id_ = rest[0] if rest else node.goal.id
    here = (team, cycle.id) == (node.team, node.cycle.id)
    path = node.place.path if here else place_for(workspace, "objectives", team, cycle.id)
    return _Goal(f"{cycle.id}/{team}/{id_}", id_, path, team, cycle)


def _key_result_goal(workspace: Workspace, node: KeyResultNode, to: str) -> _Goal:
    whole = _objectives_named(workspace, node, to)
    prefix, _, id_ = to.rpartition("/")
    found = whole or (_objectives_named(workspace, node, prefix) if prefix else [])
    if len(found) != 1:
        names = "".join(f"\n     {each.ref}" for each in found)
        raise OkrError(
            f'"{to}" {"may mean several objectives" if found else "names no objective"}',
            hint=f"Say which:{names}"
            if found
            else "Name the objective that it goes to, and a new id if you like.",
        )
    target = found[0]
    new_id = node.goal.id if whole else id_
    return _Goal(f"{target.ref}/{new_id}", new_id, target.place.path, target.team, target.cycle, target)


def _objectives_named(workspace: Workspace, node: KeyResultNode, text: str) -> list[ObjectiveNode]:
    """The objectives that a text may mean, of several that of the key result's own cycle."""
    found = [each for each in workspace.find(text) if isinstance(each, ObjectiveNode)]
    own = [each for each in found if each.cycle.id == node.cycle.id]
    return own if len(own) == 1 else found


def _kpi_goal(workspace: Workspace, node: KpiNode, to: str) -> _Goal:
    if to in workspace.teams:
        path = node.place.path if to == node.team else place_for(workspace, "kpis", to, None)
        return _Goal(node.ref, node.ref, path, to, None)
    return _Goal(to, to, node.place.path, node.team, node.cycle)


def _changes_place(node: Node, goal: _Goal) -> bool:
    if isinstance(node, KeyResultNode):
        return goal.objective is not None and goal.objective.ref != node.objective_ref
    return goal.path != node.place.path


def _carry(workspace: Workspace, node: Node, goal: _Goal, drafts: dict[str, Draft]) -> None:
    """Cut it out of its file and paste it into the other; both may be the same."""
    path, keys = node.place.path, keys_of(workspace, node)
    if isinstance(node, KpiNode) and isinstance(node.goal.readings, str):
        inside = normpath(join(dirname(path), node.goal.readings))
        there = relpath(inside, dirname(goal.path) or ".")
        drafts[path] = drafts[path].apply(set_key(workspace, node, "readings", there))
    if goal.objective is not None and goal.path == path:
        _carry_within(workspace, node, goal, drafts)
        return
    drafts[path], piece = cut(drafts[path], keys)
    if goal.objective is not None:
        other = drafts.get(goal.path) or draft_of(workspace, goal.path)
        into = (*keys_of(workspace, goal.objective), "key_results")
        drafts[goal.path] = paste(other, into, piece, order.before("key_results", order.OBJECTIVE))
        return
    name = "kpis" if isinstance(node, KpiNode) else "objectives"
    if goal.path in workspace.sources:
        other = drafts.get(goal.path) or draft_of(workspace, goal.path)
        drafts[goal.path] = paste(other, (name,), piece, order.before(name, order.FILE))
    else:
        drafts[goal.path] = _new_file(workspace, goal, name, piece)


def _carry_within(workspace: Workspace, node: Node, goal: _Goal, drafts: dict[str, Draft]) -> None:
    assert goal.objective is not None  # noqa: S101  # the caller's condition
    path, keys = node.place.path, keys_of(workspace, node)
    into = (*keys_of(workspace, goal.objective), "key_results")
    _, piece = cut(drafts[path], keys)
    # pasted before it is gone, so that a refusal names a line of the file as it is
    both = paste(drafts[path], into, piece, order.before("key_results", order.OBJECTIVE))
    drafts[path], _ = cut(both, keys)


def _new_file(workspace: Workspace, goal: _Goal, name: str, piece: Piece) -> Draft:
    head = {"team": goal.team} if len(workspace.teams) > 1 else {}
    if goal.cycle is not None and name == "objectives":
        head["cycle"] = goal.cycle.id
    start = new_document(head) + "\n" if head else ""
    return Draft.of(goal.path, None, f"{start}{name}:\n{piece.text(2, chr(10))}\n")


def _mended(workspace: Workspace, node: Node, goal: _Goal) -> Iterator[tuple[str, Draft]]:
    """Drafts in which every reference means after the move what it meant before."""
    moved = dict(_renamed(node, goal))
    drafts: dict[str, Draft] = {}
    for mention in mentions(workspace):
        name = _new_name(workspace, mention, moved, goal)
        if name is not None and name != mention.name:
            path = mention.place.path
            draft = drafts.get(path) or draft_of(workspace, path)
            keys = workspace.sources[path].in_document(mention.place.keys)
            written = keys if draft.document.node(keys) is not None else keys[:-1]
            drafts[path] = draft.apply(Set(written, name))
    if isinstance(node, KpiNode) and goal.id != node.ref:
        for other in workspace.kpis.values():
            formula = other.goal.formula
            if formula is not None and f"{{{node.ref}}}" in formula:
                draft = drafts.get(other.place.path) or draft_of(workspace, other.place.path)
                text = formula.replace(f"{{{node.ref}}}", f"{{{goal.id}}}")
                drafts[other.place.path] = draft.apply(set_key(workspace, other, "formula", text))
    yield from drafts.items()


def _renamed(node: Node, goal: _Goal) -> Iterator[tuple[str, str]]:
    """Old references and new ones, of the thing itself and of what is in it."""
    yield node.ref, goal.ref
    if isinstance(node, ObjectiveNode):
        yield from ((each.ref, f"{goal.ref}/{each.goal.id}") for each in node.key_results)


def _new_name(workspace: Workspace, mention: Mention, moved: Mapping[str, str], goal: _Goal) -> str | None:
    """What a mention has to say after the move; `None` where it says nothing that could move."""
    if mention.kind == "kpi":
        return moved.get(mention.name)
    if mention.kind != "goal":
        return None
    target = workspace.resolve(mention.name, mention.cycle)
    if target is None:
        return None
    wanted = moved.get(target.ref, target.ref)
    cycle = goal.cycle if mention.ref in moved and goal.cycle is not None else mention.cycle
    refs = {moved.get(ref, ref) for ref in workspace.nodes}
    names = (mention.name, wanted.partition("/")[2], wanted)
    return next(name for name in names if _meaning(workspace, name, cycle, refs) == wanted)


def _meaning(workspace: Workspace, name: str, cycle: Cycle | None, refs: set[str]) -> str | None:
    """The reference that a name means in a file of a cycle, among those that there will be."""
    first = name.partition("/")[0]
    if workspace.cycle(first) is not None and first not in workspace.teams:
        return name if name in refs else None
    around = (cycle, *workspace.cycles_around(cycle)) if cycle is not None else ()
    return next((ref for each in around if (ref := f"{each.id}/{name}") in refs), None)
