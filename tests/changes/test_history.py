"""The life and the trend of a goal: right without reading more than they need."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from goals import sound

from okr.changes.history import Past, Paths, life, total_trend, trend
from okr.snapshot import MemorySnapshot, NarrowedSnapshot
from okr.workspace import FileCache, Workspace, load

Files = dict[str, str]
SETTINGS = "version: 1\nteams: [{id: company}, {id: north}]\n"
OWN = """\
team: north
cycle: 2026-Q4
objectives:
  - {id: o, title: Be good, key_results: [{id: k, title: Done, baseline: 0, target: 10, check_ins: CHECKS}]}
"""
FIRST = dt.date(2026, 10, 5)


@dataclass
class Told:
    """A history in memory, one commit a week, and which files were read of it."""

    versions: list[Files]
    read: list[Paths | None] = field(default_factory=list)
    cache: FileCache = field(default_factory=FileCache)

    @property
    def now(self) -> Workspace:
        return sound(self.versions[-1], SETTINGS)

    @property
    def pasts(self) -> list[Past]:
        """The newest first."""
        return [self._past(number) for number in range(len(self.versions))][::-1]

    def _past(self, number: int) -> Past:
        before = self.versions[number - 1] if number else {}
        files = self.versions[number]
        touched = {path for path in {*before, *files} if before.get(path) != files.get(path)}
        parents = [before] if number else []
        return Past(
            commit=str(number),
            author="Ada",
            date=FIRST + dt.timedelta(weeks=number),
            subject=f"Commit {number}",
            touched=frozenset(touched),
            read=lambda paths: self._read(files, paths),
            read_parents=lambda paths: [self._read(parent, paths) for parent in parents],
        )

    def _read(self, files: Files, paths: Paths | None) -> Workspace:
        self.read.append(None if paths is None else frozenset(paths))
        whole = MemorySnapshot(
            {path: text.encode() for path, text in {"okr.yaml": SETTINGS, **files}.items()}
        )
        return load(whole if paths is None else NarrowedSnapshot(whole, paths), self.cache)


def own(*values: int) -> str:
    checks = (
        f"{{date: {FIRST + dt.timedelta(weeks=week)}, value: {value}}}" for week, value in enumerate(values)
    )
    return OWN.replace("CHECKS", f"[{', '.join(checks)}]")


def points(told: Told, ref: str = "2026-Q4/north/o") -> list[tuple[str, float | None]]:
    return [(each.past.commit, each.reported) for each in trend(ref, told.now, told.pasts)]


OTHER = own(1).replace("id: o", "id: other")
QUIET: list[Files] = [
    {"a.yaml": own(1), "b.yaml": OTHER},
    {"a.yaml": own(1, 2), "b.yaml": OTHER},
    {"a.yaml": own(1, 2), "b.yaml": OTHER.replace("good", "better")},
]


@pytest.mark.parametrize("tell", [life, trend])
def test_only_the_files_of_the_goal_and_what_a_commit_touched_are_read(tell: object) -> None:
    told = Told([{"c.yaml": own(1).replace("id: o", "id: third"), **each} for each in QUIET])
    assert callable(tell)
    found = list(tell("2026-Q4/north/o", told.now, told.pasts))
    assert len(found) == 2
    assert [sorted(paths or ()) for paths in told.read] == [["a.yaml", "okr.yaml"]] * len(told.read)


def test_a_goal_without_children_is_scored_where_its_file_changed() -> None:
    assert points(Told(QUIET)) == [("0", 0.1), ("1", 0.2)]


PARENT = """\
team: company
cycle: 2026-Q4
objectives: [{id: whole, title: Be well, rollup: children}]
"""


def test_the_trend_of_an_objective_that_is_made_of_others_sees_them_all() -> None:
    child = own(1).replace("title: Be good", "title: Be good, supports: company/whole")
    better = own(1, 4).replace("title: Be good", "title: Be good, supports: company/whole")
    told = Told([{"p.yaml": PARENT, "a.yaml": child}, {"p.yaml": PARENT, "a.yaml": better}])
    assert points(told, "2026-Q4/company/whole") == [("0", 0.1), ("1", 0.4)]


def test_an_objective_that_was_made_of_others_once_is_scored_by_them() -> None:
    child = own(1).replace("title: Be good", "title: Be good, supports: company/whole")
    by_itself = PARENT.replace("rollup: children", "rollup: key_results")
    told = Told([{"p.yaml": PARENT, "a.yaml": child}, {"p.yaml": by_itself, "a.yaml": child}])
    assert points(told, "2026-Q4/company/whole") == [("0", 0.1), ("1", None)]


def test_the_trend_of_what_a_formula_measures_reads_its_inputs() -> None:
    def version(made: int) -> Files:
        computed = 'kpis: [{id: share, title: Share, formula: "{made} / {all}"}]\n'
        made_kpi = f"kpis: [{{id: made, title: Made, readings: [{{date: 2026-10-05, value: {made}}}]}}]\n"
        every = "kpis: [{id: all, title: All, readings: [{date: 2026-10-05, value: 10}]}]\n"
        bound = OWN.replace("check_ins: CHECKS", "kpi: share").replace("target: 10", "target: 1")
        return {"a.yaml": bound, "share.yaml": computed, "made.yaml": made_kpi, "all.yaml": every}

    assert points(Told([version(2), version(5)])) == [("0", 0.2), ("1", 0.5)]


def test_the_trend_knows_the_kpi_that_measured_a_goal_once() -> None:
    """Also between the commit that bound it and the one that did no more."""

    def kpi(*values: int) -> str:
        dated = (f"{{date: 2026-10-0{5 + day}, value: {value}}}" for day, value in enumerate(values))
        return f"kpis: [{{id: m, title: M, readings: [{', '.join(dated)}]}}]\n"

    bound = OWN.replace("check_ins: CHECKS", "kpi: m")
    told = Told(
        [
            {"a.yaml": bound, "k.yaml": kpi(3)},
            {"a.yaml": bound, "k.yaml": kpi(3, 4)},
            {"a.yaml": own(1, 2, 6), "k.yaml": kpi(3, 4)},
        ]
    )
    assert points(told) == [("0", 0.3), ("1", 0.4), ("2", 0.6)]


def test_values_follow_a_key_result_that_moved_to_another_objective() -> None:
    moving = "{id: k, title: Done, baseline: 0, target: 10, check_ins: [{date: 2026-10-05, value: VALUE}]}"

    def version(first: str, second: str) -> Files:
        one = f"  - {{id: a, title: A, key_results: [{first}]}}\n"
        other = f"  - {{id: b, title: B, key_results: [{second}]}}\n"
        return {"a.yaml": f"team: north\ncycle: 2026-Q4\nobjectives:\n{one}{other}"}

    told = Told([version(moving.replace("VALUE", str(value)), "") for value in (1, 2)])
    told.versions.append(version("", moving.replace("VALUE", "9")))
    (cycle,) = told.now.cycles.values()
    points = total_trend(cycle, None, told.now, told.pasts)
    assert [(each.reported, each.rescored) for each in points] == [(0.1, 0.1), (0.2, 0.2), (0.9, 0.9)]


@pytest.mark.parametrize("ref", ["2026-Q4/north/new", "2026-Q4/north/new/kr"])
def test_values_of_then_are_those_of_the_goal_by_all_its_names(ref: str) -> None:
    """Nothing but the commits between them tells that the first and the last name mean the same."""
    first = own(1)
    second = first.replace("id: k,", "id: kr,")
    third = second.replace("id: o,", "id: new,")
    late = third.replace("value: 1}", "value: 1}, {date: 2026-10-06, value: 9}")
    files = [{"a.yaml": each} for each in (own(), first, second, third)]
    told = Told([*files, {"b.yaml": third}, {"b.yaml": late}])
    points = trend(ref, told.now, told.pasts)
    assert [(each.reported, each.rescored) for each in points[1:]] == [(0.1, 0.1)] * 4 + [(0.9, 0.9)]
