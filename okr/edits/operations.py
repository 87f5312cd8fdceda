"""What an edit means: the three things that can be done to the values of a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from okr.documents import KeyPath

EXTENSIONS = "x-"
"""Where the reader gathers the `x-` keys of a mapping."""

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
        keys = in_value(self.keys)
        is_kept = keys[-1] in KEPT_WHEN_EMPTY or keys[-2:-1] == (EXTENSIONS,)
        if self.value is None and isinstance(keys[-1], str) and not is_kept:
            return _removed(document, keys)
        return _changed(document, keys, lambda _: as_read(self.value))


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
        return _changed(document, in_value(self.keys), self._inserted)

    def _inserted(self, old: Any) -> list[Any]:
        items = [*(old or [])]
        items[self.index : self.index] = map(as_read, self.values)
        return items


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away the key or item at `keys`. A list that loses its last item becomes `[]`."""

    keys: KeyPath

    def applied(self, document: Any) -> Any:
        """The document without it."""
        return _removed(document, in_value(self.keys))


Operation = Set | Insert | Remove


def in_value(keys: KeyPath) -> KeyPath:
    """The way through a document's value for keys as they are written: `x-` keys are gathered in it."""
    return tuple(step for key in keys for step in ((EXTENSIONS, key) if _is_extension(key) else (key,)))


def _is_extension(key: str | int) -> bool:
    return isinstance(key, str) and key.startswith(EXTENSIONS)


def _changed(value: Any, keys: KeyPath, change: Callable[[Any], Any]) -> Any:
    """A copy of `value`, as deep as need be, with what `keys` lead to changed."""
    if not keys:
        return change(value)
    first, rest = keys[0], keys[1:]
    inner = (value or {}).get(first) if isinstance(first, str) else value[first]
    return _with(value, first, _changed(inner, rest, change))


def _with(value: Any, key: str | int, inner: Any) -> Any:
    if isinstance(key, str):
        return {**(value or {}), key: inner}
    return [*value[:key], inner, *value[key + 1 :]]


def _removed(value: Any, keys: KeyPath) -> Any:
    """A copy of `value` without what `keys` lead to, nor the gathering of `x-` keys if it is now empty."""
    changed = _changed(value, keys[:-1], lambda old: _without(old, keys[-1]))
    around = keys[:-1]
    if around and around[-1] == EXTENSIONS:
        return _changed(
            changed, around[:-1], lambda old: old if old[EXTENSIONS] else _without(old, EXTENSIONS)
        )
    return changed


def _without(value: Any, key: str | int) -> Any:
    if isinstance(key, str):
        return {name: inner for name, inner in (value or {}).items() if name != key}
    return [*value[:key], *value[key + 1 :]]


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, with `true` and `1` told apart; the order of keys does not matter."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def as_read(value: Any) -> Any:
    """A value as a reader gives it once it is written: empty keys left out, and `x-` keys gathered."""
    if isinstance(value, list | tuple):
        return [as_read(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    read = {key: as_read(inner) for key, inner in value.items()}
    free = {key: inner for key, inner in read.items() if _is_extension(key)}
    own = {key: inner for key, inner in read.items() if key not in free}
    kept = {key: inner for key, inner in own.items() if inner is not None or key in KEPT_WHEN_EMPTY}
    return {**kept, EXTENSIONS: free} if free else kept


def as_said(value: Any) -> Any:
    """The opposite of `as_read`: a value with the `x-` keys that a reader gathers among the others again."""
    if isinstance(value, list):
        return [as_said(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    own = {key: inner for key, inner in value.items() if key != EXTENSIONS}
    return {key: as_said(inner) for key, inner in {**own, **value.get(EXTENSIONS, {})}.items()}
