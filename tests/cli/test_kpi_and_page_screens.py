"""`okr kpi`, `okr show`, `okr explain` and `okr calibration` as they are called: screens, outputs, errors."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from golden import check_screen

from okr.cli.boundary import run

NORTHWIND = Path(__file__).parents[2] / "examples" / "northwind"
DAY = "2026-11-20"

SCREENS = {
    "kpi-list": ("kpi", "list"),
    "kpi-tree": ("kpi", "tree"),
    "kpi-chart-worse": ("kpi", "chart", "support-load"),
    "kpi-chart-run": ("kpi", "chart", "availability"),
    "kpi-chart-few": ("kpi", "chart", "trial-sign-ups"),
    "show-objective": ("show", "onboarding"),
    "show-metric": ("show", "onboarding/activation"),
    "show-milestones": ("show", "controls"),
    "show-stale": ("show", "reviews"),
    "show-kpi": ("show", "monthly-churn"),
    "explain-metric": ("explain", "time-to-value"),
    "explain-maintain": ("explain", "query-time"),
    "explain-objective": ("explain", "word-of-mouth"),
    "explain-team": ("explain", "growth"),
    "explain-kpi": ("explain", "monthly-churn"),
    "calibration": ("calibration",),
}

Okr = Callable[..., tuple[int, str, str]]


@pytest.fixture
def okr(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Okr:
    """Runs a command on the example; gives its code, stdout and stderr."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str, root: Path = NORTHWIND, day: str = DAY, width: int | None = None) -> Any:
        if width is not None:
            monkeypatch.setenv("COLUMNS", str(width))
        code = run([*arguments, "--root", str(root), "--as-of", day])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.mark.parametrize("color", ["never", "always"])
@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("name", SCREENS)
def test_screens(okr: Okr, name: str, width: int, color: str) -> None:
    code, out, err = okr(*SCREENS[name], "--color", color, width=width)
    assert (code, err) == (0, "")
    check_screen(f"{name}-{width}{'-color' if color == 'always' else ''}", out)


def test_a_screen_without_colour_has_the_words_of_the_one_with_it(okr: Okr) -> None:
    for arguments in SCREENS.values():
        _, plain, _ = okr(*arguments, width=80)
        _, coloured, _ = okr(*arguments, "--color", "always", width=80)
        assert without_codes(coloured) == plain


def without_codes(text: str) -> str:
    import re

    return re.sub("\x1b\\[[0-9;]*m", "", text)


def test_off_a_terminal_nothing_is_cut(okr: Okr) -> None:
    _, out, _ = okr("kpi", "list")
    assert "Most of it" not in out
    assert "monthly-recurring-revenue" in out
    assert "Workspaces with a second person" in out


def output(okr: Okr, *arguments: str, day: str = DAY, root: Path = NORTHWIND) -> Any:
    code, out, _ = okr(*arguments, "--format", "json", day=day, root=root)
    assert code == 0
    return json.loads(out)


def test_a_bound_key_result_says_the_same_everywhere(okr: Okr) -> None:
    """Value and day of a key result with a KPI, in score, kpi list, kpi chart, show and explain."""
    kpis = {each["id"]: each for each in output(okr, "kpi", "list")["kpis"]}
    for ref, kpi_id in {
        "2026-Q4/growth/onboarding/activation": "activation-rate",
        "2026-Q4/growth/onboarding/teammates": "team-workspaces",
        "2026-Q4/platform/reliability/uptime": "availability",
        "2026/company/retention/churn": "monthly-churn",
    }.items():
        scored = key_result(output(okr, "score", ref, "--cycle", ref.split("/")[0]), ref)
        shown = output(okr, "show", ref)
        progress = output(okr, "explain", ref)["numbers"][0]
        chart = output(okr, "kpi", "chart", kpi_id)
        assert shown["key_result"] == scored
        assert shown["kpi"] == kpis[kpi_id] == chart["kpi"]
        assert progress["value"] == scored["progress"]
        assert (scored["value"], scored["value_date"]) == (
            kpis[kpi_id]["value"],
            kpis[kpi_id]["value_date"],
        )
        assert chart["readings"][-1] == {"date": scored["value_date"], "value": scored["value"]}


def key_result(scores: Any, ref: str) -> Any:
    return next(
        each for objective in scores["objectives"] for each in objective["key_results"] if each["ref"] == ref
    )


def test_an_ended_key_result_keeps_the_last_reading_of_its_window(okr: Okr) -> None:
    ref = "2026-Q3/growth/first-report/activation"
    shown = output(okr, "show", ref)
    assert shown["key_result"]["value_date"] == "2026-09-28"
    assert shown["kpi"]["value_date"] == "2026-11-16"


def dates(value: Any, *keys: str) -> Iterator[str]:
    """Everything under these keys, however deep."""
    if isinstance(value, list):
        for each in value:
            yield from dates(each, *keys)
    if isinstance(value, dict):
        for key, each in value.items():
            if key in keys and isinstance(each, str):
                yield each
            yield from dates(each, *keys)


@pytest.mark.parametrize(
    "day", [str(dt.date(2025, 12, 1) + dt.timedelta(days=37 * step)) for step in range(16)]
)
def test_no_day_knows_what_comes_after_it(okr: Okr, day: str) -> None:
    for arguments in (
        ("kpi", "list"),
        ("kpi", "chart", "support-load"),
        ("kpi", "tree"),
        ("show", "2026-Q4/growth/onboarding/activation"),
        ("show", "2026-Q4/platform/reviewers/controls"),
        ("show", "support-load"),
        ("explain", "2026-Q4/growth/onboarding"),
        ("explain", "2026-Q4"),
        ("calibration",),
    ):
        found = output(okr, *arguments, day=day)
        assert found["as_of"] == day
        later = [date for date in dates(found, "value_date", "date", "to") if date > day]
        assert later == []


def test_a_kpi_list_can_be_narrowed(okr: Okr) -> None:
    assert [each["id"] for each in output(okr, "kpi", "list", "--health", "unhealthy")["kpis"]] == [
        "support-load"
    ]
    assert [each["id"] for each in output(okr, "kpi", "list", "--team", "product")["kpis"]] == [
        "report-readers",
        "report-errors",
    ]
    assert output(okr, "kpi", "list", "--health", "stale")["kpis"] == []


BOUND = """
cycle: 2026-Q4
objectives:
  - id: o
    title: Be good
    key_results:
      - {id: more, title: More, baseline: 2, target: 12, kpi: load}
      - {id: hold, title: Hold, maintain: {at_most: 8}, kpi: load}
kpis:
  - id: load
    title: Load
    unit: t
    better: up
    no_target: It is used below.
    readings:
      - {date: 2026-10-05, value: 3}
      - {date: 2026-10-26, value: 3.1}
      - {date: 2026-11-16, value: 3.2}
"""


def test_a_bound_key_result_bears_the_unit_of_its_kpi(okr: Okr, tmp_path: Path) -> None:
    (tmp_path / "okr.yaml").write_text("version: 1\n")
    (tmp_path / "goals").mkdir()
    (tmp_path / "goals" / "g.yaml").write_text(BOUND)

    def lines(*arguments: str) -> list[str]:
        return [line.strip() for line in okr(*arguments, root=tmp_path)[1].splitlines()]

    assert [
        line.partition(" track ")[2].strip() for line in lines("score") if line[:4] in ("More", "Hold")
    ] == [
        "3.2 → 12 t       very unlikely",
        "3.2, hold ≤ 8 t",
    ]
    assert {"baseline  2 t", "target    12 t"} <= set(lines("show", "o/more"))
    assert "hold      ≤ 8 t" in lines("show", "o/hold")
    assert "→ a value of at least 7 t: a score of 0.5" in lines("explain", "o/more")
    reported = lines("report", "--format", "markdown")
    assert "| More | 0.12 | 0.54 | ■ off track | 3.2 → 12 t |  | very unlikely |" in reported
    (reasons,) = (line for line in reported if line.startswith("- **More**"))
    assert "forecast misses 12 t: very unlikely" in reasons
    scored = key_result(output(okr, "score", root=tmp_path), "2026-Q4/company/o/more")
    assert scored["unit"] is None


RETIRED = """
kpis:
  - {id: new, title: New, target: {at_least: 2}, readings: [{date: 2026-11-10, value: 1}]}
  - id: old
    title: Old
    target: {at_least: 2}
    retired: 2026-06-30
    readings: [{date: 2026-06-10, value: 1}]
"""


def test_what_is_retired_is_neither_counted_as_unhealthy_nor_asked_for_a_reading(
    okr: Okr, tmp_path: Path
) -> None:
    (tmp_path / "okr.yaml").write_text("version: 1\n")
    (tmp_path / "kpis").mkdir()
    (tmp_path / "kpis" / "k.yaml").write_text(RETIRED)
    _, listed, _ = okr("kpi", "list", root=tmp_path)
    assert listed.splitlines()[-1] == "1 KPI · 1 retired · 1 unhealthy"
    unhealthy = output(okr, "kpi", "list", "--health", "unhealthy", root=tmp_path)["kpis"]
    assert [each["id"] for each in unhealthy] == ["new"]
    _, chart, _ = okr("kpi", "chart", "old", root=tmp_path)
    assert chart.splitlines()[1:4] == ["■ unhealthy", "1 · target ≥ 2", f"as of {DAY} · retired"]
    assert output(okr, "explain", "old", root=tmp_path)["moves"] == []
    assert [each["what"] for each in output(okr, "explain", "new", root=tmp_path)["moves"]] == [
        "a reading ≥ 2"
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("kpi", "chart", "suport-load"),
            'okr: there is no KPI "suport-load"\n     Did you mean "support-load"?\n',
        ),
        (
            ("kpi", "list", "--health", "bad"),
            (
                'okr: there is no health "bad"\n     Known are healthy, watch, unhealthy, pending, no_target,'
                " no_data, stale.\n"
            ),
        ),
        (
            ("calibration", "--by", "month"),
            'okr: there is no grouping "month"\n     Known are all, team, person, weeks.\n',
        ),
        (
            ("explain", "2026-Q4/onboardin"),
            (
                'okr: there is no goal or KPI "2026-Q4/onboardin"\n'
                '     Did you mean "2026-Q4/growth/onboarding"?\n'
            ),
        ),
    ],
)
def test_errors_say_what_to_do(okr: Okr, arguments: tuple[str, ...], message: str) -> None:
    assert okr(*arguments) == (2, "", message)


@pytest.mark.parametrize("ref", ["2026-Q4", "growth", "2026-Q3/growth"])
def test_cycles_and_teams_can_be_explained(okr: Okr, ref: str) -> None:
    found = output(okr, "explain", ref)
    assert found["numbers"][0]["name"] == "score"
    assert isinstance(found["numbers"][0]["value"], float)


def test_a_kpi_is_found_whatever_cycle_is_named(okr: Okr) -> None:
    assert output(okr, "show", "support-load", "--cycle", "2026-Q3")["kind"] == "kpi"


HOSTILE = {
    "okr.yaml": "version: 1\n",
    "goals/a.yaml": """\
cycle: 2026-Q4
objectives:
  - id: team-x
    title: "[bold]Be good[/bold] \\e[31m\\u202e"
    guardrails: [k]
    key_results:
      - id: a
        title: "A\\a"
        baseline: 0
        target: 10
        unit: "\\e[1m"
        check_ins: [{date: 2026-10-05, value: 3, note: "\\e]0;owned\\a [red]x"}]
kpis:
  - id: k
    title: "K\\x9b31m"
    unit: "\\e[1m"
    target: {at_most: 8}
    drives: [l]
    readings: [{date: 2026-10-05, value: 3, note: "\\u202e"}]
  - {id: l, title: L, drives: [k, l], readings: []}
""",
}


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    for name, text in HOSTILE.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_nothing_in_a_file_commands_the_terminal(okr: Okr, hostile: Path) -> None:
    for arguments in (
        ("kpi", "list"),
        ("kpi", "tree"),
        ("kpi", "chart", "k"),
        ("show", "k"),
        ("show", "team-x"),
        ("show", "team-x/a"),
        ("explain", "team-x"),
        ("explain", "k"),
    ):
        code, out, _ = okr(*arguments, root=hostile, width=80)
        assert code == 0
        assert [char for char in out if not char.isprintable() and char != "\n"] == []


def test_kpis_that_drive_each_other_in_a_loop_end(okr: Okr, hostile: Path) -> None:
    _, out, _ = okr("kpi", "tree", root=hostile, width=80)
    assert [line.split("○")[0].split("●")[0].rstrip() for line in out.splitlines()[1:4]] == [
        "k",
        "└─ l",
        "   ├─ k ↑",
    ]


def test_a_kpi_without_readings_has_a_page_and_a_chart(okr: Okr, hostile: Path) -> None:
    code, out, _ = okr("kpi", "chart", "l", root=hostile, width=80)
    assert (code, out.splitlines()[-1]) == (0, f"There is no reading up to {DAY}.")
    assert okr("show", "l", root=hostile)[0] == 0
