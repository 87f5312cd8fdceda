"""The health of KPIs: dated targets, alerts, bounds that floats miss, silence, formulas, signals."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent, indent

import pytest
from goals import OKR_YAML, sound

from okr.scoring import KpiHealth, Scores
from okr.scoring.health import signals


def kpi(body: str, as_of: str, *, others: str = "") -> KpiHealth:
    """The health of a KPI `k`; its title is added."""
    text = "kpis:\n  - id: k\n    title: K\n" + indent(dedent(body).strip("\n"), " " * 4) + "\n" + others
    loaded = sound({"kpis/all.yaml": text}, OKR_YAML)
    return Scores(loaded, dt.date.fromisoformat(as_of)).kpi(loaded.kpis["k"])


def health(target: str, value: float, as_of: str = "2026-11-16", alert: str = "") -> str:
    alerted = f"alert: {alert}\n" if alert else ""
    return kpi(f"target: {target}\n{alerted}readings: [{{date: 2026-11-09, value: {value}}}]", as_of).health


@pytest.mark.parametrize(
    ("target", "alert", "value", "expected"),
    [
        ("{at_least: 55}", "", 55, "healthy"),
        ("{at_least: 55}", "", 54, "unhealthy"),
        ("{at_least: 55}", "{at_least: 50}", 54, "watch"),
        ("{at_least: 55}", "{at_least: 50}", 50, "watch"),
        ("{at_least: 55}", "{at_least: 50}", 49, "unhealthy"),
        ("{at_most: 8}", "{at_most: 10}", 9, "watch"),
        ("{between: [40, 60]}", "{between: [30, 70]}", 65, "watch"),
        ("{between: [40, 60]}", "", 40, "healthy"),
        ("{above: 95}", "", 95, "unhealthy"),
        ("{below: 2500}", "", 2500, "unhealthy"),
        ("{at_most: 0.3}", "", 0.30000000000000004, "healthy"),
        ("{at_least: 0.3}", "", 0.29999999999999993, "healthy"),
        ("{at_least: 55}", "{at_least: 0.7}", 0.7 - 1e-10, "watch"),
    ],
)
def test_target_and_alert(target: str, alert: str, value: float, expected: str) -> None:
    assert health(target, value, alert=alert) == expected


RAISED = "[{at_least: 102, from: 2026-01-01}, {at_least: 105, from: 2026-07-01}]"


@pytest.mark.parametrize(
    ("as_of", "in_force", "expected"),
    [
        ("2025-12-31", None, "no_target"),
        ("2026-01-01", "≥ 102", "healthy"),
        ("2026-06-30", "≥ 102", "healthy"),
        ("2026-07-01", "≥ 105", "unhealthy"),
        ("2030-01-01", "≥ 105", "unhealthy"),
    ],
)
def test_a_target_is_in_force_from_its_date_on(as_of: str, in_force: str | None, expected: str) -> None:
    result = kpi(f"target: {RAISED}\nreadings: [{{date: 2025-12-01, value: 104}}]", as_of)
    assert (None if result.target is None else str(result.target), result.health) == (in_force, expected)


STEPS = "[{at_least: 10, by: 2026-06-30}, {at_least: 20, by: 2026-12-31}]"


@pytest.mark.parametrize(
    ("as_of", "in_force", "expected"),
    [
        ("2026-01-05", "≥ 10", "pending"),
        ("2026-06-29", "≥ 10", "pending"),
        ("2026-06-30", "≥ 10", "healthy"),
        ("2026-07-01", "≥ 20", "pending"),
        ("2026-12-30", "≥ 20", "pending"),
        ("2026-12-31", "≥ 20", "unhealthy"),
        ("2028-01-01", "≥ 20", "unhealthy"),
    ],
)
def test_a_target_for_a_day_is_pending_until_then_and_the_last_one_stays(
    as_of: str, in_force: str, expected: str
) -> None:
    result = kpi(f"target: {STEPS}\nreadings: [{{date: 2026-01-01, value: 12}}]", as_of)
    assert (str(result.target), result.health) == (in_force, expected)


def test_without_a_reading_or_a_target_it_says_so() -> None:
    assert kpi("target: {at_least: 1}", "2026-11-16").health == "no_data"
    assert kpi("readings: [{date: 2026-11-09, value: 3}]", "2026-11-16").health == "no_target"
    later = kpi("target: {at_least: 1}\nreadings: [{date: 2026-11-20, value: 3}]", "2026-11-16")
    assert (later.health, later.value, later.readings) == ("no_data", None, ())


@pytest.mark.parametrize(
    ("cadence", "as_of", "stale"),
    [
        ("weekly", "2026-11-19", False),
        ("weekly", "2026-11-20", True),
        ("monthly", "2026-12-13", False),
        ("monthly", "2026-12-14", True),
        ("10 days", "2026-11-22", False),
        ("10 days", "2026-11-23", True),
        (None, "2036-01-01", False),
    ],
)
def test_a_kpi_is_stale_after_a_cadence_and_the_days_of_grace(
    cadence: str | None, as_of: str, stale: bool
) -> None:
    line = f"cadence: {cadence}\n" if cadence else ""
    assert kpi(f"{line}readings: [{{date: 2026-11-09, value: 3}}]", as_of).stale is stale


def test_a_retired_kpi_is_not_stale() -> None:
    body = "cadence: weekly\nretired: 2026-11-30\nreadings: [{date: 2026-11-09, value: 3}]"
    assert kpi(body, "2026-11-29").stale
    assert not kpi(body, "2026-11-30").stale


def test_a_kpi_without_readings_is_not_stale_but_without_data() -> None:
    assert not kpi("cadence: weekly\ntarget: {at_least: 1}", "2026-11-16").stale


OTHERS = """\
  - {id: a, title: A, readings: [{date: 2026-10-31, value: 6}, {date: 2026-11-30, value: 9}]}
  - {id: b, title: B, readings: [{date: 2026-10-31, value: 3}, {date: 2026-11-15, value: 1}]}
"""


def test_a_formula_has_a_reading_where_all_that_it_needs_have_one() -> None:
    result = kpi('target: {at_least: 2}\nformula: "{a} / {b}"', "2026-12-01", others=OTHERS)
    assert (result.readings, result.health) == (((dt.date(2026, 10, 31), 2.0),), "healthy")


def test_a_formula_of_a_formula_and_one_in_a_loop() -> None:
    loop = OTHERS + '  - {id: x, title: X, formula: "{y} + 1"}\n  - {id: y, title: Y, formula: "{x} + 1"}\n'
    loaded = sound({"kpis/all.yaml": 'kpis:\n  - {id: k, title: K, formula: "{a} * 2"}\n' + loop})
    scores = Scores(loaded, dt.date(2026, 12, 1))
    assert [value for _, value in scores.kpi(loaded.kpis["k"]).readings] == [12, 18]
    assert scores.kpi(loaded.kpis["x"]).readings == ()


def test_what_people_said_last_stands_beside_the_computed_health() -> None:
    body = """
    target: {at_least: 5}
    reviews: [{date: 2026-11-02, status: watch}, {date: 2026-11-09, status: healthy}]
    readings: [{date: 2026-11-09, value: 3}]
    """
    assert (kpi(body, "2026-11-16").health, kpi(body, "2026-11-16").reported) == ("unhealthy", "healthy")
    assert kpi(body, "2026-11-05").reported == "watch"


def jump(values: list[float], more: str) -> KpiHealth:
    readings = "".join(
        f"  - {{date: 2026-10-{day:02}, value: {value}}}\n" for day, value in enumerate(values, start=1)
    )
    return kpi(f"{more}\nreadings:\n{readings}", "2026-11-16")


@pytest.mark.parametrize(
    ("more", "favourable"),
    [
        ("target: {at_least: 5}", True),
        ("target: {at_most: 5}", False),
        ("better: up", True),
        ("target: {between: [8, 9]}", True),
        ("target: {between: [1, 2]}", False),
        ("target: {between: [6, 8]}", None),
        ("note: Nobody said which way is better.", None),
    ],
)
def test_a_signal_says_its_days_and_whether_it_is_toward_the_target(
    more: str, favourable: bool | None
) -> None:
    (signal,) = signals(jump([5, 6, 5, 6, 5, 6, 5, 20], more))
    assert (signal.kind, signal.side) == ("outside", "above")
    assert signal.first == signal.last == dt.date(2026, 10, 8)
    assert signal.favourable is favourable


def test_five_readings_make_no_chart() -> None:
    assert jump([5, 6, 5, 6, 5], "better: up").chart is None
    assert signals(jump([5, 6, 5, 6, 5], "better: up")) == ()


def test_formulas_may_build_on_each_other_however_far() -> None:
    lines = [
        f'  - {{id: k{number}, title: K, formula: "{{k{number - 1}}} + 1"}}\n' for number in range(1, 2000)
    ]
    first = "  - {id: k0, title: K, readings: [{date: 2026-11-09, value: 0}]}\n"
    loaded = sound({"kpis/all.yaml": "kpis:\n" + first + "".join(lines)})
    assert Scores(loaded, dt.date(2026, 11, 16)).kpi(loaded.kpis["k1999"]).value == 1999
