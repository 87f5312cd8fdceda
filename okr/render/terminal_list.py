"""The tables of `okr list` on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, piece
from okr.render.terminal_table import Column, Row, table
from okr.reports.listing import Kind, ListOutput
from okr.reports.wording import written


class Field(NamedTuple):
    """A column, and the key of an entry that it shows."""

    key: str
    column: Column


def _text(key: str, rank: int = 0, least: int = 12, header: str | None = None) -> Field:
    return Field(key, Column(header or key, rank=rank, least=least))


def _number(key: str, rank: int = 0, header: str | None = None) -> Field:
    return Field(key, Column(header or key.replace("_", " "), rank=rank, right=True))


FIELDS: dict[Kind, tuple[Field, ...]] = {
    "objectives": (
        _text("ref", least=44),
        _text("title", least=20),
        _text("owner", 2),
        _text("lifecycle", 3, least=9),
        _text("ambition", 5),
        _text("supports", 6, least=24),
        _text("tags", 7),
        _number("key_results", 4),
    ),
    "key_results": (
        _text("ref", least=44),
        _text("title", least=20),
        _text("measure", 3),
        _number("baseline", 5),
        _number("target", 2),
        _text("range", 4, least=8),
        _text("unit", 4, least=14),
        _text("owner", 6),
        _text("due", 7, least=10),
        _text("lifecycle", 8, least=9),
        _text("kpi", 9),
    ),
    "kpis": (
        _text("ref", least=30),
        _text("title", least=20),
        _text("owner", 2),
        _text("team", 3),
        _text("unit", 4, least=14),
        _text("indicator", 5),
        _number("readings", 6),
        _text("drives", 7),
        _text("formula", 8),
        _text("retired", 9),
    ),
    "teams": (
        _text("id"),
        _text("title"),
        _text("parent", 1),
        _text("lead", 2),
        _number("objectives", 3),
        _number("key_results", 4),
        _number("kpis", 5, "KPIs"),
    ),
    "cycles": (
        _text("id"),
        _text("start", least=10),
        _text("end", least=10),
        _text("strategic", 1, header="kind"),
        _number("objectives", 2),
        _number("key_results", 3),
    ),
    "people": (
        _text("id"),
        _text("name"),
        _text("handle", 1),
        _number("objectives", 2),
        _number("key_results", 3),
        _number("kpis", 4, "KPIs"),
    ),
}
"""What is shown of each kind, and in which order columns give way: the highest number first."""


def render(kind: Kind, output: ListOutput, screen: Screen) -> str:
    """One list as a table."""
    return drawn(_lines(kind, output[kind], screen), screen)


def _lines(kind: Kind, entries: list[Any], screen: Screen) -> Iterator[Line]:
    fields = FIELDS[kind]
    if not entries:
        yield (Piece(f"There are no such {_NAMES.get(kind, kind)}.", "dim"),)
        return
    rows = [Row([_cell(entry[field.key], field.key) for field in fields]) for entry in entries]
    yield from table([field.column for field in fields], rows, screen)


_NAMES = {"key_results": "key results", "kpis": "KPIs"}


def _cell(value: object, key: str) -> Line:
    text = _written(value)
    return (piece(text, "bold" if key in ("ref", "id") else ""),) if text else EMPTY


_SIGNS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}


def _range(bound: str, value: Any) -> str:
    """A range by its one bound, or by both."""
    if bound in _SIGNS:
        return f"{_SIGNS[bound]} {written(value)}"
    low, high = value
    return f"{written(low)} to {written(high)}"


def _written(value: object) -> str:
    """A value of JSON as a person writes it; an ordinary one says nothing."""
    match value:
        case None | "active":
            return ""
        case bool():
            return "strategic" if value else "tactical"
        case int() | float():
            return written(value)
        case list():
            return ", ".join(map(_written, value))
        case Mapping():
            return ", ".join(_range(name, each) for name, each in value.items())
        case _:
            return str(value)
