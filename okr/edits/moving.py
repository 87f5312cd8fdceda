"""Moving an entry of a list from one place to another as it is written, its comments with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from okr.documents import KeyPath, Kind, Node
from okr.edits.drafts import Draft
from okr.edits.extent import comments_above, entry_end, entry_start
from okr.edits.layout import column, newline_of
from okr.edits.operations import Insert, Remove
from okr.edits.splice import Edit

_LINE_BREAK = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry that was cut out.

    Attributes:
        value: What it says.
        lines: Its lines, the dash in the first column, comments above it included; `None` for one that was
            written in brackets.
    """

    value: Any
    lines: tuple[str, ...] | None

    def text(self, indent: int, newline: str) -> str:
        """Its lines with their dash at a column."""
        margin = " " * indent
        return newline.join(f"{margin}{line}" if line else "" for line in self.lines or ())


def cut(draft: Draft, keys: KeyPath) -> tuple[Draft, Piece]:
    """The draft without an entry, and the entry."""
    parent, node = draft.document.node(keys[:-1]), draft.document.node(keys)
    value = draft.at(keys)
    if parent is None or node is None or parent.flow or not _has_own_lines(parent, node):
        return draft.apply(Remove(keys)), Piece(value, None)
    first, last = _line_numbers(parent, node)
    dash = column(parent, parent.value.start)
    lines = tuple(_without_margin(_line(parent, number), dash) for number in range(first, last + 1))
    if len(parent.children) == 1:
        return draft.apply(Remove(keys)), Piece(value, lines)
    start, end = parent.lines.bounds(first)[0], parent.lines.bounds(last)[1]
    start, end = _with_one_gap(parent, start, end)
    edit = Edit(parent.lines.span(start, end), "")
    return draft.spliced([edit], Remove(keys).applied(draft.value), keys), Piece(value, lines)


def paste(draft: Draft, keys: KeyPath, piece: Piece, after: tuple[str, ...]) -> Draft:
    """The draft with an entry at the end of the list at `keys`."""
    node = draft.document.node(keys)
    insert = Insert(keys, len(draft.at(keys) or []), (piece.value,), after)
    if (
        piece.lines is None
        or node is None
        or node.kind is not Kind.SEQUENCE
        or node.flow
        or not node.children
    ):
        return draft.apply(insert)
    newline = newline_of(draft.document.text)
    end = entry_end(node, node.children[len(node.children) - 1])
    text = newline * 2 + piece.text(column(node, node.value.start), newline)
    return draft.spliced([Edit(node.lines.span(end, end), text)], insert.applied(draft.value), keys)


def _has_own_lines(parent: Node, node: Node) -> bool:
    start = entry_start(parent, node)
    begin = parent.lines.bounds(parent.lines.line_of(start))[0]
    return not parent.lines.body[begin:start].strip()


def _line(node: Node, number: int) -> str:
    return node.lines.body[slice(*node.lines.bounds(number))]


def _without_margin(line: str, width: int) -> str:
    return line[min(width, len(line) - len(line.lstrip(" "))) :].rstrip(" ") if line.strip() else ""


def _line_numbers(parent: Node, node: Node) -> tuple[int, int]:
    """The first and last line of an entry with its comments; of those above it the ones as far in as it."""
    dash = column(parent, parent.value.start)
    first = parent.lines.line_of(entry_start(parent, node))
    for number in comments_above(parent, node):
        line = _line(parent, number)
        if len(line) - len(line.lstrip()) < dash:
            break
        first = number
    return first, parent.lines.line_of(entry_end(parent, node))


def _with_one_gap(parent: Node, start: int, end: int) -> tuple[int, int]:
    """From the line break before some lines to their end, with the blank lines above them.

    The first entry of a list has its key above it, and takes what is below instead.
    """
    body = parent.lines.body
    above = body[:start].rstrip(" \t\r\n")
    if len(above) > parent.value.start:
        return len(above) if "\n" in body[len(above) : start] else start, end
    below = re.compile(r"(?:[ \t]*(?:\r\n?|\n))*").match(body, end)
    return start, below.end() if below else end
