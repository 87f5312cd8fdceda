"""Whole screens, character by character, as people see them.

After a change that is meant, write them anew with `UPDATE_SCREENS=1 pytest tests/cli/test_screens.py`, and
read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from okr.cli.boundary import run

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "tests" / "cases" / "screens"
NORTHWIND = "--root examples/northwind --as-of 2026-11-20"

COMMANDS = {
    "score-80": (f"score {NORTHWIND} --color never", "80"),
    "score-80-color": (f"score {NORTHWIND} --color always", "80"),
    "score-140": (f"score {NORTHWIND} --color never", "140"),
    "score-140-color": (f"score {NORTHWIND} --color always", "140"),
    "score-40": (f"score {NORTHWIND} --team growth", "40"),
    "score-piped": (f"score {NORTHWIND}", ""),
    "score-ended": ("score --root examples/northwind --as-of 2027-01-10", "100"),
    "score-year": (f"score {NORTHWIND} --cycle 2026", "100"),
    "score-before": ("score --root examples/northwind --as-of 2025-12-20", "100"),
    "score-key-result": (f"score {NORTHWIND} activation", "100"),
    "score-all-cycles": (f"score {NORTHWIND} --all-cycles company", "100"),
    "score-tiny": ("score --root examples/tiny --as-of 2026-11-20", "80"),
    "score-json": (f"score {NORTHWIND} word-of-mouth --format json", ""),
    "tree-80": (f"tree {NORTHWIND}", "80"),
    "tree-120-color": (f"tree {NORTHWIND} --team platform --color always", "120"),
    "tree-mermaid": (f"tree {NORTHWIND} --team growth --format mermaid", ""),
    "list-objectives-80": (f"list {NORTHWIND}", "80"),
    "list-key-results-140": (f"list key-results {NORTHWIND} --cycle 2026-Q4", "140"),
    "list-kpis-100": (f"list kpis {NORTHWIND}", "100"),
    "list-teams": (f"list teams {NORTHWIND}", ""),
    "list-cycles": (f"list cycles {NORTHWIND}", ""),
    "list-people": (f"list people {NORTHWIND}", ""),
}


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("NO_COLOR", "FORCE_COLOR", *(each for each in os.environ if each.startswith("OKR_"))):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_screen_is_as_it_was(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command, columns = COMMANDS[name]
    monkeypatch.setenv("COLUMNS", columns)
    assert run(command.split()) == 0
    shown = capsys.readouterr().out
    golden = SCREENS / f"{name}.txt"
    if os.environ.get("UPDATE_SCREENS"):
        golden.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == golden.read_text(encoding="utf-8")


def test_no_screen_is_left_over() -> None:
    ours = {path.stem for path in SCREENS.glob("*.txt") if path.stem.startswith(("score", "tree", "list"))}
    assert ours == set(COMMANDS)


EVERYTHING = (
    *("score", "score --cycle 2026", "report", "report --cycle 2026-Q3", "tree", "list", "list kpis"),
    *("list key-results", "list people", "kpi list", "kpi tree", "kpi chart support-load"),
    *("show activation", "show onboarding", "show support-load", "explain onboarding", "explain activation"),
)


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("command", EVERYTHING)
def test_no_line_is_wider_than_the_screen(
    command: str, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(f"{command} {NORTHWIND}".split()) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if cell_len(line) > width] == []


@pytest.mark.parametrize("width", [60, 80])
def test_no_line_of_the_findings_is_wider_than_the_screen(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(["validate", "--root", "examples/broken", "--as-of", "2026-11-20", "--format", "text"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if cell_len(line) > width] == []


@pytest.mark.parametrize("width", [80, 140])
def test_colour_adds_nothing_that_can_be_read(width: int) -> None:
    coloured = (SCREENS / f"score-{width}-color.txt").read_text(encoding="utf-8")
    plain = (SCREENS / f"score-{width}.txt").read_text(encoding="utf-8")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
