"""Which goals a command is about: what its options and references ask for, or why they can mean nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from okr.cli.options import Selection
from okr.cli.session import Session
from okr.errors import OkrError
from okr.model.cycles import Cycle
from okr.workspace import KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace
from okr.workspace.mistakes import did_you_mean

Goal = ObjectiveNode | KeyResultNode


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for of one cycle.

    Attributes:
        key_results: The references of those that are shown; `None` for all.
    """

    cycle: Cycle
    objectives: tuple[ObjectiveNode, ...]
    key_results: frozenset[str] | None


def wanted(
    session: Session,
    selection: Selection,
    refs: Sequence[str],
    *,
    all_cycles: bool = False,
    told: bool = False,
) -> list[Wanted]:
    """What is asked for, cycle by cycle; of one cycle unless all are meant.

    Args:
        session: The workspace.
        selection: The options.
        refs: Objectives, key results and teams; none of them means everything.
        all_cycles: Whether every cycle is meant, in the order of time; those without such goals are left out.
        told: Whether the result itself tells which cycle it is.

    Raises:
        OkrError: Something is not known, or there is no sense in asking for it.
    """
    check_selection(session.workspace, selection)
    if all_cycles and selection.cycle is not None:
        raise OkrError("--cycle and --all-cycles exclude each other", hint="Leave one of them out.")
    teams = {text for text in refs if text in session.workspace.teams}
    texts = [text for text in refs if text not in teams]
    if all_cycles:
        goals = [node for text in texts for node in _everywhere(session, text)]
        each_cycle = (_of_cycle(session, cycle, selection, goals, teams) for cycle in session.used_cycles)
        return [each for each in each_cycle if each.objectives]
    fixed = None if selection.cycle is None else session.named_cycle(selection.cycle)
    goals = [_scored(_goal(session.node(text, fixed)), session) for text in texts]
    cycle = _common_cycle(goals) if goals else session.cycle(selection, told=told)
    return [_of_cycle(session, cycle, selection, goals, teams)]


def _everywhere(session: Session, text: str) -> list[Goal]:
    """What a reference means in any cycle."""
    return [_goal(node) for node in session.workspace.find(text) or [session.node(text)]]


def _goal(node: Node) -> Goal:
    if isinstance(node, KpiNode):
        raise OkrError(f'"{node.ref}" is a KPI and has no score', hint=f"See okr show {node.ref}.")
    return node


def _scored(node: Goal, session: Session) -> Goal:
    """Refuse a draft, what was dropped, and the key results of such an objective."""
    for each in (node, session.workspace.objective_of(node)):
        if each.goal.status != "active":
            status = "a draft" if each.goal.status == "draft" else "dropped"
            raise OkrError(f"{each.ref} is {status} and has no score", hint=f"See okr show {each.ref}.")
    return node


def _common_cycle(goals: Iterable[Goal]) -> Cycle:
    cycles = {node.cycle.id: node.cycle for node in goals}
    if len(cycles) > 1:
        raise OkrError(
            f"these goals are of {len(cycles)} cycles: {', '.join(cycles)}",
            hint="Ask for those of one cycle, or for all with --all-cycles.",
        )
    return next(iter(cycles.values()))


def _of_cycle(
    session: Session, cycle: Cycle, selection: Selection, goals: Sequence[Goal], teams: Collection[str]
) -> Wanted:
    named = {node.ref for node in goals}
    objectives = tuple(
        node
        for node in session.workspace.objectives.values()
        if node.cycle.id == cycle.id
        and is_selected(node, selection)
        and ((not goals and not teams) or node.team in teams or _is_named(node, named))
    )
    if not any(isinstance(node, KeyResultNode) for node in goals):
        own = None if selection.owner is None else frozenset(_own(objectives, selection.owner))
        return Wanted(cycle, objectives, own)
    whole = [node for node in objectives if node.team in teams or node.ref in named]
    return Wanted(cycle, objectives, frozenset({*_own(whole, selection.owner), *named}))


def _own(objectives: Iterable[ObjectiveNode], owner: str | None) -> Iterator[str]:
    """Their key results; of objectives of somebody else a person sees only their own."""
    for node in objectives:
        yield from (each.ref for each in node.key_results if owner in (None, node.goal.owner, each.owner))


def _is_named(node: ObjectiveNode, named: Collection[str]) -> bool:
    """Whether an objective or one of its key results was named."""
    return node.ref in named or any(each.ref in named for each in node.key_results)


def is_selected(node: Node, selection: Selection) -> bool:
    """Whether a goal or KPI is of the team, the owner and the tag that were asked for.

    An objective is an owner's, or has a tag, if one of its key results does.
    """
    nodes = [node, *(node.key_results if isinstance(node, ObjectiveNode) else ())]
    owners = {each.goal.owner if isinstance(each, ObjectiveNode) else each.owner for each in nodes}
    tags = {tag for each in nodes for tag in each.goal.tags}
    return (
        selection.team in (None, node.team)
        and selection.owner in (None, *owners)
        and selection.tag in (None, *tags)
    )


def check_selection(workspace: Workspace, selection: Selection) -> None:
    """Refuse a team, an owner or a tag that the workspace does not know.

    Raises:
        OkrError: It is not known; the hint names the nearest.
    """
    nodes = workspace.nodes.values()
    _check("team", selection.team, workspace.teams)
    if selection.owner is not None:
        _check("owner", selection.owner, {*workspace.people, *_owners(nodes)})
    if selection.tag is not None:
        _check("tag", selection.tag, {tag for node in nodes for tag in node.goal.tags})


def _owners(nodes: Iterable[Node]) -> Iterator[str]:
    return (node.goal.owner for node in nodes if node.goal.owner is not None)


def _check(kind: str, given: str | None, known: Collection[str]) -> None:
    if given is not None and given not in known:
        names = ", ".join(sorted(known)[:_MOST_NAMES])
        hint = did_you_mean(given, known) or (f"There is {names}." if known else None)
        raise OkrError(f'there is no {kind} "{given}"', hint=hint)


_MOST_NAMES = 20
"""How many names a hint has room for."""
