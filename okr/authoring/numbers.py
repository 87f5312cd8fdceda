"""Numbers as people type them, and the slips that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable

from okr.edits import as_written
from okr.errors import OkrError

_NUMBER_WITH_UNIT = re.compile(r"\s*(?P<number>[-+]?[0-9][0-9.]*)\s*(?P<unit>%|[^\W\d_].*)")
_FACTOR = 100
_TOLERANCE = 2.0
"""How far from a known value a number may lie, once multiplied or divided by a hundred, to be that slip."""


def number(text: str, what: str = "a value") -> float:
    """The number that a text says, with the digits it was written with.

    Raises:
        OkrError: It is none.
    """
    value = as_written(text.replace("\N{MINUS SIGN}", "-"))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    match = _NUMBER_WITH_UNIT.fullmatch(text)
    hint = f"Write {match['number']}." if match else "Write digits and a point only, as in 1234.5."
    raise OkrError(f'"{text}" is not {what}', hint=hint)


def share(text: str, what: str) -> float:
    """A number from 0 to 1.

    Raises:
        OkrError: It is none, or lies outside.
    """
    value = number(text.removesuffix("%"), f"a {what}")
    if 0 <= value <= 1 and not text.endswith("%"):
        return value
    is_percent = text.endswith("%") or value > 10  # 7 may be seven in ten as well as 7 %
    hint = f"Write {value / 100:.15g}." if is_percent and 0 <= value <= 100 else "Write it like 0.7."
    raise OkrError(f"{text} is not a {what} from 0 to 1", hint=hint)


def hundredfold(value: float, known: Iterable[float]) -> float | None:
    """What was most likely meant by a value that misses all the known ones by a factor of a hundred.

    `None` where it lies among the known ones or near to them, or is far from them in any case.
    """
    values = list(known)
    others = [each for each in values if each]
    if not others or min(values) <= value <= max(values) or _is_near(value, others):
        return None
    return next((meant for meant in (value * _FACTOR, value / _FACTOR) if _is_near(meant, others)), None)


def _is_near(value: float, known: list[float]) -> bool:
    """Whether a value has the sign of known ones and lies among them, or half or twice beyond."""
    low, high = min(map(abs, known)), max(map(abs, known))
    same_sign = any(value * each > 0 for each in known)
    return same_sign and low / _TOLERANCE <= abs(value) <= high * _TOLERANCE
