"""One writer at a time: a lock beside the workspace, which a crash cannot leave shut.

The lock is a file that only one process can create. It names its process and its machine, and the temporary
files that the process has made, so that whoever finds the lock of a dead process can clean up behind it.
"""

from __future__ import annotations

import os
import random
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from okr.edits.atomic import TEMPORARY, replace, temporary_for
from okr.edits.files import FileChange, staged, target_of
from okr.errors import OkrError

LOCK_NAME = ".okr.lock"
STALE_AFTER_SECONDS = 600
"""A lock older than this belongs to nobody, whatever it names."""
WAIT_SECONDS = 30.0
"""How long to wait for a process that does nothing before giving up."""
_UNNAMED_SECONDS = 2.0
"""A lock that names nobody for so long was left by a process that died while creating it."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The right to write in a workspace."""

    root: Path
    path: Path

    def write(self, changes: Sequence[FileChange]) -> None:
        """Write files: all are proved before the first is replaced, in the order given.

        Raises:
            ChangedMeanwhileError: One is no longer what was read; nothing is written.
            OkrError: One cannot be written, or does not say what was meant; nothing is written.
        """
        with ExitStack() as stack:
            ready = []
            for change in changes:
                temporary = temporary_for(target_of(self.root, change.path))
                self._remember(temporary)
                ready.append((temporary, stack.enter_context(staged(self.root, change, temporary))))
            for temporary, target in ready:
                replace(temporary, target)

    def _remember(self, temporary: Path) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{temporary}\n")


@contextmanager
def locked(root: Path) -> Iterator[Lock]:
    """Hold the lock of a workspace.

    Raises:
        OkrError: Another process holds it for too long, or the folder cannot be written.
    """
    path = root / LOCK_NAME
    _acquire(path)
    try:
        yield Lock(root, path)
    finally:
        _release(path)


def _acquire(path: Path) -> None:
    """Create the lock, or wait until its holder shows no sign of life for too long."""
    waited_for: _Holder | None = None
    since = time.monotonic()
    while not _create(path):
        holder = _Holder.of(path)
        if holder != waited_for:  # somebody else's turn, or a sign of life
            waited_for, since = holder, time.monotonic()
        waited = time.monotonic() - since
        if holder is not None and holder.is_gone(waited):
            holder.clean_up()
        elif waited > WAIT_SECONDS:
            raise OkrError(
                f"another okr is writing here{f' ({holder.name})' if holder and holder.name else ''}",
                hint=f"Wait for it; if there is none, delete {path}.",
            )
        else:
            time.sleep(random.uniform(0.002, 0.02))  # noqa: S311  # so that waiters do not march in step


def _create(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return False
    except OSError as error:
        message = f"{path.parent} cannot be written: {error.strerror or error}"
        raise OkrError(message, hint="Make it writable, or work on a copy.") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_own_name())
    return True


def _own_name() -> str:
    return f"{os.getpid()} {socket.gethostname()}\n"


def _release(path: Path) -> None:
    """Give the lock back, unless we were taken for dead and it is somebody else's now."""
    holder = _Holder.of(path)
    if holder is not None and f"{holder.lines[0]}\n" == _own_name():
        path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whoever holds a lock: what its file says, and when it was written."""

    path: Path
    lines: tuple[str, ...]
    modified: int

    @classmethod
    def of(cls, path: Path) -> _Holder | None:
        """The holder of a lock; `None` if it was released just now."""
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                return cls._read(path, file)
        except FileNotFoundError:
            return None

    @classmethod
    def _read(cls, path: Path, file: TextIO) -> _Holder:
        return cls(path, tuple(file.read().split("\n")), os.fstat(file.fileno()).st_mtime_ns)

    @property
    def name(self) -> str:
        """The process and the machine, as people may read them."""
        process, _, host = self.lines[0].partition(" ")
        return f"process {process} on {host}" if self._has_name else ""

    @property
    def _has_name(self) -> bool:
        process, _, host = self.lines[0].partition(" ")
        return len(self.lines) > 1 and process.isdecimal() and bool(host)

    def is_gone(self, waited: float) -> bool:
        """Whether nobody holds the lock: its process died, never wrote its name, or is long past."""
        process, _, host = self.lines[0].partition(" ")
        if not self._has_name:
            return waited > _UNNAMED_SECONDS
        if host == socket.gethostname() and not _is_alive(int(process)):
            return True
        return waited > _UNNAMED_SECONDS and self._age() > STALE_AFTER_SECONDS

    def _age(self) -> float:
        """Seconds since the lock was written by the clock of its own file system, which may be remote."""
        probe = self.path.with_name(f"{LOCK_NAME}{TEMPORARY}{os.getpid()}")
        try:
            probe.touch()
            return (probe.stat().st_mtime_ns - self.modified) / 1e9
        finally:
            probe.unlink(missing_ok=True)

    def clean_up(self) -> None:
        """Take away a lock that nobody holds, and the temporary files that its process left."""
        try:
            with self.path.open(encoding="utf-8", errors="replace") as file:
                _serialize(file.fileno())
                # Somebody may have been faster: then this file is gone, or the lock there is a living one's.
                if self._read(self.path, file) != self or not _is_at(self.path, file.fileno()):
                    return
                for line in self.lines[1:]:
                    self._discard(Path(line))
                self.path.unlink(missing_ok=True)
        except FileNotFoundError:
            return

    def _discard(self, temporary: Path) -> None:
        """Remove what a lock lists, if it is what our own processes list: no lock may name another file."""
        if TEMPORARY in temporary.name and temporary.is_relative_to(os.path.realpath(self.path.parent)):
            temporary.unlink(missing_ok=True)


def _is_at(path: Path, descriptor: int) -> bool:
    return os.path.samestat(path.stat(), os.fstat(descriptor))


def _serialize(descriptor: int) -> None:
    """Let one process at a time clean up behind a lock; the kernel lets go for whoever dies meanwhile."""
    try:
        import fcntl
    except ImportError:  # Windows deletes no open file, which serves as well
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def _is_alive(process: int) -> bool:
    if os.name == "nt":  # where asking by a signal would be the end of it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
