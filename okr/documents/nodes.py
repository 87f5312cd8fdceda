"""From events to positions: where every key and value stands, and what there is to report about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

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
from okr.spans import Span

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
_MOST_REPORTED = 100
_DIRECTIVE = re.compile(r"^%[^\r\n]*", re.MULTILINE)
_COLON = re.compile(r"\s*:")
_WITH_COMMA = re.compile(r"(?<![\w.,])[+-]?\d+,\d+$")
_PROPERTY = re.compile(r"([&!][^\s\[\]{},]*)\s*")
_TAG_BEFORE = re.compile(r"![^\s\[\]{},]*\s+\Z")
_TRAILING_BLANK_LINES = re.compile(r"(?:[\r\n][ \t]*)+\Z")


class Range(NamedTuple):
    """Two offsets in the body."""

    start: int
    end: int


class Node(NamedTuple):
    """One key's or item's place in a file; a named tuple of offsets, since most nodes are never asked for.

    Attributes:
        lines: What turns offsets into positions.
        kind: Mapping, sequence or scalar.
        key: The key's range; `None` for an item of a list and for the whole document.
        value: The value's range.
        flow: Whether it is a collection in brackets or braces.
        style: How a scalar is written; `None` for a collection.
        children: Of a mapping by key, also the empty ones, of equal keys the first; of a sequence by index.
    """

    lines: Lines
    kind: Kind
    key: Range | None
    value: Range
    flow: bool = False
    style: ScalarStyle | None = None
    children: Mapping[Key, Node] = MappingProxyType({})

    @property
    def key_span(self) -> Span | None:
        """The key, quotes included; `None` for an item of a list and for the whole document."""
        return self.lines.span(*self.key) if self.key else None

    @property
    def value_span(self) -> Span:
        """From the first character of the value to its last, quotes and brackets included.

        Without blank lines and comments after it; where nothing is written, empty after the colon or dash.
        """
        return self.lines.span(*self.value)

    @property
    def handle(self) -> Span:
        """What to point at for the node as a whole: its key, else what comes first in it."""
        if self.key_span is not None:
            return self.key_span
        return next((child.handle for child in self.children.values()), self.value_span)


class Tree(NamedTuple):
    """All that a text holds besides its values.

    Attributes:
        root: The document's one node; `None` in an empty file.
        diagnostics: The first hundred duplicate keys, uses of unsupported YAML and numbers that are none.
        texts: The range of every scalar, key or value, in reading order.
        end: The offset in the body where a second document begins, else its length.
    """

    root: Node | None
    diagnostics: tuple[Diagnostic, ...]
    texts: tuple[Range, ...]
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
        self._texts: list[Range] = []

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
        return Tree(root, diagnostics, tuple(self._texts), end)

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

    def _node(self, event: NodeEvent, key: Range | None) -> Node:
        start = self._start_after_properties(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event, start, key)
        if isinstance(event, AliasEvent):
            return self._alias(event, key)
        if isinstance(event, MappingStartEvent):
            return self._collection(Kind.MAPPING, event, start, key, *self._entries())
        return self._collection(Kind.SEQUENCE, event, start, key, *self._items())

    def _start_after_properties(self, event: NodeEvent) -> int:
        if isinstance(event, AliasEvent) or not (event.anchor or event.ctag):
            return int(event.start_mark.index)
        start = self._start_of_properties(event.start_mark.index)
        while match := _PROPERTY.match(self._lines.body, start):
            self._report(problems.anchor if match[1][0] == "&" else problems.tag, *match.span(1), match[1])
            start = match.end()
        return start

    def _start_of_properties(self, start: int) -> int:
        """Where a tag and an anchor begin: after a tag, ruamel's parser says where the anchor does."""
        line_start = self._lines.bounds(self._lines.line_of(start))[0]
        tag = _TAG_BEFORE.search(self._lines.body, line_start, start)
        return tag.start() if tag else start

    def _scalar(self, event: ScalarEvent, start: int, key: Range | None) -> Node:
        style = _STYLES[event.style or ""]
        end = max(start, event.end_mark.index)
        if style in BLOCK_STYLES:
            end = _without_blank_lines(self._lines.body, start, end)
        elif style is ScalarStyle.PLAIN and resolve(event.value) is NOT_FINITE:
            self._report(problems.not_finite, start, end, event.value)
        place = Range(start, end)
        self._texts.append(place)
        return Node(self._lines, Kind.SCALAR, key, place, style=style)

    def _alias(self, event: AliasEvent, key: Range | None) -> Node:
        place = Range(event.start_mark.index, event.end_mark.index)
        self._report(problems.alias, *place, self._lines.body[slice(*place)])
        return Node(self._lines, Kind.SCALAR, key, place, style=ScalarStyle.PLAIN)

    def _collection(
        self,
        kind: Kind,
        event: MappingStartEvent | SequenceStartEvent,
        start: int,
        key: Range | None,
        children: Mapping[Key, Node],
        end: int,
    ) -> Node:
        return Node(self._lines, kind, key, Range(start, end), bool(event.flow_style), None, children)

    def _items(self) -> tuple[dict[Key, Node], int]:
        """The items of a sequence by index, and where it ends."""
        items: dict[Key, Node] = {}
        last = 0
        while not isinstance(event := self._next(), SequenceEndEvent):
            item = items[len(items)] = self._node(event, None)
            last = item.value.end
        return items, _end(event, last)

    def _entries(self) -> tuple[dict[Key, Node], int]:
        """The values of a mapping by key, and where it ends."""
        entries: dict[Key, Node] = {}
        again: list[tuple[str, Range]] = []
        last = 0
        while not isinstance(event := self._next(), MappingEndEvent):
            last = self._entry(entries, again, event)
        for name, key in _told_once(entries, again):
            self._report(problems.duplicate_key, *key, name, entries[name].handle)
        return entries, _end(event, last)

    def _entry(self, entries: dict[Key, Node], again: list[tuple[str, Range]], event: NodeEvent) -> int:
        """Read a key and its value into `entries`, or the key into `again`, and give the end of the value."""
        name, key = self._key(event)
        reported = len(self._diagnostics)
        value = self._value(self._next(), key)
        self._report_decimals(key, value)
        if is_merge_key(event):
            # Whatever it merges has to be written out, which does away with the aliases in it.
            del self._diagnostics[reported:]
        elif name is not None and name in entries:
            again.append((name, key))
        elif name is not None:
            entries[name] = value
        return value.value.end

    def _report_decimals(self, key: Range, value: Node) -> None:
        """Report a key without a value that is the rest of a number, as in `{value: 0,7}`."""
        if value.value != (key.end, key.end):
            return
        number = _WITH_COMMA.search(self._lines.body, self._lines.body.rfind("\n", 0, key.start) + 1, key.end)
        if number is not None:
            self._report(problems.decimal_comma, *number.span(), number[0])

    def _value(self, event: NodeEvent, key: Range) -> Node:
        if not isinstance(event, ScalarEvent) or event.value or event.style or event.anchor or event.ctag:
            return self._node(event, key)
        # Nothing is written: the parsers put that in different places, so it is put behind the colon here.
        colon = _COLON.match(self._lines.body, key.end)
        end = colon.end() if colon else key.end
        return Node(self._lines, Kind.SCALAR, key, Range(end, end), style=ScalarStyle.PLAIN)

    def _key(self, event: NodeEvent) -> tuple[str | None, Range]:
        if not isinstance(event, ScalarEvent):
            return None, self._refused_key(event)
        start = self._start_after_properties(event)
        place = Range(start, max(start, event.end_mark.index))
        self._texts.append(place)
        if is_merge_key(event):
            self._report(problems.merge_key, *place)
        return self._restore(event.value), place

    def _refused_key(self, event: NodeEvent) -> Range:
        node = self._node(event, None)
        if node.kind is not Kind.SCALAR:
            self._report(problems.collection_as_key, *node.value)
        return node.value

    def _report(self, problem: Callable[..., Diagnostic], start: int, end: int, *arguments: Any) -> None:
        if len(self._diagnostics) < _MOST_REPORTED:
            self._diagnostics.append(problem(self._path, self._lines.span(start, end), *arguments))


def _told_once(entries: Mapping[Key, Node], again: Sequence[tuple[str, Range]]) -> list[tuple[str, Range]]:
    """The keys that are reported as given twice.

    Where the first key of a mapping comes again, a second entry begins whose `- ` is missing: that it has the
    keys of the first one is no news.
    """
    first = next(iter(entries), None)
    begins = next((key.start for name, key in again if name == first), None)
    return [
        (name, key)
        for name, key in again
        if begins is None or name == first or entries[name].value.start > begins
    ]


def _end(event: MappingEndEvent | SequenceEndEvent, last: int) -> int:
    """Where a collection ends: at its closing bracket, or where its last child does if it has none."""
    start, end = event.start_mark.index, event.end_mark.index
    return end if end > start else last


def _without_blank_lines(body: str, start: int, end: int) -> int:
    return start + len(_TRAILING_BLANK_LINES.sub("", body[start:end]))
