"""What an unquoted text means: YAML 1.2's core schema, with numbers that remember how they were written."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from sys import intern
from typing import Any, Final

_FIRST_OF_SPECIAL = frozenset("~nNtTfF+-.0123456789")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_LONGEST_INTEGER = 400
"""Digits beyond which no float can follow; also keeps `int` from refusing thousands of digits."""

_SHORT = 24
"""Characters up to which a text is kept once, however often it comes: owners, units, ids, "As planned"."""


class _Refused:
    """The type of `NOT_FINITE`."""


NOT_FINITE: Final = _Refused()
"""What `resolve` gives for a number that is none: infinity, not-a-number, or too large for a float."""


class WrittenInt(int):
    """A whole number written otherwise than Python would, as `007`, `+5` or `0x1F`; `str` gives that back."""

    written: str

    def __new__(cls, value: int, written: str) -> WrittenInt:
        """Both must say the same; only `resolve` makes them."""
        self = super().__new__(cls, value)
        self.written = written
        return self

    def __getnewargs__(self) -> tuple[int, str]:  # type: ignore[override]
        return (int(self), self.written)

    def __str__(self) -> str:
        return self.written


class WrittenFloat(float):
    """A number written otherwise than Python would, as `1.10` or `1e3`; `str` gives that back."""

    written: str

    def __new__(cls, value: float, written: str) -> WrittenFloat:
        """Both must say the same; only `resolve` makes them."""
        self = super().__new__(cls, value)
        self.written = written
        return self

    def __getnewargs__(self) -> tuple[float, str]:  # type: ignore[override]
        return (float(self), self.written)

    def __str__(self) -> str:
        return self.written


def resolve(written: str) -> Any:
    """The value of an unquoted scalar: `None`, a bool, an int, a float, `NOT_FINITE`, or the text itself.

    Source: YAML 1.2.2, chapter 10.3, "Core Schema".
    """
    if not written:
        return None
    if written[0] in _FIRST_OF_SPECIAL:
        return _special(written)
    return intern(written) if len(written) <= _SHORT else written


@lru_cache(maxsize=1 << 13)  # dates and round numbers come again and again
def _special(written: str) -> Any:
    if written in _WORDS:
        return _WORDS[written]
    if _INTEGER.match(written):
        return _integer(written)
    if _FLOAT.match(written):
        return _float(written)
    return NOT_FINITE if _NOT_FINITE.match(written) else written


def _integer(written: str) -> int | _Refused:
    if len(written) > _LONGEST_INTEGER:
        return NOT_FINITE
    base = {"0o": 8, "0x": 16}.get(written[:2], 10)
    value = int(written, base)
    try:
        float(value)
    except OverflowError:
        return NOT_FINITE
    return value if str(value) == written else WrittenInt(value, written)


def _float(written: str) -> float | _Refused:
    value = float(written)
    if math.isinf(value):
        return NOT_FINITE
    return value if repr(value) == written else WrittenFloat(value, written)
