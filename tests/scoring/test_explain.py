"""Explanations: the formula with its numbers, where inputs are written, and that the moves really do it."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent, indent

import pytest
from goals import key_result, sound, workspace
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from okr.scoring import Scores
from okr.scoring.explain import Explanation, Move, Step, explain, explain_total
from okr.workspace import Workspace

MIDDLE = "2026-11-16"


def loaded(body: str) -> Workspace:
    head = "cycle: 2026-Q4\nobjectives:\n  - id: o\n    title: Be good\n    key_results:\n"
    text = "- id: k\n  title: A number\n" + indent(dedent(body).strip("\n"), "  ")
    return sound(head + indent(text, " " * 6) + "\n")


def explained(body: str, as_of: str = MIDDLE) -> Explanation:
    goals = loaded(body)
    return explain(Scores(goals, dt.date.fromisoformat(as_of)), goals.key_results["2026-Q4/company/o/k"])


def step(explanation: Explanation, name: str) -> Step:
    return next(each for each in explanation.steps if each.name == name)


def moves(explanation: Explanation) -> list[tuple[str, str]]:
    return [(each.aim, each.what) for each in explanation.moves]


def places(of: Step, goals: Workspace) -> list[str]:
    return [
        f"{each.name} {each.value} {each.place.path}:{goals.span(each.place).start.line}"
        if each.place
        else f"{each.name} {each.value}"
        for each in of.inputs
    ]


METRIC = """
unit: min
baseline: 45
target: 15
check_ins:
  - {date: 2026-10-12, value: 41}
  - {date: 2026-11-09, value: 36}
  - {date: 2026-11-09, value: 39, corrects: true}
"""


def test_a_metric() -> None:
    goals = loaded(METRIC)
    explanation = explain(Scores(goals, dt.date(2026, 11, 16)), goals.key_results["2026-Q4/company/o/k"])
    assert [each.name for each in explanation.steps] == [
        "progress",
        "score",
        "expected",
        "status",
        "forecast",
        "share",
    ]
    progress = step(explanation, "progress")
    assert (progress.formula, progress.worked) == (
        "(value − baseline) / (target − baseline)",
        "(39 − 45) / (15 − 45) = 0.2",
    )
    assert places(progress, goals) == [
        "value 39.0 goals/growth.yaml:14",
        "baseline 45.0 goals/growth.yaml:9",
        "target 15.0 goals/growth.yaml:10",
    ]
    expected = step(explanation, "expected")
    assert expected.worked == "46 days of 91 = 0.5054"
    assert places(expected, goals) == [
        "as_of 2026-11-16",
        "start 2026-10-01 goals/growth.yaml:1",
        "due 2026-12-31 goals/growth.yaml:1",
    ]
    assert step(explanation, "status").worked == "0.2 < 0.7 × 0.5054 = 0.3538"
    assert step(explanation, "share").worked == "1 / 1 = 1, which gives 0.2 of the 0.2 of o"
    assert moves(explanation) == [
        ("on_track", "a value of at most 31.3 min: a score of 0.4566"),
        ("good", "a value of at most 24 min: a score of 0.7"),
    ]


def test_a_forecast_says_its_drift_and_how_sure_it_is() -> None:
    forecast = step(explained(METRIC), "forecast")
    assert forecast.worked == "39 + (39 − 45) / 39 days × 52 = 31"
    assert [each.note for each in forecast.inputs] == [
        "the baseline, on 2026-10-01",
        "on 2026-10-12",
        "on 2026-11-09",
        "that of 2026-Q4",
    ]
    assert forecast.notes == (
        "four times in five it will be from 3.1613 to 58.839: Student's t with 1 degree of freedom",
        (
            "reaching the target by then: unlikely (3 values are too few for a percentage);"
            " the expected value scores 0.4666"
        ),
    )


@pytest.mark.parametrize(
    ("body", "worked", "asked"),
    [
        (
            "baseline: 0\ntarget: 10\ncheck_ins: [{date: 2026-11-09, value: 14}]",
            "(14 − 0) / (10 − 0) = 1.4",
            [],
        ),
        (
            "baseline: -30\ntarget: 10\ncheck_ins: [{date: 2026-11-09, value: -20}]",
            "(-20 − (-30)) / (10 − (-30)) = 0.25",
            [
                ("on_track", "a value of at least -11.8: a score of 0.455"),
                ("good", "a value of at least -2: a score of 0.7"),
            ],
        ),
        (
            (
                "baseline: 20\ntarget: 60\nscale: [[20, 0], [30, 0.3], [60, 1]]\n"
                "check_ins: [{date: 2026-11-09, value: 33}]"
            ),
            "0.3 + (1 − 0.3) × (33 − 30) / (60 − 30) = 0.37",
            [
                ("on_track", "a value of at least 36.7: a score of 0.4563"),
                ("good", "a value of at least 47.2: a score of 0.7013"),
            ],
        ),
        (
            "maintain: {above: 8}\ncheck_ins: [{date: 2026-11-02, value: 8}, {date: 2026-11-09, value: 9}]",
            "1 of 2 = 0.5",
            [
                ("on_track", "8 values > 8 in a row from now on"),
                ("good", "2 values > 8 in a row from now on"),
            ],
        ),
        (
            (
                "ambition: committed\nmaintain: {at_most: 2}\ncadence: weekly\n"
                "check_ins: [{date: 2026-11-02, value: 1}, {date: 2026-11-09, value: 3}]"
            ),
            "1 of 6 = 0.1666",
            [
                ("on_track", "out of reach: with the 8 periods left ≤ 2 it would be 0.6428"),
                ("met", "nothing: no further period can make up for what was outside ≤ 2"),
            ],
        ),
        (
            (
                "milestones:\n  - {title: First, done: 2026-11-02}\n  - {title: Second, weight: 2}\n"
                "  - {title: Third, weight: 3}"
            ),
            "1 / 6 = 0.1666",
            [("on_track", "done: Third"), ("good", "these milestones done: Third; Second")],
        ),
        ("done:", "not done: 0", [("good", "reach it, and write its date as done")]),
        (
            (
                "levels: [{title: Tried, score: 0.3}, {title: Used, score: 0.8}]\n"
                "check_ins: [{date: 2026-11-09, level: Tried}]"
            ),
            '"Tried": 0.3',
            [("on_track", 'the level "Used"'), ("good", 'the level "Used"')],
        ),
        (
            "check_ins: [{date: 2026-11-09, score: 0.3}]",
            "0.3",
            [
                ("on_track", "a check-in with a score of at least 0.46"),
                ("good", "a check-in with a score of at least 0.7"),
            ],
        ),
        (
            "target: 10",
            "no check-in gives one in its window so far",
            [
                ("on_track", "a first value: the baseline is taken from it"),
                ("good", "a first value: the baseline is taken from it"),
            ],
        ),
    ],
    ids=[
        "overshoot",
        "across zero",
        "scale",
        "maintain",
        "maintain by period",
        "milestones",
        "binary",
        "levels",
        "graded",
        "no baseline",
    ],
)
def test_progress_and_moves_by_measure(body: str, worked: str, asked: list[tuple[str, str]]) -> None:
    explanation = explained(body)
    assert step(explanation, "progress").worked == worked
    assert moves(explanation) == asked


MONTHS = "maintain: {above: 5}\ncadence: monthly\ncheck_ins: "


@pytest.mark.parametrize(
    ("said", "as_of", "asked"),
    [
        (
            "[{date: 2026-10-25, value: 3}]",
            "2026-11-20",
            [
                ("on_track", "out of reach: with the 2 periods left > 5 it would be 0.6666"),
                ("good", "out of reach: with the 2 periods left > 5 it would be 0.6666"),
            ],
        ),
        (
            "[{date: 2026-10-25, value: 3}, {date: 2026-11-05, value: 6}]",
            "2026-11-20",
            [
                ("on_track", "out of reach: with the 1 period left > 5 it would be 0.6666"),
                ("good", "out of reach: with the 1 period left > 5 it would be 0.6666"),
            ],
        ),
        (
            "[]",
            "2026-12-20",
            [
                ("on_track", "out of reach: with the 1 period left > 5 it would be 0.3333"),
                ("good", "out of reach: with the 1 period left > 5 it would be 0.3333"),
            ],
        ),
        (
            "[]",
            "2026-10-20",
            [
                ("on_track", "1 period > 5 in a row from now on"),
                ("good", "1 period > 5 in a row from now on"),
            ],
        ),
    ],
    ids=["one missed", "this one is met already", "silent ones are missed", "nothing is lost yet"],
)
def test_what_the_periods_left_cannot_bring_is_out_of_reach(
    said: str, as_of: str, asked: list[tuple[str, str]]
) -> None:
    assert moves(explained(MONTHS + said, as_of)) == asked


def test_what_a_period_that_is_over_missed_is_out_of_reach() -> None:
    body = "due: 2026-11-30\n" + MONTHS + "[{date: 2026-10-25, value: 3}]"
    assert moves(explained(body, "2026-12-05")) == [
        ("on_track", "out of reach: no period is left"),
        ("good", "out of reach: no period is left"),
    ]


def test_an_objective_is_not_told_to_raise_what_cannot_rise_so_far() -> None:
    kept = "{id: k, title: K, maintain: {above: 5}, cadence: monthly, check_ins: ["
    text = (
        "cycle: 2026-Q4\nobjectives:\n  - id: o\n    title: Be good\n    key_results:\n"
        f"      - {kept}{{date: 2026-10-25, value: 3}}, {{date: 2026-11-15, value: 6}}]}}\n"
        "      - {id: m, title: M, baseline: 0, target: 10, check_ins: [{date: 2026-11-15, value: 6}]}\n"
    )
    goals = sound(text)
    explanation = explain(Scores(goals, dt.date(2026, 11, 20)), goals.objectives["2026-Q4/company/o"])
    assert [(move.ref, move.what) for move in explanation.moves if move.aim == "on_track"] == [
        ("2026-Q4/company/o/m", "a value of at least 9: a score of 0.9")
    ]


FALLING = "[[500, 0], [300, 0.5], [100, 1]]"
PEAK = "[[0, 0], [50, 1], [100, 0]]"


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (f"baseline: 500\ntarget: 100\nscale: {FALLING}\nvalue: 450", ["at most 318", "at most 220"]),
        (f"target: 100\nscale: {FALLING}\nvalue: 450", ["at most 318", "at most 220"]),
        (f"baseline: 0\ntarget: 50\nscale: {PEAK}\nvalue: 10", ["at least 22.8", "at least 35"]),
        (f"baseline: 0\ntarget: 50\nscale: {PEAK}\nvalue: 95", ["at most 77.2", "at most 65"]),
        ("baseline: 9\ntarget: 1\nscale: [[2, 0.4], [5, 0.4], [9, 0]]\nvalue: 8", ["at most 5", "at most 5"]),
        ("baseline: 0\ntarget: 5\nscale: [[0, 0], [5, 0.4], [9, 0]]\nvalue: 1", ["5", "5"]),
        (f"baseline: 500\ntarget: 80\nscale: {FALLING}", ["at most 318", "at most 220"]),
        (f"target: 80\nscale: {FALLING}", ["at most 80", "at most 80"]),
        ("target: 60\nscale: [[20, 0], [60, 1]]", ["at least 60", "at least 60"]),
    ],
    ids=[
        "falling",
        "falling from an assumed baseline",
        "up to a peak",
        "down to a peak",
        "a best end that is flat",
        "a peak that is all there is",
        "falling, not measured",
        "a falling scale and nowhere to start from",
        "a rising scale and nowhere to start from",
    ],
)
def test_on_a_scale_the_side_on_which_a_value_is_enough(body: str, asked: list[str]) -> None:
    head, _, value = body.partition("\nvalue: ")
    text = f"{head}\ncheck_ins: [{{date: 2026-11-09, value: {value}}}]" if value else head
    told = [what.removeprefix("a value of ").partition(":")[0] for _, what in moves(explained(text))]
    assert told == asked


def test_a_clamp_is_told() -> None:
    body = "baseline: 0\ntarget: 10\ncheck_ins: [{date: 2026-11-09, value: 14}]"
    assert step(explained(body), "score").notes == ("cut from 1.4 to 1",)
    assert step(explained(body.replace("14", "-3")), "score").notes == ("cut from -0.3 to 0",)


def test_an_assumed_baseline_says_where_it_is_from() -> None:
    body = "target: 10\ncheck_ins: [{date: 2026-10-12, value: 4}, {date: 2026-11-09, value: 7}]"
    baseline = step(explained(body), "progress").inputs[1]
    assert (baseline.value, baseline.note) == (4, "assumed: the first value, on 2026-10-12")


def test_a_plan_is_worked_out() -> None:
    body = (
        "baseline: 40\ntarget: 60\nplan: [{date: 2026-11-15, value: 48}]\n"
        "check_ins: [{date: 2026-11-09, value: 50}]"
    )
    assert step(explained(body), "expected").worked == "0.4 + (1 − 0.4) × 1 / 46 days = 0.413"


def test_silence_asks_for_a_check_in_and_not_for_more() -> None:
    explanation = explained("baseline: 0\ntarget: 10\ncheck_ins: [{date: 2026-10-12, value: 9}]")
    assert step(explanation, "status").value == "at_risk"
    assert step(explanation, "status").notes == (
        "stale: nothing was heard since 2026-10-12; silence is never on track",
    )
    assert moves(explanation) == [
        ("on_track", "a check-in: the numbers are on track"),
        ("good", "it is there, with 0.9: keep it"),
    ]


def test_nothing_is_asked_of_what_is_graded_or_dropped() -> None:
    assert moves(explained(METRIC, "2027-02-01")) == []
    assert step(explained(METRIC, "2027-02-01"), "grade").worked == "0.2 < 0.4"
    assert moves(explained(METRIC + "status: dropped")) == []


def test_nothing_is_asked_once_the_cycle_is_over_and_nothing_was_measured() -> None:
    body = "baseline: 1\ntarget: 5"
    assert moves(explained(body, "2026-12-31")) == [
        ("on_track", "a value of at least 4.6: a score of 0.9"),
        ("good", "a value of at least 3.8: a score of 0.7"),
    ]
    assert moves(explained(body, "2027-01-01")) == []


@pytest.mark.parametrize(("status", "why"), [("draft", "it is a draft"), ("dropped", "it was dropped")])
def test_what_does_not_count_says_why(status: str, why: str) -> None:
    goals = sound(
        f"""
        cycle: 2026-Q4
        objectives:
          - {{id: o, title: Be good, key_results: [{{id: k, title: K, target: 5, status: {status}}}]}}
          - {{id: p, title: Be bad, status: {status}}}
        """
    )
    scores = Scores(goals, dt.date(2026, 11, 16))
    key_result_, objective = goals.key_results["2026-Q4/company/o/k"], goals.objectives["2026-Q4/company/p"]
    assert [step(explain(scores, each), "share").worked for each in (key_result_, objective)] == [
        f"none: {why} and does not enter the score of o",
        f"none: {why} and does not enter the score of 2026-Q4/company",
    ]


def test_what_was_met_before_it_began_is_told_what_holding_it_earns() -> None:
    goals = sound(
        """
        cycle: 2026-Q4
        objectives: [{id: o, title: Be good, key_results: [{id: k, title: K, target: 50, kpi: up}]}]
        kpis:
          - id: up
            title: Up
            target: {at_least: 50}
            readings: [{date: 2026-09-20, value: 60}, {date: 2026-10-20, value: 45}]
        """
    )
    scores = Scores(goals, dt.date(2026, 11, 16))
    assert moves(explain(scores, goals.key_results["2026-Q4/company/o/k"])) == [
        ("on_track", "a value of at least 50: a score of 1"),
        ("good", "a value of at least 50: a score of 1"),
    ]


OBJECTIVE = """
cycle: 2026-Q4
objectives:
  - id: o
    title: Be good
    guardrails: [load]
    key_results:
      - {id: a, title: A, weight: 2, baseline: 0, target: 10, check_ins: [{date: 2026-11-09, value: 3}]}
      - {id: b, title: B, baseline: 0, target: 10, check_ins: [{date: 2026-11-09, value: 6}]}
      - {id: c, title: C, baseline: 0, target: 10}
  - {id: p, title: Be better, rollup: none}
kpis:
  - id: load
    title: Load
    target: {at_most: 8}
    alert: {at_most: 9}
    readings: [{date: 2026-11-09, value: 12}]
"""


def test_an_objective() -> None:
    goals = sound(OBJECTIVE)
    scores = Scores(goals, dt.date(2026, 11, 16))
    explanation = explain(scores, goals.objectives["2026-Q4/company/o"])
    score = step(explanation, "score")
    assert score.worked == "(2 × 0.3 + 1 × 0.6) / 3 = 0.4"
    assert places(score, goals) == [
        "2026-Q4/company/o/a 0.3 goals/growth.yaml:8",
        "2026-Q4/company/o/b 0.6 goals/growth.yaml:9",
    ]
    assert score.notes == ("2026-Q4/company/o/c is left out: no data",)
    assert step(explanation, "coverage").worked == "3 / 4 = 0.75"
    assert step(explanation, "status").notes == (
        "the guardrail load is unhealthy: it is at most at_risk",
        "c is stale: silence is never on track",
    )
    assert [(each.ref, each.what) for each in explanation.moves] == [
        ("2026-Q4/company/o/a", "a value of at least 3.9: a score of 0.39"),
        ("2026-Q4/company/o/c", "a check-in: it is stale"),
        ("load", "a reading ≤ 9: it is unhealthy"),
        (None, "a score of 0.7; if it ended today: 0.3, with 0 for c, where nothing is measured"),
    ]


def test_a_team_and_a_cycle() -> None:
    goals = sound(OBJECTIVE)
    scores = Scores(goals, dt.date(2026, 11, 16))
    team = explain_total(scores, goals.cycles["2026-Q4"], "company")
    cycle = explain_total(scores, goals.cycles["2026-Q4"])
    assert (team.kind, team.ref, cycle.kind, cycle.ref) == ("team", "2026-Q4/company", "cycle", "2026-Q4")
    assert step(team, "score").worked == step(cycle, "score").worked == "0.4"
    assert step(team, "score").notes == (
        "2026-Q4/company/p is left out: its score has none, or is made of others here",
    )
    assert [(each.ref, each.what) for each in cycle.moves] == [("2026-Q4/company/o", "a score of 0.4549")]


KPIS = """
kpis:
  - {id: won, title: Won, readings: [{date: 2026-11-09, value: 30}]}
  - {id: lost, title: Lost, readings: [{date: 2026-11-09, value: 10}]}
  - id: rate
    title: Rate
    cadence: weekly
    target: [{at_least: 60, from: 2026-01-01}, {at_least: 80, from: 2026-07-01}]
    alert: {at_least: 70}
    formula: "{won} / ({won} + {lost}) * 100"
"""


def test_a_kpi_of_a_formula_with_a_target_that_was_raised() -> None:
    goals = sound({"kpis/all.yaml": KPIS})
    explanation = explain(Scores(goals, dt.date(2026, 11, 16)), goals.kpis["rate"])
    value, health = step(explanation, "value"), step(explanation, "health")
    assert value.worked == "30 / (30 + 10) * 100 = 75"
    assert places(value, goals) == [
        "formula {won} / ({won} + {lost}) * 100 kpis/all.yaml:10",
        "won 30.0 kpis/all.yaml:3",
        "lost 10.0 kpis/all.yaml:4",
    ]
    assert (health.value, health.worked) == ("watch", "75 is not in ≥ 80, and in ≥ 70")
    assert places(health, goals) == ["target ≥ 80 kpis/all.yaml:8", "alert ≥ 70 kpis/all.yaml:9"]
    assert step(explanation, "freshness").worked == "7 days since the last reading, 10 are fine"
    assert moves(explanation) == [("healthy", "a reading ≥ 80")]


def test_a_kpi_reads_on_its_own_side_of_what_decides_its_health() -> None:
    goals = sound(
        """
        kpis:
          - {id: sum, title: S, target: {at_least: 1250000}, readings: [{date: 2026-11-10, value: 1249999.6}]}
          - {id: lost, title: L, no_target: n, readings: [{date: 2026-11-10, value: 4401}]}
          - {id: all, title: A, no_target: n, readings: [{date: 2026-11-10, value: 200045}]}
          - {id: share, title: R, target: {at_most: 2.2}, formula: "{lost} / {all} * 100"}
        """
    )
    scores = Scores(goals, dt.date(2026, 11, 16))
    told = [
        (step(explanation, "value").worked, step(explanation, "health").worked)
        for explanation in (explain(scores, goals.kpis[kpi]) for kpi in ("sum", "share"))
    ]
    assert told == [
        ("1249999.6", "1249999.6 is not in ≥ 1250000"),
        ("4401 / 200045 * 100 = 2.200005", "2.200005 is not in ≤ 2.2"),
    ]


def test_a_chart_names_its_signals_and_which_way_they_lead() -> None:
    readings = "".join(
        f"      - {{date: 2026-10-{day:02}, value: {value}}}\n"
        for day, value in enumerate([5, 6, 5, 6, 5, 6, 5, 20], start=1)
    )
    goals = sound(
        {"kpis/all.yaml": f"kpis:\n  - id: k\n    title: K\n    better: down\n    readings:\n{readings}"}
    )
    limits = step(explain(Scores(goals, dt.date(2026, 11, 16)), goals.kpis["k"]), "limits")
    assert limits.worked == "7.25 ± 2.66 × 3 = -0.73 to 15.23"
    assert limits.notes == (
        "signal on 2026-10-08: outside the limits, above the centre, away from the target",
    )


values = st.floats(-1e6, 1e6).map(lambda value: round(value, 2))


@settings(max_examples=150, deadline=None)
@given(values, values, values, st.booleans())
def test_the_move_of_a_metric_really_makes_it_on_track(
    baseline: float, target: float, value: float, scaled: bool
) -> None:
    assume(abs(target - baseline) > 0.01)
    low, high = sorted((baseline, target))
    scores = (0, 1) if baseline < target else (1, 0)
    scale = f"\nscale: [[{low}, {scores[0]}], [{high}, {scores[1]}]]" if scaled else ""
    body = f"baseline: {baseline}\ntarget: {target}{scale}\ncheck_ins:\n  - date: 2026-11-09\n    value: "
    for move in explained(f"{body}{value}").moves:
        if move.value is not None and not move.what.startswith("it is there"):
            assert _reached(move, f"{body}{move.value}")


def _reached(move: Move, body: str) -> bool:
    result = key_result(body, MIDDLE)
    assert result.score is not None
    return result.status in ("on_track", "done") if move.aim == "on_track" else result.score >= 0.7 - 1e-9


def test_every_thing_of_a_damaged_workspace_can_be_explained() -> None:
    goals = workspace(OBJECTIVE.replace("target: 10", "target: ten") + "    formula: '{load} +'\n")
    for day in (dt.date(2026, 9, 1), dt.date(2026, 11, 16), dt.date(2027, 3, 1)):
        scores = Scores(goals, day)
        assert all(explain(scores, node).ref == node.ref for node in goals.nodes.values())
