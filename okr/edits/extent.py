"""Which lines belong to an entry: its own, the comments above it, and those below that are further in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from okr.documents import Document, Node, ScalarStyle
from okr.edits.layout import column

_BLANK_LINES = re.compile(r"(?:(?:\r\n?|\n)[ \t]*(?=[\r\n]|\Z))+")
_SPACED_LINES = re.compile(r"(?:(?:\r\n?|\n)[ \t]*)*(?:\r\n?|\n)[ \t]+(?=[\r\n]|\Z)")
"""Blank lines up to the last one that has spaces in it: in a block of text, these may be a part of it."""
_COMMENT_BELOW = re.compile(r"(?:[ \t]*(?:\r\n?|\n))+([ \t]*)#[^\r\n]*")


def entry_start(parent: Node, node: Node) -> int:
    """Where a key begins, or the dash of an item; in brackets, the item itself."""
    if node.key is not None or parent.flow:
        return (node.key or node.value).start
    dash = column(parent, parent.value.start)
    start, _ = parent.lines.bounds(parent.lines.line_of(node.value.start))
    while parent.lines.body[start + dash : start + dash + 1] != "-":
        start, _ = parent.lines.bounds(parent.lines.line_of(start) - 1)
    return start + dash


def entry_end(parent: Node, node: Node) -> int:
    """Where the last line of a key or item ends.

    A comment below it is its own if it is further in than the keys or dashes of `parent`; any other belongs
    to what comes next.
    """
    lines, margin = node.lines, column(parent, parent.value.start)
    end = lines.bounds(lines.line_of(end_with_blank_lines(node)))[1]
    while (below := _COMMENT_BELOW.match(lines.body, end)) and len(below[1]) > margin:
        end = below.end()
    return end


def end_with_blank_lines(node: Node) -> int:
    """Where a value ends, with those blank lines behind it that belong to a block of text."""
    last = node
    while last.children:
        last = list(last.children.values())[-1]
    if last.style not in (ScalarStyle.LITERAL, ScalarStyle.FOLDED):
        return node.value.end
    body = last.lines.body
    kept = "+" in body[slice(*last.value)].partition("#")[0][:4]
    blank = (_BLANK_LINES if kept else _SPACED_LINES).match(body, last.value.end)
    return blank.end() if blank else last.value.end


def comments_above(parent: Node, node: Node) -> Iterator[int]:
    """The numbers of the lines right above an entry that hold its comments, the nearest first."""
    lines = parent.lines
    first = lines.line_of(entry_start(parent, node))
    for number in range(first - 1, _last_line_before(parent, node), -1):
        if not lines.body[slice(*lines.bounds(number))].lstrip().startswith("#"):
            return
        yield number


def _last_line_before(parent: Node, node: Node) -> int:
    """The number of the last line of the entry before, or of the key of them all; 0 at the top of a file."""
    children = list(parent.children.values())
    place = next(index for index, child in enumerate(children) if child is node)
    if place:
        return parent.lines.line_of(entry_end(parent, children[place - 1]))
    return parent.lines.line_of(parent.key.end) if parent.key else 0


def comments_of(document: Document) -> Counter[str]:
    """How often each comment is in a document, wherever it stands: two that say the same have lost none."""
    return Counter(comment.text.rstrip() for comment in document.comments)
