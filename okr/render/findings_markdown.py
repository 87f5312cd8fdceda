"""Findings as Markdown, for a comment or the summary of a CI job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from okr.diagnostics import Diagnostic, Severity
from okr.render.markdown_text import code, escaped
from okr.render.summary import summary
from okr.reports.validation import Validation

_MARKS = {Severity.ERROR: "🔴 error", Severity.WARNING: "🟡 warning", Severity.INFO: "🔵 info"}


def render(validation: Validation) -> str:
    """What it came to, then a table for each file."""
    return "\n".join(_lines(validation)) + "\n"


def _lines(validation: Validation) -> Iterator[str]:
    yield "### okr validate"
    yield ""
    yield escaped(summary(validation))
    for path, diagnostics in groupby(validation.diagnostics, key=lambda each: each.path):
        yield ""
        yield f"#### {code(validation.path(path))}"
        yield ""
        yield from _table(diagnostics)


def _table(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    yield "| place | severity | rule | finding |"
    yield "|--:|---|---|---|"
    for diagnostic in diagnostics:
        start = diagnostic.span.start
        rule = f"{diagnostic.code} {diagnostic.name}"
        advice = f"<br>{escaped(diagnostic.help)}" if diagnostic.help else ""
        finding = f"**{escaped(diagnostic.message)}**{advice}"
        yield f"| {start.line}:{start.column} | {_MARKS[diagnostic.severity]} | {rule} | {finding} |"
