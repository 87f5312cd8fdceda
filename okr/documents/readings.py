"""Reading a CSV of readings: one measured value a line, under a header `date,value` or `date,value,note`."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from okr.diagnostics import Diagnostic
from okr.documents import problems
from okr.documents.text import Lines, decode
from okr.spans import Span

MAX_BYTES = 64 * 1024 * 1024
"""The size of the largest CSV file that is read."""

REQUIRED_COLUMNS = ("date", "value")
COLUMNS = (*REQUIRED_COLUMNS, "note")
_MOST_REPORTED = 100
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_FIELD = re.compile(r'\s*(?P<text>"(?:[^"]|"")*"?[^,]*|[^,]*?)\s*(?:,|\Z)')


class ReadingRow(NamedTuple):
    """One line: the date as text, the value, the note if there is one, and the 1-based number of the line."""

    date: str
    value: float
    note: str | None
    line: int


@dataclass(frozen=True)
class Readings:
    """One CSV file as read.

    Attributes:
        path: The file, relative to the workspace.
        text: Its text as it is.
        rows: Every good line in the order of the file. That a date is one, and in order, is not checked here.
        diagnostics: The bad lines, at most a hundred of them.
    """

    path: str
    text: str = field(repr=False)
    rows: tuple[ReadingRow, ...]
    diagnostics: tuple[Diagnostic, ...]

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def line_span(self, line: int) -> Span:
        """The whole of a line by its 1-based number."""
        return self._lines.span(*self._lines.bounds(line))


class _BadLineError(Exception):
    """What is wrong with a line, and in which of its fields."""

    def __init__(self, message: str, help_: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.help = help_
        self.position = position


def read_readings(path: str, data: bytes) -> Readings:
    """Read a CSV of readings. A bad line becomes a diagnostic and leaves the others as they are."""
    text, diagnostics = decode(path, data, MAX_BYTES)
    if diagnostics:
        return Readings(path, text, (), diagnostics)
    reader = _Reader(path, Lines(text))
    return Readings(path, text, tuple(reader.rows()), tuple(reader.diagnostics))


class _Reader:
    def __init__(self, path: str, lines: Lines) -> None:
        self._path = path
        self._lines = lines
        self.diagnostics: list[Diagnostic] = []

    def rows(self) -> Iterator[ReadingRow]:
        header: dict[str, int] | None = None
        for number, line in enumerate(self._lines.texts(), start=1):
            if not line.strip():
                continue
            try:
                if header is None:
                    header = _header(line)
                else:
                    yield _row(header, line, number)
            except _BadLineError as error:
                self._report(number, line, error)
                if header is None:
                    return
        if header is None:
            self._report(1, "", _missing_column("date"))

    def _report(self, number: int, line: str, error: _BadLineError) -> None:
        if len(self.diagnostics) == _MOST_REPORTED:
            return
        start = self._lines.bounds(number)[0]
        first, last = _field_bounds(line, error.position)
        span = self._lines.span(start + first, start + last)
        self.diagnostics.append(problems.bad_csv_line(self._path, span, error.message, error.help))


def _header(line: str) -> dict[str, int]:
    """The position of each column."""
    header: dict[str, int] = {}
    for position, name in enumerate(_fields(line)):
        if name not in COLUMNS or name in header:
            what = "is given twice" if name in header else "is not a column of readings"
            raise _BadLineError(
                f"`{name}` {what}",
                "Use the columns date, value and, if you like, note, with commas between them",
                position,
            )
        header[name] = position
    for name in REQUIRED_COLUMNS:
        if name not in header:
            raise _missing_column(name)
    return header


def _missing_column(name: str) -> _BadLineError:
    return _BadLineError(
        f"the column `{name}` is missing", "Begin the file with the line `date,value` or `date,value,note`"
    )


def _row(header: dict[str, int], line: str, number: int) -> ReadingRow:
    fields = _fields(line)
    if len(fields) > len(header):
        what = f"the line has {len(fields)} fields under {len(header)} columns"
        raise _BadLineError(what, "Put quotes around a note or number that has a comma in it", len(header))
    fields += [""] * (len(header) - len(fields))
    date = fields[header["date"]]
    if not date:
        raise _BadLineError("the date is missing", "Write it as in 2026-10-05", header["date"])
    value = _number(fields[header["value"]], header["value"])
    note = fields[header["note"]] if "note" in header else ""
    return ReadingRow(date, value, note or None, number)


def _fields(line: str) -> list[str]:
    try:
        return [text.strip() for text in next(csv.reader([line], strict=True, skipinitialspace=True))]
    except csv.Error:
        help_ = 'A text in quotes ends on its line with `"`, and a quote inside it is written `""`'
        raise _BadLineError("the quotes on this line do not match", help_, _quoted_field(line)) from None


def _number(written: str, position: int) -> float:
    if not written:
        raise _BadLineError("the value is missing", "Write a number, or delete the line", position)
    value = float(written) if _NUMBER.match(written) else math.nan
    if not math.isfinite(value):
        raise _BadLineError(
            f"`{written}` is not a number", "Write digits and a point only, as in 1234.5", position
        )
    return value


def _quoted_field(line: str) -> int:
    """The first field that has quotes."""
    return next((position for position, text in enumerate(line.split(",")) if '"' in text), 0)


def _field_bounds(line: str, position: int) -> tuple[int, int]:
    """Where a field stands in its line; at the end of the line if it has no such field."""
    for index, match in enumerate(_FIELD.finditer(line)):
        if index == position:
            return match.span("text")
    return len(line), len(line)
