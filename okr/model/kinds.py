"""The kinds of value that the format knows, as pydantic checks them: the names in the models' annotations.

Only what builds the checks from the models imports this, since it imports pydantic: see `okr.model.checks`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    StringConstraints,
    Tag,
)
from pydantic.types import Strict

from okr.model.cycles import COUNTED_CADENCE, NAMED_CADENCES, Cadence
from okr.model.fields import (
    ISO_DATE,
    kind_of_readings,
    one_or_many,
    parse_cadence,
    parse_date,
    parse_done,
    parse_reading_date,
)
from okr.model.goals import (
    Close,
    KeyResult,
    Level,
    Milestone,
    NotBinary,
    PlanPoint,
    Range,
    ScalePoint,
    explains_its_grade,
    has_one_bound,
    has_one_measure,
    is_reported_by_its_measure,
    reports_known_levels,
)
from okr.model.kpis import Kpi, Reading, TargetRange, has_one_source, is_not_both, is_ordered_by_date
from okr.model.settings import (
    DeclaredCycle,
    ScoringSettings,
    WordSettings,
    ends_after_its_start,
    extends_or_replaces,
    is_in_order,
)


def _advice(text: str, **more: Any) -> Any:
    """What an editor says where text is not as it should be; nothing is validated by it."""
    return Field(json_schema_extra={**more, "patternErrorMessage": text})


# A plain `60%` or `1_000` is text in YAML: strict, so that it is refused with advice and never guessed.
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Positive = Annotated[float, Strict(), Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Strict(), Field(ge=0, le=1)]
Count = Annotated[int, Strict(), Field(ge=0)]
Month = Annotated[Count, Field(ge=1, le=12)]
Flag = Annotated[bool, Strict()]
Text = Annotated[str, StringConstraints(min_length=1)]
Texts = tuple[Text, ...]
Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\r\n]*$")]
Unit = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\r\n]*$")]

Slug = Annotated[
    str,
    StringConstraints(max_length=60, pattern=r"^[a-z0-9][a-z0-9-]*$"),
    _advice("An id is small letters, digits and -, as in first-week."),
]
Slugs = tuple[Slug, ...]
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
References = Annotated[
    tuple[GoalReference, ...],
    BeforeValidator(one_or_many, json_schema_input_type=GoalReference | tuple[GoalReference, ...]),
]

_DATE_TEXT = Annotated[
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
Date = Annotated[dt.date, BeforeValidator(parse_date, json_schema_input_type=_DATE_TEXT)]
Done = Annotated[
    dt.date | NotBinary | None, PlainValidator(parse_done, json_schema_input_type=_DATE_TEXT | None)
]
ReadingDate = Annotated[dt.date, BeforeValidator(parse_reading_date, json_schema_input_type=str)]
CadenceField = Annotated[Cadence, BeforeValidator(parse_cadence, json_schema_input_type=_CADENCE_TEXT)]

RangeField = Annotated[Range, AfterValidator(has_one_bound)]
Plan = Annotated[tuple[PlanPoint, ...], Field(min_length=1)]
Scale = Annotated[tuple[ScalePoint, ...], Field(min_length=2)]
Milestones = Annotated[tuple[Milestone, ...], Field(min_length=1)]
Levels = Annotated[tuple[Level, ...], Field(min_length=1)]
CloseField = Annotated[Close, AfterValidator(explains_its_grade)]
KeyResultField = Annotated[
    KeyResult,
    AfterValidator(has_one_measure),
    AfterValidator(is_reported_by_its_measure),
    AfterValidator(reports_known_levels),
]

_Target = Annotated[TargetRange, AfterValidator(has_one_bound), AfterValidator(is_not_both)]
Targets = Annotated[
    tuple[_Target, ...],
    BeforeValidator(one_or_many, json_schema_input_type=_Target | tuple[_Target, ...]),
    AfterValidator(is_ordered_by_date),
]
Readings = Annotated[
    Annotated[Text, Tag("file")] | Annotated[tuple[Reading, ...], Tag("list")],
    Discriminator(kind_of_readings),
]
KpiField = Annotated[Kpi, AfterValidator(has_one_source)]

DeclaredCycleField = Annotated[DeclaredCycle, AfterValidator(ends_after_its_start)]
ScoringField = Annotated[ScoringSettings, AfterValidator(is_in_order)]
WordsField = Annotated[WordSettings, AfterValidator(extends_or_replaces)]
