"""Changes of the lists that goals hold: check-ins, readings, milestones, initiatives, amendments."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from okr.changes.change import Change
from okr.changes.comparison import Keys, Thing, paired_entries
from okr.changes.values import plain
from okr.model.goals import CheckIn, Initiative, Milestone
from okr.model.kpis import Reading
from okr.workspace import KpiNode, Place

_ALIKE = 0.7
"""The share of letters that a corrected title has in common with the one before, at least."""


def check_in_changes(thing: Thing, old: Sequence[CheckIn], new: Sequence[CheckIn]) -> Iterator[Change]:
    """Check-ins added, removed and edited, by their dates."""
    yield from _entry_changes(thing, "check-in", "check_ins", old, new, _date)


def reading_changes(base: KpiNode, head: KpiNode, thing: Thing) -> Iterator[Change]:
    """Readings added, removed and edited, by their dates, wherever they are written."""
    for one, other in paired_entries(base.readings, head.readings, _date):
        before = None if one is None else base.readings[one]
        after = None if other is None else head.readings[other]
        change = thing.change(f"reading-{_what(one, other)}", "readings", before, after)
        yield replace(change, base=_reading_place(base, one), head=_reading_place(head, other))


def _reading_place(node: KpiNode, index: int | None) -> Place:
    return node.place.at("readings") if index is None else node.reading_places[index]


def amendment_changes(thing: Thing, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """Amendments added and removed; an edited one is another one."""
    yield from _entry_changes(thing, "amendment", "amendments", old, new, lambda entry: repr(plain(entry)))


def _entry_changes(
    thing: Thing,
    stem: str,
    key: str,
    old: Sequence[Any],
    new: Sequence[Any],
    name: Callable[[Any], Hashable],
) -> Iterator[Change]:
    for one, other in paired_entries(old, new, name):
        before = None if one is None else old[one]
        after = None if other is None else new[other]
        yield thing.change(f"{stem}-{_what(one, other)}", key, before, after, places=_places(key, one, other))


def _what(one: int | None, other: int | None) -> str:
    if one is None:
        return "added"
    return "removed" if other is None else "edited"


def _places(key: str, one: int | None, other: int | None, *more: str) -> tuple[Keys, Keys]:
    here: Keys = (key,) if one is None else (key, one, *more)
    there: Keys = (key,) if other is None else (key, other, *more)
    return here, there


def _date(entry: CheckIn | Reading) -> dt.date:
    return entry.date


def _title(entry: Milestone | Initiative) -> str:
    return entry.title


def milestone_changes(thing: Thing, old: Sequence[Milestone], new: Sequence[Milestone]) -> Iterator[Change]:
    """Milestones by their titles: come and gone, reached, and what else of them changed."""
    for one, other in paired_entries(old, new, _title):
        before = None if one is None else old[one]
        after = None if other is None else new[other]
        if before is None or after is None:
            kind = f"milestone-{_what(one, other)}"
            yield thing.change(kind, "milestones", before, after, places=_places("milestones", one, other))
            continue
        for kind, key in _milestone_kinds(before, after):
            places = _places("milestones", one, other, key)
            yield thing.change(kind, f"milestones.{key}", before, after, places=places)


def _milestone_kinds(old: Milestone, new: Milestone) -> Iterator[tuple[str, str]]:
    if old.done != new.done:
        yield f"milestone-{reached(old.done, new.done)}", "done"
    if old.due != new.due:
        yield "milestone-rescheduled", "due"
    if old.weight != new.weight:
        yield "milestone-reweighted", "weight"
    if old.owner != new.owner:
        yield "owner-changed", "owner"
    if old.note != new.note:
        yield "note-changed", "note"
    if old.extensions != new.extensions:
        yield "field-changed", "x-"


def reached(old: dt.date | None, new: dt.date | None) -> str:
    """Whether something is now reached, or reached earlier, or not any more."""
    earlier = new is not None and (old is None or new < old)
    return "reached" if earlier else "undone"


def initiative_changes(
    thing: Thing, old: Sequence[Initiative], new: Sequence[Initiative]
) -> Iterator[Change]:
    """Initiatives: come and gone, done, retitled, and what else of them changed."""
    for one, other in _paired_initiatives(old, new):
        before = None if one is None else old[one]
        after = None if other is None else new[other]
        if before is None or after is None:
            kind = f"initiative-{_what(one, other)}"
            yield thing.change(kind, "initiatives", before, after, places=_places("initiatives", one, other))
            continue
        for kind, key in _initiative_kinds(before, after):
            places = _places("initiatives", one, other, key)
            yield thing.change(kind, f"initiatives.{key}", before, after, places=places)


def _paired_initiatives(
    old: Sequence[Initiative], new: Sequence[Initiative]
) -> Iterator[tuple[int | None, int | None]]:
    """Initiatives by their titles, and those whose titles were changed."""
    pairs = list(paired_entries(old, new, _title))
    gone = [one for one, other in pairs if one is not None and other is None]
    came = [other for one, other in pairs if other is not None and one is None]
    retitled = _retitled(old, new, gone, came)
    yield from retitled.items()
    for one, other in pairs:
        if one not in retitled and not (one is None and other in retitled.values()):
            yield one, other


def _retitled(
    old: Sequence[Initiative], new: Sequence[Initiative], gone: list[int], came: list[int]
) -> dict[int, int]:
    """Which of those that came is which of those that are gone; where several may be, none is."""
    alike = [(one, other) for one in gone for other in came if _is_same(old, one, new, other)]
    ones, others = Counter(one for one, _ in alike), Counter(other for _, other in alike)
    return {one: other for one, other in alike if ones[one] == others[other] == 1}


def _is_same(old: Sequence[Initiative], one: int, new: Sequence[Initiative], other: int) -> bool:
    """Whether it is the same work under another title: of one URL, or little different in one place."""
    before, after = old[one], new[other]
    same_url = before.url is not None and before.url == after.url
    return same_url or (one == other and _is_alike(before.title, after.title))


def _is_alike(one: str, other: str) -> bool:
    """Whether a text is a correction of another, whichever was first."""
    from difflib import SequenceMatcher

    ways = ((one, other), (other, one))  # the ratio depends on the order, and a comparison must not
    return max(SequenceMatcher(None, *way).ratio() for way in ways) >= _ALIKE


def _initiative_kinds(old: Initiative, new: Initiative) -> Iterator[tuple[str, str]]:
    if old.title != new.title:
        yield "retitled", "title"
    if old.is_done != new.is_done:
        yield ("initiative-done" if new.is_done else "initiative-undone"), "status"
    elif (old.status, old.done) != (new.status, new.done):
        yield "field-changed", "status"
    if old.owner != new.owner:
        yield "owner-changed", "owner"
    if old.note != new.note:
        yield "note-changed", "note"
    if old.url != new.url:
        yield "field-changed", "url"
    if old.extensions != new.extensions:
        yield "field-changed", "x-"
