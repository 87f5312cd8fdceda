"""Every mistake in the values of a file: its message, its place, and that it is the only one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from goals import OKR_YAML, workspace
from ruamel.yaml import YAML

CASES: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
    Path(__file__).parent.parent / "cases" / "workspace" / "mistakes.yaml"
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_mistakes(case: dict[str, Any]) -> None:
    loaded = workspace(case.get("files") or case["goals"], case.get("settings", OKR_YAML))
    found = [
        f"{each.path} {each.code} {each.span.start.line}:{each.span.start.column} {each.message}"
        + (f" | {each.help}" if each.help else "")
        for each in loaded.diagnostics
    ]
    # a line of one word and a code says only that: the reader's own tests hold its wording
    expected = sorted(case["expect"])
    assert sorted(found) == [
        next((line for line in found if line.startswith(short)), short) if len(short.split()) == 2 else short
        for short in expected
    ]
