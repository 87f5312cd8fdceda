"""The canonical form of a file: keys in order, blank lines in their places, and not a comment lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from okr.documents import Document, Kind, Node, read_document
from okr.edits.extent import comments_above, comments_of, entry_end, entry_start
from okr.edits.layout import column, newline_of
from okr.edits.operations import same
from okr.edits.splice import Edit, spliced

_MOST_ROUNDS = 60
"""More than the levels that a file may have: each round puts one level in order, from the inside out."""

Orders = Mapping[str, tuple[str, ...]]


def tidied(
    document: Document,
    top: tuple[str, ...],
    orders: Orders,
    *,
    spaced: frozenset[str],
    apart: frozenset[str],
) -> str:
    """The text of a document in its canonical form; the same text if it is in it.

    A mapping whose lines cannot be told apart, such as one in braces over several lines, stays as it is.

    Args:
        document: Readable, without a mistake in its YAML.
        top: The order of the keys at the top.
        orders: The order of an entry's keys, by the list that it is in.
        spaced: The lists at the top whose entries are parted by a blank line.
        apart: The keys at the top that a blank line parts from what is above them.
    """
    ordered = _in_order(document, top, orders)
    texts = (_with_spaces(ordered, spaced, apart), ordered.text)
    return next((text for text in texts if _says_the_same(document, text)), document.text)


def _says_the_same(document: Document, text: str) -> bool:
    """Whether a text has the values and the comments of a document."""
    other = read_document(document.path, text.encode())
    return same(other.value, document.value) and comments_of(other) == comments_of(document)


def _in_order(document: Document, top: tuple[str, ...], orders: Orders) -> Document:
    for _ in range(_MOST_ROUNDS):
        found = _innermost_first(document, top, orders)
        edits = [edit for node, order in found for edit in _reordered(document, node, order)]
        if not edits:
            return document
        changed = read_document(document.path, spliced(document.text, edits).encode())
        if changed.broken or not same(changed.value, document.value):
            return document
        document = changed
    return document


def _innermost_first(
    document: Document, top: tuple[str, ...], orders: Orders
) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """The mappings that are out of order and have none such inside."""
    root = document.node(())
    if root is not None:
        yield from _out_of_order(document, root, top, orders)


def _out_of_order(
    document: Document, node: Node, order: tuple[str, ...], orders: Orders
) -> list[tuple[Node, tuple[str, ...]]]:
    inner = [
        found
        for key, child in node.children.items()
        if key in orders
        for item in child.children.values()
        for found in _out_of_order(document, item, orders[str(key)], orders)
    ]
    if inner or node.kind is not Kind.MAPPING or not list(_reordered(document, node, order)):
        return inner
    return [(node, order)]


def _rank(order: tuple[str, ...], key: object) -> int:
    """Where a key belongs; one that the order does not name comes last, as it was."""
    return order.index(str(key)) if key in order else len(order)


def _reordered(document: Document, node: Node, order: tuple[str, ...]) -> Iterator[Edit]:
    """The edit that puts a mapping in order; none if it is, or if its lines cannot be told apart."""
    keys = list(node.children)
    wanted = sorted(keys, key=lambda key: _rank(order, key))
    if wanted == keys:
        return
    pieces = _in_braces(node) if node.flow else _chunks(document, node)
    if pieces is None:
        return
    start, end, texts, glue = pieces
    new = glue.join(texts[keys.index(key)] for key in wanted)
    yield Edit(node.lines.span(start, end), new)


def _in_braces(node: Node) -> tuple[int, int, list[str], str] | None:
    """The entries between braces on one line."""
    children = list(node.children.values())
    body, lines = node.lines.body, node.lines
    if lines.line_of(node.value.start) != lines.line_of(node.value.end):
        return None
    texts = [body[child.key.start : child.value.end] for child in children if child.key is not None]
    return (children[0].key or children[0].value).start, children[-1].value.end, texts, ", "


def _chunks(document: Document, node: Node) -> tuple[int, int, list[str], str] | None:
    """The lines of each entry with its comments, the first one's without its margin.

    `None` where an entry that is not the first stands on a line with something before it.
    """
    body = node.lines.body
    children = list(node.children.values())
    starts = [child.key.start for child in children if child.key is not None]
    ends = [entry_end(node, child) for child in children]
    indent = column(node, starts[0])
    gaps = [body[end:start] for end, start in zip(ends, starts[1:], strict=False)]
    if any(column(node, start) != indent for start in starts):
        return None
    newline = newline_of(document.text)
    margin = newline + " " * indent
    texts = [body[starts[0] : ends[0]]]
    for gap, start, end in zip(gaps, starts[1:], ends[1:], strict=True):
        comments = [line.strip() for line in gap.split(newline)[1:-1] if line.strip()]
        texts.append(margin.join((*comments, body[start:end])))
    return starts[0], ends[-1], texts, margin


def _with_spaces(document: Document, spaced: frozenset[str], apart: frozenset[str]) -> str:
    """The text with one blank line between entries of some lists, none twice, and a line break at the end."""
    newline = newline_of(document.text)
    fixed = _lines_in_scalars(document)
    before = _lines_with_a_gap(document, spaced, apart)
    result: list[str] = []
    for number, line in enumerate(document.text.removeprefix("\ufeff").split(newline), start=1):
        if number in fixed:
            result.append(line)
            continue
        clean = line.rstrip(" \t")
        if number in before and result and result[-1]:
            result.append("")
        if clean or (result and result[-1]):
            result.append(clean)
    while result and not result[-1]:
        result.pop()
    mark = "\ufeff" if document.text.startswith("\ufeff") else ""
    return mark + newline.join((*result, ""))


def _lines_in_scalars(document: Document) -> set[int]:
    """The lines of texts that go over several: what is blank in them is theirs."""
    root = document.node(())
    found: set[int] = set()
    for node in _all(root) if root is not None else ():
        span = node.value_span
        if node.kind is Kind.SCALAR and span.end.line > span.start.line:
            found |= set(range(span.start.line, span.end.line + 1))
    return found


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children.values():
        yield from _all(child)


def _lines_with_a_gap(document: Document, spaced: frozenset[str], apart: frozenset[str]) -> set[int]:
    """The lines before which a blank one belongs: the first of an entry or of the comments right above it."""
    root = document.node(())
    if root is None:
        return set()
    found: set[int] = set()
    for key, child in root.children.items():
        items = list(child.children.values()) if key in spaced else []
        found |= {_first_line(child, item) for item in items[1:]}
        found |= {_first_line(root, child)} if key in apart else set()
    return found


def _first_line(parent: Node, node: Node) -> int:
    """The number of the first line of an entry or of the comments right above it."""
    start = parent.lines.line_of(entry_start(parent, node))
    return min((start, *comments_above(parent, node)))
