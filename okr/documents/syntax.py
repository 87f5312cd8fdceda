"""Where a text stops being YAML, told to somebody who never read what YAML is.

A parser reports where it could not go on, which is often lines after the mistake, in words about tokens. Each
function here knows one mistake that people make, and points at that.
"""

from __future__ import annotations

from typing import NamedTuple

from okr.documents.events import YamlSyntaxError
from okr.documents.text import Lines


class Mistake(NamedTuple):
    """What is wrong, and where: offsets in the body."""

    start: int
    end: int
    message: str
    help: str


def explain(lines: Lines, error: YamlSyntaxError) -> Mistake:
    """The mistake behind a parser's error."""
    start = min(error.index, len(lines.body))
    return Mistake(start, start, f"This is not valid YAML: {error.problem}", "Check the line before too")
