"""Values of goals as plain values of JSON, and as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from okr.model.cycles import Cadence
from okr.model.fields import EXTENSIONS_KEY
from okr.model.goals import EDGE, RANGE_BOUNDS, NotBinary

_LONGEST = 80
_LED_IN = 20
"""Characters of what two long texts share that are shown before they part."""
_BOUNDS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}


def plain(value: Any) -> Any:
    """A value of the model as it would be written: numbers, text, lists and mappings, with no defaults."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Cadence):
        return str(value)
    if isinstance(value, NotBinary):
        return None
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        own = {str(key): plain(each) for key, each in value.items() if key != EXTENSIONS_KEY}
        return own | plain(value[EXTENSIONS_KEY]) if EXTENSIONS_KEY in value else own
    if is_dataclass(value):
        return dict(_written(value))
    return [plain(each) for each in value]


def _number(value: float) -> float:
    """A plain number: whole ones without a point, as people write them."""
    return int(value) if float(value).is_integer() else float(value)


def _written(value: Any) -> list[tuple[str, Any]]:
    given = [
        (each.name.rstrip("_"), plain(getattr(value, each.name)))
        for each in fields(value)
        if each.name != "extensions" and getattr(value, each.name) != _default(each)
    ]
    return given + list(plain(value.extensions).items())


def _default(field: Field[Any]) -> Any:
    return None if field.default is MISSING else field.default


def same(one: Any, other: Any) -> bool:
    """Whether two plain values mean the same; numbers may differ by a hair."""
    if _is_number(one) and _is_number(other):
        return bool(abs(one - other) <= EDGE)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def shown(value: Any, unit: str | None = None) -> str:
    """A plain value as people read it: numbers with their unit, ranges by their bounds, text in quotes."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f'"{_short(value)}"'
    if isinstance(value, Mapping):
        return _shown_mapping(value, unit)
    if isinstance(value, list):
        return ", ".join(shown(each, unit) for each in value) or "none"
    return with_unit(f"{value:,.15g}", unit)


def bare(value: Any, unit: str | None = None) -> str:
    """As `shown`, but a name, a date or a word without quotes."""
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, list):
        return ", ".join(bare(each, unit) for each in value) or "none"
    return shown(value, unit)


def contrast(old: Any, new: Any) -> tuple[Any, Any]:
    """Two plain values without what they share, where the difference would not be seen in them.

    Of two mappings the keys that differ; of two long texts what begins shortly before they part. A range
    stays whole.
    """
    if isinstance(old, str) and isinstance(new, str):
        return _parting(_line(old), _line(new))
    if isinstance(old, list) and isinstance(new, list) and old and len(old) == len(new):
        pairs = list(map(contrast, old, new))
        return [one for one, _ in pairs], [other for _, other in pairs]
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not {*old, *new} & {*RANGE_BOUNDS}:
        return _differing(old, new)
    return old, new


def parted(old: Any, new: Any) -> tuple[Any, Any]:
    """Two lists without the entries that stand in both, unless only their order differs; else as they are."""
    if not isinstance(old, list) or not isinstance(new, list):
        return old, new
    pair = [each for each in old if each not in new], [each for each in new if each not in old]
    return pair if any(pair) else (old, new)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Any, Any]:
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    pairs = {key: contrast(old.get(key), new.get(key)) for key in keys}
    return {key: one for key, (one, _) in pairs.items()}, {key: other for key, (_, other) in pairs.items()}


def _parting(old: str, new: str) -> tuple[str, str]:
    pairs = enumerate(zip(old, new, strict=False))
    shared = next((index for index, (one, other) in pairs if one != other), min(len(old), len(new)))
    if old == new or max(len(old), len(new)) <= _LONGEST or shared <= _LONGEST - 2 * _LED_IN:
        return old, new
    start = old.rfind(" ", 0, shared - _LED_IN) + 1
    return f"…{old[start:]}", f"…{new[start:]}"


def with_unit(text: str, unit: str | None) -> str:
    """A number's text with the unit behind it."""
    return f"{text} {unit}" if unit else text


def share(part: float) -> str:
    """A share as whole percent; one decimal below ten."""
    percent = part * 100
    return f"{percent:.0f} %" if abs(percent) >= 10 else f"{percent:.2g} %"


def _line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    line = _line(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _shown_mapping(value: Mapping[str, Any], unit: str | None) -> str:
    """A range by its bounds, anything else key by key."""
    bound = next((key for key in RANGE_BOUNDS if key in value), None)
    if bound is None:
        return ", ".join(
            f"{key} {bare(each, unit if key == 'value' else None)}" for key, each in value.items()
        )
    limits = value[bound]
    text = " to ".join(f"{each:,.15g}" for each in (limits if bound == "between" else [limits]))
    when = "".join(f" {key} {value[key]}" for key in ("from", "by") if key in value)
    return with_unit(f"{_BOUNDS.get(bound, '')} {text}".strip(), unit) + when
