"""KPIs as a report shows them: figures, words, and their process behaviour chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okr.reports.kpi_output import KpiOutput, kpi_output
from okr.reports.kpi_rows import KpiChart, KpiRow, kpi_chart

if TYPE_CHECKING:
    from okr.scoring import KpiHealth, Scores
    from okr.workspace import KpiNode


@dataclass(frozen=True, slots=True)
class KpiPart:
    """A KPI on the day of the report.

    Attributes:
        figures: Its numbers, as `okr kpi list` tells them.
        team: The name of its team.
    """

    figures: KpiOutput
    team: str
    definition: str | None
    chart: KpiChart

    @property
    def row(self) -> KpiRow:
        """It in words."""
        return self.chart.row


def kpi_parts(nodes: Iterable[KpiNode], scores: Scores) -> tuple[KpiPart, ...]:
    """The KPIs that are still measured."""
    return tuple(_kpi(scores.kpi(node), scores) for node in nodes if node.goal.is_live(scores.as_of))


def _kpi(health: KpiHealth, scores: Scores) -> KpiPart:
    node = health.node
    team = scores.workspace.teams.get(node.team)
    return KpiPart(
        figures=kpi_output(health),
        team=node.team if team is None else team.name,
        definition=node.goal.definition,
        chart=kpi_chart(health, scores.as_of),
    )
