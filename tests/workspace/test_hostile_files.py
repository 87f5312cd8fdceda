"""Files that no reader likes: each is a diagnostic with a place, and none a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from goals import found

from okr.snapshot import WorkTreeSnapshot
from okr.workspace import load

GOOD = "cycle: 2026-Q4\nobjectives: [{id: fine, title: Be good}]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "goals").mkdir(parents=True)
    (folder / "okr.yaml").write_text("version: 1\n", encoding="utf-8")
    (folder / "goals" / "good.yaml").write_text(GOOD, encoding="utf-8")
    return folder


def findings(root: Path) -> list[str]:
    """What is found, as `path code place`, and that the good file beside is read all the same."""
    loaded = load(WorkTreeSnapshot(root))
    assert list(loaded.objectives) == ["2026-Q4/company/fine"]
    return [" ".join(line.split()[:3]) for line in found(loaded)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"cycle: 2026-Q4\ntitle: caf\xe9\n", "OKR009 2:11"),
        (b"cycle: 2026-Q4\nobjectives:\x00\n", "OKR009 2:12"),
        (b"a: " + b"x" * (5 * 1024 * 1024), "OKR009 1:1"),
        (b"[" * 100_000, "OKR009 1:51"),
        (b"- " * 100_000, "OKR009 1:101"),
        (b"{" * 100_000, "OKR009 1:51"),
        (b"? " * 100_000, "OKR009 1:101"),
    ],
    ids=["not UTF-8", "NUL", "too large", "brackets", "dashes", "braces", "question marks"],
)
def test_one_hostile_file(root: Path, data: bytes, expected: str) -> None:
    (root / "goals" / "bad.yaml").write_bytes(data)
    assert findings(root) == [f"goals/bad.yaml {expected}"]


def test_a_billion_laughs_are_refused_where_the_first_anchor_is(root: Path) -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30))
    (root / "goals" / "bad.yaml").write_text("a0: &a0 [lol]\n" + levels, encoding="utf-8")
    lines = findings(root)
    assert lines[0].startswith("goals/bad.yaml OKR00")
    assert any(line.startswith("goals/bad.yaml OKR006") for line in lines)


def test_a_folder_that_is_named_like_a_file(root: Path) -> None:
    (root / "goals" / "x.yaml").mkdir()
    assert findings(root) == ["goals/x.yaml OKR009 1:1"]


def test_a_link_out_of_the_workspace_and_one_to_nothing(root: Path) -> None:
    (root.parent / "secret.yaml").write_text(GOOD, encoding="utf-8")
    (root / "goals" / "out.yaml").symlink_to(root.parent / "secret.yaml")
    (root / "goals" / "nothing.yaml").symlink_to("nowhere.yaml")
    assert findings(root) == ["goals/nothing.yaml OKR009 1:1", "goals/out.yaml OKR009 1:1"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(root: Path) -> None:
    (root / "goals" / "bad.yaml").write_text(GOOD, encoding="utf-8")
    (root / "goals" / "bad.yaml").chmod(0)
    assert findings(root) == ["goals/bad.yaml OKR009 1:1"]


def test_a_csv_that_is_a_link_out_of_the_workspace(root: Path) -> None:
    (root.parent / "secret.csv").write_text("date,value\n2026-10-05,1\n", encoding="utf-8")
    (root / "kpis").mkdir()
    (root / "kpis" / "r.csv").symlink_to(root.parent / "secret.csv")
    (root / "kpis" / "k.yaml").write_text("kpis: [{id: n, title: N, readings: r.csv}]\n", encoding="utf-8")
    assert findings(root) == ["kpis/k.yaml OKR009 1:36"]


def test_a_workspace_below_is_one_of_its_own(root: Path) -> None:
    inner = root / "goals" / "inner"
    inner.mkdir()
    (inner / "okr.yaml").write_text("version: 1\n", encoding="utf-8")
    (inner / "bad.yaml").write_text("broken: [", encoding="utf-8")
    assert findings(root) == []


def test_include_and_exclude(root: Path) -> None:
    for path in ("goals/drafts/idea.yaml", "notes/other.yaml", "top.yml", ".hidden/x.yaml"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("nothing: here\n", encoding="utf-8")
    (root / "okr.yaml").write_text('version: 1\nexclude: ["goals/drafts/**", "*.yml"]\n', encoding="utf-8")
    assert findings(root) == []
    (root / "okr.yaml").write_text("version: 1\n", encoding="utf-8")
    assert findings(root) == ["goals/drafts/idea.yaml OKR003 1:1", "top.yml OKR003 1:1"]
