"""A site of web pages that link to each other by relative addresses: it works from disk and from any host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from okr.render.html import Crumb, Page, fill, page_of
from okr.reports.report import Report
from okr.reports.site import Appearance, Site, TeamHistory

INDEX = "index.html"


def pages(site: Site) -> Iterator[tuple[str, str]]:
    """Each page: its path within the site, and its text."""
    yield from _Builder(site).pages()


@dataclass(frozen=True)
class _Builder:
    site: Site

    def pages(self) -> Iterator[tuple[str, str]]:
        yield (
            INDEX,
            fill("index.html.j2", self.site.as_of, site=self.site, page=self._page("", self.site.reports[0])),
        )
        for report in self.site.reports:
            yield _cycle_path(report), self._cycle(report)
        for team in self.site.teams:
            yield _team_path(team.id), self._team(team)
        for goal in self.site.goals:
            yield _goal_path(goal.objective.row.ref), self._goal(goal)

    def _cycle(self, report: Report) -> str:
        page = self._page("../", report, Crumb("All cycles", f"../{INDEX}"))
        return fill("report.html.j2", report.as_of, report=report, page=page)

    def _team(self, team: TeamHistory) -> str:
        page = self._page("../", team.reports[0][0], Crumb("All cycles", f"../{INDEX}"))
        return fill("team.html.j2", self.site.as_of, team=team, site=self.site, page=page)

    def _goal(self, goal: Appearance) -> str:
        up = "../../../"
        crumbs = (
            Crumb("All cycles", f"{up}{INDEX}"),
            Crumb(goal.report.cycle.id, f"{up}{_cycle_path(goal.report)}"),
            Crumb(goal.team.name, f"{up}{_team_path(goal.team.id)}"),
        )
        page = replace(self._page(up, goal.report, *crumbs), charts=True, all_open=True, ids=_own_ids(goal))
        return fill(
            "goal.html.j2",
            self.site.as_of,
            goal=goal,
            report=goal.report,
            part=goal.objective,
            others=self._others[goal.objective.row.ref],
            titles=self._titles,
            page=page,
        )

    @cached_property
    def _others(self) -> dict[str, list[Appearance]]:
        """The same goal in other cycles: that of the same team with the same id."""
        groups: dict[str, list[Appearance]] = {}
        for each in self.site.goals:
            groups.setdefault(each.objective.row.ref.partition("/")[2], []).append(each)
        return {
            each.objective.row.ref: [other for other in group if other is not each]
            for group in groups.values()
            for each in group
        }

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of all goals, by reference."""
        objectives = [goal.objective for goal in self.site.goals]
        rows = [row for each in objectives for row in (each.row, *(part.row for part in each.key_results))]
        return {row.ref: row.title for row in rows}

    def _page(self, up: str, report: Report, *crumbs: Crumb) -> Page:
        """What a page has that lies so many folders deep."""
        return page_of(
            report,
            crumbs=crumbs,
            goals={ref: f"{up}{path}" for ref, path in self._goal_paths.items()},
            teams={team.id: f"{up}{_team_path(team.id)}" for team in self.site.teams},
            cycles={each.cycle.id: f"{up}{_cycle_path(each)}" for each in self.site.reports},
        )

    @cached_property
    def _goal_paths(self) -> dict[str, str]:
        """The address of every goal: that of its own page, of a key result its place on it."""
        paths: dict[str, str] = {}
        for goal in self.site.goals:
            own = _goal_path(goal.objective.row.ref)
            paths[goal.objective.row.ref] = own
            paths |= {each.row.ref: f"{own}#{each.row.ref}" for each in goal.objective.key_results}
        return paths


def _own_ids(goal: Appearance) -> frozenset[str]:
    return frozenset(each.row.ref for each in goal.objective.key_results)


def _cycle_path(report: Report) -> str:
    return f"cycles/{report.cycle.id}.html"


def _team_path(team: str) -> str:
    return f"teams/{team}.html"


def _goal_path(ref: str) -> str:
    return f"goals/{ref}.html"
