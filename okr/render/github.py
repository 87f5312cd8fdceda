"""Findings as workflow commands, which GitHub shows beside the lines of a pull request.

Source: "Workflow commands for GitHub Actions", and the escaping in `@actions/core`, `command.ts`.
"""

from __future__ import annotations

from collections.abc import Mapping

from okr.diagnostics import Diagnostic, Severity
from okr.render.plain import printable
from okr.reports.validation import Validation

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(validation: Validation) -> str:
    """One command a finding."""
    return "".join(f"{_command(validation, diagnostic)}\n" for diagnostic in validation.diagnostics)


def _command(validation: Validation, diagnostic: Diagnostic) -> str:
    properties: dict[str, str | int] = {
        "title": f"{diagnostic.code} {diagnostic.name}",
        "file": printable(validation.path(diagnostic.path)),
        **_place(diagnostic),
    }
    return command(diagnostic.severity, properties, _message(diagnostic))


def command(severity: Severity, properties: Mapping[str, str | int], message: str) -> str:
    """One workflow command, with everything in it escaped."""
    written = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{_LEVELS[severity]} {written}::{message.translate(_DATA)}"


def _place(diagnostic: Diagnostic) -> dict[str, int]:
    """Lines and columns; GitHub takes columns only where both are on one line."""
    start, end = diagnostic.span
    if start.line != end.line:
        return {"line": start.line, "endLine": end.line}
    return {"line": start.line, "col": start.column, "endLine": end.line, "endColumn": end.column}


def _message(diagnostic: Diagnostic) -> str:
    parts = (diagnostic.message, diagnostic.help)
    return "\n".join(printable(part) for part in parts if part)
