"""What `okr validate --format json` says: lines and columns are 1-based, and an end is not included."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from okr.diagnostics import Diagnostic, Fix, Related, Severity
from okr.reports.json_schema import Count, Date
from okr.reports.validation import Validation
from okr.spans import Span

Line = Annotated[int, ("minimum", 1)]
SeverityName = Literal["error", "warning", "info"]


class SpanOutput(TypedDict):
    """A piece of a file."""

    line: Line
    column: Line
    end_line: Line
    end_column: Line


class EditOutput(SpanOutput):
    """Text in the place of what stands there; an empty piece is an insertion."""

    text: str


class FixOutput(TypedDict):
    """The one right answer to a finding, as edits of its file."""

    description: str
    edits: list[EditOutput]


class RelatedOutput(TypedDict):
    """Another place that belongs to a finding."""

    path: str
    line: Line
    column: Line
    message: str


class DiagnosticOutput(SpanOutput):
    """One finding."""

    code: Annotated[str, ("pattern", "^OKR[0-9]{3}$")]
    name: str
    severity: SeverityName
    message: str
    help: str | None
    path: Annotated[str, "Relative to the workspace."]
    ref: Annotated[str | None, "The goal or KPI; null where a finding is about a file."]
    fingerprint: Annotated[str, "Stays the same while lines and wording change."]
    fix: FixOutput | None
    related: list[RelatedOutput]


class SummaryOutput(TypedDict):
    """How much was checked, and how many of the findings shown are of which severity."""

    files: Count
    objectives: Count
    key_results: Count
    kpis: Count
    error: Count
    warning: Count
    info: Count


class ValidateOutput(TypedDict):
    """The output of `okr validate`."""

    schema: Literal["okr.validate/1"]
    as_of: Date
    diagnostics: list[DiagnosticOutput]
    summary: SummaryOutput


def validate_output(validation: Validation) -> ValidateOutput:
    """The findings, in reading order."""
    return {
        "schema": "okr.validate/1",
        "as_of": validation.as_of.isoformat(),
        "diagnostics": [_diagnostic(each) for each in validation.diagnostics],
        "summary": _summary(validation),
    }


def _summary(validation: Validation) -> SummaryOutput:
    checked, counts = validation.checked, validation.by_severity
    return {
        "files": checked.files,
        "objectives": checked.objectives,
        "key_results": checked.key_results,
        "kpis": checked.kpis,
        "error": counts[Severity.ERROR],
        "warning": counts[Severity.WARNING],
        "info": counts[Severity.INFO],
    }


def _diagnostic(diagnostic: Diagnostic) -> DiagnosticOutput:
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "path": diagnostic.path,
        **_span(diagnostic.span),
        "ref": diagnostic.ref,
        "fingerprint": diagnostic.fingerprint,
        "fix": None if diagnostic.fix is None else _fix(diagnostic.fix),
        "related": [_related(each) for each in diagnostic.related],
    }


def _span(span: Span) -> SpanOutput:
    start, end = span
    return {
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }


def _fix(fix: Fix) -> FixOutput:
    return {
        "description": fix.description,
        "edits": [{**_span(edit.span), "text": edit.text} for edit in fix.edits],
    }


def _related(related: Related) -> RelatedOutput:
    start = related.span.start
    return {
        "path": related.path,
        "line": start.line,
        "column": start.column,
        "message": related.message,
    }
