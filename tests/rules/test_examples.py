"""The examples: the broken one shows every rule and says so beside each mistake; the others are clean."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from linting import told

from okr.diagnostics import Diagnostic
from okr.rules.linter import lint
from okr.rules.registry import RULES
from okr.scoring import Scores
from okr.snapshot import WorkTreeSnapshot
from okr.workspace import load

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
AS_OF = dt.date(2026, 11, 20)
_ANNOTATION = re.compile(r"(OKR\d{3})(?::| [a-z])")
ONLY_THERE = {("goals/bad-lines.csv", "OKR009"), ("goals/file.yaml", "OKR406")}
"""Found in a CSV that cannot bear a comment, and what follows from the mistake beside it."""
TOLD_BESIDE_THE_FILE = {("kpis/kpis.yaml", "OKR410")}


def findings(example: str) -> list[Diagnostic]:
    workspace = load(WorkTreeSnapshot(EXAMPLES / example))
    return lint(workspace, Scores(workspace, AS_OF), as_of=AS_OF, today=AS_OF)


def annotated() -> set[tuple[str, str]]:
    root = EXAMPLES / "broken"
    files = [*root.rglob("*.yaml"), *root.rglob("*.csv")]
    return {
        (file.relative_to(root).as_posix(), code)
        for file in files
        for code in _ANNOTATION.findall(file.read_text(encoding="utf-8"))
    }


def test_every_mistake_is_found_in_the_file_that_shows_it() -> None:
    found = {(each.path, each.code) for each in findings("broken")}
    # whatever has no check-in was never started, and only the file of the check-ins says so
    elsewhere = {(path, code) for path, code in found if code == "OKR502"} - {
        ("goals/check-ins.yaml", "OKR502")
    }
    assert found - ONLY_THERE - elsewhere == annotated() - TOLD_BESIDE_THE_FILE


def test_every_rule_can_be_seen_in_the_broken_example() -> None:
    shown = {code for _, code in annotated()}
    without = {"OKR110", "OKR215", "OKR999"}
    assert {rule.code for rule in RULES if rule.family != "OKR6"} - shown == without


def test_the_lively_example_has_the_findings_that_it_tells_of() -> None:
    assert told(findings("northwind")) == [
        "goals/2026-Q4/growth.yaml OKR501 97:9",
        "goals/2026-Q4/growth.yaml OKR502 108:9",
        "goals/2026-Q4/product.yaml OKR504 32:21",
    ]


def test_the_smallest_example_is_clean() -> None:
    assert told(findings("tiny")) == []
