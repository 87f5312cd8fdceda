"""Check-ins: what somebody reports of a key result on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from okr.authoring import order
from okr.authoring.numbers import hundredfold
from okr.authoring.plans import DoubtError, Plan, checked, draft_of, keys_of, without_empty
from okr.edits import Insert, Operation, Set
from okr.errors import OkrError
from okr.model.goals import CheckIn, KeyResult, Milestone
from okr.workspace import KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a person says of a key result.

    Attributes:
        done: The day on which it, or its `milestone`, was reached.
        milestone: The title of one, or as much of it as tells it from the others.
    """

    date: dt.date
    value: float | None = None
    level: str | None = None
    score: float | None = None
    confidence: float | None = None
    status: str | None = None
    note: str | None = None
    blockers: Sequence[str] = ()
    evidence: Sequence[str] = ()
    by: str | None = None
    done: dt.date | None = None
    milestone: str | None = None

    def entry(self) -> dict[str, Any]:
        """What of it is written as a check-in; empty where it only says what was reached."""
        said = without_empty(
            value=self.value,
            level=self.level,
            score=self.score,
            confidence=self.confidence,
            status=self.status,
            note=self.note,
            blockers=list(self.blockers),
            evidence=list(self.evidence),
        )
        return {"date": self.date.isoformat(), **said, **without_empty(by=self.by)} if said else {}


def plan_checkin(
    workspace: Workspace, ref: str, report: Report, today: dt.date, *, sure: bool = False
) -> Plan:
    """The plan for a check-in.

    Args:
        workspace: As it is.
        ref: The whole reference of a key result.
        report: What is said of it.
        today: The day of the run, after which nothing can have happened.
        sure: The person means what looks like a slip.

    Raises:
        DoubtError: It looks like a slip, and the person is not `sure`.
        OkrError: It does not fit the key result; the message says what would.
    """
    node = workspace.nodes[ref]
    if not isinstance(node, KeyResultNode):
        raise _not_a_key_result(node)
    _refuse_closed(workspace, node)
    _refuse_date(node, report, today)
    _refuse_wrong_measure(node, report)
    doubts = [] if sure else list(_doubts(node, report))
    if doubts:
        raise doubts[0]
    draft = draft_of(workspace, node.place.path)
    draft = draft.apply(
        *_operations(workspace, node, report, draft.at((*keys_of(workspace, node), "check_ins")))
    )
    return Plan(
        checked(workspace, [draft]),
        f"Check in {short(node)}: {_said(node, report)}",
        tuple(_notes(node, report)),
    )


def short(node: Node) -> str:
    """A reference without its cycle, as people say it."""
    return node.ref if isinstance(node, KpiNode) else node.ref.partition("/")[2]


def shown_number(value: float, unit: str | None) -> str:
    """A number with its unit."""
    written = f"{value:.15g}" if type(value) is float else str(value)
    return f"{written} {unit}" if unit else written


def _said(node: KeyResultNode, report: Report) -> str:
    """What a check-in says, in a few words."""
    if report.milestone is not None:
        return f'"{milestone(node, report.milestone).title}" done on {report.done or report.date}'
    if report.done is not None:
        return f"done on {report.done}"
    if report.value is not None:
        return f"{shown_number(report.value, node.goal.unit)} on {report.date}"
    what = report.level or (f"score {report.score:.15g}" if report.score is not None else "a word on it")
    return f"{what} on {report.date}"


def _notes(node: KeyResultNode, report: Report) -> Iterator[str]:
    if (report.done or report.date) > node.due:
        yield f"This is after its due date {node.due}, and counts as late."
    if node.goal.status == "draft":
        yield "It is a draft, so it is not scored yet."


def _operations(
    workspace: Workspace, node: KeyResultNode, report: Report, entries: Any
) -> Iterator[Operation]:
    keys = keys_of(workspace, node)
    if report.milestone is not None:
        index = (node.goal.milestones or ()).index(milestone(node, report.milestone))
        day = (report.done or report.date).isoformat()
        yield Set((*keys, "milestones", index, "done"), day, order.before("done", order.MILESTONE))
    elif report.done is not None:
        yield Set((*keys, "done"), report.done.isoformat())
    entry = report.entry()
    if entry:
        if _on_day(node, report.date) is not None:
            entry["corrects"] = True
        after = order.before("check_ins", order.KEY_RESULT)
        yield Insert((*keys, "check_ins"), place_by_date(entries, entry["date"]), (entry,), after)


def place_by_date(entries: Any, date: str) -> int:
    """The index behind the last entry that is not later than a day."""
    days = [entry.get("date") if isinstance(entry, dict) else None for entry in entries or []]
    return max(
        (index + 1 for index, day in enumerate(days) if isinstance(day, str) and day <= date), default=0
    )


def _on_day(node: KeyResultNode, day: dt.date) -> CheckIn | None:
    return next((entry for entry in reversed(node.goal.check_ins) if entry.date == day), None)


def milestone(node: KeyResultNode, title: str) -> Milestone:
    """The milestone that a title, or a part of one, means.

    Raises:
        OkrError: None, or several.
    """
    all_ = node.goal.milestones or ()
    wanted = title.casefold()
    exact = [each for each in all_ if each.title.casefold() == wanted]
    found = exact or [each for each in all_ if wanted in each.title.casefold()]
    if len(found) == 1:
        return found[0]
    what = f'"{title}" is no milestone of {short(node)}'
    if found:
        what = f'"{title}" may mean {len(found)} milestones of {short(node)}'
    raise OkrError(what, hint=_milestones_of(found or all_))


def _milestones_of(milestones: Sequence[Milestone]) -> str:
    return "Milestones are:" + "".join(f"\n     {each.title}" for each in milestones)


def _not_a_key_result(node: Node) -> OkrError:
    if isinstance(node, KpiNode):
        return OkrError(
            f'"{node.ref}" is a KPI, and KPIs have readings', hint=f"Use okr kpi record {node.ref} VALUE."
        )
    assert isinstance(node, ObjectiveNode)  # noqa: S101  # there are three kinds of node
    names = "".join(f"\n     {short(each)}" for each in node.key_results)
    hint = f"Check in one of its key results:{names}" if names else "It has no key results yet."
    return OkrError(f'"{short(node)}" is an objective, and check-ins are of key results', hint=hint)


def _refuse_closed(workspace: Workspace, node: KeyResultNode) -> None:
    """What is over has nothing more to say."""
    for each in (node, workspace.objectives[node.objective_ref]):
        if each.goal.close is not None:
            place = workspace.span(each.place.at("close"), at_key=True).start
            raise OkrError(
                f"{short(each)} was closed on {each.goal.close.date}",
                hint=f"If it goes on, remove its close in {each.place.path}:{place.line} first.",
            )
        if each.goal.status == "dropped":
            raise OkrError(
                f"{short(each)} is dropped",
                hint=f"If it goes on: okr amend {short(each)} status=active --reason …",
            )


def _refuse_date(node: KeyResultNode, report: Report, today: dt.date) -> None:
    for day in (report.date, report.done):
        if day is not None and day > today:
            raise OkrError(f"{day} is in the future", hint="A check-in says what was; write it on that day.")
    if report.date < node.start and (report.entry() or report.done is None):
        raise OkrError(
            f"{report.date} lies before {node.start}, when {short(node)} starts",
            hint="Give the day with --date, or move the start with okr amend.",
        )


_ASKS = {
    "metric": ("by a value", "okr checkin {ref} VALUE"),
    "maintain": ("by a value", "okr checkin {ref} VALUE"),
    "milestones": ("by its milestones", 'okr checkin {ref} --milestone "TITLE"'),
    "binary": ("by being done", "okr checkin {ref} --done"),
    "levels": ("by a level", 'okr checkin {ref} --level "TITLE"'),
    "graded": ("by a score that people give", "okr checkin {ref} --score 0.4"),
}
"""How each measure is reported: in words, and as a command."""


def _refuse_wrong_measure(node: KeyResultNode, report: Report) -> None:
    goal = node.goal
    if report.value is not None and goal.kpi is not None:
        raise OkrError(
            f"{short(node)} gets its values from the KPI {goal.kpi}",
            hint=f"Record a reading: okr kpi record {goal.kpi} {report.value}",
        )
    given = {
        "a value": (report.value is not None, ("metric", "maintain")),
        "a level": (report.level is not None, ("levels",)),
        "a milestone": (report.milestone is not None, ("milestones",)),
        "done": (report.done is not None, ("binary", "milestones")),
    }
    for what, (is_given, measures) in given.items():
        if is_given and goal.measure not in measures:
            raise _wrong_measure(node, what)
    if goal.measure == "milestones" and report.done is not None and report.milestone is None:
        raise OkrError(
            "which milestone is done?", hint=f"{_how(node)}\n     {_milestones_of(goal.milestones or ())}"
        )
    if report.level is not None and report.level not in _levels(goal):
        raise OkrError(
            f'{short(node)} has no level "{report.level}"', hint=f"Levels: {', '.join(_levels(goal))}."
        )
    if not report.entry() and report.done is None and report.milestone is None:
        raise OkrError("there is nothing to record", hint=_how(node))


def _levels(goal: KeyResult) -> list[str]:
    return [level.title for level in goal.levels or ()]


def _wrong_measure(node: KeyResultNode, what: str) -> OkrError:
    how, _ = _ASKS[node.goal.measure]
    return OkrError(f"{short(node)} is measured {how}, and {what} does not fit", hint=_how(node))


def _how(node: KeyResultNode) -> str:
    if node.goal.kpi is not None:
        return 'Its values come from its KPI; say something with --note "…" or --confidence 0.7.'
    return f"Write it like this: {_ASKS[node.goal.measure][1].format(ref=short(node))}"


def _doubts(node: KeyResultNode, report: Report) -> Iterator[DoubtError]:
    goal = node.goal
    if report.value is not None:
        meant = hundredfold(report.value, _known_values(goal))
        if meant is not None:
            yield DoubtError(
                f"{shown_number(report.value, goal.unit)} is a hundred times off what {short(node)} is about",
                hint=f"Did you mean {meant:.15g}? With --yes it is written as it is.",
            )
    before = _on_day(node, report.date) if report.entry() else None
    if before is not None:
        said = f": {shown_number(before.value, goal.unit)}" if before.value is not None else ""
        yield DoubtError(
            f"{short(node)} has a check-in of {report.date} already{said}",
            hint="With --yes this one is added as its correction (corrects: true).",
        )
    done = milestone(node, report.milestone).done if report.milestone is not None else goal.done_on
    if done is not None and (report.done is not None or report.milestone is not None):
        yield DoubtError(f"that was done on {done} already", hint="With --yes the day is changed.")


def _known_values(goal: KeyResult) -> Iterator[float]:
    """The numbers that a value of a key result resembles."""
    bounds = (goal.baseline, goal.target, goal.stretch)
    limits = (goal.maintain.lower, goal.maintain.upper) if goal.maintain is not None else ()
    reported = (entry.value for entry in goal.check_ins)
    yield from (value for value in (*bounds, *limits, *reported) if value is not None)
