"""A comparison as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from okr.render.diff_words import said, subject
from okr.render.github import command
from okr.render.plain import printable
from okr.reports.diff import ChangeLine, DiffReport


def render(report: DiffReport) -> str:
    """One command a change, those that need a decision first."""
    return "".join(f"{_command(line, report)}\n" for line in report.lines)


def _command(line: ChangeLine, report: DiffReport) -> str:
    properties: dict[str, str | int] = {"title": line.rule or line.change.kind}
    if line.spot is not None:
        properties["file"] = printable(report.path(line.spot.path))
    if line.head is not None:
        properties |= {"line": line.head.line, "col": line.head.column}
    return command(line.change.severity, properties, printable(f"{subject(line)}: {said(line)}"))
