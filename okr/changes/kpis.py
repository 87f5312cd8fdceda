"""Changes of KPIs that both sides have."""

from __future__ import annotations

from collections.abc import Iterator

from okr.changes.change import Change
from okr.changes.comparison import Comparison, Thing
from okr.changes.easing import alert_moved, targets_moved
from okr.changes.entries import amendment_changes, reading_changes
from okr.changes.goals import extension_changes, support_changes
from okr.model.kpis import Kpi
from okr.workspace import KpiNode

_DEFINITION = ("definition", "formula", "source", "unit", "cadence", "better")


def kpi_changes(sides: Comparison, base: KpiNode, head: KpiNode) -> Iterator[Change]:
    """What of a KPI changed."""
    thing = Thing(base, head, (base.goal.unit, head.goal.unit))
    old, new = base.goal, head.goal
    yield from reading_changes(base, head, thing)
    yield from support_changes(sides, thing, "supports", base, head)
    if old == new:
        return
    yield from _definition_changes(sides, thing, old, new)
    yield from _bound_changes(thing, old, new)
    yield from _retirement(thing, old, new)
    yield from thing.value("retitled", "title", old.title, new.title)
    yield from thing.value("owner-changed", "owner", old.owner, new.owner)
    yield from thing.value("note-changed", "note", old.note, new.note)
    for key in ("contributors", "links", "tags"):
        yield from thing.collection(f"{key}-changed", key, getattr(old, key), getattr(new, key))
    for key in ("indicator", "no_target"):
        yield from thing.value("field-changed", key, getattr(old, key), getattr(new, key))
    yield from thing.value("field-changed", "reviews", old.reviews or None, new.reviews or None)
    yield from amendment_changes(thing, old.amendments, new.amendments)
    yield from extension_changes(thing, old.extensions, new.extensions)


def _definition_changes(sides: Comparison, thing: Thing, old: Kpi, new: Kpi) -> Iterator[Change]:
    for key in _DEFINITION:
        yield from thing.value("kpi-definition-changed", key, getattr(old, key), getattr(new, key))
    meant = sides.matching.meant_in_base, sides.matching.meant_in_head
    if {*map(meant[0], old.drives)} != {*map(meant[1], new.drives)}:
        yield thing.change("kpi-definition-changed", "drives", sorted(old.drives), sorted(new.drives))


def _bound_changes(thing: Thing, old: Kpi, new: Kpi) -> Iterator[Change]:
    if old.target != new.target:
        verdict = targets_moved(old.target, new.target)
        yield thing.verdict("kpi-target", "target", _single(old.target), _single(new.target), verdict)
    if old.alert != new.alert:
        yield thing.verdict("kpi-alert", "alert", old.alert, new.alert, alert_moved(old.alert, new.alert))


def _single(targets: tuple[object, ...]) -> object:
    """One target without a list, as people write it; `None` where there is none."""
    return targets[0] if len(targets) == 1 else targets or None


def _retirement(thing: Thing, old: Kpi, new: Kpi) -> Iterator[Change]:
    """Retired, or retired earlier, or no longer."""
    if old.retired != new.retired:
        earlier = new.retired is not None and (old.retired is None or new.retired < old.retired)
        yield thing.change("kpi-retired" if earlier else "kpi-unretired", "retired", old.retired, new.retired)
