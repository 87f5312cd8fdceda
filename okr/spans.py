"""Places in a text: positions and the spans between them."""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place in a text: 1-based line and column, and the 0-based offset in characters."""

    line: int
    column: int
    offset: int


class Span(NamedTuple):
    """The text from `start` up to, and without, `end`."""

    start: Position
    end: Position


START_OF_FILE = Span(Position(1, 1, 0), Position(1, 1, 0))
"""Where a finding about a whole file points."""
