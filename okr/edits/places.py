"""Where the characters stand that an operation changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from okr.documents import Document, KeyPath, Kind, Node
from okr.edits.extent import end_with_blank_lines, entry_end, entry_start
from okr.edits.layout import (
    NEVER_IN_BRACES,
    Manner,
    column,
    cousins,
    is_long_text,
    manner_beside,
    manner_of,
    manner_of_list,
)
from okr.edits.operations import Insert, Operation, Remove, Set
from okr.edits.splice import Edit

_COMMA = re.compile(r"[ \t]*,")
_GAP = re.compile(r"[ \t]+(?=,)")
_COLON = re.compile(r"\s*:")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
_LINE_BREAK = re.compile(r"\r\n?|\n")


class NoPlaceError(Exception):
    """There is no place for an operation; nobody but a hand can make it."""


def edits_for(document: Document, operation: Operation) -> Iterator[Edit]:
    """The edits that make an operation, in the manner of the document.

    Raises:
        NoPlaceError: What it is about is not there, or is written in a way that cannot be spliced.
    """
    if isinstance(operation, Insert):
        return _insert(document, operation)
    if isinstance(operation, Set):
        return _set(document, operation)
    return _remove(document, operation)


def _insert(document: Document, operation: Insert) -> Iterator[Edit]:
    name, values = str(operation.keys[-1]), operation.values
    node = document.node(operation.keys)
    if node is None:
        yield from _add_key(document, operation.keys, values, operation.after)
    elif node.kind is Kind.SEQUENCE and node.children and node.flow:
        manner = manner_beside(_neighbour(node, operation.index), manner_of(document))
        yield from _into_flow(node, operation.index, [manner.flow(value, name) for value in values], manner)
    elif node.kind is Kind.SEQUENCE and node.children:
        yield from _into_block(document, node, operation)
    elif node.kind is Kind.SEQUENCE or _is_empty(node):
        yield from _first_items(document, operation.keys, node, values)
    else:
        raise NoPlaceError


def _neighbour(node: Node, index: int) -> Node:
    """The item before a place in a list, or the first."""
    return node.children[max(index - 1, 0)]


def _is_empty(node: Node) -> bool:
    return node.kind is Kind.SCALAR and _text(node) in ("", "~", "null", "Null", "NULL")


def _text(node: Node) -> str:
    return node.lines.body[slice(*node.value)]


def _into_block(document: Document, node: Node, operation: Insert) -> Iterator[Edit]:
    neighbour = _neighbour(node, operation.index)
    manner = manner_beside(neighbour, manner_of_list(node, manner_of(document)))
    dash = column(node, node.value.start)
    lines = manner.items(str(operation.keys[-1]), operation.values, dash)
    if operation.index == 0:
        text = manner.newline.join(lines)[dash:] + manner.newline + " " * dash
        yield _edit(node, node.value.start, node.value.start, text)
    else:
        gap = [""] if operation.keys[-1] in NEVER_IN_BRACES and _is_spaced(node) else []
        yield _after_entry(node, neighbour, [*gap, *lines], manner)


def _is_spaced(node: Node) -> bool:
    """Whether a blank line parts the entries of a list; of one entry nobody knows, and so it does."""
    items = list(node.children.values())
    if len(items) == 1:
        return True
    between = node.lines.body[items[-2].value.end : items[-1].value.start]
    return any(not line.strip() for line in _LINE_BREAK.split(between)[1:-1])


def _after_entry(parent: Node, node: Node, lines: list[str], manner: Manner) -> Edit:
    """Whole new lines after the last one of an entry."""
    if not _REST_OF_LINE.match(node.lines.body, end_with_blank_lines(node)):
        raise NoPlaceError
    end = entry_end(parent, node)
    return _edit(node, end, end, "".join(f"{manner.newline}{line}" for line in lines))


def _first_items(document: Document, keys: KeyPath, node: Node, values: tuple[Any, ...]) -> Iterator[Edit]:
    """The first items of a list that is there and empty: `[]` becomes lines with dashes."""
    name, manner = str(keys[-1]), _manner_for(document, keys)
    parent = document.node(keys[:-1])
    if _is_in_flow(document, keys) or node.key is None or parent is None:
        yield _replaced(node, manner.flow(list(values), name))
        return
    colon = colon_end(node)
    yield _edit(node, colon, node.value.end, "")
    indent = column(node, node.key.start) + manner.dash
    yield _after_entry(parent, node, manner.items(name, values, indent), manner)


def _manner_for(document: Document, keys: KeyPath) -> Manner:
    """That of a list of the same name, else of the list that it is in, else of the file."""
    manner = manner_of(document)
    around = (document.node(keys[:length]) for length in range(len(keys) - 1, 0, -1))
    lists = [node for node in around if node and node.kind is Kind.SEQUENCE and not node.flow and node.key]
    if lists:
        manner = manner_of_list(lists[0], manner)
    for cousin in cousins(document, keys[-1]):
        if not cousin.flow and cousin.key is not None:
            manner = manner_of_list(cousin, manner)
        return manner_beside(cousin.children[max(cousin.children, key=int)], manner)
    return manner


def _is_in_flow(document: Document, keys: KeyPath) -> bool:
    """Whether something around a place is in brackets or braces."""
    around = (document.node(keys[:length]) for length in range(len(keys)))
    return any(node is not None and node.flow for node in around)


def _set(document: Document, operation: Set) -> Iterator[Edit]:
    node = document.node(operation.keys)
    if node is None:
        yield from _add_key(document, operation.keys, operation.value, operation.after)
        return
    manner = _manner_of_value(document, operation.keys, node)
    name, value = str(operation.keys[-1]), operation.value
    if node.key is None or _is_in_flow(document, operation.keys):
        yield _replaced(node, manner.flow(value, name))
        return
    indent = column(node, node.key.start)
    is_plain_line = manner.fits_a_line(name, value, indent) and not is_long_text(value)
    if is_plain_line and (node.kind is Kind.SCALAR or node.flow):
        yield _replaced(node, manner.inline(name, value))
        return
    lines = manner.entry(name, value, indent)
    text = lines[0].removeprefix(manner.entry(name, None, indent)[0])
    yield _edit(node, colon_end(node), node.value.end, manner.newline.join((text, *lines[1:])))


def _manner_of_value(document: Document, keys: KeyPath, node: Node) -> Manner:
    parent = document.node(keys[:-1])
    manner = manner_of(document)
    manner = manner_beside(parent, manner) if parent else manner
    if node.kind is Kind.MAPPING:
        return manner_beside(node, manner)
    return _with_braces(manner)


def _with_braces(manner: Manner) -> Manner:
    return replace(manner, in_braces=True)


def _replaced(node: Node, text: str) -> Edit:
    """A value in the place of another; behind a colon or dash with nothing after it, a space comes first."""
    start, end = node.value
    if not text or start < end or node.lines.body[start - 1 : start] not in (":", "-"):
        return _edit(node, start, end, text)
    gap = _GAP.match(node.lines.body, start)
    return _edit(node, start, gap.end() if gap else start, f" {text}")


def colon_end(node: Node) -> int:
    """Behind the colon of a key."""
    if node.key is None:
        raise NoPlaceError
    match = _COLON.match(node.lines.body, node.key.end)
    if match is None:
        raise NoPlaceError
    return match.end()


def _add_key(document: Document, keys: KeyPath, value: Any, after: tuple[str, ...]) -> Iterator[Edit]:
    *around, name = keys
    parent = document.node(tuple(around))
    if parent is None or parent.kind is not Kind.MAPPING or not isinstance(name, str):
        raise NoPlaceError
    manner = manner_beside(parent, _manner_for(document, keys))
    if parent.flow:
        yield from _add_in_braces(parent, name, value, after, manner)
        return
    if not isinstance(value, Mapping):
        # in a list, entries look as in other lists of that name; the mapping around says nothing of it
        manner = _manner_for(document, keys)
    anchor = _anchor(parent, after)
    lines = _with_braces_unless(manner, value).entry(name, value, column(parent, parent.value.start))
    yield _after_entry(parent, anchor, lines, manner)


def _with_braces_unless(manner: Manner, value: Any) -> Manner:
    return _with_braces(manner) if isinstance(value, Mapping) else manner


def _anchor(parent: Node, after: tuple[str, ...]) -> Node:
    """The value behind which a new key comes: the last of those that are said, else the last of all."""
    said = [child for key, child in parent.children.items() if key in after]
    return (said or list(parent.children.values()))[-1]


def _add_in_braces(
    parent: Node, name: str, value: Any, after: tuple[str, ...], manner: Manner
) -> Iterator[Edit]:
    text = manner.pair(name, value)
    if not parent.children:
        yield _edit(parent, *parent.value, f"{{{manner.padding}{text}{manner.padding}}}")
        return
    names = list(parent.children)
    anchor = _anchor(parent, after)
    index = next(place for place, key in enumerate(names) if parent.children[key] is anchor) + 1
    yield from _into_flow(parent, index, [text], manner)


def _into_flow(node: Node, index: int, texts: list[str], manner: Manner) -> Iterator[Edit]:
    """More entries between brackets or braces; where each has a line of its own, so have these."""
    children = list(node.children.values())
    if index == 0:
        start = (children[0].key or children[0].value).start
        yield _edit(node, start, start, "".join(f"{text}, " for text in texts))
        return
    before = children[index - 1]
    end = before.value.end
    comma = _COMMA.match(node.lines.body, end)
    rest = _REST_OF_LINE.match(node.lines.body, comma.end() if comma else end)
    if rest is None:
        yield _edit(node, end, end, "".join(f", {text}" for text in texts))
        return
    if not comma:
        yield _edit(node, end, end, ",")
    margin = manner.newline + " " * _indent(node, (before.key or before.value).start)
    new = ",".join(f"{margin}{text}" for text in texts)
    yield _edit(node, rest.end(), rest.end(), f"{new}{',' if comma else ''}")


def _indent(node: Node, offset: int) -> int:
    """The columns before the first character of a line."""
    line = node.lines.body[slice(*node.lines.bounds(node.lines.line_of(offset)))]
    return len(line) - len(line.lstrip(" "))


def _remove(document: Document, operation: Remove) -> Iterator[Edit]:
    node, parent = document.node(operation.keys), document.node(operation.keys[:-1])
    if node is None or parent is None:
        raise NoPlaceError
    if len(parent.children) == 1:
        yield _emptied(parent)
    else:
        yield _out_of_flow(parent, node) if parent.flow else _out_of_block(parent, node)


def _out_of_flow(parent: Node, node: Node) -> Edit:
    """Without an entry between brackets, and without the comma that parted it from its neighbour."""
    children = list(parent.children.values())
    index = next(place for place, child in enumerate(children) if child is node)
    if index + 1 < len(children):
        following = children[index + 1]
        return _edit(parent, (node.key or node.value).start, (following.key or following.value).start, "")
    return _edit(parent, children[index - 1].value.end, node.value.end, "")


def _emptied(parent: Node) -> Edit:
    """A list or mapping that loses all it had."""
    text = "[]" if parent.kind is Kind.SEQUENCE else "{}"
    if parent.key is None or parent.flow:
        return _edit(parent, *parent.value, text)
    return _edit(parent, colon_end(parent), parent.value.end, f" {text}")


def _out_of_block(parent: Node, node: Node) -> Edit:
    """Without the lines of an entry; the first one of a mapping may share its line with a dash."""
    children = list(parent.children.values())
    index = next(place for place, child in enumerate(children) if child is node)
    start = entry_start(parent, node)
    body, lines = parent.lines.body, parent.lines
    line_start = lines.bounds(lines.line_of(start))[0]
    if body[line_start:start].strip():
        following = entry_start(parent, children[index + 1])
        is_near = not body[node.value.end : following].strip()  # a comment in between has to stay
        return _edit(parent, start, following if is_near else node.value.end, "")
    end = lines.bounds(lines.line_of(node.value.end))[1]
    line_break = _LINE_BREAK.match(body, end)
    if line_break is None:  # the last line of a file that has no line break there: its own one goes
        before = lines.bounds(lines.line_of(line_start) - 1)[1]
        return _edit(parent, before, end, "")
    return _edit(parent, line_start, line_break.end(), "")


def _edit(node: Node, start: int, end: int, text: str) -> Edit:
    return Edit(node.lines.span(start, end), text)
