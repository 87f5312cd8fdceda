"""From bytes to text, and from offsets in it to positions."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import islice

from okr.diagnostics import Diagnostic
from okr.documents import problems
from okr.spans import Position, Span

BYTE_ORDER_MARK = "\ufeff"
_LINE_BREAK = re.compile(r"\r\n?|\n")
# Besides control characters: the line breaks that only YAML 1.1 knows, and byte order marks inside the text.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_MOST_REPORTED = 10


class Lines:
    """Positions in a text whose lines end as YAML 1.2 ends them: by LF, CR LF or CR.

    Offsets count characters after the byte order mark; the offset of a `Position` counts that mark too, and
    its column does not.
    """

    def __init__(self, text: str) -> None:
        self._mark = int(text.startswith(BYTE_ORDER_MARK))
        self.body = text[self._mark :]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.body))]

    def position(self, offset: int) -> Position:
        """The position of an offset in the body."""
        line = self.line_of(offset)
        return Position(line, offset - self._starts[line - 1] + 1, offset + self._mark)

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets in the body."""
        return Span(self.position(start), self.position(end))

    def bounds(self, line: int) -> tuple[int, int]:
        """Where a line, by its 1-based number, begins and ends, without its line break."""
        start = self._starts[line - 1]
        match = _LINE_BREAK.search(self.body, start)
        return start, match.start() if match else len(self.body)

    def line_of(self, offset: int) -> int:
        """The 1-based number of the line on which an offset lies."""
        return bisect_right(self._starts, offset)

    def texts(self) -> list[str]:
        """Every line without its line break."""
        return _LINE_BREAK.split(self.body)


def decode(path: str, data: bytes, limit: int) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a file, and why it cannot be used, if so: too large, not UTF-8, forbidden characters."""
    if len(data) > limit:
        return "", (problems.too_large(path, len(data), limit),)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        text = data.decode(errors="replace")
        offset = len(data[: error.start].decode())
        return text, (problems.not_utf8(path, _character(text, offset), data[error.start]),)
    found = islice(_FORBIDDEN.finditer(text, int(text.startswith(BYTE_ORDER_MARK))), _MOST_REPORTED)
    return text, tuple(
        problems.forbidden_character(path, _character(text, match.start()), match[0]) for match in found
    )


def _character(text: str, offset: int) -> Span:
    lines = Lines(text)
    start = offset - (len(text) - len(lines.body))
    return lines.span(start, start + 1)
