"""A change in words: what happened, from what to what, with units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from okr.changes.values import bare, contrast, parted, share, shown

LEADS = {
    "target-eased": "Target made easier",
    "target-hardened": "Target made harder",
    "baseline-eased": "Baseline made easier",
    "baseline-hardened": "Baseline made harder",
    "baseline-set": "Baseline set",
    "baseline-unset": "Baseline taken away",
    "stretch-eased": "Stretch made easier",
    "stretch-hardened": "Stretch made harder",
    "stretch-set": "Stretch set",
    "stretch-unset": "Stretch taken away",
    "range-eased": "Range made easier",
    "range-hardened": "Range made harder",
    "due-extended": "Due later",
    "due-shortened": "Due earlier",
    "scale-eased": "Scale made easier",
    "scale-hardened": "Scale made harder",
    "milestone-added": "Milestone added",
    "milestone-removed": "Milestone removed",
    "milestone-rescheduled": "Milestone rescheduled",
    "milestone-reweighted": "Milestone weighs differently",
    "ambition-raised": "Ambition raised",
    "ambition-lowered": "Ambition lowered",
    "kpi-bound": "Bound to a KPI",
    "kpi-unbound": "No longer bound to a KPI",
    "guardrail-added": "Guardrail added",
    "guardrail-removed": "Guardrail removed",
    "kpi-target-eased": "Target made easier",
    "kpi-target-hardened": "Target made harder",
    "kpi-alert-eased": "Alert made easier",
    "kpi-alert-hardened": "Alert made harder",
    "start-changed": "Start moved",
    "measure-changed": "Measured in another way",
    "unit-changed": "Unit changed",
    "cadence-changed": "Cadence changed",
    "plan-changed": "Plan changed",
    "levels-changed": "Levels changed",
    "objective-added": "Objective added",
    "objective-removed": "Objective removed",
    "objective-dropped": "Objective dropped",
    "objective-reinstated": "Objective reinstated",
    "objective-closed": "Objective closed",
    "objective-reopened": "Objective reopened",
    "objective-moved": "Objective moved",
    "key-result-added": "Key result added",
    "key-result-removed": "Key result removed",
    "key-result-dropped": "Key result dropped",
    "key-result-reinstated": "Key result reinstated",
    "key-result-closed": "Key result closed",
    "key-result-reopened": "Key result reopened",
    "key-result-moved": "Key result moved",
    "kpi-added": "KPI added",
    "kpi-removed": "KPI removed",
    "kpi-retired": "KPI retired",
    "kpi-unretired": "KPI no longer retired",
    "kpi-moved": "KPI moved",
    "draft-activated": "Draft made active",
    "activated-drafted": "Made a draft again",
    "weight-changed": "Weight changed",
    "milestone-reached": "Reached",
    "milestone-undone": "No longer reached",
    "grade-set": "Graded",
    "grade-unset": "Grade taken away",
    "grade-changed": "Grade changed",
    "supports-added": "Now supports",
    "supports-removed": "No longer supports",
    "dependency-added": "Now depends on",
    "dependency-removed": "No longer depends on",
    "rollup-changed": "Rollup changed",
    "owner-changed": "Owner changed",
    "contributors-changed": "Contributors changed",
    "initiative-added": "Initiative added",
    "initiative-removed": "Initiative removed",
    "initiative-done": "Initiative done",
    "initiative-undone": "Initiative no longer done",
    "amendment-added": "Amendment added",
    "amendment-removed": "Amendment removed",
    "retitled": "Retitled",
    "why-changed": "Why changed",
    "note-changed": "Note changed",
    "links-changed": "Links changed",
    "tags-changed": "Tags changed",
    "not-goals-changed": "Not-goals changed",
    "team-added": "Team added",
    "team-removed": "Team removed",
    "person-added": "Person added",
    "person-removed": "Person removed",
    "cycle-added": "Cycle added",
    "cycle-removed": "Cycle removed",
    "cycle-redated": "Cycle redated",
}
"""How a change of a kind begins. Those that are not here begin with the key that changed, or the entry."""

_QUOTED = {
    "title",
    "why",
    "note",
    "unit",
    "not_goals",
    "definition",
    "formula",
    "source",
    "no_target",
    "mission",
}
"""The keys whose texts are people's own."""
_TITLED = ("milestone-", "initiative-")
_LISTS = ("milestones.", "initiatives.")
_LIMITS = ("kpi-target-", "kpi-alert-")
_WHOLE = ("objective", "key-result", "kpi")
_ALONE = ("dropped", "reinstated", "draft-activated", "activated-drafted")
"""Kinds that say by themselves what was and what is."""
Units = tuple[str | None, str | None]
"""The unit of a goal in the base, and in the head."""

_MEASURED = {"target", "baseline", "stretch", "maintain", "alert", "plan", "scale"}
"""The keys whose numbers are in the unit of the goal."""
_ENTRIES = {"check-in": "Check-in", "reading": "Reading"}


def message(
    kind: str,
    field: str | None,
    old: Any,
    new: Any,
    *,
    units: Units = (None, None),
    eased_by: float | None = None,
    in_doubt: bool = False,
) -> str:
    """The change in one line, without the name of what it is about.

    Args:
        kind: The kind's name.
        field: The key that differs.
        old: The plain value in the base; `None` where there is none.
        new: That in the head.
        units: What a number of either side is in.
        eased_by: As in `Change`.
        in_doubt: Whether nobody can tell if it became easier or harder.
    """
    entry = _ENTRIES.get(kind.rpartition("-")[0])
    if entry is not None:
        return _entry(entry, old, new, units)
    if kind.startswith("amendment-"):
        return f"{LEADS[kind]}: {_amendment(new or old, units)}"
    if isinstance(old or new, Mapping) and "title" in (old or new) and kind.startswith(_TITLED):
        return f"{LEADS[kind]}: {_titled(kind, old, new)}"
    if field is not None and field.startswith(_LISTS) and isinstance(old or new, Mapping):
        return _of_entry(kind, field.partition(".")[2], old, new)
    lead = _with_share(_lead(kind, field, old, new), eased_by, in_doubt=in_doubt)
    if kind.endswith(_ALONE):
        return lead
    if kind.endswith(("-closed", "-reopened")):
        grade = (new or old).get("grade")
        return lead if grade is None else f"{lead}, with a grade of {bare(grade)}"
    if field is None and kind.startswith(_WHOLE) and isinstance(old or new, Mapping):
        return f"{lead}: {_described(old, units[0]) if new is None else _described(new, units[1])}"
    return _moved(lead, kind, field, (old, new), units)


def _moved(lead: str, kind: str, field: str | None, sides: tuple[Any, Any], units: Units) -> str:
    """A value that was one and is another, as much of it as shows the difference."""
    old, new = sides
    one, other = (partial(_said, field, unit if field in _MEASURED else None) for unit in units)
    if field in _SINGLED_OUT:
        if old and new and len(one(old)) + len(other(new)) > _MOST_OF_A_LIST:
            lead, (old, new) = f"{lead}, in part", parted(old, new)
    elif field != "cycles":
        old, new = contrast(old, new)
    return f"{lead}{_told(kind, old, new, one, other)}"


def _lead(kind: str, field: str | None, old: Any, new: Any) -> str:
    """How the change begins; a KPI's limit may also come and go."""
    lead = LEADS.get(kind) or _of_field(kind, field)
    if kind.startswith(_LIMITS) and (old is None or new is None):
        return f"{lead.partition(' made ')[0]} {'set' if old is None else 'taken away'}"
    return lead


def _of_entry(kind: str, field: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What of a milestone or an initiative differs, behind its title."""
    if field == "title":
        return f"Initiative retitled: {shown(old['title'])} → {shown(new['title'])}"
    before, after = contrast(old, new)
    keys = [key for key in before if key.startswith(field) or (field, key) == ("status", "done")]
    lead = LEADS.get(kind) or f"{', '.join(f'`{key}`' for key in keys)} changed"
    moves = (f"{bare(before[key])} → {bare(after[key])}" for key in keys)
    return f"{lead}: {shown(new['title'])} ({', '.join(moves)})"


def _of_field(kind: str, field: str | None) -> str:
    """Where a kind covers several keys, the key says which; a loosened setting says so too."""
    way = kind.rpartition("-")[2]
    return f"`{field}` {way}" if way in ("loosened", "tightened") else f"`{field}` changed"


def _with_share(lead: str, eased_by: float | None, *, in_doubt: bool) -> str:
    what, made, way = lead.partition(" made ")
    if in_doubt and made:
        return f"{what} changed"
    if eased_by is None:
        return lead
    return f"{what} made {share(abs(eased_by))} {way}"


def _told(kind: str, old: Any, new: Any, one: Callable[[Any], str], other: Callable[[Any], str]) -> str:
    """From what to what; only the one where the lead tells whether it came or went."""
    if old is None and new is None:
        return ""
    if (old is None) == (new is None) or kind.endswith("changed"):
        return f": {one(old)} → {other(new)}"
    said = one(old) if new is None else other(new)
    if kind.endswith(("loosened", "tightened")):
        return f": {'no longer' if new is None else 'now'} {said}"
    return f": {said}"


def _said(field: str | None, unit: str | None, value: Any) -> str:
    """A value in the manner of its key."""
    key = (field or "").rpartition(".")[2]
    if value is not None and key in _MANNERS:
        return ", ".join(_MANNERS[key](each, unit) for each in value) or "none"
    if value is not None and field == "cycles":
        return f"{value['start']} to {value['end']}"
    return shown(value, unit) if key in _QUOTED else bare(value, unit)


_MANNERS: Mapping[str, Callable[[Any, str | None], str]] = {
    "plan": lambda point, unit: f"{bare(point['value'], unit)} by {point['date']}",
    "scale": lambda point, unit: f"{bare(point[0], unit)} scores {bare(point[1])}",
    "levels": lambda level, _unit: f"{shown(level['title'])} scores {bare(level['score'])}",
}
"""How the entries of some lists are told."""
_SINGLED_OUT = {*_MANNERS, "not_goals"}
"""The lists of which only those entries are told that differ, where they are long."""
_MOST_OF_A_LIST = 120
"""Characters up to which both sides of such a list are told whole."""


def _described(thing: Mapping[str, Any], unit: str | None) -> str:
    """A goal that came or went: its title, and where a number is to go."""
    title = shown(thing["title"])
    if "target" in thing and "baseline" in thing:
        return f"{title}, from {bare(thing['baseline'], unit)} to {bare(thing['target'], unit)}"
    limits = thing.get("target", thing.get("maintain"))
    return title if limits is None else f"{title}, {bare(limits, unit)}"


def _entry(name: str, old: Any, new: Any, units: Units) -> str:
    """A check-in or a reading: what it says, or what of it differs."""
    entry, unit = (old, units[0]) if new is None else (new, units[1])
    lead = f"{name} of {entry['date']}"
    if old is None or new is None:
        said = ", ".join(_part(key, each, unit) for key, each in entry.items() if key != "date")
        gone = " removed" if new is None else ""
        return f"{lead}{gone}: {said}" if said else f"{lead}{gone}"
    return f"{lead} edited: {', '.join(_differences(old, new, units))}"


def _part(key: str, value: Any, unit: str | None) -> str:
    if key in ("value", "level"):
        return bare(value, unit)
    return f"{key} {shown(value)}" if key in ("note", "blockers", "evidence") else f"{key} {bare(value)}"


def _differences(old: Mapping[str, Any], new: Mapping[str, Any], units: Units) -> Iterator[str]:
    before, after = contrast(old, new)
    for key in before:
        of, to = units if key == "value" else (None, None)
        say = shown if key in ("note", "blockers", "evidence") else bare
        yield f"{key} {say(before[key], of)} → {say(after[key], to)}"


def _amendment(entry: Mapping[str, Any], units: Units) -> str:
    of, to = units if entry["field"] in _MEASURED else (None, None)
    moved = f"{entry['field']} {bare(entry.get('from'), of)} → {bare(entry.get('to'), to)}"
    approved = f", approved by {entry['approved_by']}" if "approved_by" in entry else ""
    return f"{moved}, {shown(entry['reason'])}{approved}"


def _titled(kind: str, old: Any, new: Any) -> str:
    """A milestone or an initiative by its title, and what of it differs."""
    entry = new or old
    name = shown(entry["title"])
    key = {"rescheduled": "due", "reweighted": "weight", "reached": "done", "undone": "done"}.get(
        kind.rpartition("-")[2]
    )
    if key is None or old is None or new is None:
        return name
    usual = 1 if key == "weight" else None
    before, after = old.get(key, usual), new.get(key, usual)
    if before is None or after is None:
        return f"{name} ({bare(before if after is None else after)})"
    return f"{name} ({bare(before)} → {bare(after)})"
