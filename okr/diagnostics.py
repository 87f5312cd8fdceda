"""A finding: what is wrong, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from okr.spans import START_OF_FILE, Span

FILE_RULES = {
    "OKR001": "invalid-yaml",
    "OKR002": "duplicate-key",
    "OKR003": "unknown-key",
    "OKR004": "missing-key",
    "OKR005": "invalid-value",
    "OKR006": "unsupported-yaml",
    "OKR007": "duplicate-id",
    "OKR008": "unknown-reference",
    "OKR009": "unreadable-file",
    "OKR010": "conflicting-measures",
}
"""The rules of family 0 by their codes: what is found while files are read, before any rule runs."""


class Severity(StrEnum):
    """How much a finding matters, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest, so that sorting puts errors first."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding, such as where an id was first defined."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace the text at `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """The one right answer to a finding, as edits of the finding's own file."""

    description: str
    edits: tuple[TextEdit, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding at one place; the same value from the parser to every renderer.

    Attributes:
        code: The rule, as in `OKR105`.
        name: The rule's readable name, as in `objective-is-a-task`.
        message: What is wrong, in one sentence without a final full stop.
        path: The file, relative to the workspace, with `/` between folders.
        span: Where in the file, 1-based.
        help: What to do about it.
        ref: The goal or KPI that it is about; `None` for a finding about a file.
        arguments: What makes this finding differ from another of the same rule on the same thing.
            Never a line number or a wording, so that a fingerprint outlives edits elsewhere.
        related: Other places to look at.
        fix: How `--fix` would put it right, where only one answer is right.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    span: Span = START_OF_FILE
    help: str | None = None
    ref: str | None = None
    arguments: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def fingerprint(self) -> str:
        """A stable name for this finding: 16 hexadecimal digits of code, thing and arguments."""
        import hashlib

        about = self.ref if self.ref is not None else self.path
        return hashlib.sha256("\0".join((self.code, about, *self.arguments)).encode()).hexdigest()[:16]


def in_reading_order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """Sort key: by file, place, code and message."""
    start = diagnostic.span.start
    return (diagnostic.path, start.line, start.column, diagnostic.code, diagnostic.message)
