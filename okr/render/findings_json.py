"""Findings as `okr.validate/1`."""

from __future__ import annotations

from typing import Any

from okr.diagnostics import Diagnostic, Fix, Related
from okr.render.json_text import written
from okr.reports.validation import Validation
from okr.spans import Span


def render(validation: Validation) -> str:
    """One JSON object; its schema is `okr schema validate`."""
    checked = validation.checked
    return written(
        {
            "schema": "okr.validate/1",
            "as_of": validation.as_of.isoformat(),
            "diagnostics": [_diagnostic(each) for each in validation.diagnostics],
            "summary": {
                "files": checked.files,
                "objectives": checked.objectives,
                "key_results": checked.key_results,
                "kpis": checked.kpis,
                **validation.by_severity,
            },
        }
    )


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "path": diagnostic.path,
        **_place(diagnostic.span),
        "ref": diagnostic.ref,
        "fingerprint": diagnostic.fingerprint,
        "fix": None if diagnostic.fix is None else _fix(diagnostic.fix),
        "related": [_related(each) for each in diagnostic.related],
    }


def _place(span: Span) -> dict[str, int]:
    start, end = span
    return {
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{**_place(edit.span), "text": edit.text} for edit in fix.edits]
    return {"description": fix.description, "edits": edits}


def _related(related: Related) -> dict[str, Any]:
    start = related.span.start
    return {
        "path": related.path,
        "line": start.line,
        "column": start.column,
        "message": related.message,
    }
