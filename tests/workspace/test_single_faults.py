"""One fault, one finding: what a slip of the hand in a whole company's files makes `okr validate` say."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from northwind import AS_OF, EXAMPLES
from ruamel.yaml import YAML

from okr.diagnostics import Diagnostic
from okr.rules.linter import lint
from okr.scoring import Scores
from okr.snapshot import MemorySnapshot, WorkTreeSnapshot
from okr.workspace import load

CASES: list[dict[str, str]] = YAML(typ="safe", pure=True).load(
    Path(__file__).parent.parent / "cases" / "workspace" / "faults.yaml"
)


@cache
def northwind() -> dict[str, bytes]:
    snapshot = WorkTreeSnapshot(EXAMPLES / "northwind")
    return {path: snapshot.read(path) for path in snapshot.paths()}


def findings(files: dict[str, bytes], as_of: dt.date = AS_OF) -> list[Diagnostic]:
    workspace = load(MemorySnapshot(files))
    return lint(workspace, Scores(workspace, as_of), as_of=as_of, today=as_of)


@cache
def known() -> set[tuple[Any, ...]]:
    """What is said of the files as they are, wherever it moves to."""
    return {named(each) for each in findings(northwind())}


def named(finding: Diagnostic) -> tuple[Any, ...]:
    return finding.path, finding.code, finding.message


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_one_fault_makes_one_finding(case: dict[str, str]) -> None:
    text = northwind()[case["file"]].decode()
    assert case["old"] in text
    broken = text.replace(case["old"], case["new"], 1)
    found = findings({**northwind(), case["file"]: broken.encode()})
    assert [
        f"{each.path} {each.code} {each.span.start.line}:{each.span.start.column}"
        for each in found
        if named(each) not in known()
    ] == [case["finds"]]
