"""Entries that bear dates, in the order in which they are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from okr.workspace import Place


class Dated(NamedTuple):
    """An entry's day and place, and whether it corrects the one before it of that day."""

    day: dt.date
    place: Place
    corrects: bool = False


def repeated(entries: Sequence[Dated]) -> Iterator[Dated]:
    """Entries of a day that has one already, and that do not correct it."""
    seen: set[dt.date] = set()
    for each in entries:
        if each.day in seen and not each.corrects:
            yield each
        seen.add(each.day)


def first_out_of_order(entries: Sequence[Dated]) -> Dated | None:
    """The first entry that stands after a later one. Only the first: sorting once mends them all."""
    latest = dt.date.min
    for each in entries:
        if each.day < latest:
            return each
        latest = each.day
    return None
