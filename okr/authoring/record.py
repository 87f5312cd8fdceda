"""Readings of KPIs, written wherever they live: in a list of the goal file, or in a CSV beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from okr.authoring import order
from okr.authoring.batches import NewReading
from okr.authoring.checkin import short, shown_number
from okr.authoring.numbers import hundredfold
from okr.authoring.plans import DoubtError, Plan, checked, draft_of, keys_of, without_empty
from okr.edits import HEADER, Draft, FileChange, Insert, Operation, Row, Set, Table, new_table
from okr.errors import OkrError
from okr.model.cycles import builtin_cycle
from okr.workspace import KeyResultNode, KpiNode, Workspace
from okr.workspace.files import beside
from okr.workspace.mistakes import did_you_mean

_RECENT = 20
"""How many of a KPI's last readings a new one is held against."""

_MORE_THAN_A_LINE = re.compile("[\0-\x08\n-\x1f\x7f-\x9f\u2028\u2029]")
"""Line breaks and control characters, which a CSV cannot hold."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A reading that is to be written: a new one, or one in the place of another.

    Attributes:
        place: How many readings of the KPI come before it, in the order of the file.
        replaces: Whether it takes the place of the reading there.
    """

    new: NewReading
    day: dt.date
    place: int
    replaces: bool = False


def plan_record(
    workspace: Workspace, readings: Sequence[NewReading], today: dt.date, *, sure: bool = False
) -> Plan:
    """The plan for readings: all of them or none.

    A reading that is there already, with the same value, is left as it is; so the same batch can be handed
    over again.

    Args:
        workspace: As it is.
        readings: In any order, of one KPI or several.
        today: The day of the run, after which nothing can have been measured.
        sure: The person means what looks like a slip, and what takes the place of another value.

    Raises:
        DoubtError: One looks like a slip, or differs from what is there.
        OkrError: One cannot be written; the message says which.
    """
    by_kpi: dict[str, list[NewReading]] = {}
    for reading in readings:
        by_kpi.setdefault(_kpi(workspace, reading).ref, []).append(reading)
    entries = {ref: _entries(workspace, ref, batch, today, sure=sure) for ref, batch in by_kpi.items()}
    new = sum(map(len, entries.values()))
    known = len(readings) - new
    changes = tuple(_changes(workspace, {ref: each for ref, each in entries.items() if each}))
    notes = (f"{known} of {len(readings)} readings were there already.",) if known else ()
    return Plan(changes, f"Record {_said(workspace, entries, new)}", notes)


def _said(workspace: Workspace, entries: dict[str, list[_Entry]], new: int) -> str:
    written = [(workspace.kpis[ref], entry) for ref, batch in entries.items() for entry in batch]
    if len(written) == 1:
        node, entry = written[0]
        return f"{node.ref}: {shown_number(entry.new.value, node.goal.unit)} on {entry.new.date}"
    return f"{new} readings of {', '.join(entries)}"


def _kpi(workspace: Workspace, reading: NewReading) -> KpiNode:
    node = workspace.kpis.get(reading.kpi)
    if node is not None:
        return node
    found = workspace.find(reading.kpi)
    if found and isinstance(found[0], KeyResultNode):
        ref = short(found[0])
        raise _refused(
            reading, f'"{reading.kpi}" is a key result, and readings are of KPIs', f"Use okr checkin {ref}."
        )
    near = did_you_mean(reading.kpi, workspace.kpis) or "See okr kpi list for what there is."
    raise _refused(reading, f'there is no KPI "{reading.kpi}"', near)


def _refused(reading: NewReading, message: str, hint: str) -> OkrError:
    return OkrError(f"{reading.source}: {message}" if reading.source else message, hint=hint)


def _doubt(reading: NewReading, message: str, hint: str) -> DoubtError:
    return DoubtError(f"{reading.source}: {message}" if reading.source else message, hint=hint)


def _entries(
    workspace: Workspace, ref: str, batch: Iterable[NewReading], today: dt.date, *, sure: bool
) -> list[_Entry]:
    """The readings of one KPI that are to be written, in order of date."""
    node = workspace.kpis[ref]
    dated = sorted(((_day(workspace, each), each) for each in batch), key=lambda pair: pair[0])
    for one, other in pairwise(dated):
        if one[0] == other[0] and one[1].value != other[1].value:
            raise _refused(other[1], f"{ref} has two values on {other[0]}", "Leave one of them out.")
    found: list[_Entry] = []
    for day, same_day in groupby(dated, key=lambda pair: pair[0]):
        reading = next(same_day)[1]
        _refuse(node, reading, day, today)
        entry = _placed(node, reading, day)
        if entry is not None:
            if not sure:
                _hesitate(node, entry)
            found.append(entry)
    return found


def _day(workspace: Workspace, reading: NewReading) -> dt.date:
    cycle = builtin_cycle(reading.date, workspace.settings.fiscal_year_start)
    if cycle is not None:
        return cycle.end
    try:
        return dt.datetime.strptime(reading.date, "%Y-%m-%d").date()  # noqa: DTZ007  # a calendar day
    except ValueError:
        raise _refused(reading, f'"{reading.date}" is not a day', "Write it like 2026-11-20.") from None


def _refuse(node: KpiNode, reading: NewReading, day: dt.date, today: dt.date) -> None:
    if node.goal.formula is not None:
        raise _refused(
            reading, f"{node.ref} is computed from other KPIs", "Record those that its formula names."
        )
    if day > today:
        raise _refused(
            reading, f"{reading.date} is in the future", "A reading says what was; record it then."
        )
    if node.goal.retired is not None and day >= node.goal.retired:
        raise _refused(
            reading,
            f"{node.ref} is retired since {node.goal.retired}",
            "Remove retired: if it is measured again.",
        )


def _placed(node: KpiNode, reading: NewReading, day: dt.date) -> _Entry | None:
    """Where a reading belongs; `None` if it is there already."""
    for place, known in enumerate(node.readings):
        if known.date == day:
            return None if known.value == reading.value else _Entry(reading, day, place, replaces=True)
    later = [place + 1 for place, known in enumerate(node.readings) if known.date <= day]
    return _Entry(reading, day, max(later, default=0))


def _hesitate(node: KpiNode, entry: _Entry) -> None:
    unit = node.goal.unit
    meant = hundredfold(entry.new.value, _known_values(node))
    if meant is not None:
        raise _doubt(
            entry.new,
            f"{shown_number(entry.new.value, unit)} is a hundred times off what {node.ref} was",
            f"Did you mean {meant:.15g}? With --yes it is written as it is.",
        )
    if entry.replaces:
        before = shown_number(node.readings[entry.place].value, unit)
        raise _doubt(
            entry.new,
            f"{node.ref} has a reading of {entry.new.date} already: {before}",
            "With --yes the new value takes its place.",
        )


def _known_values(node: KpiNode) -> list[float]:
    return [reading.value for reading in node.readings[-_RECENT:]]


def _changes(workspace: Workspace, entries: dict[str, list[_Entry]]) -> Iterator[FileChange]:
    """One change a file: goal files with lists first, then each CSV."""
    drafts: dict[str, Draft] = {}
    for ref, batch in entries.items():
        node = workspace.kpis[ref]
        if isinstance(node.goal.readings, str):
            yield _csv_change(workspace, node, node.goal.readings, batch)
            continue
        path = node.place.path
        draft = drafts.get(path) or draft_of(workspace, path)
        drafts[path] = draft.apply(*_list_operations(workspace, node, batch))
    yield from checked(workspace, drafts.values())


def _list_operations(workspace: Workspace, node: KpiNode, batch: Sequence[_Entry]) -> Iterator[Operation]:
    """The last ones first, so that no place moves before it is used."""
    keys = (*keys_of(workspace, node), "readings")
    after = order.before("readings", order.KPI)
    for (place, replaces), group in groupby(reversed(batch), key=lambda entry: (entry.place, entry.replaces)):
        if replaces:
            entry = next(group)
            yield Set((*keys, _written_place(workspace, node, place), "value"), entry.new.value)
            if entry.new.note:
                yield Set(
                    (*keys, _written_place(workspace, node, place), "note"), entry.new.note, ("date", "value")
                )
            continue
        values = tuple(_as_entry(entry) for entry in reversed(list(group)))
        index = _written_place(workspace, node, place - 1) + 1 if place else 0
        yield Insert(keys, index, values, after)


def _written_place(workspace: Workspace, node: KpiNode, place: int) -> int:
    """The index of a reading in the text, where readings that are wrong count too."""
    keys = workspace.sources[node.place.path].in_document(node.reading_places[place].keys)
    index = keys[-1]
    assert isinstance(index, int)  # noqa: S101  # the items of a list are numbered
    return index


def _as_entry(entry: _Entry) -> dict[str, Any]:
    return {"date": entry.new.date, "value": entry.new.value, **without_empty(note=entry.new.note)}


def _csv_change(workspace: Workspace, node: KpiNode, name: str, batch: Sequence[_Entry]) -> FileChange:
    path = beside(node.place.path, name)
    if path is None:
        raise OkrError(f"{name} lies outside the workspace", hint="Keep the readings beside the goal file.")
    for entry in batch:
        _refuse_note(entry.new, name)
    if path not in workspace.csvs:
        return new_table(path, [_row(entry) for entry in batch])
    after: dict[int, list[Row]] = {}
    for entry in batch:
        if not entry.replaces:
            line = node.reading_places[entry.place - 1].line if entry.place else HEADER
            after.setdefault(line, []).append(_row(entry))
    instead = {
        node.reading_places[entry.place].line: _replacement(workspace, node, path, entry)
        for entry in batch
        if entry.replaces
    }
    return Table.of(path, workspace.csvs[path].text.encode()).change(after, instead)


def _refuse_note(reading: NewReading, name: str) -> None:
    if reading.note is not None and _MORE_THAN_A_LINE.search(reading.note):
        message = f"the note is more than a line of text, and {name} has a line for each reading"
        raise _refused(reading, message, "Write it in one line, without control characters.")


def _row(entry: _Entry) -> Row:
    return (entry.new.date, entry.new.value, entry.new.note)


def _replacement(workspace: Workspace, node: KpiNode, path: str, entry: _Entry) -> Row:
    """A row with its new value; the date stays as it was written, and the note where there is no new one."""
    line = node.reading_places[entry.place].line
    before = next(row for row in workspace.csvs[path].rows if row.line == line)
    return (before.date, entry.new.value, entry.new.note or before.note)
