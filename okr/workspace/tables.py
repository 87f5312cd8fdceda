"""A CSV of readings as it was read: the readings it gave, where each stands, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from okr.diagnostics import FILE_RULES, Diagnostic, Severity
from okr.documents import Readings, read_readings
from okr.model.fields import reading_date
from okr.model.kpis import Reading
from okr.workspace.nodes import Place


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file of the workspace.

    Attributes:
        file: The file as text, with its lines.
        readings: Every good line, in the order of the file.
        places: Where each of them is written.
        diagnostics: Every bad line.
    """

    file: Readings
    readings: tuple[Reading, ...]
    places: tuple[Place, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_table(path: str, data: bytes, fiscal_year_start: int) -> Table:
    """Read a CSV. A bad line is a diagnostic, and the others count."""
    file = read_readings(path, data)
    readings: list[Reading] = []
    places: list[Place] = []
    diagnostics = list(file.diagnostics)
    for row in file.rows:
        try:
            date = reading_date(row.date, fiscal_year_start)
        except PydanticCustomError as error:
            diagnostics.append(_bad_date(file, row.line, f'"{row.date}" is no date: {error.message()}'))
            continue
        readings.append(Reading(date=date, value=row.value, note=row.note))
        places.append(Place(path, (row.line,)))
    return Table(file, tuple(readings), tuple(places), tuple(diagnostics))


def _bad_date(file: Readings, line: int, message: str) -> Diagnostic:
    span = file.line_span(line)
    return Diagnostic(
        "OKR009", FILE_RULES["OKR009"], Severity.ERROR, message, file.path, span, arguments=(message,)
    )
