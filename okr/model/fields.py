"""The kinds of value that the format knows: numbers, text, ids, dates, lists.

Every model is a frozen, slotted dataclass that pydantic fills: a fifth of a `BaseModel`'s memory, half its
time.
Errors are raised as `PydanticCustomError` with a type of this project's own, so that whoever turns them into
diagnostics reads a type and never a wording.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo
from pydantic.types import Strict
from pydantic_core import PydanticCustomError

from okr.model.cycles import COUNTED_CADENCE, NAMED_CADENCES, Cadence, builtin_cycle

STRICT = ConfigDict(extra="forbid", coerce_numbers_to_str=True)
"""Unknown keys are refused; a number where text is expected is taken as it was written."""

EXTENSIONS_KEY = "x-"
"""Where the reader gathers the `x-` keys of a mapping; no key of a person's can be this one."""

NO_EXTENSIONS: Mapping[str, Any] = MappingProxyType({})
Extensions = Annotated[Mapping[str, Any], Field(alias=EXTENSIONS_KEY)]


def no_extensions() -> Mapping[str, Any]:
    """The one empty mapping that everything without `x-` keys shares."""
    return NO_EXTENSIONS


def _advice(text: str, **more: Any) -> Any:
    """What an editor says where text is not as it should be; nothing is validated by it."""
    return Field(json_schema_extra={**more, "patternErrorMessage": text})


# A plain `60%` or `1_000` is text in YAML: strict, so that it is refused with advice and never guessed.
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Positive = Annotated[float, Strict(), Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Strict(), Field(ge=0, le=1)]
Count = Annotated[int, Strict(), Field(ge=0)]
Flag = Annotated[bool, Strict()]
Text = Annotated[str, StringConstraints(min_length=1)]
Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\r\n]*$")]
Unit = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\r\n]*$")]
Slug = Annotated[
    str,
    StringConstraints(max_length=60, pattern=r"^[a-z0-9][a-z0-9-]*$"),
    _advice("An id is small letters, digits and -, as in first-week."),
]
CycleId = Annotated[
    str,
    StringConstraints(max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$"),
    _advice("A cycle is named by letters, digits and -, as in 2026-Q4."),
]
GoalReference = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9-]*){1,3}$"),
    _advice("A goal is named by [cycle/]team/objective[/key-result]."),
]

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def parse_date(value: object) -> dt.date:
    """A day from its ISO text, as in `2026-11-20`; anything else is an `okr_date` error."""
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("okr_date", "there is no such day in the calendar") from None
    raise PydanticCustomError("okr_date", "a date is written like 2026-11-20")


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


ISO_DATE_TEXT = Annotated[
    str,
    StringConstraints(pattern=f"^{ISO_DATE.pattern}$"),
    _advice("A date is written like 2026-11-20.", format="date"),
]
"""What the schemas for editors say of a date."""
_CADENCE_TEXT = Annotated[
    str,
    StringConstraints(pattern=f"^({'|'.join(NAMED_CADENCES)}|{COUNTED_CADENCE.pattern})$"),
    _advice("A cadence is a word such as weekly, or as in 10 days.", examples=[*NAMED_CADENCES]),
]
"""What the schemas for editors say of a cadence."""

Date = Annotated[dt.date, BeforeValidator(parse_date, json_schema_input_type=ISO_DATE_TEXT)]
ReadingDate = Annotated[dt.date, BeforeValidator(parse_reading_date, json_schema_input_type=str)]
CadenceField = Annotated[Cadence, BeforeValidator(parse_cadence, json_schema_input_type=_CADENCE_TEXT)]
Slugs = tuple[Slug, ...]
Texts = tuple[Text, ...]
References = Annotated[
    tuple[GoalReference, ...],
    BeforeValidator(one_or_many, json_schema_input_type=GoalReference | tuple[GoalReference, ...]),
]

Ambition = Literal["aspirational", "committed"]
Lifecycle = Literal["active", "draft", "dropped"]
Indicator = Literal["leading", "lagging"]
ReportedStatus = Literal["on_track", "at_risk", "off_track"]


def missing(key: str) -> PydanticCustomError:
    """A key that is needed because of another one that is there."""
    return PydanticCustomError("okr_missing", "{key} is missing", {"key": key})


def conflict(key: str, other: str) -> PydanticCustomError:
    """Two keys that exclude each other; the finding points at `key`."""
    return PydanticCustomError(
        "okr_conflict", "{key} and {other} exclude each other", {"key": key, "other": other}
    )
