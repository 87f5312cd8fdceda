"""Which goals a screen or an output is about, with their scores and what these come to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from okr.model.cycles import Cycle
from okr.model.fields import Lifecycle
from okr.scoring import ObjectiveScore, Rollup, Scores
from okr.workspace import ObjectiveNode, Workspace


@dataclass(frozen=True, slots=True)
class TeamScore:
    """A team's chosen objectives, and what they come to."""

    team: str
    objectives: tuple[ObjectiveScore, ...]
    total: Rollup


@dataclass(frozen=True, slots=True)
class ChosenGoals:
    """Objectives of one cycle.

    Attributes:
        teams: In the order of `okr.yaml`; those with no chosen objective are left out.
        total: Of all of them, whatever their team.
        supported: The objectives of wider cycles that these support, directly or through others; the
            nearest cycle last.
        left_out: How many goals are not scored, by why: `draft` and `dropped` ones.
    """

    as_of: dt.date
    cycle: Cycle
    teams: tuple[TeamScore, ...]
    total: Rollup
    supported: tuple[ObjectiveScore, ...]
    left_out: Mapping[Lifecycle, int]

    @property
    def objectives(self) -> list[ObjectiveScore]:
        """All of them, team by team."""
        return [each for team in self.teams for each in team.objectives]


def choose(
    scores: Scores,
    cycle: Cycle,
    nodes: Sequence[ObjectiveNode],
    key_results: Collection[str] | None = None,
) -> ChosenGoals:
    """Score objectives of a cycle, group them by team, and total them.

    Args:
        scores: Of the workspace that they are of.
        cycle: Theirs.
        nodes: The objectives. Draft and dropped ones are only counted.
        key_results: The references of the key results that are shown; `None` for all. The scores of their
            objectives are whole nevertheless.
    """
    objectives = [
        _with_key_results(scores.objective(node), key_results)
        for node in nodes
        if node.goal.status == "active"
    ]
    return ChosenGoals(
        as_of=scores.as_of,
        cycle=cycle,
        teams=tuple(_by_team(scores, objectives)),
        total=scores.total(objectives),
        supported=tuple(_supported(scores, cycle, objectives)),
        left_out=Counter(_unscored(nodes)),
    )


def _with_key_results(score: ObjectiveScore, shown: Collection[str] | None) -> ObjectiveScore:
    if shown is None:
        return score
    return score._replace(key_results=tuple(each for each in score.key_results if each.node.ref in shown))


def _unscored(nodes: Iterable[ObjectiveNode]) -> Iterator[Lifecycle]:
    """Why each goal that has no score has none; the key results of such an objective go with it."""
    for node in nodes:
        if node.goal.status != "active":
            yield node.goal.status
        else:
            yield from (each.goal.status for each in node.key_results if each.goal.status != "active")


def _by_team(scores: Scores, objectives: Iterable[ObjectiveScore]) -> Iterable[TeamScore]:
    groups: dict[str, list[ObjectiveScore]] = {team: [] for team in scores.workspace.teams}
    for each in objectives:
        groups.setdefault(each.node.team, []).append(each)
    return (TeamScore(team, tuple(group), scores.total(group)) for team, group in groups.items() if group)


def _supported(
    scores: Scores, cycle: Cycle, objectives: Iterable[ObjectiveScore]
) -> Iterable[ObjectiveScore]:
    above = ancestors(scores.workspace, [each.node for each in objectives])
    wider = [node for node in above if node.cycle.id != cycle.id and node.goal.status == "active"]
    return (scores.objective(node) for node in sorted(wider, key=lambda node: -node.cycle.days))


def ancestors(workspace: Workspace, nodes: Iterable[ObjectiveNode]) -> list[ObjectiveNode]:
    """Every objective that some objectives support, directly or through others, each once."""
    found: dict[str, ObjectiveNode] = {}
    ahead = list(nodes)
    while ahead:
        for parent in workspace.parents(ahead.pop(0)):
            objective = workspace.objective_of(parent)
            if objective.ref not in found:
                found[objective.ref] = objective
                ahead.append(objective)
    return list(found.values())
