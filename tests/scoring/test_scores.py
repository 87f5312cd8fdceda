"""Scoring, edge case by edge case: the list at the end of scoring.md, and what else matters."""

from __future__ import annotations

import datetime as dt

import pytest
from goals import key_result, key_results, sound

from okr.scoring import Scores
from okr.scoring.numbers import shown

Q4_MIDDLE = "2026-11-15"


def near(value: float | tuple[float, ...] | None) -> object:
    return pytest.approx(value, abs=1e-12)


def test_reduce_to_zero() -> None:
    kr = key_result("baseline: 8\ntarget: 0\ncheck_ins:\n  - {date: 2026-10-12, value: 2}", Q4_MIDDLE)
    assert (kr.progress, kr.score) == (near(0.75), near(0.75))


@pytest.mark.parametrize(
    ("baseline", "target", "value", "progress"),
    [
        (-20, -5, -10, 2 / 3),
        (-5, -20, -10, 1 / 3),
        (-30, 10, 0, 0.75),
        (-30, 10, -40, -0.25),
        (42, 60, 66, 4 / 3),
        (0.1, 0.3, 0.2, 0.5),
        (1e6, 1_000_001, 1_000_000.5, 0.5),
    ],
    ids=[
        "negative rising",
        "negative falling",
        "NPS across zero",
        "undershoot",
        "overshoot",
        "decimals",
        "a small step at a great height",
    ],
)
def test_progress_is_signed_and_uncut(baseline: float, target: float, value: float, progress: float) -> None:
    kr = key_result(
        f"baseline: {baseline}\ntarget: {target}\ncheck_ins:\n  - {{date: 2026-10-12, value: {value}}}",
        Q4_MIDDLE,
    )
    assert kr.progress == pytest.approx(progress, abs=1e-6)
    assert kr.score == pytest.approx(min(1, max(0, progress)), abs=1e-6)


def test_a_value_on_the_band_edge_is_in_the_upper_band_though_floats_miss_it() -> None:
    # (0.1 + 0.6 - 0) / 1 is 0.7000000000000001 or 0.6999999999999999, as the sum goes
    kr = key_result("baseline: 0\ntarget: 0.3\ncheck_ins:\n  - {date: 2026-10-12, value: 0.21}", "2027-01-05")
    assert kr.grade == "good"
    assert shown(0.7 - 1e-12) == "0.70"
    assert shown(0.699) == "0.69"


def test_a_value_on_a_range_bound_is_inside_though_floats_miss_it() -> None:
    kr = key_result(
        "maintain: {at_most: 0.3}\ncheck_ins:\n  - {date: 2026-10-12, value: 0.30000000000000004}", Q4_MIDDLE
    )
    assert kr.score == 1
    strict = key_result("maintain: {below: 0.3}\ncheck_ins:\n  - {date: 2026-10-12, value: 0.3}", Q4_MIDDLE)
    assert strict.score == 0


def test_no_data_at_all() -> None:
    objective = key_results(
        "- {id: a, title: A, baseline: 0, target: 1}\n- {id: b, title: B, baseline: 0, target: 1}", Q4_MIDDLE
    )
    assert (objective.state, objective.score, objective.expected, objective.status) == (
        "no_data",
        None,
        None,
        None,
    )
    assert objective.coverage == 0
    assert [each.state for each in objective.key_results] == ["no_data", "no_data"]


ONE_OF_THREE = """
- {id: a, title: A, baseline: 0, target: 10, check_ins: [{date: 2026-10-12, value: 4}]}
- {id: b, title: B, baseline: 0, target: 10}
- {id: c, title: C, baseline: 0, target: 10}
"""


def test_one_key_result_of_three_measured_is_the_score_while_the_cycle_runs() -> None:
    objective = key_results(ONE_OF_THREE, Q4_MIDDLE)
    assert (objective.score, objective.coverage) == (near(0.4), near(1 / 3))


def test_what_was_never_measured_enters_as_zero_once_the_cycle_is_over() -> None:
    objective = key_results(ONE_OF_THREE, "2027-01-01")
    assert (objective.score, objective.coverage) == (near(0.4 / 3), near(1 / 3))
    assert objective.expected == 1


def test_weight_only_on_unmeasured_ones() -> None:
    objective = key_results(
        """
        - {id: a, title: A, baseline: 0, target: 10, weight: 0.001, check_ins: [{date: 2026-10-12, value: 4}]}
        - {id: b, title: B, baseline: 0, target: 10, weight: 9.999}
        """,
        Q4_MIDDLE,
    )
    assert (objective.score, objective.coverage) == (near(0.4), near(0.0001))


def test_a_baseline_that_is_not_written_is_the_first_value() -> None:
    kr = key_result(
        "target: 50\ncheck_ins:\n  - {date: 2026-10-12, value: 20}\n  - {date: 2026-10-19, value: 35}",
        Q4_MIDDLE,
    )
    assert (kr.baseline, kr.baseline_assumed, kr.progress) == (20, True, near(0.5))


def test_a_target_that_the_assumed_baseline_already_meets() -> None:
    text = "target: 50\ncheck_ins:\n  - {date: 2026-10-12, value: 50}"
    assert key_result(text, Q4_MIDDLE).already_met is True
    assert key_result(text, Q4_MIDDLE).progress == 1
    assert key_result(text + "\n  - {date: 2026-10-19, value: 40}", Q4_MIDDLE).progress == 0


KPI = """
kpis:
  - id: nps
    title: NPS
    target: {at_least: 30}
    readings:
      - {date: 2026-09-28, value: 35}
      - {date: 2026-10-12, value: 20}
"""
BOUND = """
cycle: 2026-Q4
objectives:
  - id: o
    title: Be good
    key_results:
      - {id: k, title: NPS, kpi: nps, target: 30}
"""


def test_a_baseline_from_a_kpi_is_its_last_reading_before_the_window_and_has_its_direction() -> None:
    loaded = sound({"goals/a.yaml": BOUND, "kpis/k.yaml": KPI})
    kr = (
        Scores(loaded, dt.date(2026, 10, 20)).objective(loaded.objectives["2026-Q4/company/o"]).key_results[0]
    )
    assert (kr.baseline, kr.baseline_assumed, kr.already_met) == (35, True, True)
    assert (kr.value, kr.progress) == (20, 0)


def test_a_baseline_from_a_kpi_without_earlier_readings_is_the_first_inside() -> None:
    later = KPI.replace("2026-09-28, value: 35", "2026-10-05, value: 10")
    loaded = sound({"goals/a.yaml": BOUND, "kpis/k.yaml": later})
    kr = (
        Scores(loaded, dt.date(2026, 10, 20)).objective(loaded.objectives["2026-Q4/company/o"]).key_results[0]
    )
    assert (kr.baseline, kr.progress) == (10, near(0.5))


LINE = "baseline: 0\ntarget: 10\ncheck_ins:\n  - {date: 2026-10-12, value: 4}"


@pytest.mark.parametrize(
    ("as_of", "state", "expected"),
    [
        ("2026-09-30", "upcoming", 0),
        ("2026-10-01", "no_data", 0),
        ("2026-12-31", "scored", 1),
        ("2027-02-01", "scored", 1),
    ],
    ids=["before start", "on start", "on due", "after due"],
)
def test_as_of_around_the_window(as_of: str, state: str, expected: float) -> None:
    kr = key_result(LINE, as_of)
    assert (kr.state, kr.expected) == (state, expected)


def test_a_cycle_one_day_long_expects_all_from_that_day_on() -> None:
    settings = "version: 1\ncycles: [{id: day, start: 2026-10-12, end: 2026-10-12}]\n"
    assert key_result(LINE, "2026-10-11", cycle="day", settings=settings).expected == 0
    kr = key_result(LINE, "2026-10-12", cycle="day", settings=settings)
    assert (kr.expected, kr.score, kr.status) == (1, near(0.4), "off_track")


def test_a_check_in_after_as_of_has_not_happened() -> None:
    kr = key_result(LINE + "\n  - {date: 2026-11-20, value: 9}", "2026-11-19")
    assert (kr.value, kr.score) == (4, near(0.4))


def test_a_check_in_after_due_counts_and_is_late() -> None:
    kr = key_result(LINE + "\n  - {date: 2027-01-04, value: 9}", "2027-01-10")
    assert (kr.value, kr.late, kr.score) == (9, True, near(0.9))
    assert key_result(LINE, "2027-01-10").late is False


def test_two_teams_with_the_same_objective_id() -> None:
    settings = "version: 1\nteams: [{id: a}, {id: b}]\n"
    text = "team: {}\ncycle: 2026-Q4\nobjectives: [{{id: o, title: Be good}}]\n"
    loaded = sound({"goals/a.yaml": text.format("a"), "goals/b.yaml": text.format("b")}, settings)
    assert list(loaded.objectives) == ["2026-Q4/a/o", "2026-Q4/b/o"]


CHILD_OF_A_KEY_RESULT = """
cycle: 2026-Q4
objectives:
  - id: parent
    title: Be good
    rollup: {rollup}
    key_results: [{{id: k, title: K, baseline: 0, target: 10, check_ins: [{{date: 2026-10-12, value: 8}}]}}]
  - id: child
    title: Be kind
    weight: 3
    supports: company/parent/k
    key_results: [{{id: k, title: K, baseline: 0, target: 10, check_ins: [{{date: 2026-10-12, value: 4}}]}}]
"""


@pytest.mark.parametrize(("rollup", "score"), [("children", 0.4), ("both", 0.5), ("key_results", 0.8)])
def test_a_child_supporting_a_key_result_enters_its_objective(rollup: str, score: float) -> None:
    loaded = sound(CHILD_OF_A_KEY_RESULT.format(rollup=rollup))
    scores = Scores(loaded, dt.date(2026, 11, 15))
    assert scores.objective(loaded.objectives["2026-Q4/company/parent"]).score == near(score)


@pytest.mark.parametrize(("rollup", "total"), [("children", 0.4), ("both", 0.4), ("key_results", 0.5)])
def test_parents_and_children_in_one_total_count_once(rollup: str, total: float) -> None:
    loaded = sound(CHILD_OF_A_KEY_RESULT.format(rollup=rollup))
    scores = Scores(loaded, dt.date(2026, 11, 15))
    objectives = scores.objectives(loaded.cycles["2026-Q4"])
    assert scores.total(objectives).score == near(total)


STEADY = """
cycle: 2026-Q4
objectives:
  - id: o
    title: O
    key_results:
      - id: k
        title: K
        baseline: 0
        target: 100
        check_ins: [{date: 2026-10-11, value: 10}, {date: 2026-10-21, value: 20}]
"""


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-09-30", None),
        ("2026-10-20", None),
        ("2026-10-21", (91, 0.91)),
        ("2026-12-30", (91, 0.91)),
        ("2026-12-31", None),
    ],
    ids=["before its start", "of two values", "of three values", "on its last day but one", "when it is due"],
)
def test_a_forecast_is_made_while_a_metric_runs(as_of: str, expected: tuple[float, float] | None) -> None:
    loaded = sound(STEADY)
    ahead = Scores(loaded, dt.date.fromisoformat(as_of)).forecast(loaded.key_results["2026-Q4/company/o/k"])
    assert (None if ahead is None else (ahead.estimate.value, ahead.score)) == (expected and near(expected))


def test_a_child_in_a_loop_is_left_out() -> None:
    text = """
    cycle: 2026-Q4
    objectives:
      - {id: a, title: A, rollup: children, supports: company/b}
      - {id: b, title: B, rollup: children, supports: company/a}
      - id: c
        title: C
        supports: company/a
        key_results: [{id: k, title: K, check_ins: [{date: 2026-10-12, score: 0.6}]}]
    """
    loaded = sound(text)
    scores = Scores(loaded, dt.date(2026, 11, 15))
    assert scores.objective(loaded.objectives["2026-Q4/company/a"]).score == near(0.6)
    assert scores.objective(loaded.objectives["2026-Q4/company/b"]).state == "no_data"


def test_rollup_none_has_no_score_of_its_own_and_is_in_no_total() -> None:
    loaded = sound(CHILD_OF_A_KEY_RESULT.format(rollup="none"))
    scores = Scores(loaded, dt.date(2026, 11, 15))
    parent = scores.objective(loaded.objectives["2026-Q4/company/parent"])
    assert (parent.state, parent.score, parent.status) == ("unscored", None, None)
    total = scores.total(scores.objectives(loaded.cycles["2026-Q4"]))
    assert (total.score, total.coverage) == (near(0.4), 1)


def test_a_leap_day_is_a_day() -> None:
    kr = key_result(LINE.replace("2026-10-12", "2028-02-29"), "2028-02-29", cycle="2028-02")
    assert (kr.expected, kr.value) == (1, 4)


def test_iso_week_53() -> None:
    kr = key_result(LINE.replace("2026-10-12", "2026-12-28"), "2026-12-31", cycle="2026-W53")
    assert (kr.node.start, kr.node.due) == (dt.date(2026, 12, 28), dt.date(2027, 1, 3))
    assert kr.expected == near(0.5)


def test_a_correction_replaces_the_whole_entry_of_its_date() -> None:
    text = (
        "baseline: 0\ntarget: 10\ncheck_ins:\n"
        "  - {date: 2026-10-12, value: 4, confidence: 0.9}\n"
        "  - {date: 2026-10-12, value: 5, corrects: true}"
    )
    kr = key_result(text, Q4_MIDDLE)
    assert (kr.value, kr.confidence) == (5, None)


@pytest.mark.parametrize(
    ("as_of", "stale"),
    [("2026-10-22", False), ("2026-10-23", True), ("2026-12-31", True), ("2027-01-01", False)],
    ids=["a week and the days of grace", "one day more", "on due", "past due"],
)
def test_silence_is_stale_while_there_is_something_left_to_say(as_of: str, stale: bool) -> None:
    assert key_result(LINE, as_of).stale is stale


def test_a_stale_on_track_is_at_risk() -> None:
    text = LINE.replace("value: 4", "value: 9")
    assert key_result(text, "2026-10-22").status == "on_track"
    assert key_result(text, "2026-10-23").status == "at_risk"


def test_what_is_done_is_not_stale_but_a_level_that_is_kept_may_be() -> None:
    assert key_result(LINE.replace("value: 4", "value: 10"), "2026-11-20").stale is False
    kept = key_result("maintain: {at_least: 5}\ncheck_ins:\n  - {date: 2026-10-12, value: 9}", "2026-11-20")
    assert (kept.score, kept.stale, kept.status) == (1, True, "at_risk")


def test_a_level_that_is_kept_is_done_only_on_its_due_date() -> None:
    text = "maintain: {at_least: 5}\ncheck_ins:\n  - {date: 2026-12-28, value: 9}"
    assert key_result(text, "2026-12-30").status == "on_track"
    assert key_result(text, "2026-12-31").status == "done"


def test_an_undone_binary_has_no_status_before_it_is_due() -> None:
    assert key_result("done:", Q4_MIDDLE).status is None
    assert key_result("done:", "2026-12-31").status == "off_track"
    assert key_result("done: 2026-11-01", Q4_MIDDLE).status == "done"
    assert key_result("done: 2026-11-20", Q4_MIDDLE).score == 0


def test_a_guardrail_holds_back_and_is_named() -> None:
    text = """
    cycle: 2026-Q4
    objectives:
      - id: o
        title: Be good
        guardrails: [load, quiet]
        key_results: [{id: k, title: K, baseline: 0, target: 10, check_ins: [{date: 2026-11-14, value: 10}]}]
    kpis:
      - {id: load, title: Load, target: {at_most: 8}, readings: [{date: 2026-11-09, value: 9}]}
      - {id: quiet, title: Quiet, target: {at_most: 8}}
    """
    loaded = sound(text)
    objective = Scores(loaded, dt.date(2026, 11, 15)).objective(loaded.objectives["2026-Q4/company/o"])
    assert (objective.score, objective.status) == (1, "at_risk")
    assert objective.breached_guardrails == ("load",)
    assert objective.uncertain_guardrails == ("quiet",)


def test_a_grade_where_nothing_could_be_computed_is_the_score() -> None:
    text = "close: {date: 2027-01-08, grade: 1.2, reason: It was plain to see.}"
    assert key_result(text, "2027-01-07").state == "no_data"
    kr = key_result(text, "2027-01-08")
    assert (kr.state, kr.score, kr.progress) == ("scored", 1, 1)


def test_a_grade_beside_a_computed_score_never_replaces_it() -> None:
    kr = key_result(LINE + "\nclose: {date: 2027-01-08, grade: 0.9, reason: Late numbers.}", "2027-01-10")
    assert (kr.score, kr.grade) == (near(0.4), "fair")


@pytest.mark.parametrize(
    ("value", "ambition", "grade"),
    [
        (7, "aspirational", "good"),
        (4, "aspirational", "fair"),
        (3.9, "aspirational", "poor"),
        (10, "committed", "met"),
        (9.9, "committed", "missed"),
    ],
)
def test_grades(value: float, ambition: str, grade: str) -> None:
    text = LINE.replace("value: 4", f"value: {value}") + f"\nambition: {ambition}"
    assert key_result(text, "2027-01-01").grade == grade
    assert key_result(text, "2026-12-31").grade is None


def test_a_plan_is_the_expectation_between_its_points() -> None:
    text = LINE + "\nplan: [{date: 2026-11-01, value: 1}, {date: 2026-12-01, value: 7}]"
    assert key_result(text, "2026-11-01").expected == near(0.1)
    assert key_result(text, "2026-11-16").expected == near(0.4)
    assert key_result(text, "2026-12-31").expected == 1


def test_milestones_with_due_dates_expect_what_is_due() -> None:
    text = """
    milestones:
      - {title: A, weight: 3, due: 2026-10-31, done: 2026-11-10}
      - {title: B, due: 2026-11-30}
    """
    kr = key_result(text, Q4_MIDDLE)
    assert (kr.score, kr.expected, kr.status) == (near(0.75), near(0.75), "on_track")
    assert key_result(text.replace(", due: 2026-11-30", ""), "2026-10-01").expected == 0


def test_a_guardrail_is_judged_no_later_than_the_end_of_the_cycle() -> None:
    text = """
    cycle: 2026-Q3
    objectives:
      - id: o
        title: Be good
        guardrails: [load]
        key_results: [{id: k, title: K, baseline: 0, target: 10, check_ins: [{date: 2026-09-14, value: 10}]}]
    kpis:
      - id: load
        title: Load
        cadence: weekly
        target: {at_most: 8}
        readings: [{date: 2026-09-28, value: 7}, {date: 2026-11-09, value: 9}]
    """
    loaded = sound(text)
    scores = Scores(loaded, dt.date(2026, 11, 15))
    node = loaded.objectives["2026-Q3/company/o"]
    assert scores.kpi(loaded.kpis["load"]).health == "unhealthy"
    assert [(each.health, each.value, each.stale) for each in scores.guardrails(node)] == [
        ("healthy", 7, False)
    ]
    assert scores.objective(node).status == "done"


def test_a_chain_longer_than_pythons_stack_is_scored() -> None:
    last = 400
    lines = ["cycle: 2026-Q4", "objectives:", "  - {id: o0, title: O, rollup: children}"]
    lines += [
        f"  - {{id: o{n}, title: O, rollup: children, supports: company/o{n - 1}}}" for n in range(1, last)
    ]
    lines += [
        f"  - id: o{last}",
        "    title: End",
        f"    supports: company/o{last - 1}",
        "    key_results: [{id: k, title: K, check_ins: [{date: 2026-10-12, score: 0.6}]}]",
        "kpis:",
        "  - {id: k0, title: K, readings: [{date: 2026-10-05, value: 1}]}",
    ]
    lines += [f'  - {{id: k{n}, title: K, formula: "{{k{n - 1}}} + 1"}}' for n in range(1, last)]
    loaded = sound("\n".join(lines) + "\n")
    scores = Scores(loaded, dt.date(2026, 11, 15))
    assert scores.objective(loaded.objectives["2026-Q4/company/o0"]).score == near(0.6)
    assert scores.series(loaded.kpis[f"k{last - 1}"]) == ((dt.date(2026, 10, 5), last),)
