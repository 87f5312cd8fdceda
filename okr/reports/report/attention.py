"""What needs attention: goals, KPIs and files, worst first, each with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from okr.diagnostics import Diagnostic, Severity
from okr.reports.goal_rows import disagreements
from okr.reports.wording import likelihood, shown, with_unit, words, written
from okr.scoring import KeyResultScore, ObjectiveScore

if TYPE_CHECKING:
    from okr.reports.kpi_rows import KpiRow
    from okr.reports.report.kpis import KpiPart
    from okr.scoring import Scores

ReasonKind = Literal[
    "off_track", "missed", "guardrail", "breached", "forecast", "disagreement", "stale", "finding"
]
Subject = Literal["objective", "key_result", "kpi", "file"]

KINDS: tuple[ReasonKind, ...] = (
    "off_track",
    "missed",
    "guardrail",
    "breached",
    "forecast",
    "disagreement",
    "stale",
    "finding",
)
"""The kinds of reason, the worst first."""

UNLIKELY = 0.33
"""A forecast below this chance misses; `okr.scoring.forecast` calls it unlikely."""

TOLD_ALREADY = frozenset({"OKR403", "OKR407", "OKR501", "OKR504"})
"""Rules that say of a goal or KPI what a reason of another kind says here."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something needs attention, in a few words."""

    kind: ReasonKind
    text: str


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """Something that needs attention.

    Attributes:
        what: What it is; `file` where a finding is about no goal or KPI.
        ref: Its reference; a file's path.
        gap: How far its score is behind what is expected, 0 to 1; 0 where that says nothing.
        reasons: The worst first.
    """

    what: Subject
    ref: str
    title: str
    team: str | None
    owner: str | None
    gap: float
    reasons: tuple[Reason, ...]


def attention(
    objectives: Iterable[ObjectiveScore],
    kpis: Iterable[KpiPart],
    findings: Iterable[Diagnostic],
    scores: Scores,
) -> tuple[AttentionItem, ...]:
    """Everything that needs attention, worst first; of what is equally bad, the largest gap first."""
    by_ref = _by_ref(findings)
    items = [*_goals(objectives, by_ref, scores), *_kpis(kpis, by_ref, scores), *_files(by_ref)]
    return tuple(sorted(items, key=_order))


def _order(item: AttentionItem) -> tuple[int, float]:
    return (KINDS.index(item.reasons[0].kind), -item.gap)


def _by_ref(findings: Iterable[Diagnostic]) -> dict[str | None, list[Diagnostic]]:
    """The errors and warnings, by what they are about; hints are for `okr validate`."""
    found: dict[str | None, list[Diagnostic]] = {}
    for each in findings:
        if each.severity is not Severity.INFO and each.code not in TOLD_ALREADY:
            found.setdefault(each.ref, []).append(each)
    return found


def _goals(
    objectives: Iterable[ObjectiveScore], findings: Mapping[str | None, list[Diagnostic]], scores: Scores
) -> Iterator[AttentionItem]:
    for objective in objectives:
        goals: tuple[ObjectiveScore | KeyResultScore, ...] = (objective, *objective.key_results)
        for score in goals:
            found = _findings(findings.get(score.node.ref, ()))
            reasons = sorted((*_reasons(score, scores), *found), key=lambda each: KINDS.index(each.kind))
            if reasons:
                yield _goal(score, tuple(reasons))


def _goal(score: ObjectiveScore | KeyResultScore, reasons: tuple[Reason, ...]) -> AttentionItem:
    node = score.node
    behind = 0.0 if score.score is None or score.expected is None else score.expected - score.score
    return AttentionItem(
        what="objective" if isinstance(score, ObjectiveScore) else "key_result",
        ref=node.ref,
        title=node.goal.title,
        team=node.team,
        owner=score.node.goal.owner if isinstance(score, ObjectiveScore) else score.node.owner,
        gap=max(0.0, behind),
        reasons=reasons,
    )


def _reasons(score: ObjectiveScore | KeyResultScore, scores: Scores) -> Iterator[Reason]:
    if score.grade in ("poor", "missed") and score.score is not None:
        yield Reason("missed", f"ended {words(score.grade)} at {shown(score.score)}")
    elif score.grade is None and score.status == "off_track":
        yield Reason("off_track", _behind(score.score or 0.0, score.expected or 0.0))
    if isinstance(score, ObjectiveScore):
        for kpi in score.breached_guardrails:
            yield Reason("guardrail", f"guardrail {kpi} is unhealthy")
    elif score.grade is None:
        yield from _key_result_reasons(score, scores)


def _behind(score: float, expected: float) -> str:
    return f"off track: {shown(score)} where the plan expects {shown(expected)}"


def _key_result_reasons(score: KeyResultScore, scores: Scores) -> Iterator[Reason]:
    ahead = scores.forecast(score.node)
    if ahead is not None and score.status != "done" and ahead.estimate.probability < UNLIKELY:
        unit = scores.workspace.unit_of(score.node)
        target = with_unit(written(score.node.goal.target or 0.0), unit)
        yield Reason("forecast", f"forecast misses {target}: {likelihood(ahead.estimate)}")
    for said, computed in disagreements(score):
        yield Reason("disagreement", f"reported {said}, computed {computed}")
    if score.stale:
        last = max(score.last_update or score.node.start, score.node.start)
        what = "check-in" if score.node.goal.kpi is None else "reading"
        yield Reason("stale", f"no {what} for {(scores.as_of - last).days} days")


def _findings(findings: Iterable[Diagnostic]) -> Iterator[Reason]:
    for each in findings:
        yield Reason("finding", f"{each.message} ({each.code} {each.name})")


def _kpis(
    kpis: Iterable[KpiPart], findings: Mapping[str | None, list[Diagnostic]], scores: Scores
) -> Iterator[AttentionItem]:
    pursued = _pursued(scores)
    for kpi in kpis:
        row = kpi.row
        reasons = (*_kpi_reasons(row, pursued), *_findings(findings.get(row.id, ())))
        if reasons:
            yield AttentionItem("kpi", row.id, row.title, kpi.figures["team"], row.owner, 0.0, reasons)


def _pursued(scores: Scores) -> frozenset[str]:
    """The KPIs that a live objective works on or guards."""
    live = [
        node
        for node in scores.workspace.objectives.values()
        if node.goal.status == "active" and scores.as_of in node.cycle
    ]
    bound = {each.goal.kpi for node in live for each in node.key_results if each.goal.status == "active"}
    return frozenset({kpi for kpi in bound if kpi} | {kpi for node in live for kpi in node.goal.guardrails})


def _kpi_reasons(kpi: KpiRow, pursued: Collection[str]) -> Iterator[Reason]:
    if kpi.health == "unhealthy" and kpi.id not in pursued:
        value = with_unit(kpi.value, kpi.unit)
        yield Reason("breached", f"unhealthy at {value}, target {kpi.target}, and no objective works on it")
    if kpi.silent:
        yield Reason("stale", kpi.silent)


def _files(findings: Mapping[str | None, list[Diagnostic]]) -> Iterator[AttentionItem]:
    """The findings about no goal or KPI, file by file."""
    by_path: dict[str, list[Diagnostic]] = {}
    for each in findings.get(None, ()):
        by_path.setdefault(each.path, []).append(each)
    for path, found in by_path.items():
        yield AttentionItem("file", path, path, None, None, 0.0, tuple(_findings(found)))
