"""Which check-ins and readings count on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from okr.model.goals import CheckIn
from okr.model.kpis import Reading
from okr.scoring.results import DatedValue
from okr.workspace import KeyResultNode


def check_ins(node: KeyResultNode, as_of: dt.date) -> list[CheckIn]:
    """The check-ins up to a day in order of date, one a date: a correction replaces the entry of its date."""
    by_date: dict[dt.date, CheckIn] = {}
    for entry in node.goal.check_ins:
        if entry.date <= as_of and (entry.date not in by_date or entry.corrects):
            by_date[entry.date] = entry
    return [by_date[date] for date in sorted(by_date)]


def in_order(readings: Iterable[Reading]) -> tuple[DatedValue, ...]:
    """Readings in order of date, one a date: the first that is written counts."""
    by_date: dict[dt.date, float] = {}
    for reading in readings:
        by_date.setdefault(reading.date, reading.value)
    return tuple(sorted(by_date.items()))


def up_to(values: Iterable[DatedValue], day: dt.date) -> tuple[DatedValue, ...]:
    """The values dated on or before a day."""
    return tuple(value for value in values if value[0] <= day)


def between(values: Iterable[DatedValue], first: dt.date, last: dt.date) -> tuple[DatedValue, ...]:
    """The values dated from one day to another, both included."""
    return tuple(value for value in values if first <= value[0] <= last)


def reported_values(node: KeyResultNode, entries: Iterable[CheckIn]) -> tuple[DatedValue, ...]:
    """The values that check-ins give from the start on; those after the due date count too."""
    start = node.start
    return tuple(
        [(entry.date, entry.value) for entry in entries if entry.value is not None and entry.date >= start]
    )


def gives_value(node: KeyResultNode, as_of: dt.date) -> bool:
    """Whether `reported_values` of the check-ins up to a day are any.

    The first check-in of the window tells, unless another one corrects it.
    """
    start, written = node.start, node.goal.check_ins
    first = next((entry for entry in written if start <= entry.date <= as_of), None)
    if first is None:
        return False
    if first.value is not None and not any(entry.corrects for entry in written):
        return True
    return bool(reported_values(node, check_ins(node, as_of)))


def turning_days(node: KeyResultNode, series: Iterable[DatedValue]) -> Iterator[dt.date]:
    """The days on which the score of a key result may change; between them it stays.

    Args:
        node: The key result.
        series: The readings of its KPI, if it has one.
    """
    goal = node.goal
    yield node.start
    yield from (day for day, _ in series)
    for entry in goal.check_ins:
        yield entry.date
    for milestone in goal.milestones or ():
        if milestone.done is not None:
            yield milestone.done
    if goal.done_on is not None:
        yield goal.done_on
    if goal.close is not None:
        yield goal.close.date
