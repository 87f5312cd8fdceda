"""The two sides of a comparison, and how a difference between them becomes a change."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from okr.changes.change import Change
from okr.changes.easing import Verdict
from okr.changes.matching import Matching, match
from okr.changes.rulebook import AS_WRITTEN, Rulebook
from okr.changes.values import plain, same
from okr.changes.words import Units, message
from okr.scoring import Scores
from okr.workspace import Node, Place, Workspace

Entry = TypeVar("Entry")
Keys = tuple[str | int, ...]
"""What leads from a thing to a value in it."""


@dataclass(frozen=True)
class Comparison:
    """Base and head, with everything of both in pairs."""

    base: Workspace
    head: Workspace
    as_of: dt.date
    rules: Rulebook = AS_WRITTEN

    @cached_property
    def matching(self) -> Matching:
        """What is which."""
        return match(self.base, self.head)

    @cached_property
    def base_scores(self) -> Scores:
        """The base's numbers on the head's day."""
        return Scores(self.base, self.as_of)

    @cached_property
    def head_scores(self) -> Scores:
        """The head's numbers on its day."""
        return Scores(self.head, self.as_of)


@dataclass(frozen=True)
class Thing:
    """One thing on both sides, or on one of them.

    Attributes:
        units: What its numbers are in on either side.
    """

    base: Node | None
    head: Node | None
    units: Units = (None, None)

    @property
    def ref(self) -> str:
        """The head's reference, or the base's where the thing is gone."""
        node = self.head or self.base
        return "" if node is None else node.ref

    def change(
        self,
        kind: str,
        key: str | None,
        old: Any,
        new: Any,
        *,
        places: tuple[Keys, Keys] | None = None,
        eased_by: float | None = None,
        eases: bool = False,
        in_doubt: bool = False,
        claims: int = 0,
    ) -> Change:
        """A change of this thing.

        Args:
            kind: The kind's name.
            key: The key that differs.
            old: The model's value in the base; `None` where there is none.
            new: That in the head.
            places: The keys that lead to it on either side, where `key` alone does not.
            eased_by: As in `Change`.
            eases: As in `Change`.
            in_doubt: As in `message`.
            claims: As in `Change`.
        """
        before, after = plain(old), plain(new)
        keys: Keys = (key,) if key else ()
        here, there = places if places is not None else (keys, keys)
        return Change(
            kind=kind,
            ref=self.ref,
            field=key,
            old=before,
            new=after,
            message=message(kind, key, before, after, units=self.units, eased_by=eased_by, in_doubt=in_doubt),
            base=_place(self.base, here),
            head=_place(self.head, there),
            base_ref=self.base.ref if self.base is not None else None,
            eased_by=eased_by,
            eases=eases,
            claims=claims,
        )

    def verdict(
        self, stem: str, key: str, old: Any, new: Any, verdict: Verdict, eased_by: float | None = None
    ) -> Change:
        """A goalpost that moved: `STEM-eased` or `STEM-hardened`. In another unit nobody can tell which."""
        is_other = None not in self.units and self.units[0] != self.units[1]
        return self.change(
            f"{stem}-eased" if verdict.by > 0 else f"{stem}-hardened",
            key,
            old,
            new,
            eased_by=None if is_other else eased_by,
            eases=is_other or verdict.eases,
            in_doubt=is_other or verdict.in_doubt,
        )

    def value(self, kind: str, key: str, old: Any, new: Any) -> Iterator[Change]:
        """A change where two values of a key differ."""
        if not same(plain(old), plain(new)):
            yield self.change(kind, key, old, new)

    def collection(self, kind: str, key: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
        """A change where two lists of a key hold other things; their order says nothing."""
        if set(old) != set(new):
            yield self.change(kind, key, sorted(set(old)), sorted(set(new)))

    def members(
        self,
        stem: str,
        key: str,
        old: Sequence[str],
        new: Sequence[str],
        matching: Matching,
        lost: Container[str] = (),
    ) -> Iterator[Change]:
        """A change for each thing that a list no longer refers to, or now does: `STEM-removed`, `STEM-added`.

        Args:
            stem: The beginning of both kinds.
            key: The key of the list.
            old: The references in the base.
            new: The references in the head.
            matching: What is which.
            lost: Those that are what is written, since it means nothing on one side.
        """
        before: list[Hashable] = [each if each in lost else matching.meant_in_base(each) for each in old]
        after: list[Hashable] = [each if each in lost else matching.meant_in_head(each) for each in new]
        for index in _without(before, after):
            yield self.change(f"{stem}-removed", key, old[index], None, places=((key, index), (key,)))
        for index in _without(after, before):
            yield self.change(f"{stem}-added", key, None, new[index], places=((key,), (key, index)))


def _without(names: Sequence[Hashable], others: Sequence[Hashable]) -> Iterator[int]:
    """Where each that is not among the others stands first."""
    seen = set(others)
    for index, name in enumerate(names):
        if name not in seen:
            seen.add(name)
            yield index


def _place(node: Node | None, keys: Keys) -> Place | None:
    return None if node is None else node.place.at(*keys)


def paired_entries(
    old: Sequence[Entry], new: Sequence[Entry], key: Callable[[Entry], Hashable]
) -> Iterator[tuple[int | None, int | None]]:
    """Which entry of one list is which of another, as their indexes; equal ones are left out.

    Entries of one key are paired in their order, after those that are equal were set aside.
    """
    if old == new:
        return
    groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, entries in enumerate((old, new)):
        for index, entry in enumerate(entries):
            groups[key(entry)][side].append(index)
    for ones, others in groups.values():
        yield from _paired(*_unequal(old, new, ones, others))


def _unequal(
    old: Sequence[Entry], new: Sequence[Entry], ones: list[int], others: list[int]
) -> tuple[list[int], list[int]]:
    left = list(others)
    kept = []
    for one in ones:
        twin = next((other for other in left if new[other] == old[one]), None)
        if twin is None:
            kept.append(one)
        else:
            left.remove(twin)
    return kept, left


def _paired(ones: list[int], others: list[int]) -> Iterator[tuple[int | None, int | None]]:
    both = min(len(ones), len(others))
    yield from zip(ones[:both], others[:both], strict=True)
    yield from ((one, None) for one in ones[both:])
    yield from ((None, other) for other in others[both:])
