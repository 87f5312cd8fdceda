"""How new values are laid out: in the manner of the file that they come into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from okr.documents import Document, Key, Kind, Node, ScalarStyle
from okr.edits.scalars import QUOTES, scalar

WIDTH = 110
"""A mapping in braces that would be wider than this is written one key a line."""

NEVER_IN_BRACES = frozenset({"objectives", "key_results", "kpis"})
"""Lists whose entries nobody writes in braces, however short they are."""

_LINE_BREAK = re.compile(r"\r\n?|\n")
_SPACES = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is written.

    Attributes:
        newline: What ends its lines.
        fallback: The quote that it uses where one is needed.
        dash: Columns from a key to the dashes of its list.
        item: Columns from a dash to what follows it.
        padding: What stands inside of braces, at both ends.
        quotes: The quote that the text of a key gets though it could do without.
        in_braces: Whether short mappings in lists are written in braces.
    """

    newline: str = "\n"
    fallback: str = '"'
    dash: int = 2
    item: int = 2
    padding: str = ""
    quotes: Mapping[str, str] = field(default_factory=dict)
    in_braces: bool = True

    def flow(self, value: Any, key: str = "") -> str:
        """A value on one line."""
        if isinstance(value, Mapping):
            inner = ", ".join(self.pair(name, each) for name, each in value.items())
            return f"{{{self.padding}{inner}{self.padding}}}" if value else "{}"
        if isinstance(value, list | tuple):
            return f"[{', '.join(self.flow(each, key) for each in value)}]"
        return self._scalar(value, key, in_flow=True)

    def pair(self, key: str, value: Any) -> str:
        """A key with its value, as between braces."""
        return f"{scalar(key, in_flow=True, fallback=self.fallback)}: {self.flow(value, key)}"

    def _scalar(self, value: Any, key: str, *, in_flow: bool) -> str:
        quote = self.quotes.get(key, "") if isinstance(value, str) else ""
        return scalar(value, in_flow=in_flow, quote=quote, fallback=self.fallback)

    def entry(self, key: str, value: Any, indent: int) -> list[str]:
        """The lines of a key with its value; the first starts at column `indent`, and all say so."""
        name = scalar(key, in_flow=False, fallback=self.fallback)
        if is_long_text(value):
            margin = " " * (indent + 2)
            return [f"{' ' * indent}{name}: |-", *(f"{margin}{line}".rstrip() for line in value.split("\n"))]
        if self.fits_a_line(key, value, indent):
            written = self.inline(key, value)
            return [f"{' ' * indent}{name}:{' ' if written else ''}{written}"]
        if isinstance(value, Mapping):
            return [f"{' ' * indent}{name}:", *self.mapping(value, indent + 2)]
        return [f"{' ' * indent}{name}:", *self.items(key, value, indent + self.dash)]

    def inline(self, key: str, value: Any) -> str:
        """A value as it stands on the line of its key."""
        if isinstance(value, Mapping | list | tuple):
            return self.flow(value, key)
        return self._scalar(value, key, in_flow=False)

    def fits_a_line(self, key: str, value: Any, indent: int) -> bool:
        """Whether a value stands on the line of its key; lists of mappings never do."""
        if isinstance(value, Mapping):
            return not value or (self.in_braces and self._is_short(key, value, indent))
        if isinstance(value, list | tuple):
            mappings = any(isinstance(each, Mapping) for each in value)
            return not mappings and self._is_short(key, value, indent)
        return True

    def _is_short(self, key: str, value: Any, indent: int) -> bool:
        return indent + len(key) + 2 + len(self.flow(value, key)) <= WIDTH

    def mapping(self, value: Mapping[str, Any], indent: int) -> list[str]:
        """The lines of a mapping, one key after the other."""
        return [line for key, each in value.items() for line in self.entry(key, each, indent)]

    def items(self, key: str, values: Any, indent: int) -> list[str]:
        """The lines of a list's items, whose dashes stand at column `indent`."""
        return [line for value in values for line in self._item(key, value, indent)]

    def _item(self, key: str, value: Any, indent: int) -> list[str]:
        dash = f"{' ' * indent}-{' ' * (self.item - 1)}"
        if not isinstance(value, Mapping) or not value or self._goes_in_braces(key, value, indent):
            return [f"{dash}{self.inline(key, value)}".rstrip(" ")]
        lines = replace(self, in_braces=True).mapping(value, indent + self.item)
        return [dash + lines[0][indent + self.item :], *lines[1:]]

    def _goes_in_braces(self, key: str, value: Mapping[str, Any], indent: int) -> bool:
        if not self.in_braces or key in NEVER_IN_BRACES or any(map(_has_lines, value.values())):
            return False
        return indent + self.item + len(self.flow(value)) <= WIDTH


def is_long_text(value: Any) -> bool:
    """Whether a value is text of several lines that a block of text can hold as it is."""
    if not _has_lines(value):
        return False
    lines = value.split("\n")
    whole = all(line.isprintable() and line == line.rstrip() for line in lines)
    return bool(whole and lines[0] and lines[-1] and not lines[0].startswith((" ", "#", "-")))


def _has_lines(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value


def new_document(value: Mapping[str, Any]) -> str:
    """The text of a whole new file, with a blank line before its lists of goals."""
    return "".join(f"{line}\n" for line in _lines_of_document(value))


def _lines_of_document(value: Mapping[str, Any]) -> Iterator[str]:
    for place, (key, each) in enumerate(value.items()):
        if place and key in NEVER_IN_BRACES:
            yield ""
        yield from Manner().entry(key, each, 0)


def newline_of(text: str) -> str:
    """What ends the lines of a text."""
    found = _LINE_BREAK.search(text)
    return found[0] if found else "\n"


def ends_in_text_block(document: Document) -> bool:
    """Whether the last thing in a document is a block of text, which goes on to the end of the file."""
    node = document.node(())
    while node is not None and node.children:
        node = list(node.children.values())[-1]
    return node is not None and node.style in (ScalarStyle.LITERAL, ScalarStyle.FOLDED)


def manner_of(document: Document) -> Manner:
    """How a document is written as a whole."""
    root = document.node(())
    styles = [node.style for node in _nodes(root)] if root else []
    single = styles.count(ScalarStyle.SINGLE) > styles.count(ScalarStyle.DOUBLE)
    lists = [node for node in _nodes(root) if _is_block_list(node)] if root else []
    manner = Manner(newline=newline_of(document.text), fallback="'" if single else '"')
    return manner_of_list(lists[-1], manner) if lists else manner


def manner_of_list(node: Node, manner: Manner) -> Manner:
    """How a list in dashes is written: how far from its key, how wide its dashes, how its entries look."""
    first, start = node.children[0], column(node, node.value.start)
    offset = start - column(node, node.key[0]) if node.key else manner.dash
    same_line = node.lines.line_of(first.value.start) == node.lines.line_of(node.value.start)
    item = column(node, first.value.start) - start if same_line and first.value.end > first.value.start else 2
    return replace(manner, dash=max(offset, 0), item=max(item, 2))


def manner_beside(node: Node, manner: Manner) -> Manner:
    """How an entry is written: whether in braces, how padded, which texts are in quotes."""
    if node.kind is not Kind.MAPPING:
        return manner
    quotes = {
        key: QUOTES[child.style]
        for key, child in node.children.items()
        if isinstance(key, str) and child.style in QUOTES
    }
    padding = manner.padding
    if node.flow:
        padding = str(_SPACES.match(node.lines.body, node.value.start + 1)[0])  # type: ignore[index]
    return replace(manner, quotes={**manner.quotes, **quotes}, in_braces=node.flow, padding=padding)


def column(node: Node, offset: int) -> int:
    """The 0-based column of an offset."""
    return offset - node.lines.bounds(node.lines.line_of(offset))[0]


def cousins(document: Document, name: Key) -> Iterator[Node]:
    """Every list of that name with something in it, from the end of the file to its start."""
    root = document.node(())
    named = [node for key, node in _named(root) if key == name and node.kind is Kind.SEQUENCE] if root else []
    return (node for node in reversed(named) if node.children)


def _named(node: Node) -> Iterator[tuple[Key, Node]]:
    for key, child in node.children.items():
        yield key, child
        yield from _named(child)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    yield from (child for _, child in _named(node))


def _is_block_list(node: Node) -> bool:
    return node.kind is Kind.SEQUENCE and not node.flow and bool(node.children) and node.key is not None
