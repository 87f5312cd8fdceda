"""What `okr show` says to programs: a goal or KPI with its figures, and all that is around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from okr.diagnostics import Diagnostic
from okr.model.fields import Lifecycle, ReportedStatus
from okr.model.settings import SeverityName
from okr.reports.json_schema import Date, Share
from okr.reports.kpi_output import KpiOutput, ReadingOutput, kpi_output, readings_output
from okr.reports.kpi_tree import drivers_of
from okr.reports.page import about, depends_on, needed_by, supporting_kpis
from okr.reports.score_output import (
    KeyResultOutput,
    ObjectiveFigures,
    key_result_output,
    objective_figures,
)
from okr.scoring import Scores
from okr.scoring.entries import check_ins
from okr.workspace import KeyResultNode, KpiNode, ObjectiveNode

if TYPE_CHECKING:
    from okr.model.goals import Amendment, CheckIn, Initiative
    from okr.workspace import Node, Workspace


class CheckInOutput(TypedDict):
    """What somebody reported on a day."""

    date: Date
    value: float | None
    level: str | None
    score: float | None
    confidence: Share | None
    status: ReportedStatus | None
    note: str | None
    blockers: list[str]
    evidence: list[str]
    by: str | None


class FindingOutput(TypedDict):
    """What a rule says."""

    code: str
    name: str
    severity: SeverityName
    message: str
    ref: str | None
    path: str
    line: int


class InitiativeOutput(TypedDict):
    """Work that is meant to move a goal."""

    title: str
    owner: str | None
    url: str | None
    status: Literal["open", "doing", "done", "dropped"]
    done: Date | None


class AmendmentOutput(TypedDict):
    """A change after the freeze, and why."""

    date: Date
    field: str
    reason: str
    by: str | None
    approved_by: str | None


class FiguresOutput(TypedDict):
    """Those that fit what the page is about; the others are null or empty."""

    objective: ObjectiveFigures | None
    key_results: list[KeyResultOutput]
    key_result: KeyResultOutput | None
    kpi: KpiOutput | None
    readings: list[ReadingOutput]
    guardrails: list[KpiOutput]


class TiesOutput(TypedDict):
    """The references of what a goal or KPI is tied to."""

    supports: list[str]
    supported_by: list[str]
    depends_on: list[str]
    needed_by: list[str]
    drives: list[str]
    driven_by: list[str]


class PageOutput(FiguresOutput, TiesOutput):
    """The output of `okr show`."""

    schema: Literal["okr.show/1"]
    as_of: Date
    kind: Literal["objective", "key_result", "kpi"]
    ref: str
    path: str
    line: int
    lifecycle: Lifecycle | None
    why: str | None
    definition: str | None
    note: str | None
    links: list[str]
    tags: list[str]
    contributors: list[str]
    check_ins: list[CheckInOutput]
    initiatives: list[InitiativeOutput]
    amendments: list[AmendmentOutput]
    findings: list[FindingOutput]


def page_output(scores: Scores, node: Node, findings: Iterable[Diagnostic]) -> PageOutput:
    """A goal or KPI whole, as of the day of the scores."""
    goal: Any = node.goal
    return {
        "schema": "okr.show/1",
        "as_of": scores.as_of.isoformat(),
        "kind": _kind(node),
        "ref": node.ref,
        "path": node.place.path,
        "line": scores.workspace.span(node.place).start.line,
        "lifecycle": getattr(goal, "status", None),
        "why": getattr(goal, "why", None),
        "definition": getattr(goal, "definition", None),
        "note": goal.note,
        "links": list(goal.links),
        "tags": list(goal.tags),
        "contributors": list(goal.contributors),
        **_figures(scores, node),
        **_ties(scores.workspace, node),
        "check_ins": [_check_in(each) for each in _entries(node, scores.as_of)],
        "initiatives": [_initiative(each) for each in getattr(goal, "initiatives", ())],
        "amendments": [_amendment(each) for each in goal.amendments if each.date <= scores.as_of],
        "findings": [_finding(each) for each in about(node, findings)],
    }


def _kind(node: Node) -> Literal["objective", "key_result", "kpi"]:
    if isinstance(node, KpiNode):
        return "kpi"
    return "objective" if isinstance(node, ObjectiveNode) else "key_result"


def _figures(scores: Scores, node: Node) -> FiguresOutput:
    figures: FiguresOutput = {
        "objective": None,
        "key_results": [],
        "key_result": None,
        "kpi": None,
        "readings": [],
        "guardrails": [],
    }
    if isinstance(node, ObjectiveNode):
        score = scores.objective(node)
        figures["objective"] = objective_figures(score, scores.as_of)
        figures["key_results"] = [key_result_output(each, scores) for each in score.key_results]
        figures["guardrails"] = [kpi_output(each) for each in scores.guardrails(node)]
        return figures
    if isinstance(node, KeyResultNode):
        figures["key_result"] = key_result_output(scores.key_result(node), scores)
    kpi = node if isinstance(node, KpiNode) else scores.workspace.kpis.get(node.goal.kpi or "")
    if kpi is not None:
        figures["kpi"] = kpi_output(scores.kpi(kpi))
        figures["readings"] = readings_output(scores.kpi(kpi))
    return figures


def _ties(workspace: Workspace, node: Node) -> TiesOutput:
    if isinstance(node, KpiNode):
        drivers = drivers_of(workspace)
        return {
            "supports": _refs(workspace.resolved(node.goal.supports, node.cycle)),
            "supported_by": [],
            "depends_on": [],
            "needed_by": [],
            "drives": [ref for ref, each in drivers.items() if node.ref in each],
            "driven_by": list(drivers[node.ref]),
        }
    return {
        "supports": _refs(workspace.parents(node)) if isinstance(node, ObjectiveNode) else [],
        "supported_by": _refs([*workspace.children(node), *supporting_kpis(workspace, node)]),
        "depends_on": _refs(depends_on(workspace, node)),
        "needed_by": _refs(needed_by(workspace, node)),
        "drives": [],
        "driven_by": [],
    }


def _refs(nodes: Iterable[Node]) -> list[str]:
    return [node.ref for node in nodes]


def _entries(node: Node, as_of: dt.date) -> list[CheckIn]:
    return check_ins(node, as_of) if isinstance(node, KeyResultNode) else []


def _check_in(entry: CheckIn) -> CheckInOutput:
    return {
        "date": entry.date.isoformat(),
        "value": entry.value,
        "level": entry.level,
        "score": entry.score,
        "confidence": entry.confidence,
        "status": entry.status,
        "note": entry.note,
        "blockers": list(entry.blockers),
        "evidence": list(entry.evidence),
        "by": entry.by,
    }


def _initiative(initiative: Initiative) -> InitiativeOutput:
    return {
        "title": initiative.title,
        "owner": initiative.owner,
        "url": initiative.url,
        "status": "done" if initiative.is_done else initiative.status,
        "done": None if initiative.done is None else initiative.done.isoformat(),
    }


def _amendment(amendment: Amendment) -> AmendmentOutput:
    return {
        "date": amendment.date.isoformat(),
        "field": amendment.field_,
        "reason": amendment.reason,
        "by": amendment.by,
        "approved_by": amendment.approved_by,
    }


def _finding(diagnostic: Diagnostic) -> FindingOutput:
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "ref": diagnostic.ref,
        "path": diagnostic.path,
        "line": diagnostic.span.start.line,
    }
