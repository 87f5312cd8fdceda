"""Moving an entry of a list from one place to another as it is written, its comments with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from okr.documents import Document, KeyPath, Node, read_document
from okr.edits.drafts import Draft, cannot_edit
from okr.edits.extent import comments_above, comments_of, entry_end, entry_start
from okr.edits.layout import column, ends_in_text_block, newline_of
from okr.edits.operations import Insert, Remove, Set, as_said
from okr.edits.places import colon_end
from okr.edits.splice import Edit

_LINE_BREAK = re.compile(r"\r\n?|\n")
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n?|\n))*")


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry that was cut out.

    Attributes:
        value: What it says.
        lines: Its lines as they were written, with its comments; the dash is in the first column, also where
            it had none because it stood in brackets.
    """

    value: Any
    lines: tuple[str, ...]

    def text(self, indent: int, newline: str) -> str:
        """Its lines with their dash at a column."""
        margin = " " * indent
        return newline.join(f"{margin}{line}" if line else "" for line in self.lines)

    def document(self) -> Document:
        """Its lines as a list of one."""
        return read_document("", self.text(0, "\n").encode())

    def in_braces(self) -> str | None:
        """Its text, if that is a mapping in braces on one line and nothing else."""
        document = self.document()
        node = document.node((0,))
        if node is None or not node.flow or len(self.lines) > 1 or document.comments:
            return None
        return node.lines.body[slice(*node.value)]


def cut(draft: Draft, keys: KeyPath) -> tuple[Draft, Piece]:
    """The draft without an entry of a list, and the entry.

    Raises:
        OkrError: A comment would be lost, or there is no safe way to take it out.
    """
    draft = draft.ended()
    parent, node = draft.document.node(keys[:-1]), draft.document.node(keys)
    if parent is None or node is None:
        raise cannot_edit(draft.document, keys)
    lines, without = (
        (_lines_in_brackets(node), draft.apply(Remove(keys)))
        if parent.flow or not _has_own_lines(parent, node)
        else _lines_cut(draft, keys, parent, node)
    )
    piece = Piece(draft.at(keys), lines)
    if comments_of(without.document) + comments_of(piece.document()) != comments_of(draft.document):
        raise cannot_edit(draft.document, keys)
    return without, piece


def _lines_cut(draft: Draft, keys: KeyPath, parent: Node, node: Node) -> tuple[tuple[str, ...], Draft]:
    """The lines of an entry that has its own, without what is left of the dashes; the draft without them."""
    dash = column(parent, parent.value.start)
    first, last = _line_numbers(parent, node)
    lines = tuple(_without_margin(_line(parent, number), dash) for number in range(first, last + 1))
    edits = list(_without_lines(parent, first, last))
    return lines, draft.spliced(edits, Remove(keys).applied(draft.value), keys)


def paste(draft: Draft, keys: KeyPath, piece: Piece, after: tuple[str, ...]) -> Draft:
    """The draft with an entry at the end of the list at `keys`, as it was written where that can be.

    A list in brackets becomes one with dashes, unless the entry is in braces on one line.

    Raises:
        OkrError: The list is in brackets that have to stay, and cannot hold the comments of the entry.
    """
    old = () if piece.in_braces() else _pieces_in_brackets(draft, keys)
    bare = draft.apply(Set(keys, [])) if old else draft
    place = len(bare.at(keys) or [])
    pieces = (*old, piece)
    grown = bare.apply(Insert(keys, place, tuple(as_said(each.value) for each in pieces), after))
    written = [
        _as_it_was(grown.document, (*keys, index), each) for index, each in enumerate(pieces, start=place)
    ]
    pasted = grown.spliced([*chain.from_iterable(written)], grown.value, keys)
    if comments_of(pasted.document) != comments_of(draft.document) + comments_of(piece.document()):
        raise cannot_edit(draft.document, keys)
    return pasted


def _pieces_in_brackets(draft: Draft, keys: KeyPath) -> tuple[Piece, ...]:
    """The entries of a list in brackets that have no comment between them; none of any other list."""
    node = draft.document.node(keys)
    if node is None or not node.flow:
        return ()
    start, end = node.value_span
    if any(start <= comment.span.start < end for comment in draft.document.comments):
        return ()
    return tuple(map(Piece, draft.at(keys), map(_lines_in_brackets, node.children.values())))


def _as_it_was(document: Document, keys: KeyPath, piece: Piece) -> Iterator[Edit]:
    """The edit that puts an entry as it was written in the place of one that says the same."""
    parent, node = document.node(keys[:-1]), document.node(keys)
    if parent is None or node is None:
        return
    if parent.flow:
        text = piece.in_braces()
        yield from [Edit(node.value_span, text)] if text else []
        return
    lines = parent.lines
    start = lines.bounds(lines.line_of(entry_start(parent, node)))[0]
    end = lines.bounds(lines.line_of(node.value.end))[1]
    newline = newline_of(document.text)
    is_cut_off = end == len(lines.body) and ends_in_text_block(piece.document())
    text = piece.text(column(parent, parent.value.start), newline)
    yield Edit(lines.span(start, end), f"{text}{newline if is_cut_off else ''}")


def _has_own_lines(parent: Node, node: Node) -> bool:
    start = entry_start(parent, node)
    begin = parent.lines.bounds(parent.lines.line_of(start))[0]
    return not parent.lines.body[begin:start].strip()


def _line(node: Node, number: int) -> str:
    return node.lines.body[slice(*node.lines.bounds(number))]


def _lines_in_brackets(node: Node) -> tuple[str, ...]:
    """The lines of an entry that shares them with others, behind a dash of its own."""
    first, *rest = _LINE_BREAK.split(node.lines.body[slice(*node.value)])
    margin = column(node, node.value.start)
    return (f"- {first}", *(f"  {_without_margin(line, margin)}".rstrip() for line in rest))


def _without_margin(line: str, width: int) -> str:
    return line[min(width, len(line) - len(line.lstrip(" "))) :]


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


def _without_lines(parent: Node, first: int, last: int) -> Iterator[Edit]:
    """The edits that take the lines of an entry away, with the blank lines above them.

    The first entry of a list has its key above it, and takes what is below instead; the only one leaves `[]`.
    """
    lines = parent.lines
    start, end = lines.bounds(first)[0], lines.bounds(last)[1]
    above = next(number for number in range(first - 1, 0, -1) if _line(parent, number).strip())
    gap = lines.bounds(above)[1]
    if len(parent.children) == 1:
        colon = colon_end(parent)
        yield Edit(lines.span(colon, colon), " []")
    elif gap <= parent.value.start:
        below = _BLANK_LINES.match(lines.body, end)
        yield Edit(lines.span(start, below.end() if below else end), "")
        return
    yield Edit(lines.span(gap, end), "")
