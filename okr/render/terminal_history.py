"""`okr log` and `okr trend` on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from okr.render.sparkline import sparkline
from okr.render.terminal import (
    EMPTY,
    Line,
    Piece,
    Screen,
    drawn,
    flowed,
    line,
    paragraph,
    piece,
    side_by_side,
)
from okr.render.terminal_table import Column, Row, table
from okr.reports.history import LogEntry, LogOutput, TrendOutput
from okr.reports.wording import shown

SHORT_ID = 10
"""Characters of a commit's id that tell it from others, as git shows it."""

_STYLES = {"error": "red", "warning": "yellow", "info": ""}
_MARKS = {"error": "!", "warning": "*", "info": " "}


def log(output: LogOutput, screen: Screen) -> str:
    """The life of a goal, a block a commit."""
    return drawn(_log_lines(output, screen), screen)


def _log_lines(output: LogOutput, screen: Screen) -> Iterator[Line]:
    if not output["commits"]:
        yield line(f"No commit has changed {output['ref']} yet.", "dim")
    for number, entry in enumerate(output["commits"]):
        if number:
            yield EMPTY
        yield from _entry_lines(entry, output["ref"], screen)


def _entry_lines(entry: LogEntry, ref: str, screen: Screen) -> Iterator[Line]:
    lead = (
        piece(f"{entry['date']}  ", "bold"),
        piece(f"{entry['commit'][:SHORT_ID]}  ", "yellow"),
        piece(f"{entry['author']}  ", "cyan"),
    )
    yield from flowed(lead, entry["subject"], screen, indent=4)
    for change in entry["changes"]:
        about = _within(change["ref"], entry["ref"])
        text = f"{_MARKS[change['severity']]} {f'{about}: ' if about else ''}{change['message']}"
        yield from paragraph(text, screen, _STYLES[change["severity"]], indent=2)
    if entry["ref"] != ref:
        yield line(f"    then called {entry['ref']}", "dim")


def _within(ref: str | None, goal: str) -> str:
    """What of a goal a reference names: its key result; nothing for the goal itself."""
    if ref is None or ref == goal:
        return ""
    return ref.removeprefix(f"{goal}/")


def trend(output: TrendOutput, screen: Screen) -> str:
    """A score over time: a sparkline, then a line a commit."""
    return drawn(_trend_lines(output, screen), screen)


def _trend_lines(output: TrendOutput, screen: Screen) -> Iterator[Line]:
    scored = [point["score"] for point in output["points"] if point["score"] is not None]
    if not scored:
        yield line(f"No commit gives {output['ref']} a score.", "dim")
        return
    change = f"{shown(scored[0])} to {shown(scored[-1])}"
    spark = sparkline(scored, _spark_width(screen))
    parts = (piece(output["ref"], "bold"), Piece(spark, "cyan"), Piece(change))
    yield from side_by_side(parts, screen)
    yield EMPTY
    rows = [
        Row(
            [
                line(point["date"]),
                line(_number(point["score"]), "bold"),
                line(_number(point["expected"])),
                line(_number(point["rescored"])),
                line(point["commit"][:SHORT_ID], "dim"),
            ]
        )
        for point in output["points"]
    ]
    yield from table(COLUMNS, rows, screen)


COLUMNS = [
    Column("date"),
    Column("score", right=True),
    Column("expected", rank=2, right=True),
    Column("by today's goalposts", right=True),
    Column("commit", rank=1),
]


def _spark_width(screen: Screen) -> int:
    return 24 if screen.width is None or screen.width < 100 else 60


def _number(score: float | None) -> str:
    return "–" if score is None else shown(score)
