"""The comments of a file, which neither parser gives away without slowing down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from okr.documents.nodes import Tree
from okr.documents.text import Lines
from okr.spans import Span

_COMMENT = re.compile(r"#[^\r\n]*")
_AFTER_INDICATOR = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment.

    Attributes:
        span: From its `#` to the end of the line.
        text: The same, `#` included.
        own_line: Whether nothing else stands on the line.
    """

    span: Span
    text: str
    own_line: bool


def find_comments(lines: Lines, tree: Tree) -> Iterator[Comment]:
    """Every comment of the first document, in reading order.

    Outside scalars a `#` always begins a comment, so it is enough to look between them.
    """
    for start, end in _comment_places(lines.body, tree):
        before = lines.body[lines.bounds(lines.line_of(start))[0] : start]
        yield Comment(lines.span(start, end), lines.body[start:end], own_line=not before.strip(" \t"))


def _comment_places(body: str, tree: Tree) -> Iterator[tuple[int, int]]:
    position = 0
    for start, end in (*tree.texts, (tree.end, tree.end)):
        yield from (match.span() for match in _COMMENT.finditer(body, position, start))
        if match := _AFTER_INDICATOR.match(body, start, end):
            yield match.span(1)
        position = end
