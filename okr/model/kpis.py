"""KPIs: what is measured all the time, whatever the goals of the cycle are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic_core import PydanticCustomError

from okr.model.fields import X_KEYS, conflict, no_extensions
from okr.model.goals import Amendment, Range

if TYPE_CHECKING:
    from okr.model.fields import Extensions, Indicator
    from okr.model.kinds import (
        CadenceField,
        Date,
        Line,
        Number,
        RangeField,
        ReadingDate,
        Readings,
        References,
        Slug,
        Slugs,
        Targets,
        Text,
        Texts,
        Unit,
    )

ReportedHealth = Literal["healthy", "watch", "unhealthy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRange(Range):
    """A range that is a KPI's target, and when.

    Attributes:
        from_: The first day on which it is in force.
        by: The day on which it is to be reached; until then the KPI's health is pending.
    """

    from_: Date | None = field(default=None, metadata={"alias": "from"})
    by: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a KPI was on a day.

    Attributes:
        date: The day, such as 2026-10-05, or a cycle such as 2026-Q3, which means its last day.
        value: What was measured.
        note: Anything that explains it.
    """

    date: ReadingDate
    value: Number
    note: Text | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What somebody said of a KPI's health on a day.

    Attributes:
        date: The day.
        status: healthy, watch or unhealthy.
        note: Why they see it so.
        by: Who said it: the id of a person.
    """

    date: Date
    status: ReportedHealth
    note: Text | None = None
    by: Slug | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


def is_not_both(target: TargetRange) -> TargetRange:
    """Refuse a range in force from one day that is to be reached by another."""
    if target.from_ is not None and target.by is not None:
        raise PydanticCustomError("okr_range", "a range has from or by, not both", {"key": "by"})
    return target


def is_ordered_by_date(targets: tuple[TargetRange, ...]) -> tuple[TargetRange, ...]:
    """Refuse several targets of which one does not say when."""
    if len(targets) > 1 and any(target.from_ is None and target.by is None for target in targets):
        raise PydanticCustomError("okr_range", "each of several targets says from or by which date it counts")
    return targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """A key performance indicator: a number that an organization watches, with or without a goal on it.

    Attributes:
        id: Short and lasting: small letters, digits and -; unique in the workspace.
        title: What it measures, on one line.
        definition: How it is counted, so exactly that two people come to one number.
        owner: Whoever looks after it: the id of a person, or of a team.
        contributors: The ids of people who help.
        unit: What the numbers count, such as %, min or customers.
        indicator: Whether it shows early what is to come (leading) or late what came (lagging).
        cadence: How often it is measured, such as weekly or 10 days.
        target: Where it is healthy; a list of ranges with from or by where that changes over time.
        alert: Outside of it the KPI is unhealthy; between target and alert it is on watch.
        better: up or down, where there is no target to say so.
        source: Where the numbers come from.
        supports: The goals that it is aligned to: [cycle/]team/objective[/key-result].
        drives: The ids of KPIs that this one moves.
        readings: The list itself, or the name of a CSV file beside this one.
        formula: How its readings are computed from other KPIs', as in {won} / ({won} + {lost}) * 100.
        retired: The day from which it is no longer measured.
        no_target: Why it has no target.
        reviews: What people said of its health.
        amendments: The record of its changes after the freeze.
        note: Anything else there is to say.
        links: URLs.
        tags: Short words to find it by.
    """

    id: Slug
    title: Line
    definition: Text | None = None
    owner: Slug | None = None
    contributors: Slugs = ()
    unit: Unit | None = None
    indicator: Indicator | None = None
    cadence: CadenceField | None = None
    target: Targets = ()
    alert: RangeField | None = None
    better: Literal["up", "down"] | None = None
    source: Text | None = None
    supports: References = ()
    drives: Slugs = ()
    readings: Readings = ()
    formula: Text | None = None
    retired: Date | None = None
    no_target: Text | None = None
    reviews: tuple[Review, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    note: Text | None = None
    links: Texts = ()
    tags: Texts = ()
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)

    @property
    def direction(self) -> int:
        """+1 where more is better, -1 where less is, 0 where neither the target nor `better` says."""
        if self.target:
            return self.target[-1].direction
        return {"up": 1, "down": -1, None: 0}[self.better]

    def is_live(self, day: dt.date) -> bool:
        """Whether it is still measured on `day`."""
        return self.retired is None or day < self.retired


def has_one_source(kpi: Kpi) -> Kpi:
    """Refuse a KPI whose readings are both written and computed."""
    if kpi.formula is not None and kpi.readings:
        raise conflict("readings", "formula")
    return kpi
