"""Writing a file so that whatever happens leaves the old one or the new one, and never half of either."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from okr.errors import OkrError

TEMPORARY = ".okr-tmp-"
"""What the name of every temporary file holds: nothing without it is ever cleaned up."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write files that can be made again: all are complete before the first replaces what was there.

    A file keeps its permissions, and a link stays a link. A device or a pipe is written to as it is. Nothing
    waits for the disk, which only a power cut would tell: for a site of many pages it takes most of the time.

    Raises:
        OkrError: One cannot be written; none is changed by half, and none at all where that shows beforehand.
    """
    with ExitStack() as stack:
        ready = []
        for path, data in files:
            with _named(path):
                if _is_stream(path):
                    path.write_bytes(data)
                else:
                    ready.append((path, *stack.enter_context(_beside(path, data))))
        for path, temporary, target in ready:
            with _named(path):
                temporary.replace(target)


def temporary_for(target: Path) -> Path:
    """A name beside a file that no other process uses."""
    return target.with_name(f".{target.name}{TEMPORARY}{os.getpid()}")


def write_temporary(
    temporary: Path, target: Path, data: bytes, *, mode: int = 0o666, flush: bool = True
) -> None:
    """Write what is to replace a file, with the permissions that it has.

    Args:
        temporary: The file to write.
        target: The file that it is to replace.
        data: What to write.
        mode: The permissions of a new file, less the umask.
        flush: Whether to wait until it is on the disk.
    """
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        file.write(data)
        if flush:
            file.flush()
            os.fsync(file.fileno())


def replace(temporary: Path, target: Path) -> None:
    """Put the temporary file in its place, and see to it that the folder remembers."""
    temporary.replace(target)
    if hasattr(os, "O_DIRECTORY"):
        with suppress(OSError):  # some file systems cannot flush a folder; the rename is made all the same
            folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


@contextmanager
def _beside(path: Path, data: bytes) -> Iterator[tuple[Path, Path]]:
    """What is to be written, in a temporary file beside its place, and that place; gone afterwards."""
    target = Path(os.path.realpath(path))
    if target.exists() and not os.access(target, os.W_OK):  # replacing it would not ask
        raise PermissionError(errno.EACCES, "it is write-protected")
    temporary = temporary_for(target)
    try:
        write_temporary(temporary, target, data, flush=False)
        yield temporary, target
    finally:
        temporary.unlink(missing_ok=True)


def _is_stream(path: Path) -> bool:
    """Whether a name is no file that could be replaced: a device, a pipe, what `/dev/stdout` stands for."""
    return path.parts[:2] in (("/", "dev"), ("/", "proc")) or (path.exists() and not path.is_file())


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Tell trouble by the name that the person gave."""
    try:
        yield
    except OSError as error:
        hint = "Make room, and run it again." if error.errno in _NO_ROOM else "Name another file."
        raise OkrError(f"cannot write {path}: {error.strerror or error}", hint=hint) from None
