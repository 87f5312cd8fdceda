"""A site of web pages that link to each other by relative addresses: it works from disk and from any host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from okr.render.html import Crumb, Page, Places, fill, page_of
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
        yield INDEX, fill("index.html.j2", self.site.as_of, site=self.site, page=self._page(""))
        for report in self.site.reports:
            yield _cycle_path(report), self._cycle(report)
        for team in self._teams:
            yield _team_path(team.id), self._team(team)
        for goal in self._goals:
            yield _goal_path(goal.objective.row.ref), self._goal(goal)

    def _cycle(self, report: Report) -> str:
        page = page_of(report, crumbs=(Crumb("All cycles", f"../{INDEX}"),), places=self._places("../"))
        return fill("report.html.j2", report.as_of, report=report, page=page)

    def _team(self, team: TeamHistory) -> str:
        page = self._page("../", Crumb("All cycles", f"../{INDEX}"))
        return fill("team.html.j2", self.site.as_of, team=team, site=self.site, page=page)

    def _goal(self, goal: Appearance) -> str:
        up = "../../../"
        page = self._page(
            up,
            Crumb("All cycles", f"{up}{INDEX}"),
            Crumb(goal.report.cycle.id, f"{up}{_cycle_path(goal.report)}"),
            Crumb(goal.team.name, f"{up}{_team_path(goal.team.id)}"),
        )
        return fill(
            "goal.html.j2",
            self.site.as_of,
            goal=goal,
            report=goal.report,
            part=goal.objective,
            others=[each for each in self._namesakes[_name(goal)] if each is not goal],
            titles=self._titles,
            page=replace(page, ids=_own_ids(goal)),
        )

    @cached_property
    def _goals(self) -> list[Appearance]:
        return self.site.goals

    @cached_property
    def _teams(self) -> list[TeamHistory]:
        return self.site.teams

    @cached_property
    def _namesakes(self) -> dict[str, list[Appearance]]:
        """The same goal in every cycle: that of the same team with the same id."""
        groups: dict[str, list[Appearance]] = {}
        for each in self._goals:
            groups.setdefault(_name(each), []).append(each)
        return groups

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of all goals, by reference."""
        objectives = [goal.objective for goal in self._goals]
        rows = [row for each in objectives for row in (each.row, *(part.row for part in each.key_results))]
        return {row.ref: row.title for row in rows}

    def _page(self, up: str, *crumbs: Crumb) -> Page:
        """A page with nothing to filter that lies so many folders deep."""
        return Page(
            charts=True,
            open=True,
            all_open=True,
            ids=frozenset(),
            verdicts=(),
            owners=(),
            sections=(),
            crumbs=crumbs,
            places=self._places(up),
        )

    def _places(self, up: str) -> Places:
        """The addresses of all pages, from one that lies so many folders deep."""
        if up not in self._places_from:
            self._places_from[up] = Places(
                goals={ref: f"{up}{path}" for ref, path in self._goal_paths.items()},
                teams={team.id: f"{up}{_team_path(team.id)}" for team in self._teams},
                cycles={each.cycle.id: f"{up}{_cycle_path(each)}" for each in self.site.reports},
            )
        return self._places_from[up]

    @cached_property
    def _places_from(self) -> dict[str, Places]:
        return {}

    @cached_property
    def _goal_paths(self) -> dict[str, str]:
        """The address of every goal: that of its own page, of a key result its place on it."""
        paths: dict[str, str] = {}
        for goal in self._goals:
            own = _goal_path(goal.objective.row.ref)
            paths[goal.objective.row.ref] = own
            paths |= {each.row.ref: f"{own}#{each.row.ref}" for each in goal.objective.key_results}
        return paths


def _name(goal: Appearance) -> str:
    """A goal without its cycle."""
    return goal.objective.row.ref.partition("/")[2]


def _own_ids(goal: Appearance) -> frozenset[str]:
    return frozenset(each.row.ref for each in goal.objective.key_results)


def _cycle_path(report: Report) -> str:
    return f"cycles/{report.cycle.id}.html"


def _team_path(team: str) -> str:
    return f"teams/{team}.html"


def _goal_path(ref: str) -> str:
    return f"goals/{ref}.html"
