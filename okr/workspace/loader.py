"""From a snapshot to a workspace. Nothing that a person typed makes this raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from okr.diagnostics import Diagnostic, Related, Severity
from okr.model.cycles import Cycle, builtin_cycle
from okr.model.goals import Objective
from okr.model.kpis import Kpi, Reading
from okr.model.settings import DEFAULT_TEAM, GoalFile, Person, Settings, Team
from okr.snapshot import WORKSPACE_FILE, Snapshot, UnreadableFileError
from okr.workspace.files import beside, goal_paths
from okr.workspace.mistakes import did_you_mean
from okr.workspace.nodes import KpiNode, ObjectiveNode, Place
from okr.workspace.sources import NAMES, Source, read_source
from okr.workspace.tables import Table, read_table
from okr.workspace.workspace import Workspace

CacheKey = tuple[str, str, int]


@dataclass(frozen=True)
class FileCache:
    """Files that were read before, by path, content and fiscal year: history reads each version once."""

    sources: dict[CacheKey, Source[Any]] = field(default_factory=dict)
    tables: dict[CacheKey, Table] = field(default_factory=dict)


def load(snapshot: Snapshot, cache: FileCache | None = None) -> Workspace:
    """Read a workspace: all of it that can be read, and what is wrong with the rest.

    A snapshot without an `okr.yaml` is a workspace with the default settings; whether that is a mistake the
    caller knows.
    """
    return _Loader(snapshot, cache or FileCache()).load()


@dataclass
class _Loader:
    """What has been read so far."""

    snapshot: Snapshot
    cache: FileCache
    settings: Settings = field(default_factory=lambda: Settings(version=1))
    sources: dict[str, Source[Any]] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    cycles: dict[str, Cycle] = field(default_factory=dict)
    objectives: dict[str, ObjectiveNode] = field(default_factory=dict)
    kpis: dict[str, KpiNode] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def load(self) -> Workspace:
        paths = list(self.snapshot.paths())
        if WORKSPACE_FILE in paths:
            self._read_settings()
        self._declare_teams()
        self._declare_people()
        self._declare_cycles()
        for path in goal_paths(paths, self.settings.include, self.settings.exclude):
            self._read_goal_file(path)
        found = [diagnostic for source in self.sources.values() for diagnostic in source.diagnostics]
        return Workspace(
            settings=self.settings,
            sources=self.sources,
            csvs={path: table.file for path, table in self.tables.items()},
            teams=self.teams,
            people=self.people,
            cycles=self.cycles,
            objectives=self.objectives,
            kpis=self.kpis,
            mistakes=tuple(found + self.diagnostics),
        )

    def _read(self, path: str, root: type[Any]) -> Source[Any] | None:
        """A file of the workspace, from the cache where the same content was read before."""
        blob = self.snapshot.blob_id(path)
        key = (path, blob or "", self.settings.fiscal_year_start)
        if blob is not None and key in self.cache.sources:
            source = self.cache.sources[key]
        else:
            data = self._bytes(path)
            if data is None:
                return None
            context = {"fiscal_year_start": self.settings.fiscal_year_start}
            source = read_source(path, data, root, context)
            if blob is not None:
                self.cache.sources[key] = source
        self.sources[path] = source
        return source

    def _bytes(self, path: str) -> bytes | None:
        try:
            return self.snapshot.read(path)
        except UnreadableFileError as error:
            self._report("OKR009", path, f"{path} cannot be read: {error}", "Mend or remove it.")
        except FileNotFoundError:
            # listed a moment ago and gone now: another program is at work, and the next run sees what it did
            self._report("OKR009", path, f"{path} cannot be read: it is gone", None)
        return None

    def _report(self, code: str, path: str, message: str, advice: str | None) -> None:
        self.diagnostics.append(
            Diagnostic(code, NAMES[code], Severity.ERROR, message, path, help=advice, arguments=(message,))
        )

    def _report_at(
        self,
        code: str,
        place: Place,
        message: str,
        advice: str | None,
        *,
        ref: str | None = None,
        first: Place | None = None,
        at_key: bool = False,
    ) -> None:
        related: tuple[Related, ...] = ()
        if first is not None:
            span = self.sources[first.path].span(first.keys)
            related = (Related(first.path, span, "first defined here"),)
        span = self.sources[place.path].span(place.keys, at_key=at_key)
        self.diagnostics.append(
            Diagnostic(
                code,
                NAMES[code],
                Severity.ERROR,
                message,
                place.path,
                span,
                help=advice,
                ref=ref,
                arguments=(message,),
                related=related,
            )
        )

    def _read_settings(self) -> None:
        source = self._read(WORKSPACE_FILE, Settings)
        if source is not None and source.model is not None:
            self.settings = source.model

    def _declare_teams(self) -> None:
        for team, place in self._unique(self.settings.teams, "teams", "team"):
            self.teams[team.id] = team
            if builtin_cycle(team.id, self.settings.fiscal_year_start) is not None:
                message = f'the team "{team.id}" has the id of a cycle'
                self._report_at("OKR007", place.at("id"), message, "Give the team another id.")
        if not self.teams:
            self.teams[DEFAULT_TEAM] = Team(id=DEFAULT_TEAM, title=self.settings.organization)

    def _declare_people(self) -> None:
        for person, _place in self._unique(self.settings.people, "people", "person"):
            self.people[person.id] = person

    def _declare_cycles(self) -> None:
        for declared, place in self._unique(self.settings.cycles, "cycles", "cycle"):
            if builtin_cycle(declared.id, self.settings.fiscal_year_start) is not None:
                message = f'"{declared.id}" says its own dates'
                advice = "Leave it out here, or give the cycle another id."
                self._report_at("OKR005", place.at("id"), message, advice)
            elif declared.id in self.teams:
                message = f'the cycle "{declared.id}" has the id of a team'
                self._report_at("OKR007", place.at("id"), message, "Give one of the two another id.")
            else:
                self.cycles[declared.id] = Cycle(declared.id, declared.start, declared.end)

    def _unique(self, entries: Iterable[Any], key: str, noun: str) -> Iterator[tuple[Any, Place]]:
        """The entries of a list in `okr.yaml`, each id once; a second one is reported."""
        seen: dict[str, Place] = {}
        for index, entry in enumerate(entries):
            place = Place(WORKSPACE_FILE, (key, index))
            if entry.id in seen:
                message = f'there are two {key} with the id "{entry.id}"'
                advice = f"Give one {noun} another id, or remove it."
                self._report_at("OKR007", place.at("id"), message, advice, first=seen[entry.id].at("id"))
                continue
            seen[entry.id] = place
            yield entry, place

    def _read_goal_file(self, path: str) -> None:
        source = self._read(path, GoalFile)
        if source is None or source.model is None:
            return
        goals: GoalFile = source.model
        if not self._has_something(source, goals):
            return
        team, cycle = self._team(source, goals), self._cycle(source, goals)
        if cycle is not None:
            self._add_objectives(path, goals, team, cycle)
        self._add_kpis(path, goals, team, cycle)

    def _has_something(self, source: Source[GoalFile], goals: GoalFile) -> bool:
        if goals.objectives or goals.kpis or source.removed:
            return True
        written = source.document.value or {}
        if "objectives" not in written and "kpis" not in written:
            advice = "If it is no goal file, leave it out by include or exclude in okr.yaml."
            self._report("OKR004", source.path, "the file has neither objectives nor kpis", advice)
        return False

    def _team(self, source: Source[GoalFile], goals: GoalFile) -> str:
        if goals.team is None:
            if goals.objectives and len(self.teams) > 1:
                advice = f"Write team: and one of {_some(self.teams)}."
                self._report_at("OKR004", Place(source.path), "team is missing", advice)
            return next(iter(self.teams))
        if goals.team not in self.teams:
            message = f'there is no team "{goals.team}"'
            advice = (
                did_you_mean(goals.team, self.teams) or f"Teams are {_some(self.teams)}; okr.yaml lists them."
            )
            self._report_at("OKR008", Place(source.path, ("team",)), message, advice)
        return goals.team

    def _cycle(self, source: Source[GoalFile], goals: GoalFile) -> Cycle | None:
        if goals.cycle is None:
            if goals.objectives:
                advice = "Write cycle: and its id, such as 2026-Q4."
                self._report_at("OKR004", Place(source.path), "cycle is missing", advice)
            return None
        cycle = self.cycles.get(goals.cycle) or builtin_cycle(goals.cycle, self.settings.fiscal_year_start)
        if cycle is None:
            message = f'there is no cycle "{goals.cycle}"'
            advice = did_you_mean(goals.cycle, self.cycles) or (
                "Write an id that says its dates, such as 2026-Q4, or declare it under cycles in okr.yaml."
            )
            self._report_at("OKR008", Place(source.path, ("cycle",)), message, advice)
            return None
        self.cycles.setdefault(cycle.id, cycle)
        return cycle

    def _add_objectives(self, path: str, goals: GoalFile, team: str, cycle: Cycle) -> None:
        for index, goal in enumerate(goals.objectives):
            node = ObjectiveNode(
                ref=f"{cycle.id}/{team}/{goal.id}",
                goal=goal,
                team=team,
                cycle=cycle,
                place=Place(path, ("objectives", index)),
            )
            first = self.objectives.setdefault(node.ref, node)
            if first is not node:
                message = f'{team} has two objectives with the id "{goal.id}" in {cycle.id}'
                self._report_duplicate(node.place, first.place, message, node.ref)
            self._report_duplicate_key_results(node)

    def _report_duplicate_key_results(self, node: ObjectiveNode) -> None:
        goal: Objective = node.goal
        if len({each.id for each in goal.key_results}) == len(goal.key_results):
            return
        first: dict[str, Place] = {}
        for index, key_result in enumerate(goal.key_results):
            place = node.place.at("key_results", index)
            if key_result.id in first:
                message = f'{goal.id} has two key results with the id "{key_result.id}"'
                self._report_duplicate(place, first[key_result.id], message, f"{node.ref}/{key_result.id}")
            first.setdefault(key_result.id, place)

    def _report_duplicate(self, place: Place, first: Place, message: str, ref: str) -> None:
        advice = "Give one of them another id, or remove it."
        self._report_at("OKR007", place.at("id"), message, advice, ref=ref, first=first.at("id"))

    def _add_kpis(self, path: str, goals: GoalFile, team: str, cycle: Cycle | None) -> None:
        for index, goal in enumerate(goals.kpis):
            place = Place(path, ("kpis", index))
            if goal.id in self.kpis:
                message = f'there are two KPIs with the id "{goal.id}"'
                self._report_duplicate(place, self.kpis[goal.id].place, message, goal.id)
                continue
            readings, places = self._readings(goal, place)
            self.kpis[goal.id] = KpiNode(
                ref=goal.id,
                goal=goal,
                team=team,
                cycle=cycle,
                place=place,
                readings=readings,
                reading_places=places,
            )

    def _readings(self, kpi: Kpi, place: Place) -> tuple[tuple[Reading, ...], tuple[Place, ...]]:
        if not isinstance(kpi.readings, str):
            places = tuple(place.at("readings", index) for index in range(len(kpi.readings)))
            return kpi.readings, places
        table = self._table(kpi.readings, place.at("readings"), kpi.id)
        return (table.readings, table.places) if table is not None else ((), ())

    def _table(self, name: str, place: Place, ref: str) -> Table | None:
        """The CSV that a KPI reads, from the cache where the same content was read before."""
        path = beside(place.path, name)
        if path is None:
            message, advice = (
                f"{name} lies outside the workspace",
                "Keep the readings in a CSV beside this file.",
            )
            self._report_at("OKR009", place, message, advice, ref=ref)
            return None
        if path not in self.tables:
            table = self._read_table(path, place, ref)
            if table is None:
                return None
            self.tables[path] = table
            self.diagnostics += table.diagnostics
        return self.tables[path]

    def _read_table(self, path: str, place: Place, ref: str) -> Table | None:
        blob = self.snapshot.blob_id(path)
        key = (path, blob or "", self.settings.fiscal_year_start)
        if blob is not None and key in self.cache.tables:
            return self.cache.tables[key]
        data = self._csv_bytes(path, place, ref)
        if data is None:
            return None
        table = read_table(path, data, self.settings.fiscal_year_start)
        if blob is not None:
            self.cache.tables[key] = table
        return table

    def _csv_bytes(self, path: str, place: Place, ref: str) -> bytes | None:
        try:
            return self.snapshot.read(path)
        except FileNotFoundError:
            near = did_you_mean(path, [each for each in self.snapshot.paths() if each.endswith(".csv")])
            advice = near or "Create it with a first line date,value,note, or correct the name."
            self._report_at("OKR009", place, f"there is no file {path}", advice, ref=ref)
        except UnreadableFileError as error:
            self._report_at("OKR009", place, f"{path} cannot be read: {error}", "Mend it.", ref=ref)
        return None


def _some(names: Iterable[str]) -> str:
    known = sorted(names)
    return ", ".join(known[:8]) + (" …" if len(known) > 8 else "")
