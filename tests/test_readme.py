"""What README.md shows is what happens: its console blocks are run, and its tables are up to date."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import drift
import pytest
from goals import workspace

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"^```console\n\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)^```$", README, re.MULTILINE)


@pytest.mark.parametrize(("command", "output"), CONSOLES, ids=[command for command, _ in CONSOLES])
def test_a_console_block_shows_what_happens(command: str, output: str) -> None:
    environment = {
        **os.environ,
        "NO_COLOR": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        command,
        shell=True,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout + done.stderr == output


def test_there_is_a_console_block() -> None:
    assert len(CONSOLES) >= 1


def test_the_generated_tables_are_up_to_date() -> None:
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
