"""A progress bar for whoever waits for a large workspace to be read."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okr.snapshot import GOAL_SUFFIXES, Snapshot

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_AFTER_SECONDS = 0.5
_EVERY_SECONDS = 0.1


@contextmanager
def progress(snapshot: Snapshot, *, quiet: bool) -> Iterator[Snapshot]:
    """The snapshot, whose reading shows a bar after half a second: on a terminal, and never in CI."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield snapshot
        return
    counted = _CountedSnapshot(snapshot)
    try:
        yield counted
    finally:
        counted.bar.close()


@dataclass
class _Bar:
    """A bar that is drawn only if it takes long."""

    total: int = 0
    done: int = 0
    started: float = field(default_factory=time.monotonic)
    drawn: float = 0.0
    _progress: Progress | None = None
    _task: TaskID | None = None

    def advance(self) -> None:
        self.done += 1
        now = time.monotonic()
        if now - self.started > _AFTER_SECONDS and now - self.drawn > _EVERY_SECONDS:
            self.drawn = now
            self._draw()

    def _draw(self) -> None:
        if self._progress is None or self._task is None:
            from rich.console import Console
            from rich.progress import Progress

            self._progress = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            self._progress.start()
            self._task = self._progress.add_task("Reading", total=self.total)
        self._progress.update(self._task, completed=self.done, refresh=True)

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()


@dataclass(slots=True)
class _CountedSnapshot:
    """A snapshot that moves a bar with every file that is read."""

    beneath: Snapshot
    bar: _Bar = field(default_factory=_Bar)

    def paths(self) -> list[str]:
        paths = list(self.beneath.paths())
        self.bar.total = sum(path.endswith(GOAL_SUFFIXES) for path in paths)
        return paths

    def read(self, path: str) -> bytes:
        self.bar.advance()
        return self.beneath.read(path)

    def blob_id(self, path: str) -> str | None:
        return self.beneath.blob_id(path)
