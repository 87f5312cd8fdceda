"""Family 4: KPIs. What is watched all the time, whatever the goals of the cycle are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from okr.diagnostics import Severity
from okr.model.goals import EDGE, Range
from okr.rules.context import Context, listing
from okr.rules.dates import Dated, first_out_of_order, repeated
from okr.rules.fixes import in_order_of_date
from okr.rules.jumps import scale_jumps
from okr.rules.loops import loops
from okr.rules.rule import Elsewhere, Finding, rule
from okr.scoring.formula import references_of
from okr.scoring.health import kpi_health
from okr.workspace import KpiNode
from okr.workspace.mistakes import nearest

if TYPE_CHECKING:
    from okr.diagnostics import Fix
    from okr.workspace import ObjectiveNode, Place, Workspace


@rule("OKR401", "kpi-without-target", Severity.WARNING)
def kpi_without_target(context: Context) -> Iterator[Finding]:
    """A KPI without a target. `no_target` with a reason makes it silent.

    Why: It can never be healthy or unhealthy, so nobody has to act on it.

    Bad:
        kpis:
          - id: rides
            title: Rides per week
            unit: rides

    Good:
        kpis:
          - id: rides
            title: Rides per week
            unit: rides
            target: {at_least: 5000}
            alert: {at_least: 4200}

    Fix: Write the `target` in which it is healthy, or `no_target:` and why there is none yet.

    Source: Parmenter, *Key Performance Indicators*; Wodtke, *Radical Focus* on health metrics.
    """
    for node in context.scope.kpis:
        if not node.goal.target and node.goal.no_target is None:
            yield Finding(
                node.place,
                "this KPI has no target, so it can never be healthy",
                "Write target: and a range such as {at_least: 55}, or no_target: and the reason.",
                ref=node.ref,
            )


@rule("OKR402", "incomplete-kpi", Severity.WARNING)
def incomplete_kpi(context: Context) -> Iterator[Finding]:
    """A KPI without an owner, a definition, a source, a unit or a cadence. A formula is a source.

    Why: Two people will measure it in two ways, or nobody will.

    Bad:
        kpis:
          - id: broken
            title: Broken bikes
            unit: bikes
            cadence: weekly
            target: {at_most: 40}

    Good:
        kpis:
          - id: broken
            title: Broken bikes
            definition: Bikes that cannot be lent, on Sunday evening.
            owner: ada
            unit: bikes
            cadence: weekly
            target: {at_most: 40}
            source: Station system

    Fix: Write what is named. The definition says what counts and what does not.

    Source: Parmenter, *Key Performance Indicators*; Croll and Yoskovitz, *Lean Analytics*.
    """
    for node in context.scope.kpis:
        missing = list(_missing(node))
        if missing:
            yield Finding(
                node.place,
                f"this KPI lacks {listing(missing)}",
                f"Write {listing(f'{key}:' for key in missing)}.",
                ref=node.ref,
            )


def _missing(node: KpiNode) -> Iterator[str]:
    for key in ("owner", "definition", "source", "unit", "cadence"):
        if getattr(node.goal, key) is None and not (key == "source" and node.goal.formula is not None):
            yield key


@rule("OKR403", "stale-kpi", Severity.WARNING)
def stale_kpi(context: Context) -> Iterator[Finding]:
    """The last reading of a KPI is older than its cadence and the days of grace.

    One that is computed is silent where a KPI that it is computed from is stale.

    Why: What looks healthy may have been healthy a month ago.

    Bad:
        kpis:
          - id: rating
            title: What riders say after a ride
            cadence: weekly
            target: {at_least: 4.3}
            readings:
              - {date: 2026-09-14, value: 4.4}
              - {date: 2026-09-21, value: 4.5}

    Good:
        kpis:
          - id: rating
            title: What riders say after a ride
            cadence: weekly
            target: {at_least: 4.3}
            readings:
              - {date: 2026-11-09, value: 4.4}
              - {date: 2026-11-16, value: 4.5}

    Fix: Record a reading (`okr kpi record`), set the cadence at which it is really measured, or end the KPI
    with `retired`.

    Source: scoring.md; Wodtke, *Radical Focus*: look at health metrics every week.
    """
    for node in context.scope.kpis:
        health = context.scores.kpi(node)
        if any(reading.date > context.today for reading in node.readings):
            continue  # somebody recorded one and mistook the day, which is OKR409's to say
        if health.stale and health.value_date is not None and not _waits_for_another(context, node):
            days = (context.as_of - health.value_date).days
            yield Finding(
                node.place.at("readings") if node.goal.formula is None else node.place.at("formula"),
                f"the last reading is of {health.value_date}, {days} days ago",
                f"Record a new one: okr kpi record {node.ref} VALUE.",
                ref=node.ref,
                at_key=True,
            )


def _waits_for_another(context: Context, node: KpiNode) -> bool:
    """Whether a KPI that it is computed from is stale."""
    inputs = (context.workspace.kpis.get(each) for each in references_of(node.goal.formula))
    return any(context.scores.kpi(each).stale for each in inputs if each is not None)


@rule("OKR404", "too-many-kpis", Severity.WARNING, max=10)
def too_many_kpis(context: Context) -> Iterator[Finding]:
    """A team has more than ten live KPIs.

    Why: A dashboard of forty numbers is looked at by nobody. K stands for key.

    Bad:
        # okr.yaml
        version: 1
        rules: {options: {too-many-kpis: {max: 1}}}
        # kpis.yaml
        kpis:
          - {id: rides, title: Rides per week, target: {at_least: 5000}}
          - {id: broken, title: Broken bikes, target: {at_most: 40}}

    Good:
        # okr.yaml
        version: 1
        rules: {options: {too-many-kpis: {max: 1}}}
        # kpis.yaml
        kpis:
          - {id: rides, title: Rides per week, target: {at_least: 5000}}
          - {id: broken, title: Broken bikes, target: {at_most: 40}, retired: 2026-06-30}

    Fix: Keep those that would make somebody act, and end the others with `retired`.

    Options: `max`, the most live KPIs of a team.

    Source: Parmenter, *Key Performance Indicators*: the 10/80/10 rule.
    """
    most = int(context.options["max"])
    for team, nodes in _by_team(context).items():
        if len(nodes) > most:
            yield Finding(
                nodes[most].place,
                f"{team} has {len(nodes)} KPIs, and at most {most} are expected",
                "Keep those that would make somebody act, and end the others with retired:.",
                arguments=(team,),
            )


def _by_team(context: Context) -> Mapping[str, list[KpiNode]]:
    teams: dict[str, list[KpiNode]] = {}
    for node in context.scope.kpis:
        teams.setdefault(node.team, []).append(node)
    return teams


@rule("OKR405", "one-sided-kpis", Severity.INFO)
def one_sided_kpis(context: Context) -> Iterator[Finding]:
    """All KPIs of a team, two or more, are lagging, or all are leading.

    Why: Lagging ones tell too late, and leading ones alone never tell whether it was worth it.

    Bad:
        kpis:
          - {id: churn, title: Churn, indicator: lagging, target: {at_most: 3}}
          - {id: revenue, title: Revenue, indicator: lagging, target: {at_least: 90}}

    Good:
        kpis:
          - {id: churn, title: Churn, indicator: lagging, target: {at_most: 3}}
          - {id: opened, title: Weekly reports opened, indicator: leading, target: {at_least: 40}}

    Fix: Add one of the other kind: what moves before the result, or the result itself.

    Source: Kaplan and Norton, *The Balanced Scorecard*: a mix of outcome measures and performance drivers.
    """
    torn = {source.path for source in context.workspace.torn}  # where the other kind may stand
    for team, nodes in _by_team(context).items():
        kinds = {node.goal.indicator for node in nodes}
        if (
            len(nodes) < 2
            or len(kinds) > 1
            or None in kinds
            or any(each.place.path in torn for each in nodes)
        ):
            continue
        kind, other = ("lagging", "leading") if "lagging" in kinds else ("leading", "lagging")
        yield Finding(
            nodes[0].place.at("indicator"),
            f"all KPIs of {team} are {kind}",
            f"Add a {other} one.",
            arguments=(team, kind),
        )


@rule("OKR406", "unused-kpi", Severity.INFO)
def unused_kpi(context: Context) -> Iterator[Finding]:
    """A KPI that no key result, guardrail, `supports`, `drives` or formula touches.

    Why: If it changed, no goal would notice.

    Bad:
        kpis:
          - {id: rides, title: Rides per week, target: {at_least: 5000}}

    Good:
        kpis:
          - {id: rides, title: Rides per week, target: {at_least: 5000}, drives: [revenue]}
          - {id: revenue, title: Revenue per week, target: {at_least: 90}}

    Fix: Make it a guardrail of the objective that it could suffer from, say with `drives` or `supports` what
    it is good for, or retire it.

    Source: Kaplan and Norton, *Strategy Maps*: measures are linked by cause and effect.
    """
    used = {kpi for node in context.workspace.objectives.values() for kpi in _referred(context, node)}
    for node in context.workspace.kpis.values():
        used.update(node.goal.drives, references_of(node.goal.formula))
        if node.goal.supports or node.goal.drives or node.goal.formula:
            used.add(node.ref)
    for node in context.scope.kpis:
        if node.ref not in used and not context.scope.may_be_named(node.ref):
            yield Finding(
                node.place,
                "no goal and no other KPI touches this one",
                "Make it a guardrail, say with drives: or supports: what it is good for, or retire it.",
                ref=node.ref,
            )


def _referred(context: Context, node: ObjectiveNode) -> Iterator[str]:
    """The KPIs that an objective and its key results refer to; none where it is dropped.

    A misspelt name is told by itself, and counts as the one that is meant.
    """
    if node.goal.status == "dropped":
        return
    known = context.workspace.kpis
    names = (*node.goal.guardrails, *(each.goal.kpi for each in node.kept if each.goal.kpi is not None))
    for name in names:
        yield name if name in known else nearest(name, known) or name


@rule("OKR407", "breach-without-objective", Severity.WARNING)
def breach_without_objective(context: Context) -> Iterator[Finding]:
    """A KPI is unhealthy for two readings in a row, and no live objective refers to it.

    An objective refers to it as a guardrail, by a key result's `kpi`, or where the KPI `supports` it.

    Why: A KPI says that something is wrong; only a goal says that somebody will do something about it.

    Bad:
        kpis:
          - id: theft
            title: Stolen bikes
            target: {at_most: 2}
            readings:
              - {date: 2026-11-09, value: 5}
              - {date: 2026-11-16, value: 6}

    Good:
        objectives:
          - id: safe
            title: Let nobody fear for their bike
            owner: ada
            key_results:
              - {id: stolen, title: Stolen bikes, unit: bikes, baseline: 5, target: 2, kpi: theft}
              - {id: locks, title: Bikes with the new lock, unit: "%", baseline: 10, target: 90}
        kpis:
          - id: theft
            title: Stolen bikes
            unit: bikes
            target: {at_most: 2}
            readings:
              - {date: 2026-11-09, value: 5}
              - {date: 2026-11-16, value: 6}

    Fix: Find the cause. If it is worth the effort, set an objective; if not, set an honest target.

    Source: Wheeler, *Understanding Variation*; Wodtke, *Radical Focus* on health metrics.
    """
    cared_for = {
        kpi
        for node in context.workspace.objectives.values()
        if _is_live(node, context.as_of)
        for kpi in _referred(context, node)
    }
    for node in context.scope.kpis:
        if node.ref in cared_for or _supports_live(context, node) or context.scope.may_be_named(node.ref):
            continue
        health = context.scores.kpi(node)
        if health.health == "unhealthy" and not health.stale and _was_unhealthy(context, node):
            yield Finding(
                node.place.at("target"),
                f"unhealthy twice in a row, now at {health.value:.15g}, and no live objective looks at it",
                "Find the cause, and set an objective if it is worth the effort.",
                ref=node.ref,
                at_key=True,
            )


def _is_live(node: ObjectiveNode, day: dt.date) -> bool:
    return node.goal.status == "active" and node.goal.close is None and node.cycle.end >= day


def _supports_live(context: Context, node: KpiNode) -> bool:
    goals = context.workspace.resolved(node.goal.supports, node.cycle)
    return any(_is_live(context.workspace.objective_of(goal), context.as_of) for goal in goals)


def _was_unhealthy(context: Context, node: KpiNode) -> bool:
    """Whether a KPI was unhealthy at its reading before the last one."""
    readings = context.scores.kpi(node).readings
    if len(readings) < 2:
        return False
    day = readings[-2][0]
    return kpi_health(node, readings, day, grace_days=0).health == "unhealthy"


@rule("OKR408", "disordered-thresholds", Severity.ERROR)
def disordered_thresholds(context: Context) -> Iterator[Finding]:
    """An alert that is tighter than the target, or a range in which nothing lies.

    Why: A value could be healthy and an alert at once, and nobody knows what to do.

    Bad:
        kpis:
          - id: charge
            title: Charged batteries at six in the morning
            target: {at_least: 85}
            alert: {at_least: 90}

    Good:
        kpis:
          - id: charge
            title: Charged batteries at six in the morning
            target: {at_least: 85}
            alert: {at_least: 75}

    Fix: The target is what is good, the alert what is no longer bearable: the alert's range is the wider one.

    Source: scoring.md: between target and alert a KPI is on watch.
    """
    for node in context.scope.kpis:
        empty = [place for place, limits in _ranges(node) if _is_empty(limits)]
        for place in empty:
            yield Finding(
                place,
                "no value lies in this range",
                "Write the lower bound first: between: [low, high].",
                ref=node.ref,
                arguments=("empty", *map(str, place.keys[len(node.place.keys) :])),
            )
        alert = node.goal.alert
        target = context.scores.kpi(node).target or next(iter(node.goal.target[-1:]), None)
        if not empty and alert is not None and target is not None and not _holds(alert, target):
            yield Finding(
                node.place.at("alert"),
                f"the alert {alert} leaves out values that the target {target} calls healthy",
                "Make the alert wider than the target: between the two the KPI is on watch.",
                ref=node.ref,
                arguments=("alert",),
                related=(Elsewhere(node.place.at("target"), "the target"),),
            )


def _ranges(node: KpiNode) -> Iterator[tuple[Place, Range]]:
    for index, target in enumerate(node.goal.target):
        yield node.place.at("target", index), target
    if node.goal.alert is not None:
        yield node.place.at("alert"), node.goal.alert


def _is_empty(limits: Range) -> bool:
    return limits.between is not None and limits.between[0] > limits.between[1]


def _holds(outer: Range, inner: Range) -> bool:
    """Whether every value of one range lies in another."""
    if outer.lower is not None and (inner.lower is None or inner.lower < outer.lower - EDGE):
        return False
    return outer.upper is None or (inner.upper is not None and inner.upper <= outer.upper + EDGE)


Sorting = Callable[["Workspace"], "Fix | None"]


@rule("OKR409", "bad-reading", Severity.ERROR)
def bad_reading(context: Context) -> Iterator[Finding]:
    """A reading later than the day of the run, out of order, or the second of a day.

    `--as-of` does not move that day; with `--at` it is the day of the commit.

    Why: The last reading decides about health. One that is dated wrong decides wrong, and nobody sees it.

    Bad:
        kpis:
          - id: refunds
            title: Refunds
            target: {at_most: 3}
            readings:
              - {date: 2026-11-09, value: 2.4}
              - {date: 2026-11-16, value: 2.2}
              - {date: 2026-11-16, value: 2.5}

    Good:
        kpis:
          - id: refunds
            title: Refunds
            target: {at_most: 3}
            readings:
              - {date: 2026-11-02, value: 2.4}
              - {date: 2026-11-09, value: 2.2}
              - {date: 2026-11-16, value: 2.5}

    Fix: Correct the date, keep one of two, and put the lines in order; `okr validate --fix` does the last.

    Source: scoring.md.
    """
    for node in context.workspace.kpis.values():
        dated = [
            Dated(each.date, place) for each, place in zip(node.readings, node.reading_places, strict=True)
        ]
        past = [each for each in dated if each.day <= context.today]
        for each in dated:
            if each.day > context.today:
                yield _bad(node, each, f"{each.day} has not come yet", "Correct the date.", "later")
        for each in repeated(past):
            message = f"there is a reading of {each.day} already"
            yield _bad(node, each, message, "Keep one of the two.", "twice")
        out = first_out_of_order(past)
        if out is not None:
            message = f"{out.day} stands after a later reading"
            yield _bad(
                node, out, message, "Put the readings in order of date.", "order", _sorting(node, dated)
            )


def _sorting(node: KpiNode, dated: Sequence[Dated]) -> Sorting | None:
    """The fix; none for the lines of a CSV."""
    if not isinstance(node.goal.readings, tuple):
        return None
    return partial(in_order_of_date, node.place.at("readings"), [each.day for each in dated])


def _bad(
    node: KpiNode, each: Dated, message: str, advice: str, kind: str, fix: Sorting | None = None
) -> Finding:
    at_line = node.place.path != each.place.path
    return Finding(
        each.place if at_line else each.place.at("date"),
        message,
        advice,
        ref=node.ref,
        arguments=(kind, each.day.isoformat()),
        fix=fix,
    )


@rule("OKR410", "scale-jump", Severity.WARNING, factor=70)
def scale_jump(context: Context) -> Iterator[Finding]:
    """A reading a hundred times what came before, or a hundredth: 0.42 among 42s.

    Why: Percent and fractions, thousands and units get mixed up, most of all where two people record.

    Bad:
        kpis:
          - id: use
            title: Bikes in use at noon
            target: {at_least: 40}
            readings:
              - {date: 2026-11-02, value: 42.2}
              - {date: 2026-11-09, value: 0.43}
              - {date: 2026-11-16, value: 43.4}

    Good:
        kpis:
          - id: use
            title: Bikes in use at noon
            target: {at_least: 40}
            readings:
              - {date: 2026-11-02, value: 42.2}
              - {date: 2026-11-09, value: 43}
              - {date: 2026-11-16, value: 43.4}

    Fix: Write the number in the unit of the others. If it is right, silence this reading and say why.

    Options: `factor`, from how many times its neighbour on a reading jumps: a hundred, with some room.

    Source: Common sense; data quality checks of magnitude do the same.
    """
    for node in context.workspace.kpis.values():
        pairs = sorted(zip(node.readings, node.reading_places, strict=True), key=lambda pair: pair[0].date)
        for index in scale_jumps([reading.value for reading, _ in pairs], context.options["factor"]):
            reading, place = pairs[index]
            yield Finding(
                place if place.path != node.place.path else place.at("value"),
                f"{reading.value:.15g} is of another scale than the readings before",
                f"Write it in {node.goal.unit or 'the unit of the others'}, if that is what went wrong.",
                ref=node.ref,
                arguments=(reading.date.isoformat(),),
            )


@rule("OKR411", "driver-loop", Severity.ERROR)
def driver_loop(context: Context) -> Iterator[Finding]:
    """KPIs that drive each other in a circle, or formulas that need each other.

    Why: A formula in a loop computes nothing, and a driver tree in which everything causes everything
    explains nothing.

    Bad:
        kpis:
          - {id: waiting, title: People who wait, target: {at_most: 30}, drives: [subscribers]}
          - {id: subscribers, title: Subscribers, target: {at_least: 700}, drives: [waiting]}

    Good:
        kpis:
          - {id: waiting, title: People who wait, target: {at_most: 30}, drives: [subscribers]}
          - {id: subscribers, title: Subscribers, target: {at_least: 700}}

    Fix: Keep the direction that you can act on: what you change first drives the rest.

    Source: Kaplan and Norton, *Strategy Maps*; a driver tree is a tree.
    """
    kpis = context.workspace.kpis
    drives = {node.ref: [each for each in node.goal.drives if each in kpis] for node in kpis.values()}
    needs = {
        node.ref: [each for each in references_of(node.goal.formula) if each in kpis]
        for node in kpis.values()
    }
    for key, graph, verb in (("drives", drives, "drives"), ("formula", needs, "needs")):
        for loop in loops(graph):
            yield Finding(
                kpis[loop[0]].place.at(key),
                f"a loop: {f' {verb} '.join((*loop, loop[0]))}",
                "Keep the direction that you can act on, and take one link away.",
                ref=loop[0],
                arguments=(key, *sorted(loop)),
            )
