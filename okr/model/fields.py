"""What is the same for every model: `x-` keys, dates and cadences from their text, and words for mistakes.

Errors are raised as `PydanticCustomError` with a type of this project's own, so that whoever turns them into
diagnostics reads a type and never a wording.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from pydantic_core import PydanticCustomError

from okr.model.cycles import Cadence, builtin_cycle

if TYPE_CHECKING:
    from pydantic import ValidationInfo

EXTENSIONS_KEY = "x-"
"""Where the reader gathers the `x-` keys of a mapping; no key of a person's can be this one."""

Extensions = Mapping[str, Any]
NO_EXTENSIONS: Extensions = MappingProxyType({})
X_KEYS = MappingProxyType({"alias": EXTENSIONS_KEY})
"""What a field for them says of itself to pydantic."""

Ambition = Literal["aspirational", "committed"]
Lifecycle = Literal["active", "draft", "dropped"]
Indicator = Literal["leading", "lagging"]
ReportedStatus = Literal["on_track", "at_risk", "off_track"]


def no_extensions() -> Extensions:
    """The one empty mapping that everything without `x-` keys shares."""
    return NO_EXTENSIONS


ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def parse_date(value: object) -> dt.date:
    """A day from its ISO text, as in `2026-11-20`; anything else is an `okr_date` error."""
    if isinstance(value, str):
        return _day(value)
    if isinstance(value, dt.date):
        return value
    raise PydanticCustomError("okr_date", "a date is written like 2026-11-20")


@lru_cache(maxsize=1 << 12)  # people check in on the same days: each is read, and kept, once
def _day(written: str) -> dt.date:
    if not ISO_DATE.fullmatch(written):
        raise PydanticCustomError("okr_date", "a date is written like 2026-11-20")
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise PydanticCustomError("okr_date", "there is no such day in the calendar") from None


def parse_done(value: object) -> dt.date | None:
    """The day on which something was done; `None` while it is not."""
    return None if value is None else parse_date(value)


def reading_date(written: str, fiscal_year_start: int) -> dt.date:
    """The day of a reading: a date, or the last day of a built-in cycle such as `2019` or `2019-Q3`.

    Raises:
        PydanticCustomError: It is neither, `okr_date`.
    """
    cycle = builtin_cycle(written, fiscal_year_start)
    if cycle is not None:
        return cycle.end
    try:
        return parse_date(written)
    except PydanticCustomError:
        raise PydanticCustomError(
            "okr_date", "the date of a reading is written like 2026-11-20, 2026-11, 2026-Q4 or 2026"
        ) from None


def parse_reading_date(value: object, info: ValidationInfo) -> dt.date:
    """The date of a reading. The validation context's `fiscal_year_start` places the `FY` cycles."""
    if isinstance(value, dt.date):
        return value
    # a bool is no number to a person, and would be read as the text True
    written = "" if isinstance(value, bool) else str(value)
    return reading_date(written, (info.context or {}).get("fiscal_year_start", 1))


def parse_cadence(value: object) -> Cadence:
    """A cadence from its text; an `okr_cadence` error names the words that are known."""
    if isinstance(value, Cadence):
        return value
    try:
        return Cadence.parse(value if isinstance(value, str) else repr(value))
    except ValueError as error:
        raise PydanticCustomError("okr_cadence", "{reason}", {"reason": str(error)}) from None


def one_or_many(value: object) -> object:
    """A list of one where a single thing was written without a list."""
    return value if isinstance(value, list | tuple) else [value]


def kind_of_readings(value: object) -> str:
    """Whether a KPI's readings are the name of a `file` or a `list`."""
    return "file" if isinstance(value, str) else "list"


def missing(key: str) -> PydanticCustomError:
    """A key that is needed because of another one that is there."""
    return PydanticCustomError("okr_missing", "{key} is missing", {"key": key})


def conflict(key: str, other: str) -> PydanticCustomError:
    """Two keys that exclude each other; the finding points at `key`."""
    return PydanticCustomError(
        "okr_conflict", "{key} and {other} exclude each other", {"key": key, "other": other}
    )
