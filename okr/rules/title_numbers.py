"""The numbers in a title: what they are worth, in which unit, and whether they say from, to or by.

A number that is part of a name or a date is none: "Q4", "24/7", "S3", "ISO 27001", "Windows 11", "2026",
"15 July". Where a spelling has two meanings ("1.200" is 1.2 here and 1200 there) the number is left out:
silence is better than a false alarm.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from okr.rules.grammar import (
    ENDS_OF_PHRASE,
    JOINERS,
    MONTHS,
    NAMING_WORDS,
    TIME_UNITS,
    fold,
)

_NUMBER = re.compile(
    r"""
    (?<![\w#&!/:@])(?<!\d[.,])(?<![^\W\d_][-–.'’])         # not inside S3, #12, 24/7, COVID-19
    (?P<sign>[-−])?
    (?P<money>[€$£¥]\s?|(?:USD|EUR|GBP|CHF)\s)?
    (?P<digits>\d{1,3}(?:[.,'’\u00a0\u202f\u2009\ ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)*)
    (?:\s?(?P<scale>k|K|M|MM|mn|bn|B|[Mm]io\.?|[Tt]housand|[Mm]illions?|[Bb]illions?)(?![^\W_]))?
    (?:\s?(?P<unit>[%‰€$£¥]
        |(?i:percentage\ points?|per\ ?cent|pct|pp|EUR|USD|GBP|CHF|euros?|dollars|pounds)(?!\w)))?
    (?P<letters>[^\W\d_]{0,12})(?![\w°])
    """,
    re.VERBOSE,
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"\b(?:\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}\.\d{1,2}\.(?:\d{4})?|\d{1,2}/\d{1,2}/\d{2,4})(?!\d)"
)
_GOES_ON = re.compile(r"[/:]\d")
_NEXT_WORD = re.compile(r"[\s\u00a0-]([^\W\d_]+)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\.?[\s\u00a0]$")
# Each word looks back by itself, since a search is fast where the first character tells.
_ROLE = re.compile(
    r"(from(?<!\wfrom)|to(?<!\wto)|by(?<!\wby)|von(?<!\wvon)|auf(?<!\wauf)|um(?<!\wum)|->|→|=>)\s*"
    r"(?:(?:about|around|over|under|below|above|at|least|most|more|less|than|only|roughly|nearly|an?|the)\s+)"
    r"{0,4}[<>≤≥≈~=]{0,2}\s*$"
)
_JUST_TO = re.compile(r"\s*(?:to|auf|->|→|=>)\s*[<>≤≥≈~=]{0,2}\s*", re.IGNORECASE)
_LONGEST_SIGN = len("-EUR ")  # what may stand before the digits of a number, as a part of it
_REACH = 40  # characters before a number in which its role stands
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_GROUPED_BY_COMMA = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_SPACES = re.compile(r"['’\u00a0\u202f\u2009 ]")

_FACTORS: Mapping[str, float] = MappingProxyType({
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mio": 1e6, "mio.": 1e6,
    "million": 1e6, "millions": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9,
})  # fmt: skip
_UNITS: Mapping[str, str] = MappingProxyType({
    "%": "%", "‰": "‰", "percent": "%", "per cent": "%", "pct": "%", "pp": "pp",
    "percentage point": "pp", "percentage points": "pp", "€": "€", "eur": "€", "euro": "€",
    "euros": "€", "$": "$", "usd": "$", "dollars": "$", "£": "£", "gbp": "£", "pounds": "£",
    "¥": "¥", "chf": "chf", "x": "x", "m": "m", "km": "km", "kg": "kg", "g": "g", "t": "t",
    "l": "l", "mb": "mb", "gb": "gb", "kwh": "kwh", "mwh": "mwh",
    **{unit: unit for unit in TIME_UNITS},
})  # fmt: skip
_YEARS = range(1900, 2100)
_NO_UNITS = (
    ENDS_OF_PHRASE
    | JOINERS
    | {"a", "each", "every", "is", "are", "has", "have", "the", "this", "out", "auf", "bis", "um", "von"}
)


class Role(Enum):
    """What a number in a title is said to be."""

    FROM = "from"
    TO = "to"
    BY = "by"


_ROLES: Mapping[str, Role] = MappingProxyType({
    "from": Role.FROM, "von": Role.FROM, "to": Role.TO, "auf": Role.TO, "->": Role.TO, "→": Role.TO,
    "=>": Role.TO, "by": Role.BY, "um": Role.BY,
})  # fmt: skip


class TitleNumber(NamedTuple):
    """A number in a title.

    Attributes:
        value: What it is worth, with "k", "M", "million" and so on multiplied out.
        unit: "%", "pp", a currency sign, or else the word that follows, folded; `None` where nothing does.
        role: From, to or by, where the title says so.
        text: As it is written, with its sign, currency, scale and unit sign.
        start: The offset of its first character.
        end: The offset after its last character.
    """

    value: float
    unit: str | None
    role: Role | None
    text: str
    start: int
    end: int


@lru_cache(maxsize=1 << 15)  # as for `okr.rules.tokens.parse`: several rules ask for the same title's
def title_numbers(title: str) -> tuple[TitleNumber, ...]:
    """Every number in a title, in reading order; dates, years, versions and names left out."""
    digit = _DIGIT.search(title)
    if digit is None:
        return ()
    dated = _DATE.search(title, digit.start()) is not None
    without_dates = _DATE.sub(lambda date: "_" * len(date[0]), title) if dated else title
    matches = _NUMBER.finditer(without_dates, max(0, digit.start() - _LONGEST_SIGN))
    found = [number for match in matches if (number := _number(title, match))]
    return tuple(_with_starting_values(title, found))


def _number(title: str, match: re.Match[str]) -> TitleNumber | None:
    value, unit = _value(match), _unit(title, match)
    start, end = match.span()
    before = title[max(0, start - _REACH) : start]
    if value is None or _is_name(title, match, before) or (match["letters"] and unit is None):
        return None
    return TitleNumber(value, unit, _role(before), match[0], start, end)


def _value(match: re.Match[str]) -> float | None:
    """What is written, scaled and signed; `None` where it is a version, has two meanings, or is too large."""
    amount = _amount(match["digits"], percent=match["unit"] == "%")
    if amount is None:
        return None
    scale = match["scale"] or ("m" if match["money"] and match["letters"] == "m" else None)
    value = amount * (_FACTORS[scale.lower()] if scale else 1) * (-1 if match["sign"] else 1)
    return value if math.isfinite(value) else None


def _amount(digits: str, *, percent: bool) -> float | None:
    """A comma before three digits groups them, before any other number it is a decimal comma; so are dots."""
    if digits.isdigit():
        return float(digits)
    plain = _SPACES.sub("", digits)
    if _AMBIGUOUS.fullmatch(plain) and not percent:
        return None
    if _GROUPED_BY_COMMA.fullmatch(plain):
        plain = plain.replace(",", "")
    elif "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    return float(plain) if plain.count(".") < 2 else None


def _unit(title: str, match: re.Match[str]) -> str | None:
    written = match["money"] or match["unit"] or match["letters"]
    if written:
        return _UNITS.get(fold(written.strip()))
    after = _NEXT_WORD.match(title, match.end())
    word = fold(after[1]) if after else ""
    return word if word and word not in _NO_UNITS else None


def _is_name(title: str, match: re.Match[str], before: str) -> bool:
    """Whether a number without a sign, scale or unit sign belongs to a name, a date or a clock."""
    if _GOES_ON.match(title, match.end()):
        return True
    if any(match.group("sign", "money", "scale", "unit", "letters")):
        return False
    digits = match["digits"]
    if len(digits) == 4 and digits.isdigit() and int(digits) in _YEARS:
        return True
    last = _LAST_WORD.search(before, before.rstrip().rfind(" ") + 1)
    after = _NEXT_WORD.match(title, match.end())
    return _is_named_by(last, after) or (after is not None and _is_month(after[1]))


def _is_named_by(before: re.Match[str] | None, after: re.Match[str] | None) -> bool:
    """Whether the word before makes a name of the number: "Tier 1", "July 15", "to Windows 11"."""
    if before is None:
        return False
    if fold(before[1]) in NAMING_WORDS or _is_month(before[1]):
        return True
    inside = any(map(str.isalpha, before.string[: before.start()]))
    return inside and before[1][0].isupper() and (after is None or fold(after[1]) in _NO_UNITS)


def _is_month(word: str) -> bool:
    return word[0].isupper() and fold(word) in MONTHS


def _role(before: str) -> Role | None:
    found = _ROLE.search(before.lower())
    return None if found is None else _ROLES[found[1]]


def _with_starting_values(title: str, numbers: list[TitleNumber]) -> Iterator[TitleNumber]:
    """Give a number with only "to" or an arrow between it and the next one its role: "42 % → 60 %"."""
    for i, number in enumerate(numbers):
        after = numbers[i + 1] if i + 1 < len(numbers) else None
        leads = after is not None and _JUST_TO.fullmatch(title, number.end, after.start) is not None
        yield number._replace(role=Role.FROM) if leads and number.role is None else number
