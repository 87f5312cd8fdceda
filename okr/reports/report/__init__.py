"""What `okr report` says: where a team or an organization stands, in one look and then in depth.

Every format is made of this one value, and JSON is this value itself, field by field.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from okr.reports.chosen import ChosenGoals
from okr.reports.goal_rows import Standing
from okr.reports.kpi_rows import KpiRow, TeamKpis
from okr.reports.report.agenda import AgendaItem, agenda
from okr.reports.report.alignment import aligned
from okr.reports.report.attention import AttentionItem, attention
from okr.reports.report.changes import ChangesPart
from okr.reports.report.ending import Ending, ending
from okr.reports.report.goals import ObjectivePart, TeamPart, team_parts
from okr.reports.report.kpis import KpiPart, kpi_parts
from okr.reports.report.trends import TrendPoint, Trends, trend_days
from okr.reports.scoreboard import Scoreboard, scoreboard
from okr.reports.tree import Branch, TreeOutput, branches, tree_output
from okr.reports.wording import Verdict, shown, words

if TYPE_CHECKING:
    from okr.diagnostics import Diagnostic
    from okr.scoring import Scores
    from okr.workspace import KpiNode

__all__ = ["CyclePart", "Narrowed", "Report", "Summary", "VerdictCount", "report"]

ORDER: tuple[Verdict, ...] = (
    "on_track",
    "at_risk",
    "off_track",
    "done",
    "good",
    "met",
    "fair",
    "poor",
    "missed",
    "not_due",
    "no_data",
    "upcoming",
    "unscored",
)
"""The order in which a summary counts verdicts."""

Phase = Literal["upcoming", "running", "ended"]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the report is narrowed to: the ids of a team and a person, and a tag."""

    team: str | None = None
    owner: str | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class CyclePart:
    """The cycle, and how far it is: `elapsed` is the share of its days that have passed, 0 to 1."""

    id: str
    start: dt.date
    end: dt.date
    strategic: bool
    phase: Phase
    elapsed: float
    left: str


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many objectives are where."""

    verdict: Verdict
    number: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What all of it comes to.

    Attributes:
        sentence: The rest of it in one line.
        measure: What is special about the total, as that only a part of it is measured.
        stale: How many key results are silent for too long.
    """

    sentence: str
    standing: Standing
    measure: str
    counts: tuple[VerdictCount, ...]
    objectives: int
    key_results: int
    kpis: int
    stale: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """A report, in the order in which it is read.

    Attributes:
        people: The names of those who own something, by id.
        changes: `None` where there is nothing to compare with; `unchanged_why` then says why.
        tree: Which goal supports which, as a graph; `branches` is the same from the top down.
        ending: Only where the cycle is over.
        agenda: What waits for the person that the report is narrowed to.
    """

    organization: str | None
    as_of: dt.date
    narrowed: Narrowed
    people: Mapping[str, str]
    cycle: CyclePart
    summary: Summary
    trend: tuple[TrendPoint, ...]
    agenda: tuple[AgendaItem, ...]
    attention: tuple[AttentionItem, ...]
    teams: tuple[TeamPart, ...]
    kpis: tuple[KpiPart, ...]
    changes: ChangesPart | None
    unchanged_why: str | None
    tree: TreeOutput
    branches: tuple[Branch, ...]
    ending: Ending | None

    @property
    def objectives(self) -> list[ObjectivePart]:
        """All of them, team by team."""
        return [each for team in self.teams for each in team.objectives]

    @property
    def board(self) -> Scoreboard:
        """The goals as `okr score` shows them, without those of wider cycles: the tree has them."""
        return Scoreboard(
            organization=self.organization,
            as_of=self.as_of,
            cycle=self.cycle.id,
            start=self.cycle.start,
            end=self.cycle.end,
            strategic=self.cycle.strategic,
            supported=(),
            teams=tuple(team.rows for team in self.teams),
            standing=self.summary.standing,
            measure=self.summary.measure,
        )

    @property
    def kpi_groups(self) -> list[TeamKpis]:
        """The KPIs by team, in their order."""
        groups: dict[str, list[KpiRow]] = {}
        for each in self.kpis:
            groups.setdefault(each.team, []).append(each.row)
        return [TeamKpis(team, tuple(rows)) for team, rows in groups.items()]

    @property
    def narrowed_to(self) -> list[str]:
        """What it is narrowed to, in words."""
        team, tag = self.narrowed.team, self.narrowed.tag
        name = next((each.name for each in self.teams if each.id == team), team)
        return [
            each for each in (name, self.person(self.narrowed.owner), f"tagged {tag}" if tag else "") if each
        ]

    def person(self, person: str | None) -> str:
        """Somebody's name; the id where none is known."""
        return "" if person is None else self.people.get(person, person)


def report(
    chosen: ChosenGoals,
    scores: Scores,
    *,
    kpis: Iterable[KpiNode] = (),
    findings: Iterable[Diagnostic] = (),
    narrowed: Narrowed = Narrowed(),
    changes: ChangesPart | None = None,
    unchanged_why: str | None = None,
) -> Report:
    """The report on some goals and KPIs.

    Args:
        chosen: The goals.
        scores: Of their workspace.
        kpis: The KPIs that it shows.
        findings: What the linter found in these goals, KPIs and their files.
        narrowed: What the goals are narrowed to.
        changes: What changed since the last report.
        unchanged_why: Why there is no telling what changed.
    """
    board = scoreboard(chosen, scores)
    trends = Trends(scores, trend_days(chosen.cycle, scores.as_of))
    shown_kpis = kpi_parts(kpis, scores)
    links = aligned([each.node for each in chosen.objectives], scores)
    person = narrowed.owner
    return Report(
        organization=scores.workspace.settings.organization,
        as_of=scores.as_of,
        narrowed=narrowed,
        people={each.id: each.name for each in scores.workspace.people.values() if each.name},
        cycle=_cycle(chosen),
        summary=_summary(board, len(shown_kpis)),
        trend=trends.total([each.node for each in chosen.objectives]),
        agenda=() if person is None else agenda(person, chosen.objectives, scores),
        attention=attention(chosen.objectives, shown_kpis, findings, scores),
        teams=team_parts(chosen, board, scores, trends),
        kpis=shown_kpis,
        changes=changes,
        unchanged_why=unchanged_why,
        tree=tree_output(links),
        branches=tuple(branches(links, scores)),
        ending=ending(chosen.objectives, scores) if scores.as_of > chosen.cycle.end else None,
    )


def _cycle(chosen: ChosenGoals) -> CyclePart:
    cycle, as_of = chosen.cycle, chosen.as_of
    phase: Phase = "upcoming" if as_of < cycle.start else "ended" if as_of > cycle.end else "running"
    passed = (as_of - cycle.start).days + 1
    return CyclePart(
        id=cycle.id,
        start=cycle.start,
        end=cycle.end,
        strategic=cycle.strategic,
        phase=phase,
        elapsed=min(1.0, max(0.0, passed / cycle.days)),
        left=time_left(cycle.start, cycle.end, as_of),
    )


def time_left(start: dt.date, end: dt.date, as_of: dt.date) -> str:
    """How long a cycle has still to go, in words."""
    if as_of < start:
        return f"starts in {_days(start - as_of)}"
    if as_of > end:
        return f"ended {_days(as_of - end)} ago"
    return f"{_days(end - as_of)} left" if as_of < end else "ends today"


def _days(span: dt.timedelta) -> str:
    return "1 day" if span.days == 1 else f"{span.days} days"


def _summary(board: Scoreboard, kpis: int) -> Summary:
    counts = Counter(each.objective.standing.verdict for each in board.objectives)
    numbers = tuple(VerdictCount(verdict, counts[verdict]) for verdict in ORDER if counts[verdict])
    return Summary(
        sentence=", ".join(_sentence(numbers, board.standing)),
        standing=board.standing,
        measure=board.measure,
        counts=numbers,
        objectives=len(board.objectives),
        key_results=sum(len(each.key_results) for each in board.objectives),
        kpis=kpis,
        stale=board.stale,
        left_out=dict(board.left_out),
    )


def _sentence(counts: Iterable[VerdictCount], standing: Standing) -> Iterator[str]:
    yield from (f"{each.number} {words(each.verdict)}" for each in counts)
    if standing.score is None:
        yield "no score yet"
    elif standing.expected is None:
        yield f"score {shown(standing.score)}"
    else:
        yield f"score {shown(standing.score)} where {shown(standing.expected)} is expected"
