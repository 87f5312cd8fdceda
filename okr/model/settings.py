"""The workspace file `okr.yaml`, and the outline of a goal file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic_core import PydanticCustomError

from okr.model.cycles import Cadence
from okr.model.fields import X_KEYS, conflict, no_extensions
from okr.model.goals import Objective

if TYPE_CHECKING:
    from okr.model.fields import Extensions
    from okr.model.kinds import (
        CadenceField,
        Count,
        CycleId,
        Date,
        DeclaredCycleField,
        KpiField,
        Line,
        Month,
        NotNegative,
        ScoringField,
        Share,
        Slug,
        Slugs,
        Text,
        Texts,
        WordsField,
    )

Profile = Literal["relaxed", "default", "strict"]
SeverityName = Literal["error", "warning", "info"]
DEFAULT_INCLUDE = ("goals/**", "kpis/**", "*.yaml", "*.yml")
DEFAULT_TEAM = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team; one without a parent is a root.

    Attributes:
        id: Short and lasting: small letters, digits and -.
        title: Its name.
        parent: The id of the team that it belongs to.
        lead: Who leads it: the id of a person.
    """

    id: Slug
    title: Line | None = None
    parent: Slug | None = None
    lead: Slug | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)

    @property
    def name(self) -> str:
        """Its title, or its id where it has none."""
        return self.title or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who owns goals or checks in.

    Attributes:
        id: Short and lasting: small letters, digits and -.
        name: As people call them.
        email: Their address, by which their commits are known.
        handle: Their name on the forge, such as @ada.
    """

    id: Slug
    name: Line | None = None
    email: Line | None = None
    handle: Line | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredCycle:
    """A cycle whose id does not say its dates.

    Attributes:
        id: As goal files name it.
        start: Its first day.
        end: Its last day, which still belongs to it.
        title: How reports call it.
    """

    id: CycleId
    start: Date
    end: Date
    title: Line | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


def ends_after_its_start(cycle: DeclaredCycle) -> DeclaredCycle:
    """Refuse a cycle that ends before it starts."""
    if cycle.end < cycle.start:
        raise PydanticCustomError("okr_cycle", "the cycle ends before it starts", {"key": "end"})
    return cycle


def weekly() -> Cadence:
    """How often people check in where nothing is said."""
    return Cadence.parse("weekly")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInSettings:
    """How often people check in, and how many days later a goal counts as stale.

    Attributes:
        cadence: How often, such as weekly or 10 days.
        grace_days: Days after that before it is stale.
    """

    cadence: CadenceField = field(default_factory=weekly)
    grace_days: Count = 3
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringSettings:
    """The bands of grades, and the factors of status (see scoring.md).

    Attributes:
        good: Scores from here on are good, 0 to 1.
        fair: Scores from here on are fair, 0 to 1.
        on_track: The share of the expected progress from which on a goal is on track.
        at_risk: The share of the expected progress from which on it is at risk, and below which off track.
    """

    good: Share = 0.7
    fair: Share = 0.4
    on_track: NotNegative = 0.9
    at_risk: NotNegative = 0.7
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


def is_in_order(scoring: ScoringSettings) -> ScoringSettings:
    """Refuse bands and factors of which the lower is the higher."""
    if scoring.fair > scoring.good:
        raise PydanticCustomError("okr_scoring", "fair is above good", {"key": "fair"})
    if scoring.at_risk > scoring.on_track:
        raise PydanticCustomError("okr_scoring", "at_risk is above on_track", {"key": "at_risk"})
    return scoring


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSettings:
    """More words for a text rule, or other ones.

    Attributes:
        extend: Words besides its own.
        replace: Words instead of its own.
    """

    extend: Texts | None = None
    replace: Texts | None = None
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


def extends_or_replaces(words: WordSettings) -> WordSettings:
    """Refuse words that are both more and other ones."""
    if words.extend is not None and words.replace is not None:
        raise conflict("replace", "extend")
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSettings:
    """Which rules apply, and how. A rule is named by its code, its name or its family (`OKR2`).

    Attributes:
        profile: relaxed, default or strict.
        ignore: Rules that are left out.
        severity: The severity of each rule that differs from the profile's.
        options: The options of each rule.
        words: The words of each text rule.
    """

    profile: Profile = "default"
    ignore: Texts = ()
    severity: Mapping[str, SeverityName] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    words: Mapping[str, WordsField] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSettings:
    """When goals freeze, and who may approve an amendment.

    Attributes:
        freeze_after_days: Days after the start of a cycle from which on a changed goal needs an amendment.
        approvers: The ids of people one of whom has to approve it.
    """

    freeze_after_days: Count = 14
    approvers: Slugs = ()
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole of `okr.yaml`. Only `version` is required.

    Attributes:
        version: The version of the file format: 1.
        organization: Its name.
        mission: What it is there for.
        fiscal_year_start: The month, 1 to 12, in which cycles with FY in front start.
        include: Which files hold goals: paths with * and **.
        exclude: Which of them do not.
        teams: Whose goals these are.
        people: Everybody who may own goals; once given, names are checked against it.
        cycles: Cycles whose id does not say their dates.
        check_ins: How often people check in.
        scoring: Where grades and statuses begin.
        rules: Which rules apply, and how.
        review: When goals freeze, and who may approve an amendment.
    """

    version: Literal[1]
    organization: Line | None = None
    mission: Text | None = None
    fiscal_year_start: Month = 1
    include: Texts = DEFAULT_INCLUDE
    exclude: Texts = ()
    teams: tuple[Team, ...] = ()
    people: tuple[Person, ...] = ()
    cycles: tuple[DeclaredCycleField, ...] = ()
    check_ins: CheckInSettings = field(default_factory=CheckInSettings)
    scoring: ScoringField = field(default_factory=ScoringSettings)
    rules: RuleSettings = field(default_factory=RuleSettings)
    review: ReviewSettings = field(default_factory=ReviewSettings)
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFile:
    """A file of objectives, of KPIs, or of both.

    Attributes:
        team: The id of the team whose goals these are.
        cycle: The cycle that the objectives are for, such as 2026-Q4.
        objectives: What the team wants to be true by the end of the cycle.
        kpis: What is measured all the time.
        not_goals: What the team has decided not to do in the cycle.
    """

    team: Slug | None = None
    cycle: CycleId | None = None
    objectives: tuple[Objective, ...] = ()
    kpis: tuple[KpiField, ...] = ()
    not_goals: Texts = ()
    extensions: Extensions = field(default_factory=no_extensions, metadata=X_KEYS)
