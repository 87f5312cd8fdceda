"""Findings for a program that reads lines, and for a person in a hurry: one line each."""

from __future__ import annotations

from okr.diagnostics import Diagnostic
from okr.render.plain import printable, unobeyed
from okr.reports.validation import Validation


def render(validation: Validation) -> str:
    """`path:line:col: OKR105 message`, one line for each finding."""
    return "".join(_line(validation, diagnostic) for diagnostic in validation.diagnostics)


def _line(validation: Validation, diagnostic: Diagnostic) -> str:
    path, start = printable(validation.path(diagnostic.path)), diagnostic.span.start
    line = f"{path}:{start.line}:{start.column}: {diagnostic.code} {printable(diagnostic.message)}"
    return f"{unobeyed(line)}\n"
