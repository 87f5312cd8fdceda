"""What people are told of a goal beside its score."""

from __future__ import annotations

import datetime as dt
from textwrap import indent

import pytest
from goals import sound, workspace

from okr.reports.goal_rows import GoalRow, Note, Standing, key_result_row, objective_row, total_standing
from okr.scoring import Rollup, Scores

KPI = """
kpis:
  - id: load
    title: Tickets
    target: {at_most: 8}
    cadence: weekly
    readings:
      - {date: 2026-10-05, value: 6}
      - {date: 2026-11-16, value: 9}
"""


def row(key_result: str, as_of: str = "2026-11-20") -> GoalRow:
    """The row of a key result, its id and title added."""
    goals = "cycle: 2026-Q4\nobjectives:\n  - id: o\n    title: Be good\n    key_results:\n"
    text = goals + "      - id: k\n        title: A number\n" + indent(key_result.strip("\n"), " " * 8) + "\n"
    loaded = sound({"goals/growth.yaml": text, "kpis/load.yaml": KPI})
    scores = Scores(loaded, dt.date.fromisoformat(as_of))
    return key_result_row(scores.key_result(loaded.key_results["2026-Q4/company/o/k"]), scores)


def objective(text: str, as_of: str = "2026-11-20", kpis: str = KPI) -> GoalRow:
    """The row of an objective, its id and title added."""
    goals = "cycle: 2026-Q4\nobjectives:\n  - id: o\n    title: Be good\n" + indent(text.strip("\n"), " " * 4)
    loaded = sound({"goals/growth.yaml": goals + "\n", "kpis/load.yaml": kpis})
    scores = Scores(loaded, dt.date.fromisoformat(as_of))
    return objective_row(scores.objective(loaded.objectives["2026-Q4/company/o"]), scores.as_of)


LEVELS = "levels: [{title: seen, score: 0}, {title: used, score: 1}]"
METRIC = """
owner: ada
unit: "%"
baseline: 40
target: 60
stretch: 66
"""


def test_a_key_result_is_told_with_all_that_is_known_of_it() -> None:
    text = METRIC + "due: 2026-11-30\ncheck_ins: [{date: 2026-11-16, value: 50, confidence: 0.7}]"
    assert row(text) == GoalRow(
        ref="2026-Q4/company/o/k",
        title="A number",
        standing=Standing("off_track", 0.5, 50 / 60),
        measure="50 → 60 %",
        owner="ada",
        confidence=0.7,
        left="10 d",
    )


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        (METRIC, "– → 60 %"),
        ("maintain: {at_most: 8}\nunit: tickets\nkpi: load", "9, hold ≤ 8 tickets"),
        ("maintain: {between: [1, 2]}", "hold 1 to 2"),
        (
            "maintain: {at_least: 99.99}\ncheck_ins: [{date: 2026-11-16, value: 99.9899999}]",
            "99.9899999, hold ≥ 99.99",
        ),
        (
            "baseline: 0\ntarget: 1250000.4\ncheck_ins: [{date: 2026-11-16, value: 1249999.6}]",
            "1,250,000 → 1,250,000.4",
        ),
        (
            "baseline: 0\ntarget: 1250000\ncheck_ins: [{date: 2026-11-16, value: 1249999.6}]",
            "1,249,999.6 → 1,250,000",
        ),
        ("milestones: [{title: a, done: 2026-11-20}, {title: b, done: 2026-11-21}]", "1 of 2 milestones"),
        ("done:", "open"),
        ("done: 2026-11-20", "done"),
        ("done: 2026-11-21", "open"),
        (LEVELS, "–"),
        (LEVELS + "\ncheck_ins: [{date: 2026-11-16, level: seen}, {date: 2026-11-17, note: Quiet.}]", "seen"),
        ("check_ins: [{date: 2026-11-16, score: 0.4}]", ""),
    ],
)
def test_each_measure_is_told_in_its_own_terms(text: str, measure: str) -> None:
    assert row(text).measure == measure


def grave(text: str) -> Note:
    return Note(text, grave=True)


@pytest.mark.parametrize(
    ("check_ins", "notes"),
    [
        ("{date: 2026-11-16, value: 50}", ()),
        ("{date: 2026-11-01, value: 58}", (grave("no check-in for 19 days"),)),
        ("{date: 2026-11-16, value: 41, status: on_track}", (grave("reported on track"),)),
        ("{date: 2026-11-16, value: 60, status: on_track}", ()),
        ("{date: 2026-11-16, value: 50, score: 0.7}", (grave("reported 0.70"),)),
        ("{date: 2026-11-16, value: 50, score: 0.5}", ()),
        ("{date: 2026-11-16, value: 66}", (Note("passed its stretch of 66"), Note("progress 1.30"))),
        ("{date: 2026-11-16, value: 38}", (Note("progress -0.10"),)),
    ],
)
def test_what_needs_to_be_known_of_a_metric(check_ins: str, notes: tuple[Note, ...]) -> None:
    assert row(f"{METRIC}check_ins: [{check_ins}]").notes == notes


def test_a_value_after_the_due_date_is_late() -> None:
    text = METRIC + "due: 2026-11-10\ncheck_ins: [{date: 2026-11-16, value: 50}]"
    assert row(text).notes == (Note("the last value came after the due date"),)


def test_an_assumed_baseline_is_said() -> None:
    text = "target: 60\ncheck_ins: [{date: 2026-10-05, value: 31}, {date: 2026-11-16, value: 50}]"
    assert row(text).notes == (Note("baseline 31 assumed"),)


def test_a_target_that_was_met_before_is_said() -> None:
    text = "target: 8\nkpi: load\nstart: 2026-10-12"
    assert row(text).notes == (Note("baseline 6 assumed"), Note("the target was met before it began"))


def test_a_silent_kpi_is_said_to_have_no_reading() -> None:
    assert row("baseline: 9\ntarget: 5\nkpi: load", "2026-12-01").notes == (grave("no reading for 15 days"),)


def test_nothing_was_ever_heard() -> None:
    assert row(METRIC).notes == (grave("no check-in for 50 days"),)


def test_a_grade_that_overrules_the_score_is_said() -> None:
    text = (
        METRIC
        + "check_ins: [{date: 2026-11-16, value: 50}]\nclose: {date: 2026-11-19, grade: 0.7, reason: So.}"
    )
    told = row(text)
    assert (told.standing.verdict, told.notes) == ("fair", (grave("closed with 0.70"),))
    assert row(text.replace("0.7,", "0.5,")).notes == ()
    assert row(text, "2026-11-18").notes == ()


def test_a_due_date_is_told_only_where_it_is_not_the_end_of_the_cycle() -> None:
    assert row("done:").left is None
    assert row("done:\ndue: 2026-11-20").left == "today"
    assert row("done: 2026-11-02\ndue: 2026-11-20").left is None
    assert row("done:\ndue: 2026-11-20", "2027-01-02").left is None


def test_a_breached_guardrail_is_said() -> None:
    told = objective("guardrails: [load]\nkey_results: [{id: k, title: A, done: 2026-11-02}]")
    assert (told.standing.verdict, told.notes) == ("at_risk", (grave("guardrail breached: load"),))


def test_a_guardrail_without_fresh_readings_is_said() -> None:
    told = objective("guardrails: [load]", "2026-11-30", KPI.replace("value: 9", "value: 8"))
    assert told.notes == (Note("guardrail without fresh readings: load"),)


@pytest.mark.parametrize("as_of", ["2026-09-20", "2027-01-20"])
def test_a_guardrail_without_fresh_readings_is_no_news_before_and_after_the_cycle(as_of: str) -> None:
    kpis = KPI.replace("value: 9", "value: 8").replace("2026-10-05", "2026-08-05")
    assert objective("guardrails: [load]\nkey_results: [{id: k, title: A, done: }]", as_of, kpis).notes == ()


def test_a_breached_guardrail_is_said_once_however_old_its_reading_is() -> None:
    told = objective("guardrails: [load]\nkey_results: [{id: k, title: A, done: 2026-11-02}]", "2026-12-20")
    assert told.notes == (grave("guardrail breached: load"),)


def test_a_graded_goal_says_nothing_of_the_plan() -> None:
    text = METRIC + "check_ins: [{date: 2026-11-16, value: 50}]"
    assert row(text, "2027-01-02").standing == Standing("fair", 0.5)


def test_a_total_of_what_is_over_has_a_score_alone() -> None:
    total = Rollup("scored", 0.8, 1.0, 1.0, "at_risk")
    assert total_standing(total, ended=True) == Standing(None, 0.8)
    assert total_standing(total, ended=False) == Standing("at_risk", 0.8, 1.0)
    nothing = Rollup("no_data", None, 0.0, None, None)
    assert total_standing(nothing, ended=True) == Standing("no_data")


def test_what_is_special_about_an_objective_is_said() -> None:
    text = """
ambition: committed
key_results: [{id: a, title: A, done: 2026-11-02}, {id: b, title: B}, {id: c, title: C}]
"""
    assert objective(text).measure == "committed, 33 % measured"
    assert objective("key_results: [{id: a, title: A, done: 2026-11-02}]").measure == ""
    assert objective("key_results: [{id: b, title: B}]").measure == ""


def test_what_has_no_score_says_nothing_of_the_plan() -> None:
    assert row(METRIC).standing == Standing("no_data")
    assert row(METRIC, "2026-09-30").standing == Standing("upcoming")


def test_a_workspace_without_the_kpi_of_a_guardrail_is_read_nevertheless() -> None:
    loaded = workspace("cycle: 2026-Q4\nobjectives: [{id: o, title: Be good, guardrails: [gone]}]")
    scores = Scores(loaded, dt.date(2026, 11, 20))
    assert objective_row(scores.objective(loaded.objectives["2026-Q4/company/o"]), scores.as_of).notes == ()
