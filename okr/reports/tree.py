"""What `okr tree` says: which goal supports which, and where each of them is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

from okr.model.cycles import chronologically
from okr.model.fields import Ambition
from okr.reports.chosen import ancestors
from okr.reports.goal_rows import GoalRow, key_result_row, objective_row
from okr.reports.json_schema import Date, Share
from okr.rules.loops import loops
from okr.scoring import Grade, KeyResultScore, ObjectiveScore, State, Status
from okr.workspace import KeyResultNode, ObjectiveNode, Workspace

if TYPE_CHECKING:
    from okr.scoring import Scores

Goal = ObjectiveNode | KeyResultNode
Again = Literal["above", "loop"]


class KeyResultTreeOutput(TypedDict):
    """A key result in the tree."""

    ref: str
    title: str
    owner: str | None
    state: State
    score: Share | None
    expected: Share
    status: Status | None
    grade: Grade | None


class ObjectiveTreeOutput(TypedDict):
    """An objective in the tree; `supports` are the objectives and key results right above it."""

    ref: str
    title: str
    team: str
    cycle: str
    owner: str | None
    ambition: Ambition
    state: State
    score: Share | None
    expected: Share | None
    status: Status | None
    grade: Grade | None
    supports: list[str]
    key_results: list[KeyResultTreeOutput]


class TreeOutput(TypedDict):
    """The output of `okr tree`: a graph, since a goal may support several, or by mistake itself.

    `roots` support nothing that is shown. `orphans` should support something, since their team has a parent.
    Each of `loops` is a circle of objectives that support one another.
    """

    schema: Literal["okr.tree/1"]
    as_of: Date
    objectives: list[ObjectiveTreeOutput]
    roots: list[str]
    orphans: list[str]
    loops: list[list[str]]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Objectives, and what each of them supports.

    Attributes:
        objectives: Active ones by reference, the earlier and wider cycles first.
        supports: What each objective supports, of what is shown.
        supporters: The objectives that support a goal, by its reference.
        key_results: The key results of each objective that are shown; of one that is here only for what
            supports it those that are supported.
        orphans: Objectives that should support something, since their team has a parent.
    """

    as_of: dt.date
    objectives: Mapping[str, ObjectiveScore]
    supports: Mapping[str, Sequence[Goal]]
    supporters: Mapping[str, Sequence[ObjectiveNode]]
    key_results: Mapping[str, Sequence[KeyResultScore]]
    orphans: Sequence[str]

    @property
    def roots(self) -> list[str]:
        """The objectives that support nothing here."""
        return [ref for ref in self.objectives if not self.supports[ref]]


@dataclass(frozen=True, slots=True)
class Branch:
    """One goal in its place in the tree.

    Attributes:
        row: What is said of it.
        cycle: That of an objective, and likewise `team`; empty for a key result.
        last: For each level from the top down to its own, whether the branch there is the last one.
        again: It has been shown `above`, or it is its own ancestor in a `loop`; nothing follows below it.
    """

    row: GoalRow
    cycle: str
    team: str
    last: tuple[bool, ...]
    again: Again | None = None


def alignment(scores: Scores, chosen: Sequence[ObjectiveNode]) -> Alignment:
    """The chosen objectives, those that they support up to the top, and the links between them."""
    workspace = scores.workspace
    nodes = {node.ref: node for node in (*chosen, *ancestors(workspace, chosen))}
    active = sorted(
        (node for node in nodes.values() if node.goal.status == "active"),
        key=lambda node: chronologically(node.cycle),
    )
    refs = {node.ref for node in active}
    supports = {node.ref: _supported(workspace, node, refs) for node in active}
    supporters: dict[str, list[ObjectiveNode]] = {}
    for node in active:
        for goal in supports[node.ref]:
            supporters.setdefault(goal.ref, []).append(node)
    named = {node.ref for node in chosen}
    objectives = {node.ref: scores.objective(node) for node in active}
    return Alignment(
        as_of=scores.as_of,
        objectives=objectives,
        supports=supports,
        supporters=supporters,
        key_results={
            ref: [each for each in score.key_results if ref in named or each.node.ref in supporters]
            for ref, score in objectives.items()
        },
        orphans=[node.ref for node in active if _is_orphan(workspace, node)],
    )


def _supported(workspace: Workspace, node: ObjectiveNode, shown: Collection[str]) -> list[Goal]:
    """What an objective supports of what is shown, each once; a dropped key result is not shown."""
    return [
        goal
        for goal in dict.fromkeys(workspace.parents(node))
        if workspace.objective_of(goal).ref in shown and goal.goal.status == "active"
    ]


def _is_orphan(workspace: Workspace, node: ObjectiveNode) -> bool:
    """Whether an objective of a team with a parent supports nothing (as OKR301, whoever else has goals)."""
    team = workspace.teams.get(node.team)
    return team is not None and team.parent is not None and not workspace.parents(node)


def loops_of(links: Alignment) -> list[list[str]]:
    """The circles of objectives that support one another."""
    graph = {
        ref: [goal.ref if isinstance(goal, ObjectiveNode) else goal.objective_ref for goal in goals]
        for ref, goals in links.supports.items()
    }
    return [list(loop) for loop in loops(graph)]


@dataclass(frozen=True, slots=True)
class _Visit:
    """A goal on the way through the tree, with the one that it hangs from."""

    goal: ObjectiveScore | KeyResultScore
    last: tuple[bool, ...]
    above: _Visit | None = None

    def is_its_own_ancestor(self) -> bool:
        visit = self.above
        while visit is not None:
            if visit.goal is self.goal:
                return True
            visit = visit.above
        return False


def branches(links: Alignment, scores: Scores) -> Iterator[Branch]:
    """Every goal in its place, from the roots down; then what no root leads to, since it is in a loop.

    With a stack of its own, since chains of goals can be longer than Python's.
    """
    shown: set[str] = set()
    for ref, score in sorted(links.objectives.items(), key=lambda each: bool(links.supports[each[0]])):
        ahead = [] if ref in shown else [_Visit(score, ())]
        while ahead:
            visit = ahead.pop()
            again = _again(visit, shown)
            yield _branch(visit, scores, again)
            shown.add(visit.goal.node.ref)
            if again is None:
                ahead.extend(reversed(list(_below(visit, links))))


def _again(visit: _Visit, shown: Collection[str]) -> Again | None:
    if visit.goal.node.ref not in shown:
        return None
    return "loop" if visit.is_its_own_ancestor() else "above"


def _below(visit: _Visit, links: Alignment) -> Iterator[_Visit]:
    """An objective's key results, then what supports the goal."""
    ref = visit.goal.node.ref
    goals: list[ObjectiveScore | KeyResultScore] = [
        *links.key_results.get(ref, ()),
        *(links.objectives[each.ref] for each in links.supporters.get(ref, ())),
    ]
    for number, goal in enumerate(goals, start=1):
        yield _Visit(goal, (*visit.last, number == len(goals)), visit)


def _branch(visit: _Visit, scores: Scores, again: Again | None) -> Branch:
    goal = visit.goal
    if isinstance(goal, ObjectiveScore):
        row = objective_row(goal, scores.as_of)
        return Branch(row, goal.node.cycle.id, goal.node.team, visit.last, again)
    return Branch(key_result_row(goal, scores), "", "", visit.last, again)


def tree_output(links: Alignment) -> TreeOutput:
    """The tree as programs read it."""
    return {
        "schema": "okr.tree/1",
        "as_of": links.as_of.isoformat(),
        "objectives": [_objective(score, links) for score in links.objectives.values()],
        "roots": links.roots,
        "orphans": list(links.orphans),
        "loops": loops_of(links),
    }


def _objective(score: ObjectiveScore, links: Alignment) -> ObjectiveTreeOutput:
    node = score.node
    return {
        "ref": node.ref,
        "title": node.goal.title,
        "team": node.team,
        "cycle": node.cycle.id,
        "owner": node.goal.owner,
        "ambition": node.goal.ambition,
        "state": score.state,
        "score": score.score,
        "expected": score.expected,
        "status": score.status,
        "grade": score.grade,
        "supports": [goal.ref for goal in links.supports[node.ref]],
        "key_results": [_key_result(each) for each in links.key_results[node.ref]],
    }


def _key_result(score: KeyResultScore) -> KeyResultTreeOutput:
    return {
        "ref": score.node.ref,
        "title": score.node.goal.title,
        "owner": score.node.owner,
        "state": score.state,
        "score": score.score,
        "expected": score.expected,
        "status": score.status,
        "grade": score.grade,
    }
