"""Changes of objectives and key results that both sides have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from itertools import chain

from okr.changes.change import Change
from okr.changes.comparison import Comparison, Thing
from okr.changes.easing import Course, moved, plan_moved, range_moved, scale_moved, share_of_way
from okr.changes.entries import (
    amendment_changes,
    check_in_changes,
    initiative_changes,
    milestone_changes,
    reached,
)
from okr.model.goals import Close, KeyResult, Objective
from okr.workspace import KeyResultNode, Node, ObjectiveNode, Workspace

_COMMON = (
    ("retitled", "title"),
    ("note-changed", "note"),
    ("weight-changed", "weight"),
)


def objective_changes(sides: Comparison, base: ObjectiveNode, head: ObjectiveNode) -> Iterator[Change]:
    """What of an objective changed, without its key results."""
    thing = Thing(base, head)
    old, new = base.goal, head.goal
    yield from support_changes(sides, thing, "supports", base, head)
    yield from support_changes(sides, thing, "depends_on", base, head)
    if old == new:
        return
    yield from _shared_changes(thing, "objective", old, new)
    yield from thing.value("why-changed", "why", old.why, new.why)
    yield from thing.value("owner-changed", "owner", old.owner, new.owner)
    yield from ambition_changes(thing, old.ambition, new.ambition)
    yield from thing.members("guardrail", "guardrails", old.guardrails, new.guardrails, sides.matching)
    yield from thing.value("rollup-changed", "rollup", old.rollup, new.rollup)


def key_result_changes(sides: Comparison, base: KeyResultNode, head: KeyResultNode) -> Iterator[Change]:
    """What of a key result changed. What it inherits from its objective or cycle is that one's change."""
    thing = Thing(base, head, (sides.base.unit_of(base), sides.head.unit_of(head)))
    old, new = base.goal, head.goal
    yield from support_changes(sides, thing, "depends_on", base, head)
    if old == new:
        return
    yield from _shared_changes(thing, "key-result", old, new)
    if (old.owner, new.owner) != (None, None):
        yield from thing.value("owner-changed", "owner", base.owner, head.owner)
    if (old.ambition, new.ambition) != (None, None):
        yield from ambition_changes(thing, base.ambition, head.ambition)
    yield from thing.value("cadence-changed", "cadence", old.cadence, new.cadence)
    for key in ("indicator", "confidential"):
        yield from thing.value("field-changed", key, getattr(old, key), getattr(new, key))
    yield from _window_changes(thing, base, head)
    yield from _binding_changes(sides, thing, old.kpi, new.kpi)
    yield from _measure_changes(sides, thing, base, head)
    yield from check_in_changes(thing, old.check_ins, new.check_ins)


def _shared_changes(
    thing: Thing, stem: str, old: Objective | KeyResult, new: Objective | KeyResult
) -> Iterator[Change]:
    for kind, key in _COMMON:
        yield from thing.value(kind, key, getattr(old, key), getattr(new, key))
    for key in ("contributors", "links", "tags"):
        yield from thing.collection(f"{key}-changed", key, getattr(old, key), getattr(new, key))
    yield from _status_changes(thing, stem, old.status, new.status)
    yield from _close_changes(thing, stem, old.close, new.close)
    yield from initiative_changes(thing, old.initiatives, new.initiatives)
    yield from amendment_changes(thing, old.amendments, new.amendments)
    yield from extension_changes(thing, old.extensions, new.extensions)


def extension_changes(thing: Thing, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """Keys of people's own, each by its name."""
    for key in sorted({*old, *new}):
        yield from thing.value("field-changed", key, old.get(key), new.get(key))


def _status_changes(thing: Thing, stem: str, old: str, new: str) -> Iterator[Change]:
    if old == new:
        return
    if new == "dropped":
        yield thing.change(f"{stem}-dropped", "status", old, new)
    elif old == "dropped":
        yield thing.change(f"{stem}-reinstated", "status", old, new)
    elif new == "active":
        yield thing.change("draft-activated", "status", old, new)
    else:
        yield thing.change("activated-drafted", "status", old, new)


def _close_changes(thing: Thing, stem: str, old: Close | None, new: Close | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield thing.change(f"{stem}-closed", "close", None, new, claims=int(new.grade is not None))
    elif old is not None and new is None:
        yield thing.change(f"{stem}-reopened", "close", old, None, claims=int(old.grade is not None))
    elif old is not None and new is not None:
        yield from _grade_changes(thing, old.grade, new.grade)
        for key in ("date", "reason", "retro", "causes", "next", "extensions"):
            before, after = getattr(old, key), getattr(new, key)
            if before != after:
                places = (("close", key), ("close", key))
                yield thing.change(
                    "field-changed", f"close.{key}", before or None, after or None, places=places
                )


def _grade_changes(thing: Thing, old: float | None, new: float | None) -> Iterator[Change]:
    if old == new:
        return
    kind = "grade-set" if old is None else "grade-unset" if new is None else "grade-changed"
    yield thing.change(kind, "close.grade", old, new, places=(("close", "grade"), ("close", "grade")))


def ambition_changes(thing: Thing, old: str, new: str) -> Iterator[Change]:
    """Committed is more than aspirational."""
    if old != new:
        kind = "ambition-raised" if new == "committed" else "ambition-lowered"
        yield thing.change(kind, "ambition", old, new, eases=new != "committed")


def support_changes(sides: Comparison, thing: Thing, key: str, base: Node, head: Node) -> Iterator[Change]:
    """References that came or went, by what they mean: one that follows a moved goal says the same.

    So does one that is written as before and means nothing on one side: the rules tell of it.
    """
    written = getattr(base.goal, key), getattr(head.goal, key)
    if written == ((), ()):
        return
    old, new = _meant(base, key, sides.base), _meant(head, key, sides.head)
    lost = {each for each in old.keys() & new.keys() if old[each] is None or new[each] is None}
    stem = "supports" if key == "supports" else "dependency"
    yield from thing.members(stem, key, _names(old, lost), _names(new, lost), sides.matching, lost)


def _meant(node: Node, key: str, workspace: Workspace) -> dict[str, str | None]:
    """The whole references of a list by what is written; `None` for one that means nothing."""
    resolved = ((each, workspace.resolve(each, node.cycle)) for each in getattr(node.goal, key))
    return {each: None if goal is None else goal.ref for each, goal in resolved}


def _names(meant: Mapping[str, str | None], lost: Set[str]) -> list[str]:
    return [each if ref is None or each in lost else ref for each, ref in meant.items()]


def _window_changes(thing: Thing, base: KeyResultNode, head: KeyResultNode) -> Iterator[Change]:
    """Start and due date, unless both sides take them from the cycle."""
    if (base.goal.start, head.goal.start) != (None, None) and base.start != head.start:
        yield thing.change("start-changed", "start", base.start, head.start, eases=head.start > base.start)
    if (base.goal.due, head.goal.due) != (None, None) and base.due != head.due:
        later = head.due > base.due
        kind = "due-extended" if later else "due-shortened"
        yield thing.change(kind, "due", base.due, head.due, eases=later)


def _binding_changes(sides: Comparison, thing: Thing, old: str | None, new: str | None) -> Iterator[Change]:
    matching = sides.matching
    if old is not None and new is not None and matching.meant_in_base(old) == matching.meant_in_head(new):
        return
    if old is not None:
        yield thing.change("kpi-unbound", "kpi", old, None)
    if new is not None:
        yield thing.change("kpi-bound", "kpi", None, new)


def _measure_changes(
    sides: Comparison, thing: Thing, base: KeyResultNode, head: KeyResultNode
) -> Iterator[Change]:
    old, new = base.goal, head.goal
    if old.measure != new.measure:
        claims = sum(1 for goal in (old, new) for _ in _measure_keys(goal)) + (old.unit != new.unit)
        yield thing.change(
            "measure-changed", "measure", old.measure, new.measure, places=((), ()), claims=claims
        )
        return
    yield from thing.value("unit-changed", "unit", old.unit, new.unit)
    yield from milestone_changes(thing, old.milestones or (), new.milestones or ())
    if old.done_on != new.done_on:
        yield thing.change(f"milestone-{reached(old.done_on, new.done_on)}", "done", old.done_on, new.done_on)
    if _levels(old) != _levels(new):
        yield thing.change("levels-changed", "levels", old.levels, new.levels)
    if old.maintain is not None and new.maintain is not None and old.maintain != new.maintain:
        verdict = range_moved(old.maintain, new.maintain)
        yield thing.verdict("range", "maintain", old.maintain, new.maintain, verdict)
    if old.measure == "metric" and _numbers(old) != _numbers(new):
        base_course, head_course = Course.of(base, sides.base_scores), Course.of(head, sides.head_scores)
        yield from _metric_changes(thing, base_course, head_course, (base.start, base.due))


def _measure_keys(goal: KeyResult) -> Iterator[str]:
    keys = ("target", "baseline", "stretch", "plan", "scale", "maintain", "milestones", "levels")
    yield from (key for key in keys if getattr(goal, key) is not None)


def _levels(goal: KeyResult) -> list[tuple[str, float]]:
    return [(level.title, level.score) for level in goal.levels or ()]


def _numbers(goal: KeyResult) -> tuple[object, ...]:
    return goal.target, goal.baseline, goal.stretch, goal.scale, goal.plan


def _metric_changes(
    thing: Thing, base: Course, head: Course, window: tuple[dt.date, dt.date]
) -> Iterator[Change]:
    yield from chain(
        _number_changes(thing, base, head, "target"),
        _baseline_changes(thing, base, head),
        _number_changes(thing, base, head, "stretch"),
        _scale_changes(thing, base, head),
        _plan_changes(thing, base, head, window),
    )


def _number_changes(thing: Thing, base: Course, head: Course, key: str) -> Iterator[Change]:
    """A target, a stretch or a written baseline."""
    old, new = getattr(base.goal, key), getattr(head.goal, key)
    if old == new:
        return
    if old is None or new is None:
        yield thing.change(f"{key}-set" if old is None else f"{key}-unset", key, old, new)
        return
    share = share_of_way(base, head, old, new)
    yield thing.verdict(key, key, old, new, moved(base, head, old, new), share)


def _baseline_changes(thing: Thing, base: Course, head: Course) -> Iterator[Change]:
    """A baseline that comes or goes takes the place of the one that values imply, or gives way to it."""
    old, new = base.goal.baseline, head.goal.baseline
    if old is not None and new is not None:
        yield from _number_changes(thing, base, head, "baseline")
    elif old is not None or new is not None:
        kind = "baseline-set" if old is None else "baseline-unset"
        yield thing.change(kind, "baseline", old, new, eases=_eases_start(base, head))


def _eases_start(base: Course, head: Course) -> bool:
    """Whether the baseline in force moved back; one that is taken away can become anything."""
    before, after = base.baseline.value, head.baseline.value
    if head.goal.baseline is None:
        return True
    return before is not None and after is not None and moved(base, head, before, after).eases


def _scale_changes(thing: Thing, base: Course, head: Course) -> Iterator[Change]:
    if _sorted(base) != _sorted(head):
        yield thing.verdict("scale", "scale", base.goal.scale, head.goal.scale, scale_moved(base, head))


def _sorted(course: Course) -> list[tuple[float, float]]:
    return sorted((point.value, point.score) for point in course.goal.scale or ())


def _plan_changes(
    thing: Thing, base: Course, head: Course, window: tuple[dt.date, dt.date]
) -> Iterator[Change]:
    old, new = base.goal.plan, head.goal.plan
    if sorted((each.date, each.value) for each in old or ()) != sorted(
        (each.date, each.value) for each in new or ()
    ):
        yield thing.change("plan-changed", "plan", old, new, eases=plan_moved(base, window, old, new))
