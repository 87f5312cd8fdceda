"""Points, a curve and horizontal lines drawn in characters, with an axis of numbers and one of days.

A plot is a grid of cells. What matters more is drawn later and stands in front: lines, then the curve, then
the points. Every sort of thing has a character of its own, so that colour adds to what can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import floor, log10
from sys import float_info

from okr.render.terminal import Line, Piece, padded
from okr.reports.wording import amount

_LABEL_GAP = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """One character at a place: `x` from 0 to 1 across the plot, `y` in the unit of its axis."""

    x: float
    y: float
    char: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal line with what it means beside it."""

    y: float
    char: str
    label: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn.

    Attributes:
        spots: The points.
        levels: Horizontal lines.
        curve: Corners of a line that is dotted through the plot, in order of x.
        ticks: Texts below it, each beginning at its x, in order of x.
        height: Rows of the grid.
    """

    spots: Sequence[Spot]
    levels: Sequence[Level] = ()
    curve: Sequence[tuple[float, float]] = ()
    ticks: Sequence[tuple[float, str]] = ()
    height: int = 13


def plot(what: Plot, width: int) -> Iterator[Line]:
    """A plot as lines of at most so many cells."""
    low, high = _extent(what)
    rows = _Rows(low, high, what.height)
    axis = rows.axis()
    labels = _labels(what.levels, rows)
    left = max(len(text) for text in axis)
    right = max((len(text) for text, _ in labels.values()), default=0)
    across = max(8, width - left - _LABEL_GAP - (right + _LABEL_GAP if right else 0))
    grid = _Grid(across, what.height)
    for level in what.levels:
        grid.rule(rows.of(level.y), level)
    grid.dot(what.curve, rows)
    for spot in what.spots:
        grid.put(round(spot.x * (across - 1)), rows.of(spot.y), spot.char, spot.style)
    for row, cells in enumerate(grid.rows):
        label, style = labels.get(row, ("", ""))
        beside = (Piece(" " * _LABEL_GAP + label, style),) if label else ()
        yield (Piece(f"{padded(axis[row], left, right=True)} ┤", "dim"), *_merged(cells), *beside)
    yield (Piece(" " * (left + 1) + "└" + "─" * across, "dim"),)
    yield (Piece(" " * (left + _LABEL_GAP) + _ticks(what.ticks, across), "dim"),)


def _extent(what: Plot) -> tuple[float, float]:
    """The lowest and the highest thing that is drawn; a little more where all are level."""
    heights = [spot.y for spot in what.spots]
    heights += [level.y for level in what.levels] + [y for _, y in what.curve]
    low, high = min(heights), max(heights)
    if low < high:
        return low, high
    around = abs(low) * 0.1 or 1.0
    return max(low - around, -float_info.max), min(high + around, float_info.max)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Which row a height is on, counted from the top."""

    low: float
    high: float
    count: int

    @property
    def _half(self) -> float:
        """Half of what the axis spans: floats can hold it whatever they hold."""
        return self.high / 2 - self.low / 2

    def of(self, y: float) -> int:
        return round((self.high / 2 - y / 2) / self._half * (self.count - 1))

    def axis(self) -> list[str]:
        """A number beside every third row, with as many decimals as tell them apart."""
        places = max(0, 2 - floor(log10(self._half) + log10(2)))
        shares = (row / (self.count - 1) for row in range(self.count))
        heights = (self.high * (1 - share) + self.low * share for share in shares)
        return [_number(y, places) if row % 3 == 0 else "" for row, y in enumerate(heights)]


def _number(value: float, places: int) -> str:
    """A number of the axis; one that would be long beyond reading in the short form."""
    if abs(value) >= 1e12 or places > 9:
        return amount(value)
    text = f"{value:,.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


class _Grid:
    """Cells of a character and its style."""

    def __init__(self, width: int, height: int) -> None:
        self.rows = [[(" ", "")] * width for _ in range(height)]

    def put(self, column: int, row: int, char: str, style: str) -> None:
        self.rows[row][column] = (char, style)

    def rule(self, row: int, level: Level) -> None:
        self.rows[row] = [(level.char, level.style)] * len(self.rows[row])

    def dot(self, curve: Sequence[tuple[float, float]], rows: _Rows) -> None:
        """A dotted line through the corners."""
        width = len(self.rows[0])
        for (left, low), (right, high) in pairwise(curve):
            first, last = round(left * (width - 1)), round(right * (width - 1))
            for column in range(first, last + 1):
                share = (column - first) / (last - first) if last > first else 1.0
                self.put(column, rows.of(low + (high - low) * share), "·", "cyan")


def _merged(cells: Iterable[tuple[str, str]]) -> Iterator[Piece]:
    """Neighbours of one style as one piece."""
    for style, group in groupby(cells, key=lambda cell: cell[1]):
        yield Piece("".join(char for char, _ in group), style)


def _labels(levels: Iterable[Level], rows: _Rows) -> dict[int, tuple[str, str]]:
    """What stands beside each row; lines that share one share the words."""
    labels: dict[int, tuple[str, str]] = {}
    for level in levels:
        row = rows.of(level.y)
        before = labels.get(row)
        labels[row] = (
            (level.label, level.style) if before is None else (f"{before[0]}, {level.label}", before[1])
        )
    return labels


def _ticks(ticks: Sequence[tuple[float, str]], width: int) -> str:
    """Texts at their places: the first and the last, then each of the others for which there is room."""
    taken: list[tuple[int, str]] = []
    for x, text in [*ticks[:1], *ticks[:0:-1]]:
        at = min(round(x * (width - 1)), max(0, width - len(text)))
        if all(
            at >= other + len(words) + _LABEL_GAP or at + len(text) + _LABEL_GAP <= other
            for other, words in taken
        ):
            taken.append((at, text))
    line = ""
    for at, text in sorted(taken):
        line = line.ljust(at) + text
    return line
