"""The reports of every cycle as a site: an index, and a page for each cycle, team and goal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from okr.reports.report import Report
from okr.reports.report.goals import ObjectivePart, TeamPart


@dataclass(frozen=True, slots=True)
class Appearance:
    """A goal in a report: what is said of it there."""

    report: Report
    team: TeamPart
    objective: ObjectivePart


@dataclass(frozen=True, slots=True)
class TeamHistory:
    """A team in every report that has goals of it, the latest cycle first."""

    id: str
    name: str
    reports: tuple[tuple[Report, TeamPart], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """Reports, the latest cycle first."""

    organization: str | None
    as_of: dt.date
    reports: tuple[Report, ...]

    @property
    def goals(self) -> list[Appearance]:
        """Every objective, cycle by cycle."""
        return [
            Appearance(report, team, objective)
            for report in self.reports
            for team in report.teams
            for objective in team.objectives
        ]

    @property
    def teams(self) -> list[TeamHistory]:
        """Every team that has a goal in any cycle."""
        return [
            TeamHistory(team.id, team.name, tuple(self._of_team(team.id))) for team in self._latest_teams()
        ]

    def _latest_teams(self) -> list[TeamPart]:
        teams: dict[str, TeamPart] = {}
        for report in self.reports:
            for team in report.teams:
                teams.setdefault(team.id, team)
        return list(teams.values())

    def _of_team(self, team_id: str) -> Iterator[tuple[Report, TeamPart]]:
        for report in self.reports:
            yield from ((report, team) for team in report.teams if team.id == team_id)
