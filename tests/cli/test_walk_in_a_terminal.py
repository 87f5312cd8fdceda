"""The walk through stale key results, driven by keys in a real terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

GOALS = """\
cycle: 2026-Q4
objectives:
  - id: breakfast
    title: Become the place where the street has its breakfast
    owner: nora
    key_results:
      - id: guests
        title: Guests before nine
        unit: guests
        baseline: 35
        target: 80
        check_ins:
          - {date: 2026-10-12, value: 41}
          - {date: 2026-10-26, value: 52}
      - id: counter
        title: The second counter is open
        done:
      - id: wait
        title: Wait at eight
        unit: min
        baseline: 9
        target: 4
"""


class Terminal:
    """A terminal of its own, with a shell in which `okr` runs."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._server = ["tmux", "-L", f"okr-{os.getpid()}-{home.name}", "-f", os.devnull]
        size = ("-x", "100", "-y", "40")
        self.tmux("new-session", "-d", *size, "-c", str(folder), "env", "-i", *_environment(home), "sh")

    def tmux(self, *arguments: str) -> str:
        done = subprocess.run([*self._server, *arguments], capture_output=True, check=True, timeout=20)
        return done.stdout.decode()

    def type(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def answer(self, text: str) -> None:
        """Type a text, if there is one, and Enter."""
        self.type(*([text] if text else []), "Enter")

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p", "-J")

    def wait_for(self, text: str, times: int = 1) -> str:
        """The screen once it shows a text."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            shown = self.screen()
            if shown.count(text) >= times:
                return shown
            time.sleep(0.05)
        pytest.fail(f"never saw {text!r} {times} times on:\n{self.screen()}")

    def close(self) -> None:
        self.tmux("kill-server")


def _environment(home: Path) -> list[str]:
    path = os.environ["PATH"]
    return [
        f"PATH={path}",
        f"HOME={home}",
        "TERM=screen-256color",
        "LC_ALL=C.UTF-8",
        "PS1=ready$ ",
        "OKR_USER=nora",
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "bakery"
    root.mkdir()
    (root / "okr.yaml").write_text("version: 1\n")
    (root / "goals.yaml").write_text(GOALS)
    return root


@pytest.fixture
def terminal(folder: Path, tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(folder, tmp_path)
    try:
        opened.wait_for("ready$")
        yield opened
    finally:
        opened.close()


COMMAND = f"{shlex.quote(sys.executable)} -m okr checkin --as-of 2026-11-16"


def test_the_walk_asks_for_one_after_the_other_and_writes_each(terminal: Terminal, folder: Path) -> None:
    terminal.type(COMMAND, "Enter")
    seen = terminal.wait_for("value in guests")
    assert "[1/3] Guests before nine" in seen
    assert "last      52 guests on 2026-10-26  ▁█" in seen
    assert "expected  57.747 guests by now" in seen
    assert "target    80 guests by 2026-12-31" in seen
    terminal.answer("6o")
    terminal.wait_for('"6o" is not a value')
    terminal.wait_for("value in guests", times=2)
    terminal.type("60", "Enter")
    terminal.wait_for("confidence 0..1")
    terminal.type("0.7", "Enter")
    terminal.wait_for("note (")
    terminal.type("The window: open", "Enter")
    terminal.wait_for("[2/3] The second counter is open")
    entry = '- {date: 2026-11-16, value: 60, confidence: 0.7, note: "The window: open", by: nora}'
    written = GOALS.replace("value: 52}\n", f"value: 52}}\n          {entry}\n")
    assert (folder / "goals.yaml").read_text() == written
    for answer, question in (("y", "confidence"), ("", "note ("), ("", "[3/3] Wait at eight")):
        terminal.answer(answer)
        terminal.wait_for(question)
    assert (folder / "goals.yaml").read_text() == written.replace("done:\n", "done: 2026-11-16\n")
    terminal.answer("q")
    terminal.wait_for("The rest waits.")


def test_leaving_by_ctrl_c_keeps_what_was_said(terminal: Terminal, folder: Path) -> None:
    terminal.type(COMMAND, "Enter")
    terminal.wait_for("value in guests")
    for answer, question in (("60", "confidence"), ("", "note ("), ("", "[2/3]")):
        terminal.answer(answer)
        terminal.wait_for(question)
    terminal.type("C-c")
    terminal.wait_for("Interrupted; nothing is half-written.")
    terminal.type("echo code $?", "Enter")
    terminal.wait_for("code 130")
    assert "- {date: 2026-11-16, value: 60, by: nora}\n" in (folder / "goals.yaml").read_text()
    assert sorted(path.name for path in folder.iterdir()) == ["goals.yaml", "okr.yaml"]


def test_a_slip_is_asked_about(terminal: Terminal, folder: Path) -> None:
    terminal.type(f"{COMMAND} guests 6000", "Enter")
    terminal.wait_for("Write it all the same? [y/N]")
    terminal.type("Enter")
    terminal.wait_for("nothing was written")
    assert (folder / "goals.yaml").read_text() == GOALS
    terminal.type(f"clear; {COMMAND} guests 6000", "Enter")
    terminal.wait_for("Write it all the same? [y/N]")
    terminal.type("y", "Enter")
    terminal.wait_for("Written: goals.yaml")
    assert "value: 6000, by: nora" in (folder / "goals.yaml").read_text()
