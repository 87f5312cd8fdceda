"""Files that stand in several snapshots are read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pytest

from okr.snapshot import MemorySnapshot, Snapshot
from okr.workspace import FileCache, Place, Workspace, load, reader

GOALS = b"cycle: 2026-Q4\nobjectives: [{id: fine, title: Be good}]\n"
KPIS = b"kpis: [{id: nps, title: Recommended, readings: nps.csv}]\n"
READINGS = b"date,value\n2026-10-01,4\n"
FILES = {"okr.yaml": b"version: 1\n", "goals/a.yaml": GOALS, "kpis/k.yaml": KPIS, "kpis/nps.csv": READINGS}


@dataclass(frozen=True)
class NamedSnapshot:
    """Files whose contents have names, as git's have."""

    files: Mapping[str, bytes]

    def paths(self) -> list[str]:
        return list(self.files)

    def read(self, path: str) -> bytes:
        return self.files[path]

    def blob_id(self, path: str) -> str:
        return f"id of {self.files[path]!r}"


def read_in_turn(*snapshots: Snapshot) -> list[Workspace]:
    cache = FileCache()
    return [load(snapshot, cache) for snapshot in snapshots]


@pytest.mark.parametrize("one", [MemorySnapshot, NamedSnapshot])
@pytest.mark.parametrize("other", [MemorySnapshot, NamedSnapshot])
def test_the_same_content_is_parsed_once(one: type[MemorySnapshot], other: type[MemorySnapshot]) -> None:
    first, second = read_in_turn(one(FILES), other({path: bytes(bytearray(FILES[path])) for path in FILES}))
    assert all(first.sources[path] is second.sources[path] for path in first.sources)
    assert first.kpis["nps"].readings is second.kpis["nps"].readings


def test_what_git_has_too_is_not_asked_of_it() -> None:
    """The names are what `git hash-object` says."""
    names = {
        "okr.yaml": "b82551848c644f63b8517a7bdf8be9a992e6f4da",
        "goals/a.yaml": "3111d82a3e38dd77d18206cbb94605c4bbe403d3",
    }

    class Committed(NamedSnapshot):
        def read(self, path: str) -> bytes:
            raise AssertionError(path)

        def blob_id(self, path: str) -> str:
            return names[path]

    files = {path: FILES[path] for path in names}
    first, second = read_in_turn(MemorySnapshot(files), Committed(files))
    assert second.sources["goals/a.yaml"] is first.sources["goals/a.yaml"]


@pytest.mark.parametrize("snapshot", [MemorySnapshot, NamedSnapshot])
def test_what_differs_is_read_anew(snapshot: type[MemorySnapshot]) -> None:
    changed = FILES | {"goals/a.yaml": GOALS.replace(b"good", b"better")}
    _, second = read_in_turn(snapshot(FILES), snapshot(changed))
    assert second.objectives["2026-Q4/company/fine"].goal.title == "Be better"


@pytest.mark.parametrize("snapshot", [MemorySnapshot, NamedSnapshot])
def test_another_fiscal_year_reads_anew(snapshot: type[MemorySnapshot]) -> None:
    goals = {"goals/a.yaml": GOALS.replace(b"2026-Q4", b"FY26-Q4")}
    calendar, fiscal = FILES | goals, FILES | goals | {"okr.yaml": b"version: 1\nfiscal_year_start: 2\n"}
    first, second = read_in_turn(snapshot(calendar), snapshot(fiscal))
    assert [str(each.cycles["FY26-Q4"].start) for each in (first, second)] == ["2026-10-01", "2025-11-01"]


def test_files_beyond_what_is_kept_are_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their places are as exact, and their bytes the same."""
    (plain,) = read_in_turn(MemorySnapshot(FILES))
    monkeypatch.setattr(reader, "MOST_KEPT", len(FILES["okr.yaml"]))
    (packed,) = read_in_turn(MemorySnapshot(FILES))
    place = Place("goals/a.yaml", ("objectives", 0, "title"))
    assert packed.span(place) == plain.span(place)
    assert {path: source.data for path, source in packed.sources.items()} == {
        path: data for path, data in FILES.items() if path.endswith(".yaml")
    }
    kept = {path for path, source in packed.sources.items() if not isinstance(source.unpack, partial)}
    assert kept == {"okr.yaml"}


TWO = b"cycle: 2026-Q4\nobjectives: [{id: fine, title: Be good}, {id: well, title: Be well}]\n"
WELL = b"cycle: 2026-Q4\nobjectives: [{id: well, title: Be well}]\n"


def test_an_objective_that_stays_is_the_same_object() -> None:
    first, second = read_in_turn(
        MemorySnapshot(FILES | {"goals/a.yaml": TWO}),
        MemorySnapshot(FILES | {"goals/a.yaml": TWO.replace(b"well}", b"better}")}),
    )
    kept, edited = "2026-Q4/company/fine", "2026-Q4/company/well"
    assert second.objectives[kept] is first.objectives[kept]
    assert (first.objectives[edited].goal.title, second.objectives[edited].goal.title) == (
        "Be well",
        "Be better",
    )


@pytest.mark.parametrize(
    ("okr_yaml", "goals", "place"),
    [
        (FILES["okr.yaml"], WELL, ("objectives", 0)),
        (b"version: 1\nteams: [{id: north}]\n", TWO, ("objectives", 1)),
        (FILES["okr.yaml"], TWO.replace(b"2026-Q4", b"2026-Q3"), ("objectives", 1)),
        (b"version: 1\nfiscal_year_start: 2\n", TWO.replace(b"2026-Q4", b"FY26-Q4"), ("objectives", 1)),
    ],
    ids=["place", "team", "cycle", "dates"],
)
def test_an_objective_elsewhere_is_another(okr_yaml: bytes, goals: bytes, place: tuple[str, int]) -> None:
    before = FILES | {"goals/a.yaml": TWO.replace(b"2026-Q4", b"FY26-Q4") if b"FY26" in goals else TWO}
    after = FILES | {"okr.yaml": okr_yaml, "goals/a.yaml": goals}
    first, second = read_in_turn(MemorySnapshot(before), MemorySnapshot(after))
    alone = load(MemorySnapshot(after))
    assert [*second.objectives] == [*alone.objectives]
    (node,) = (each for each in second.objectives.values() if each.goal.id == "well")
    assert node.place.keys == place
    assert node not in first.objectives.values()
    assert (node.team, node.cycle) == (alone.objectives[node.ref].team, alone.objectives[node.ref].cycle)
