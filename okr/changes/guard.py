"""Which rule of family 6 a change breaks: what is frozen, what is amended, and how grave the rest is.

The base decides: its cycles, its review settings, its rules. So no change can let itself pass.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from okr.changes import rulebook
from okr.changes.amendments import Record, records
from okr.changes.change import Change
from okr.changes.comparison import Comparison
from okr.diagnostics import Severity
from okr.model.cycles import Cycle
from okr.model.goals import METRIC_KEYS
from okr.workspace import KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace

AFTERMATH = dt.timedelta(weeks=4)
"""How long after its end a cycle counts as running: so long its goals are graded and closed."""

_ANY_WAY = {
    "measure-changed",
    "unit-changed",
    "cadence-changed",
    "kpi-bound",
    "kpi-unbound",
    "levels-changed",
    "milestone-added",
    "milestone-removed",
    "milestone-rescheduled",
    "milestone-reweighted",
    "guardrail-removed",
    "weight-changed",
    "rollup-changed",
}
"""Goalposts that may not be moved in any direction."""
_EASED = {
    "target-eased",
    "target-hardened",
    "baseline-eased",
    "baseline-hardened",
    "baseline-set",
    "baseline-unset",
    "range-eased",
    "range-hardened",
    "scale-eased",
    "scale-hardened",
    "due-extended",
    "start-changed",
    "plan-changed",
    "kpi-target-eased",
    "kpi-target-hardened",
    "kpi-alert-eased",
    "kpi-alert-hardened",
}
"""Goalposts that may not be moved where that makes the goal easier in any respect."""
_DELETED = {
    "objective-removed",
    "objective-dropped",
    "key-result-removed",
    "key-result-dropped",
    "activated-drafted",
}
_MEASURE = (*METRIC_KEYS, "maintain", "milestones", "levels", "done", "confidential", "unit")
_GUARDED_DEFINITION = {"definition", "formula", "unit", "cadence", "better"}
_LOOSENED = {"scoring-loosened", "rules-loosened", "review-loosened"}
_SAID = ("value", "level", "score", "confidence", "status")
"""What of a check-in is history as soon as it is said; the rest may be added to."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a change breaks.

    Attributes:
        field: The key whose amendment covers it; `None` where none can.
        severity: Without an amendment.
    """

    rule: str
    severity: Severity
    field: str | None = None


def judged(sides: Comparison, changes: Iterable[Change]) -> Iterator[Change]:
    """The changes with their severities."""
    guard = Guard(sides)
    for change in changes:
        breach = guard.breach(change)
        yield change if breach is None else _with(change, breach, guard)


def _with(change: Change, breach: Breach, guard: Guard) -> Change:
    settings = guard.sides.base.settings.rules
    severity = guard.sides.rules.severity(settings, breach.rule, breach.severity)
    if severity is None:
        return change
    amended = guard.is_amended(change, breach)
    if amended:
        severity = max(severity, Severity.WARNING, key=lambda each: each.rank)
    return replace(change, severity=severity, rule=breach.rule, amended=amended)


@dataclass(frozen=True)
class Guard:
    """What the base protects."""

    sides: Comparison

    def breach(self, change: Change) -> Breach | None:
        """The first rule that a change breaks."""
        if change.kind in _LOOSENED:
            return Breach(rulebook.LOOSENED_RULES, Severity.ERROR)
        if (change.field or "").startswith(("rules.options", "rules.words")):
            return Breach(rulebook.LOOSENED_RULES, Severity.WARNING)
        if change.kind == "cycle-redated":
            return self._redated(change)
        base = self._base(change)
        if isinstance(base, KpiNode):
            return self._of_kpi(change, base)
        breach = None if base is None else self._of_goal(change, base)
        if breach is None and self._comes_into_a_closed_goal(change):
            return Breach(rulebook.EDITED_CLOSED_GOAL, Severity.WARNING)
        return breach

    def _base(self, change: Change) -> Node | None:
        return None if change.base_ref is None else self.sides.base.nodes.get(change.base_ref)

    def _head(self, change: Change) -> Node | None:
        is_gone = change.head is None
        return None if is_gone or change.ref is None else self.sides.head.nodes.get(change.ref)

    # Freeze

    def freeze_day(self, cycle: Cycle) -> dt.date:
        """The first day on which the goals of a cycle are frozen."""
        return cycle.start + dt.timedelta(days=self.sides.base.settings.review.freeze_after_days)

    def frozen_since(self, node: Node) -> dt.date | None:
        """The day since which a thing of the base is frozen; `None` where it is not."""
        if isinstance(node, KpiNode):
            return self._frozen_kpis.get(node.ref)
        day = self.freeze_day(node.cycle)
        return day if day <= self.sides.as_of else None

    @cached_property
    def _frozen_kpis(self) -> Mapping[str, dt.date]:
        """The KPIs that a goal of a frozen cycle refers to, with the day since when.

        A cycle lets go of them when its goals are closed, or some weeks after its end.
        """
        frozen: dict[str, dt.date] = {}
        for node in self.sides.base.objectives.values():
            day = self.freeze_day(node.cycle)
            if day <= self.sides.as_of and self.is_running(node.cycle) and node.goal.close is None:
                for kpi in _kpis_of(node):
                    frozen[kpi] = min(day, frozen.get(kpi, day))
        return frozen

    def is_running(self, cycle: Cycle) -> bool:
        """Whether a cycle has begun, and did not end so long ago that all is said."""
        return cycle.start <= self.sides.as_of <= cycle.end + AFTERMATH

    def _graver_when_frozen(self, node: Node) -> Severity:
        return Severity.WARNING if self.frozen_since(node) is None else Severity.ERROR

    # Amendments

    def is_amended(self, change: Change, breach: Breach) -> bool:
        """Whether an amendment that counts says what was changed."""
        base, head = self._base(change), self._head(change)
        if base is None or head is None or breach.field is None:
            return False
        said = {each.field for each in self.records(base, head) if each.counts}
        parts = _measure_keys(base, head) if breach.field == "measure" else set()
        return breach.field in said or (bool(parts) and parts <= said)

    def field_of(self, change: Change) -> str | None:
        """The key whose amendment would cover a change; `None` where none can."""
        breach = self.breach(change)
        return None if breach is None or self._head(change) is None else breach.field

    def records(self, base: Node, head: Node) -> list[Record]:
        """The amendments that the head adds to a thing."""
        return list(records(self.sides, base, head, self.frozen_since(base)))

    # What a change breaks

    def _redated(self, change: Change) -> Breach | None:
        """A cycle whose end or start is later: its goals have more time, or thaw again."""
        cycle, other = self.sides.base.cycles[change.ref or ""], self.sides.head.cycles[change.ref or ""]
        in_use = any(node.cycle.id == cycle.id for node in self.sides.base.objectives.values())
        if not in_use or (other.end <= cycle.end and other.start <= cycle.start):
            return None
        frozen = self.freeze_day(cycle) <= self.sides.as_of
        return Breach(rulebook.MOVED_GOALPOST, Severity.ERROR if frozen else Severity.WARNING)

    def _of_kpi(self, change: Change, base: KpiNode) -> Breach | None:
        if change.kind in ("reading-edited", "reading-removed"):
            past = change.old["date"] < self.sides.as_of.isoformat()
            return Breach(rulebook.REWRITTEN_HISTORY, Severity.WARNING) if past else None
        if change.kind == "amendment-removed":
            return Breach(rulebook.REWRITTEN_HISTORY, Severity.ERROR)
        is_guarded = change.kind == "kpi-definition-changed" and change.field in _GUARDED_DEFINITION
        if base.ref in self._frozen_kpis and (is_guarded or (change.kind in _EASED and change.eases)):
            return Breach(rulebook.MOVED_GOALPOST, Severity.ERROR, change.field)
        return None

    def _of_goal(self, change: Change, base: ObjectiveNode | KeyResultNode) -> Breach | None:
        breach = self._history(change) or self._live(change, base)
        if breach is None and self._is_closed(base):
            return Breach(rulebook.EDITED_CLOSED_GOAL, Severity.WARNING)
        return breach

    def _history(self, change: Change) -> Breach | None:
        rewritten = change.kind == "check-in-removed" or (
            change.kind == "check-in-edited" and is_silent_edit(change.old, change.new)
        )
        past = rewritten and change.old["date"] < self.sides.as_of.isoformat()
        if past or change.kind == "amendment-removed":
            return Breach(rulebook.REWRITTEN_HISTORY, Severity.ERROR)
        return None

    def _live(self, change: Change, base: ObjectiveNode | KeyResultNode) -> Breach | None:
        """What counts only for a goal that people work for."""
        if self._is_free(base):
            return None
        severity = self._graver_when_frozen(base)
        if _status(base, self.sides.base) == "active" and self._is_deletion(change, base):
            return Breach(rulebook.DELETED_GOAL, severity, _field_of_deletion(change))
        if self._is_downgrade(change, base):
            return Breach(rulebook.DOWNGRADED_COMMITMENT, severity, "ambition")
        if change.kind in _ANY_WAY or (change.kind in _EASED and change.eases):
            return Breach(rulebook.MOVED_GOALPOST, severity, (change.field or "").partition(".")[0])
        return None

    def _is_free(self, node: ObjectiveNode | KeyResultNode) -> bool:
        """Whether it is a draft, and was never anything else: that would be on record."""
        goals = (node.goal, self.sides.base.objective_of(node).goal)
        amended = (each.field_ for goal in goals for each in goal.amendments)
        return _status(node, self.sides.base) == "draft" and "status" not in amended

    def _is_deletion(self, change: Change, base: ObjectiveNode | KeyResultNode) -> bool:
        if not self.is_running(base.cycle):
            return False
        return change.kind in _DELETED or self._is_moved_away(change, base)

    def _is_moved_away(self, change: Change, base: ObjectiveNode | KeyResultNode) -> bool:
        """Whether a goal moved to where it need not be reached yet or any more, or is not scored."""
        head = self._head(change)
        if not change.kind.endswith("-moved") or head is None or isinstance(head, KpiNode):
            return False
        scored = _is_scored(base, self.sides.base), _is_scored(head, self.sides.head)
        hidden = head.goal.status == "active" and scored == (True, False)
        later = head.cycle.end > base.cycle.end or head.cycle.start > base.cycle.start
        over = head.cycle.end < min(base.cycle.end, self.sides.as_of)
        return hidden or ((later or over) and head.goal.close is None)

    def _is_downgrade(self, change: Change, base: ObjectiveNode | KeyResultNode) -> bool:
        if change.kind == "ambition-lowered":
            return True
        head = self._head(change)
        if change.kind != "key-result-moved" or not isinstance(head, KeyResultNode):
            return False
        inherited = (base.goal.ambition, head.goal.ambition) == (None, None)
        return inherited and (base.ambition, head.ambition) == ("committed", "aspirational")

    def _comes_into_a_closed_goal(self, change: Change) -> bool:
        """Whether a key result is new in an objective that was closed."""
        if change.kind not in ("key-result-added", "key-result-moved"):
            return False
        head = self._head(change)
        return isinstance(head, KeyResultNode) and head.objective_ref in self._closed

    @cached_property
    def _closed(self) -> frozenset[str]:
        """The objectives that were closed, by their references in the head."""
        pairs = self.sides.matching.objectives.both
        return frozenset(head.ref for base, head in pairs if base.goal.close is not None)

    def _is_closed(self, node: ObjectiveNode | KeyResultNode) -> bool:
        goals = (node.goal, self.sides.base.objective_of(node).goal)
        return any(goal.close is not None for goal in goals)


def _field_of_deletion(change: Change) -> str | None:
    """What an amendment of it is called: what is gone has no place for one."""
    if change.kind.endswith("-moved"):
        return "cycle"
    return "status" if change.field == "status" else None


def _measure_keys(base: Node, head: Node) -> set[str]:
    """The keys whose amendments together say that a key result is measured in another way."""
    return {key for key in _MEASURE if getattr(base.goal, key, None) != getattr(head.goal, key, None)}


def _kpis_of(node: ObjectiveNode) -> Iterator[str]:
    yield from node.goal.guardrails
    yield from (each.goal.kpi for each in node.key_results if each.goal.kpi is not None)


def _status(node: ObjectiveNode | KeyResultNode, workspace: Workspace) -> str:
    """Whether a goal counts: a key result does only if its objective does."""
    objective = workspace.objective_of(node).goal.status
    return node.goal.status if objective == "active" else objective


def _is_scored(node: ObjectiveNode | KeyResultNode, workspace: Workspace) -> bool:
    """Whether a goal counts; a key result does only where the score of its objective is made of it."""
    if isinstance(node, KeyResultNode) and workspace.objective_of(node).goal.rollup in ("none", "children"):
        return False
    return _status(node, workspace) == "active"


def is_silent_edit(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    """Whether a check-in says something else than before, and nothing says that or why it does."""
    explained = "note" in new and new["note"] != old.get("note")
    if new.get("corrects") or explained:
        return False
    changed = {key for key in {**old, **new} if old.get(key) != new.get(key)}
    return any(key in _SAID or key in old for key in changed)
