"""The words that every format of a report shares."""

from __future__ import annotations

from collections.abc import Iterator

from okr.render.plain import counted
from okr.reports.report import Summary
from okr.reports.report.attention import Subject
from okr.reports.wording import Verdict

VERDICT_MARKS: dict[Verdict, str] = {
    "done": "✓",
    "met": "✓",
    "on_track": "●",
    "good": "●",
    "at_risk": "▲",
    "fair": "▲",
    "off_track": "■",
    "poor": "■",
    "missed": "■",
    "not_due": "○",
    "no_data": "○",
    "upcoming": "○",
    "unscored": "○",
}
"""A mark of its own shape for each verdict; its word stands beside it."""

SUBJECTS: dict[Subject, str] = {
    "objective": "objective",
    "key_result": "key result",
    "kpi": "KPI",
    "file": "file",
}


def facts(summary: Summary) -> Iterator[str]:
    """How much a report is about."""
    yield counted(summary.objectives, "objective")
    yield counted(summary.key_results, "key result")
    if summary.kpis:
        yield counted(summary.kpis, "KPI")
    yield from (f"{number} {status} left out" for status, number in summary.left_out.items())
    if summary.measure:
        yield summary.measure
    if summary.stale:
        yield f"{counted(summary.stale, 'key result')} stale"


def signed(part: float) -> str:
    """A part of a difference with its sign; empty where it rounds to nothing."""
    text = f"{part:+.2f}"
    return "" if float(text) == 0 else text.replace("-", "−")


def share(part: float) -> str:
    """A part of one as whole percents."""
    return f"{part:.0%}".replace("%", " %")
