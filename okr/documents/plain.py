"""From text to values the fast way: libyaml's, for a text in which there is nothing to report.

Most files of most workspaces are read here, and nowhere else is as much time spent. Whatever is not plain is
left to `okr.documents.values`, which reads any text and gives the same for this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

from okr.documents.events import MAX_DEPTH, MERGE_KEY, YamlError, binding, fast_events
from okr.documents.scalars import NOT_FINITE, resolve
from okr.documents.values import EXTENSIONS, has_stray_decimals, with_extensions, without_empty

_BLOCK_STYLES = ("|", ">")


class NotPlainError(Exception):
    """There is something in the text to report, or to doubt."""


def read_plain(body: str) -> Any:
    """The value of the document, as `read_values` has it. Only for what `is_read_alike`.

    Raises:
        NotPlainError: It has to be read more carefully.
    """
    with _light_events():
        try:
            return _PlainReader(body).document()
        except YamlError:
            raise NotPlainError from None


class _Token(Enum):
    """An event that says no more than that it comes."""

    STREAM = "stream"
    DOCUMENT = "document"
    MAPPING = "mapping"
    SEQUENCE = "sequence"
    END = "end"


_STREAM, _DOCUMENT, _MAPPING, _SEQUENCE, _END = _Token
_MERGE = (MERGE_KEY, "")


class _PlainReader:
    """Reads light events; of these a scalar is its text and style, and everything else a token."""

    def __init__(self, body: str) -> None:
        self._next, self._restore = fast_events(body)
        self._has_extensions = EXTENSIONS in body

    def document(self) -> Any:
        self._next()
        if self._next() is not _DOCUMENT:
            return None
        root = self._next()
        # A file that is one block of text may begin in column 1, which libyaml takes for the end of it.
        if type(root) is tuple and root[1] in _BLOCK_STYLES:
            raise NotPlainError
        value = self._value(root, 0)
        self._next()
        if self._next() is not _STREAM:
            raise NotPlainError
        return value

    def _value(self, event: Any, depth: int) -> Any:
        if type(event) is tuple:
            text, style = event
            if not text.isascii():
                text = self._restore(text)
            return text if style else _resolved(text)
        if depth == MAX_DEPTH:
            raise NotPlainError
        return self._mapping(depth + 1) if event is _MAPPING else self._sequence(depth + 1)

    def _sequence(self, depth: int) -> list[Any]:
        items, following = [], self._next
        while (event := following()) is not _END:
            items.append(self._value(event, depth))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        following = self._next
        while (event := following()) is not _END:
            if type(event) is not tuple or event == _MERGE:
                raise NotPlainError
            key = event[0]
            if not key.isascii():
                key = self._restore(key)
            value = self._value(following(), depth)
            if key in result:
                raise NotPlainError
            result[key] = value
        if self._has_extensions:
            result = with_extensions(result)
        return _without_empty(result) if None in result.values() else result


def _resolved(text: str) -> Any:
    value = resolve(text)
    if value is NOT_FINITE:
        raise NotPlainError
    return value


def _without_empty(mapping: dict[str, Any]) -> dict[str, Any]:
    if has_stray_decimals(mapping):
        raise NotPlainError
    return without_empty(mapping)


@contextmanager
def _light_events() -> Iterator[None]:
    """Let the binding of libyaml make light events.

    Its own are objects that take three calls of Python each, with two marks of where they stand: half the
    time of reading, for what nobody asks for here. It is given other makers meanwhile, by the names under
    which it looks for them.
    """
    own = {name: getattr(binding, name) for name in _MAKERS}
    vars(binding).update(_MAKERS)
    try:
        yield
    finally:
        vars(binding).update(own)


def _scalar(
    anchor: object, tag: object, _implicit: object, text: str, _start: object, _end: object, style: str
) -> tuple[str, str]:
    if anchor is not None or tag is not None:
        raise NotPlainError
    return text, style


def _mapping(anchor: object, tag: object, *_rest: object) -> _Token:
    if anchor is not None or tag is not None:
        raise NotPlainError
    return _MAPPING


def _sequence(anchor: object, tag: object, *_rest: object) -> _Token:
    if anchor is not None or tag is not None:
        raise NotPlainError
    return _SEQUENCE


def _document(_start: object, _end: object, _explicit: object, version: object, tags: object) -> _Token:
    if version or tags:
        raise NotPlainError
    return _DOCUMENT


def _alias(*_: object) -> _Token:
    raise NotPlainError


def _stream(*_: object) -> _Token:
    return _STREAM


def _end(*_: object) -> _Token:
    return _END


_MAKERS = {
    "StreamStartEvent": _stream,
    "StreamEndEvent": _stream,
    "DocumentStartEvent": _document,
    "DocumentEndEvent": _end,
    "MappingStartEvent": _mapping,
    "MappingEndEvent": _end,
    "SequenceStartEvent": _sequence,
    "SequenceEndEvent": _end,
    "ScalarEvent": _scalar,
    "AliasEvent": _alias,
}
"""What makes each event of the binding."""
