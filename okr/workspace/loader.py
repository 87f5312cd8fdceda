"""From a snapshot to a workspace. Nothing that a person typed makes this raise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest

from okr.model.cycles import Cycle, builtin_cycle
from okr.model.goals import Objective
from okr.model.kpis import Kpi, Reading
from okr.model.settings import GoalFile, Settings, Team
from okr.snapshot import WORKSPACE_FILE, Snapshot
from okr.workspace.declarations import declarations
from okr.workspace.files import goal_paths
from okr.workspace.mistakes import did_you_mean, nearest
from okr.workspace.nodes import KpiNode, ObjectiveNode, Place
from okr.workspace.reader import FileCache, Reader
from okr.workspace.sources import Source
from okr.workspace.workspace import Workspace


def load(snapshot: Snapshot, cache: FileCache | None = None) -> Workspace:
    """Read a workspace: all of it that can be read, and what is wrong with the rest.

    A snapshot without an `okr.yaml` is a workspace with the default settings; whether that is a mistake the
    caller knows.
    """
    reader = Reader(snapshot, cache or FileCache())
    paths = list(snapshot.paths())
    settings = _settings(reader) if WORKSPACE_FILE in paths else Settings(version=1)
    reader.fiscal_year_start = settings.fiscal_year_start
    declared = declarations(settings, reader)
    goals = _Goals(reader, declared.teams, {**declared.cycles})
    for source in reader.files(goal_paths(paths, settings.include, settings.exclude), GoalFile):
        if source is not None and source.model is not None:
            goals.add(source, source.model)
    return Workspace(
        settings=settings,
        sources=reader.sources,
        csvs={path: table.file for path, table in reader.tables.items()},
        teams=declared.teams,
        people=declared.people,
        cycles=goals.cycles,
        objectives=goals.objectives,
        kpis=goals.kpis,
        mistakes=reader.mistakes,
    )


def _settings(reader: Reader) -> Settings:
    """What `okr.yaml` says; the defaults where it cannot be used."""
    source = reader.source(WORKSPACE_FILE, Settings)
    return Settings(version=1) if source is None or source.model is None else source.model


@dataclass
class _Goals:
    """The goals that have been read so far.

    Attributes:
        cycles: The declared ones, and those that a file named.
    """

    reader: Reader
    teams: Mapping[str, Team]
    cycles: dict[str, Cycle]
    objectives: dict[str, ObjectiveNode] = field(default_factory=dict)
    kpis: dict[str, KpiNode] = field(default_factory=dict)

    def add(self, source: Source[GoalFile], goals: GoalFile) -> None:
        """Add what a goal file holds, as far as it can be used."""
        if not self._has_something(source, goals):
            return
        team, cycle = self._team(source, goals), self._cycle(source, goals)
        if cycle is not None:
            self._add_objectives(source.path, goals, team, cycle)
        self._add_kpis(source.path, goals, team, cycle)

    def _has_something(self, source: Source[GoalFile], goals: GoalFile) -> bool:
        if goals.objectives or goals.kpis or source.removed:
            return True
        written = source.document.value or {}
        if "objectives" not in written and "kpis" not in written:
            advice = "If it is no goal file, leave it out by include or exclude in okr.yaml."
            self.reader.report_file("OKR004", source.path, "the file has neither objectives nor kpis", advice)
        return False

    def _team(self, source: Source[GoalFile], goals: GoalFile) -> str:
        if goals.team is None:
            if goals.objectives and len(self.teams) > 1 and not _is_told(source, "team"):
                advice = f"Write team: and one of {_some(self.teams)}."
                self.reader.report("OKR004", Place(source.path), "team is missing", advice)
            return next(iter(self.teams))
        if goals.team not in self.teams and goals.team not in self._lost_ids:
            message = f'there is no team "{goals.team}"'
            advice = (
                did_you_mean(goals.team, self.teams) or f"Teams are {_some(self.teams)}; okr.yaml lists them."
            )
            self.reader.report("OKR008", Place(source.path, ("team",)), message, advice)
        return goals.team

    @cached_property
    def _lost_ids(self) -> frozenset[str]:
        """Ids that `okr.yaml` seems to declare, where it was not read whole."""
        settings = self.reader.sources.get(WORKSPACE_FILE)
        return frozenset() if settings is None or settings.is_whole else settings.lost_ids

    def _cycle(self, source: Source[GoalFile], goals: GoalFile) -> Cycle | None:
        if goals.cycle is None:
            if goals.objectives and not _is_told(source, "cycle"):
                advice = "Write cycle: and its id, such as 2026-Q4."
                self.reader.report("OKR004", Place(source.path), "cycle is missing", advice)
            return None
        cycle = self.cycles.get(goals.cycle) or builtin_cycle(goals.cycle, self.reader.fiscal_year_start)
        if cycle is None:
            message = f'there is no cycle "{goals.cycle}"'
            advice = did_you_mean(goals.cycle, self.cycles) or (
                "Write an id that says its dates, such as 2026-Q4, or declare it under cycles in okr.yaml."
            )
            self.reader.report("OKR008", Place(source.path, ("cycle",)), message, advice)
            return None
        self.cycles.setdefault(cycle.id, cycle)
        return cycle

    def _add_objectives(self, path: str, goals: GoalFile, team: str, cycle: Cycle) -> None:
        for node in self._objectives(path, goals, team, cycle):
            first = self.objectives.setdefault(node.ref, node)
            if first is not node:
                message = f'{team} has two objectives with the id "{node.goal.id}" in {cycle.id}'
                self._report_duplicate(node.place, first.place, message, node.ref)
            self._report_duplicate_key_results(node)

    def _objectives(self, path: str, goals: GoalFile, team: str, cycle: Cycle) -> tuple[ObjectiveNode, ...]:
        """The objectives of a file; one that says what it said when that was read last is the same node."""
        known = self.reader.cache.objectives
        said, before = known.get((path, team, cycle), ((), ()))
        if said is goals.objectives:
            return before
        nodes = tuple(
            old
            if old is not None and old.goal == goal
            else ObjectiveNode(
                ref=f"{cycle.id}/{team}/{goal.id}",
                goal=goal,
                team=team,
                cycle=cycle,
                place=Place(path, ("objectives", index)),
            )
            for index, (goal, old) in enumerate(zip_longest(goals.objectives, before))
            if goal is not None
        )
        known[path, team, cycle] = goals.objectives, nodes
        return nodes

    def _report_duplicate_key_results(self, node: ObjectiveNode) -> None:
        goal: Objective = node.goal
        if len(node.key_results) == len(goal.key_results):
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
        self.reader.report("OKR007", place.at("id"), message, advice, ref=ref, first=first.at("id"))

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
        table = self.reader.table(kpi.readings, place.at("readings"), kpi.id)
        return (table.readings, table.places) if table is not None else ((), ())


def _is_told(source: Source[GoalFile], key: str) -> bool:
    """Whether a key of the file is there, misspelt or with a value that it cannot have: told by itself."""
    at_top = (keys[0] for keys in source.removed if len(keys) == 1)
    return any(nearest(str(each), [key]) for each in at_top)


def _some(names: Iterable[str]) -> str:
    known = sorted(names)
    return ", ".join(known[:8]) + (" …" if len(known) > 8 else "")
