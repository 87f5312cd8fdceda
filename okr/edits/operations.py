"""What an edit means: the three things that can be done to the values of a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from okr.documents import KeyPath

KEPT_WHEN_EMPTY = frozenset({"done", "baseline"})
"""The keys that a reader keeps when nothing is written after them."""


@dataclass(frozen=True, slots=True)
class Set:
    """Give the key at `keys` a value, in its place if it is there.

    Attributes:
        after: Where it is not there: the keys after the last present one of which it belongs; at the end of
            the mapping if none of them is there.
    """

    keys: KeyPath
    value: Any
    after: tuple[str, ...] = ()

    def applied(self, document: Any) -> Any:
        """The document with the value set. `None` takes a key away, as the reader does."""
        name = self.keys[-1]
        if self.value is None and isinstance(name, str) and name not in KEPT_WHEN_EMPTY:
            return _changed(document, self.keys[:-1], lambda old: _without(old or {}, name))
        return _changed(document, self.keys[:-1], lambda old: _with(old, name, self.value))


@dataclass(frozen=True, slots=True)
class Insert:
    """Put `values`, one after the other, into the list at `keys`, from `index` on.

    A list that is not there yet is made; `after` then says where, as for `Set`.
    """

    keys: KeyPath
    index: int
    values: tuple[Any, ...]
    after: tuple[str, ...] = ()

    def applied(self, document: Any) -> Any:
        """The document with the values in the list."""
        return _changed(
            document,
            self.keys,
            lambda old: [*(old or [])[: self.index], *self.values, *(old or [])[self.index :]],
        )


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away the key or item at `keys`. A list that loses its last item becomes `[]`."""

    keys: KeyPath

    def applied(self, document: Any) -> Any:
        """The document without it."""
        return _changed(document, self.keys[:-1], lambda old: _without(old, self.keys[-1]))


Operation = Set | Insert | Remove


def _changed(value: Any, keys: KeyPath, change: Callable[[Any], Any]) -> Any:
    """A copy of `value`, as deep as need be, with what `keys` lead to changed."""
    if not keys:
        return change(value)
    inner = value.get(keys[0]) if isinstance(value, dict) else value[keys[0]]
    return _with(value, keys[0], _changed(inner, keys[1:], change))


def _with(value: Any, key: str | int, inner: Any) -> Any:
    if isinstance(key, str):
        return {**(value or {}), key: inner}
    return [*value[:key], inner, *value[key + 1 :]]


def _without(value: Any, key: str | int) -> Any:
    if isinstance(key, str):
        return {name: inner for name, inner in value.items() if name != key}
    return [*value[:key], *value[key + 1 :]]


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, with `true` and `1` told apart; the order of keys does not matter."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def as_read(value: Any) -> Any:
    """A value as a reader would give it: keys with nothing after them left out."""
    if isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if inner is not None or key in KEPT_WHEN_EMPTY}
        return {key: as_read(inner) for key, inner in kept.items()}
    return [as_read(inner) for inner in value] if isinstance(value, list | tuple) else value
