"""The one exception for mistakes in use: a wrong option, no workspace, trouble with git."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a run tells the shell."""

    OK = 0
    FINDINGS = 1
    TROUBLE = 2
    INTERRUPTED = 130


class OkrError(Exception):
    """Something the person who runs `okr` can put right.

    Mistakes *inside* goal files are never raised: they are `Diagnostic` values.

    Args:
        message: What is wrong, in one short sentence that names the thing.
        hint: What to do next; shown on a line of its own.
        exit_code: What the process returns, normally `ExitCode.TROUBLE`.
    """

    def __init__(
        self, message: str, *, hint: str | None = None, exit_code: ExitCode = ExitCode.TROUBLE
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code
