"""What `okr score --format json` says. Numbers are uncut; a missing one is null, and `state` says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Literal, TypedDict

from okr.model.fields import Ambition, ReportedStatus
from okr.model.goals import RANGE_BOUNDS, Close, Measure, Range
from okr.reports.chosen import ChosenGoals, TeamScore
from okr.reports.goal_rows import close_of
from okr.reports.json_schema import Date, Share
from okr.scoring import (
    Grade,
    KeyResultForecast,
    KeyResultScore,
    ObjectiveScore,
    Rollup,
    Scores,
    State,
    Status,
)

RangeOutput = dict[str, float | list[float]]


class RollupOutput(TypedDict):
    """What several goals come to."""

    state: State
    score: Share | None
    coverage: Annotated[float, "The share of the weight that is measured."]
    expected: Share | None
    status: Status | None


class TeamOutput(RollupOutput):
    """What the objectives of a team come to."""

    team: str


class CloseOutput(TypedDict):
    """What people said of a goal at its end."""

    date: Date
    grade: float | None
    reason: str | None
    causes: list[str]
    next: Literal["done", "carry_over", "drop"] | None


class ForecastOutput(TypedDict):
    """What the value on the due date will be: an 80 % interval, and the chance to reach the target."""

    value: float
    low: float
    high: float
    score: Share
    probability: Share


class KeyResultOutput(TypedDict):
    """A key result and where it is."""

    ref: str
    title: str
    owner: str | None
    measure: Measure
    unit: str | None
    ambition: Ambition
    start: Date
    due: Date
    baseline: float | None
    baseline_assumed: bool
    target: float | None
    range: RangeOutput | None
    value: float | None
    value_date: Date | None
    state: State
    progress: Annotated[float | None, "Signed and not cut: 0 at the baseline, 1 at the target."]
    score: Share | None
    expected: Share
    status: Status | None
    grade: Grade | None
    stale: bool
    already_met: bool
    late: bool
    close: CloseOutput | None
    confidence: Share | None
    reported_status: ReportedStatus | None
    reported_score: float | None
    weight: float
    forecast: ForecastOutput | None


class ObjectiveFigures(TypedDict):
    """An objective and where it is, without its key results."""

    ref: str
    team: str
    title: str
    owner: str | None
    ambition: Ambition
    state: State
    score: Share | None
    coverage: Share
    expected: Share | None
    status: Status | None
    grade: Grade | None
    stale: bool
    breached_guardrails: list[str]
    uncertain_guardrails: list[str]
    weight: float
    close: CloseOutput | None


class ObjectiveOutput(ObjectiveFigures):
    """An objective and where it is."""

    key_results: list[KeyResultOutput]


class CycleOutput(TypedDict):
    """The objectives of a cycle, and what they come to."""

    cycle: str
    objectives: list[ObjectiveOutput]
    teams: list[TeamOutput]
    total: RollupOutput


class ScoreOutput(CycleOutput):
    """The output of `okr score`."""

    schema: Literal["okr.score/1"]
    as_of: Date


class ScoresOutput(TypedDict):
    """The output of `okr score --all-cycles`."""

    schema: Literal["okr.scores/1"]
    as_of: Date
    cycles: list[CycleOutput]


def score_output(chosen: ChosenGoals, scores: Scores) -> ScoreOutput:
    """The scores of one cycle."""
    return {"schema": "okr.score/1", "as_of": scores.as_of.isoformat(), **_cycle(chosen, scores)}


def scores_output(cycles: Iterable[ChosenGoals], scores: Scores) -> ScoresOutput:
    """The scores of several cycles."""
    return {
        "schema": "okr.scores/1",
        "as_of": scores.as_of.isoformat(),
        "cycles": [_cycle(each, scores) for each in cycles],
    }


def _cycle(chosen: ChosenGoals, scores: Scores) -> CycleOutput:
    return {
        "cycle": chosen.cycle.id,
        "objectives": [_objective(each, scores) for each in chosen.objectives],
        "teams": [_team(each) for each in chosen.teams],
        "total": _rollup(chosen.total),
    }


def _team(team: TeamScore) -> TeamOutput:
    return {"team": team.team, **_rollup(team.total)}


def _rollup(total: Rollup) -> RollupOutput:
    return {
        "state": total.state,
        "score": total.score,
        "coverage": total.coverage,
        "expected": total.expected,
        "status": total.status,
    }


def _objective(score: ObjectiveScore, scores: Scores) -> ObjectiveOutput:
    key_results = [key_result_output(each, scores) for each in score.key_results]
    return {**objective_figures(score, scores.as_of), "key_results": key_results}


def objective_figures(score: ObjectiveScore, as_of: dt.date) -> ObjectiveFigures:
    """An objective without its key results."""
    node = score.node
    return {
        "ref": node.ref,
        "team": node.team,
        "title": node.goal.title,
        "owner": node.goal.owner,
        "ambition": node.goal.ambition,
        "state": score.state,
        "score": score.score,
        "coverage": score.coverage,
        "expected": score.expected,
        "status": score.status,
        "grade": score.grade,
        "stale": score.stale,
        "breached_guardrails": list(score.breached_guardrails),
        "uncertain_guardrails": list(score.uncertain_guardrails),
        "weight": node.goal.weight,
        "close": _close(close_of(node, as_of)),
    }


def key_result_output(score: KeyResultScore, scores: Scores) -> KeyResultOutput:
    """A key result."""
    node, goal = score.node, score.node.goal
    return {
        "ref": node.ref,
        "title": goal.title,
        "owner": node.owner,
        "measure": goal.measure,
        "unit": goal.unit,
        "ambition": node.ambition,
        "start": node.start.isoformat(),
        "due": node.due.isoformat(),
        "baseline": score.baseline,
        "baseline_assumed": score.baseline_assumed,
        "target": goal.target,
        "range": range_output(goal.maintain),
        "value": score.value,
        "value_date": None if score.value_date is None else score.value_date.isoformat(),
        "state": score.state,
        "progress": score.progress,
        "score": score.score,
        "expected": score.expected,
        "status": score.status,
        "grade": score.grade,
        "stale": score.stale,
        "already_met": score.already_met,
        "late": score.late,
        "close": _close(close_of(node, scores.as_of)),
        "confidence": score.confidence,
        "reported_status": score.reported_status,
        "reported_score": score.reported_score,
        "weight": score.weight,
        "forecast": _forecast(scores.forecast(node)),
    }


def range_output(limits: Range | None) -> RangeOutput | None:
    """A range by the one bound that it is written with."""
    if limits is None:
        return None
    bound = next(each for each in RANGE_BOUNDS if getattr(limits, each) is not None)
    value = getattr(limits, bound)
    return {bound: list(value) if isinstance(value, tuple) else value}


def _forecast(forecast: KeyResultForecast | None) -> ForecastOutput | None:
    if forecast is None:
        return None
    estimate = forecast.estimate
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "score": forecast.score,
        "probability": estimate.probability,
    }


def _close(close: Close | None) -> CloseOutput | None:
    if close is None:
        return None
    return {
        "date": close.date.isoformat(),
        "grade": close.grade,
        "reason": close.reason,
        "causes": list(close.causes),
        "next": close.next,
    }
