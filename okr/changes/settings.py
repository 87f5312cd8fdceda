"""Changes of `okr.yaml`, and of what goal files say at their top."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from okr.changes.change import Change
from okr.changes.comparison import Comparison
from okr.changes.rulebook import Rulebook
from okr.changes.values import plain, same
from okr.changes.words import message
from okr.model.cycles import Cycle
from okr.model.settings import GoalFile, ReviewSettings, RuleSettings, Settings
from okr.workspace import WORKSPACE_FILE, Place, Workspace

_PROFILES = ("relaxed", "default", "strict")


def settings_changes(sides: Comparison) -> Iterator[Change]:
    """What of the workspace file changed."""
    old, new = sides.base.settings, sides.head.settings
    yield from _cycles_redated(sides.base.cycles, sides.head.cycles)
    if old == new:
        return
    for key in ("organization", "mission", "fiscal_year_start", "include", "exclude"):
        yield from _value("field-changed", (key,), getattr(old, key), getattr(new, key))
    yield from _extensions(old, new)
    for noun, key in (("team", "teams"), ("person", "people"), ("cycle", "cycles")):
        yield from _declared(noun, key, getattr(old, key), getattr(new, key))
    yield from _scoring(old, new)
    yield from _rules(old.rules, new.rules, sides.rules)
    yield from _review(old.review, new.review)


def _change(
    kind: str,
    field: str,
    old: Any,
    new: Any,
    places: tuple[Place | None, Place | None],
    *,
    ref: str | None = None,
) -> Change:
    before, after = plain(old), plain(new)
    return Change(
        kind=kind,
        ref=ref,
        field=field,
        old=before,
        new=after,
        message=message(kind, field, before, after),
        base=places[0],
        head=places[1],
        base_ref=ref,
    )


def _at(*keys: str) -> tuple[Place, Place]:
    """A setting's place, which is the same on both sides."""
    place = Place(WORKSPACE_FILE, keys)
    return place, place


def _value(kind: str, keys: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    if not same(plain(old), plain(new)):
        yield _change(kind, ".".join(keys), old, new, _at(*keys))


def _extensions(old: Settings, new: Settings) -> Iterator[Change]:
    for key in sorted({*old.extensions, *new.extensions}):
        yield from _value("field-changed", (key,), old.extensions.get(key), new.extensions.get(key))


def _declared(noun: str, key: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """Teams, people or cycles by their ids: come, gone, and what of them changed."""
    ones, others = _by_id(key, old), _by_id(key, new)
    for ref in {**ones, **others}:
        (entry, here), (other, there) = ones.get(ref, (None, None)), others.get(ref, (None, None))
        if entry is None or other is None:
            kind = f"{noun}-added" if entry is None else f"{noun}-removed"
            yield Change(
                kind=kind,
                ref=ref,
                field=None,
                old=plain(entry),
                new=plain(other),
                message=message(kind, None, None if entry is None else ref, None if other is None else ref),
                base=here,
                head=there,
                base_ref=ref if entry is not None else None,
            )
        else:
            yield from _edited(noun, ref, entry, other, (here, there))


def _by_id(key: str, entries: Sequence[Any]) -> dict[str, tuple[Any, Place]]:
    placed = [(each, Place(WORKSPACE_FILE, (key, index))) for index, each in enumerate(entries)]
    return {each.id: (each, place) for each, place in reversed(placed)}


def _edited(
    noun: str, ref: str, old: Any, new: Any, places: tuple[Place | None, Place | None]
) -> Iterator[Change]:
    for key in (each.name for each in fields(old)):
        before, after = plain(getattr(old, key)), plain(getattr(new, key))
        dates = noun == "cycle" and key in ("start", "end")
        if before != after and not dates:
            kind = "field-changed" if noun == "cycle" else f"{noun}-changed"
            yield _change(kind, key, before, after, places, ref=ref)


def _cycles_redated(old: Mapping[str, Cycle], new: Mapping[str, Cycle]) -> Iterator[Change]:
    """Cycles whose dates are others now, those too whose dates follow from `fiscal_year_start`."""
    for ref, cycle in old.items():
        other = new.get(ref)
        if other is not None and (cycle.start, cycle.end) != (other.start, other.end):
            before = {"start": cycle.start, "end": cycle.end}
            after = {"start": other.start, "end": other.end}
            yield _change("cycle-redated", "cycles", before, after, _at("cycles"), ref=ref)


def _ranked(
    stem: str, keys: tuple[str, ...], old: Any, new: Any, strictness: Callable[[Any], float]
) -> Iterator[Change]:
    """A setting that is looser the smaller its strictness is."""
    if strictness(old) != strictness(new):
        way = "tightened" if strictness(new) > strictness(old) else "loosened"
        yield _change(f"{stem}-{way}", ".".join(keys), old, new, _at(*keys))


def _scoring(old: Settings, new: Settings) -> Iterator[Change]:
    for key in ("good", "fair", "on_track", "at_risk"):
        before, after = getattr(old.scoring, key), getattr(new.scoring, key)
        yield from _ranked("scoring", ("scoring", key), before, after, float)
    before, after = old.check_ins, new.check_ins
    yield from _ranked(
        "scoring", ("check_ins", "cadence"), before.cadence, after.cadence, lambda each: -float(each.days)
    )
    yield from _ranked(
        "scoring", ("check_ins", "grace_days"), before.grace_days, after.grace_days, lambda days: -float(days)
    )


def _review(old: ReviewSettings, new: ReviewSettings) -> Iterator[Change]:
    yield from _ranked(
        "review",
        ("review", "freeze_after_days"),
        old.freeze_after_days,
        new.freeze_after_days,
        lambda days: -float(days),
    )
    keys = ("review", "approvers")
    if set(old.approvers) == set(new.approvers):
        return
    if not old.approvers or not new.approvers:
        way = "tightened" if new.approvers else "loosened"
        yield _change(
            f"review-{way}", "review.approvers", old.approvers or None, new.approvers or None, _at(*keys)
        )
        return
    for name in sorted({*new.approvers} - {*old.approvers}):
        yield _change("review-loosened", "review.approvers", None, name, _at(*keys))
    for name in sorted({*old.approvers} - {*new.approvers}):
        yield _change("review-tightened", "review.approvers", name, None, _at(*keys))


def _rules(old: RuleSettings, new: RuleSettings, rules: Rulebook) -> Iterator[Change]:
    yield from _ranked("rules", ("rules", "profile"), old.profile, new.profile, _PROFILES.index)
    for name in sorted({*new.ignore} ^ {*old.ignore}):
        way = "loosened" if name in new.ignore else "tightened"
        before, after = (None, name) if way == "loosened" else (name, None)
        yield _change(f"rules-{way}", "rules.ignore", before, after, _at("rules", "ignore"))
    for name in sorted({*old.severity, *new.severity}):
        yield from _severity(name, old, new, rules)
    for key in ("options", "words"):
        before, after = getattr(old, key), getattr(new, key)
        for name in sorted({*before, *after}):
            yield from _value("field-changed", ("rules", key, name), before.get(name), after.get(name))


def _severity(name: str, old: RuleSettings, new: RuleSettings, rules: Rulebook) -> Iterator[Change]:
    before, after = old.severity.get(name), new.severity.get(name)
    if before == after:
        return
    stricter = rules.strictness(new, name) - rules.strictness(old, name)
    kind = "rules-tightened" if stricter > 0 else "rules-loosened" if stricter < 0 else "field-changed"
    keys = ("rules", "severity", name)
    yield _change(kind, ".".join(keys), before, after, _at(*keys))


def not_goals_changes(sides: Comparison) -> Iterator[Change]:
    """What teams decided not to do in a cycle, wherever they wrote it."""
    old, new = _not_goals(sides.base), _not_goals(sides.head)
    for ref in sorted({*old, *new}):
        before, here = old.get(ref, (set(), None))
        after, there = new.get(ref, (set(), None))
        if before != after:
            texts = sorted(before) or None, sorted(after) or None
            yield _change("not-goals-changed", "not_goals", *texts, (here, there), ref=ref)


def _not_goals(workspace: Workspace) -> dict[str, tuple[set[str], Place | None]]:
    """The texts by cycle and team, and where the first of them stand."""
    found: dict[str, tuple[set[str], Place | None]] = {}
    for path, source in workspace.sources.items():
        if isinstance(source.model, GoalFile) and source.model.not_goals:
            goals = source.model
            team = goals.team or next(iter(workspace.teams))
            ref = f"{goals.cycle}/{team}" if goals.cycle else team
            texts, place = found.get(ref, (set(), None))
            found[ref] = (texts | set(goals.not_goals), place or Place(path, ("not_goals",)))
    return found
