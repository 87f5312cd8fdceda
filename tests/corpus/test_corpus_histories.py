"""Every step of real histories: `okr diff`, and `okr log` and `okr trend` over all of them."""

from __future__ import annotations

import json
import os
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from realgoals import Okr, corpus

from okr.snapshot import WorkTreeSnapshot
from okr.workspace import Workspace, load

BUNDLES = sorted((corpus() / "histories").glob("*.bundle"))
SAMPLES = 8
"""Goals of each history whose life is told."""


@pytest.fixture(scope="module", params=BUNDLES, ids=lambda bundle: bundle.stem)
def clone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("histories") / Path(request.param).stem
    git(Path.cwd(), "clone", "--quiet", str(request.param), str(folder))
    return folder


@pytest.fixture(scope="module")
def workspace(clone: Path) -> Workspace:
    return load(WorkTreeSnapshot(clone))


def git(folder: Path, *arguments: str) -> str:
    settings = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_every_step_is_told(okr: Okr, clone: Path, tmp_path: Path) -> None:
    page = tmp_path / "diff.md"
    for base, head in pairwise(git(clone, "rev-list", "--reverse", "HEAD").split()):
        result = okr("diff", base, head, "--root", clone, "--format", "json", "--output", f"markdown={page}")
        told = json.loads(result.out)
        text = page.read_text(encoding="utf-8")
        assert told["schema"] == "okr.diff/1"
        assert len(text) < 65_536


def test_the_life_of_goals(okr: Okr, clone: Path, workspace: Workspace) -> None:
    nodes = list(workspace.nodes)
    for ref in nodes[:: len(nodes) // SAMPLES + 1]:
        told = json.loads(okr("log", ref, "--root", clone, "--format", "json").out)
        assert told["ref"] == ref
        assert told["commits"]


def test_the_trend_of_every_cycle_and_of_goals(okr: Okr, clone: Path, workspace: Workspace) -> None:
    for cycle in sorted({node.cycle.id for node in workspace.objectives.values()}):
        json.loads(okr("trend", "--cycle", cycle, "--root", clone, "--format", "json").out)
    objectives = list(workspace.objectives)
    for ref in objectives[:: len(objectives) // SAMPLES + 1]:
        assert json.loads(okr("trend", ref, "--root", clone, "--format", "json").out)["points"]
