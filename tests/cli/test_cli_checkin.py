"""`okr checkin`: exactly the lines that its author would have typed, and refusals that help."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk, northwind
from gitrepo import NewRepo

GROWTH = "goals/2026-Q4/growth.yaml"
PLATFORM = "goals/2026-Q4/platform.yaml"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(northwind(tmp_path), capsys, monkeypatch)


@pytest.mark.parametrize(
    ("arguments", "path", "lines"),
    [
        (
            ["time-to-value", "25"],
            GROWTH,
            ["+          - {date: 2026-11-20, value: 25}"],
        ),
        (
            ["time-to-value", "25.50", "-c", "0.7", "-m", "Good: week", "--by", "ben"],
            GROWTH,
            ['+          - {date: 2026-11-20, value: 25.50, confidence: 0.7, note: "Good: week", by: ben}'],
        ),
        (
            ["time-to-value", "0", "--confidence", "0"],
            GROWTH,
            ["+          - {date: 2026-11-20, value: 0, confidence: 0}"],
        ),
        (
            [
                "activation",
                "--confidence",
                "0.9",
                "--status",
                "on_track",
                "--blocker",
                "A, b",
                "--evidence",
                "x",
            ],
            GROWTH,
            [
                (
                    '+          - {date: 2026-11-20, confidence: 0.9, status: on_track, blockers: ["A, b"], '
                    "evidence: [x]}"
                ),
            ],
        ),
        (
            ["referred-to-paid", "19"],
            GROWTH,
            ["+        check_ins:", "+          - {date: 2026-11-20, value: 19}"],
        ),
        (
            ["time-to-value", "30", "--date", "2026-11-12"],
            GROWTH,
            ["+          - {date: 2026-11-12, value: 30}"],
        ),
        (
            ["report", "--done"],
            PLATFORM,
            [
                (
                    "-        done:                           # empty: not yet. Before "
                    "its due date it is neither good nor bad"
                ),
                (
                    "+        done: 2026-11-20                           # empty: not yet. Before "
                    "its due date it is neither good nor bad"
                ),
            ],
        ),
        (
            ["controls", "--milestone", "dry run", "--done", "2026-11-18"],
            PLATFORM,
            [
                "-          - {title: The dry run finds nothing grave, weight: 2, due: 2026-12-10}",
                (
                    "+          - {title: The dry run finds nothing grave, weight: 2, due: 2026-12-10, "
                    "done: 2026-11-18}"
                ),
            ],
        ),
    ],
)
def test_a_check_in_is_its_own_lines(desk: Desk, arguments: list[str], path: str, lines: list[str]) -> None:
    assert desk.wrote("checkin", *arguments) == {path: lines}


def test_a_negative_value_is_a_value(desk: Desk) -> None:
    assert desk.wrote("checkin", "net-burn", "-5", "--yes") == {
        "goals/2026-Q4/company.yaml": ["+          - date: 2026-11-20", "+            value: -5"]
    }


def test_it_says_what_it_wrote_and_where(desk: Desk) -> None:
    assert desk.okr("checkin", "time-to-value", "25") == (
        0,
        "Check in growth/onboarding/time-to-value: 25 min on 2026-11-20\n",
        "Written: goals/2026-Q4/growth.yaml\n",
    )


def test_a_dry_run_prints_the_patch_and_writes_nothing(desk: Desk) -> None:
    result = desk.okr("checkin", "time-to-value", "25", "--dry-run")
    assert desk.changed() == {}
    assert result.err == ""
    assert result.out.splitlines()[:2] == [f"--- a/{GROWTH}", f"+++ b/{GROWTH}"]
    added = [line for line in result.out.splitlines()[2:] if line[0] in "+-"]
    assert added == ["+          - {date: 2026-11-20, value: 25}"]


def test_the_patch_of_a_dry_run_is_one_that_git_applies(
    desk: Desk, new_repo: NewRepo, tmp_path: Path
) -> None:
    repo = new_repo("apply")
    repo.write(dict(desk.files().items()))
    patch = tmp_path / "x.patch"
    patch.write_text(desk.okr("checkin", "report", "--done", "--note", "ä", "-n").out, encoding="utf-8")
    repo.git("apply", patch)
    desk.wrote("checkin", "report", "--done", "--note", "ä")
    assert (repo.path / PLATFORM).read_bytes() == (desk.root / PLATFORM).read_bytes()


def test_a_second_one_on_a_day_is_a_correction_if_it_is_meant(desk: Desk) -> None:
    assert desk.refused("checkin", "time-to-value", "26", "--date", "2026-11-16") == (
        "okr: growth/onboarding/time-to-value has a check-in of 2026-11-16 already: 27 min\n"
        "     With --yes this one is added as its correction (corrects: true).\n"
    )
    assert desk.wrote("checkin", "time-to-value", "26", "--date", "2026-11-16", "--yes") == {
        GROWTH: ["+          - {date: 2026-11-16, value: 26, corrects: true}"]
    }


def test_what_looks_like_a_slip_is_written_if_it_is_meant(desk: Desk) -> None:
    assert desk.refused("checkin", "time-to-value", "2500") == (
        "okr: 2500 min is a hundred times off what growth/onboarding/time-to-value is about\n"
        "     Did you mean 25? With --yes it is written as it is.\n"
    )
    assert desk.wrote("checkin", "time-to-value", "2500", "--yes") == {
        GROWTH: ["+          - {date: 2026-11-20, value: 2500}"]
    }


def test_a_late_one_is_written_and_told(tmp_path: Path, desk: Desk) -> None:
    result = desk.okr("checkin", "2026-Q4/growth/onboarding/time-to-value", "25", "--as-of", "2027-01-04")
    assert result.err.startswith("okr: 2027-01-04 is in the future\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["time-to-value", "25", "--date", "2026-11-21"],
            "2026-11-21 is in the future\n     A check-in says what was; write it on that day.",
        ),
        (
            ["time-to-value", "25", "--date", "2026-09-30"],
            (
                "2026-09-30 lies before 2026-10-01, when growth/onboarding/time-to-value starts\n"
                "     Give the day with --date, or move the start with okr amend."
            ),
        ),
        (
            ["controls", "4"],
            (
                "platform/reviewers/controls is measured by its milestones, and a value does not fit\n"
                '     Write it like this: okr checkin platform/reviewers/controls --milestone "TITLE"'
            ),
        ),
        (
            ["controls", "--milestone", "nothing like it"],
            (
                '"nothing like it" is no milestone of platform/reviewers/controls\n'
                "     Milestones are:\n"
                "     Access is reviewed and on record\n"
                "     Every change has a second pair of eyes\n"
                "     Suppliers are assessed\n"
                "     The dry run finds nothing grave"
            ),
        ),
        (
            ["controls", "--done"],
            (
                "which milestone is done?\n"
                '     Write it like this: okr checkin platform/reviewers/controls --milestone "TITLE"\n'
                "     Milestones are:\n"
                "     Access is reviewed and on record\n"
                "     Every change has a second pair of eyes\n"
                "     Suppliers are assessed\n"
                "     The dry run finds nothing grave"
            ),
        ),
        (
            ["activation", "47"],
            (
                "growth/onboarding/activation gets its values from the KPI activation-rate\n"
                "     Record a reading: okr kpi record activation-rate 47"
            ),
        ),
        (
            ["referrals", "47", "--level", "Some"],
            (
                "growth/word-of-mouth/referrals is measured by a value, and a level does not fit\n"
                "     Write it like this: okr checkin growth/word-of-mouth/referrals VALUE"
            ),
        ),
        (
            ["2026-Q3/growth/first-report/activation", "--note", "x"],
            (
                "growth/first-report/activation was closed on 2026-10-06\n"
                "     If it goes on, remove its close in goals/2026-Q3/growth.yaml:34 first."
            ),
        ),
        (
            ["introductions", "5"],
            (
                "growth/partner-channel is dropped\n"
                "     If it goes on: okr amend growth/partner-channel status=active --reason …"
            ),
        ),
        (
            ["onboarding", "5"],
            (
                '"growth/onboarding" is an objective, and check-ins are of key results\n'
                "     Check in one of its key results:\n"
                "     growth/onboarding/activation\n"
                "     growth/onboarding/time-to-value\n"
                "     growth/onboarding/teammates"
            ),
        ),
        (
            ["support-load", "5"],
            '"support-load" is a KPI, and KPIs have readings\n     Use okr kpi record support-load VALUE.',
        ),
        (
            ["time-to-value"],
            (
                "there is nothing to record\n"
                "     Write it like this: okr checkin growth/onboarding/time-to-value VALUE"
            ),
        ),
        (
            [],
            "there is nobody to ask\n     Name a key result and its value: okr checkin REF VALUE.",
        ),
        (["time-to-value", "25%"], '"25%" is not a value\n     Write 25.'),
        (
            ["time-to-value", "1_000"],
            '"1_000" is not a value\n     Write digits and a point only, as in 1234.5.',
        ),
        (["time-to-value", "25", "-c", "7"], "7 is not a confidence from 0 to 1\n     Write it like 0.7."),
        (["time-to-value", "25", "-c", "70"], "70 is not a confidence from 0 to 1\n     Write 0.7."),
        (
            ["time-to-value", "25", "--status", "ontrack"],
            'there is no status "ontrack"\n     Did you mean "on_track"?',
        ),
        (
            ["time-to-value", "25", "--by", "adda"],
            '--by names "adda", who is not among the people of okr.yaml\n     Did you mean "ada"?',
        ),
        (
            ["time-to-valu", "25"],
            'there is no goal or KPI "time-to-valu"\n     Did you mean "time-to-value"?',
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(desk: Desk, arguments: list[str], message: str) -> None:
    assert desk.refused("checkin", *arguments) == f"okr: {message}\n"


def test_a_revision_is_not_what_is_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    result = desk.okr("checkin", "time-to-value", "25", "--at", "HEAD")
    assert (result.code, result.out, desk.changed()) == (2, "", {})
    assert "--at" not in desk.okr("checkin", "--help").out
    monkeypatch.setenv("OKR_AT", "HEAD~1")  # what commands read that look back
    assert desk.wrote("checkin", "time-to-value", "25") == {
        GROWTH: ["+          - {date: 2026-11-20, value: 25}"]
    }


def test_who_checks_in_is_known_by_the_environment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_USER", "@mira")
    assert desk.wrote("checkin", "time-to-value", "25") == {
        GROWTH: ["+          - {date: 2026-11-20, value: 25, by: mira}"]
    }


def test_a_commit_holds_the_file_and_knows_its_author(desk: Desk, new_repo: NewRepo, tmp_path: Path) -> None:
    repo = new_repo("company")
    repo.commit("Begin", desk.files())
    repo.git("config", "user.email", "BEN@example.com")
    repo.write({"other.txt": "not mine"})
    desk.root = repo.path
    result = desk.okr("checkin", "time-to-value", "25", "--commit")
    assert (result.code, result.err.splitlines()[0]) == (0, f"Written: {GROWTH}")
    assert (
        repo.git("log", "-1", "--format=%s")
        == "Check in growth/onboarding/time-to-value: 25 min on 2026-11-20"
    )
    assert repo.git("show", "--name-only", "--format=") == GROWTH
    assert "+          - {date: 2026-11-20, value: 25, by: ben}" in repo.git("show").splitlines()
    assert repo.git("status", "--short") == "?? other.txt"


def test_a_commit_is_refused_before_anything_is_written_while_other_work_is_staged(
    desk: Desk, new_repo: NewRepo
) -> None:
    repo = new_repo("company")
    repo.commit("Begin", desk.files())
    repo.write({"other.txt": "staged"})
    repo.git("add", "other.txt")
    desk.root = repo.path
    desk.remember()
    assert desk.refused("checkin", "time-to-value", "25", "--commit") == (
        "okr: other changes are staged: `other.txt`\n"
        "     Commit them first, or unstage them with `git restore --staged`.\n"
    )
    result = desk.okr("checkin", "time-to-value", "25", "--commit", "--despite-staged")
    assert result.code == 0
    assert repo.git("show", "--name-only", "--format=") == GROWTH


def test_a_commit_outside_of_a_repository_is_refused_before_anything_is_written(desk: Desk) -> None:
    assert desk.refused("checkin", "time-to-value", "25", "--commit") == (
        f"okr: {desk.root} is not in a git repository\n     `git init` makes one.\n"
    )
