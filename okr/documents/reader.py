"""Reading one YAML file: bytes to values, with positions and comments on demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from okr.diagnostics import Diagnostic
from okr.documents import problems
from okr.documents.comments import Comment, find_comments
from okr.documents.events import (
    MAX_DEPTH,
    TooDeepError,
    YamlSyntaxError,
    careful_events,
    fast_events,
    is_read_alike,
)
from okr.documents.nodes import Key, Node, Tree, read_tree
from okr.documents.plain import NotPlainError, read_plain
from okr.documents.syntax import explain
from okr.documents.text import Lines, decode
from okr.documents.values import read_values
from okr.spans import START_OF_FILE, Span

KeyPath = tuple[Key, ...]

MAX_BYTES = 5 * 1024 * 1024
"""The size of the largest YAML file that is read."""


class Plain(NamedTuple):
    """The value of a file of which there is nothing to report: `None` too is one."""

    value: Any


@dataclass(frozen=True)
class Document:
    """One YAML file as read.

    Attributes:
        path: The file, relative to the workspace.
        text: Its text as it is, byte order mark and line endings kept.
        value: What it says, as dictionaries, lists, text, numbers, booleans and `None`; `None` also where the
            file is empty or broken. A key with an empty value is left out, except `done` and `baseline`; keys
            that begin with `x-` are gathered, empty or not, in a dictionary under `x-`. The `str` of a number
            is what was written.
        diagnostics: What is wrong with the file whatever its keys mean.
        broken: Whether it could not be read as YAML at all.
    """

    path: str
    text: str
    value: Any
    diagnostics: tuple[Diagnostic, ...] = ()
    broken: bool = False
    _is_plain: bool = field(default=False, repr=False, compare=False)

    def node(self, keys: KeyPath) -> Node | None:
        """The place of a key or item; also of a key that `value` leaves out because it is empty."""
        *_, last = self._way(keys)
        return last

    def key_span(self, keys: KeyPath) -> Span:
        """The key; for an item of a list the first key or text in it.

        Where there is no such key: the nearest key or item around it that there is.
        """
        nearest = [node for node in self._way(keys) if node is not None]
        return nearest[-1].handle if nearest else START_OF_FILE

    def value_span(self, keys: KeyPath) -> Span:
        """The value, without blank lines and comments after it; if there is none, as `key_span`."""
        node = self.node(keys)
        return node.value_span if node is not None else self.key_span(keys)

    def _way(self, keys: KeyPath) -> Iterator[Node | None]:
        """The nodes from the root to the one that is asked for; `None` where the way ends before."""
        node = self._tree.root if self._tree else None
        yield node
        for key in keys:
            node = node.children.get(key) if node else None
            yield node

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Every comment, in reading order; none where the file is broken."""
        return tuple(find_comments(self._lines, self._tree)) if self._tree else ()

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def _tree(self) -> Tree | None:
        if self.broken:
            return None
        events = fast_events if self._is_plain else careful_events
        return read_tree(self.path, self._lines, events(self._lines.body))


def read_document(path: str, data: bytes) -> Document:
    """Read a YAML file. Whatever is wrong with it becomes a diagnostic."""
    text, diagnostics = decode(path, data, MAX_BYTES)
    if diagnostics:
        return Document(path, text, None, diagnostics, broken=True)
    lines = Lines(text)
    plain = _plainly(lines.body)
    return (
        _carefully(path, text, lines) if plain is None else Document(path, text, plain.value, _is_plain=True)
    )


def read_plain_value(data: bytes) -> Plain | None:
    """What a file says; `None` where there is anything to report of it, or to doubt."""
    text, diagnostics = decode("", data, MAX_BYTES)
    return None if diagnostics else _plainly(Lines(text).body)


def plain_document(path: str, data: bytes, plain: Plain) -> Document:
    """The same as `read_document`, where `read_plain_value` has read the data before."""
    return Document(path, data.decode(), plain.value, _is_plain=True)


def _plainly(body: str) -> Plain | None:
    if not is_read_alike(body):
        return None
    try:
        return Plain(read_plain(body))
    except NotPlainError:
        return None


def _carefully(path: str, text: str, lines: Lines) -> Document:
    try:
        reading = read_values(careful_events(lines.body))
    except TooDeepError as error:
        span = lines.span(error.index, error.index + 1)
        return Document(path, text, None, (problems.too_deep(path, span, MAX_DEPTH),), broken=True)
    except YamlSyntaxError as error:
        mistake = explain(lines, error)
        span = lines.span(mistake.start, mistake.end)
        found = problems.invalid_yaml(path, span, mistake.message, mistake.help)
        return Document(path, text, None, (found,), broken=True)
    if reading.is_clean:
        return Document(path, text, reading.value)
    return Document(path, text, reading.value, read_tree(path, lines, careful_events(lines.body)).diagnostics)
