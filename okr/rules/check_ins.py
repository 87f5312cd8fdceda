"""Family 5: check-ins and cycles. Whether people look, and say what they see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import lt
from typing import TYPE_CHECKING

from okr.diagnostics import Severity
from okr.model.goals import EDGE, KeyResult
from okr.rules.context import Context
from okr.rules.dates import Dated, first_out_of_order, repeated
from okr.rules.fixes import in_order_of_date
from okr.rules.rule import Elsewhere, Finding, rule
from okr.scoring.numbers import shown
from okr.workspace import KeyResultNode, ObjectiveNode

if TYPE_CHECKING:
    from okr.diagnostics import Fix
    from okr.model.cycles import Cycle
    from okr.workspace import Workspace


@rule("OKR501", "stale-check-in", Severity.WARNING)
def stale_check_in(context: Context) -> Iterator[Finding]:
    """Nothing has been heard of a key result for longer than its cadence and the days of grace.

    Silent where nothing was ever measured (OKR502), and where its KPI is stale (OKR403).

    Why: Silence is never green. A goal that nobody looks at for weeks is not pursued.

    Bad:
        objectives:
          - id: morning
            title: Let riders rely on a charged bike every morning
            owner: ada
            key_results:
              - id: full
                title: Mornings without an empty battery
                unit: "%"
                baseline: 70
                target: 95
                check_ins: [{date: 2026-10-05, value: 71}, {date: 2026-10-12, value: 76}]
              - id: swap
                title: Time until a battery is swapped
                unit: h
                baseline: 11
                target: 4
                check_ins: [{date: 2026-11-16, value: 8}]

    Good:
        objectives:
          - id: morning
            title: Let riders rely on a charged bike every morning
            owner: ada
            key_results:
              - id: full
                title: Mornings without an empty battery
                unit: "%"
                baseline: 70
                target: 95
                check_ins: [{date: 2026-10-12, value: 76}, {date: 2026-11-16, note: Waiting for racks.}]
              - id: swap
                title: Time until a battery is swapped
                unit: h
                baseline: 11
                target: 4
                check_ins: [{date: 2026-11-16, value: 8}]

    Fix: Check in (`okr checkin`), even if only to say that nothing moved and why. If it is measured more
    rarely, give it a `cadence`.

    Source: Wodtke, *Radical Focus*: the weekly check-in; Viva Goals' alerts.
    """
    for node in context.scope.running:
        if not context.scores.is_silent(node):
            continue
        score = context.scores.key_result(node)
        if not score.stale or _is_never_started(context, node) or _kpi_is_stale(context, node):
            continue
        if any(entry.date > context.today for entry in node.goal.check_ins):
            continue  # somebody checked in and mistook the day, which is OKR503's to say
        last = max(score.last_update or node.start, node.start)
        yield Finding(
            node.place,
            f"nothing has been heard of it since {last}, {(context.as_of - last).days} days ago",
            f"Check in, even if nothing moved: okr checkin {node.ref}.",
            ref=node.ref,
        )


def _kpi_is_stale(context: Context, node: KeyResultNode) -> bool:
    kpi = context.workspace.kpi_of(node)
    return kpi is not None and context.scores.kpi(kpi).stale


_ONE_WEEK = 7


def _is_never_started(context: Context, node: KeyResultNode, days: float = _ONE_WEEK) -> bool:
    """Whether nothing is measured although the first value is due."""
    waited = (context.as_of - node.start).days
    return waited >= max(days, context.workspace.cadence_of(node).days) and not _is_measured(context, node)


def _is_measured(context: Context, node: KeyResultNode) -> bool:
    return context.scores.has_values(node) or context.scores.key_result(node).state != "no_data"


@rule("OKR502", "never-started", Severity.WARNING, days=_ONE_WEEK)
def never_started(context: Context) -> Iterator[Finding]:
    """Nothing is measured a week into the cycle, or one cadence into it where that is longer.

    Why: Most goals that fail were never begun. In the second week it is easy to say so.

    Bad:
        objectives:
          - id: morning
            title: Let riders rely on a charged bike every morning
            owner: ada
            key_results:
              - id: full
                title: Mornings without an empty battery
                unit: "%"
                baseline: 70
                target: 95
              - id: swap
                title: Time until a battery is swapped
                unit: h
                baseline: 11
                target: 4
                check_ins: [{date: 2026-11-16, value: 8}]

    Good:
        objectives:
          - id: morning
            title: Let riders rely on a charged bike every morning
            owner: ada
            key_results:
              - id: full
                title: Mornings without an empty battery
                unit: "%"
                baseline: 70
                target: 95
                check_ins: [{date: 2026-11-16, value: 74}]
              - id: swap
                title: Time until a battery is swapped
                unit: h
                baseline: 11
                target: 4
                check_ins: [{date: 2026-11-16, value: 8}]

    Fix: Measure it once, however roughly. If it begins later, give it a `start`.

    Options: `days` after the start of the key result.

    Source: Wodtke, *Radical Focus*; Viva Goals' alerts.
    """
    for node in context.scope.running:
        can_be_measured = node.goal.measure != "graded" or node.goal.confidential  # else OKR201 says so
        if not can_be_measured or context.lacks_kpi(node):
            continue
        if _is_never_started(context, node, context.options["days"]):
            yield Finding(
                node.place,
                f"nothing has been measured since it started on {node.start}",
                f"Measure it once, however roughly: okr checkin {node.ref} VALUE.",
                ref=node.ref,
            )


Sorting = Callable[["Workspace"], "Fix | None"]


@rule("OKR503", "bad-check-in", Severity.ERROR)
def bad_check_in(context: Context) -> Iterator[Finding]:
    """A check-in later than the day of the run, before the start, out of order, or the second of a day.

    A second one of a day counts instead of the first if it says `corrects: true`. `--as-of` does not move
    the day of the run; with `--at` it is the day of the commit.

    Why: The last check-in decides the score. One that is dated wrong decides wrong, and nobody sees it.

    Bad:
        objectives:
          - id: morning
            title: Let riders rely on a charged bike every morning
            owner: ada
            key_results:
              - id: full
                title: Mornings without an empty battery
                unit: "%"
                baseline: 70
                target: 95
                check_ins: [{date: 2026-11-16, value: 74}, {date: 2026-11-16, value: 76}]
              - {id: swap, title: Time until a battery is swapped, unit: h, baseline: 11, target: 4}

    Good:
        objectives:
          - id: morning
            title: Let riders rely on a charged bike every morning
            owner: ada
            key_results:
              - id: full
                title: Mornings without an empty battery
                unit: "%"
                baseline: 70
                target: 95
                check_ins: [{date: 2026-11-16, value: 74}, {date: 2026-11-16, value: 76, corrects: true}]
              - {id: swap, title: Time until a battery is swapped, unit: h, baseline: 11, target: 4}

    Fix: Correct the date, say `corrects: true`, or put the entries in order, as `okr validate --fix` does.

    Source: scoring.md.
    """
    for node in context.key_results:
        if _is_in_order(context, node):
            continue
        place = node.place.at("check_ins")
        dated = [
            Dated(entry.date, place.at(index, "date"), entry.corrects)
            for index, entry in enumerate(node.goal.check_ins)
        ]
        counted = [each for each in dated if node.start <= each.day <= context.today]
        for each in dated:
            if each.day > context.today:
                yield _bad(node, each, f"{each.day} has not come yet", "Correct the date.", "later")
            elif each.day < node.start:
                message = f"{each.day} lies before the start on {node.start}"
                yield _bad(node, each, message, "Correct the date, or the start of the key result.", "before")
        for each in repeated(counted):
            message = f"there is a check-in of {each.day} already"
            yield _bad(node, each, message, "Write corrects: true if this one counts instead.", "twice")
        out = first_out_of_order(counted)
        if out is not None:
            sorting = partial(in_order_of_date, place, [each.day for each in dated])
            message = f"{out.day} stands after a later check-in"
            yield _bad(node, out, message, "Put the check-ins in order of date.", "order", sorting)


def _is_in_order(context: Context, node: KeyResultNode) -> bool:
    """Whether nothing can be wrong with the dates, as with nearly all key results."""
    days = [entry.date for entry in node.goal.check_ins]
    return not days or (node.start <= days[0] and days[-1] <= context.today and all(map(lt, days, days[1:])))


def _bad(
    node: KeyResultNode, each: Dated, message: str, advice: str, kind: str, fix: Sorting | None = None
) -> Finding:
    arguments = (kind, each.day.isoformat())
    return Finding(each.place, message, advice, ref=node.ref, arguments=arguments, fix=fix)


@rule("OKR504", "rosy-report", Severity.WARNING, days=28)
def rosy_report(context: Context) -> Iterator[Finding]:
    """Reported `on_track` while computed off track, or although nothing moved in four weeks.

    Why: A report that nobody can believe is worth less than none, and help comes too late.

    Bad:
        objectives:
          - id: heard
            title: Hear from riders before they leave us
            owner: ada
            key_results:
              - id: replies
                title: Riders who answer our question
                unit: "%"
                baseline: 4
                target: 20
                check_ins: [{date: 2026-11-16, value: 6, status: on_track}]
              - {id: calls, title: Days until a leaver gets a call, unit: days, baseline: 21, target: 3}

    Good:
        objectives:
          - id: heard
            title: Hear from riders before they leave us
            owner: ada
            key_results:
              - id: replies
                title: Riders who answer our question
                unit: "%"
                baseline: 4
                target: 20
                check_ins: [{date: 2026-11-16, value: 6, status: off_track, note: The letter is early.}]
              - {id: calls, title: Days until a leaver gets a call, unit: days, baseline: 21, target: 3}

    Fix: Report what the numbers say, or say in a note what they do not show. A curve that starts slowly
    belongs in `plan`.

    Options: `days` without any movement.

    Source: Doerr, *Measure What Matters*; Wodtke, *Radical Focus* on honest confidence.
    """
    for node in context.scope.running:
        index = None if context.as_of > node.due else _last_with(context, node, "status")
        if index is None or context.scores.key_result(node).reported_status != "on_track":
            continue
        reason = _reason_for_doubt(context, node)
        if reason is not None:
            yield Finding(
                node.place.at("check_ins", index, "status"),
                f"reported on track, and {reason}",
                "Report what the numbers say, or put the curve that you expect into plan.",
                ref=node.ref,
            )


def _reason_for_doubt(context: Context, node: KeyResultNode) -> str | None:
    score = context.scores.key_result(node)
    if score.status == "off_track" and score.score is not None:
        return f"computed off track: {shown(score.score)} where {shown(score.expected)} is expected"
    days = int(context.options["days"])
    if node.goal.measure == "metric" and score.status != "done" and _stood_still(context, node, days):
        return f"its value has not moved in {days} days"
    return None


def _stood_still(context: Context, node: KeyResultNode, days: int) -> bool:
    """Whether all values of the last days are the same as the one that was known before them."""
    values = context.scores.key_result(node).values
    since = context.as_of - dt.timedelta(days=days)
    before = [value for day, value in values if day <= since]
    recent = [value for day, value in values if day > since]
    return bool(before and recent) and all(abs(value - before[-1]) <= EDGE for value in recent)


def _last_with(context: Context, node: KeyResultNode, field: str) -> int | None:
    """The index of the latest check-in so far that gives something; of one date the later entry."""
    latest, day, as_of = None, dt.date.min, context.as_of
    for index, entry in enumerate(node.goal.check_ins):
        if getattr(entry, field) is not None and day <= entry.date <= as_of:
            latest, day = index, entry.date
    return latest


@rule("OKR505", "unexplained-doubt", Severity.WARNING, confidence=0.3)
def unexplained_doubt(context: Context) -> Iterator[Finding]:
    """The latest confidence is 0.3 or less, with no note and no blocker.

    Why: Somebody doubts and nobody can help, since nobody knows what stands in the way.

    Bad:
        objectives:
          - id: heard
            title: Hear from riders before they leave us
            owner: ada
            key_results:
              - id: calls
                title: Days until a leaving rider gets a call
                unit: days
                baseline: 21
                target: 3
                check_ins: [{date: 2026-11-16, value: 12, confidence: 0.2}]
              - {id: replies, title: Riders who answer our question, unit: "%", baseline: 4, target: 20}

    Good:
        objectives:
          - id: heard
            title: Hear from riders before they leave us
            owner: ada
            key_results:
              - id: calls
                title: Days until a leaving rider gets a call
                unit: days
                baseline: 21
                target: 3
                check_ins: [{date: 2026-11-16, value: 12, confidence: 0.2, blockers: [Two callers are ill]}]
              - {id: replies, title: Riders who answer our question, unit: "%", baseline: 4, target: 20}

    Fix: Add a `note` or `blockers` that says what stands in the way and who could clear it.

    Options: `confidence`, the highest that asks for a word.

    Source: Wodtke, *Radical Focus*: the weekly confidence vote starts a conversation.
    """
    for node in context.scope.running:
        index = _last_with(context, node, "confidence")
        if index is None:
            continue
        entry = node.goal.check_ins[index]
        confidence = entry.confidence if entry.confidence is not None else 1.0
        if confidence <= context.options["confidence"] + EDGE and not _is_explained(
            context, node, entry.date
        ):
            yield Finding(
                node.place.at("check_ins", index, "confidence"),
                f"a confidence of {confidence:.15g}, and no word of why",
                "Add a note or blockers: what stands in the way, and who could clear it?",
                ref=node.ref,
                arguments=(entry.date.isoformat(),),
            )


def _is_explained(context: Context, node: KeyResultNode, since: dt.date) -> bool:
    entries = (entry for entry in node.goal.check_ins if since <= entry.date <= context.as_of)
    return any(entry.note or entry.blockers for entry in entries)


@rule("OKR506", "open-past-end", Severity.WARNING, days=14)
def open_past_end(context: Context) -> Iterator[Finding]:
    """The cycle ended over two weeks ago, and the objective has no `close`.

    Why: What is never closed is never learnt from, and the next cycle begins with the old one's worries.

    Bad:
        # goals.yaml
        cycle: 2026-10
        objectives:
          - id: sale
            title: Make the autumn sale a pleasure for those who come
            owner: ada
            key_results:
              - {id: queue, title: Time in the queue, unit: min, baseline: 60, target: 15}
              - {id: smiles, title: Visitors who would come again, unit: "%", baseline: 50, target: 80}

    Good:
        # goals.yaml
        cycle: 2026-10
        objectives:
          - id: sale
            title: Make the autumn sale a pleasure for those who come
            owner: ada
            close: {date: 2026-11-03, retro: The tent helped more than the tills., next: done}
            key_results:
              - {id: queue, title: Time in the queue, unit: min, baseline: 60, target: 15}
              - {id: smiles, title: Visitors who would come again, unit: "%", baseline: 50, target: 80}

    Fix: Close it: `okr close REF`, with what was learnt and what becomes of it.

    Options: `days` after the end of the cycle.

    Source: Doerr, *Measure What Matters*: score, self-assess, reflect; Wodtke, *Radical Focus*.
    """
    patience = dt.timedelta(days=context.options["days"])
    for node in context.objectives:
        is_open = node.goal.status == "active" and node.goal.close is None
        if is_open and context.as_of > node.cycle.end + patience:
            days = (context.as_of - node.cycle.end).days
            yield Finding(
                node.place,
                f"{node.cycle.id} ended {days} days ago, and the objective is still open",
                f"Close it with what was learnt: okr close {node.ref}.",
                ref=node.ref,
            )


@rule("OKR507", "closed-without-lesson", Severity.INFO)
def closed_without_lesson(context: Context) -> Iterator[Finding]:
    """An objective closed with a score under `good`, with no retro and no cause.

    Why: A goal that was missed has been paid for. What it taught is what one gets for it.

    Bad:
        # goals.yaml
        cycle: 2026-10
        objectives:
          - id: helmets
            title: Make riding without a helmet feel odd
            owner: ada
            close: {date: 2026-11-02, next: drop}
            key_results:
              - id: worn
                title: Riders with a helmet
                unit: "%"
                baseline: 30
                target: 60
                check_ins: [{date: 2026-10-26, value: 35}]
              - {id: lent, title: Helmets lent per week, unit: helmets, baseline: 20, target: 120}

    Good:
        # goals.yaml
        cycle: 2026-10
        objectives:
          - id: helmets
            title: Make riding without a helmet feel odd
            owner: ada
            close: {date: 2026-11-02, retro: Nobody carries a helmet to a party., next: drop}
            key_results:
              - id: worn
                title: Riders with a helmet
                unit: "%"
                baseline: 30
                target: 60
                check_ins: [{date: 2026-10-26, value: 35}]
              - {id: lent, title: Helmets lent per week, unit: helmets, baseline: 20, target: 120}

    Fix: Write a sentence into `retro`, or name one of the `causes`.

    Source: Doerr, *Measure What Matters*: reflection; Derby and Larsen, *Agile Retrospectives*.
    """
    good = context.workspace.settings.scoring.good
    for node in context.objectives:
        close = node.goal.close
        if close is None or close.retro is not None or close.causes or node.goal.status != "active":
            continue
        score = close.grade if close.grade is not None else context.scores.objective(node).score
        if score is not None and score < good - EDGE:
            yield Finding(
                node.place.at("close"),
                f"closed at {shown(score)}, and nothing says what was learnt",
                "Write a sentence into retro:, or name the causes:.",
                ref=node.ref,
                at_key=True,
            )


@rule("OKR508", "sandbagged", Severity.INFO, score=0.85, confidence=0.9)
def sandbagged(context: Context) -> Iterator[Finding]:
    """A team's aspirational goals were all but reached, or people are sure of one from the first week.

    Two objectives or more average over 0.85 at their close. Sure is a confidence over 0.9 in the first week
    and ever since, on an aspirational key result.

    Why: A goal that is certain from the start was a plan. An aspirational one is well set if it ends
    near 0.7.

    Bad:
        objectives:
          - id: heard
            title: Hear from riders before they leave us
            owner: ada
            key_results:
              - id: replies
                title: Riders who answer our question
                unit: "%"
                baseline: 4
                target: 20
                check_ins: [{date: 2026-10-05, value: 5, confidence: 0.95}]
              - {id: calls, title: Days until a leaver gets a call, unit: days, baseline: 21, target: 3}

    Good:
        objectives:
          - id: heard
            title: Hear from riders before they leave us
            owner: ada
            key_results:
              - id: replies
                title: Riders who answer our question
                unit: "%"
                baseline: 4
                target: 35
                check_ins: [{date: 2026-10-05, value: 5, confidence: 0.5}]
              - {id: calls, title: Days until a leaver gets a call, unit: days, baseline: 21, target: 3}

    Fix: Aim further next time, or say `ambition: committed` where it is a promise.

    Options: `score`, the average at the close; `confidence`, in the first week.

    Source: Google's OKR playbook: sandbagging; Doerr, *Measure What Matters*: 0.7 is a good score.
    """
    yield from _too_easy(context)
    for node in context.scope.running:
        index = _sure_from_the_start(context, node)
        if index is not None:
            yield Finding(
                node.place.at("check_ins", index, "confidence"),
                "an aspirational goal of which people are sure from the first week",
                "Aim further, or say ambition: committed where it is a promise.",
                ref=node.ref,
            )


def _too_easy(context: Context) -> Iterator[Finding]:
    """Teams whose closed aspirational objectives of a cycle were all but reached."""
    for (team, cycle), nodes in context.scope.by_team_and_cycle.items():
        aspirational = [node for node in nodes if node.goal.ambition == "aspirational"]
        if len(aspirational) < 2 or any(node.goal.close is None for node in aspirational):
            continue
        scores = [
            each.score for each in map(context.scores.objective, aspirational) if each.score is not None
        ]
        average = sum(scores) / len(scores) if len(scores) == len(aspirational) else 0
        if average > context.options["score"] + EDGE:
            yield Finding(
                aspirational[0].place.at("close"),
                f"the aspirational goals of {team} in {cycle} average {shown(average)}",
                "Aim further next time: 0.7 is a good score for an aspirational goal.",
                arguments=(team, cycle),
                at_key=True,
            )


def _sure_from_the_start(context: Context, node: KeyResultNode) -> int | None:
    """The index of the first confidence, if it is of the first week and none since was lower than sure."""
    if node.ambition != "aspirational":
        return None
    first: tuple[int, dt.date] | None = None
    start, as_of, doubt = node.start, context.as_of, context.options["confidence"] + EDGE
    for index, entry in enumerate(node.goal.check_ins):
        if entry.confidence is not None and start <= entry.date <= as_of:
            if entry.confidence <= doubt:
                return None
            first = first or (index, entry.date)
    return first[0] if first is not None and (first[1] - start).days <= _ONE_WEEK else None


@rule("OKR509", "carried-over-unchanged", Severity.WARNING)
def carried_over_unchanged(context: Context) -> Iterator[Finding]:
    """The same goal as in the team's last cycle, which was not closed with `next: carry_over`.

    The same are title, key results and targets. What was marked was carried over on purpose.

    Why: Copying a goal is not deciding on it. What kept it from being reached the first time is still there.

    Bad:
        # october.yaml
        cycle: 2026-10
        objectives:
          - id: helmets
            title: Make riding without a helmet feel odd
            owner: ada
            close: {date: 2026-11-02, retro: Nobody carries a helmet to a party., next: drop}
            key_results:
              - {id: worn, title: Riders with a helmet, unit: "%", baseline: 30, target: 60}
              - {id: lent, title: Helmets lent per week, unit: helmets, baseline: 20, target: 120}
        # november.yaml
        cycle: 2026-11
        objectives:
          - id: helmets
            title: Make riding without a helmet feel odd
            owner: ada
            key_results:
              - {id: worn, title: Riders with a helmet, unit: "%", baseline: 35, target: 60}
              - {id: lent, title: Helmets lent per week, unit: helmets, baseline: 41, target: 120}

    Good:
        # october.yaml
        cycle: 2026-10
        objectives:
          - id: helmets
            title: Make riding without a helmet feel odd
            owner: ada
            close: {date: 2026-11-02, retro: Nobody carries a helmet to a party., next: carry_over}
            key_results:
              - {id: worn, title: Riders with a helmet, unit: "%", baseline: 30, target: 60}
              - {id: lent, title: Helmets lent per week, unit: helmets, baseline: 20, target: 120}
        # november.yaml
        cycle: 2026-11
        objectives:
          - id: helmets
            title: Make riding without a helmet feel odd
            owner: ada
            key_results:
              - {id: worn, title: Riders with a helmet, unit: "%", baseline: 35, target: 60}
              - {id: lent, title: Helmets lent per week, unit: helmets, baseline: 41, target: 120}

    Fix: Decide anew: close the old one with `next: carry_over` and say what will be different, or set
    another goal.

    Source: Wodtke, *Radical Focus*: goals are set anew, not copied.
    """
    last_cycles = _last_cycles(context)
    for node in context.objectives:
        last = last_cycles.get((node.team, node.cycle.id))
        earlier = None if last is None else last.get(_content(node))
        if earlier is None or node.goal.status != "active":
            continue
        if earlier.goal.close is None or earlier.goal.close.next != "carry_over":
            yield Finding(
                node.place,
                f"the same goal as in {earlier.cycle.id}, and nobody decided to carry it over",
                "Close the old one with next: carry_over, or set another goal.",
                ref=node.ref,
                related=(Elsewhere(earlier.place, f"the goal of {earlier.cycle.id}"),),
            )


Content = tuple[object, ...]


def _last_cycles(context: Context) -> dict[tuple[str, str], dict[Content, ObjectiveNode]]:
    """For each team and cycle in scope, what the team's last cycle of that kind held."""
    by_team: dict[str, dict[Cycle, list[ObjectiveNode]]] = {}
    for node in context.workspace.objectives.values():
        if node.goal.status == "active":
            by_team.setdefault(node.team, {}).setdefault(node.cycle, []).append(node)
    found: dict[tuple[str, str], dict[Content, ObjectiveNode]] = {}
    for (team, cycle_id), nodes in context.scope.by_team_and_cycle.items():
        last = _last_before(nodes[0].cycle, by_team[team])
        if last is not None:
            found[team, cycle_id] = {_content(node): node for node in by_team[team][last]}
    return found


def _last_before(cycle: Cycle, cycles: Iterable[Cycle]) -> Cycle | None:
    """The latest cycle that ended before one of its kind, strategic or tactical."""
    before = (each for each in cycles if each.end < cycle.start and each.strategic == cycle.strategic)
    return max(before, key=lambda each: each.end, default=None)


def _content(node: ObjectiveNode) -> Content:
    """What makes two goals the same: their words and targets, whatever their ids, baselines and check-ins."""
    return (_words(node.goal.title), *sorted(_measure(each.goal) for each in node.kept))


def _measure(goal: KeyResult) -> tuple[str, ...]:
    steps = (_words(each.title) for each in goal.milestones or goal.levels or ())
    return (_words(goal.title), str(goal.target), str(goal.maintain), *steps)


def _words(title: str) -> str:
    return " ".join(title.casefold().split())
