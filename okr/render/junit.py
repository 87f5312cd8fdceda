"""Findings as test results, for every CI that reads JUnit's XML.

A file with findings is a test suite, each finding a test: one that fails the run is a failure, a milder one
passes and says what it has to say.

Source: the schema of Jenkins's xUnit plugin, `junit-10.xsd`, which GitLab, Azure and CircleCI read as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from okr.diagnostics import Diagnostic
from okr.render.plain import printable
from okr.reports.validation import Validation

_NAME = "okr validate"


def render(validation: Validation) -> str:
    """One XML document. Without findings it holds one test that passes: some readers refuse an empty one."""
    root = Element("testsuites", _counts(validation, validation.diagnostics))
    for path, diagnostics in groupby(validation.diagnostics, key=lambda each: each.path):
        _suite(root, validation, path, tuple(diagnostics))
    if not validation.diagnostics:
        suite = SubElement(root, "testsuite", {"name": _NAME, "tests": "1", "failures": "0", "errors": "0"})
        SubElement(suite, "testcase", {"name": "no mistakes", "classname": _NAME})
    indent(root)
    written = tostring(root, encoding="unicode").replace("##[", "#&#35;[")  # else GitHub's runner obeys it
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _counts(validation: Validation, diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    failing = [validation.fails(diagnostic) for diagnostic in diagnostics]
    return {
        "name": _NAME,
        "tests": str(len(failing) or 1),
        "failures": str(sum(failing)),
        "errors": "0",
    }


def _suite(root: Element, validation: Validation, path: str, diagnostics: tuple[Diagnostic, ...]) -> None:
    shown = printable(validation.path(path))
    suite = SubElement(root, "testsuite", {**_counts(validation, diagnostics), "name": shown})
    for diagnostic in diagnostics:
        _case(suite, validation, shown, diagnostic)


def _case(suite: Element, validation: Validation, path: str, diagnostic: Diagnostic) -> None:
    start = diagnostic.span.start
    name = f"{diagnostic.code} {diagnostic.name} ({start.line}:{start.column})"
    case = SubElement(
        suite, "testcase", {"name": name, "classname": path, "file": path, "line": str(start.line)}
    )
    message = printable(diagnostic.message)
    lines = [f"{path}:{start.line}:{start.column}: {diagnostic.severity}: {message}"]
    if diagnostic.help:
        lines.append(f"help: {printable(diagnostic.help)}")
    if validation.fails(diagnostic):
        attributes = {"message": message, "type": diagnostic.severity}
        SubElement(case, "failure", attributes).text = "\n".join(lines)
    else:
        SubElement(case, "system-out").text = "\n".join(lines)
