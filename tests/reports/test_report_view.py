"""What `okr report` says, before anybody decides how it looks."""

from __future__ import annotations

import datetime as dt
import json
from textwrap import dedent

import jsonschema
import pytest
from goals import workspace
from northwind import AS_OF, northwind, northwind_report, reported

from okr.changes.compare import compare
from okr.reports.goal_rows import Standing
from okr.reports.report import CyclePart, Narrowed, VerdictCount
from okr.reports.report.agenda import AgendaItem
from okr.reports.report.changes import ChangeRow, changes_part
from okr.reports.report.charts import Cone, Point
from okr.reports.report.output import report_output, report_schema
from okr.reports.report.trends import trend_days

LOOP = """
    cycle: 2026-Q4
    objectives:
      - {id: a, title: Be first, supports: company/b}
      - {id: b, title: Be second, supports: company/a}
"""


def test_the_cycle_says_how_far_it_is() -> None:
    assert northwind_report().cycle == CyclePart(
        id="2026-Q4",
        start=dt.date(2026, 10, 1),
        end=dt.date(2026, 12, 31),
        strategic=False,
        phase="running",
        elapsed=51 / 92,
        left="41 days left",
    )


@pytest.mark.parametrize(
    ("day", "phase", "elapsed", "left"),
    [
        ("2026-09-30", "upcoming", 0.0, "starts in 1 day"),
        ("2026-10-01", "running", 1 / 92, "91 days left"),
        ("2026-12-31", "running", 1.0, "ends today"),
        ("2027-01-01", "ended", 1.0, "ended 1 day ago"),
    ],
)
def test_a_cycle_before_during_and_after(day: str, phase: str, elapsed: float, left: str) -> None:
    cycle = reported(northwind(), "2026-Q4", dt.date.fromisoformat(day)).cycle
    assert (cycle.phase, cycle.elapsed, cycle.left) == (phase, elapsed, left)


def test_the_summary_counts_and_totals() -> None:
    summary = northwind_report().summary
    assert summary.sentence == (
        "2 on track, 3 at risk, 1 off track, 1 done, score 0.61 where 0.60 is expected"
    )
    assert summary.counts == (
        VerdictCount("on_track", 2),
        VerdictCount("at_risk", 3),
        VerdictCount("off_track", 1),
        VerdictCount("done", 1),
    )
    assert (summary.objectives, summary.key_results, summary.kpis, summary.stale) == (7, 23, 15, 2)
    assert summary.left_out == {"draft": 1, "dropped": 1}


def test_what_needs_attention_comes_worst_first_with_its_reasons() -> None:
    found = [
        (item.what, item.ref.removeprefix("2026-Q4/"), [reason.text for reason in item.reasons])
        for item in northwind_report().attention
    ]
    assert found == [
        (
            "key_result",
            "product/self-serve/answered",
            [
                "off track: 0.20 where the plan expects 0.54",
                "forecast misses 55 %: very unlikely",
                "reported on track, computed off track",
            ],
        ),
        (
            "key_result",
            "product/self-serve/builders",
            ["off track: 0.24 where the plan expects 0.54", "forecast misses 420 owners: very unlikely"],
        ),
        ("objective", "product/self-serve", ["off track: 0.33 where the plan expects 0.54"]),
        ("objective", "growth/onboarding", ["guardrail support-load is unhealthy"]),
        ("key_result", "platform/reviewers/questionnaires", ["forecast misses 3 days: unlikely"]),
        ("key_result", "growth/word-of-mouth/reviews", ["no check-in for 37 days"]),
        (
            "key_result",
            "growth/word-of-mouth/referred-to-paid",
            [
                "no check-in for 50 days",
                "nothing has been measured since it started on 2026-10-01 (OKR502 never-started)",
            ],
        ),
    ]


def test_a_breached_kpi_that_no_objective_works_on_needs_attention() -> None:
    loaded = workspace(
        """
        cycle: 2026-Q4
        objectives: [{id: o, title: Be good}]
        kpis:
          - id: alone
            title: Errors
            unit: "%"
            target: {at_most: 1}
            readings: [{date: 2026-11-01, value: 4}]
        """
    )
    items = reported(loaded, "2026-Q4", AS_OF).attention
    texts = {item.ref: item.reasons[0].text for item in items if item.what == "kpi"}
    assert texts == {"alone": "unhealthy at 4 %, target ≤ 1, and no objective works on it"}


def test_a_breached_kpi_reads_on_its_own_side_of_the_target() -> None:
    loaded = workspace(
        """
        cycle: 2026-Q4
        objectives: [{id: o, title: Be good}]
        kpis:
          - id: sum
            title: Sum
            target: {at_least: 1250000}
            readings: [{date: 2026-11-01, value: 1249999.6}]
        """
    )
    items = reported(loaded, "2026-Q4", AS_OF).attention
    assert [item.reasons[0].text for item in items if item.what == "kpi"] == [
        "unhealthy at 1,249,999.6, target ≥ 1,250,000, and no objective works on it"
    ]


def test_a_reported_score_disagrees_only_where_another_one_is_computed() -> None:
    loaded = workspace(
        """
        cycle: 2026-Q4
        objectives:
          - id: o
            title: Be good
            key_results:
              - {id: over, title: A, check_ins: [{date: 2026-11-16, score: 1.3, note: n}]}
              - {id: under, title: B, check_ins: [{date: 2026-11-16, score: -0.3, note: n}]}
              - id: metric
                title: C
                baseline: 0
                target: 10
                check_ins: [{date: 2026-11-16, value: 6, score: 1.3}]
        """
    )
    reasons = [
        (item.ref.rpartition("/")[2], reason.text)
        for item in reported(loaded, "2026-Q4", AS_OF).attention
        for reason in item.reasons
        if reason.kind == "disagreement"
    ]
    assert reasons == [("metric", "reported 1.30, computed 0.60")]


def test_findings_about_no_goal_stand_under_their_file() -> None:
    loaded = workspace({"goals/a.yaml": "cycle: 2026-Q4\nobjectives: [{id: o, title: Be good}]\nodd: 1\n"})
    files = [item for item in reported(loaded, "2026-Q4", AS_OF).attention if item.what == "file"]
    assert [(item.ref, [reason.kind for reason in item.reasons]) for item in files] == [
        ("goals/a.yaml", ["finding"])
    ]


def test_a_team_with_its_objectives_and_their_charts() -> None:
    growth = northwind_report().teams[1]
    assert (growth.id, growth.name, len(growth.objectives)) == ("growth", "Growth", 2)
    (first, _) = growth.objectives
    assert first.owners == ["ada", "ben"]
    assert first.supports == ("2026/company/retention/churn",)
    chart = first.key_results[1].chart
    assert chart is not None
    assert chart.plan == (Point(dt.date(2026, 10, 1), 45.0), Point(dt.date(2026, 12, 31), 15.0))
    assert chart.values[0] == Point(dt.date(2026, 10, 1), 45.0)
    assert chart.values[-1] == Point(dt.date(2026, 11, 16), 27.0)
    assert isinstance(chart.forecast, Cone)
    assert chart.forecast.low < chart.forecast.value < chart.forecast.high


def test_a_written_plan_is_the_plan_of_the_chart() -> None:
    chart = northwind_report().teams[1].objectives[0].key_results[0].chart
    assert chart is not None
    assert chart.plan == (
        Point(dt.date(2026, 10, 1), 42.0),
        Point(dt.date(2026, 11, 15), 48.0),
        Point(dt.date(2026, 12, 31), 60.0),
    )


def test_milestones_are_drawn_as_steps() -> None:
    chart = northwind_report().teams[3].objectives[1].key_results[0].chart
    assert chart is not None
    assert (chart.scale, chart.steps, chart.target) == ("score", True, 1.0)
    assert chart.values == (
        Point(dt.date(2026, 10, 1), 0.0),
        Point(dt.date(2026, 10, 14), 1 / 6),
        Point(dt.date(2026, 11, 6), 0.5),
    )
    assert chart.plan[-1] == Point(dt.date(2026, 12, 10), 1.0)


def test_a_range_is_drawn_with_its_bounds_and_a_yes_or_no_not_at_all() -> None:
    platform = northwind_report().teams[3]
    held, yes_or_no = platform.objectives[0].key_results[0].chart, platform.objectives[1].key_results[1].chart
    assert held is not None
    assert (held.low, held.high, held.plan) == (99.9, None, ())
    assert yes_or_no is None


def test_the_newest_check_in_comes_first() -> None:
    first = northwind_report().teams[1].objectives[0].key_results[1].check_ins[0]
    assert (first.date, first.said, first.confidence) == (dt.date(2026, 11, 16), "27", 0.7)


def test_the_trend_ends_today_with_todays_score() -> None:
    made = northwind_report()
    assert made.trend[-1].date == AS_OF
    assert made.trend[-1].score == made.summary.standing.score
    assert [point.date.day for point in made.trend] == [2, 9, 16, 23, 30, 6, 13, 20]


def test_a_longer_cycle_is_looked_at_less_often() -> None:
    days = trend_days(northwind().cycles["2026"], AS_OF)
    assert (len(days), days[-1], days[-1] - days[-2]) == (12, AS_OF, dt.timedelta(weeks=4))


def test_the_tree_holds_what_is_supported_and_the_key_results_between() -> None:
    lines = [(len(branch.last), branch.row.ref) for branch in northwind_report().branches]
    assert lines[2:5] == [
        (0, "2026/company/retention"),
        (1, "2026/company/retention/churn"),
        (2, "2026-Q4/growth/onboarding"),
    ]


def test_the_tree_of_a_year_holds_the_quarters_that_support_it() -> None:
    refs = {branch.row.ref for branch in northwind_report("2026").branches}
    assert {"2026/company/trust", "2026-Q4/platform/reliability", "2026-Q3/growth/first-report"} <= refs


def test_goals_in_a_loop_are_shown_once() -> None:
    made = reported(workspace(dedent(LOOP)), "2026-Q4", AS_OF)
    assert [(branch.row.ref[-1], branch.again) for branch in made.branches] == [
        ("a", None),
        ("b", None),
        ("a", "loop"),
    ]


def test_a_running_cycle_has_no_ending() -> None:
    assert northwind_report().ending is None


def test_an_ended_cycle_says_what_came_of_it() -> None:
    ending = northwind_report("2026-Q3").ending
    assert ending is not None
    first = ending.objectives[0]
    assert (first.ref, first.closed, first.next) == ("2026-Q3/growth/first-report", True, "carry_over")
    assert first.standing.verdict == "fair"
    assert first.causes == ("dependency", "focus")
    assert [(each.cause, each.times) for each in ending.causes][:1] == [("dependency", 2)]
    assert "2026-Q3/growth/first-report/activation" in [each.ref for each in ending.carried_over]


def test_an_ended_cycle_asks_only_for_what_was_missed() -> None:
    kinds = {reason.kind for item in northwind_report("2026-Q3").attention for reason in item.reasons}
    assert kinds <= {"missed", "guardrail", "breached", "finding"}


def test_one_persons_monday() -> None:
    made = reported(northwind(), "2026-Q4", AS_OF, Narrowed(owner="ada"))
    assert made.narrowed_to == ["Ada Brandt"]
    assert made.agenda == (
        AgendaItem(
            "check_in",
            "2026-Q4/growth/word-of-mouth/reviews",
            "Lift our rating in the three marketplaces, over the last ninety days",
            "check in: nothing heard for 37 days",
            AS_OF,
            "today",
        ),
        AgendaItem(
            "initiative",
            "2026-Q4/growth/onboarding",
            "Make the first week feel effortless for every new customer",
            "Sample data for the twelve most frequent trades",
        ),
        AgendaItem(
            "initiative",
            "2026-Q4/growth/word-of-mouth",
            "Turn happy customers into our most convincing voice",
            "Ask for a review after the third month-end",
        ),
    )


def test_late_steps_and_blockers_wait_for_their_owner() -> None:
    made = reported(northwind(), "2026-Q4", AS_OF, Narrowed(owner="elif"))
    assert [(item.task, item.text, item.left) for item in made.agenda] == [
        ("milestone", "Suppliers are assessed", "5 d ago"),
        ("blocker", "Two suppliers have not answered", None),
    ]


GOALS = """\
cycle: 2026-Q4
objectives:
  - id: o
    title: Be good
    key_results:
      - id: k
        title: A number
        baseline: 0
        target: {target}
        check_ins:
          - {{date: 2026-10-12, value: 10}}
"""


def test_what_changed_tells_progress_and_goalposts_apart() -> None:
    base = workspace(GOALS.format(target=100))
    head = workspace(GOALS.format(target=50) + "          - {date: 2026-11-02, value: 30}\n")
    part = changes_part(compare(base, head, AS_OF), head, "2026-11-01", lambda _: True)
    (effect,) = part.effects
    assert (effect.before, effect.after) == (0.1, 0.6)
    assert (round(effect.progress, 9), round(effect.goalposts, 9), effect.scope) == (0.2, 0.3, 0.0)
    assert [(row.area, row.ref, row.grave) for row in part.changes] == [
        ("goalposts", "2026-Q4/company/o/k", True),
        ("progress", "2026-Q4/company/o/k", False),
    ]
    assert isinstance(part.changes[0], ChangeRow)


def test_what_changed_is_narrowed_like_the_report() -> None:
    base, head = workspace(GOALS.format(target=100)), workspace(GOALS.format(target=50))
    part = changes_part(compare(base, head, AS_OF), head, "2026-11-01", lambda _: False)
    assert (part.effects, part.changes, part.others) == ((), (), 0)


def test_the_json_follows_its_schema() -> None:
    for cycle in ("2026-Q4", "2026-Q3", "2026"):
        output = json.loads(json.dumps(report_output(northwind_report(cycle)), allow_nan=False))
        jsonschema.Draft202012Validator(report_schema()).validate(output)


def test_the_schema_is_strict_enough_to_refuse_a_report_without_its_summary() -> None:
    output = report_output(northwind_report())
    del output["summary"]
    with pytest.raises(jsonschema.ValidationError, match="'summary' is a required property"):
        jsonschema.validate(output, report_schema())


def test_an_empty_choice_is_still_a_report() -> None:
    made = reported(
        workspace("cycle: 2026-Q4\nobjectives: [{id: o, title: Be good, status: draft}]"), "2026-Q4", AS_OF
    )
    assert made.summary.sentence == "no score yet"
    assert made.summary.standing == Standing("no_data")
    assert (made.teams, made.branches, made.trend) == ((), (), ())
