"""Objectives and key results, and everything that is written inside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from pydantic_core import PydanticCustomError

from okr.model.fields import X_KEYS, conflict, missing, no_extensions

if TYPE_CHECKING:
    from okr.model.fields import Ambition, Extensions, Indicator, Lifecycle, ReportedStatus
    from okr.model.kinds import (
        CadenceField,
        CloseField,
        Date,
        Done,
        Flag,
        KeyResultField,
        Levels,
        Line,
        Milestones,
        Number,
        Plan,
        Positive,
        RangeField,
        References,
        Scale,
        Share,
        Slug,
        Slugs,
        Text,
        Texts,
        Unit,
    )

Measure = Literal["metric", "maintain", "milestones", "binary", "levels", "graded"]
Cause = Literal[
    "ambition", "wrong-measure", "dependency", "capacity", "priority", "external", "focus", "ownership"
]
Rollup = Literal["key_results", "children", "both", "none"]

EDGE = 1e-9
"""Every comparison with a bound allows this much in favour (scoring.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Where a value is good: at least, at most, above, below, or between two bounds.

    Exactly one of the five is given.

    Attributes:
        at_least: Good from this value on.
        at_most: Good up to this value.
        above: Good beyond this value, which itself is not.
        below: Good under this value, which itself is not.
        between: Good from the first to the second value, both included.
    """

    at_least: Number | None = None
    at_most: Number | None = None
    above: Number | None = None
    below: Number | None = None
    between: tuple[Number, Number] | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)

    @property
    def lower(self) -> float | None:
        """The lower bound, excluded where it is `above`; `None` where everything low is good."""
        if self.between is not None:
            return self.between[0]
        return self.above if self.at_least is None else self.at_least

    @property
    def upper(self) -> float | None:
        """The upper bound, excluded where it is `below`; `None` where everything high is good."""
        if self.between is not None:
            return self.between[1]
        return self.below if self.at_most is None else self.at_most

    @property
    def direction(self) -> int:
        """+1 where more is better, -1 where less is, 0 for a range with two ends."""
        if self.between is not None:
            return 0
        return 1 if self.lower is not None else -1

    def __contains__(self, value: float) -> bool:
        """Whether `value` lies in the range; a float that misses an included bound by a hair lies in it."""
        if self.above is not None:
            return value > self.above + EDGE
        if self.below is not None:
            return value < self.below - EDGE
        lower, upper = self.lower, self.upper
        return (lower is None or value >= lower - EDGE) and (upper is None or value <= upper + EDGE)

    def __str__(self) -> str:
        lower, upper = self.lower, self.upper
        if lower is not None and upper is not None:
            return f"{lower:.15g} to {upper:.15g}"
        if lower is not None:
            return f"{'>' if self.above is not None else '≥'} {lower:.15g}"
        return f"{'<' if self.below is not None else '≤'} {upper:.15g}"


RANGE_BOUNDS = ("at_least", "at_most", "above", "below", "between")


RangeT = TypeVar("RangeT", bound=Range)


def has_one_bound(limits: RangeT) -> RangeT:
    """Refuse a range with no bound, or with two."""
    given = [bound for bound in RANGE_BOUNDS if getattr(limits, bound) is not None]
    if not given:
        raise PydanticCustomError(
            "okr_range", "a range is one of at_least, at_most, above, below and between"
        )
    if len(given) > 1:
        raise PydanticCustomError(
            "okr_range",
            "a range has one bound; for two write between: [low, high]",
            {"key": given[1]},
        )
    return limits


class ScalePoint(NamedTuple):
    """A value and the score that it earns, 0 to 1."""

    value: Number
    score: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPoint:
    """The value that is expected on a day.

    Attributes:
        date: The day, such as 2026-11-15.
        value: What is expected by then.
    """

    date: Date
    value: Number
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A step that is done or not.

    Attributes:
        title: What is there when it is done, on one line.
        weight: Its share of the whole, against the weights of the others.
        owner: Whoever sees to it: the id of a person, or of a team.
        due: The day until which it should be done.
        done: The day on which it was done.
        note: Anything else there is to say.
    """

    title: Line
    weight: Positive = 1.0
    owner: Slug | None = None
    due: Date | None = None
    done: Date | None = None
    note: Text | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A named level and the score that it earns.

    Attributes:
        title: Its name, on one line; a check-in says it.
        score: What it earns, 0 to 1. Levels rise.
    """

    title: Line
    score: Share
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """What somebody reported on a day.

    Attributes:
        date: The day, such as 2026-10-19; one check-in a day.
        value: What was measured, for a metric or a level to maintain; left out where a KPI supplies it.
        level: The title of the level that is reached, for a key result with levels.
        score: What people judge, for a graded key result; elsewhere it stands beside the computed one.
        confidence: How likely it is to be reached, 0 to 1.
        status: How people see it: on_track, at_risk or off_track.
        note: What happened since the last time.
        blockers: What stands in the way.
        evidence: Where to see it: texts or URLs.
        by: Who reports: the id of a person.
        corrects: Whether it takes the place of another one of the same day.
    """

    date: Date
    value: Number | None = None
    level: Line | None = None
    score: Number | None = None
    confidence: Share | None = None
    status: ReportedStatus | None = None
    note: Text | None = None
    blockers: Texts = ()
    evidence: Texts = ()
    by: Slug | None = None
    corrects: Flag = False
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """The record of a goal that was changed after the freeze, and why.

    Attributes:
        date: The day of the change.
        field_: The key that was changed, such as target.
        reason: Why it had to be.
        from_: What it was before.
        to: What it is now.
        by: Who changed it: the id of a person.
        approved_by: Who agreed: the id of a person.
    """

    date: Date
    field_: Line = field(metadata={"alias": "field"})
    reason: Text
    from_: Any = field(default=None, metadata={"alias": "from"})
    to: Any = None
    by: Slug | None = None
    approved_by: Slug | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiative:
    """Work that is meant to move a goal. Outputs live here, not in key results.

    Attributes:
        title: What is done, on one line.
        url: Where the work is tracked.
        owner: Whoever sees to it: the id of a person, or of a team.
        status: open, doing, done or dropped.
        done: The day on which it was done; it implies the status done.
        note: Anything else there is to say.
    """

    title: Line
    url: Text | None = None
    owner: Slug | None = None
    status: Literal["open", "doing", "done", "dropped"] = "open"
    done: Date | None = None
    note: Text | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)

    @property
    def is_done(self) -> bool:
        """Whether it is done: a date implies it."""
        return self.done is not None or self.status == "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """What people said of a goal at its end.

    Attributes:
        date: The day on which they did.
        grade: Only where people overrule the computed score, with a reason; cut to 0 to 1 when scored.
        reason: Why they overrule it.
        retro: What was learnt.
        causes: What kept it from being reached.
        next: What becomes of it: done, carry_over or drop.
    """

    date: Date
    grade: Number | None = None
    reason: Text | None = None
    retro: Text | None = None
    causes: tuple[Cause, ...] = ()
    next: Literal["done", "carry_over", "drop"] | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


def explains_its_grade(close: Close) -> Close:
    """Refuse a grade without a reason."""
    if close.grade is not None and close.reason is None:
        raise missing("reason")
    return close


class NotBinary(Enum):
    """Stands for a `done:` that is not there: an empty one makes a key result binary."""

    NOT_BINARY = "not binary"


NOT_BINARY = NotBinary.NOT_BINARY


METRIC_KEYS = ("target", "baseline", "stretch", "plan", "scale")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResult:
    """How an objective's success is measured.

    The keys that are given tell the measure, and there is only one: `target` with `baseline`, `maintain`,
    `milestones`, `levels`, `done`, or none of them where people grade it.

    Attributes:
        id: Short and lasting: small letters, digits and -; unique in its objective.
        title: What is better when it is reached, on one line.
        owner: Whoever answers for it: the id of a person, or of a team; the objective's where it is left out.
        contributors: The ids of people who help.
        ambition: aspirational or committed; the objective's where it is left out.
        start: Its first day; the cycle's where it is left out.
        due: Its last day; the cycle's where it is left out.
        weight: Its share of the objective's score, against the weights of the others.
        status: active, draft (not scored) or dropped.
        unit: What the numbers count, such as %, min or customers.
        kpi: The id of the KPI whose readings are its values.
        indicator: Whether it shows early what is to come (leading) or late what came (lagging).
        cadence: How often it is measured, such as weekly or 10 days.
        depends_on: Goals without which it cannot be reached: [cycle/]team/objective[/key-result].
        initiatives: The work that is meant to move it.
        amendments: The record of its changes after the freeze.
        check_ins: What was reported, one entry a date.
        close: What people said of it at its end.
        note: Anything else there is to say.
        links: URLs.
        tags: Short words to find it by.
        confidential: Whether its numbers are kept elsewhere; people then report a score.
        baseline: Where a metric starts; where it is empty, the first value says so.
        target: Where a metric is to be; its direction is from the baseline to here.
        stretch: What would be wonderful, beyond the target.
        plan: Values expected on the way; without them the expectation is a straight line.
        scale: Pairs [value, score] where the way from baseline to target is not even.
        maintain: The range in which a value is to stay.
        milestones: Steps that are done one by one.
        levels: Named levels in rising order.
        done: The day on which it was reached, and empty while it is not: a key result without steps between.
    """

    id: Slug
    title: Line
    owner: Slug | None = None
    contributors: Slugs = ()
    ambition: Ambition | None = None
    start: Date | None = None
    due: Date | None = None
    weight: Positive = 1.0
    status: Lifecycle = "active"
    unit: Unit | None = None
    kpi: Slug | None = None
    indicator: Indicator | None = None
    cadence: CadenceField | None = None
    depends_on: References = ()
    initiatives: tuple[Initiative, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    close: CloseField | None = None
    note: Text | None = None
    links: Texts = ()
    tags: Texts = ()
    confidential: Flag = False
    baseline: Number | None = None
    target: Number | None = None
    stretch: Number | None = None
    plan: Plan | None = None
    scale: Scale | None = None
    maintain: RangeField | None = None
    milestones: Milestones | None = None
    levels: Levels | None = None
    done: Done = NOT_BINARY
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)

    @property
    def measure(self) -> Measure:
        """How its number comes about."""
        if self.target is not None:
            return "metric"
        if self.maintain is not None:
            return "maintain"
        if self.milestones is not None:
            return "milestones"
        if self.levels is not None:
            return "levels"
        return "graded" if self.done is NOT_BINARY else "binary"

    @property
    def done_on(self) -> dt.date | None:
        """The day on which a binary key result was reached."""
        return None if isinstance(self.done, NotBinary) else self.done

    def measure_keys(self) -> Iterator[tuple[Measure, str]]:
        """Each measure that its keys speak of, with the key that does."""
        metric = next((key for key in METRIC_KEYS if getattr(self, key) is not None), None)
        if metric is not None:
            yield "metric", metric
        for measure in ("maintain", "milestones", "levels"):
            if getattr(self, measure) is not None:
                yield measure, measure
        if self.done is not NOT_BINARY:
            yield "binary", "done"


def has_one_measure(key_result: KeyResult) -> KeyResult:
    """Refuse a key result whose keys speak of two measures, or of one of which they lack a part."""
    measures = list(key_result.measure_keys())
    if len(measures) > 1:
        raise conflict(measures[1][1], measures[0][1])
    if measures and measures[0][0] == "metric" and key_result.target is None:
        raise missing("target")
    if key_result.kpi is not None and (not measures or measures[0][0] not in ("metric", "maintain")):
        raise missing("target")
    if key_result.confidential and measures:
        raise conflict("confidential", measures[0][1])
    return key_result


REPORTED_BY: dict[Measure, str | None] = {
    "metric": "value",
    "maintain": "value",
    "milestones": None,
    "binary": None,
    "levels": "level",
    "graded": "score",
}
"""What a check-in reports, by measure. A `score` is welcome on all of them, as what people say."""


def is_reported_by_its_measure(key_result: KeyResult) -> KeyResult:
    """Refuse check-ins that report what the measure does not take."""
    expected = REPORTED_BY[key_result.measure]
    for index, check_in in enumerate(key_result.check_ins):
        for given in ("value", "level"):
            if getattr(check_in, given) is not None and given != expected:
                raise PydanticCustomError(
                    "okr_check_in",
                    "{given} where {expected} belongs",
                    {
                        "keys": ("check_ins", index, given),
                        "given": given,
                        "expected": expected or "done",
                        "measure": key_result.measure,
                    },
                )
    return key_result


def reports_known_levels(key_result: KeyResult) -> KeyResult:
    """Refuse check-ins that report a level which there is not."""
    if key_result.levels is None:
        return key_result
    titles = [level.title for level in key_result.levels]
    for index, check_in in enumerate(key_result.check_ins):
        if check_in.level is not None and check_in.level not in titles:
            raise PydanticCustomError(
                "okr_level",
                "there is no level {level}",
                {"keys": ("check_ins", index, "level"), "level": check_in.level, "known": titles},
            )
    return key_result


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a team wants to be true by the end of a cycle, in words.

    Attributes:
        id: Short and lasting: small letters, digits and -; unique in its team and cycle.
        title: What will be different, on one line and without numbers.
        why: Why it matters now.
        owner: Whoever answers for it: the id of a person, or of a team.
        contributors: The ids of people who help.
        ambition: aspirational (0.7 is good) or committed (to be reached in full).
        supports: The goals that it is aligned to: [cycle/]team/objective[/key-result].
        depends_on: Goals without which it cannot be reached: [cycle/]team/objective[/key-result].
        guardrails: The ids of KPIs that must stay healthy meanwhile.
        rollup: What its score is made of: key_results, children, both or none.
        weight: Its share of the team's score, against the weights of the others.
        status: active, draft (not scored) or dropped.
        key_results: How its success is measured, two to five ways.
        initiatives: The work that is meant to move it.
        amendments: The record of its changes after the freeze.
        close: What people said of it at its end.
        note: Anything else there is to say.
        links: URLs.
        tags: Short words to find it by.
    """

    id: Slug
    title: Line
    why: Text | None = None
    owner: Slug | None = None
    contributors: Slugs = ()
    ambition: Ambition = "aspirational"
    supports: References = ()
    depends_on: References = ()
    guardrails: Slugs = ()
    rollup: Rollup = "key_results"
    weight: Positive = 1.0
    status: Lifecycle = "active"
    key_results: tuple[KeyResultField, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    close: CloseField | None = None
    note: Text | None = None
    links: Texts = ()
    tags: Texts = ()
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)
