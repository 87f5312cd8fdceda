"""The same few findings for every format: one for each way in which a format could go wrong."""

from __future__ import annotations

import datetime as dt

from okr.diagnostics import Diagnostic, Fix, Related, Severity, TextEdit
from okr.reports.validation import Checked, Validation
from okr.spans import START_OF_FILE, Position, Span

ESCAPE, OVERRIDE = "\x1b[31m", "\u202e"
HOSTILE = (
    f"evil{ESCAPE}\r\n::error::{OVERRIDE}@ada #7 100% <b>|`x`|</b> &amp; ]]> \x00 \ud800 "
    "[a](https://x.y), c: d"
)

LINES = {
    "goals/growth.yaml": [
        "cycle: 2026-Q4",
        'objectives: [{id: a, title: "Grow", weight: 0}]',
        "\t- title:\tLaunch\tthe app",
        "    title: 顧客が最初の週を👩‍👩‍👧楽しむ launch",
        f"    note: {'a' * 300} TBD {'b' * 300}",
        f"    note: {HOSTILE}",
        "    why: |",
        "      two lines",
        "    owner: ada",
    ],
    "kpis/support load.csv": ["date,value", "2026-10-05,a dozen"],
}


def span(line: int, start: int, end: int, end_line: int | None = None) -> Span:
    return Span(Position(line, start, start), Position(end_line or line, end, end))


def finding(
    code: str, name: str, severity: Severity, message: str, place: Span, **more: object
) -> Diagnostic:
    return Diagnostic(code, name, severity, message, **{"path": "goals/growth.yaml", "span": place, **more})  # type: ignore[arg-type]


DIAGNOSTICS = (
    finding(
        "OKR004", "missing-key", Severity.ERROR, "the file has no goals", START_OF_FILE, path="gone.yaml"
    ),
    finding(
        "OKR005",
        "invalid-value",
        Severity.ERROR,
        "weight is 0, and must be more than 0",
        span(2, 45, 46),
        help="Write a weight above 0.",
        ref="2026-Q4/company/a",
        fix=Fix("leave it out", (TextEdit(span(2, 36, 46), ""),)),
    ),
    finding("OKR105", "objective-is-a-task", Severity.WARNING, '"Launch" is a task', span(3, 11, 17)),
    finding("OKR105", "objective-is-a-task", Severity.WARNING, '"launch" is a task', span(4, 29, 35)),
    finding("OKR109", "placeholder-text", Severity.ERROR, '"TBD" waits', span(5, 312, 315)),
    finding("OKR108", "vague-objective", Severity.INFO, HOSTILE, span(6, 11, 20), help=HOSTILE),
    finding("OKR110", "objective-without-why", Severity.INFO, "no why", span(7, 10, 16, end_line=8)),
    finding(
        "OKR007",
        "duplicate-id",
        Severity.ERROR,
        'there are two KPIs with the id "load"',
        span(9, 15, 15),
        related=(Related("kpis/support load.csv", span(2, 1, 11), "first defined here"),),
    ),
    finding(
        "OKR009",
        "unreadable-file",
        Severity.ERROR,
        "`a dozen` is not a number",
        span(2, 12, 19),
        path="kpis/support load.csv",
    ),
)

SAMPLE = Validation(
    as_of=dt.date(2026, 11, 20),
    checked=Checked(files=3, objectives=2, key_results=5, kpis=1),
    diagnostics=DIAGNOSTICS,
    lines=LINES,
    paths={path: f"team%20#1/{path}" for path in ("gone.yaml", *LINES)},
)
NOTHING = Validation(
    as_of=dt.date(2026, 11, 20),
    checked=Checked(files=14, objectives=9, key_results=31, kpis=1),
    diagnostics=(),
)
