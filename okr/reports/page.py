"""What `okr show` says of one goal or KPI: all of it, in words, before anybody decides how it looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from okr.diagnostics import Diagnostic
from okr.reports.curve import Curve, key_result_curve, objective_curve
from okr.reports.goal_rows import GoalRow, close_of, key_result_row, objective_row
from okr.reports.kpi_rows import KpiChart, KpiRow, kpi_chart, kpi_row
from okr.reports.kpi_tree import drivers_of
from okr.reports.wording import amount, shown, with_unit, words, written
from okr.scoring.entries import check_ins
from okr.workspace import KeyResultNode, KpiNode, ObjectiveNode

if TYPE_CHECKING:
    from okr.model.goals import Amendment, CheckIn, Close, Initiative
    from okr.scoring import Scores
    from okr.workspace import Node, Workspace

Goal = ObjectiveNode | KeyResultNode


@dataclass(frozen=True, slots=True)
class Fact:
    """A field and what it says."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A check-in, a reading with a note, or a review, in words."""

    day: dt.date
    what: str
    by: str | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone, a level or an initiative, and whether it is done or reached."""

    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class Links:
    """Goals and KPIs that have something to do with this one."""

    title: str
    goals: tuple[GoalRow, ...] = ()
    kpis: tuple[KpiRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything about one goal or KPI.

    Attributes:
        row: Where a goal is; `None` for a KPI, which has a `chart`.
        curve: How a goal went over time.
        steps: Its milestones or levels.
        work: Its initiatives.
        findings: What the rules say of it and of its key results.
    """

    title: str
    ref: str
    kind: str
    as_of: dt.date
    row: GoalRow | None
    chart: KpiChart | None
    curve: Curve | None
    prose: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    links: tuple[Links, ...]
    entries: tuple[Entry, ...]
    work: tuple[Step, ...]
    amendments: tuple[str, ...]
    close: tuple[Fact, ...]
    findings: tuple[Diagnostic, ...]


def page(scores: Scores, node: Node, findings: Iterable[Diagnostic]) -> Page:
    """The page of a goal or KPI as of the day of the scores.

    Args:
        scores: Of the workspace that it is of.
        node: What the page is about.
        findings: What the rules say of the workspace; what is said of others is left out.
    """
    row, chart, curve = _pictures(scores, node)
    return Page(
        title=node.goal.title,
        ref=node.ref,
        kind=_kind(node),
        as_of=scores.as_of,
        row=row,
        chart=chart,
        curve=curve,
        prose=tuple(_prose(node)),
        facts=tuple(_facts(scores, node)),
        steps=tuple(_steps(node, scores.as_of)),
        links=tuple(each for each in links_of(scores, node) if each.goals or each.kpis),
        entries=tuple(_entries(node, scores.as_of)),
        work=tuple(_work(each, scores.as_of) for each in getattr(node.goal, "initiatives", ())),
        amendments=tuple(_amendment(each) for each in node.goal.amendments if each.date <= scores.as_of),
        close=() if isinstance(node, KpiNode) else tuple(_close(close_of(node, scores.as_of))),
        findings=tuple(about(node, findings)),
    )


def about(node: Node, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings about a goal or KPI; for an objective those about its key results too."""
    refs = {node.ref}
    if isinstance(node, ObjectiveNode):
        refs.update(each.ref for each in node.key_results)
    return [each for each in findings if each.ref in refs]


def _kind(node: Node) -> str:
    if isinstance(node, KpiNode):
        return "KPI"
    kind = "objective" if isinstance(node, ObjectiveNode) else "key result"
    return kind if node.goal.status == "active" else f"{kind}, {node.goal.status}"


def _pictures(scores: Scores, node: Node) -> tuple[GoalRow | None, KpiChart | None, Curve | None]:
    if isinstance(node, KpiNode):
        return None, kpi_chart(scores.kpi(node), scores.as_of), None
    if isinstance(node, ObjectiveNode):
        row = objective_row(scores.objective(node), scores.as_of)
        return row, None, objective_curve(scores, node)
    result = scores.key_result(node)
    return key_result_row(result, scores), None, key_result_curve(scores, result)


def _prose(node: Node) -> Iterator[Fact]:
    for name in ("why", "definition", "no_target", "note"):
        text = getattr(node.goal, name, None)
        if text:
            yield Fact(name.replace("_", " "), text)


def _facts(scores: Scores, node: Node) -> Iterator[Fact]:
    goal: Any = node.goal
    yield Fact("team", node.team)
    owner = goal.owner if isinstance(node, ObjectiveNode) else node.owner
    yield from _said("owner", owner)
    yield from _said("contributors", ", ".join(goal.contributors))
    if isinstance(node, KeyResultNode):
        yield from _key_result_facts(scores, node)
    elif isinstance(node, ObjectiveNode):
        yield Fact("cycle", f"{node.cycle.id}, {node.cycle.start} to {node.cycle.end}")
        yield Fact("ambition", goal.ambition)
        yield from _said("rollup", "" if goal.rollup == "key_results" else goal.rollup)
    else:
        yield from _kpi_facts(node)
    yield from _said("weight", "" if getattr(goal, "weight", 1) == 1 else amount(goal.weight))
    yield from _said("tags", ", ".join(goal.tags))
    for link in goal.links:
        yield Fact("link", link)


def _said(name: str, text: str | None) -> Iterator[Fact]:
    if text:
        yield Fact(name, text)


def _key_result_facts(scores: Scores, node: KeyResultNode) -> Iterator[Fact]:
    goal, result = node.goal, scores.key_result(node)
    unit = scores.workspace.unit_of(node)
    yield Fact("window", f"{node.start} to {node.due}")
    yield Fact("ambition", node.ambition)
    yield Fact("measure", goal.measure)
    if result.baseline is not None:
        assumed = " (assumed)" if result.baseline_assumed else ""
        yield Fact("baseline", with_unit(amount(result.baseline), unit) + assumed)
    if goal.target is not None:
        yield Fact("target", with_unit(written(goal.target), unit))
    if goal.stretch is not None:
        yield Fact("stretch", with_unit(written(goal.stretch), unit))
    if goal.scale is not None:
        yield Fact(
            "scale", "; ".join(f"{amount(value)}: {shown(score)}" for value, score in sorted(goal.scale))
        )
    if goal.maintain is not None:
        yield Fact("hold", with_unit(str(goal.maintain), unit))
    yield from _said("indicator", goal.indicator)
    yield from _said("cadence", None if goal.cadence is None else str(goal.cadence))


def _kpi_facts(node: KpiNode) -> Iterator[Fact]:
    goal = node.goal
    for target in goal.target:
        when = f" from {target.from_}" if target.from_ else f" by {target.by}" if target.by else ""
        yield Fact("target", with_unit(str(target), goal.unit) + when)
    if goal.alert is not None:
        yield Fact("alert", with_unit(str(goal.alert), goal.unit))
    yield from _said("formula", goal.formula)
    yield from _said("indicator", goal.indicator)
    yield from _said("cadence", None if goal.cadence is None else str(goal.cadence))
    yield from _said("source", goal.source)
    yield from _said("retired", None if goal.retired is None else str(goal.retired))


def _steps(node: Node, as_of: dt.date) -> Iterator[Step]:
    """Milestones with their days, or levels with the one that was reached."""
    if not isinstance(node, KeyResultNode):
        return
    for each in node.goal.milestones or ():
        done = each.done is not None and each.done <= as_of
        when = f"done {each.done}" if done else f"due {each.due}" if each.due else ""
        yield Step(", ".join(filter(None, (each.title, when, each.owner, each.note))), done)
    yield from _levels(node, as_of)


def _levels(node: KeyResultNode, as_of: dt.date) -> Iterator[Step]:
    """The levels, those up to the one that was reached as done."""
    levels = node.goal.levels or ()
    said = (entry.level for entry in reversed(check_ins(node, as_of)) if entry.level is not None)
    reached = next(said, None)
    worth = next((level.score for level in levels if level.title == reached), None)
    for level in levels:
        yield Step(f"{level.title} ({shown(level.score)})", worth is not None and level.score <= worth)


def links_of(scores: Scores, node: Node) -> Iterator[Links]:
    """What a goal or KPI is tied to, in both directions."""
    workspace = scores.workspace
    if isinstance(node, KpiNode):
        yield from _kpi_links(scores, node)
        return
    if isinstance(node, ObjectiveNode):
        yield Links("Key results", _rows(scores, node.key_results))
        yield Links("Supports", _rows(scores, workspace.parents(node)))
        guardrails = (kpi_row(each, scores.as_of) for each in scores.guardrails(node))
        yield Links("Guardrails", kpis=tuple(guardrails))
    else:
        yield Links("Part of", _rows(scores, [workspace.objectives[node.objective_ref]]))
        bound = workspace.kpis.get(node.goal.kpi or "")
        yield Links("Measured by", kpis=() if bound is None else _kpi_rows(scores, [bound]))
    supporting = _kpi_rows(scores, supporting_kpis(workspace, node))
    yield Links("Supported by", _rows(scores, workspace.children(node)), supporting)
    yield Links("Depends on", _rows(scores, depends_on(workspace, node)))
    yield Links("Needed by", _rows(scores, needed_by(workspace, node)))


def depends_on(workspace: Workspace, node: Goal) -> list[Goal]:
    """What a goal says that it depends on."""
    return workspace.resolved(node.goal.depends_on, node.cycle)


def needed_by(workspace: Workspace, node: Goal) -> list[Goal]:
    """The goals that say that they depend on this one."""
    goals: Iterable[Goal] = (*workspace.objectives.values(), *workspace.key_results.values())
    return [each for each in goals if any(needed.ref == node.ref for needed in depends_on(workspace, each))]


def supporting_kpis(workspace: Workspace, node: Goal) -> list[KpiNode]:
    """The KPIs that say that they support a goal."""
    return [
        kpi
        for kpi in workspace.kpis.values()
        if any(each.ref == node.ref for each in workspace.resolved(kpi.goal.supports, kpi.cycle))
    ]


def _kpi_links(scores: Scores, node: KpiNode) -> Iterator[Links]:
    workspace, drivers = scores.workspace, drivers_of(scores.workspace)
    driven = [workspace.kpis[ref] for ref, each in drivers.items() if node.ref in each]
    yield Links("Supports", _rows(scores, workspace.resolved(node.goal.supports, node.cycle)))
    measured = [each for each in workspace.key_results.values() if each.goal.kpi == node.ref]
    yield Links("Measures", _rows(scores, measured))
    guarded = [each for each in workspace.objectives.values() if node.ref in each.goal.guardrails]
    yield Links("Guards", _rows(scores, guarded))
    yield Links("Drives", kpis=_kpi_rows(scores, driven))
    yield Links("Driven by", kpis=_kpi_rows(scores, (workspace.kpis[ref] for ref in drivers[node.ref])))


def _rows(scores: Scores, nodes: Iterable[Goal]) -> tuple[GoalRow, ...]:
    return tuple(
        objective_row(scores.objective(node), scores.as_of)
        if isinstance(node, ObjectiveNode)
        else key_result_row(scores.key_result(node), scores)
        for node in nodes
    )


def _kpi_rows(scores: Scores, nodes: Iterable[KpiNode]) -> tuple[KpiRow, ...]:
    return tuple(kpi_row(scores.kpi(node), scores.as_of) for node in nodes)


def _entries(node: Node, as_of: dt.date) -> Iterator[Entry]:
    """What was said over time, the latest first."""
    if isinstance(node, KeyResultNode):
        yield from (_check_in(each, node.goal.unit) for each in reversed(check_ins(node, as_of)))
    elif isinstance(node, KpiNode):
        said = [*_noted_readings(node), *_reviews(node)]
        yield from sorted(
            (each for each in said if each.day <= as_of), key=lambda each: each.day, reverse=True
        )


def _check_in(entry: CheckIn, unit: str | None) -> Entry:
    facts = (
        None if entry.value is None else with_unit(amount(entry.value), unit),
        entry.level,
        None if entry.score is None else f"score {shown(entry.score)}",
        None if entry.confidence is None else f"confidence {entry.confidence:.2g}",
        None if entry.status is None else words(entry.status),
        "corrected" if entry.corrects else None,
    )
    texts = (
        *([entry.note] if entry.note else ()),
        *(f"blocked: {each}" for each in entry.blockers),
        *(f"evidence: {each}" for each in entry.evidence),
    )
    return Entry(entry.date, ", ".join(filter(None, facts)), entry.by, texts)


def _noted_readings(node: KpiNode) -> Iterator[Entry]:
    for each in node.readings:
        if each.note:
            yield Entry(each.date, with_unit(amount(each.value), node.goal.unit), None, (each.note,))


def _reviews(node: KpiNode) -> Iterator[Entry]:
    for each in node.goal.reviews:
        yield Entry(each.date, f"reported {each.status}", each.by, (each.note,) if each.note else ())


def _work(initiative: Initiative, as_of: dt.date) -> Step:
    done = initiative.is_done and (initiative.done is None or initiative.done <= as_of)
    state = f"done {initiative.done}" if done and initiative.done else "" if done else initiative.status
    facts = (initiative.title, "" if state in ("open", "done") else state, initiative.owner, initiative.url)
    return Step(", ".join(filter(None, facts)), done)


def _amendment(amendment: Amendment) -> str:
    change = (
        "" if amendment.from_ is None and amendment.to is None else f" {amendment.from_} → {amendment.to}"
    )
    agreed = f", agreed by {amendment.approved_by}" if amendment.approved_by else ""
    by = f" ({amendment.by}{agreed})" if amendment.by else ""
    return f"{amendment.date} {amendment.field_}{change}: {amendment.reason}{by}"


def _close(close: Close | None) -> Iterator[Fact]:
    if close is None:
        return
    yield Fact("closed", str(close.date))
    yield from _said("grade", None if close.grade is None else shown(close.grade))
    yield from _said("reason", close.reason)
    yield from _said("retro", close.retro)
    yield from _said("causes", ", ".join(close.causes))
    yield from _said("next", None if close.next is None else close.next.replace("_", " "))
