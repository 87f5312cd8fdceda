"""Family 1: objectives. Where people want to be, in words that one would say aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from okr.diagnostics import Severity
from okr.rules import wording, work_wording
from okr.rules.context import Context
from okr.rules.copies import copies
from okr.rules.rule import Elsewhere, Finding, rule
from okr.rules.stems import stems
from okr.workspace import ObjectiveNode

if TYPE_CHECKING:
    from okr.rules.tokens import Match
    from okr.workspace import KeyResultNode, Node


@rule("OKR101", "key-result-count", Severity.ERROR, min=2, max=5)
def key_result_count(context: Context) -> Iterator[Finding]:
    """An objective has two to five key results.

    For a draft it is a warning. With `rollup: children` an objective that others support needs none.

    Why: One number can be reached while the objective is missed, and nobody steers by six.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Too few: ask what else would be true if the objective were reached. Too many: keep those that decide
    whether it was, and move the rest to KPIs, initiatives or another objective.

    Options: `min` and `max`, the fewest and the most key results.

    Source: Doerr, *Measure What Matters*: three to five key results; Google's OKR playbook.
    """
    for node in context.objectives:
        count = sum(each.status != "dropped" for each in node.goal.key_results)
        if context.options["min"] <= count <= context.options["max"] or _is_made_of_children(context, node):
            continue
        yield Finding(
            node.place,
            _count_message(count, context.options),
            "Add what else would be true if it were reached."
            if count < context.options["min"]
            else "Keep the few that decide whether it was reached; the others are KPIs or initiatives.",
            ref=node.ref,
            severity=Severity.WARNING if node.goal.status == "draft" else None,
        )


def _is_made_of_children(context: Context, node: ObjectiveNode) -> bool:
    return node.goal.rollup == "children" and not node.key_results and bool(context.workspace.children(node))


def _count_message(count: int, options: Mapping[str, float]) -> str:
    has = "no key results" if count == 0 else f"{count} key result{'s' if count != 1 else ''}"
    if count < options["min"]:
        return f"the objective has {has}, and at least {options['min']} are expected"
    return f"the objective has {has}, and at most {options['max']} are expected"


@rule("OKR102", "too-many-objectives", Severity.WARNING, max=5)
def too_many_objectives(context: Context) -> Iterator[Finding]:
    """A team has more than five active objectives in a cycle.

    Why: If everything comes first, nothing does. The strength of the method is what it leaves out.

    Bad:
        # okr.yaml
        version: 1
        rules: {options: {too-many-objectives: {max: 1}}}
        # goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
          - id: trust
            title: Let customers trust every number
            owner: ada
            key_results:
              - {id: doubts, title: Tickets that doubt a number, unit: tickets, baseline: 40, target: 10}
              - {id: late, title: Reports that come late, unit: "%", baseline: 6, target: 1}

    Good:
        # okr.yaml
        version: 1
        rules: {options: {too-many-objectives: {max: 1}}}
        # goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        not_goals:
          - Trust in every number comes next year, once the new warehouse is there.

    Fix: Choose what matters most now. The rest can wait as `status: draft`, or be named in `not_goals`.

    Options: `max`, the most active objectives of a team in a cycle.

    Source: Doerr, *Measure What Matters*: three to five objectives per cycle; Wodtke, *Radical Focus*.
    """
    most = int(context.options["max"])
    for (team, cycle), nodes in context.scope.by_team_and_cycle.items():
        if len(nodes) > most:
            yield Finding(
                nodes[most].place,
                f"{team} has {len(nodes)} active objectives in {cycle}, and at most {most} are expected",
                "Choose what matters most now; the rest can wait as drafts or in not_goals.",
                arguments=(team, cycle),
            )


@rule("OKR103", "objective-without-owner", Severity.WARNING)
def objective_without_owner(context: Context) -> Iterator[Finding]:
    """An objective that nobody owns.

    Why: What everybody owns, nobody brings up in the weekly meeting.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Write `owner:` and one person's id, or the team's while nobody is named yet.

    Source: Google's OKR playbook; GitLab's handbook: one directly responsible individual.
    """
    for node in context.objectives:
        if node.goal.owner is None:
            yield Finding(
                node.place,
                "nobody owns this objective",
                "Write owner: and the id of the person who keeps an eye on it.",
                ref=node.ref,
            )


@rule("OKR104", "number-in-objective", Severity.INFO)
def number_in_objective(context: Context) -> Iterator[Finding]:
    """A number in an objective's title.

    Dates, years and names such as "Q4", "24/7" or "ISO 27001" are none.

    Why: The objective says where to go, the key results say how far one has come. A number in both places
    will one day differ.

    Bad:
        objectives:
          - id: stock
            title: Have 95 % of parts on the shelf
            owner: ada
            key_results:
              - {id: in-stock, title: Parts there when asked for, unit: "%", baseline: 81, target: 95}
              - {id: dead-stock, title: Parts not asked for in a year, unit: "%", baseline: 24, target: 12}

    Good:
        objectives:
          - id: stock
            title: Have every part at hand when a rider needs it
            owner: ada
            key_results:
              - {id: in-stock, title: Parts there when asked for, unit: "%", baseline: 81, target: 95}
              - {id: dead-stock, title: Parts not asked for in a year, unit: "%", baseline: 24, target: 12}

    Fix: Move the number into a key result, and say in words what it would be like.

    Source: Doerr, *Measure What Matters*: objectives are qualitative; Wodtke, *Radical Focus*.
    """
    for node in context.objectives:
        found = wording.number_in_objective(node.goal.title)
        # a title that only moves a number is OKR106's, number and all
        if found is not None and not _only_moves_a_number(context, node):
            yield Finding(
                node.place.at("title"),
                f'"{found.text}" is a number in an objective',
                "Move it into a key result, and say here what it would be like.",
                ref=node.ref,
                within=(found.start, found.end),
            )


@rule("OKR105", "objective-is-a-task", Severity.WARNING)
def objective_is_a_task(context: Context) -> Iterator[Finding]:
    """An objective that names work: launch, build, ship, implement, migrate.

    Why: A task can be done and nothing be better. An objective says what gets better; the work belongs to
    its initiatives and may change on the way.

    Bad:
        objectives:
          - id: portal
            title: Launch the new customer portal
            owner: ada
            key_results:
              - {id: self-service, title: Answers without a call, unit: "%", baseline: 20, target: 50}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Good:
        objectives:
          - id: answers
            title: Let customers find their answers at any hour
            owner: ada
            initiatives:
              - {title: New customer portal}
            key_results:
              - {id: self-service, title: Answers without a call, unit: "%", baseline: 20, target: 50}
              - {id: wait, title: Time until an answer, unit: h, baseline: 9, target: 2}

    Fix: Ask "so that …?" until the answer is something that a customer or a colleague would notice.

    Source: Google's OKR playbook; Wodtke, *Radical Focus*.
    """
    for node in context.objectives:
        found = work_wording.output_verb(node.goal.title, context.words)
        if found is not None:
            yield _about_title(
                node,
                found,
                f'"{found.text}" makes this objective a task',
                "Say what gets better once it is done; the work itself belongs to initiatives.",
            )


def _about_title(node: ObjectiveNode, found: Match, message: str, advice: str) -> Finding:
    return Finding(node.place.at("title"), message, advice, ref=node.ref, within=(found.start, found.end))


@rule("OKR106", "objective-is-a-metric", Severity.INFO)
def objective_is_a_metric(context: Context) -> Iterator[Finding]:
    """An objective that only moves a number, and says nothing of why.

    A `why` or a title that goes on with a reason makes it silent.

    Why: It is a key result in the wrong place. People are moved by a reason, and find better ways once
    they know it.

    Bad:
        objectives:
          - id: revenue
            title: Increase accessory revenue
            owner: ada
            key_results:
              - {id: basket, title: Accessories sold with a bike, unit: EUR, baseline: 48, target: 80}
              - {id: returned, title: Accessories that come back, unit: "%", baseline: 9, target: 4}

    Good:
        objectives:
          - id: accessories
            title: Let every rider leave with all that the first week takes
            owner: ada
            key_results:
              - {id: basket, title: Accessories sold with a bike, unit: EUR, baseline: 48, target: 80}
              - {id: returned, title: Accessories that come back, unit: "%", baseline: 9, target: 4}

    Fix: Make the number a key result, and let the title say what it is good for.

    Source: Wodtke, *Radical Focus*: an objective is inspiring and has no numbers.
    """
    for node in context.objectives:
        found = wording.movement_without_why(node.goal.title, context.words)
        if found is not None and _only_moves_a_number(context, node):
            yield _about_title(
                node,
                found,
                f'"{found.text}" moves a number, and nothing says why',
                "Make the number a key result, and say here what it is good for.",
            )


def _only_moves_a_number(context: Context, node: ObjectiveNode) -> bool:
    why = node.goal.why
    says_why = why is not None and wording.placeholder_text(why, context.words) is None
    return not says_why and wording.movement_without_why(node.goal.title, context.words) is not None


@rule("OKR107", "business-as-usual-objective", Severity.INFO)
def business_as_usual_objective(context: Context) -> Iterator[Finding]:
    """An objective that keeps things as they are: keep, maintain, continue.

    Why: An objective is about change. A level that is to be held is watched better by a KPI, all year round.

    Bad:
        objectives:
          - id: service
            title: Maintain our service level
            owner: ada
            key_results:
              - {id: answer, title: Calls answered in a minute, unit: "%", baseline: 90, target: 92}
              - {id: happy, title: Callers who are content, unit: "%", baseline: 80, target: 82}

    Good:
        kpis:
          - id: calls-answered
            title: Calls answered in a minute
            definition: Share of the calls of a week that somebody takes within sixty seconds.
            owner: ada
            unit: "%"
            cadence: weekly
            target: {at_least: 90}
            source: Telephone system

    Fix: Make it a KPI with a target and an alert, and set an objective once it leaves the range. What must
    not suffer under another objective is one of its `guardrails`.

    Source: Wodtke, *Radical Focus*: health metrics beside the objectives.
    """
    for node in context.objectives:
        found = wording.business_as_usual(node.goal.title, context.words)
        if found is not None:
            yield _about_title(
                node,
                found,
                f'"{found.text}" keeps things as they are, and an objective is about change',
                "Watch a level by a KPI or a guardrail, and say here what shall be different.",
            )


@rule("OKR108", "vague-objective", Severity.INFO, max_words=18)
def vague_objective(context: Context) -> Iterator[Finding]:
    """An objective of under three words, of more than eighteen, or one that jargon holds up.

    Why: Whoever reads it on Monday should know on Tuesday what to leave undone.

    Bad:
        objectives:
          - id: synergy
            title: Leverage synergies
            owner: ada
            key_results:
              - {id: known, title: Riders whom both counters know, unit: "%", baseline: 15, target: 50}
              - {id: wait, title: Time until a repair begins, unit: h, baseline: 30, target: 12}

    Good:
        objectives:
          - id: one-house
            title: Let riders feel that shop and workshop are one house
            owner: ada
            key_results:
              - {id: known, title: Riders whom both counters know, unit: "%", baseline: 15, target: 50}
              - {id: wait, title: Time until a repair begins, unit: h, baseline: 30, target: 12}

    Fix: Say who will notice, and what will be different for them. One sentence, no "and".

    Options: `max_words`, the most words of a title.

    Source: Wodtke, *Radical Focus*; Doerr, *Measure What Matters*: significant, concrete, action oriented.
    """
    longest = int(context.options["max_words"])
    for node in context.objectives:
        vague = wording.vagueness(node.goal.title, context.words, longest=longest)
        if vague is None or _is_told_otherwise(context, node):
            continue
        message, advice = {
            wording.Vagueness.SHORT: ("the title is too short to say where to go", _SAY_WHO),
            wording.Vagueness.LONG: (
                f"the title has more than {longest} words",
                _SAY_IT_SHORT,
            ),
            wording.Vagueness.JARGON: (f'"{vague.match.text}" could stand in any company\'s goals', _SAY_WHO),
        }[vague.why]
        yield _about_title(node, vague.match, message, advice)


_SAY_IT_SHORT = "Say it in one breath, and leave the rest to why."
_SAY_WHO = "Say who will notice, and what will be different for them."


def _is_told_otherwise(context: Context, node: ObjectiveNode) -> bool:
    """Whether another rule speaks of the same words: a task, a metric, business as usual, or nothing yet."""
    title, words = node.goal.title, context.words
    return (
        wording.placeholder_text(title, words) is not None
        or work_wording.output_verb(title, words) is not None
        or wording.business_as_usual(title, words) is not None
        or _only_moves_a_number(context, node)
    )


@rule("OKR109", "placeholder-text", Severity.ERROR)
def placeholder_text(context: Context) -> Iterator[Finding]:
    """Text that waits for a better one: TBD, TODO, XX, lorem ipsum, "Key Result 1".

    Looked for in the titles and reasons of goals and in the titles and definitions of KPIs. Drafts may wait.

    Why: A goal that is not written yet cannot be agreed on.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            why: TBD
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            why: Teams that publish a report in week one stay three times as long.
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Write what is meant, or set `status: draft` until it is known.

    Source: Common sense; every linter has this rule.
    """
    for node, key, text in _texts(context):
        found = wording.placeholder_text(text, context.words)
        if found is not None:
            yield Finding(
                node.place.at(key),
                f'"{found.text}" waits for a better text',
                "Write what is meant, or set status: draft until it is known.",
                ref=node.ref,
                arguments=(key,),
                within=(found.start, found.end),
            )


def _texts(context: Context) -> Iterator[tuple[Node, str, str]]:
    """The texts of goals and KPIs that have to be written out, with their keys."""
    for objective in context.objectives:
        if objective.goal.status == "active":
            yield objective, "title", objective.goal.title
            if objective.goal.why is not None:
                yield objective, "why", objective.goal.why
            for each in objective.key_results:
                if each.goal.status == "active":
                    yield each, "title", each.goal.title
    for kpi in context.scope.kpis:
        yield kpi, "title", kpi.goal.title
        if kpi.goal.definition is not None:
            yield kpi, "definition", kpi.goal.definition


@rule("OKR110", "objective-without-why", Severity.WARNING, strict_only=True)
def objective_without_why(context: Context) -> Iterator[Finding]:
    """An objective without `why`. Only in the profile `strict`, or where `severity` names the rule.

    Why: A reason lets people find a better way than the one that was planned.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            why: Teams that publish a report in week one stay three times as long.
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Write in a sentence what makes this worth the cycle, and why now.

    Source: Google's re:Work guide; Sinek, *Start with Why*.
    """
    for node in context.objectives:
        if node.goal.why is None and node.goal.status == "active":
            yield Finding(
                node.place,
                "nothing says why this objective matters",
                "Write why: and the reason, in a sentence.",
                ref=node.ref,
            )


@rule("OKR111", "copied-objective", Severity.WARNING, alike=0.9)
def copied_objective(context: Context) -> Iterator[Finding]:
    """An objective in the words of its parent or of a sibling: nine in ten of them the same.

    Siblings are objectives of one team and cycle, and those of one cycle that support the same goal.

    Why: A copy says that a team handed a goal down without asking what its own part in it is.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
          - id: effortless
            title: Making the first week feel effortless
            owner: ada
            key_results:
              - {id: questions, title: Questions in week one, unit: tickets, baseline: 9, target: 3}
              - {id: clicks, title: Steps to the first report, unit: clicks, baseline: 31, target: 8}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
          - id: answers
            title: Answer what newcomers ask before they have to
            owner: ada
            key_results:
              - {id: questions, title: Questions in week one, unit: tickets, baseline: 9, target: 3}
              - {id: clicks, title: Steps to the first report, unit: clicks, baseline: 31, target: 8}

    Fix: Say what this team will change, and let `supports` say what for.

    Options: `alike`, the share of words that two titles have in common, from 0 to 1.

    Source: Doerr, *Measure What Matters*, on the dangers of cascading; the OpenOKR method.
    """
    told: set[str] = set()
    stems_of = cache(lambda title: frozenset(stems(title)))
    for group in _families(context):
        texts = [stems_of(node.goal.title) for node in group]
        for index, original in copies(texts, context.options["alike"]):
            node = group[index]
            if isinstance(node, ObjectiveNode) and node.ref not in told:
                told.add(node.ref)
                yield _copy(node, group[original])


def _families(context: Context) -> Iterator[list[ObjectiveNode | KeyResultNode]]:
    """What may be copied of each other, the original first: parent and children, a team's objectives."""
    families: dict[tuple[str, str], list[ObjectiveNode | KeyResultNode]] = {}
    for node in context.objectives:
        for parent in context.workspace.parents(node):
            families.setdefault((parent.ref, node.cycle.id), [parent]).append(node)
    yield from families.values()
    for team_nodes in context.scope.by_team_and_cycle.values():
        yield list(team_nodes)


def _copy(node: ObjectiveNode, original: ObjectiveNode | KeyResultNode) -> Finding:
    return Finding(
        node.place.at("title"),
        f"the objective says the same as {original.ref}",
        "Say what this team will change, and let supports say what for.",
        ref=node.ref,
        arguments=(original.ref,),
        related=(Elsewhere(original.place.at("title"), "the same words"),),
    )


@rule("OKR112", "all-committed", Severity.INFO)
def all_committed(context: Context) -> Iterator[Finding]:
    """A team whose objectives of a cycle are all committed.

    Why: Where everything must be reached, nobody aims further than what is safe.

    Bad:
        objectives:
          - id: winter
            title: Get riders and bikes through the winter unharmed
            owner: ada
            ambition: committed
            key_results:
              - {id: lights, title: Bikes whose lights work, unit: "%", baseline: 74, target: 98}
              - {id: falls, title: Falls that riders tell us of, unit: falls, baseline: 9, target: 3}

    Good:
        objectives:
          - id: winter
            title: Get riders and bikes through the winter unharmed
            owner: ada
            ambition: committed
            key_results:
              - {id: lights, title: Bikes whose lights work, unit: "%", baseline: 74, target: 98}
              - {id: falls, title: Falls that riders tell us of, unit: falls, baseline: 9, target: 3}
          - id: joy
            title: Make winter the season that riders look forward to
            owner: ada
            key_results:
              - {id: rides, title: Rides on a January day, unit: rides, baseline: 210, target: 600}
              - {id: again, title: Winter riders who come back, unit: "%", baseline: 40, target: 75}

    Fix: Leave room for one goal that would be wonderful to reach by seven tenths.

    Source: Google's OKR playbook: committed and aspirational OKRs.
    """
    for (team, cycle), nodes in context.scope.by_team_and_cycle.items():
        ambitions = {each.ambition for node in nodes for each in node.kept}
        if all(node.goal.ambition == "committed" for node in nodes) and "aspirational" not in ambitions:
            yield Finding(
                nodes[0].place.at("ambition"),
                f"every objective of {team} in {cycle} is committed",
                "Leave room for one that would be wonderful to reach by seven tenths.",
                arguments=(team, cycle),
            )


@rule("OKR113", "pay-linked", Severity.INFO)
def pay_linked(context: Context) -> Iterator[Finding]:
    """Bonus, salary or appraisal beside a goal.

    Looked for in the titles, reasons and notes of objectives and key results.

    Why: Scores that decide about money stop being honest: targets get safer and check-ins rosier.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            note: Half of the yearly bonus depends on this one.
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Keep pay and scores apart, and leave the note out.

    Source: Doerr, *Measure What Matters*: divorce compensation from OKRs; Google's re:Work guide.
    """
    for node, key, text in _noted(context):
        found = wording.pay_words(text, context.words)
        if found is not None:
            yield Finding(
                node.place.at(key),
                f'"{found.text}" ties this goal to pay',
                "Keep scores and pay apart, so that people can be honest about both.",
                ref=node.ref,
                arguments=(key,),
                within=(found.start, found.end),
            )


def _noted(context: Context) -> Iterator[tuple[ObjectiveNode | KeyResultNode, str, str]]:
    """The texts of goals in which people say more than what they want, with their keys."""
    for objective in context.objectives:
        goals: list[ObjectiveNode | KeyResultNode] = [objective, *objective.kept]
        for node in goals:
            yield node, "title", node.goal.title
            if isinstance(node, ObjectiveNode) and node.goal.why is not None:
                yield node, "why", node.goal.why
            if node.goal.note is not None:
                yield node, "note", node.goal.note
