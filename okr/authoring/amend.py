"""Amendments: a goal changed the honest way, with what was there before, and why it is no longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from okr.authoring import order
from okr.authoring.checkin import short
from okr.authoring.plans import (
    Keys,
    Plan,
    after,
    as_in_file,
    checked,
    draft_of,
    keys_of,
    order_of,
    set_key,
    without_empty,
)
from okr.edits import Draft, Insert, Operation, Remove, as_value
from okr.edits.layout import Manner
from okr.errors import OkrError
from okr.model.checks import value_of_key
from okr.workspace import KeyResultNode, KpiNode, Node, Workspace
from okr.workspace.mistakes import did_you_mean

_BY_COMMAND = {
    "id": "okr move",
    "check_ins": "okr checkin",
    "readings": "okr kpi record",
    "close": "okr close",
    "key_results": "okr new key-result",
    "amendments": "okr amend",
}
"""The keys that other commands write."""

_TEXTS = frozenset({"title", "why", "note", "unit", "definition", "source", "formula", "no_target"})
"""The keys whose values are text, whatever they look like."""

_REFERENCES = frozenset(
    {
        "owner",
        "contributors",
        "supports",
        "depends_on",
        "guardrails",
        "kpi",
        "drives",
        "initiatives",
        "reviews",
    }
)
"""The keys that name something else, which has to be there."""

_INHERITED = ("owner", "ambition", "start", "due")
_SAID_BY_DEFAULT = ("status", "weight", "rollup", "ambition")
"""The keys that have a value where none is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who changes something, when and why."""

    date: dt.date
    reason: str
    by: str | None = None
    approved_by: str | None = None


def parse_assignment(text: str) -> tuple[str, Any]:
    """The key and the value of `target=55`; nothing after the sign means that the key goes.

    Raises:
        OkrError: It is no assignment.
    """
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise OkrError(f'"{text}" says no key and value', hint="Write it like target=55.")
    if key.strip() in _TEXTS:
        return key.strip(), value.strip() or None
    return key.strip(), as_in_file(as_value(value))


def plan_amendment(
    workspace: Workspace, ref: str, values: Sequence[tuple[str, Any]], decision: Decision
) -> Plan:
    """The plan for an amendment of one key or several.

    Args:
        workspace: As it is.
        ref: The whole reference of a goal or KPI.
        values: Keys and their new values; `None` takes a key away.
        decision: The record that goes with it.

    Raises:
        OkrError: A key cannot be amended, has the value already, or must not have it; or the goal is closed.
    """
    node = workspace.nodes[ref]
    _refuse_closed(workspace, node)
    _refuse_unknown(workspace, decision)
    draft = draft_of(workspace, node.place.path)
    keys = keys_of(workspace, node)
    entries = tuple(
        _entry(node, as_in_file(draft.at((*keys, key))), key, value, decision) for key, value in values
    )
    operations = [
        operation for key, value in values for operation in _setting(workspace, node, draft, key, value)
    ]
    draft = draft.apply(*operations).apply(_recording(draft, keys, node, entries))
    said = ", ".join(
        f"{entry['field']} {_shown(entry.get('from'))} to {_shown(entry.get('to'))}" for entry in entries
    )
    changes = checked(workspace, [draft])
    if any(key in _REFERENCES for key, _ in values):
        after(workspace, changes)
    return Plan(
        changes,
        f"Amend {short(node)}: {said}",
        tuple(_notes(workspace, node, decision)),
    )


def plan_drop(workspace: Workspace, ref: str, decision: Decision) -> Plan:
    """The plan for dropping a goal, or for retiring a KPI: it stays where it was, with the reason.

    Raises:
        OkrError: It is dropped already, or closed.
    """
    node = workspace.nodes[ref]
    value = ("retired", decision.date.isoformat()) if isinstance(node, KpiNode) else ("status", "dropped")
    plan = plan_amendment(workspace, ref, [value], decision)
    word = "Retire" if isinstance(node, KpiNode) else "Drop"
    return Plan(plan.changes, f"{word} {short(node)}: {_one_line(decision.reason)}", plan.notes)


def _one_line(text: str) -> str:
    return text.partition("\n")[0]


def _refuse_closed(workspace: Workspace, node: Node) -> None:
    if isinstance(node, KpiNode):
        return
    for each in (node, workspace.objective_of(node)):
        if each.goal.close is not None:
            line = workspace.span(each.place.at("close"), at_key=True).start.line
            raise OkrError(
                f"{short(each)} was closed on {each.goal.close.date}, and what is closed is not amended",
                hint=f"If it goes on, remove its close in {each.place.path}:{line} first.",
            )


def _refuse_unknown(workspace: Workspace, decision: Decision) -> None:
    name = decision.approved_by
    if name is not None and workspace.people and name not in workspace.people:
        hint = did_you_mean(name, workspace.people) or f"People here: {', '.join(sorted(workspace.people))}."
        raise OkrError(f'--approved-by names "{name}", who is not among the people of okr.yaml', hint=hint)


def _setting(workspace: Workspace, node: Node, draft: Draft, key: str, value: Any) -> Iterator[Operation]:
    if value is None and draft.document.node((*keys_of(workspace, node), key)) is not None:
        yield Remove((*keys_of(workspace, node), key))
    elif value is not None:
        yield set_key(workspace, node, key, value)


def _recording(draft: Draft, keys: Keys, node: Node, entries: tuple[dict[str, Any], ...]) -> Insert:
    recorded = draft.at((*keys, "amendments")) or []
    return Insert((*keys, "amendments"), len(recorded), entries, order.before("amendments", order_of(node)))


def _entry(node: Node, written: Any, key: str, value: Any, decision: Decision) -> dict[str, Any]:
    """The record of one key's change."""
    known = order_of(node)
    if key in _BY_COMMAND:
        raise OkrError(f"{key} is not amended", hint=f"{_BY_COMMAND[key]} writes it.")
    if key not in known and not key.startswith("x-"):
        hint = did_you_mean(key, known) or f"Its keys are {', '.join(known)}."
        raise OkrError(f'{short(node)} can have no "{key}"', hint=hint)
    before = _before(node, key) if written is None else written
    if _is_same(node, key, before, value):
        raise OkrError(
            f"{key} of {short(node)} is {_shown(value)} already", hint="There is nothing to amend."
        )
    return {
        "date": decision.date.isoformat(),
        "field": key,
        **without_none(from_=before, to=value),
        "reason": decision.reason,
        **without_empty(by=decision.by, approved_by=decision.approved_by),
    }


def _is_same(node: Node, key: str, one: Any, other: Any) -> bool:
    """Whether two values of a key say the same, however they are written."""
    if one == other and type(one) is type(other):
        return True
    if None in (one, other):
        return False
    try:
        return bool(value_of_key(node.goal, key, one) == value_of_key(node.goal, key, other))
    except ValueError:
        return False


def without_none(**entry: Any) -> dict[str, Any]:
    """An entry without the keys that have no value; zero and `false` are values."""
    return {key.removesuffix("_"): value for key, value in entry.items() if value is not None}


def _before(node: Node, key: str) -> Any:
    """What a key that is not written stands for: what is inherited, or the format's default."""
    if isinstance(node, KeyResultNode) and key in _INHERITED:
        value = getattr(node, key)
        return value.isoformat() if isinstance(value, dt.date) else value
    if key in _SAID_BY_DEFAULT and key in {each.name for each in fields(node.goal)}:
        value = getattr(node.goal, key)
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return None


def _shown(value: Any) -> str:
    """A value as it is written in a file, on one line."""
    if isinstance(value, str):
        return value
    return "nothing" if value is None else Manner().flow(value)


def _notes(workspace: Workspace, node: Node, decision: Decision) -> Iterator[str]:
    approvers = workspace.settings.review.approvers
    if approvers and decision.approved_by not in approvers:
        names = " or ".join(approvers)
        yield f"It counts once {names} has approved it, as approved_by or --approved-by says."
    if isinstance(node, KpiNode) or node.cycle is None:
        return
    frozen_from = node.cycle.start + dt.timedelta(days=workspace.settings.review.freeze_after_days)
    if decision.date < frozen_from:
        yield f"Until {frozen_from} the goals of {node.cycle.id} may be changed without an amendment."
