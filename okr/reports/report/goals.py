"""Objectives and key results with all that is known of them: figures, words, check-ins, charts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okr.reports.chosen import ChosenGoals, TeamScore
from okr.reports.goal_rows import GoalRow, Standing, close_of
from okr.reports.report.charts import ProgressChart, progress_chart
from okr.reports.report.trends import TrendPoint, Trends
from okr.reports.score_output import (
    KeyResultOutput,
    ObjectiveFigures,
    key_result_output,
    objective_figures,
)
from okr.reports.scoreboard import ObjectiveRows, Scoreboard, TeamRows
from okr.reports.wording import words

if TYPE_CHECKING:
    from okr.model.goals import Amendment, CheckIn, Initiative, Milestone
    from okr.scoring import KeyResultScore, ObjectiveScore, Scores


@dataclass(frozen=True, slots=True)
class CheckInPart:
    """What somebody said on a day, newest first where there are several.

    Attributes:
        said: The value, level or score in words.
        status: As it was reported.
        by: The id of whoever said it.
    """

    date: dt.date
    said: str
    confidence: float | None
    status: str | None
    note: str | None
    blockers: tuple[str, ...]
    evidence: tuple[str, ...]
    by: str | None


@dataclass(frozen=True, slots=True)
class MilestonePart:
    """A step, and when it is due and was done; `late` if it is neither done nor due any more."""

    title: str
    weight: float
    due: dt.date | None
    done: dt.date | None
    late: bool


@dataclass(frozen=True, slots=True)
class AmendmentPart:
    """A goal that was changed on its way, and why."""

    date: dt.date
    what: str
    reason: str
    approved_by: str | None


@dataclass(frozen=True, slots=True)
class InitiativePart:
    """Work that is meant to move a goal."""

    title: str
    owner: str | None
    status: str
    url: str | None


@dataclass(frozen=True, slots=True)
class KeyResultPart:
    """A key result.

    Attributes:
        figures: Its numbers, as `okr score` tells them.
        row: It in words.
        kpi: The id of the KPI that brings its values.
    """

    figures: KeyResultOutput
    row: GoalRow
    kpi: str | None
    note: str | None
    check_ins: tuple[CheckInPart, ...]
    milestones: tuple[MilestonePart, ...]
    initiatives: tuple[InitiativePart, ...]
    amendments: tuple[AmendmentPart, ...]
    chart: ProgressChart | None


@dataclass(frozen=True, slots=True)
class ObjectivePart:
    """An objective with its key results.

    Attributes:
        retro: What was learnt, once it is closed.
        supports: The references of what it supports.
    """

    figures: ObjectiveFigures
    row: GoalRow
    why: str | None
    note: str | None
    tags: tuple[str, ...]
    supports: tuple[str, ...]
    retro: str | None
    initiatives: tuple[InitiativePart, ...]
    amendments: tuple[AmendmentPart, ...]
    trend: tuple[TrendPoint, ...]
    key_results: tuple[KeyResultPart, ...]

    @property
    def owners(self) -> list[str]:
        """The ids of everybody who owns it or one of its key results, each once."""
        rows = (self.row, *(each.row for each in self.key_results))
        return list(dict.fromkeys(row.owner for row in rows if row.owner is not None))


@dataclass(frozen=True, slots=True)
class TeamPart:
    """A team: its id, its name, what its objectives come to, and each of them."""

    id: str
    name: str
    standing: Standing
    measure: str
    trend: tuple[TrendPoint, ...]
    objectives: tuple[ObjectivePart, ...]

    @property
    def rows(self) -> TeamRows:
        """It as rows of a table."""
        rows = (ObjectiveRows(each.row, tuple(kr.row for kr in each.key_results)) for each in self.objectives)
        return TeamRows(self.name, self.standing, self.measure, tuple(rows))


def team_parts(
    chosen: ChosenGoals, board: Scoreboard, scores: Scores, trends: Trends
) -> tuple[TeamPart, ...]:
    """The chosen goals, team by team, from their scores and from these in words."""
    return tuple(
        _team(team, rows, scores, trends) for team, rows in zip(chosen.teams, board.teams, strict=True)
    )


def _team(team: TeamScore, rows: TeamRows, scores: Scores, trends: Trends) -> TeamPart:
    return TeamPart(
        id=team.team,
        name=rows.name,
        standing=rows.standing,
        measure=rows.measure,
        trend=trends.total([each.node for each in team.objectives]),
        objectives=tuple(
            _objective(score, each, scores, trends)
            for score, each in zip(team.objectives, rows.objectives, strict=True)
        ),
    )


def _objective(score: ObjectiveScore, rows: ObjectiveRows, scores: Scores, trends: Trends) -> ObjectivePart:
    node, goal = score.node, score.node.goal
    close = close_of(node, scores.as_of)
    return ObjectivePart(
        figures=objective_figures(score, scores.as_of),
        row=rows.objective,
        why=goal.why,
        note=goal.note,
        tags=goal.tags,
        supports=tuple(each.ref for each in scores.workspace.parents(node)),
        retro=None if close is None else close.retro,
        initiatives=_initiatives(goal.initiatives),
        amendments=_amendments(goal.amendments, scores.as_of),
        trend=trends.objective(node),
        key_results=tuple(
            _key_result(each, row, scores)
            for each, row in zip(score.key_results, rows.key_results, strict=True)
        ),
    )


def _key_result(score: KeyResultScore, row: GoalRow, scores: Scores) -> KeyResultPart:
    goal = score.node.goal
    return KeyResultPart(
        figures=key_result_output(score, scores),
        row=row,
        kpi=goal.kpi,
        note=goal.note,
        check_ins=_check_ins(scores.evidence(score.node).entries),
        milestones=tuple(_milestone(each, scores.as_of) for each in goal.milestones or ()),
        initiatives=_initiatives(goal.initiatives),
        amendments=_amendments(goal.amendments, scores.as_of),
        chart=progress_chart(score, scores),
    )


def _check_ins(entries: Iterable[CheckIn]) -> tuple[CheckInPart, ...]:
    return tuple(_check_in(entry) for entry in reversed(list(entries)))


def _check_in(entry: CheckIn) -> CheckInPart:
    return CheckInPart(
        date=entry.date,
        said=_said(entry),
        confidence=entry.confidence,
        status=None if entry.status is None else words(entry.status),
        note=entry.note,
        blockers=entry.blockers,
        evidence=entry.evidence,
        by=entry.by,
    )


def _said(entry: CheckIn) -> str:
    if entry.value is not None:
        return f"{entry.value:.15g}"
    if entry.level is not None:
        return entry.level
    return "" if entry.score is None else f"score {entry.score:.15g}"


def _milestone(milestone: Milestone, as_of: dt.date) -> MilestonePart:
    done = milestone.done if milestone.done is not None and milestone.done <= as_of else None
    late = done is None and milestone.due is not None and milestone.due < as_of
    return MilestonePart(milestone.title, milestone.weight, milestone.due, done, late)


def _initiatives(initiatives: Iterable[Initiative]) -> tuple[InitiativePart, ...]:
    return tuple(
        InitiativePart(each.title, each.owner, "done" if each.is_done else each.status, each.url)
        for each in initiatives
    )


def _amendments(amendments: Iterable[Amendment], as_of: dt.date) -> tuple[AmendmentPart, ...]:
    return tuple(_amendment(each) for each in amendments if each.date <= as_of)


def _amendment(each: Amendment) -> AmendmentPart:
    what = f"{each.field_}: {_plain(each.from_)} → {_plain(each.to)}"
    return AmendmentPart(each.date, what, each.reason, each.approved_by)


def _plain(value: object) -> str:
    return "–" if value is None else str(value)
