"""What README.md shows is what happens: its console blocks, its tables, its goal file and its links."""

from __future__ import annotations

import re
from pathlib import Path

import drift
from goals import workspace

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_is_shown_is_what_happens() -> None:
    assert drift.CONSOLE.findall(README)
    assert drift.regenerated(README) == README


def test_the_goal_file_that_is_shown_has_no_mistake() -> None:
    (text,) = re.findall(
        r"^```yaml\n(# goals/2026-Q4/growth.yaml\n.*?)^```$", README, re.MULTILINE | re.DOTALL
    )
    settings = "version: 1\nteams: [{id: growth}]\n"
    assert workspace({"goals/2026-Q4/growth.yaml": text}, settings).diagnostics == ()


def test_every_file_that_is_linked_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
