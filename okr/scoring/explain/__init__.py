"""Any number can explain itself: its formula, where its inputs are written, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okr.scoring.explain import key_results, kpis, rollups
from okr.scoring.explain.values import Explanation, Input, Move, Step
from okr.scoring.rollup import rolled_up
from okr.workspace import KeyResultNode, KpiNode

if TYPE_CHECKING:
    from okr.model.cycles import Cycle
    from okr.scoring.explain.values import Kind
    from okr.scoring.scores import Scores
    from okr.workspace import Node, ObjectiveNode

__all__ = ["Explanation", "Input", "Move", "Step", "explain", "explain_total"]


def explain(scores: Scores, node: Node) -> Explanation:
    """How the numbers of a goal or a KPI came about.

    Draft and dropped goals are explained as if they were active; their share says that they count for
    nothing, and nothing is asked of them.
    """
    if isinstance(node, KpiNode):
        return _kpi(scores, node)
    return _key_result(scores, node) if isinstance(node, KeyResultNode) else _objective(scores, node)


def explain_total(scores: Scores, cycle: Cycle, team: str | None = None) -> Explanation:
    """How the total of a cycle came about, or that of a team in it."""
    objectives = scores.objectives(cycle, team)
    total = scores.total(objectives)
    mean = rolled_up(scores.parts_of(scores.counted(objectives)))
    kind: Kind = "cycle" if team is None else "team"
    name = None if team is None else scores.workspace.teams.get(team)
    return Explanation(
        ref=cycle.id if team is None else f"{cycle.id}/{team}",
        kind=kind,
        title=cycle.id if team is None else f"{name.name if name else team} in {cycle.id}",
        as_of=scores.as_of,
        steps=tuple(rollups.total_steps(scores, objectives, total)),
        moves=tuple(rollups.rise_moves(scores, mean)),
    )


def _key_result(scores: Scores, node: KeyResultNode) -> Explanation:
    result, objective = scores.key_result(node), scores.workspace.objectives[node.objective_ref]
    share = rollups.share_step(scores, node, rollups.mean_of(scores, objective), objective.goal.id)
    steps = (*key_results.steps(scores, result), share)
    active = node.goal.status == objective.goal.status == "active"
    moves = tuple(key_results.moves(scores, result)) if active else ()
    return Explanation(node.ref, "key_result", node.goal.title, scores.as_of, steps, moves)


def _objective(scores: Scores, node: ObjectiveNode) -> Explanation:
    result = scores.objective(node)
    team = rolled_up(scores.parts_of(scores.counted(scores.objectives(node.cycle, node.team))))
    share = rollups.share_step(scores, node, team, f"{node.cycle.id}/{node.team}")
    steps = (*rollups.objective_steps(scores, result), share)
    moves = tuple(rollups.objective_moves(scores, result)) if node.goal.status == "active" else ()
    return Explanation(node.ref, "objective", node.goal.title, scores.as_of, steps, moves)


def _kpi(scores: Scores, node: KpiNode) -> Explanation:
    health = scores.kpi(node)
    steps, moves = tuple(kpis.steps(scores, health)), tuple(kpis.moves(scores, health))
    return Explanation(node.ref, "kpi", node.goal.title, scores.as_of, steps, moves)
