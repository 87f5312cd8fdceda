"""The semantic diff: what is which first, then what of it changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from okr.changes.change import Change, Diff, by_weight
from okr.changes.comparison import Comparison, Thing
from okr.changes.effect import effects
from okr.changes.goals import key_result_changes, objective_changes
from okr.changes.guard import judged
from okr.changes.kpis import kpi_changes
from okr.changes.rulebook import AS_WRITTEN, Rulebook
from okr.changes.settings import not_goals_changes, settings_changes
from okr.workspace import KeyResultNode, Node, Workspace


def compare(base: Workspace, head: Workspace, as_of: dt.date, rules: Rulebook = AS_WRITTEN) -> Diff:
    """What changed from one workspace to another, by meaning.

    Formatting, comments, order, and the file in which a goal is written say nothing.

    Args:
        base: The older side. Its cycles and review settings decide on severities.
        head: The newer side.
        as_of: The head's day, for scores and for what is frozen.
        rules: What settings make of the rules.
    """
    sides = Comparison(base, head, as_of, rules)
    changes = changes_of(sides)
    return Diff(changes, effects(sides, changes))


def changes_of(sides: Comparison) -> tuple[Change, ...]:
    """What changed, without what it does to scores."""
    return tuple(sorted(judged(sides, _changes(sides)), key=by_weight))


def _changes(sides: Comparison) -> Iterator[Change]:
    yield from chain(_objectives(sides), _key_results(sides), _kpis(sides))
    yield from settings_changes(sides)
    yield from not_goals_changes(sides)


def _objectives(sides: Comparison) -> Iterator[Change]:
    pairs, key_results = sides.matching.objectives, sides.matching.key_results
    carried = Counter(base.objective_ref for base, head in key_results.both if _is_carried(sides, base, head))
    for base, head in pairs.both:
        if base.ref != head.ref:
            yield _moved("objective", base, head, carried[base.ref])
        yield from objective_changes(sides, base, head)
    lost = Counter(node.objective_ref for node in key_results.gone)
    for gone in pairs.gone:
        yield _whole("objective-removed", Thing(gone, None), lost[gone.ref])
    fresh = Counter(node.objective_ref for node in key_results.new)
    for new in pairs.new:
        yield _whole("objective-added", Thing(None, new), fresh[new.ref])


def _key_results(sides: Comparison) -> Iterator[Change]:
    """Key results; those that came, went or moved with their objective are its change."""
    pairs, objectives = sides.matching.key_results, sides.matching.objectives
    for base, head in pairs.both:
        if base.ref != head.ref and not _is_carried(sides, base, head):
            yield _moved("key-result", base, head)
        yield from key_result_changes(sides, base, head)
    lost = {node.ref for node in objectives.gone}
    for gone in pairs.gone:
        if gone.objective_ref not in lost:
            thing = Thing(gone, None, (sides.base.unit_of(gone), None))
            yield _whole("key-result-removed", thing, _entries(gone))
    fresh = {node.ref for node in objectives.new}
    for new in pairs.new:
        if new.objective_ref not in fresh:
            thing = Thing(None, new, (None, sides.head.unit_of(new)))
            yield _whole("key-result-added", thing, _entries(new))


def _is_carried(sides: Comparison, base: KeyResultNode, head: KeyResultNode) -> bool:
    """Whether a key result is where its objective is, under its old id."""
    place = sides.matching.head_refs.get(base.objective_ref)
    return place == head.objective_ref and base.goal.id == head.goal.id


def _kpis(sides: Comparison) -> Iterator[Change]:
    pairs = sides.matching.kpis
    for base, head in pairs.both:
        if base.ref != head.ref:
            yield _moved("kpi", base, head)
        elif base.team != head.team:
            yield Thing(base, head).change("kpi-moved", "team", base.team, head.team, places=((), ()))
        yield from kpi_changes(sides, base, head)
    for gone in pairs.gone:
        yield _whole("kpi-removed", Thing(gone, None, (gone.goal.unit, None)), len(gone.readings))
    for new in pairs.new:
        yield _whole("kpi-added", Thing(None, new, (None, new.goal.unit)), len(new.readings))


def _moved(stem: str, base: Node, head: Node, claims: int = 0) -> Change:
    return Thing(base, head).change(f"{stem}-moved", None, base.ref, head.ref, claims=claims)


def _whole(kind: str, thing: Thing, claims: int) -> Change:
    """Something that came or went, by its title and, for a number, its goal."""
    old, new = (None if node is None else _told(node) for node in (thing.base, thing.head))
    return thing.change(kind, None, old, new, places=((), ()), claims=claims)


def _told(node: Node) -> dict[str, object]:
    """What a reviewer wants to know of a thing that came or went."""
    keys = ("title", "measure", "baseline", "target", "maintain", "due", "kpi")
    if not isinstance(node, KeyResultNode):
        return {"title": node.goal.title}
    told = {key: getattr(node.goal, key) for key in keys}
    return {key: value for key, value in told.items() if value is not None}


def _entries(node: KeyResultNode) -> int:
    """How many check-ins and milestones came or went with a key result."""
    return len(node.goal.check_ins) + len(node.goal.milestones or ())
