"""`okr score`, `okr list` and `okr tree`: what they are asked, what they refuse, what they say beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest

from okr.cli.boundary import run

NORTHWIND = Path(__file__).parents[2] / "examples" / "northwind"


class Result(NamedTuple):
    code: int
    out: str
    err: str


Okr = Callable[..., Result]


@pytest.fixture
def okr(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Okr:
    """Runs `okr` on the example company, on a day on which its quarter is half over."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", *(each for each in os.environ if each[:4] == "OKR_")):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str, root: Path = NORTHWIND, as_of: str = "2026-11-20") -> Result:
        code = run([*arguments, "--root", str(root), "--as-of", as_of])
        return Result(code, *capsys.readouterr())

    return call


def refs(result: Result) -> list[str]:
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)["objectives"]
    return [ref for each in found for ref in (each["ref"], *(inner["ref"] for inner in each["key_results"]))]


def score(okr: Okr, *arguments: str) -> list[str]:
    return refs(okr("score", "--format", "json", "--quiet", *arguments))


def test_a_reference_narrows_to_an_objective_with_its_key_results(okr: Okr) -> None:
    assert score(okr, "onboarding") == [
        "2026-Q4/growth/onboarding",
        "2026-Q4/growth/onboarding/activation",
        "2026-Q4/growth/onboarding/time-to-value",
        "2026-Q4/growth/onboarding/teammates",
    ]


def test_a_key_result_comes_with_its_objective_and_not_with_its_siblings(okr: Okr) -> None:
    assert score(okr, "onboarding/activation") == [
        "2026-Q4/growth/onboarding",
        "2026-Q4/growth/onboarding/activation",
    ]
    assert score(okr, "onboarding", "referrals") == [
        *score(okr, "onboarding"),
        "2026-Q4/growth/word-of-mouth",
        "2026-Q4/growth/word-of-mouth/referrals",
    ]


def test_the_score_of_an_objective_is_whole_however_few_key_results_are_shown(okr: Okr) -> None:
    whole, part = (
        json.loads(okr("score", ref, "--format", "json").out)["objectives"][0]
        for ref in ("onboarding", "onboarding/activation")
    )
    assert part["score"] == whole["score"] == 0.5428571428571428


def test_a_team_is_a_reference_too(okr: Okr) -> None:
    assert score(okr, "growth") == score(okr, "--team", "growth")
    assert score(okr, "company", "activation") == [
        "2026-Q4/company/runway",
        "2026-Q4/company/runway/recurring-revenue",
        "2026-Q4/company/runway/margin",
        "2026-Q4/company/runway/net-burn",
        "2026-Q4/growth/onboarding",
        "2026-Q4/growth/onboarding/activation",
    ]


def test_options_narrow_and_an_objective_is_whose_a_key_result_is(okr: Okr) -> None:
    assert [ref for ref in score(okr, "--owner", "ben") if ref.count("/") == 2] == [
        "2026-Q4/growth/onboarding",
        "2026-Q4/growth/word-of-mouth",
    ]
    assert [ref for ref in score(okr, "--tag", "P1") if ref.count("/") == 2] == [
        "2026-Q4/growth/onboarding",
        "2026-Q4/product/month-end",
    ]


def test_of_somebody_elses_objective_a_person_sees_their_own_key_results(okr: Okr) -> None:
    own = [
        "2026-Q4/growth/onboarding",
        "2026-Q4/growth/onboarding/time-to-value",
    ]
    assert score(okr, "--owner", "ben", "onboarding") == own
    assert score(okr, "--owner", "ben")[:2] == own
    assert score(okr, "--owner", "ben", "onboarding/activation") == [
        "2026-Q4/growth/onboarding",
        "2026-Q4/growth/onboarding/activation",
    ]
    assert score(okr, "--owner", "ada", "onboarding") == score(okr, "onboarding")


def test_the_reports_of_a_person_have_the_goals_that_their_scores_have(okr: Okr) -> None:
    report = json.loads(okr("report", "--owner", "ben", "--format", "json", "--quiet").out)
    assert [
        ref
        for team in report["teams"]
        for each in team["objectives"]
        for ref in (each["row"]["ref"], *(inner["row"]["ref"] for inner in each["key_results"]))
    ] == score(okr, "--owner", "ben")


def test_a_reference_is_looked_for_in_the_cycle_that_is_named(okr: Okr) -> None:
    assert score(okr, "activation", "--cycle", "2026-Q3") == [
        "2026-Q3/growth/first-report",
        "2026-Q3/growth/first-report/activation",
    ]


def test_all_cycles_are_one_output_with_one_entry_each(okr: Okr) -> None:
    result = okr("score", "--all-cycles", "activation", "--format", "json")
    output = json.loads(result.out)
    assert (result.code, output["schema"]) == (0, "okr.scores/1")
    assert [(each["cycle"], len(each["objectives"])) for each in output["cycles"]] == [
        ("2026-Q3", 1),
        ("2026-Q4", 1),
    ]


def test_the_cycle_is_said_where_the_result_does_not_show_it(okr: Okr) -> None:
    assert okr("score", "--format", "json").err == "cycle 2026-Q4, as of 2026-11-20\n"
    assert okr("score", "--format", "json", "--quiet").err == ""
    assert okr("score").err == ""


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["actvation"], 'there is no goal or KPI "actvation"', 'Did you mean "activation"?'),
        (
            ["uptim", "--cycle", "2026-Q4"],
            'there is no goal or KPI "uptim" in 2026-Q4',
            'Did you mean "uptime"?',
        ),
        (["activation-rate"], '"activation-rate" is a KPI and has no score', "See okr show activation-rate."),
        (
            ["activation-rate", "--all-cycles"],
            '"activation-rate" is a KPI and has no score',
            "See okr show activation-rate.",
        ),
        (
            ["mobile"],
            "2026-Q4/product/mobile is a draft and has no score",
            "See okr show 2026-Q4/product/mobile.",
        ),
        (
            ["introductions"],
            "2026-Q4/growth/partner-channel is dropped and has no score",
            "See okr show 2026-Q4/growth/partner-channel.",
        ),
        (
            ["onboarding", "retention"],
            "these goals are of 2 cycles: 2026-Q4, 2026",
            "Ask for those of one cycle, or for all with --all-cycles.",
        ),
        (
            ["--all-cycles", "--cycle", "2026"],
            "--cycle and --all-cycles exclude each other",
            "Leave one of them out.",
        ),
        (["--cycle", "2026-Q5"], 'there is no cycle "2026-Q5"', 'Did you mean "2026-Q4"?'),
        (["--team", "grwth"], 'there is no team "grwth"', 'Did you mean "growth"?'),
        (["--team", "x"], 'there is no team "x"', "There is company, growth, platform, product."),
        (["--owner", "adda"], 'there is no owner "adda"', 'Did you mean "ada"?'),
        (["--tag", "P9"], 'there is no tag "P9"', "There is P1."),
        (["--format", "jsn"], 'there is no format "jsn"', 'Did you mean "json"?'),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(
    okr: Okr, arguments: Sequence[str], message: str, hint: str
) -> None:
    assert okr("score", *arguments) == (2, "", f"okr: {message}\n     {hint}\n")


def workspace(folder: Path, goals: str) -> Path:
    (folder / "okr.yaml").write_text("version: 1\n")
    (folder / "goals").mkdir()
    (folder / "goals" / "goals.yaml").write_text(dedent(goals))
    return folder


GOALS = """
cycle: 2026-Q4
objectives:
  - id: o
    title: "[bold]Be[/bold] \\e[31mgood\\u202E"
    key_results:
      - {id: k, title: A number, baseline: 0, target: 10, check_ins: [{date: 2026-11-16, value: 5}]}
"""


@pytest.mark.parametrize("command", ["score", "list", "tree"])
def test_files_with_mistakes_are_told_and_the_rest_is_shown(okr: Okr, tmp_path: Path, command: str) -> None:
    root = workspace(tmp_path, GOALS)
    (root / "goals" / "bad.yaml").write_text("objectives: [\n")
    result = okr(command, root=root)
    assert (result.code, result.err) == (
        0,
        "1 file has mistakes, and what could not be read of them is missing here: see okr validate\n",
    )
    assert "Be" in result.out
    assert okr(command, "--quiet", root=root).err == ""


@pytest.mark.parametrize("command", ["score", "list", "tree"])
def test_where_nothing_can_be_read_there_is_nothing_to_show(okr: Okr, tmp_path: Path, command: str) -> None:
    root = workspace(tmp_path, "objectives: [\n")
    assert okr(command, root=root) == (
        2,
        "",
        "okr: no goal could be read: 1 file has mistakes\n     See them with okr validate.\n",
    )


@pytest.mark.parametrize("command", ["score", "list", "tree"])
@pytest.mark.parametrize("color", ["always", "never"])
def test_a_title_can_neither_colour_nor_turn_the_screen(
    okr: Okr, tmp_path: Path, command: str, color: str
) -> None:
    result = okr(command, "--color", color, root=workspace(tmp_path, GOALS))
    assert result.code == 0
    assert "[bold]Be[/bold] \N{REPLACEMENT CHARACTER}[31mgood\N{REPLACEMENT CHARACTER}" in result.out


def test_a_workspace_without_goals_says_what_to_do(okr: Okr, tmp_path: Path) -> None:
    (tmp_path / "okr.yaml").write_text("version: 1\n")
    hint = "Add one with okr new objective, or see okr validate."
    assert okr("score", root=tmp_path) == (2, "", f"okr: the workspace has no objectives yet\n     {hint}\n")
    assert okr("list", root=tmp_path).out == "There are no such objectives.\n"
    assert okr("tree", root=tmp_path).out == "There are no such goals.\n"
    assert okr("kpi", "list", root=tmp_path).out == "There are no such KPIs.\n"
    assert okr("kpi", "tree", root=tmp_path).out == "There are no such KPIs.\n"


def test_a_workspace_with_kpis_alone_says_where_they_are_seen(okr: Okr, tmp_path: Path) -> None:
    (tmp_path / "okr.yaml").write_text("version: 1\n")
    (tmp_path / "kpis.yaml").write_text("kpis:\n  - {id: churn, title: Monthly churn}\n")
    hint = "See okr kpi list or okr report; okr new objective adds an objective."
    message = f"okr: the workspace has no objectives yet, only 1 KPI\n     {hint}\n"
    assert okr("score", root=tmp_path) == (2, "", message)
    assert "Monthly churn" in okr("report", root=tmp_path).out


def listed(okr: Okr, *arguments: str) -> list[str]:
    result = okr("list", *arguments, "--format", "json")
    assert (result.code, result.err) == (0, "")
    _schema, entries = json.loads(result.out).values()
    return [each.get("ref") or each["id"] for each in entries]


def test_lists_are_of_every_cycle_unless_one_is_named(okr: Okr) -> None:
    assert len(listed(okr)) == 16
    assert listed(okr, "--cycle", "2026") == [
        "2026/company/retention",
        "2026/company/trust",
        "2026/company/independence",
    ]


def test_a_key_result_is_listed_for_its_own_owner(okr: Okr) -> None:
    assert listed(okr, "key-results", "--owner", "ben", "--cycle", "2026-Q4") == [
        "2026-Q4/growth/onboarding/time-to-value",
        "2026-Q4/growth/word-of-mouth/referrals",
        "2026-Q4/growth/word-of-mouth/referred-to-paid",
    ]


def test_the_kpis_of_a_cycle_are_those_that_its_goals_rest_on(okr: Okr) -> None:
    assert listed(okr, "kpis", "--cycle", "2026", "--team", "company") == [
        "net-revenue-retention",
        "monthly-churn",
        "gross-margin",
        "runway",
    ]


def test_teams_cycles_and_people_are_narrowed_to_those_with_such_goals(okr: Okr) -> None:
    assert listed(okr, "teams") == ["company", "growth", "product", "platform"]
    assert listed(okr, "teams", "--tag", "P1") == ["growth", "product"]
    assert listed(okr, "cycles") == ["2026", "2026-Q3", "2026-Q4"]
    assert listed(okr, "cycles", "--tag", "P1") == ["2026-Q4"]
    assert listed(okr, "people", "--team", "growth", "--cycle", "2026-Q4") == ["ada", "ben"]


def test_an_unknown_list_is_refused(okr: Okr) -> None:
    assert okr("list", "kpi") == (2, "", 'okr: there is no list of "kpi"\n     Did you mean "kpis"?\n')


def test_the_tree_of_a_team_has_what_its_goals_support(okr: Okr) -> None:
    output = json.loads(okr("tree", "--team", "growth", "--cycle", "2026-Q4", "--format", "json").out)
    assert {each["ref"]: each["supports"] for each in output["objectives"]} == {
        "2026/company/retention": [],
        "2026-Q4/growth/onboarding": ["2026/company/retention/churn"],
        "2026-Q4/growth/word-of-mouth": ["2026/company/retention"],
    }
    assert (output["roots"], output["orphans"], output["loops"]) == (["2026/company/retention"], [], [])


def test_orphans_are_listed_below_the_tree(okr: Okr, tmp_path: Path) -> None:
    root = workspace(tmp_path, "team: growth\n" + dedent(GOALS).lstrip())
    (root / "okr.yaml").write_text("version: 1\nteams: [{id: company}, {id: growth, parent: company}]\n")
    assert okr("tree", root=root).out.splitlines()[-3:] == [
        "",
        "These support nothing, and their team has a parent:",
        "  2026-Q4/growth/o",
    ]
