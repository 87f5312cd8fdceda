"""What scoring says: one value for each thing that has a number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, NamedTuple

from okr.scoring.numbers import bounds_of

if TYPE_CHECKING:
    from okr.model.fields import ReportedStatus
    from okr.model.kpis import ReportedHealth, TargetRange
    from okr.scoring.behaviour import Chart
    from okr.scoring.forecast import Forecast
    from okr.workspace import KeyResultNode, KpiNode, ObjectiveNode

State = Literal["scored", "no_data", "upcoming", "unscored"]
Status = Literal["done", "on_track", "at_risk", "off_track"]
Grade = Literal["good", "fair", "poor", "met", "missed"]
Health = Literal["healthy", "watch", "unhealthy", "pending", "no_target", "no_data"]

DatedValue = tuple[dt.date, float]


class KeyResultForecast(NamedTuple):
    """Where a metric is heading on its due date.

    Attributes:
        estimate: In the unit of the value.
        score: That of the expected value, 0 to 1.
    """

    estimate: Forecast
    score: float


class KeyResultScore(NamedTuple):
    """What is known of a key result on a day.

    Attributes:
        state: `scored`, `no_data` or `upcoming`; the numbers below are `None` where it is not `scored`.
        progress: Signed and not cut: 0 at the baseline, 1 at the target.
        score: The progress cut to 0..1.
        expected: The score that its plan expects on the day.
        baseline: As written, or assumed from the first value (`baseline_assumed`).
        value: The latest one, for metric and maintain.
        last_update: The latest day on which anything was said of it.
        already_met: Its assumed baseline already reached the target.
        late: The latest value is dated after the due date.
        confidence: The latest one that somebody gave, and likewise `reported_status` and `reported_score`.
        values: The dated values of its window, by which it is scored.
    """

    node: KeyResultNode
    state: State
    progress: float | None
    score: float | None
    expected: float
    status: Status | None
    grade: Grade | None
    stale: bool
    baseline: float | None
    baseline_assumed: bool
    value: float | None
    value_date: dt.date | None
    last_update: dt.date | None
    already_met: bool
    late: bool
    confidence: float | None
    reported_status: ReportedStatus | None
    reported_score: float | None
    values: tuple[DatedValue, ...]

    @property
    def weight(self) -> float:
        """Its share among its siblings is this by the sum of theirs."""
        return self.node.goal.weight


class Rollup(NamedTuple):
    """The weighted mean of several scores.

    Attributes:
        coverage: How much of the weight is measured, 0 to 1.
        expected: That of exactly the things that enter the score.
    """

    state: State
    score: float | None
    coverage: float
    expected: float | None
    status: Status | None


class ObjectiveScore(NamedTuple):
    """What is known of an objective on a day.

    Attributes:
        breached_guardrails: The KPIs that hold it back.
        uncertain_guardrails: Those that are stale or have no readings; they change no status.
        key_results: Its active ones, whether or not `rollup` takes them.
        children: The objectives whose scores enter its own, where `rollup` takes them.
    """

    node: ObjectiveNode
    state: State
    score: float | None
    coverage: float
    expected: float | None
    status: Status | None
    grade: Grade | None
    stale: bool
    breached_guardrails: tuple[str, ...]
    uncertain_guardrails: tuple[str, ...]
    key_results: tuple[KeyResultScore, ...]
    children: tuple[ObjectiveScore, ...]

    @property
    def weight(self) -> float:
        """Its share among the objectives of a total is this by the sum of theirs."""
        return self.node.goal.weight


class KpiHealth(NamedTuple):
    """What is known of a KPI on a day.

    Attributes:
        target: The range that is in force.
        reported: What people last said of it.
        readings: All of them up to the day, in order of date; those of a formula are computed.
        chart: The process behaviour chart of the readings; `None` for fewer than six.
    """

    node: KpiNode
    value: float | None
    value_date: dt.date | None
    health: Health
    stale: bool
    target: TargetRange | None
    reported: ReportedHealth | None
    readings: tuple[DatedValue, ...]
    chart: Chart | None

    @property
    def bounds(self) -> tuple[float, ...]:
        """The numbers that its value is held against."""
        return bounds_of(self.target, self.node.goal.alert)
