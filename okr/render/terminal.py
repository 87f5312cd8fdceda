"""What every terminal screen is made of: pieces of styled text on lines, and the codes that colour them.

Nothing that a goal file contains reaches the terminal as a control sequence or as markup: text becomes a
piece through `piece`, which leaves only what can be printed, and there is no markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.color import ColorSystem
from rich.style import Style

from okr.render.plain import printable, unobeyed

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Screen:
    """What a result is shown on.

    Attributes:
        width: In cells; `None` off a terminal, where no line is cut.
        color: Whether it may be coloured.
    """

    width: int | None = None
    color: bool = False


class Piece(NamedTuple):
    """Text in one style, as in `Piece("at risk", "yellow")`. Make one of foreign text with `piece`."""

    text: str
    style: str = ""


Line = tuple[Piece, ...]

EMPTY: Line = ()


def piece(text: str, style: str = "") -> Piece:
    """A piece of text that may hold anything."""
    return Piece(printable(text), style)


def line(text: str, style: str = "") -> Line:
    """A line of one piece."""
    return (piece(text, style),)


def width_of(pieces: Line) -> int:
    """How many cells a line takes."""
    return sum(cell_len(each.text) for each in pieces)


def drawn(lines: Iterable[Line], screen: Screen) -> str:
    """Lines as the text that is written, each ended by a newline and without spaces before it."""
    draw = _coloured if screen.color else _plain
    return "".join(f"{unobeyed(draw(each))}\n" for each in lines)


def _plain(pieces: Line) -> str:
    return "".join(text for text, _ in pieces).rstrip()


def _coloured(pieces: Line) -> str:
    return "".join(_codes(style)[0] + text + _codes(style)[1] for text, style in _trimmed(pieces))


def _trimmed(pieces: Line) -> Iterator[Piece]:
    """The pieces up to the last character that is seen."""
    end = len(_plain(pieces))
    for text, style in pieces:
        if end <= 0:
            return
        yield Piece(text[:end], style)
        end -= len(text)


@cache
def _codes(style: str) -> tuple[str, str]:
    """What goes before and after text of a style. The 16 colours follow the terminal's own theme."""
    before, _, after = Style.parse(style).render("\0", color_system=ColorSystem.STANDARD).partition("\0")
    return before, after


def cut(text: str, width: int) -> str:
    """Text in at most so many cells; an ellipsis stands for what is left out."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + ELLIPSIS


def wrapped(text: str, width: int, most: int | None = None) -> list[str]:
    """Text broken between words into lines of at most so many cells, and into at most so many lines.

    Args:
        text: On one line.
        width: In cells; at least 2, so that a wide character has room.
        most: How many lines; the last one ends in an ellipsis where there would be more.
    """
    if cell_len(text) <= width:
        return [text]
    lines = list(_wrapped(text, width))
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(f"{lines[most - 1]} {lines[most]}", width)]


def paragraph(text: str, screen: Screen, style: str = "", indent: int = 0) -> Iterator[Line]:
    """Text that may hold anything, on as many lines as it needs."""
    safe = printable(text)
    room = None if screen.width is None else max(screen.width - indent, 2)
    for each in [safe] if room is None else wrapped(safe, room):
        yield (Piece(" " * indent), Piece(each, style)) if indent else (Piece(each, style),)


_LEAST_ROOM = 12
"""Cells behind a lead that are worth beginning a text in."""


def flowed(lead: Line, text: str, screen: Screen, indent: int, style: str = "") -> Iterator[Line]:
    """Text that may hold anything behind a lead; what has no room beside that goes on below, indented."""
    whole = printable(text)
    if screen.width is None or width_of(lead) + cell_len(whole) <= screen.width:
        yield (*lead, Piece(whole, style))
        return
    safe = " ".join(whole.split())
    room = screen.width - width_of(lead)
    first = wrapped(safe, room)[0] if room >= _LEAST_ROOM else ""
    yield (*lead, Piece(first, style))
    if len(first) < len(safe):
        yield from paragraph(safe[len(first) :].lstrip(), screen, style, indent)


def side_by_side(parts: Sequence[Piece], screen: Screen, indent: int = 0, deeper: int = 0) -> Iterator[Line]:
    """Parts on one line where there is room, else below each other, those after the first deeper."""
    gaps = (Piece(" " * indent), *repeat(Piece("  "), len(parts) - 1))
    beside = tuple(chain.from_iterable(zip(gaps, parts, strict=True)))[0 if indent else 1 :]
    if screen.width is None or width_of(beside) <= screen.width:
        yield beside
        return
    for number, part in enumerate(parts):
        yield from paragraph(part.text, screen, part.style, indent + (deeper if number else 0))


def _wrapped(text: str, width: int) -> Iterator[str]:
    current, used = "", 0
    for word in _words(text, width):
        size = cell_len(word)
        if current and used + 1 + size > width:
            yield current
            current, used = word, size
        elif current:
            current, used = f"{current} {word}", used + 1 + size
        else:
            current, used = word, size
    yield current


def _words(text: str, width: int) -> Iterator[str]:
    """The words, those that are longer than a line in pieces."""
    for word in text.split():
        if cell_len(word) <= width:
            yield word
        else:
            yield from _chopped(word, width)


def _chopped(word: str, width: int) -> Iterator[str]:
    """A long word in pieces, a reference or an address after its slashes where that is possible."""
    current = ""
    for part in _AFTER_SLASH.split(word):
        if cell_len(current + part) <= width:
            current += part
            continue
        if current:
            yield current
        *full, current = chop_cells(part, width)
        yield from full
    if current:
        yield current


_AFTER_SLASH = re.compile(r"(?<=/)(?=[^/])")


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Text with spaces up to so many cells, after it or before it."""
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
