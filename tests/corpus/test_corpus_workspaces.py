"""Every command that reads, on goals that people really wrote: no traceback, and the right exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from realgoals import AS_OF, Okr, corpus

from okr.cli import session
from okr.snapshot import WorkTreeSnapshot
from okr.workspace import Workspace, load

ROOTS = sorted(path.parent for path in corpus().glob("*/okr.yaml"))
SAMPLES = 4
"""Goals of each workspace that are shown and explained one by one, spread over all."""

CYCLES = 3
"""The latest cycles of each workspace, of which there is a report."""

Here = Callable[..., str]


@cache
def read(root: Path) -> Workspace:
    return load(WorkTreeSnapshot(root))


@pytest.fixture(params=ROOTS, ids=lambda root: root.name)
def root(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def workspace(root: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The workspace, which is read once for all runs."""
    monkeypatch.setattr(session, "load", lambda snapshot, cache: read(snapshot.root))
    return read(root)


@pytest.fixture
def here(okr: Okr, root: Path) -> Here:
    """Runs okr in the workspace, and gives what it writes."""
    return lambda *arguments: okr(*arguments, "--root", root, "--as-of", AS_OF).out


def test_validate_ends_with_1_exactly_where_there_are_errors(okr: Okr, root: Path) -> None:
    arguments = ("--all-cycles", "--format", "json", "--root", root, "--as-of", AS_OF)
    result = okr("validate", *arguments, codes=(0, 1))
    assert result.code == int(json.loads(result.out)["summary"]["error"] > 0)


def test_score(here: Here, okr: Okr, workspace: Workspace, root: Path) -> None:
    if not workspace.objectives:
        assert "no objectives yet" in okr("score", "--all-cycles", "--root", root, codes=[2]).err
        return
    assert here("score", "--all-cycles")
    told = json.loads(here("score", "--all-cycles", "--format", "json"))
    scored = {each["ref"] for cycle in told["cycles"] for each in cycle["objectives"]}
    assert scored == {ref for ref, node in workspace.objectives.items() if node.goal.status == "active"}


@pytest.mark.parametrize("what", ["objectives", "key-results", "kpis", "teams", "cycles", "people"])
def test_list(here: Here, workspace: Workspace, what: str) -> None:
    json.loads(here("list", what, "--format", "json"))
    assert here("list", what)


def test_tree(here: Here, workspace: Workspace) -> None:
    here("tree")
    json.loads(here("tree", "--format", "json"))
    assert here("tree", "--format", "mermaid").startswith("flowchart")


def test_kpis(here: Here, workspace: Workspace) -> None:
    assert here("kpi", "list")
    told = json.loads(here("kpi", "list", "--format", "json"))
    assert len(told["kpis"]) == len(workspace.kpis)
    here("kpi", "tree")
    json.loads(here("kpi", "tree", "--format", "json"))


def test_the_chart_of_every_kpi_with_readings(here: Here, workspace: Workspace) -> None:
    for kpi in (node.ref for node in workspace.kpis.values() if node.readings):
        assert here("kpi", "chart", kpi)
        json.loads(here("kpi", "chart", kpi, "--format", "json"))


def test_show_and_explain(here: Here, workspace: Workspace, tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    nodes = list(workspace.nodes)
    for ref in nodes[:: len(nodes) // SAMPLES + 1]:
        assert here("show", ref, "--output", f"json={page}")
        json.loads(page.read_text(encoding="utf-8"))
        assert here("explain", ref)


def test_report(here: Here, workspace: Workspace) -> None:
    if not workspace.objectives:
        pytest.skip("a report is of a cycle with objectives, and here are only KPIs")
    for cycle in sorted({node.cycle.id for node in workspace.objectives.values()})[-CYCLES:]:
        assert here("report", "--cycle", cycle)
        assert here("report", "--cycle", cycle, "--format", "markdown").startswith("#")
        assert here("report", "--cycle", cycle, "--format", "html").startswith("<!doctype html>")
        json.loads(here("report", "--cycle", cycle, "--format", "json"))


def test_calibration(here: Here, workspace: Workspace) -> None:
    assert here("calibration")
