"""A parser's error and the text around it, as the explanations of `okr.documents.syntax` look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from okr.documents.events import YamlSyntaxError
from okr.documents.text import Lines


class Mistake(NamedTuple):
    """What is wrong, and where: offsets in the body."""

    start: int
    end: int
    message: str
    help: str


class Failure:
    """A parser's error, and the text around it."""

    def __init__(self, lines: Lines, error: YamlSyntaxError) -> None:
        self.lines = lines
        self.body = lines.body
        self.index = min(error.index, len(self.body))
        self.opening = min(error.context_index, self.index)
        self.message = f"{error.context}: {error.problem}"
        self.previous = error.previous

    @property
    def character(self) -> str:
        """The character at which the parser gave up; empty at the end of the text."""
        return self.body[self.index : self.index + 1]

    def line_number(self, offset: int) -> int:
        """The 1-based number of the line of an offset."""
        return self.lines.line_of(offset)

    def line(self, offset: int) -> str:
        """The line of an offset."""
        return self.body[slice(*self.lines.bounds(self.line_number(offset)))]

    def before(self, offset: int) -> str:
        """What stands before an offset on its line."""
        return self.body[self.lines.bounds(self.line_number(offset))[0] : offset]

    def rest(self, offset: int) -> str:
        """What stands from an offset to the end of its line, without blanks and a comment at the end."""
        end = self.lines.bounds(self.line_number(offset))[1]
        return re.split(r"\s+#", self.body[offset:end])[0].rstrip()

    def to_end_of_line(self, start: int, message: str, help_: str) -> Mistake:
        """A mistake that is the rest of its line."""
        return Mistake(start, start + len(self.rest(start)), message, help_)

    def at(self, start: int, message: str, help_: str) -> Mistake:
        """A mistake that is one character long."""
        return Mistake(start, min(start + 1, len(self.body)), message, help_)

    def lines_above(self, offset: int) -> Iterator[str]:
        """The lines above that have something in them, the nearest first."""
        for number in range(self.line_number(offset) - 1, 0, -1):
            start, end = self.lines.bounds(number)
            text = self.body[start:end]
            if text.strip() and not text.lstrip().startswith("#"):
                yield text


def indentation(line: str) -> int:
    """The 0-based column where a line begins."""
    return len(line) - len(line.lstrip(" "))


def key_column(line: str) -> int:
    """The 0-based column where the first key or text of a line begins, after its dashes."""
    return len(line) - len(line.lstrip(" -"))
