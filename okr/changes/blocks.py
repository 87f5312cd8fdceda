"""A goal file as nested blocks of lines: what can be told apart when two people changed the same file.

The blocks of a text tile it: put together in order they are the text, to the byte. A comment on lines of its
own, and the blank lines around it, belong to the block that follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from okr.documents import Kind, read_document, read_readings

if TYPE_CHECKING:
    from okr.documents import Document, Node

Identity = tuple[str, ...]
"""What makes a block the same one in another version: its key, or the id, date or title of a list's entry."""

_DASH = re.compile(r"^[ \t]*-(?=\s)", re.MULTILINE)
_DATED = "date"


@dataclass(frozen=True)
class Block:
    """A part of a file that is kept, changed, added or removed as one.

    Attributes:
        head: Its text up to its first child; all of it where it has no children.
        children: The entries of a block mapping or list.
        column: How far its first line is indented, in characters.
        inline: It begins in the middle of a line, as the first key after a dash does.
    """

    identity: Identity
    head: str
    children: tuple[Block, ...] = ()
    column: int = 0
    inline: bool = False

    @cached_property
    def text(self) -> str:
        """The whole of it."""
        return self.head + "".join(child.text for child in self.children)

    @cached_property
    def content(self) -> str:
        """What of it says something: whitespace around it is no change."""
        return self.text.strip()

    @property
    def date(self) -> str | None:
        """The date by which it is kept in order, as written."""
        return self.identity[1] if self.identity[0] == _DATED else None


def blocks_of(path: str, text: str) -> Block | None:
    """The blocks of a goal file or of a CSV with readings; `None` where the text cannot be read."""
    return _csv_blocks(path, text) if path.endswith(".csv") else _yaml_blocks(path, text)


def _csv_blocks(path: str, text: str) -> Block | None:
    readings = read_readings(path, text.encode())
    if readings.diagnostics or not readings.rows:
        return None
    lines = text.splitlines(keepends=True)
    numbers = [row.line for row in readings.rows]
    ends = [*numbers[:-1], len(lines)]
    starts = [numbers[0] - 1, *numbers[:-1]]
    identities = _numbered((_DATED, row.date) for row in readings.rows)
    children = tuple(
        Block(identity, "".join(lines[start:end]))
        for identity, start, end in zip(identities, starts, ends, strict=True)
    )
    return Block(("file",), "".join(lines[: starts[0]]), children)


def _yaml_blocks(path: str, text: str) -> Block | None:
    document = read_document(path, text.encode())
    root = document.node(())
    if document.broken or root is None or not _is_divided(root):
        return None
    return _Divider(document).block(("file",), root, (), 0, len(text), header=0)


@dataclass(frozen=True)
class _Divider:
    """Cuts a document into blocks. Offsets are in characters of its text."""

    document: Document

    @property
    def text(self) -> str:
        return self.document.text

    def block(
        self, identity: Identity, node: Node, keys: tuple[Any, ...], start: int, end: int, *, header: int
    ) -> Block:
        """The block of a node between two offsets; `header` is where its key or dash stands."""
        column = header - self._line_start(header)
        inline = start > self._line_start(start)
        if not _is_divided(node):
            return Block(identity, self.text[start:end], (), column, inline)
        children = tuple(self._children(node, keys, end, header))
        first = end - sum(len(child.text) for child in children)
        return Block(identity, self.text[start:first], children, column, inline)

    def _children(self, node: Node, keys: tuple[Any, ...], end: int, header: int) -> Iterator[Block]:
        entries = list(node.children.items())
        headers = list(self._headers(node))
        starts = [self._first_start(headers[0], header)]
        starts += [self._next_line(child.value_span.end.offset) for _, child in entries[:-1]]
        for index, ((key, child), identity) in enumerate(
            zip(entries, self._identities(node, keys), strict=True)
        ):
            until = starts[index + 1] if index + 1 < len(entries) else end
            yield self.block(identity, child, (*keys, key), starts[index], until, header=headers[index])

    def _headers(self, node: Node) -> Iterator[int]:
        """Where each entry begins: at its key, or at its dash."""
        previous = node.value_span.start.offset
        for child in node.children.values():
            span = child.key_span
            yield span.start.offset if span is not None else self._dash(previous, child)
            previous = child.value_span.end.offset

    def _dash(self, after: int, child: Node) -> int:
        """The dash of a list's entry: the last one that begins a line, or the one before on the same line."""
        at = child.value_span.start.offset
        begin = self._line_start(after)
        found = [match.end() - 1 for match in _DASH.finditer(self.text, begin, at)]
        return found[-1] if found else self.text.rindex("-", 0, at)

    def _first_start(self, first: int, header: int) -> int:
        """The first entry begins right after its parent's line, or at itself where it shares that line."""
        if self._line_start(first) == self._line_start(header):
            return first
        return self._next_line(header)

    def _identities(self, node: Node, keys: tuple[Any, ...]) -> Iterator[Identity]:
        if node.kind is Kind.MAPPING:
            return iter([("key", str(key)) for key in node.children])
        return _numbered(_identity_of(value) for value in _at(self.document.value, keys))

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _next_line(self, offset: int) -> int:
        """The beginning of the line after the one that holds the character before `offset`."""
        found = self.text.find("\n", max(offset - 1, 0))
        return len(self.text) if found < 0 else found + 1


def _is_divided(node: Node) -> bool:
    return node.kind is not Kind.SCALAR and not node.flow and bool(node.children)


def _at(value: Any, keys: Sequence[Any]) -> list[Any]:
    """The list that keys lead to."""
    for key in keys:
        own = isinstance(value, dict) and isinstance(key, str) and key.startswith("x-") and key not in value
        value = value["x-"][key] if own else value[key]
    return list(value)


def _identity_of(value: Any) -> Identity:
    """What a list's entry is told by: its id, its date, its title, else all that it says."""
    if isinstance(value, dict):
        for name in ("id", _DATED, "title", "from", "by"):
            if name in value:
                return (name, str(value[name]))
    return ("text", repr(value))


def _numbered(identities: Iterator[Identity] | Any) -> Iterator[Identity]:
    """The second of two that are alike is told from the first by its number."""
    seen: Counter[Identity] = Counter()
    for identity in identities:
        seen[identity] += 1
        yield identity if seen[identity] == 1 else (*identity, str(seen[identity]))
