"""What `okr diff --format json` says."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypedDict

from okr.diagnostics import Severity
from okr.reports.diff import ChangeLine, DiffReport, EffectLine, SideLabel, Spot
from okr.reports.json_schema import Count, Date, Share

AreaName = Literal["goalposts", "scope", "progress", "alignment", "people", "wording", "workspace"]
Line = Annotated[int, ("minimum", 1)]


class SideOutput(TypedDict):
    """One side of the comparison."""

    revision: Annotated[str | None, "The id of its commit; null for the index and the work tree."]
    as_of: Date


class SpotOutput(TypedDict):
    """A place in a file, 1-based."""

    path: Annotated[str, "Relative to the workspace."]
    line: Line
    column: Line


class ChangeOutput(TypedDict):
    """One change."""

    kind: Annotated[str, ("pattern", "^[a-z-]+$"), "As in target-eased, whose mirror is target-hardened."]
    area: AreaName
    severity: Literal["error", "warning", "info"]
    rule: Annotated[str | None, "The rule that it breaks."]
    ref: Annotated[str | None, "In the head, or in the base where it is gone; null for a setting."]
    field: Annotated[str | None, "The key that differs."]
    old: Any
    new: Any
    eased_by: Annotated[
        float | None, "How much easier, as a share of the old distance; negative where harder."
    ]
    message: str
    base: SpotOutput | None
    head: SpotOutput | None
    amended: bool
    fingerprint: str
    claims: Annotated[int, ("minimum", 0), "How many smaller changes it stands for."]


class EffectOutput(TypedDict):
    """What it does to the score of an objective; the three parts sum to the difference."""

    ref: str
    before: Share | None
    after: Share | None
    progress: float
    goalposts: float
    scope: float


class SummaryOutput(TypedDict):
    """How many changes there are of which severity."""

    error: Count
    warning: Count
    info: Count


class DiffOutput(TypedDict):
    """The output of `okr diff`."""

    schema: Literal["okr.diff/1"]
    base: SideOutput
    head: SideOutput
    changes: list[ChangeOutput]
    effects: list[EffectOutput]
    summary: SummaryOutput


def diff_output(report: DiffReport) -> DiffOutput:
    """A comparison, what matters most first."""
    counts = report.by_severity
    return {
        "schema": "okr.diff/1",
        "base": _side(report.base),
        "head": _side(report.head),
        "changes": [_change(line) for line in report.lines],
        "effects": [_effect(line) for line in report.effects],
        "summary": {
            "error": counts[Severity.ERROR],
            "warning": counts[Severity.WARNING],
            "info": counts[Severity.INFO],
        },
    }


def _side(side: SideLabel) -> SideOutput:
    return {"revision": side.revision, "as_of": side.as_of.isoformat()}


def _change(line: ChangeLine) -> ChangeOutput:
    change = line.change
    return {
        "kind": change.kind,
        "area": change.area.value,
        "severity": change.severity.value,
        "rule": change.rule,
        "ref": change.ref,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "eased_by": change.eased_by,
        "message": change.message,
        "base": _spot(line.base),
        "head": _spot(line.head),
        "amended": change.amended,
        "fingerprint": change.fingerprint,
        "claims": change.claims,
    }


def _spot(spot: Spot | None) -> SpotOutput | None:
    return None if spot is None else {"path": spot.path, "line": spot.line, "column": spot.column}


def _effect(line: EffectLine) -> EffectOutput:
    effect = line.effect
    return {
        "ref": effect.ref,
        "before": effect.before,
        "after": effect.after,
        "progress": effect.progress,
        "goalposts": effect.goalposts,
        "scope": effect.scope,
    }
