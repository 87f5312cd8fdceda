"""Readings as people or other programs hand them over: CSV, or a JSON object a line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Never

from okr.authoring.numbers import number
from okr.edits import as_written
from okr.errors import OkrError

COLUMNS = ("kpi", "date", "value", "note")


@dataclass(frozen=True, slots=True)
class NewReading:
    """What a KPI was on a day.

    Attributes:
        date: As it was written: a day, or a cycle whose last day it means.
        source: Where it comes from, to be named where it is refused; empty on the command line.
    """

    kpi: str
    date: str
    value: float
    note: str | None = None
    source: str = ""


def parse_batch(text: str, kpi: str | None) -> list[NewReading]:
    """The readings in a text: JSON lines if it begins with a brace or a bracket, else CSV with a header.

    Args:
        text: What was handed over.
        kpi: The KPI of readings that name none; one that names another was not asked for.

    Raises:
        OkrError: A line is not what it should be; its number is in the message.
    """
    is_json = text.lstrip("\ufeff \t\r\n").startswith(("{", "["))
    lines = _json_lines(text) if is_json else _csv_lines(text)
    readings = [_reading(fields, line, kpi) for line, fields in lines]
    if not readings:
        raise OkrError("there are no readings on stdin", hint="Hand over CSV with a header, or JSON lines.")
    return readings


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, written in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if not written.strip():
            continue
        try:
            fields = json.loads(
                written, parse_float=as_written, parse_int=as_written, parse_constant=_no_number
            )
        except ValueError as error:
            raise OkrError(f"line {line} is not JSON: {error}", hint="Write one object a line.") from None
        if not isinstance(fields, dict):
            raise OkrError(
                f"line {line} is no JSON object", hint='Write it like {"date": "2026-10-05", "value": 7}.'
            )
        yield line, fields


def _no_number(constant: str) -> Never:
    """Refuse what Python takes for JSON, and nobody else does."""
    raise ValueError(f"{constant} is no number")


def _csv_lines(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), skipinitialspace=True, strict=True)
    try:
        _check_columns(rows.fieldnames or (), 1)
        for row in rows:
            if None in row:
                raise OkrError(
                    f"line {rows.line_num} has more fields than the header",
                    hint="Quote what has a comma in it.",
                )
            yield rows.line_num, {key: value.strip() for key, value in row.items() if value and value.strip()}
    except csv.Error as error:
        raise OkrError(f"line {max(rows.line_num, 1)} is not CSV: {error}") from None


def _check_columns(names: Iterable[str], line: int) -> None:
    unknown = next((name for name in names if name not in COLUMNS), None)
    if unknown is None:
        return
    hint = f"Columns are {', '.join(COLUMNS)}."
    if ";" in unknown or "\t" in unknown:
        hint = "Put commas between the columns, and a point into numbers: 2026-10-05,6.5."
    raise OkrError(f'line {line}: there is no column "{unknown}"', hint=hint)


def _reading(fields: dict[str, Any], line: int, kpi: str | None) -> NewReading:
    _check_columns(fields, line)
    name = fields.get("kpi", kpi)
    if kpi not in (None, name):
        raise OkrError(
            f"line {line} is of {name}, and {kpi} was asked for",
            hint="Leave the ID out to record each line where it belongs.",
        )
    for column, value in (("kpi", name), ("date", fields.get("date")), ("value", fields.get("value"))):
        if value is None:
            raise OkrError(
                f"line {line}: the {column} is missing", hint="Each reading has a kpi, a date and a value."
            )
    try:
        value = fields["value"] if _is_number(fields["value"]) else number(str(fields["value"]))
    except OkrError as error:
        raise OkrError(f"line {line}: {error.message}", hint=error.hint) from None
    note = fields.get("note")
    return NewReading(
        str(name), str(fields["date"]), value, None if note is None else str(note), f"line {line}"
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
