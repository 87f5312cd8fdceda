"""Changing a CSV of readings: lines are added or replaced, and every other one stays as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from okr.documents import Readings, read_readings
from okr.edits.files import FileChange
from okr.edits.layout import newline_of
from okr.edits.splice import Edit, spliced
from okr.errors import OkrError
from okr.spans import Span

COLUMNS = ("date", "value", "note")

Row = tuple[str, float, str | None]
"""A date as it is written, a value, and a note if there is one."""

HEADER = 0
"""Stands for the line of the header, wherever it is."""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV of readings as it was read.

    Attributes:
        columns: Their names, in the order of the file.
        header: The 1-based number of the line that names them.
    """

    data: bytes
    file: Readings
    columns: tuple[str, ...]
    header: int

    @classmethod
    def of(cls, path: str, data: bytes) -> Table:
        """The table in a file.

        Raises:
            OkrError: It has no header that could be read.
        """
        file = read_readings(path, data)
        lines = list(enumerate(file.text.lstrip("\ufeff").splitlines(), start=1))
        header, names = next(((number, line) for number, line in lines if line.strip()), (0, ""))
        columns = tuple(name.strip() for name in names.split(","))
        if not {"date", "value"} <= set(columns):
            raise OkrError(f"{path} cannot be read, so it is not changed", hint="See okr validate.")
        return cls(data, file, columns, header)

    def change(self, after: Mapping[int, Sequence[Row]], instead: Mapping[int, Row]) -> FileChange:
        """The file with new rows.

        Args:
            after: Rows by the line behind which they come; those behind `HEADER` come first.
            instead: Rows by the line whose place they take.

        Raises:
            OkrError: A row has a note, and the file no column for it.
        """
        after = {line or self.header: rows for line, rows in after.items()}
        text = spliced(self.file.text, self._edits(after, instead))
        return FileChange(self.file.path, self.data, text.encode(), list(self._rows(after, instead)))

    def _edits(self, after: Mapping[int, Sequence[Row]], instead: Mapping[int, Row]) -> Iterator[Edit]:
        newline = newline_of(self.file.text)
        for line, row in instead.items():
            yield Edit(self.file.line_span(line), self._line(row))
        for line, rows in after.items():
            end = self.file.line_span(line).end
            yield Edit(Span(end, end), "".join(f"{newline}{self._line(row)}" for row in rows))

    def _line(self, row: Row) -> str:
        if row[2] is not None and "note" not in self.columns:
            raise OkrError(f"{self.file.path} has no column for a note", hint="Add note to its first line.")
        return _line(row, self.columns)

    def _rows(self, after: Mapping[int, Sequence[Row]], instead: Mapping[int, Row]) -> Iterator[Row]:
        yield from after.get(self.header, ())
        for row in self.file.rows:
            yield instead.get(row.line) or (row.date, row.value, row.note)
            yield from after.get(row.line, ())


def new_table(path: str, rows: Sequence[Row]) -> FileChange:
    """A CSV that is not there yet."""
    lines = (",".join(COLUMNS), *(_line(row, COLUMNS) for row in rows), "")
    return FileChange(path, None, "\n".join(lines).encode(), list(rows))


def _line(row: Row, columns: Sequence[str]) -> str:
    """One line, quoted where it must be."""
    fields = dict(zip(COLUMNS, row, strict=True))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="")
    writer.writerow("" if fields[column] is None else fields[column] for column in columns)
    return text.getvalue()
