"""`okr log` and `okr trend` in a real repository: a goal is followed through edits, moves and renames."""

from __future__ import annotations

import json
from typing import Any

import pytest
from gitrepo import Repo

from okr.cli.boundary import run

GOALS = """\
cycle: 2026-Q4
objectives:
  - id: onboarding
    title: Make the first week easy
    key_results:
      - id: activation
        title: Activation
        unit: "%"
        baseline: 40
        target: 60
"""
CHECK_IN = "        check_ins:\n          - {date: 2026-10-12, value: 45}\n"
SECOND = CHECK_IN + "          - {date: 2026-10-26, value: 50}\n"


@pytest.fixture
def goals(repo: Repo) -> Repo:
    """Made, checked in, eased and checked in again, renamed, moved to another file; one about nothing."""

    def at(day: str) -> str:
        return f"2026-{day}T12:00:00+00:00"

    repo.commit("Set our goals", {"okr.yaml": "version: 1\n", "goals/a.yaml": GOALS}, at=at("10-02"))
    repo.commit("Check in", {"goals/a.yaml": GOALS + CHECK_IN}, at=at("10-12"))
    repo.commit("Talk of something else", {"README.md": "Hello\n"}, at=at("10-20"))
    eased = GOALS.replace("target: 60", "target: 55") + SECOND
    repo.commit("Ease and check in", {"goals/a.yaml": eased}, at=at("10-26"))
    renamed = eased.replace("id: onboarding", "id: first-week")
    repo.commit("Rename", {"goals/a.yaml": renamed}, at=at("11-02"))
    (repo.path / "goals" / "a.yaml").unlink()
    repo.commit("Tidy up", {"goals/b.yaml": renamed}, at=at("11-03"))
    return repo


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run([*arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_log_follows_a_goal_through_a_rename_and_another_file(
    goals: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    output = told(capsys, "log", "first-week", "--root", str(goals.path))
    assert output["ref"] == "2026-Q4/company/first-week"
    assert [
        (each["subject"], each["ref"], [change["kind"] for change in each["changes"]])
        for each in output["commits"]
    ] == [
        ("Rename", "2026-Q4/company/first-week", ["objective-moved"]),
        ("Ease and check in", "2026-Q4/company/onboarding", ["target-eased", "check-in-added"]),
        ("Check in", "2026-Q4/company/onboarding", ["check-in-added"]),
        ("Set our goals", "2026-Q4/company/onboarding", ["objective-added"]),
    ]


def test_log_on_a_terminal(goals: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log", "activation", "--root", str(goals.path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    commits = [line for line in lines if line.startswith("2026")]
    assert [line.split("  ", 2)[2] for line in commits] == [
        "Ada Okoro  Rename",
        "Ada Okoro  Ease and check in",
        "Ada Okoro  Check in",
        "Ada Okoro  Set our goals",
    ]
    assert "    then called 2026-Q4/company/onboarding/activation" in lines


def test_log_of_a_key_result_that_came_and_moved_with_its_objective(
    goals: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    output = told(capsys, "log", "activation", "--root", str(goals.path))
    assert [
        (each["subject"], [(change["kind"], change["ref"]) for change in each["changes"]])
        for each in output["commits"][:: len(output["commits"]) - 1]
    ] == [
        ("Rename", [("objective-moved", "2026-Q4/company/first-week")]),
        ("Set our goals", [("objective-added", "2026-Q4/company/onboarding")]),
    ]


def test_log_of_what_is_gone_tells_its_life_until_it_went(
    goals: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    (goals.path / "goals" / "b.yaml").unlink()
    goals.commit("Give up", at="2026-11-09T12:00:00+00:00")
    assert run(["log", "first-week", "--root", str(goals.path), "--format", "json"]) == 0
    captured = capsys.readouterr()
    assert (
        captured.err == "2026-Q4/company/first-week is not there any more; this is its life until it went\n"
    )
    subjects = [each["subject"] for each in json.loads(captured.out)["commits"]]
    assert subjects == ["Give up", "Rename", "Ease and check in", "Check in", "Set our goals"]


def test_log_of_what_never_was_is_an_error(goals: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log", "first-wek", "--root", str(goals.path)]) == 2
    assert (
        capsys.readouterr().err
        == 'okr: there is no goal or KPI "first-wek"\n     Did you mean "first-week"?\n'
    )


def test_a_merge_tells_only_what_it_did_itself(goals: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    goals.git("switch", "--quiet", "-c", "side", "HEAD~1")
    goals.commit(
        "Retitle", {"goals/a.yaml": (goals.path / "goals/a.yaml").read_text().replace("Activation", "Week 1")}
    )
    goals.git("switch", "--quiet", "main")
    goals.git("merge", "--quiet", "--no-edit", "-X", "find-renames=20%", "side")
    output = told(capsys, "log", "activation", "--root", str(goals.path))
    assert "Retitle" in [each["subject"] for each in output["commits"]]
    assert [each["subject"] for each in output["commits"] if each["subject"].startswith("Merge")] == []


def test_trend_gives_both_scores(goals: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    output = told(
        capsys, "trend", "first-week/activation", "--root", str(goals.path), "--as-of", "2026-11-05"
    )
    points = [(each["date"], each["score"], each["rescored"]) for each in output["points"]]
    assert points == [
        ("2026-10-02", None, None),
        ("2026-10-12", 0.25, pytest.approx(1 / 3)),
        ("2026-10-26", pytest.approx(2 / 3), pytest.approx(2 / 3)),
        ("2026-11-02", pytest.approx(2 / 3), pytest.approx(2 / 3)),
        ("2026-11-03", pytest.approx(2 / 3), pytest.approx(2 / 3)),
    ]


def test_trend_of_the_whole_cycle_has_a_point_a_week(goals: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    output = told(capsys, "trend", "--root", str(goals.path), "--as-of", "2026-11-05")
    assert output["ref"] == "2026-Q4"
    assert [each["date"] for each in output["points"]] == ["2026-10-12", "2026-10-26", "2026-11-03"]


def test_trend_on_a_terminal(goals: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trend", "--every", "commit", "--root", str(goals.path), "--as-of", "2026-11-05"]) == 0
    lines = [line.rpartition("  ")[0] for line in capsys.readouterr().out.splitlines()]
    assert lines[2:] == [
        "date        score  expected  by today's goalposts",
        "2026-10-12   0.25      0.12                  0.33",
        "2026-10-26   0.66      0.27                  0.66",
        "2026-11-02   0.66      0.35                  0.66",
        "2026-11-03   0.66      0.36                  0.66",
    ]


def test_a_kpi_has_readings_and_no_score(goals: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    goals.commit("Measure", {"kpis/k.yaml": "kpis: [{id: nps, title: NPS}]\n"})
    assert run(["trend", "nps", "--root", str(goals.path)]) == 2
    assert capsys.readouterr().err == (
        "okr: nps is a KPI, which has readings and no score\n     Run okr kpi chart nps.\n"
    )
