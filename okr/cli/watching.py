"""Doing something again whenever a file of the workspace changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from okr.snapshot import GOAL_SUFFIXES, WorkTreeSnapshot

_SECONDS = 0.4
_WATCHED = (*GOAL_SUFFIXES, ".csv")
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def changes(root: Path, wait: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Yields at once, and then after every change; for ever.

    Files are looked at before each turn, so that a change during one brings the next.
    """
    seen = None
    while True:
        now = _state(root)
        if now == seen:
            wait(_SECONDS)
        else:
            seen = now
            yield


def _state(root: Path) -> dict[str, tuple[int, int]]:
    """When each file was last written, and how long it is."""
    state = {}
    for path in WorkTreeSnapshot(root).paths():
        if path.endswith(_WATCHED):
            with suppress(OSError):
                status = (root / path).stat()
                state[path] = (status.st_mtime_ns, status.st_size)
    return state


def clear_screen() -> None:
    """Empty the terminal, if it is one."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
