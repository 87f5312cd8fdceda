"""Findings as SARIF 2.1.0, which code scanning and many editors read.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from okr import __version__
from okr.diagnostics import Diagnostic, Fix, Related, Severity
from okr.render.json_text import written
from okr.render.plain import printable
from okr.render.rule_markdown import body
from okr.reports.rules import RuleReport
from okr.reports.validation import Validation
from okr.spans import Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "SRCROOT"
"""What relative addresses count from: the top of the repository, wherever it lies."""


def render(validation: Validation) -> str:
    """One log with one run."""
    rules = validation.rules
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(rules)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "results": [_result(validation, each, indexes) for each in validation.diagnostics],
    }
    return written({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(rules: Iterable[RuleReport]) -> dict[str, Any]:
    return {
        "name": "okr",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: RuleReport) -> dict[str, Any]:
    name = "".join(word.capitalize() for word in rule.name.split("-"))
    text = body(rule)
    return {
        "id": rule.code,
        "name": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why or rule.summary},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(validation: Validation, diagnostic: Diagnostic, indexes: Mapping[str, int]) -> dict[str, Any]:
    parts = (printable(part) for part in (diagnostic.message, diagnostic.help) if part)
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": indexes[diagnostic.code],
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": _sentences(*parts)},
        "locations": [_location(validation, diagnostic.path, diagnostic.span)],
        "partialFingerprints": {"okr/v1": diagnostic.fingerprint},
    }
    if diagnostic.related:
        result["relatedLocations"] = [_related(validation, each) for each in diagnostic.related]
    if diagnostic.fix is not None:
        result["fixes"] = [_fix(validation, diagnostic.path, diagnostic.fix)]
    return result


def _sentences(message: str, advice: str = "") -> str:
    return f"{message}. {advice}".rstrip()


def _location(validation: Validation, path: str, span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(validation, path), "region": _region(span)}}


def _artifact(validation: Validation, path: str) -> dict[str, str]:
    address = quote(validation.path(path).encode("utf-8", "surrogateescape"))
    return {"uri": address, "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    start, end = span
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _related(validation: Validation, related: Related) -> dict[str, Any]:
    location = _location(validation, related.path, related.span)
    return {**location, "message": {"text": printable(related.message)}}


def _fix(validation: Validation, path: str, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(validation, path), "replacements": replacements}
    return {"description": {"text": fix.description}, "artifactChanges": [change]}
