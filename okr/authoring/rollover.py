"""Carrying what goes on into the next cycle, and leaving behind what does not, with a mark on both sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from okr.authoring import order
from okr.authoring.checkin import short
from okr.authoring.new import place_for
from okr.authoring.plans import Plan, after, as_in_file, checked, draft_of, keys_of, set_key
from okr.edits import Draft, Insert, Set, new_document
from okr.errors import OkrError
from okr.model.cycles import Cycle
from okr.scoring import Scores
from okr.scoring.numbers import at_least
from okr.workspace import KeyResultNode, ObjectiveNode, Workspace

ORIGIN = "x-carried-over-from"
"""Says in the new cycle where a goal comes from."""

_OF_THE_OLD_CYCLE = ("check_ins", "amendments", "close", "start", "due", "plan", "status", ORIGIN)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An objective of the old cycle, and whether it goes on.

    Attributes:
        goes_on: `None` where nobody has said yet.
        why: In words that follow a colon.
    """

    node: ObjectiveNode
    goes_on: bool | None
    why: str


def candidates(workspace: Workspace, scores: Scores, old: Cycle, new: Cycle) -> Iterator[Candidate]:
    """Every objective of a cycle, in the order of the files, with what its close says of its future."""
    for node in workspace.objectives.values():
        if node.cycle.id == old.id:
            goes_on, why = _verdict(workspace, scores, node, new)
            yield Candidate(node, goes_on, why)


def _verdict(
    workspace: Workspace, scores: Scores, node: ObjectiveNode, new: Cycle
) -> tuple[bool | None, str]:
    close = node.goal.close
    if f"{new.id}/{node.team}/{node.goal.id}" in workspace.objectives:
        return False, f"it is in {new.id} already"
    if node.goal.status != "active":
        return False, f"it is {'dropped' if node.goal.status == 'dropped' else 'a draft'}"
    if close is not None and close.next is not None:
        return close.next == "carry_over", f"its close says {close.next}"
    score = scores.objective(node).score
    if score is not None and at_least(score, 1.0):
        return False, "it is reached"
    return None, "nobody has said what becomes of it"


def plan_rollover(workspace: Workspace, refs: Sequence[str], new: Cycle, today: dt.date) -> Plan:
    """The plan for carrying objectives into another cycle.

    Each keeps its id, its words and what is left to do: key results that are reached stay behind, a metric
    begins at its last value, and check-ins, amendments and dates belong to the old cycle. There, its close
    says `carry_over`.

    Raises:
        OkrError: There is nothing to carry, or what is left of one is no goal any more.
    """
    if not refs:
        raise OkrError(
            "there is nothing to carry over", hint="Say so in a close, with okr close REF --next carry_over."
        )
    scores = Scores(workspace, today)
    nodes = [workspace.objectives[ref] for ref in refs]
    drafts: dict[str, Draft] = {}
    notes: list[str] = []
    for node in nodes:
        _mark(workspace, node, today, drafts)
        entry = _carried(workspace, scores, node, new, {each.ref for each in nodes}, notes)
        _add(workspace, node, new, entry, drafts)
    changes = checked(workspace, drafts.values())
    after(workspace, changes)
    what = short(nodes[0]) if len(nodes) == 1 else f"{len(nodes)} objectives"
    return Plan(changes, f"Carry {what} over to {new.id}", tuple(notes))


def _mark(workspace: Workspace, node: ObjectiveNode, today: dt.date, drafts: dict[str, Draft]) -> None:
    """Say in the old cycle that it goes on."""
    path = node.place.path
    draft = drafts.get(path) or draft_of(workspace, path)
    if node.goal.close is None:
        close = {"date": today.isoformat(), "next": "carry_over"}
        draft = draft.apply(set_key(workspace, node, "close", close))
    elif node.goal.close.next is None:
        draft = draft.apply(
            Set((*keys_of(workspace, node), "close", "next"), "carry_over", order.before("next", order.CLOSE))
        )
    drafts[path] = draft


def _carried(
    workspace: Workspace, scores: Scores, node: ObjectiveNode, new: Cycle, carried: set[str], notes: list[str]
) -> dict[str, Any]:
    """An objective as it begins in the new cycle."""
    written = _written(workspace, node)
    entry = _without_the_past(written)
    entry[ORIGIN] = node.ref
    for key, names in (("supports", node.goal.supports), ("depends_on", node.goal.depends_on)):
        if names:
            kept = [_still_meant(workspace, name, node, new, carried) for name in names]
            entry[key] = kept if isinstance(written[key], list) else kept[0]
    if "initiatives" in written:
        entry["initiatives"] = _unfinished(written["initiatives"])
    key_results = [_key_result(workspace, scores, each, notes) for each in node.key_results]
    entry["key_results"] = [each for each in key_results if each is not None]
    if node.key_results and not entry["key_results"]:
        raise OkrError(
            f"all key results of {short(node)} are reached",
            hint=f"Close it: okr close {short(node)} --next done.",
        )
    return {key: value for key, value in entry.items() if value not in ([], None)}


def _written(workspace: Workspace, node: ObjectiveNode | KeyResultNode) -> dict[str, Any]:
    """A goal as its file has it."""
    written: dict[str, Any] = as_in_file(draft_of(workspace, node.place.path).at(keys_of(workspace, node)))
    return written


def _without_the_past(written: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in written.items() if key not in _OF_THE_OLD_CYCLE}


def _unfinished(initiatives: Iterable[Any]) -> list[Any]:
    return [
        each
        for each in initiatives
        if each.get("done") is None and each.get("status") not in ("done", "dropped")
    ]


def _still_meant(workspace: Workspace, name: str, node: ObjectiveNode, new: Cycle, carried: set[str]) -> str:
    """A reference that means in the new cycle what it meant in the old one, or what became of that."""
    target = workspace.resolve(name, node.cycle)
    if target is None or workspace.objective_of(target).ref in carried:
        return name
    return name if workspace.resolve(name, new) is target else target.ref


def _key_result(
    workspace: Workspace, scores: Scores, node: KeyResultNode, notes: list[str]
) -> dict[str, Any] | None:
    """A key result as it begins in the new cycle; `None` where it stays behind."""
    score = scores.key_result(node)
    if node.goal.status == "dropped" or node.goal.close is not None:
        return None
    if node.goal.measure != "maintain" and score.score is not None and at_least(score.score, 1.0):
        notes.append(f"{short(node)} is reached and stays behind.")
        return None
    written = _written(workspace, node)
    entry = _without_the_past(written)
    if node.goal.measure == "metric":
        entry = _from_here(entry, node, score.value)
    if "milestones" in entry:
        open_ = [each for each in written["milestones"] if each.get("done") is None]
        entry["milestones"] = [{key: value for key, value in each.items() if key != "due"} for each in open_]
    return entry


def _from_here(entry: dict[str, Any], node: KeyResultNode, value: float | None) -> dict[str, Any]:
    """A metric that begins at its last value; with a KPI, that says so by itself."""
    if node.goal.kpi is not None:
        return {key: each for key, each in entry.items() if key != "baseline"}
    if value is None:
        return entry
    baseline = int(value) if float(value).is_integer() else value
    if "baseline" in entry:
        return {key: baseline if key == "baseline" else each for key, each in entry.items()}
    return {key: each for name, was in entry.items() for key, each in _before_target(name, was, baseline)}


def _before_target(name: str, was: Any, baseline: float) -> list[tuple[str, Any]]:
    return [("baseline", baseline), (name, was)] if name == "target" else [(name, was)]


def _add(
    workspace: Workspace, node: ObjectiveNode, new: Cycle, entry: Mapping[str, Any], drafts: dict[str, Draft]
) -> None:
    """Put it into the new cycle's file: the one that is there, or one named as the old one is."""
    old = node.cycle.id
    path = place_for(workspace, "objectives", node.team, new.id)
    beside_the_old = node.place.path.replace(old, new.id)
    if path not in workspace.sources and beside_the_old != node.place.path:
        path = beside_the_old
    if path in drafts or path in workspace.sources:
        draft = drafts.get(path) or draft_of(workspace, path)
        place = len(draft.at(("objectives",)) or [])
        drafts[path] = draft.apply(
            Insert(("objectives",), place, (dict(entry),), order.before("objectives", order.FILE))
        )
        return
    head = {"team": node.team} if len(workspace.teams) > 1 else {}
    drafts[path] = Draft.of(path, None, new_document({**head, "cycle": new.id, "objectives": [entry]}))
