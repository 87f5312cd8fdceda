"""Findings as a Code Quality report, which GitLab shows in a merge request.

Source: GitLab documentation, "Code Quality report format".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from okr.diagnostics import Diagnostic, Severity
from okr.render.json_text import written
from okr.render.plain import printable
from okr.reports.validation import Validation

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(validation: Validation) -> str:
    """One entry a finding."""
    found = zip(validation.diagnostics, _fingerprints(validation.diagnostics), strict=True)
    return written([_entry(validation, diagnostic, fingerprint) for diagnostic, fingerprint in found])


def _fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """A name for each finding, all different: of two equal ones GitLab would show one."""
    seen: Counter[str] = Counter()
    for diagnostic in diagnostics:
        fingerprint = diagnostic.fingerprint
        seen[fingerprint] += 1
        yield fingerprint if seen[fingerprint] == 1 else f"{fingerprint}-{seen[fingerprint]}"


def _entry(validation: Validation, diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    start, end = diagnostic.span
    return {
        "description": f"{diagnostic.code} {diagnostic.name}: {printable(diagnostic.message)}",
        "check_name": diagnostic.code,
        "fingerprint": fingerprint,
        "severity": _LEVELS[diagnostic.severity],
        "location": {
            "path": validation.path(diagnostic.path),
            "positions": {
                "begin": {"line": start.line, "column": start.column},
                "end": {"line": end.line, "column": end.column},
            },
        },
    }
