"""What `okr score` says: chosen goals as rows of a table, in words, before anybody decides how it looks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from okr.reports.chosen import ChosenGoals, TeamScore
from okr.reports.goal_rows import (
    GoalRow,
    Standing,
    key_result_row,
    measured_share,
    objective_row,
    total_standing,
)

if TYPE_CHECKING:
    from okr.scoring import ObjectiveScore, Scores


@dataclass(frozen=True, slots=True)
class ObjectiveRows:
    """An objective with its key results."""

    objective: GoalRow
    key_results: tuple[GoalRow, ...]


@dataclass(frozen=True, slots=True)
class TeamRows:
    """A team: what its objectives come to, and each of them."""

    name: str
    standing: Standing
    measure: str
    objectives: tuple[ObjectiveRows, ...]


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """The goals of one cycle, by team.

    Attributes:
        organization: Whose goals they are.
        strategic: Whether the cycle is half a year or longer.
        supported: Objectives of wider cycles that these support.
        measure: What is special about the total.
        left_out: How many goals are left out, by why: drafts and dropped ones.
    """

    organization: str | None
    as_of: dt.date
    cycle: str
    start: dt.date
    end: dt.date
    strategic: bool
    supported: tuple[GoalRow, ...]
    teams: tuple[TeamRows, ...]
    standing: Standing
    measure: str
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def objectives(self) -> list[ObjectiveRows]:
        """All of them, team by team."""
        return [each for team in self.teams for each in team.objectives]

    @property
    def stale(self) -> int:
        """How many key results are silent for too long."""
        return sum(row.stale for each in self.objectives for row in each.key_results)


def scoreboard(chosen: ChosenGoals, scores: Scores) -> Scoreboard:
    """The chosen goals as people read them."""
    cycle = chosen.cycle
    return Scoreboard(
        organization=scores.workspace.settings.organization,
        as_of=chosen.as_of,
        cycle=cycle.id,
        start=cycle.start,
        end=cycle.end,
        strategic=cycle.strategic,
        supported=tuple(_supported_row(each, chosen.as_of) for each in chosen.supported),
        teams=tuple(_team_rows(each, scores, ended=chosen.as_of > cycle.end) for each in chosen.teams),
        standing=total_standing(chosen.total, ended=chosen.as_of > cycle.end),
        measure=measured_share(chosen.total.state, chosen.total.coverage),
        left_out=tuple(sorted(chosen.left_out.items())),
    )


def _supported_row(score: ObjectiveScore, as_of: dt.date) -> GoalRow:
    """An objective of a wider cycle: which one it is of matters more here than what is special about it."""
    return replace(objective_row(score, as_of), measure=f"{score.node.cycle.id}, {score.node.team}")


def _team_rows(team: TeamScore, scores: Scores, *, ended: bool) -> TeamRows:
    declared = scores.workspace.teams.get(team.team)
    return TeamRows(
        name=team.team if declared is None else declared.name,
        standing=total_standing(team.total, ended=ended),
        measure=measured_share(team.total.state, team.total.coverage),
        objectives=tuple(_objective_rows(each, scores) for each in team.objectives),
    )


def _objective_rows(score: ObjectiveScore, scores: Scores) -> ObjectiveRows:
    return ObjectiveRows(
        objective_row(score, scores.as_of),
        tuple(key_result_row(each, scores) for each in score.key_results),
    )
