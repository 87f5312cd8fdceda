"""From events to positions: where every key and value stands, and what there is to report about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from okr.diagnostics import Diagnostic, in_reading_order
from okr.documents import problems
from okr.documents.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    EventSource,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    is_merge_key,
)
from okr.documents.scalars import NOT_FINITE, resolve
from okr.documents.text import Lines
from okr.spans import Position, Span

Key = str | int


class Kind(StrEnum):
    """What a node is."""

    MAPPING = "mapping"
    SEQUENCE = "sequence"
    SCALAR = "scalar"


class ScalarStyle(StrEnum):
    """How a scalar is written."""

    PLAIN = "plain"
    SINGLE = "single"
    DOUBLE = "double"
    LITERAL = "literal"
    FOLDED = "folded"


_STYLES = {
    "": ScalarStyle.PLAIN,
    "'": ScalarStyle.SINGLE,
    '"': ScalarStyle.DOUBLE,
    "|": ScalarStyle.LITERAL,
    ">": ScalarStyle.FOLDED,
}
BLOCK_STYLES = (ScalarStyle.LITERAL, ScalarStyle.FOLDED)
_DIRECTIVE = re.compile(r"^%[^\r\n]*", re.MULTILINE)
_PROPERTY = re.compile(r"([&!][^\s\[\]{},]*)\s*")
_TRAILING_BLANK_LINES = re.compile(r"(?:[\r\n][ \t]*)+\Z")


@dataclass(frozen=True, slots=True)
class Node:
    """One key's or item's place in a file.

    Attributes:
        kind: Mapping, sequence or scalar.
        key_span: The key; `None` for an item of a list and for the whole document.
        value_span: From the first character of the value to its last, quotes and brackets included, blank
            lines and comments after it not; empty, right after the colon or dash, where nothing is written.
        flow: Whether it is a collection in brackets or braces.
        style: How a scalar is written; `None` for a collection.
        children: Of a mapping by key, also the empty ones, of equal keys the first; of a sequence by index.
    """

    kind: Kind
    key_span: Span | None
    value_span: Span
    flow: bool = False
    style: ScalarStyle | None = None
    children: Mapping[Key, Node] = field(default_factory=dict)

    @property
    def handle(self) -> Span:
        """What to point at for the node as a whole: its key, else what comes first in it."""
        if self.key_span is not None:
            return self.key_span
        return next((child.handle for child in self.children.values()), self.value_span)


class ScalarPlace(NamedTuple):
    """Offsets of one scalar, key or value, in the body."""

    start: int
    end: int
    is_block: bool


class Tree(NamedTuple):
    """All that a text holds besides its values.

    Attributes:
        root: The document's one node; `None` in an empty file.
        diagnostics: Duplicate keys, unsupported YAML and numbers that are none, in reading order.
        scalars: The place of every scalar in reading order.
        end: The offset in the body where a second document begins, else its length.
    """

    root: Node | None
    diagnostics: tuple[Diagnostic, ...]
    scalars: tuple[ScalarPlace, ...]
    end: int


def read_tree(path: str, lines: Lines, source: EventSource) -> Tree:
    """The positions of everything in the first document.

    Never called for a text that `read_values` could not read, so depth and syntax are no question here.
    """
    return _TreeBuilder(path, lines, source).document()


class _TreeBuilder:
    def __init__(self, path: str, lines: Lines, source: EventSource) -> None:
        self._path = path
        self._lines = lines
        self._next, self._restore = source
        self._diagnostics: list[Diagnostic] = []
        self._scalars: list[ScalarPlace] = []

    def document(self) -> Tree:
        self._next()
        start = self._next()
        root, end = None, len(self._lines.body)
        if isinstance(start, DocumentStartEvent):
            self._check_directives(start)
            root = self._node(self._next(), None)
            self._next()
            end = self._end_of_document(self._next())
        diagnostics = tuple(sorted(self._diagnostics, key=in_reading_order))
        return Tree(root, diagnostics, tuple(self._scalars), end)

    def _check_directives(self, start: DocumentStartEvent) -> None:
        directive = _DIRECTIVE.search(self._lines.body)
        if directive and (start.version or start.tags):
            self._report(problems.directive, *directive.span())

    def _end_of_document(self, event: Event) -> int:
        index: int = event.start_mark.index
        if isinstance(event, StreamEndEvent):
            return len(self._lines.body)
        self._report(problems.second_document, index, event.end_mark.index)
        return index

    def _node(self, event: NodeEvent, key_span: Span | None) -> Node:
        start = self._start_after_properties(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event, start, key_span)
        if isinstance(event, AliasEvent):
            return self._alias(event, start, key_span)
        if isinstance(event, MappingStartEvent):
            children, end = self._entries()
            return self._collection(Kind.MAPPING, event, start, end, key_span, children)
        items, end = self._items()
        return self._collection(Kind.SEQUENCE, event, start, end, key_span, items)

    def _start_after_properties(self, event: NodeEvent) -> int:
        start: int = event.start_mark.index
        if isinstance(event, AliasEvent) or not (event.anchor or event.ctag):
            return start
        while match := _PROPERTY.match(self._lines.body, start):
            self._report(problems.anchor if match[1][0] == "&" else problems.tag, *match.span(1), match[1])
            start = match.end()
        return start

    def _scalar(self, event: ScalarEvent, start: int, key_span: Span | None) -> Node:
        style = _STYLES[event.style or ""]
        end = max(start, event.end_mark.index)
        if style in BLOCK_STYLES:
            end = _without_blank_lines(self._lines.body, start, end)
        elif style is ScalarStyle.PLAIN and resolve(event.value) is NOT_FINITE:
            self._report(problems.not_finite, start, end, event.value)
        self._scalars.append(ScalarPlace(start, end, style in BLOCK_STYLES))
        return Node(Kind.SCALAR, key_span, self._lines.span(start, end), style=style)

    def _alias(self, event: AliasEvent, start: int, key_span: Span | None) -> Node:
        end: int = event.end_mark.index
        self._report(problems.alias, start, end, self._lines.body[start:end])
        return Node(Kind.SCALAR, key_span, self._lines.span(start, end), style=ScalarStyle.PLAIN)

    def _collection(
        self,
        kind: Kind,
        event: MappingStartEvent | SequenceStartEvent,
        start: int,
        end: _End,
        key_span: Span | None,
        children: Mapping[Key, Node],
    ) -> Node:
        first = self._lines.position(start)
        closing = end.event.end_mark.index
        is_bracketed = event.flow_style and closing > end.event.start_mark.index
        last = self._lines.position(closing) if is_bracketed else end.last or first
        return Node(kind, key_span, Span(first, last), flow=bool(event.flow_style), children=children)

    def _items(self) -> tuple[dict[Key, Node], _End]:
        items: dict[Key, Node] = {}
        last: Position | None = None
        while not isinstance(event := self._next(), SequenceEndEvent):
            item = items[len(items)] = self._node(event, None)
            last = item.value_span.end
        return items, _End(event, last)

    def _entries(self) -> tuple[dict[Key, Node], _End]:
        entries: dict[Key, Node] = {}
        last: Position | None = None
        while not isinstance(event := self._next(), MappingEndEvent):
            last = self._entry(entries, event)
        return entries, _End(event, last)

    def _entry(self, entries: dict[Key, Node], event: NodeEvent) -> Position:
        """Read a key and its value into `entries` and give the end of the value."""
        key, span = self._key(event)
        reported = len(self._diagnostics)
        value = self._node(self._next(), span)
        if is_merge_key(event):
            # Whatever it merges has to be written out, which does away with the aliases in it.
            del self._diagnostics[reported:]
        elif key is not None and key in entries:
            self._duplicate(key, span, entries[key].handle)
        elif key is not None:
            entries[key] = value
        return value.value_span.end

    def _key(self, event: NodeEvent) -> tuple[str | None, Span]:
        if not isinstance(event, ScalarEvent):
            return None, self._refused_key(event)
        key = self._restore(event.value)
        start = self._start_after_properties(event)
        end = max(start, event.end_mark.index)
        self._scalars.append(ScalarPlace(start, end, is_block=event.style in ("|", ">")))
        if is_merge_key(event):
            self._report(problems.merge_key, start, end)
        return key, self._lines.span(start, end)

    def _refused_key(self, event: NodeEvent) -> Span:
        node = self._node(event, None)
        if node.kind is not Kind.SCALAR:
            self._diagnostics.append(problems.collection_as_key(self._path, node.value_span))
        return node.value_span

    def _duplicate(self, key: str, span: Span, first: Span) -> None:
        self._diagnostics.append(problems.duplicate_key(self._path, span, key, first))

    def _report(self, problem: Callable[..., Diagnostic], start: int, end: int, *arguments: str) -> None:
        self._diagnostics.append(problem(self._path, self._lines.span(start, end), *arguments))


class _End(NamedTuple):
    """How a collection ends: the event, and where its last child does."""

    event: Event
    last: Position | None


def _without_blank_lines(body: str, start: int, end: int) -> int:
    return start + len(_TRAILING_BLANK_LINES.sub("", body[start:end]))
