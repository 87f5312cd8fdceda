"""Goals in git itself: real merges, rebases and diffs with the drivers that `okr git install` sets up."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from gitrepo import Repo

from okr.cli.boundary import run

SETTINGS = "version: 1\nrules: {ignore: [OKR1]}\n"
BASE = """\
cycle: 2026-Q4
objectives:
  - id: onboarding
    title: Make the first week easy
    key_results:
      - id: activation
        title: Activation
        unit: "%"
        baseline: 42
        target: 60
        check_ins:
          - {date: 2026-10-12, value: 44}
"""
FIRST = "          - {date: 2026-10-12, value: 44}\n"
GOALS = "goals/growth.yaml"


@pytest.fixture
def goals(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A workspace in a repository in which the drivers are installed."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    repo.commit("Begin", {"okr.yaml": SETTINGS, GOALS: BASE, "kpis/a.csv": "date,value\n2026-10-05,1\n"})
    assert run(["git", "install", "--root", str(repo.path)]) == 0
    return repo


def two_branches(repo: Repo, ours: str, theirs: str, path: str = GOALS) -> None:
    repo.git("switch", "--quiet", "-c", "feature")
    repo.commit("Theirs", {path: theirs})
    repo.git("switch", "--quiet", "main")
    repo.commit("Ours", {path: ours})


def check_in(day: str, value: int) -> str:
    return FIRST + f"          - {{date: {day}, value: {value}}}\n"


BOTH = BASE + "          - {date: 2026-10-19, value: 46}\n          - {date: 2026-10-26, value: 48}\n"


def test_git_merge_takes_the_check_ins_of_both_branches(goals: Repo) -> None:
    two_branches(
        goals,
        BASE.replace(FIRST, check_in("2026-10-26", 48)),
        BASE.replace(FIRST, check_in("2026-10-19", 46)),
    )
    goals.git("merge", "--quiet", "--no-edit", "feature")
    assert (goals.path / GOALS).read_text() == BOTH
    assert goals.git("status", "--porcelain") == ""


def test_git_rebase_takes_the_check_ins_of_both_branches(goals: Repo) -> None:
    two_branches(
        goals,
        BASE.replace(FIRST, check_in("2026-10-26", 48)),
        BASE.replace(FIRST, check_in("2026-10-19", 46)),
    )
    goals.git("rebase", "--quiet", "feature")
    assert (goals.path / GOALS).read_text() == BOTH


def test_readings_of_both_branches_are_interleaved(goals: Repo) -> None:
    head = "date,value\n2026-10-05,1\n"
    two_branches(goals, head + "2026-10-19,3\n", head + "2026-10-12,2\n", "kpis/a.csv")
    goals.git("merge", "--quiet", "--no-edit", "feature")
    assert (goals.path / "kpis/a.csv").read_text() == head + "2026-10-12,2\n2026-10-19,3\n"


def test_a_true_conflict_marks_only_its_lines(goals: Repo) -> None:
    two_branches(goals, BASE.replace("target: 60", "target: 55"), BASE.replace("target: 60", "target: 58"))
    goals.git("merge", "--quiet", "--no-edit", "feature", check=False)
    marked = "<<<<<<< ours\n        target: 55\n=======\n        target: 58\n>>>>>>> theirs\n"
    assert (goals.path / GOALS).read_text() == BASE.replace("        target: 60\n", marked)
    assert goals.git("status", "--porcelain") == f"UU {GOALS}"


def test_what_cannot_be_read_is_merged_by_lines(goals: Repo) -> None:
    broken = BASE.replace("title: Activation", "title: Activation: now")
    (goals.path / ".git" / "hooks" / "pre-commit").unlink()
    two_branches(goals, broken, BASE.replace("cycle: 2026-Q4", "cycle: 2027-Q1"))
    goals.git("merge", "--quiet", "--no-edit", "feature")
    assert (goals.path / GOALS).read_text() == broken.replace("cycle: 2026-Q4", "cycle: 2027-Q1")


@pytest.mark.parametrize(
    "command", [["diff", "HEAD~1"], ["show"], ["log", "-1", "-p"]], ids=["diff", "show", "log"]
)
def test_git_speaks_in_goals(goals: Repo, command: list[str]) -> None:
    reordered = BASE.replace(
        "        baseline: 42\n        target: 60\n", "        target: 55\n        baseline: 42\n"
    )
    goals.commit("Ease", {GOALS: reordered})
    shown = [
        line
        for line in goals.git(*command).splitlines()
        if line.startswith(("+", "-")) and line[:3] not in ("+++", "---")
    ]
    assert shown == ["-onboarding/activation  target: 60", "+onboarding/activation  target: 55"]


def test_a_broken_file_fails_no_git_command(goals: Repo) -> None:
    goals.write({GOALS: "a: [\n"})
    assert "+a: [" in goals.git("diff").splitlines()


def test_no_title_can_command_the_terminal(goals: Repo) -> None:
    goals.write({GOALS: BASE.replace("title: Activation", r'title: "\e[31mred"')})
    assert "\x1b" not in goals.git("diff", "--no-color")


def test_the_hook_checks_what_is_staged(goals: Repo) -> None:
    goals.write({GOALS: BASE.replace("target: 60", 'target: "60%"')})
    goals.git("add", "--all")
    goals.git("commit", "--quiet", "--message=Bad", check=False)
    assert goals.git("log", "--format=%s") == "Begin"


def test_uninstall_takes_back_exactly_what_install_did(
    goals: Repo, new_repo: object, capsys: pytest.CaptureFixture[str]
) -> None:
    attributes = goals.path / ".git" / "info" / "attributes"
    attributes.write_text("*.png binary\n" + attributes.read_text())
    goals.git("config", "diff.other.textconv", "cat")
    assert run(["git", "uninstall", "--root", str(goals.path)]) == 0
    assert attributes.read_text() == "*.png binary\n"
    assert not (goals.path / ".git" / "hooks" / "pre-commit").exists()
    assert "okr" not in (goals.path / ".git" / "config").read_text()
    assert "other" in (goals.path / ".git" / "config").read_text()


@pytest.mark.parametrize(("folder", "root"), [("", "."), ("our okrs", "our okrs")])
def test_a_hook_of_ones_own_is_left_as_it_is(
    goals: Repo, capsys: pytest.CaptureFixture[str], folder: str, root: str
) -> None:
    workspace = goals.path / folder
    goals.commit("Begin", {f"{workspace}/okr.yaml": SETTINGS, f"{workspace}/{GOALS}": BASE})
    goals.hook("pre-commit", "exit 0")
    capsys.readouterr()
    assert run(["git", "install", "--root", str(workspace)]) == 0
    assert (goals.path / ".git" / "hooks" / "pre-commit").read_text() == "#!/bin/sh\nexit 0\n"
    command = f'okr validate --staged --root "{root}"'
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"left your hook pre-commit as it is; add to it: {command}"
    )
    goals.hook("pre-commit", command)
    goals.commit("Good", {f"{workspace}/{GOALS}": BASE.replace("42", "40")})
    goals.write({f"{workspace}/{GOALS}": BASE.replace("target: 60", 'target: "60%"')})
    goals.git("commit", "--all", "--quiet", "--message=Bad", check=False)
    assert goals.git("log", "-1", "--format=%s") == "Good"
    assert run(["git", "uninstall", "--root", str(workspace)]) == 0
    assert (goals.path / ".git" / "hooks" / "pre-commit").exists()


def test_installing_twice_is_installing_once(goals: Repo) -> None:
    before = {file: file.read_text() for file in (goals.path / ".git").glob("*/attributes")}
    assert run(["git", "install", "--root", str(goals.path)]) == 0
    assert {file: file.read_text() for file in (goals.path / ".git").glob("*/attributes")} == before


def test_a_workspace_in_a_subfolder_has_its_own_patterns(repo: Repo) -> None:
    repo.commit("Begin", {"company/okr.yaml": "version: 1\n"})
    assert run(["git", "install", "--root", str(repo.path / "company")]) == 0
    assert (repo.path / ".git" / "info" / "attributes").read_text().splitlines()[1:4] == [
        "/company/okr.yaml diff=okr merge=okr",
        "/company/goals/**/*.yaml diff=okr merge=okr",
        "/company/goals/**/*.yml diff=okr merge=okr",
    ]
