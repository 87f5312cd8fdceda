"""Family 2: key results. What will be different, and by how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from okr.diagnostics import Severity
from okr.model.goals import EDGE
from okr.rules import measure_wording, work_wording
from okr.rules.context import Context, listing
from okr.rules.disorder import disorders
from okr.rules.rule import Elsewhere, Finding, rule
from okr.rules.stems import stems
from okr.rules.title_numbers import Role, TitleNumber, title_numbers
from okr.rules.tokens import Match
from okr.rules.trend import straight_line

if TYPE_CHECKING:
    from okr.workspace import KeyResultNode, ObjectiveNode, Place


def _about_title(node: KeyResultNode, found: Match, message: str, advice: str) -> Finding:
    return Finding(node.place.at("title"), message, advice, ref=node.ref, within=(found.start, found.end))


@rule("OKR201", "unmeasured-key-result", Severity.WARNING)
def unmeasured_key_result(context: Context) -> Iterator[Finding]:
    """A key result that nothing measures: no number, no milestones.

    `confidential: true` says that the numbers are kept elsewhere. Where the title names work, OKR203 speaks.

    Why: Without a measure the end of the cycle is a debate. "It's not a key result unless it has a number."

    Bad:
        objectives:
          - id: trust
            title: Let customers trust every number
            owner: ada
            key_results:
              - {id: calm, title: Customers feel well informed}
              - {id: late, title: Reports that come late, unit: "%", baseline: 6, target: 1}

    Good:
        objectives:
          - id: trust
            title: Let customers trust every number
            owner: ada
            key_results:
              - {id: calm, title: Customers who feel well informed, unit: "%", baseline: 61, target: 80}
              - {id: late, title: Reports that come late, unit: "%", baseline: 6, target: 1}

    Fix: Ask what one would see, and count that: a baseline and a target, a range to hold with `maintain`,
    `milestones`, or `done`.

    Source: Marissa Mayer in Doerr, *Measure What Matters*; Google's re:Work guide.
    """
    for node in context.scope.active_key_results:
        if node.goal.measure == "graded" and not node.goal.confidential and _work(context, node) is None:
            yield Finding(
                node.place,
                "nothing measures this key result: it has no number and no milestones",
                "Give it a baseline and a target, milestones, or done:.",
                ref=node.ref,
            )


def _work(context: Context, node: KeyResultNode) -> Match | None:
    """The words that name work, where the key result has no measure or one that only counts doing it."""
    goal = node.goal
    if goal.measure == "graded" and goal.confidential:
        return None
    if goal.measure in ("graded", "binary"):
        return work_wording.output_or_activity(goal.title, context.words)
    if goal.measure == "metric":
        return work_wording.counts_only_doing(goal.title, goal.unit, context.words)
    return None


@rule("OKR202", "target-equals-baseline", Severity.ERROR)
def target_equals_baseline(context: Context) -> Iterator[Finding]:
    """A written baseline equal to the target.

    With a `scale` the points decide the score, and the rule is silent.

    Why: Such a key result asks for no change, and its progress would be a division by zero.

    Bad:
        objectives:
          - id: answers
            title: Let riders know where their bike stands
            owner: ada
            key_results:
              - {id: calls, title: Calls that ask whether it is ready, unit: calls, baseline: 60, target: 60}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Good:
        objectives:
          - id: answers
            title: Let riders know where their bike stands
            owner: ada
            key_results:
              - {id: calls, title: Calls that ask whether it is ready, unit: calls, maintain: {at_most: 60}}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Fix: Set the target that is wanted, or hold the level with `maintain`.

    Source: scoring.md; the formula of linear progress.
    """
    for node in context.key_results:
        goal = node.goal
        if goal.target is None or goal.baseline is None or goal.scale is not None:
            continue
        if abs(goal.target - goal.baseline) <= EDGE:
            yield Finding(
                node.place.at("target"),
                f"the target {goal.target:.15g} is where the baseline is already",
                "Set another target, or write maintain: with a range to hold the level.",
                ref=node.ref,
                related=(Elsewhere(node.place.at("baseline"), "the baseline"),),
            )


@rule("OKR203", "key-result-is-an-output", Severity.WARNING)
def key_result_is_an_output(context: Context) -> Iterator[Finding]:
    """A key result that names work, with no measure or one that only counts doing it.

    Why: "Publish 10 posts" can be reached with ten posts that nobody reads. Work is an initiative; what it
    changes is the key result.

    Bad:
        objectives:
          - id: answers
            title: Let riders know where their bike stands
            owner: ada
            key_results:
              - {id: messages, title: Launch the message system}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Good:
        objectives:
          - id: answers
            title: Let riders know where their bike stands
            owner: ada
            initiatives:
              - {title: Message system}
            key_results:
              - {id: calls, title: Calls that ask whether it is ready, unit: calls, baseline: 60, target: 20}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Fix: Ask what will be different once the work is done, and measure that. Move the work to `initiatives`.

    Source: Google's OKR playbook: key results describe outcomes, not activities.
    """
    for node in context.key_results:
        found = _work(context, node)
        if found is not None:
            yield _about_title(
                node,
                found,
                f'"{found.text}" names work, and a key result says what it changes',
                "Measure what will be different once it is done, and move the work to initiatives.",
            )


@rule("OKR204", "stale-number-in-title", Severity.WARNING)
def stale_number_in_title(context: Context) -> Iterator[Finding]:
    """A title says from or to a number, and baseline and target say otherwise.

    Numbers in another unit are left alone, and so are those that only differ by a factor such as a thousand.

    Why: People read the title and okr scores the target. When one is changed, the other is easily forgotten.

    Bad:
        objectives:
          - id: trust
            title: Be the workshop whose word counts
            owner: ada
            key_results:
              - {id: kept, title: Raise kept promises from 70 to 95 %, unit: "%", baseline: 72, target: 90}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Good:
        objectives:
          - id: trust
            title: Be the workshop whose word counts
            owner: ada
            key_results:
              - {id: kept, title: Raise kept promises, unit: "%", baseline: 72, target: 90}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Fix: Leave the numbers out of the title: they are shown beside it.

    Source: Say everything once (Hunt and Thomas, *The Pragmatic Programmer*: don't repeat yourself).
    """
    for node in context.key_results:
        stale = _stale_numbers(node)
        if stale:
            said = listing(f'"{number.text}"' for number in stale.values())
            known = listing(f"the {name} is {getattr(node.goal, name):.15g}" for name in stale)
            first = next(iter(stale.values()))
            yield Finding(
                node.place.at("title"),
                f"the title says {said}, and {known}",
                "Leave the numbers out of the title: they are shown beside it.",
                ref=node.ref,
                within=(first.start, first.end),
                related=tuple(Elsewhere(node.place.at(name), f"the {name}") for name in stale),
            )


def _stale_numbers(node: KeyResultNode) -> dict[str, TitleNumber]:
    """The numbers of a title by the key that contradicts them."""
    goal = node.goal
    if goal.target is None:
        return {}
    numbers = title_numbers(goal.title)
    if not numbers:
        return {}
    start, end = (_only(numbers, role, goal.unit) for role in (Role.FROM, Role.TO))
    if start and end and (start.value, end.value) == (goal.target, goal.baseline):
        return {}  # the wrong way round, which is OKR205's to say
    stale: dict[str, TitleNumber] = {}
    if start and goal.baseline is not None and not _means(start.value, goal.baseline):
        stale["baseline"] = start
    if end and not any(_means(end.value, each) for each in (goal.target, goal.stretch) if each is not None):
        stale["target"] = end
    return stale


def _only(numbers: Iterable[TitleNumber], role: Role, unit: str | None) -> TitleNumber | None:
    """The one number of a title that says from or to, and counts what the key result counts."""
    said = [each for each in numbers if each.role is role]
    if len(said) != 1:
        return None
    number = said[0]
    alike = number.unit in (None, unit) or unit is None or stems(number.unit) == stems(unit)
    return number if alike else None


_FACTORS = (1, 100, 1e3, 1e6, 1e9)
"""By which a title and a value may differ and mean the same: 60 % and 0.6, 2M and 2 in millions."""


def _means(written: float, value: float) -> bool:
    return any(
        abs(written - value * factor) <= EDGE * max(1, abs(written)) or abs(written * factor - value) <= EDGE
        for factor in _FACTORS
    )


@rule("OKR205", "direction-mismatch", Severity.WARNING)
def direction_mismatch(context: Context) -> Iterator[Finding]:
    """The title says up, and the target lies below the baseline; or the other way round.

    Why: One of the two is a slip, and with the wrong one every step forward counts as a step back.

    Bad:
        objectives:
          - id: trust
            title: Be the workshop whose word counts
            owner: ada
            key_results:
              - {id: complaints, title: Reduce complaints, unit: complaints, baseline: 8, target: 14}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Good:
        objectives:
          - id: trust
            title: Be the workshop whose word counts
            owner: ada
            key_results:
              - {id: complaints, title: Reduce complaints, unit: complaints, baseline: 14, target: 8}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Fix: Correct baseline and target, or the verb.

    Source: scoring.md: the direction is the sign of target minus baseline.
    """
    for node in context.key_results:
        goal = node.goal
        if goal.target is None or goal.baseline is None or abs(goal.target - goal.baseline) <= EDGE:
            continue
        if goal.target <= 0 and goal.baseline <= 0:
            continue  # "Reduce the loss" from -9 to -2 is right, and so is "Raise the result"
        actual = "up" if goal.target > goal.baseline else "down"
        said = measure_wording.direction(goal.title)
        if said not in (None, actual):
            side = "above" if actual == "up" else "below"
            yield Finding(
                node.place.at("target"),
                f"the title says {said}, and the target lies {side} the baseline",
                "Correct baseline and target, or the title.",
                ref=node.ref,
                related=(Elsewhere(node.place.at("title"), f"here it says {said}"),),
            )


@rule("OKR206", "duplicate-metric", Severity.WARNING)
def duplicate_metric(context: Context) -> Iterator[Finding]:
    """Two key results of a cycle claim one KPI, or two of an objective have the same measure.

    Why: One success counts twice, and two owners each think that the other has it.

    Bad:
        objectives:
          - id: fast
            title: Be quicker than the bus ride home
            owner: ada
            guardrails: [backlog]
            key_results:
              - {id: waiting, title: Bikes that wait, unit: bikes, baseline: 44, target: 15, kpi: backlog}
              - {id: racks, title: Bikes on the racks, unit: bikes, baseline: 44, target: 20, kpi: backlog}
        kpis:
          - {id: backlog, title: Bikes that wait, unit: bikes, target: {at_most: 50}}

    Good:
        objectives:
          - id: fast
            title: Be quicker than the bus ride home
            owner: ada
            guardrails: [backlog]
            key_results:
              - {id: waiting, title: Bikes that wait, unit: bikes, baseline: 44, target: 15, kpi: backlog}
              - {id: same-day, title: Repairs done the same day, unit: "%", baseline: 20, target: 60}
        kpis:
          - {id: backlog, title: Bikes that wait, unit: bikes, target: {at_most: 50}}

    Fix: Keep the one that is closer to the objective, and let the other goal support it.

    Source: Wodtke, *Radical Focus*; Google's OKR playbook on cross-team OKRs.
    """
    claimed: dict[tuple[str, str], KeyResultNode] = {}
    for node in context.scope.active_key_results:
        if node.goal.kpi is None:
            continue
        first = claimed.setdefault((node.cycle.id, node.goal.kpi), node)
        if first is not node:
            message = f"{first.ref} claims the KPI {node.goal.kpi} in the same cycle"
            yield _double(node, first, "kpi", message)
    for objective in context.objectives:
        yield from _same_measures(objective)


def _same_measures(objective: ObjectiveNode) -> Iterator[Finding]:
    """Metrics of an objective with the same words and unit."""
    first: dict[tuple[str, str | None], KeyResultNode] = {}
    for node in objective.kept:
        if node.goal.kpi is None and node.goal.target is not None:
            words = " ".join(node.goal.title.casefold().split())
            original = first.setdefault((words, node.goal.unit), node)
            if original is not node:
                yield _double(node, original, "title", f"{original.goal.id} has the same measure")


def _double(node: KeyResultNode, first: KeyResultNode, key: str, message: str) -> Finding:
    return Finding(
        node.place.at(key),
        message,
        "Keep the one that is closer to the objective, and let the other goal support it.",
        ref=node.ref,
        arguments=(first.ref,),
        related=(Elsewhere(first.place.at(key), "the other one"),),
    )


@rule("OKR207", "missing-counter-metric", Severity.INFO)
def missing_counter_metric(context: Context) -> Iterator[Finding]:
    """A growth, volume or speed metric with nothing beside it that would show its price.

    A guardrail does, a key result with `maintain`, and one that measures a share or a rating.

    Why: What is counted grows, if need be at the cost of what is not: faster answers can be worse ones.

    Bad:
        objectives:
          - id: fast
            title: Be quicker than the bus ride home
            owner: ada
            key_results:
              - {id: volume, title: Double the repairs per week, unit: repairs, baseline: 70, target: 140}
              - {id: waiting, title: Bikes that wait on Sunday, unit: bikes, baseline: 44, target: 15}

    Good:
        objectives:
          - id: fast
            title: Be quicker than the bus ride home
            owner: ada
            key_results:
              - {id: volume, title: Double the repairs per week, unit: repairs, baseline: 70, target: 140}
              - {id: rework, title: Repairs that come back, unit: "%", maintain: {at_most: 3}}

    Fix: Name a KPI in `guardrails` that must stay healthy meanwhile, or add a key result for quality.

    Source: Grove, *High Output Management*: pair indicators; Doerr, *Measure What Matters*, on quality.
    """
    for node in context.objectives:
        if node.goal.guardrails or any(_shows_the_price(context, each) for each in node.kept):
            continue
        if node.place in context.workspace.damaged:
            continue  # what shows the price may be what could not be read
        for each in node.kept:
            found = _growth(context, each)
            if found is not None:
                yield _about_title(
                    each,
                    found,
                    "nothing beside this growth or speed would show its price",
                    "Name a KPI in the objective's guardrails, or add a key result for quality.",
                )
                break


_RATIOS = frozenset({"%", "‰", "pp", "percent", "points", "stars", "score", "nps", "index"})
"""Units of shares and ratings."""


def _is_ratio(node: KeyResultNode) -> bool:
    return (node.goal.unit or "").casefold() in _RATIOS


def _shows_the_price(context: Context, node: KeyResultNode) -> bool:
    return node.goal.measure == "maintain" or (_is_ratio(node) and _growth(context, node) is None)


def _growth(context: Context, node: KeyResultNode) -> Match | None:
    """The words of a growth, volume or speed metric: a known one, or a count that shall go up."""
    title, unit = node.goal.title, node.goal.unit
    if node.goal.measure != "metric":
        return None
    found = measure_wording.growth_metric(title, unit, context.words)
    if found is not None:
        is_share_of_them = _is_ratio(node) and found.text.casefold().endswith("s")
        return None if is_share_of_them else found
    if unit is None or _is_ratio(node) or measure_wording.direction(title) != "up":
        return None
    return Match(title, 0, len(title))


@rule("OKR208", "lagging-only", Severity.INFO)
def lagging_only(context: Context) -> Iterator[Finding]:
    """All of an objective's key results, two or more, are lagging.

    A key result that does not say takes the indicator of its KPI.

    Why: A lagging number tells at the end whether it worked. A leading one tells while it can be changed.

    Bad:
        objectives:
          - id: stay
            title: Let customers want to stay
            owner: ada
            key_results:
              - {id: churn, title: Churn, unit: "%", baseline: 6, target: 3, indicator: lagging}
              - {id: renewals, title: Renewals, unit: "%", baseline: 70, target: 85, indicator: lagging}

    Good:
        objectives:
          - id: stay
            title: Let customers want to stay
            owner: ada
            key_results:
              - {id: churn, title: Churn, unit: "%", baseline: 6, target: 3, indicator: lagging}
              - {id: weekly, title: Reports opened, unit: "%", baseline: 30, target: 60, indicator: leading}

    Fix: Replace one of them by something that moves within weeks, and earlier than the result.

    Source: McChesney, Covey and Huling, *The 4 Disciplines of Execution*: act on the lead measures.
    """
    for node in context.objectives:
        key_results = node.kept
        if len(key_results) >= 2 and all(_indicator(context, each) == "lagging" for each in key_results):
            yield Finding(
                node.place.at("key_results"),
                "all key results of this objective are lagging",
                "Replace one by something that moves within weeks, earlier than the result.",
                ref=node.ref,
                at_key=True,
            )


def _indicator(context: Context, node: KeyResultNode) -> str | None:
    kpi = context.workspace.kpi_of(node)
    return node.goal.indicator or (kpi.goal.indicator if kpi is not None else None)


@rule("OKR209", "dominant-weight", Severity.INFO, share=0.6)
def dominant_weight(context: Context) -> Iterator[Finding]:
    """One key result carries more than 60 % of its objective's weight.

    Why: The others hardly change the score, so nobody will look at them.

    Bad:
        objectives:
          - id: fast
            title: Be quicker than the bus ride home
            owner: ada
            key_results:
              - {id: waiting, title: Bikes that wait, unit: bikes, baseline: 44, target: 15, weight: 4}
              - {id: same-day, title: Repairs done the same day, unit: "%", baseline: 20, target: 60}

    Good:
        objectives:
          - id: fast
            title: Be quicker than the bus ride home
            owner: ada
            key_results:
              - {id: waiting, title: Bikes that wait, unit: bikes, baseline: 44, target: 15}
              - {id: same-day, title: Repairs done the same day, unit: "%", baseline: 20, target: 60}

    Fix: Bring the weights closer together, or make the heavy one an objective of its own.

    Options: `share`, the largest part of the weight that one may carry, from 0 to 1.

    Source: The OpenOKR method: weights are the exception.
    """
    most = context.options["share"] + EDGE
    for node in context.objectives:
        if node.place in context.workspace.damaged:
            continue  # the weights of what could not be read are not known
        active = [each for each in node.key_results if each.goal.status == "active"]
        total = sum([each.goal.weight for each in active])
        for each in active if len(active) > 1 else ():
            share = each.goal.weight / total
            if share > most:
                yield Finding(
                    each.place.at("weight"),
                    f"this key result carries {share:.0%} of the objective's weight",
                    "Bring the weights closer together, or make it an objective of its own.",
                    ref=each.ref,
                )


@rule("OKR210", "unknown-baseline", Severity.WARNING, share=0.2)
def unknown_baseline(context: Context) -> Iterator[Finding]:
    """No baseline is written or known from a KPI after a fifth of the cycle.

    Why: Until then okr takes the first value that was measured. What happened before it is lost, and a
    target without a start cannot be judged.

    Bad:
        objectives:
          - id: last
            title: Be known for repairs that last
            owner: ada
            key_results:
              - {id: rework, title: Repairs that come back, unit: "%", target: 2}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}

    Good:
        objectives:
          - id: last
            title: Be known for repairs that last
            owner: ada
            key_results:
              - {id: rework, title: Repairs that come back, unit: "%", baseline: 7, target: 2}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}

    Fix: Measure it, and write the `baseline`. To find out what the number is can be an initiative.

    Options: `share`, the part of the cycle that may pass before, from 0 to 1.

    Source: Google's re:Work guide; Doerr, *Measure What Matters*.
    """
    for node in context.scope.running:
        goal = node.goal
        if goal.target is None or goal.baseline is not None or goal.scale is not None:
            continue
        known = goal.kpi is not None and context.scores.baseline(node).value is not None
        late = (context.as_of - node.cycle.start).days >= context.options["share"] * node.cycle.days
        if late and not known and not context.lacks_kpi(node):
            yield Finding(
                node.place,
                f"{context.options['share']:.0%} of {node.cycle.id} has passed, and no baseline is known",
                "Measure it, and write baseline: and the number.",
                ref=node.ref,
            )


@rule("OKR211", "vanity-metric", Severity.INFO)
def vanity_metric(context: Context) -> Iterator[Finding]:
    """Likes, followers, impressions, page views, downloads: a number that flatters and decides nothing.

    A share or a rate of them is left alone.

    Why: It goes up by itself, and by money. Ask what anybody would do otherwise if it went down.

    Bad:
        objectives:
          - id: last
            title: Be known for repairs that last
            owner: ada
            key_results:
              - {id: films, title: Followers of our repair films, unit: followers, baseline: 9, target: 30}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}

    Good:
        objectives:
          - id: last
            title: Be known for repairs that last
            owner: ada
            key_results:
              - {id: sent, title: Bookings of riders whom a film brought, unit: "%", baseline: 2, target: 10}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}

    Fix: Measure what people do after they saw, liked or loaded it.

    Source: Ries, *The Lean Startup*: vanity metrics and actionable metrics.
    """
    for node in context.key_results:
        found = measure_wording.vanity_metric(node.goal.title, node.goal.unit, context.words)
        if found is not None:
            yield _about_title(
                node,
                found,
                f'"{found.text}" flatters and decides nothing',
                "Measure what people do after they saw, liked or loaded it.",
            )


@rule("OKR212", "ambiguous-metric", Severity.INFO)
def ambiguous_metric(context: Context) -> Iterator[Finding]:
    """Users, customers, "active": a population that nobody can count without a time window.

    Where a KPI supplies the values, its definition says who counts.

    Why: Two people will count two numbers, and the better one gets reported.

    Bad:
        objectives:
          - id: stay
            title: Let customers want to stay
            owner: ada
            key_results:
              - {id: active, title: Active customers, unit: customers, baseline: 800, target: 1200}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}

    Good:
        objectives:
          - id: stay
            title: Let customers want to stay
            owner: ada
            key_results:
              - {id: active, title: Customers with a ride a week, unit: people, baseline: 800, target: 1200}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}

    Fix: Say who counts and over which time: "customers with a ride in the last 30 days".

    Source: Croll and Yoskovitz, *Lean Analytics*: what makes a good metric.
    """
    for node in context.key_results:
        title, unit = node.goal.title, node.goal.unit
        if node.goal.kpi is not None:
            continue
        found = measure_wording.ambiguous_population(title, unit, context.words)
        if found is not None and not measure_wording.vanity_metric(title, unit, context.words):
            yield _about_title(
                node,
                found,
                f'"{found.text}" can be counted in many ways: it has no time window',
                "Say who counts and over which time, as in: with a ride in the last 30 days.",
            )


@rule("OKR213", "dates-outside-cycle", Severity.ERROR)
def dates_outside_cycle(context: Context) -> Iterator[Finding]:
    """A start, due date, plan or milestone outside the cycle, or a start after the due date.

    Why: What ends after the cycle cannot be scored in it, and nobody will look when it does.

    Bad:
        objectives:
          - id: skilled
            title: Let every mechanic master every kind of bike
            owner: ada
            key_results:
              - {id: cargo, title: Wait for cargo bikes, unit: days, baseline: 9, target: 3, due: 2027-02-28}
              - {id: shared, title: Jobs that anyone can take, unit: "%", baseline: 35, target: 80}

    Good:
        objectives:
          - id: skilled
            title: Let every mechanic master every kind of bike
            owner: ada
            key_results:
              - {id: cargo, title: Wait for cargo bikes, unit: days, baseline: 9, target: 5, due: 2026-12-18}
              - {id: shared, title: Jobs that anyone can take, unit: "%", baseline: 35, target: 80}

    Fix: Choose what can be reached within the cycle, or move the key result to a longer or later one.

    Source: scoring.md: the window of a key result lies in its cycle.
    """
    for node in context.key_results:
        for place, day in _dates(node):
            if day not in node.cycle:
                yield _outside(node, place, day)
        if node.start > node.due and node.start in node.cycle and node.due in node.cycle:
            yield Finding(
                node.place.at("due" if node.goal.due else "start"),
                f"it is due on {node.due}, before it starts on {node.start}",
                "Correct start or due.",
                ref=node.ref,
                arguments=("due before start",),
            )


def _dates(node: KeyResultNode) -> Iterator[tuple[Place, dt.date]]:
    goal, place = node.goal, node.place
    if goal.start is not None:
        yield place.at("start"), goal.start
    if goal.due is not None:
        yield place.at("due"), goal.due
    for index, point in enumerate(goal.plan or ()):
        yield place.at("plan", index, "date"), point.date
    for index, milestone in enumerate(goal.milestones or ()):
        if milestone.due is not None:
            yield place.at("milestones", index, "due"), milestone.due


def _outside(node: KeyResultNode, place: Place, day: dt.date) -> Finding:
    cycle = node.cycle
    after, before = f"after {cycle.id} ends on {cycle.end}", f"before {cycle.id} starts on {cycle.start}"
    key = next(each for each in place.keys[len(node.place.keys) :] if isinstance(each, str))
    return Finding(
        place,
        f"{day} lies {after if day > cycle.end else before}",
        "Choose a day within the cycle, or move the key result to a longer one.",
        ref=node.ref,
        arguments=(key, day.isoformat()),
    )


@rule("OKR214", "missing-unit", Severity.INFO)
def missing_unit(context: Context) -> Iterator[Finding]:
    """A number without a unit, neither its own nor its KPI's.

    Why: 12 of what? A report shows the number far from its title.

    Bad:
        objectives:
          - id: last
            title: Be known for repairs that last
            owner: ada
            key_results:
              - {id: claims, title: Claims on our guarantee in a month, baseline: 12, target: 5}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}

    Good:
        objectives:
          - id: last
            title: Be known for repairs that last
            owner: ada
            key_results:
              - {id: claims, title: Claims on our guarantee in a month, unit: claims, baseline: 12, target: 5}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}

    Fix: Write `unit:` and what is counted: `"%"`, `EUR`, `days`, `tickets`.

    Source: Croll and Yoskovitz, *Lean Analytics*: a metric is understandable.
    """
    for node in context.scope.active_key_results:
        if node.goal.measure in ("metric", "maintain") and context.workspace.unit_of(node) is None:
            yield Finding(
                node.place,
                "the numbers of this key result have no unit",
                'Write unit: and what is counted, such as "%", EUR, days or tickets.',
                ref=node.ref,
            )


@rule("OKR215", "business-as-usual-target", Severity.WARNING, readings=6)
def business_as_usual_target(context: Context) -> Iterator[Finding]:
    """The KPI's trend over the year before the cycle reaches the target by itself.

    The trend is the straight line through the readings of that year by least squares, six at least.

    Why: A target that comes without any effort is a forecast, and hides whether the work had an effect.

    Bad:
        objectives:
          - id: stay
            title: Let customers want to stay
            owner: ada
            key_results:
              - {id: weekly, title: Weekly reports opened, unit: "%", baseline: 40, target: 45, kpi: opened}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}
        kpis:
          - id: opened
            title: Weekly reports opened
            unit: "%"
            target: {at_least: 40}
            readings:
              - {date: 2026-04-30, value: 30}
              - {date: 2026-05-31, value: 32}
              - {date: 2026-06-30, value: 34}
              - {date: 2026-07-31, value: 36}
              - {date: 2026-08-31, value: 38}
              - {date: 2026-09-30, value: 40}

    Good:
        objectives:
          - id: stay
            title: Let customers want to stay
            owner: ada
            key_results:
              - {id: weekly, title: Weekly reports opened, unit: "%", baseline: 40, target: 55, kpi: opened}
              - {id: praise, title: Riders who praise us unasked, unit: "%", baseline: 20, target: 45}
        kpis:
          - id: opened
            title: Weekly reports opened
            unit: "%"
            target: {at_least: 40}
            readings:
              - {date: 2026-04-30, value: 30}
              - {date: 2026-05-31, value: 32}
              - {date: 2026-06-30, value: 34}
              - {date: 2026-07-31, value: 36}
              - {date: 2026-08-31, value: 38}
              - {date: 2026-09-30, value: 40}

    Fix: Set a target beyond the trend, or choose a goal that needs you.

    Options: `readings`, how many there must be in that year.

    Source: Wheeler, *Understanding Variation*; Doerr, *Measure What Matters*, on stretch.
    """
    for node in context.scope.active_key_results:
        expected, target = _trend_value(context, node), node.goal.target
        if expected is None or target is None:
            continue
        direction = context.scores.baseline(node).direction
        if direction != 0 and direction * (expected - target) >= -EDGE:
            yield Finding(
                node.place.at("target"),
                f"last year's trend of {node.goal.kpi} leads to {expected:.4g} by {node.due}, and the target"
                f" is {target:.15g}",
                "Set a target beyond the trend, or choose a goal that needs you.",
                ref=node.ref,
            )


def _trend_value(context: Context, node: KeyResultNode) -> float | None:
    """What a key result's KPI would be on the due date if last year went on; `None` where nothing tells."""
    kpi = context.workspace.kpi_of(node)
    if kpi is None or node.goal.target is None:
        return None
    end = node.cycle.start
    start = end - dt.timedelta(days=365)
    readings = [(day, value) for day, value in context.scores.series(kpi) if start <= day < end]
    return straight_line(readings, node.due) if len(readings) >= context.options["readings"] else None


@rule("OKR216", "disordered-scale", Severity.ERROR)
def disordered_scale(context: Context) -> Iterator[Finding]:
    """A scale, levels, a plan or a stretch that does not run one way, or an empty range to maintain.

    Why: A better value would earn a worse score, and nobody could say what is wanted.

    Bad:
        objectives:
          - id: skilled
            title: Let every mechanic master every kind of bike
            owner: ada
            key_results:
              - {id: cargo, title: Cargo bikes in a day, unit: "%", baseline: 20, target: 60, stretch: 50}
              - {id: shared, title: Jobs that anyone can take, unit: "%", baseline: 35, target: 80}

    Good:
        objectives:
          - id: skilled
            title: Let every mechanic master every kind of bike
            owner: ada
            key_results:
              - {id: cargo, title: Cargo bikes in a day, unit: "%", baseline: 20, target: 60, stretch: 75}
              - {id: shared, title: Jobs that anyone can take, unit: "%", baseline: 35, target: 80}

    Fix: Put the points in order. A stretch lies beyond the target, a plan on the way to it, and levels rise.

    Source: scoring.md: scores are monotone toward the target.
    """
    for node in context.key_results:
        for key, index, message in disorders(node.goal, partial(_direction, context, node)):
            yield Finding(
                node.place.at(key) if index is None else node.place.at(key, index),
                message,
                "Put it in order: a better value never earns a worse score.",
                ref=node.ref,
                arguments=(key,),
            )


def _direction(context: Context, node: KeyResultNode) -> int:
    return context.scores.baseline(node).direction


@rule("OKR217", "compound-key-result", Severity.INFO)
def compound_key_result(context: Context) -> Iterator[Finding]:
    """Several results in one: two numbers of two things, joined by "and".

    Why: It can be reached by half, and the score cannot say so.

    Bad:
        objectives:
          - id: skilled
            title: Let every mechanic master every kind of bike
            owner: ada
            key_results:
              - {id: both, title: 90 % of parts and 4 mechanics a shift, unit: "%", baseline: 70, target: 90}
              - {id: shared, title: Jobs that anyone can take, unit: "%", baseline: 35, target: 80}

    Good:
        objectives:
          - id: skilled
            title: Let every mechanic master every kind of bike
            owner: ada
            key_results:
              - {id: parts, title: Parts at hand, unit: "%", baseline: 70, target: 90}
              - {id: shift, title: Mechanics per shift, unit: mechanics, baseline: 2, target: 4}
              - {id: shared, title: Jobs that anyone can take, unit: "%", baseline: 35, target: 80}

    Fix: Make two key results of it.

    Source: The advice of survey makers against double-barrelled questions.
    """
    for node in context.key_results:
        found = measure_wording.compound(node.goal.title)
        if found is not None:
            yield _about_title(node, found, "the title holds two results", "Make two key results of it.")
