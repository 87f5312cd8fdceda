"""Every kind of change in a pair of folders: `tests/cases/changes/KIND/base` and `head`.

`expect.yaml` tells what `okr diff` says `forwards`, and `backwards` with the sides exchanged, as

    SEVERITY KIND REF: MESSAGE @ LINE:COLUMN -> LINE:COLUMN

with the rule behind a severity that is not `info`, and `=` before a place that is not in `goals.yaml`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from okr.changes.change import Change
from okr.changes.compare import compare
from okr.changes.kinds import BY_NAME
from okr.documents import read_document
from okr.rules.rulebook import RULEBOOK
from okr.snapshot import MemorySnapshot, WorkTreeSnapshot
from okr.workspace import Place, Workspace, load

CASES = Path(__file__).parent.parent / "cases" / "changes"
AS_OF = dt.date(2026, 11, 20)
FOLDERS = sorted(path.name for path in CASES.iterdir())


def told(base: Workspace, head: Workspace) -> list[str]:
    changes = compare(base, head, AS_OF, RULEBOOK).changes
    return [line(change, base, head) for change in changes]


def line(change: Change, base: Workspace, head: Workspace) -> str:
    severity = " ".join(filter(None, (change.severity.value, change.rule)))
    places = f"{place(change.base, base)} -> {place(change.head, head)}"
    return f"{severity} {change.kind} {change.ref or 'okr.yaml'}: {change.message} @ {places}"


def place(where: Place | None, workspace: Workspace) -> str:
    if where is None:
        return "nowhere"
    start = workspace.span(where).start
    return f"{start.line}:{start.column}"


def sides(folder: str) -> tuple[Workspace, Workspace]:
    base, head = (load(WorkTreeSnapshot(CASES / folder / side)) for side in ("base", "head"))
    assert [each.message for each in (*base.diagnostics, *head.diagnostics)] == []
    return base, head


def expected(folder: str) -> dict[str, list[str]]:
    file = CASES / folder / "expect.yaml"
    document = read_document(file.name, file.read_bytes())
    assert document.diagnostics == ()
    return dict(document.value)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_pair_of_folders_is_told_both_ways(folder: str) -> None:
    base, head = sides(folder)
    assert {"forwards": told(base, head), "backwards": told(head, base)} == expected(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_shows_its_kind_and_the_mirror(folder: str) -> None:
    expect = expected(folder)
    assert any(f" {folder} " in each for each in expect["forwards"])
    assert any(f" {BY_NAME[folder].mirror} " in each for each in expect["backwards"])


def test_a_reference_that_means_nothing_any_more_is_no_change_of_who_refers() -> None:
    year = "cycle: 2026\nobjectives: [{id: stay, title: Be kept, key_results: [{id: OLD, title: Kept}]}]\n"
    quarter = """\
cycle: 2026-Q4
objectives:
  - {id: near, title: Be near, supports: 2026/company/stay/old}
  - {id: far, title: Be far, supports: company/stay/old}
"""

    def named(name: str) -> Workspace:
        texts = {"okr.yaml": "version: 1\n", "a.yaml": year.replace("OLD", name), "b.yaml": quarter}
        return load(MemorySnapshot({path: text.encode() for path, text in texts.items()}))

    base, head = named("old"), named("new")
    assert [each.message for each in compare(base, head, AS_OF, RULEBOOK).changes] == [
        "Key result moved: 2026/company/stay/old → 2026/company/stay/new"
    ]


def test_every_kind_has_a_folder_or_mirrors_one() -> None:
    shown = {*FOLDERS, *(BY_NAME[folder].mirror for folder in FOLDERS)}
    assert set(BY_NAME) - shown == set()


def test_every_kind_has_a_mirror_or_says_why_it_is_its_own() -> None:
    for kind in BY_NAME.values():
        assert BY_NAME[kind.mirror].mirror == kind.name
        assert BY_NAME[kind.mirror].area is kind.area
        assert (kind.reason is not None) == (kind.mirror == kind.name)
