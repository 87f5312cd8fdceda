"""A goal file as plain sentences, one fact a line: what `git diff` compares instead of YAML.

Each line bears the reference of its goal, so that it says by itself what changed; order and spacing of the
file leave no trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_GOALS = {
    "objectives": "id",
    "key_results": "id",
    "kpis": "id",
    "teams": "id",
    "people": "id",
    "cycles": "id",
}
"""The lists whose entries have a name of their own, and the key that gives it."""
_DATED = ("date", "title", "field")
_OWN_KEYS = "x-"


def outline(value: Any, about: str = "") -> Iterator[str]:
    """The facts of a document's value, sorted within each goal, each as `goal: key: value`."""
    if not isinstance(value, Mapping):
        yield _line(about, _words(value))
        return
    plain = {**value, **value.get(_OWN_KEYS, {})}
    plain.pop(_OWN_KEYS, None)
    for key in sorted(plain, key=lambda each: (each in _GOALS, each)):
        yield from _facts(key, plain[key], about)


def _facts(key: str, value: Any, about: str) -> Iterator[str]:
    if key in _GOALS and isinstance(value, list):
        for entry in value:
            yield from _goal(entry, _GOALS[key], about)
    elif isinstance(value, list) and any(isinstance(entry, Mapping) for entry in value):
        for entry in sorted(value, key=_order):
            yield _line(about, f"{key}: {_words(entry)}")
    elif isinstance(value, Mapping) and any(isinstance(inner, Mapping) for inner in value.values()):
        for inner in sorted(value):
            yield from _facts(f"{key}.{inner}", value[inner], about)
    else:
        yield _line(about, f"{key}: {_words(value)}")


def _goal(entry: Any, name: str, about: str) -> Iterator[str]:
    if not isinstance(entry, Mapping) or name not in entry:
        yield _line(about, _words(entry))
        return
    ref = "/".join(part for part in (about, str(entry[name])) if part)
    yield from outline({key: item for key, item in entry.items() if key != name}, ref)


def _order(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return str(entry)
    return next((str(entry[key]) for key in _DATED if key in entry), "")


def _words(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_words(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_words(item) for item in value)
    if value is None:
        return "not yet"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())


def _line(about: str, words: str) -> str:
    return f"{about}  {words}" if about else words
