"""Every number of a workspace on one day. Nothing is computed twice, and nothing before it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from okr.scoring import entries, formula
from okr.scoring.forecast import Direction, forecast
from okr.scoring.health import kpi_health
from okr.scoring.numbers import at_least, clamped
from okr.scoring.order import innermost_first
from okr.scoring.pace import expected_score, grade_of, is_overdue, key_result_status, status_of
from okr.scoring.progress import Baseline, Evidence, baseline_of, metric_progress, progress_of
from okr.scoring.results import (
    DatedValue,
    Grade,
    KeyResultForecast,
    KeyResultScore,
    KpiHealth,
    ObjectiveScore,
    Rollup,
    State,
    Status,
)
from okr.scoring.rollup import Mean, Part, rolled_up
from okr.workspace import KeyResultNode, ObjectiveNode

if TYPE_CHECKING:
    from okr.model.cycles import Cycle
    from okr.model.goals import Close
    from okr.workspace import KpiNode, Workspace


class Scores:
    """The scores of a workspace on a day.

    Pure: the same workspace and day give the same numbers. Draft and dropped goals have none and are in no
    total.

    Args:
        workspace: The goals.
        as_of: The day; what is dated later has not happened yet.
    """

    def __init__(self, workspace: Workspace, as_of: dt.date) -> None:
        self.workspace = workspace
        self.as_of = as_of
        self._settings = workspace.settings.scoring
        self._key_results: dict[str, KeyResultScore] = {}
        self._forecasts: dict[str, KeyResultForecast | None] = {}
        self._objectives: dict[str, ObjectiveScore] = {}
        self._kpis: dict[str, KpiHealth] = {}
        self._series: dict[str, tuple[DatedValue, ...]] = {}

    def key_result(self, node: KeyResultNode) -> KeyResultScore:
        """What is known of a key result."""
        if node.ref not in self._key_results:
            self._key_results[node.ref] = self._scored_key_result(node)
        return self._key_results[node.ref]

    def has_values(self, node: KeyResultNode) -> bool:
        """Whether anything is measured of a key result in its window up to the day."""
        kpi = self.workspace.kpi_of(node)
        if kpi is not None:
            return bool(self.evidence(node).values)
        return entries.gives_value(node, self.as_of)

    def is_silent(self, node: KeyResultNode) -> bool:
        """Whether nothing was heard of a key result for so long that it is stale while it runs."""
        return self._is_silent(node, self._last_update(node))

    def forecast(self, node: KeyResultNode) -> KeyResultForecast | None:
        """Where a metric is heading; `None` where nothing tells, as from its due date on."""
        if node.ref not in self._forecasts:
            self._forecasts[node.ref] = self._forecast(node)
        return self._forecasts[node.ref]

    def objective(self, node: ObjectiveNode) -> ObjectiveScore:
        """What is known of an objective."""
        if node.ref not in self._objectives:
            for each in innermost_first(node, self._unscored_children):
                self._objectives[each.ref] = self._scored_objective(each)
        return self._objectives[node.ref]

    def kpi(self, node: KpiNode) -> KpiHealth:
        """What is known of a KPI."""
        if node.ref not in self._kpis:
            self._kpis[node.ref] = self._kpi_on(node, self.as_of)
        return self._kpis[node.ref]

    def guardrails(self, node: ObjectiveNode) -> list[KpiHealth]:
        """The KPIs that must stay healthy while an objective is pursued, those that there are.

        They are judged no later than on the last day of its cycle: what happens to them afterwards is not its
        doing, and a finished quarter does not change its colour.
        """
        known = (self.workspace.kpis[kpi] for kpi in node.goal.guardrails if kpi in self.workspace.kpis)
        if self.as_of <= node.cycle.end:
            return [self.kpi(kpi) for kpi in known]
        return [self._kpi_on(kpi, node.cycle.end) for kpi in known]

    def _kpi_on(self, node: KpiNode, day: dt.date) -> KpiHealth:
        return kpi_health(node, self.series(node), day, self.workspace.settings.check_ins.grace_days)

    def series(self, node: KpiNode) -> tuple[DatedValue, ...]:
        """All readings of a KPI in order of date, those of its formula included, whatever the day is.

        A formula that is none, or that needs itself, computes nothing; the rules report it.
        """
        if node.ref not in self._series:
            for each in innermost_first(node, self._unread_inputs):
                self._series[each.ref] = self._readings(each)
        return self._series[node.ref]

    def objectives(self, cycle: Cycle, team: str | None = None) -> list[ObjectiveScore]:
        """The active objectives of a cycle, of one team or of all, in the order of the files."""
        return [self.objective(node) for node in self._active(cycle, team)]

    def _active(self, cycle: Cycle, team: str | None) -> list[ObjectiveNode]:
        return [
            node
            for node in self.workspace.objectives.values()
            if node.goal.status == "active" and node.cycle.id == cycle.id and team in (None, node.team)
        ]

    def total(self, objectives: Sequence[ObjectiveScore]) -> Rollup:
        """The weighted mean of objectives: of a team, a cycle, or whatever was chosen.

        One whose score is made of others in the same total is left out, so that nothing counts twice.
        """
        mean = rolled_up(self.parts_of(self.counted(objectives)))
        return Rollup(mean.state, mean.score, mean.coverage, mean.expected, self._status(mean))

    def counted(self, objectives: Sequence[ObjectiveScore]) -> list[ObjectiveScore]:
        """Those objectives that enter their total."""
        chosen = {each.node.ref for each in objectives}
        return [
            each
            for each in objectives
            if each.state != "unscored" and chosen.isdisjoint(child.node.ref for child in each.children)
        ]

    def parts_of(self, results: Sequence[KeyResultScore | ObjectiveScore]) -> list[Part]:
        """Scores as they enter the one above them."""
        return [_part_of(each) for each in results]

    def evidence(self, node: KeyResultNode) -> Evidence:
        """What a key result is scored by on the day."""
        reported = entries.check_ins(node, self.as_of)
        kpi = self.workspace.kpi_of(node)
        if kpi is None:
            return Evidence(reported, entries.reported_values(node, reported))
        history = entries.up_to(self.series(kpi), self.as_of)
        values = entries.between(history, node.start, node.due)
        return Evidence(reported, values, history, kpi.goal.direction)

    def baseline(self, node: KeyResultNode) -> Baseline:
        """Where a metric starts, and which way leads to its target."""
        return baseline_of(node, self.evidence(node))

    def forecast_values(self, node: KeyResultNode) -> tuple[DatedValue, ...]:
        """What a forecast rests on: its values, after the baseline where none bears the date of the start."""
        return _with_start(node, self.evidence(node).values, self.baseline(node))

    def parts(self, node: ObjectiveNode) -> list[Part]:
        """What an objective's score is made of: its key results, the objectives that support it, or both."""
        own = node.key_results if node.goal.rollup in ("key_results", "both") else ()
        parts = [self.part(each) for each in own if each.goal.status == "active"]
        children = (self.part(each) for each in self._children(node))
        return [*parts, *(each for each in children if each.state != "unscored")]

    def part(self, node: ObjectiveNode | KeyResultNode) -> Part:
        """A goal as it enters the score of what is made of it."""
        if isinstance(node, ObjectiveNode):
            return _part_of(self.objective(node))
        return _part_of(self.key_result(node))

    def _readings(self, node: KpiNode) -> tuple[DatedValue, ...]:
        """Those that are written, or that its formula computes from what is there of the others."""
        if node.goal.formula is None:
            return entries.in_order(node.readings)
        parsed = formula.understood(node.goal.formula)
        if parsed is None:
            return ()
        return tuple(formula.series(parsed, {kpi: self._series.get(kpi, ()) for kpi in parsed.references}))

    def _unread_inputs(self, node: KpiNode) -> list[KpiNode]:
        """The KPIs in its formula, those that there are, whose readings are not computed yet."""
        kpis = self.workspace.kpis
        needed = formula.references_of(node.goal.formula)
        return [kpis[kpi] for kpi in needed if kpi in kpis and kpi not in self._series]

    def _scored_key_result(self, node: KeyResultNode) -> KeyResultScore:
        evidence = self.evidence(node)
        baseline = baseline_of(node, evidence)
        progress = self._progress(node, evidence, baseline)
        score = None if progress is None else clamped(progress)
        state = self._state(node, score)
        expected = expected_score(node, baseline, self.as_of)
        last_update = self._last_update(node)
        stale = self._is_stale(node, score, last_update)
        date, value = (None, None) if state == "upcoming" else _latest_value(node, evidence)
        return KeyResultScore(
            node=node,
            state=state,
            progress=progress,
            score=score,
            expected=expected,
            status=self._key_result_status(node, score, expected, stale=stale),
            grade=self._grade(score, node, node.goal.close),
            stale=stale,
            baseline=baseline.value,
            baseline_assumed=baseline.assumed,
            value=value,
            value_date=date,
            last_update=last_update,
            already_met=baseline.already_met,
            late=date is not None and date > node.due,
            confidence=_latest(evidence, "confidence"),
            reported_status=_latest(evidence, "status"),
            reported_score=_latest(evidence, "score"),
            values=evidence.values,
        )

    def _progress(self, node: KeyResultNode, evidence: Evidence, baseline: Baseline) -> float | None:
        """As its measure says, else the grade of its close; `None` where neither does or before its start."""
        if node.start > self.as_of:
            return None
        progress = progress_of(node, evidence, baseline, self.as_of)
        return _grade_given(self._close(node.goal.close)) if progress is None else progress

    def _state(self, node: KeyResultNode, score: float | None) -> State:
        if score is not None:
            return "scored"
        return "upcoming" if node.start > self.as_of else "no_data"

    def _key_result_status(
        self, node: KeyResultNode, score: float | None, expected: float, *, stale: bool
    ) -> Status | None:
        if score is None:
            return None
        status = key_result_status(node, score, expected, self.as_of, self._settings)
        return "at_risk" if stale and status == "on_track" else status

    def _close(self, close: Close | None) -> Close | None:
        """A close, from its date on."""
        return close if close is not None and close.date <= self.as_of else None

    def _grade(
        self, score: float | None, node: KeyResultNode | ObjectiveNode, close: Close | None
    ) -> Grade | None:
        ended = self.as_of > node.cycle.end or self._close(close) is not None
        if score is None or not ended:
            return None
        return grade_of(score, node.ambition, self._settings)

    def _last_update(self, node: KeyResultNode) -> dt.date | None:
        goal, as_of, kpi = node.goal, self.as_of, self.workspace.kpi_of(node)
        days = [entry.date for entry in goal.check_ins]
        if kpi is not None:
            days += [day for day, _ in self.series(kpi)]
        if goal.milestones is not None:
            days += [each.done for each in goal.milestones if each.done is not None]
        if goal.done_on is not None:
            days.append(goal.done_on)
        return max([day for day in days if day <= as_of], default=None)

    def _is_stale(self, node: KeyResultNode, score: float | None, last_update: dt.date | None) -> bool:
        """Silence is only stale while there is something left to say."""
        if not node.start <= self.as_of <= node.due or self._is_closed(node):
            return False
        finished = score is not None and at_least(score, 1.0)
        if finished and (node.goal.measure != "maintain" or self.as_of >= node.due):
            return False
        return self._is_silent(node, last_update)

    def _is_silent(self, node: KeyResultNode, last_update: dt.date | None) -> bool:
        last = max(last_update or node.start, node.start)
        grace_days = self.workspace.settings.check_ins.grace_days
        return is_overdue(last, self.as_of, self.workspace.cadence_of(node), grace_days)

    def _is_closed(self, node: KeyResultNode) -> bool:
        objective = self.workspace.objectives[node.objective_ref]
        return self._close(node.goal.close) is not None or self._close(objective.goal.close) is not None

    def _forecast(self, node: KeyResultNode) -> KeyResultForecast | None:
        target = node.goal.target
        if target is None or not node.start <= self.as_of < node.due:
            return None
        evidence = self.evidence(node)
        baseline = baseline_of(node, evidence)
        if baseline.value is None or baseline.direction == 0:
            return None
        values = _with_start(node, evidence.values, baseline)
        direction: Direction = 1 if baseline.direction > 0 else -1
        estimate = forecast(values, node.due, target, direction)
        if estimate is None:
            return None
        progress = metric_progress(node.goal, estimate.value, baseline)
        return None if progress is None else KeyResultForecast(estimate, clamped(progress))

    def _active_key_results(self, node: ObjectiveNode) -> Iterator[KeyResultScore]:
        return (self.key_result(each) for each in node.key_results if each.goal.status == "active")

    def _scored_children(self, node: ObjectiveNode) -> list[ObjectiveScore]:
        """The scores that enter this one."""
        scored = (self.objective(child) for child in self._children(node))
        return [each for each in scored if each.state != "unscored"]

    def _children(self, node: ObjectiveNode) -> list[ObjectiveNode]:
        """The objectives that a score is made of, each once; one in a loop with it is left out."""
        if node.goal.rollup not in ("children", "both"):
            return []
        goals: tuple[ObjectiveNode | KeyResultNode, ...] = (node, *node.key_results)
        supporters = [
            child
            for goal in goals
            for child in self.workspace.children(goal)
            if child.goal.status == "active" and not self._supports(node, child)
        ]
        return list(dict.fromkeys(child for child in supporters if _is_inside(child, node)))

    def _unscored_children(self, node: ObjectiveNode) -> list[ObjectiveNode]:
        return [child for child in self._children(node) if child.ref not in self._objectives]

    def _supports(self, node: ObjectiveNode, other: ObjectiveNode) -> bool:
        """Whether a chain of `supports` leads from an objective up to another, or to itself."""
        seen: set[str] = set()
        ahead = [node]
        while ahead:
            current = ahead.pop()
            if current.ref == other.ref:
                return True
            if current.ref not in seen:
                seen.add(current.ref)
                ahead += (self.workspace.objective_of(parent) for parent in self.workspace.parents(current))
        return False

    def _scored_objective(self, node: ObjectiveNode) -> ObjectiveScore:
        key_results = tuple(self._active_key_results(node))
        children = tuple(self._scored_children(node))
        mean = self._mean(node)
        stale = any(each.stale for each in key_results)
        breached, uncertain = self._breached_and_uncertain(node)
        return ObjectiveScore(
            node=node,
            state=mean.state,
            score=mean.score,
            coverage=mean.coverage,
            expected=mean.expected,
            status=_held_back(self._status(mean), stale=stale, breached=bool(breached)),
            grade=self._grade(mean.score, node, node.goal.close),
            stale=stale,
            breached_guardrails=tuple(breached),
            uncertain_guardrails=tuple(uncertain),
            key_results=key_results,
            children=children,
        )

    def _mean(self, node: ObjectiveNode) -> Mean:
        if node.goal.rollup == "none":
            return Mean("unscored", None, 0.0, None, ())
        mean = rolled_up(self.parts(node), over=self.as_of > node.cycle.end)
        grade = _grade_given(self._close(node.goal.close))
        if mean.score is not None or grade is None:
            return mean
        # people graded what could not be computed: their grade is its score, against all that was expected
        return Mean("scored", clamped(grade), 1.0, 1.0, ())

    def _status(self, mean: Mean | Rollup) -> Status | None:
        if mean.score is None or mean.expected is None:
            return None
        return status_of(mean.score, mean.expected, self._settings)

    def _breached_and_uncertain(self, node: ObjectiveNode) -> tuple[list[str], list[str]]:
        """The KPIs that an objective breaches, and those that are stale or say nothing."""
        health = self.guardrails(node)
        breached = [each.node.ref for each in health if each.health == "unhealthy"]
        uncertain = [each.node.ref for each in health if each.stale or each.health == "no_data"]
        return breached, uncertain


def _with_start(
    node: KeyResultNode, values: tuple[DatedValue, ...], baseline: Baseline
) -> tuple[DatedValue, ...]:
    """Values with the baseline at the start before them, unless one bears that date."""
    if baseline.value is None or not values or values[0][0] <= node.start:
        return values
    return ((node.start, baseline.value), *values)


def _held_back(status: Status | None, *, stale: bool, breached: bool) -> Status | None:
    """A status after silence and guardrails had their say: silence is never green, nor is a breach."""
    if breached and status in ("done", "on_track"):
        return "at_risk"
    return "at_risk" if stale and status == "on_track" else status


def _is_inside(child: ObjectiveNode, parent: ObjectiveNode) -> bool:
    """Whether a child belongs to its parent's own cycle or to one that lies in it."""
    outer, inner = parent.cycle, child.cycle
    return outer.start <= inner.start and inner.end <= outer.end


def _grade_given(close: Close | None) -> float | None:
    return None if close is None or close.grade is None else clamped(close.grade)


def _latest_value(node: KeyResultNode, evidence: Evidence) -> tuple[dt.date, float] | tuple[None, None]:
    """The last value with its day; none for a measure without values."""
    has_value = node.goal.measure in ("metric", "maintain") and bool(evidence.values)
    return evidence.values[-1] if has_value else (None, None)


def _latest(evidence: Evidence, key: str) -> Any:
    """The latest check-in's `key`, of those that have one."""
    for entry in reversed(evidence.entries):
        value = getattr(entry, key)
        if value is not None:
            return value
    return None


def _part_of(score: KeyResultScore | ObjectiveScore) -> Part:
    return Part(score.node.ref, score.weight, score.state, score.score, score.expected)
