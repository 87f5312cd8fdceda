"""From events to values, with no word of where they stand, whatever there is to report of the text."""

from __future__ import annotations

from typing import Any, NamedTuple

from okr.documents.events import (
    MAX_DEPTH,
    AliasEvent,
    DocumentStartEvent,
    EventSource,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    TooDeepError,
    is_merge_key,
)
from okr.documents.scalars import NOT_FINITE, resolve

KEPT_WHEN_EMPTY = frozenset({"done", "baseline"})
"""The keys for which an empty value says something; any other is left out with its empty value."""

EXTENSIONS = "x-"
"""Where a mapping's own keys of people, which begin with `x-`, are gathered: no such key can be this one."""


class Reading(NamedTuple):
    """What a text says; `is_clean` where there is nothing in it to report."""

    value: Any
    is_clean: bool


def read_values(source: EventSource) -> Reading:
    """The value of the first document.

    Of two equal keys the first counts; an alias is `None`; keys that are no text are left out.
    `okr.documents.nodes` reports them all.

    Raises:
        TooDeepError: There are more than 50 levels.
    """
    builder = _ValueBuilder(source)
    return Reading(builder.document(), builder.is_clean)


class _ValueBuilder:
    def __init__(self, source: EventSource) -> None:
        self._next, self._restore = source
        self.is_clean = True

    def document(self) -> Any:
        self._next()
        start = self._next()
        if not isinstance(start, DocumentStartEvent):
            return None
        value = self._value(self._next(), 0)
        self._next()
        is_last = isinstance(self._next(), StreamEndEvent)
        if start.version or start.tags or not is_last:
            self.is_clean = False
        return value

    def _value(self, event: NodeEvent, depth: int) -> Any:
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, AliasEvent):
            self.is_clean = False
            return None
        if event.anchor or event.ctag:
            self.is_clean = False
        if depth == MAX_DEPTH:
            raise TooDeepError(event.start_mark.index)
        return self._mapping(depth + 1) if isinstance(event, MappingStartEvent) else self._sequence(depth + 1)

    def _scalar(self, event: ScalarEvent) -> Any:
        text: str = event.value
        if not text.isascii():
            text = self._restore(text)
        if event.anchor or event.ctag:
            self.is_clean = False
        if event.style:
            return text
        value = resolve(text)
        if value is NOT_FINITE:
            self.is_clean = False
            return text
        return value

    def _sequence(self, depth: int) -> list[Any]:
        items = []
        while type(event := self._next()) is not SequenceEndEvent:
            items.append(self._value(event, depth))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = self._key(event, depth)
            value = self._value(self._next(), depth)
            if key is None or key in result:
                self.is_clean = False
            else:
                result[key] = value
        if has_stray_decimals(result):
            self.is_clean = False
        return without_empty(with_extensions(result))

    def _key(self, event: NodeEvent, depth: int) -> str | None:
        if type(event) is not ScalarEvent:
            self._value(event, depth)
            return None
        if event.anchor or event.ctag:
            self.is_clean = False
        if is_merge_key(event):
            return None
        key: str = event.value
        return key if key.isascii() else self._restore(key)


def with_extensions(mapping: dict[str, Any]) -> dict[str, Any]:
    """A mapping with its keys that begin with `x-` in a dictionary of their own."""
    extensions = {key: value for key, value in mapping.items() if key.startswith(EXTENSIONS)}
    if not extensions:
        return mapping
    return {key: value for key, value in mapping.items() if key not in extensions} | {EXTENSIONS: extensions}


def has_stray_decimals(mapping: dict[str, Any]) -> bool:
    """Whether an empty key may be the rest of a number with a comma, as in `{value: 0,7}`."""
    return any(value is None and key.isdigit() for key, value in mapping.items())


def without_empty(mapping: dict[str, Any]) -> dict[str, Any]:
    """A mapping without its empty keys, but for those that say something by being empty."""
    return {key: value for key, value in mapping.items() if value is not None or key in KEPT_WHEN_EMPTY}
