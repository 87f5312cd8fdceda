"""The kinds of change, in mirrored pairs: what is one thing forwards is the other backwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """What a change is about, in the order in which a reviewer wants to hear of it."""

    GOALPOSTS = "goalposts"
    SCOPE = "scope"
    PROGRESS = "progress"
    ALIGNMENT = "alignment"
    PEOPLE = "people"
    WORDING = "wording"
    WORKSPACE = "workspace"

    @property
    def rank(self) -> int:
        """0 for what is told first."""
        return list(Area).index(self)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change.

    Attributes:
        name: As in `target-eased`.
        mirror: The name of the same change seen from the other side.
        reason: Why it mirrors itself; `None` where it does not.
    """

    name: str
    area: Area
    mirror: str
    reason: str | None = None


VALUE = "a value is replaced by another: backwards it is the same replacement"
COLLECTION = "it tells old and new as a whole: backwards the two change places"
PLACE = "it tells where from and where to: backwards the two change places"
ENTRY = "an entry is replaced by another of the same date: backwards it is the same replacement"


def _pairs(area: Area, *pairs: str) -> Iterator[Kind]:
    """Each of `pairs` is a stem and two endings, as in `target eased hardened`."""
    for pair in pairs:
        stem, forwards, backwards = pair.split(" ")
        yield Kind(f"{stem}-{forwards}", area, f"{stem}-{backwards}")
        yield Kind(f"{stem}-{backwards}", area, f"{stem}-{forwards}")


def _own(area: Area, reason: str, *names: str) -> Iterator[Kind]:
    for name in names:
        yield Kind(name, area, name, reason)


KINDS: tuple[Kind, ...] = (
    *_pairs(
        Area.GOALPOSTS,
        "target eased hardened",
        "baseline eased hardened",
        "baseline set unset",
        "stretch eased hardened",
        "stretch set unset",
        "range eased hardened",
        "due extended shortened",
        "scale eased hardened",
        "milestone added removed",
        "ambition raised lowered",
        "kpi bound unbound",
        "guardrail added removed",
        "kpi-target eased hardened",
        "kpi-alert eased hardened",
    ),
    *_own(
        Area.GOALPOSTS,
        VALUE,
        "start-changed",
        "measure-changed",
        "unit-changed",
        "cadence-changed",
        "milestone-rescheduled",
        "milestone-reweighted",
        "kpi-definition-changed",
    ),
    *_own(Area.GOALPOSTS, COLLECTION, "plan-changed", "levels-changed"),
    *_pairs(
        Area.SCOPE,
        "objective added removed",
        "objective dropped reinstated",
        "objective closed reopened",
        "key-result added removed",
        "key-result dropped reinstated",
        "key-result closed reopened",
        "kpi added removed",
        "kpi retired unretired",
    ),
    Kind("draft-activated", Area.SCOPE, "activated-drafted"),
    Kind("activated-drafted", Area.SCOPE, "draft-activated"),
    *_own(Area.SCOPE, PLACE, "objective-moved", "key-result-moved", "kpi-moved"),
    *_own(Area.SCOPE, VALUE, "weight-changed"),
    *_pairs(
        Area.PROGRESS,
        "check-in added removed",
        "reading added removed",
        "milestone reached undone",
        "grade set unset",
    ),
    *_own(Area.PROGRESS, ENTRY, "check-in-edited", "reading-edited"),
    *_own(Area.PROGRESS, VALUE, "grade-changed"),
    *_pairs(Area.ALIGNMENT, "supports added removed", "dependency added removed"),
    *_own(Area.ALIGNMENT, VALUE, "rollup-changed"),
    *_own(Area.PEOPLE, VALUE, "owner-changed"),
    *_own(Area.PEOPLE, COLLECTION, "contributors-changed"),
    *_pairs(
        Area.WORDING,
        "initiative added removed",
        "initiative done undone",
        "amendment added removed",
    ),
    *_own(Area.WORDING, VALUE, "retitled", "why-changed", "note-changed", "field-changed"),
    *_own(Area.WORDING, COLLECTION, "links-changed", "tags-changed", "not-goals-changed"),
    *_pairs(
        Area.WORKSPACE,
        "team added removed",
        "person added removed",
        "cycle added removed",
        "scoring loosened tightened",
        "rules loosened tightened",
        "review loosened tightened",
    ),
    *_own(Area.WORKSPACE, VALUE, "team-changed", "person-changed", "cycle-redated"),
)
"""Every kind there is."""

BY_NAME = {kind.name: kind for kind in KINDS}
