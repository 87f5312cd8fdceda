"""A file before and after, and proving the one before it takes the place of the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from okr.documents import read_document, read_readings
from okr.edits.atomic import write_temporary
from okr.edits.operations import same
from okr.errors import OkrError

YAML_ENDINGS = (".yaml", ".yml")


class ChangedMeanwhileError(OkrError):
    """Somebody else wrote a file between our reading and our writing; nothing was written."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} was changed by somebody else meanwhile", hint="Nothing was written; try again."
        )


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file that is to be written.

    Attributes:
        path: Relative to the workspace.
        before: The bytes that were read; `None` for a new file. It is written only while these stand there.
        after: The bytes to write.
        meaning: What a reader must find in them: a document's value, the rows of a CSV. `None` for a file
            that has none that we know.
        executable: For a new file, whether it can be run.
    """

    path: str
    before: bytes | None
    after: bytes
    meaning: Any = None
    executable: bool = False

    def diff(self) -> str:
        """The change as a unified diff with the paths as git shows them."""
        old, new = _lines(self.before or b""), _lines(self.after)
        name = "/dev/null" if self.before is None else f"a/{self.path}"
        return "".join(_with_ends(unified_diff(old, new, name, f"b/{self.path}")))

    def prove(self, data: bytes) -> None:
        """See that `data` means what was intended.

        Raises:
            OkrError: It does not; nothing may be written then.
        """
        if data != self.after or (
            self.meaning is not None and not same(meaning(self.path, data), self.meaning)
        ):
            raise OkrError(
                f"{self.path} would not say what was meant; it is left as it is",
                hint="Make the change by hand, and report what the file looks like.",
            )


def meaning(path: str, data: bytes) -> Any:
    """What a file says: the value of a document, the rows of a CSV."""
    if path.endswith(YAML_ENDINGS):
        return read_document(path, data).value
    return [row[:3] for row in read_readings(path, data).rows]


def _lines(data: bytes) -> list[str]:
    """Lines with their line feeds; a carriage return belongs to its line, as git has it."""
    text = data.decode("utf-8", "replace")
    return [f"{line}\n" for line in text.split("\n")[:-1]] + (
        [last] if (last := text.rpartition("\n")[2]) else []
    )


def _with_ends(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


@contextmanager
def staged(root: Path, change: FileChange, temporary: Path) -> Iterator[Path]:
    """A change in a temporary file beside its place, flushed and proved; gives the file to be replaced.

    Whatever happens inside, the temporary file is gone afterwards.
    """
    target = target_of(root, change.path)
    try:
        _write_temporary(target, temporary, change)
        change.prove(temporary.read_bytes())
        _check_unchanged(target, change)
        yield target
    except OSError as error:
        raise OkrError(f"{change.path} cannot be written: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def target_of(root: Path, path: str) -> Path:
    """The file itself: a link is followed, so that the link stays a link."""
    return Path(os.path.realpath(root / path))


def _write_temporary(target: Path, temporary: Path, change: FileChange) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not os.access(target, os.W_OK):
        raise OkrError(f"{change.path} is write-protected", hint="Make it writable first.")
    write_temporary(temporary, target, change.after, mode=0o777 if change.executable else 0o666)


def _check_unchanged(target: Path, change: FileChange) -> None:
    try:
        now = target.read_bytes()
    except FileNotFoundError:
        now = None
    if now != change.before:
        raise ChangedMeanwhileError(change.path)
