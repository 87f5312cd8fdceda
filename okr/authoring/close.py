"""Closing goals: what came of them, and what is to be learnt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from okr.authoring.checkin import short
from okr.authoring.plans import DoubtError, Plan, checked, draft_of, set_key, without_empty
from okr.edits import Draft
from okr.errors import OkrError
from okr.model.cycles import Cycle
from okr.scoring import KeyResultScore, ObjectiveScore, Scores
from okr.scoring.numbers import shown
from okr.workspace import KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace

CAUSES = ("ambition", "wrong-measure", "dependency", "capacity", "priority", "external", "focus", "ownership")
NEXT = ("done", "carry_over", "drop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What is said of a goal at its end.

    Attributes:
        grade: What people give it; left out where it is what was computed.
    """

    date: dt.date
    grade: float | None = None
    reason: str | None = None
    retro: str | None = None
    causes: Sequence[str] = ()
    next: str | None = None


def plan_close(
    workspace: Workspace, closings: Sequence[tuple[str, Closing]], today: dt.date, *, sure: bool = False
) -> Plan:
    """The plan for closing objectives or key results.

    Args:
        workspace: As it is.
        closings: Whole references, and what is said of each.
        today: The day of the run.
        sure: The person means to close what is not over.

    Raises:
        DoubtError: The cycle is not over.
        OkrError: One is closed already, or a grade overrules the computed one without a reason.
    """
    drafts: dict[str, Draft] = {}
    for ref, closing in closings:
        node = workspace.nodes[ref]
        _refuse(node, closing, today)
        if not sure:
            _hesitate(node, closing)
        entry = _entry(Scores(workspace, closing.date), node, closing)
        draft = drafts.get(node.place.path) or draft_of(workspace, node.place.path)
        drafts[node.place.path] = draft.apply(set_key(workspace, node, "close", entry))
    names = [short(workspace.nodes[ref]) for ref, _ in closings]
    what = names[0] if len(names) == 1 else f"{len(names)} goals"
    return Plan(checked(workspace, drafts.values()), f"Close {what}")


def open_objectives(workspace: Workspace, cycle: Cycle) -> list[ObjectiveNode]:
    """The active objectives of a cycle that have no close, in the order of the files."""
    nodes = workspace.objectives.values()
    return [
        node
        for node in nodes
        if node.cycle.id == cycle.id and node.goal.close is None and node.goal.status == "active"
    ]


def computed(scores: Scores, node: ObjectiveNode | KeyResultNode) -> float | None:
    """The score that is offered as the grade; `None` where nothing could be computed."""
    found: ObjectiveScore | KeyResultScore
    found = scores.objective(node) if isinstance(node, ObjectiveNode) else scores.key_result(node)
    return found.score


def overrules(score: float | None, grade: float | None) -> bool:
    """Whether a grade differs from a score as it is shown."""
    return grade is not None and (score is None or shown(score) != shown(grade))


def _refuse(node: Node, closing: Closing, today: dt.date) -> None:
    if isinstance(node, KpiNode):
        raise OkrError(
            f'"{node.ref}" is a KPI, and KPIs are not closed', hint=f"Retire it: okr drop {node.ref}."
        )
    if node.goal.close is not None:
        raise OkrError(
            f"{short(node)} was closed on {node.goal.close.date}",
            hint="Change its close by hand, in a review.",
        )
    if closing.date > today:
        raise OkrError(f"{closing.date} is in the future", hint="A goal is closed when it is over.")
    unknown = next((cause for cause in closing.causes if cause not in CAUSES), None)
    if unknown is not None:
        raise OkrError(f'there is no cause "{unknown}"', hint=f"Causes are {', '.join(CAUSES)}.")


def _hesitate(node: Node, closing: Closing) -> None:
    if node.cycle is not None and closing.date < node.cycle.end:
        raise DoubtError(
            f"{node.cycle.id} is not over before {node.cycle.end}",
            hint=f"With --yes {short(node)} is closed all the same; okr drop says that it is given up.",
        )


def _entry(scores: Scores, node: Node, closing: Closing) -> dict[str, Any]:
    assert not isinstance(node, KpiNode)  # noqa: S101  # refused before
    score = computed(scores, node)
    entry: dict[str, Any] = {"date": closing.date.isoformat()}
    if overrules(score, closing.grade):
        if closing.reason is None:
            known = "nothing could be computed" if score is None else f"the computed score is {shown(score)}"
            raise OkrError(
                f"a grade of {closing.grade} for {short(node)} needs a reason: {known}",
                hint="Say it with --reason.",
            )
        entry["grade"] = closing.grade
    rest = {
        "reason": closing.reason,
        "retro": closing.retro,
        "causes": [*closing.causes],
        "next": closing.next,
    }
    return {**entry, **without_empty(**rest)}


def causes_of(texts: Iterable[str]) -> list[str]:
    """Causes from texts that may name several with commas between."""
    return [each.strip() for text in texts for each in text.split(",") if each.strip()]
