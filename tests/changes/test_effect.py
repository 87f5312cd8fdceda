"""Who moved the score: progress, goalposts or scope, on scores that anybody can work out by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from goals import sound

from okr.changes.change import Effect
from okr.changes.compare import compare

AS_OF = dt.date(2026, 11, 20)
BASE = """\
cycle: 2026-Q4
objectives:
  - id: o
    title: Make the first week easy
    key_results:
      - {id: a, title: A, baseline: 0, target: 10, check_ins: [{date: 2026-11-02, value: 2}]}
      - {id: b, title: B, baseline: 0, target: 10, check_ins: [{date: 2026-11-02, value: 6}]}
"""
KPIS = """\
kpis:
  - {id: m, title: M, readings: [{date: 2026-11-02, value: 2}]}
  - {id: n, title: N, formula: "{m} * 2"}
"""


def effects(base: str | dict[str, str], head: str | dict[str, str]) -> list[Effect]:
    """The effects, their floats without the hair by which they miss."""
    return [rounded(each) for each in compare(sound(base), sound(head), AS_OF).effects]


def rounded(each: Effect) -> Effect:
    parts = (round(part, 9) for part in (each.progress, each.goalposts, each.scope))
    scores = (score if score is None else round(score, 9) for score in (each.before, each.after))
    return Effect(each.ref, *scores, *parts)


def effect(*edits: tuple[str, str]) -> Effect:
    head = BASE
    for old, new in edits:
        assert old in head
        head = head.replace(old, new)
    (only,) = effects(BASE, head)
    return only


def test_a_check_in_is_progress() -> None:
    assert effect(("value: 2}", "value: 4}")) == Effect("2026-Q4/company/o", 0.4, 0.5, 0.1, 0.0, 0.0)


def test_a_target_is_a_goalpost() -> None:
    assert effect(
        (
            "target: 10, check_ins: [{date: 2026-11-02, value: 2}]",
            "target: 5, check_ins: [{date: 2026-11-02, value: 2}]",
        )
    ) == (Effect("2026-Q4/company/o", 0.4, 0.5, 0.0, 0.1, 0.0))


def test_a_weight_is_scope() -> None:
    assert effect(("{id: b,", "{id: b, weight: 3,")) == Effect("2026-Q4/company/o", 0.4, 0.5, 0.0, 0.0, 0.1)


def test_a_dropped_key_result_is_scope() -> None:
    assert effect(("{id: a,", "{id: a, status: dropped,")) == Effect(
        "2026-Q4/company/o", 0.4, 0.6, 0.0, 0.0, 0.2
    )


def test_an_added_key_result_is_scope() -> None:
    more = "\n      - {id: c, title: C, done: 2026-11-10}\n"
    assert effect(("value: 6}]}\n", f"value: 6}}]}}{more}")) == (
        Effect("2026-Q4/company/o", 0.4, 0.6, 0.0, 0.0, 0.2)
    )


def test_all_three_at_once_are_told_apart() -> None:
    both = effect(
        ("value: 2}", "value: 4}"),
        ("{id: b, title: B, baseline: 0, target: 10", "{id: b, weight: 3, title: B, baseline: 0, target: 8"),
    )
    assert both == Effect("2026-Q4/company/o", 0.4, 0.6625, 0.1, 0.075, 0.0875)


def test_a_renamed_objective_is_followed() -> None:
    assert effect(("id: o", "id: first-week"), ("value: 2}", "value: 4}")) == (
        Effect("2026-Q4/company/first-week", 0.4, 0.5, 0.1, 0.0, 0.0)
    )


def test_no_score_stays_no_score_and_counts_as_nothing() -> None:
    empty = BASE.replace(", check_ins: [{date: 2026-11-02, value: 2}]", "").replace(
        ", check_ins: [{date: 2026-11-02, value: 6}]", ""
    )
    assert effects(empty, BASE) == [Effect("2026-Q4/company/o", None, 0.4, 0.4, 0.0, 0.0)]
    assert effects(BASE, empty) == [Effect("2026-Q4/company/o", 0.4, None, -0.4, 0.0, 0.0)]


def test_a_grade_where_nothing_was_measured_is_progress() -> None:
    base = "cycle: 2026-Q4\nobjectives:\n  - {id: o, title: O}\n"
    head = base.replace("title: O", "title: O, close: {date: 2026-11-10, grade: 0.6, reason: By hand.}")
    assert effects(base, head) == [Effect("2026-Q4/company/o", None, 0.6, 0.6, 0.0, 0.0)]


def test_a_dropped_objective_has_no_score() -> None:
    assert effect(("easy\n", "easy\n    status: dropped\n")) == Effect(
        "2026-Q4/company/o", 0.4, None, 0.0, 0.0, -0.4
    )


def test_an_unmeasured_key_result_that_is_added_moves_nothing() -> None:
    more = "\n      - {id: c, title: C, baseline: 0, target: 5}\n"
    assert effect(("value: 6}]}\n", f"value: 6}}]}}{more}")) == Effect(
        "2026-Q4/company/o", 0.4, 0.4, 0.0, 0.0, 0.0
    )


def test_a_moved_key_result_is_scope_on_both_sides() -> None:
    other = "  - id: p\n    title: Be loved\n    key_results:\n"
    stays = "      - {id: s, title: S, done: null}\n"
    base = BASE + other + stays
    text = "      - {id: b, title: B, baseline: 0, target: 10, check_ins: [{date: 2026-11-02, value: 6}]}\n"
    head = base.replace(text, "") + text
    assert effects(base, head) == [
        Effect("2026-Q4/company/o", 0.4, 0.2, 0.0, 0.0, -0.2),
        Effect("2026-Q4/company/p", 0.0, 0.3, 0.0, 0.0, 0.3),
    ]


def bound(kpi: str, kpis: str = KPIS) -> dict[str, str]:
    key_result = f"{{id: a, title: A, kpi: {kpi}, baseline: 0, target: 10}}"
    goals = f"cycle: 2026-Q4\nobjectives:\n  - {{id: o, title: O, key_results: [{key_result}]}}\n"
    return {"goals/o.yaml": goals, "kpis/k.yaml": kpis}


@pytest.mark.parametrize("kpi", ["m", "n"])
def test_a_reading_is_progress_through_formulas_too(kpi: str) -> None:
    head = bound(kpi, KPIS.replace("value: 2}]", "value: 2}, {date: 2026-11-16, value: 3}]"))
    share = {"m": 0.1, "n": 0.2}[kpi]
    expected = Effect("2026-Q4/company/o", 2 * share, 3 * share, share, 0.0, 0.0)
    assert effects(bound(kpi), head) == [rounded(expected)]


def test_a_formula_is_a_goalpost() -> None:
    assert effects(bound("n"), bound("n", KPIS.replace("* 2", "* 4"))) == [
        Effect("2026-Q4/company/o", 0.4, 0.8, 0.0, 0.4, 0.0)
    ]


def test_readings_that_give_way_to_a_formula_are_a_goalpost() -> None:
    base = bound("m", KPIS.replace('formula: "{m} * 2"', "readings: [{date: 2026-11-02, value: 5}]"))
    computed = KPIS.replace("readings: [{date: 2026-11-02, value: 2}]", 'formula: "{n} * 1"').replace(
        'formula: "{m} * 2"', "readings: [{date: 2026-11-02, value: 5}]"
    )
    assert effects(base, bound("m", computed)) == [Effect("2026-Q4/company/o", 0.2, 0.5, 0.0, 0.3, 0.0)]


def test_another_kpi_is_a_goalpost() -> None:
    assert effects(bound("m"), bound("n")) == [Effect("2026-Q4/company/o", 0.2, 0.4, 0.0, 0.2, 0.0)]


def test_a_milestone_is_progress_and_its_weight_a_goalpost() -> None:
    base = BASE[: BASE.index("    key_results:")] + (
        "    key_results:\n      - {id: a, title: A, milestones: [{title: M}, {title: N}]}\n"
    )
    head = base.replace("{title: M}", "{title: M, done: 2026-11-10}").replace(
        "{title: N}", "{title: N, weight: 3}"
    )
    assert effects(base, head) == [Effect("2026-Q4/company/o", 0.0, 0.25, 0.5, -0.25, 0.0)]


def test_a_due_date_that_shuts_values_out_is_a_goalpost() -> None:
    base = bound("m", KPIS.replace("value: 2}]", "value: 2}, {date: 2026-11-16, value: 3}]"))
    head = {**base, "goals/o.yaml": base["goals/o.yaml"].replace("target: 10", "target: 10, due: 2026-11-10")}
    assert effects(base, head) == [Effect("2026-Q4/company/o", 0.3, 0.2, 0.0, -0.1, 0.0)]


def test_an_objective_made_of_its_children_is_touched_by_them() -> None:
    parent = "  - {id: top, title: Top, rollup: children}\n"
    base = BASE.replace("easy\n", "easy\n    supports: company/top\n") + parent
    head = base.replace("value: 2}", "value: 4}")
    assert effects(base, head) == [
        Effect("2026-Q4/company/o", 0.4, 0.5, 0.1, 0.0, 0.0),
        Effect("2026-Q4/company/top", 0.4, 0.5, 0.1, 0.0, 0.0),
    ]


def test_a_redated_cycle_touches_its_goals() -> None:
    settings = "version: 1\ncycles: [{id: sprint, start: 2026-10-05, end: 2026-11-10}]\n"
    later = settings.replace("2026-11-10", "2026-12-11")
    goals = bound("m", KPIS.replace("value: 2}]", "value: 2}, {date: 2026-11-16, value: 3}]"))
    goals["goals/o.yaml"] = goals["goals/o.yaml"].replace("2026-Q4", "sprint")
    (only,) = compare(sound(goals, settings), sound(goals, later), AS_OF).effects
    assert (only.before, only.after, only.progress, round(only.goalposts, 9), only.scope) == (
        0.2,
        0.3,
        0.0,
        0.1,
        0.0,
    )


def test_what_no_change_touches_has_no_effect() -> None:
    other = BASE + "  - id: p\n    title: Be loved\n    key_results: [{id: a, title: A, done: 2026-11-01}]\n"
    assert [each.ref for each in effects(other, other.replace("value: 2}", "value: 4}"))] == [
        "2026-Q4/company/o"
    ]
