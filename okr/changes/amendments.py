"""Amendments: whether what they say is what changed, and whether they count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from okr.changes.comparison import Comparison, paired_entries
from okr.changes.values import bare, plain, same
from okr.model.checks import value_of_key
from okr.model.goals import Amendment
from okr.workspace import KeyResultNode, Node, Place

_PLACES = ("cycle", "team", "objective", "measure")
"""What a goal is, besides its keys, and what an amendment may speak of as well."""


@dataclass(frozen=True, slots=True)
class Record:
    """The amendments of one field that the head adds to a thing, as one chain.

    Attributes:
        place: Where the first of them is written in the head.
        lie: What is not true of them, in words that end a sentence; `None` where they tell what changed.
        approved: Whether each is approved by somebody who may, where the base names such people.
    """

    field: str
    place: Place
    lie: str | None
    approved: bool

    @property
    def counts(self) -> bool:
        """Whether it covers the change."""
        return self.lie is None and self.approved


def records(sides: Comparison, base: Node, head: Node, frozen_since: dt.date | None) -> Iterator[Record]:
    """The amendments that the head adds to a thing, those of each field together.

    Args:
        sides: Base and head.
        base: The thing in the base.
        head: The same thing in the head.
        frozen_since: The first day on which a change needs an amendment; `None` where none does yet.
    """
    chains: dict[str, list[tuple[int, Amendment]]] = {}
    added = _added(base.goal.amendments, head.goal.amendments)
    for index, amendment in sorted(added, key=lambda each: (each[1].date, each[0])):
        chains.setdefault(amendment.field_, []).append((index, amendment))
    approvers = set(sides.base.settings.review.approvers)
    for field, chain in chains.items():
        entries = [amendment for _, amendment in chain]
        yield Record(
            field=field,
            place=head.place.at("amendments", chain[0][0]),
            lie=_lie(base, head, field, entries) or _odd_date(sides, base, entries, frozen_since),
            approved=not approvers or all(each.approved_by in approvers for each in entries),
        )


def _added(old: Sequence[Amendment], new: Sequence[Amendment]) -> Iterator[tuple[int, Amendment]]:
    for _, index in paired_entries(old, new, lambda amendment: repr(plain(amendment))):
        if index is not None:
            yield index, new[index]


def _lie(base: Node, head: Node, field: str, chain: Sequence[Amendment]) -> str | None:
    """What of a chain is not what changed: it leads from the base's value to the head's."""
    old, new = _values(base, field), _values(head, field)
    if not old or not new:
        return f"there is no `{field}` to amend"
    if _is_silent(chain, old, new):
        return None if not same(old[0], new[0]) else f"`{field}` did not change"
    first, last = _meant(base, field, chain[0].from_), _meant(base, field, chain[-1].to)
    if not _is_one_of(first, old):
        return f"`{field}` was {bare(old[0])}, not {bare(first)}"
    for one, other in pairwise(chain):
        end, start = _meant(base, field, one.to), _meant(base, field, other.from_)
        if not same(end, start):
            return f"one ends at {bare(end)}, and the next begins at {bare(start)}"
    if not _is_one_of(last, new):
        return f"`{field}` is {bare(new[0])}, not {bare(last)}"
    return None


def _meant(node: Node, field: str, said: Any) -> Any:
    """What an amendment says, as a plain value: read as the key itself is read, where it can be."""
    try:
        return plain(value_of_key(node.goal, field, said))
    except ValueError:
        return plain(said)


def _is_silent(chain: Sequence[Amendment], old: Sequence[Any], new: Sequence[Any]) -> bool:
    """Whether it leaves out the values, as it may where they are lists and mappings."""
    unsaid = all(each.from_ is None and each.to is None for each in chain)
    return unsaid and any(isinstance(value, list | dict) for value in (*old, *new))


def _is_one_of(said: Any, values: Sequence[Any]) -> bool:
    return any(same(said, value) for value in values)


def _values(node: Node, field: str) -> list[Any]:
    """What a field of a thing may be said to be: its own value, and what it inherits."""
    if field in _PLACES:
        return _whereabouts(node, field)
    if field.startswith("x-"):
        return [plain(node.goal.extensions.get(field))]
    if field not in {each.name for each in fields(node.goal)} or field == "amendments":
        return []
    value = plain(getattr(node.goal, field))
    inherited = getattr(node, field, value) if field in ("owner", "ambition", "start", "due") else value
    return [plain(inherited)] if same(plain(inherited), value) else [plain(inherited), value]


def _whereabouts(node: Node, field: str) -> list[Any]:
    if field == "team":
        return [node.team]
    if field == "cycle":
        return [node.cycle.id] if node.cycle is not None else []
    if not isinstance(node, KeyResultNode):
        return []
    return [node.goal.measure] if field == "measure" else _names_of_objective(node)


def _names_of_objective(node: KeyResultNode) -> list[Any]:
    """The objective of a key result, whole or shortened."""
    parts = node.objective_ref.split("/")
    return ["/".join(parts[start:]) for start in range(len(parts))]


def _odd_date(
    sides: Comparison, base: Node, chain: Sequence[Amendment], frozen_since: dt.date | None
) -> str | None:
    """An amendment is dated when the goal is changed: not before what was amended already, nor later."""
    earlier = [each.date for each in base.goal.amendments if each.field_ == chain[0].field_]
    if chain[-1].date > sides.as_of:
        return f"it is dated {chain[-1].date}, which is still to come"
    if frozen_since is not None and chain[0].date < frozen_since:
        return f"it is dated {chain[0].date}, before the freeze on {frozen_since}, and is new"
    if earlier and chain[0].date < max(earlier):
        return f"it is dated {chain[0].date}, before the amendment of {max(earlier)}, and is new"
    return None
