"""Parts of a span: where in a line the words stand that a finding is about."""

from __future__ import annotations

import re

from okr.spans import Position, Span

_READ_OTHERWISE = re.compile(r"[\r\n\\]|(?!^)''(?!$)")
"""Several lines, which block scalars have too, and escapes."""


def moved(position: Position, characters: int) -> Position:
    """A position further along on its line."""
    return Position(position.line, position.column + characters, position.offset + characters)


def part(span: Span, start: int, end: int) -> Span:
    """What stands between two offsets from the start of a span that lies on one line."""
    return Span(moved(span.start, start), moved(span.start, end))


def narrowed(span: Span, within: tuple[int, int], text: str) -> Span:
    """The part of a written value that two offsets in its characters mean.

    All of it where the text stands otherwise than it reads: with escapes, or over several lines.

    Args:
        span: The value, quotes included.
        within: The offsets.
        text: The whole file.
    """
    written = text[span.start.offset : span.end.offset]
    if not written or _READ_OTHERWISE.search(written):
        return span
    quote = 1 if written[0] in "\"'" else 0
    return part(span, within[0] + quote, within[1] + quote)
