"""What a comparison does to scores: progress, goalposts and scope, one after the other.

The score of each objective is computed four times on the head's day, each time with more of the head in it;
the step from one to the next is that part's effect (changes.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import is_

from okr.changes.change import Change, Effect
from okr.changes.comparison import Comparison
from okr.model.cycles import Cycle
from okr.model.goals import KeyResult, Milestone
from okr.scoring import Scores
from okr.scoring.formula import references_of
from okr.workspace import KeyResultNode, KpiNode, ObjectiveNode, Workspace


def effects(sides: Comparison, changes: Iterable[Change]) -> tuple[Effect, ...]:
    """The effect on every objective that both sides have and that a change touches."""
    touched = _touched(sides, changes)
    if not touched:
        return ()
    steps = _Steps.of(sides)
    return tuple(
        steps.effect(base, head) for base, head in sides.matching.objectives.both if head.ref in touched
    )


def _touched(sides: Comparison, changes: Iterable[Change]) -> set[str]:
    """The objectives, by the head's reference, that a change names or whose score it may reach."""
    named = {ref for change in changes for ref in (change.ref, change.base_ref) if ref is not None}
    if any(change.kind == "cycle-redated" for change in changes):
        return set(sides.head.objectives)
    kpis = named & {*sides.base.kpis, *sides.head.kpis}
    refs = sides.matching.head_refs
    found: set[str] = set()
    for workspace in (sides.base, sides.head):
        fed = _fed(workspace, kpis)
        direct = {ref for ref, node in workspace.objectives.items() if _is_named(node, named, fed)}
        found |= {refs.get(ref, ref) for ref in _with_parents(workspace, direct)}
    return found


def _fed(workspace: Workspace, kpis: set[str]) -> set[str]:
    """These KPIs, and those that a formula computes from them."""
    fed = set(kpis)
    inputs = {ref: set(references_of(node.goal.formula)) for ref, node in workspace.kpis.items()}
    while more := {ref for ref, needed in inputs.items() if ref not in fed and needed & fed}:
        fed |= more
    return fed


def _is_named(node: ObjectiveNode, named: set[str], kpis: set[str]) -> bool:
    own = {node.ref, *(each.ref for each in node.key_results)}
    bound = {each.goal.kpi for each in node.key_results} | {*node.goal.guardrails}
    return bool(own & named or bound & kpis)


def _with_parents(workspace: Workspace, refs: set[str]) -> set[str]:
    """These objectives, and those that they support, directly or not."""
    seen: set[str] = set()
    ahead = list(refs)
    while ahead:
        ref = ahead.pop()
        if ref not in seen:
            seen.add(ref)
            parents = workspace.parents(workspace.objectives[ref])
            ahead += (workspace.objective_of(parent).ref for parent in parents)
    return seen


@dataclass(frozen=True, slots=True)
class _Steps:
    """The scores of the base, of the base with the head's values, then its goalposts too, and of the head."""

    before: Scores
    with_progress: Scores
    with_goalposts: Scores
    after: Scores

    @classmethod
    def of(cls, sides: Comparison) -> _Steps:
        progressed = with_progress(sides)
        shifted = _with_goalposts(sides, progressed)
        return cls(
            sides.base_scores,
            Scores(progressed, sides.as_of),
            Scores(shifted, sides.as_of),
            sides.head_scores,
        )

    def effect(self, base: ObjectiveNode, head: ObjectiveNode) -> Effect:
        hybrids = (self.before, self.with_progress, self.with_goalposts)
        scores = [_score(each, each.workspace.objectives[base.ref]) for each in hybrids]
        scores.append(_score(self.after, head))
        progress, goalposts, scope = (
            (later or 0.0) - (earlier or 0.0) for earlier, later in pairwise(scores)
        )
        return Effect(head.ref, scores[0], scores[-1], progress, goalposts, scope)


def _score(scores: Scores, node: ObjectiveNode) -> float | None:
    """An objective's score; what is draft or dropped has none."""
    return scores.objective(node).score if node.goal.status == "active" else None


def with_progress(sides: Comparison) -> Workspace:
    """The base with what was reported, read and reached by the head.

    An objective to which that changes nothing is the same object.
    """
    key_results = {
        base.ref: _progressed(base.goal, head.goal) for base, head in sides.matching.key_results.both
    }
    heads = {base.ref: head for base, head in sides.matching.objectives.both}

    def progressed(node: ObjectiveNode) -> ObjectiveNode:
        own = tuple(key_results.get(each.ref, each.goal) for each in node.key_results)
        close = heads[node.ref].goal.close if node.ref in heads else node.goal.close
        if close == node.goal.close and all(map(is_, own, (each.goal for each in node.key_results))):
            return node
        return replace(node, goal=replace(node.goal, key_results=own, close=close))

    kpis = {base.ref: _with_readings(base, head) for base, head in sides.matching.kpis.both}
    objectives = {ref: progressed(node) for ref, node in sides.base.objectives.items()}
    return replace(sides.base, objectives=objectives, kpis={**sides.base.kpis, **kpis})


def _changed(sides: Comparison) -> list[str]:
    """The objectives of the base, by reference, that differ from the head's in anything but their place."""
    same = {
        base.ref
        for base, head in sides.matching.objectives.both
        if base.goal == head.goal and _window(base.cycle) == _window(head.cycle)
    }
    return [ref for ref in sides.base.objectives if ref not in same]


def _window(cycle: Cycle) -> tuple[dt.date, dt.date]:
    return cycle.start, cycle.end


def _progressed(base: KeyResult, head: KeyResult) -> KeyResult:
    if base == head:
        return base
    done = head.done if base.measure == head.measure else base.done
    return replace(
        base,
        check_ins=head.check_ins,
        close=head.close,
        done=done,
        milestones=_reached(base.milestones, head.milestones or ()),
    )


def _reached(base: tuple[Milestone, ...] | None, head: tuple[Milestone, ...]) -> tuple[Milestone, ...] | None:
    """The base's milestones, done where those of the same title are done in the head."""
    if base is None:
        return None
    done = {each.title: each.done for each in head}
    return tuple(replace(each, done=done.get(each.title, each.done)) for each in base)


def _with_readings(base: KpiNode, head: KpiNode) -> KpiNode:
    """A KPI with the head's readings, unless they are computed on either side: a formula is a goalpost."""
    if base.goal.formula is not None or head.goal.formula is not None:
        return base
    return replace(base, readings=head.readings, reading_places=head.reading_places)


def _with_goalposts(sides: Comparison, progressed: Workspace) -> Workspace:
    """The base's key results and weights, with all of the head that makes a score of a value."""
    heads = {base.ref: head for base, head in sides.matching.key_results.both}
    dates = {ref: sides.head.cycles[ref] for ref in sides.base.cycles if ref in sides.head.cycles}

    def shifted(node: ObjectiveNode) -> ObjectiveNode:
        own = tuple(_shifted(each, heads.get(each.ref)) for each in node.key_results)
        cycle: Cycle = dates.get(node.cycle.id, node.cycle)
        return replace(node, goal=replace(node.goal, key_results=own), cycle=cycle)

    kpis: Mapping[str, KpiNode] = {**progressed.kpis, **sides.head.kpis}
    changed = {ref: shifted(progressed.objectives[ref]) for ref in _changed(sides)}
    objectives = {**progressed.objectives, **changed}
    return replace(progressed, objectives=objectives, kpis=kpis, cycles={**progressed.cycles, **dates})


def _shifted(base: KeyResultNode, head: KeyResultNode | None) -> KeyResult:
    """The head's key result under the base's name, with its weight and its part in the score."""
    if head is None:
        return base.goal
    old = base.goal
    return replace(head.goal, id=old.id, weight=old.weight, status=old.status, start=head.start, due=head.due)
