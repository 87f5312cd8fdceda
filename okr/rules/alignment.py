"""Family 3: alignment. What supports what, and who waits for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from okr.diagnostics import Severity
from okr.rules.context import Context
from okr.rules.loops import loops
from okr.rules.rule import Elsewhere, Finding, rule
from okr.workspace import KeyResultNode, ObjectiveNode, Place

if TYPE_CHECKING:
    from okr.model.cycles import Cycle
    from okr.model.settings import Team

Goal = ObjectiveNode | KeyResultNode


@rule("OKR301", "orphan-objective", Severity.WARNING)
def orphan_objective(context: Context) -> Iterator[Finding]:
    """An objective of a team with a parent that supports nothing.

    Only where one team is the root, and has goals in the cycle or around it.

    Why: If nobody can say what for, it may be the goal that is dropped when time gets short.

    Bad:
        # okr.yaml
        version: 1
        teams: [{id: company}, {id: growth, parent: company}]
        # company.yaml
        team: company
        cycle: 2026
        objectives:
          - id: retention
            title: Become the tool that small firms stay with
            owner: ada
            key_results:
              - {id: renewals, title: Renewals, unit: "%", baseline: 70, target: 85}
              - {id: praise, title: Praise unasked, unit: "%", baseline: 20, target: 45}
        # growth.yaml
        team: growth
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        # okr.yaml
        version: 1
        teams: [{id: company}, {id: growth, parent: company}]
        # company.yaml
        team: company
        cycle: 2026
        objectives:
          - id: retention
            title: Become the tool that small firms stay with
            owner: ada
            key_results:
              - {id: renewals, title: Renewals, unit: "%", baseline: 70, target: 85}
              - {id: praise, title: Praise unasked, unit: "%", baseline: 20, target: 45}
        # growth.yaml
        team: growth
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            supports: company/retention
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Write in `supports` the objective or key result that it helps, or ask whether it is worth the cycle.

    Source: Doerr, *Measure What Matters*: align and connect; Google's OKR playbook.
    """
    root = _only_root(context)
    for node in context.objectives:
        team = context.workspace.teams.get(node.team)
        if node.goal.supports or node.goal.status != "active" or team is None or team.parent is None:
            continue
        if root is not None and _has_goals(context, root, node.cycle):
            yield Finding(
                node.place,
                f"this objective of {node.team} supports nothing",
                "Write supports: and the goal that it helps.",
                ref=node.ref,
            )


def _only_root(context: Context) -> str | None:
    roots = context.workspace.root_teams
    return roots[0] if len(roots) == 1 else None


def _has_goals(context: Context, team: str, cycle: Cycle) -> bool:
    """Whether a team has active goals in a cycle or one around it."""
    around = {cycle.id, *(each.id for each in context.workspace.cycles_around(cycle))}
    return any((team, each) in context.scope.by_team_and_cycle for each in around)


@rule("OKR302", "alignment-loop", Severity.ERROR)
def alignment_loop(context: Context) -> Iterator[Finding]:
    """Objectives that support each other in a circle.

    Why: Nobody could say what it is all for, and no score can be rolled up along it.

    Bad:
        objectives:
          - id: bikes
            title: Have a bike wherever somebody wants one
            owner: ada
            supports: company/riders
            key_results:
              - {id: empty, title: Hours with an empty station, unit: h, baseline: 90, target: 30}
              - {id: walk, title: Way to the next bike, unit: m, baseline: 420, target: 250}
          - id: riders
            title: Have riders wherever there is a bike
            owner: ada
            supports: company/bikes
            key_results:
              - {id: rides, title: Rides of a bike per day, unit: rides, baseline: 2.1, target: 3.5}
              - {id: idle, title: Bikes that stood still for a week, unit: bikes, baseline: 70, target: 20}

    Good:
        objectives:
          - id: bikes
            title: Have a bike wherever somebody wants one
            owner: ada
            supports: company/riders
            key_results:
              - {id: empty, title: Hours with an empty station, unit: h, baseline: 90, target: 30}
              - {id: walk, title: Way to the next bike, unit: m, baseline: 420, target: 250}
          - id: riders
            title: Have riders wherever there is a bike
            owner: ada
            key_results:
              - {id: rides, title: Rides of a bike per day, unit: rides, baseline: 2.1, target: 3.5}
              - {id: idle, title: Bikes that stood still for a week, unit: bikes, baseline: 70, target: 20}

    Fix: Decide which is the end and which the means, and take the link of the end away.

    Source: scoring.md: an objective in a loop is left out of every rollup.
    """
    graph = {
        node.ref: [context.workspace.objective_of(each).ref for each in context.workspace.parents(node)]
        for node in context.objectives
    }
    for loop in loops(graph):
        first = context.workspace.objectives[loop[0]]
        message = _loop_message("supports", loop)
        advice = "Decide which is the end and which the means, and take one link away."
        yield _loop_finding(first, "supports", loop, message, advice)


def _loop_message(verb: str, loop: Sequence[str]) -> str:
    names = [ref.partition("/")[2] for ref in (*loop, loop[0])]
    return f"a loop: {f' {verb} '.join(names)}"


def _loop_finding(node: Goal, key: str, loop: Sequence[str], message: str, advice: str) -> Finding:
    return Finding(node.place.at(key), message, advice, ref=node.ref, arguments=tuple(sorted(loop)))


@rule("OKR303", "level-skip", Severity.INFO)
def level_skip(context: Context) -> Iterator[Finding]:
    """An objective supports a goal above its parent team's, and none of its parent team's.

    Silent where the parent team has no goals in the cycle or around it.

    Why: The team in between does not see what is done in its name.

    Bad:
        # okr.yaml
        version: 1
        teams: [{id: company}, {id: rental, parent: company}, {id: north, parent: rental}]
        # company.yaml
        team: company
        objectives:
          - id: riders
            title: Make the bicycle the obvious way to work
            owner: ada
            key_results:
              - {id: commuters, title: Commuters who ride, unit: "%", baseline: 11, target: 18}
              - {id: again, title: Riders who came back, unit: "%", baseline: 46, target: 60}
        # rental.yaml
        team: rental
        objectives:
          - id: charged
            title: Let riders rely on a charged bike every morning
            owner: ada
            supports: company/riders
            key_results:
              - {id: full, title: Mornings without an empty battery, unit: "%", baseline: 70, target: 95}
              - {id: swap, title: Time until a battery is swapped, unit: h, baseline: 11, target: 4}
        # north.yaml
        team: north
        objectives:
          - id: safe
            title: Make the northern stations feel safe at night
            owner: ada
            supports: company/riders
            key_results:
              - {id: lit, title: Stations that are lit, unit: "%", baseline: 60, target: 100}
              - {id: felt, title: Riders who say they feel safe, unit: "%", baseline: 41, target: 70}

    Good:
        # okr.yaml
        version: 1
        teams: [{id: company}, {id: rental, parent: company}, {id: north, parent: rental}]
        # company.yaml
        team: company
        objectives:
          - id: riders
            title: Make the bicycle the obvious way to work
            owner: ada
            key_results:
              - {id: commuters, title: Commuters who ride, unit: "%", baseline: 11, target: 18}
              - {id: again, title: Riders who came back, unit: "%", baseline: 46, target: 60}
        # rental.yaml
        team: rental
        objectives:
          - id: charged
            title: Let riders rely on a charged bike every morning
            owner: ada
            supports: company/riders
            key_results:
              - {id: full, title: Mornings without an empty battery, unit: "%", baseline: 70, target: 95}
              - {id: swap, title: Time until a battery is swapped, unit: h, baseline: 11, target: 4}
        # north.yaml
        team: north
        objectives:
          - id: safe
            title: Make the northern stations feel safe at night
            owner: ada
            supports: rental/charged
            key_results:
              - {id: lit, title: Stations that are lit, unit: "%", baseline: 60, target: 100}
              - {id: felt, title: Riders who say they feel safe, unit: "%", baseline: 41, target: 70}

    Fix: Support a goal of the parent team, or agree with it that this one goes past it.

    Source: Doerr, *Measure What Matters*, on cascading; the OpenOKR method.
    """
    for node in context.objectives:
        skipped = _skipped_parent(context, node)
        if skipped is not None:
            index, parent = skipped
            yield Finding(
                node.place.at("supports", index),
                f"this objective goes past {parent}, the parent of {node.team}",
                f"Support a goal of {parent}, or agree with it that this one goes past it.",
                ref=node.ref,
                arguments=(parent,),
            )


def _skipped_parent(context: Context, node: ObjectiveNode) -> tuple[int, str] | None:
    """The first reference that goes past the parent team, and that team."""
    above = list(_ancestors(context, node.team))
    if len(above) < 2 or not _has_goals(context, above[0], node.cycle):
        return None
    supported = [context.workspace.resolve(each, node.cycle) for each in node.goal.supports]
    teams = {each.team for each in supported if each is not None}
    if above[0] in teams:
        return None
    for index, each in enumerate(supported):
        # one of a later cycle is OKR304's
        if each is not None and each.team in above[1:] and each.cycle.start <= node.cycle.end:
            return index, above[0]
    return None


def _ancestors(context: Context, team: str) -> Iterator[str]:
    """The parent of a team, its parent, and so on up; a team in a loop ends it."""
    seen = {team}
    while (found := context.workspace.teams.get(team)) and found.parent and found.parent not in seen:
        team = found.parent
        seen.add(team)
        yield team


@rule("OKR304", "supports-later-cycle", Severity.ERROR)
def supports_later_cycle(context: Context) -> Iterator[Finding]:
    """An objective supports a goal of a cycle that begins after its own has ended.

    Why: What it supports is not decided yet, and its progress can never be rolled up in time.

    Bad:
        objectives:
          - id: depot
            title: Repair in the north what breaks in the north
            owner: ada
            supports: 2027/company/second-town
            key_results:
              - {id: on-site, title: Flat tyres mended on site, unit: "%", baseline: 5, target: 60}
              - {id: downtime, title: Days that a broken bike is away, unit: days, baseline: 6, target: 2}
        # next-year.yaml
        cycle: 2027
        objectives:
          - id: second-town
            title: Be at home in a second town
            owner: ada
            key_results:
              - {id: riders, title: Riders there in a week, unit: riders, baseline: 0, target: 400}
              - {id: margin, title: What a ride there leaves us, unit: EUR, baseline: -1.2, target: 0.4}

    Good:
        objectives:
          - id: depot
            title: Repair in the north what breaks in the north
            owner: ada
            supports: 2026/company/one-town
            key_results:
              - {id: on-site, title: Flat tyres mended on site, unit: "%", baseline: 5, target: 60}
              - {id: downtime, title: Days that a broken bike is away, unit: days, baseline: 6, target: 2}
        # this-year.yaml
        cycle: 2026
        objectives:
          - id: one-town
            title: Be the first thought of everyone in this town
            owner: ada
            key_results:
              - {id: riders, title: Riders in a week, unit: riders, baseline: 900, target: 1600}
              - {id: margin, title: What a ride leaves us, unit: EUR, baseline: 0.1, target: 0.6}

    Fix: Support a goal of the same or a wider cycle, or move the objective to the later one.

    Source: scoring.md: a cycle's goals support those of the cycles around it.
    """
    for node in context.objectives:
        for place, goal in _references(context, node, "supports"):
            if goal.cycle.start > node.cycle.end:
                yield Finding(
                    place,
                    f"{goal.ref} belongs to {goal.cycle.id}, which begins after {node.cycle.id} has ended",
                    "Support a goal of the same or a wider cycle.",
                    ref=node.ref,
                    arguments=(goal.ref,),
                )


def _references(context: Context, node: Goal, key: str) -> Iterator[tuple[Place, Goal]]:
    """What the references under a key mean, with their places."""
    for index, reference in enumerate(getattr(node.goal, key)):
        goal = context.workspace.resolve(reference, node.cycle)
        if goal is not None:
            yield node.place.at(key, index), goal


@rule("OKR305", "undeclared-dependency", Severity.INFO)
def undeclared_dependency(context: Context) -> Iterator[Finding]:
    """An objective or its key results name another team, and nothing depends on or supports a goal of it.

    A team is named by its title within a sentence, as in "to Workshop", or as "the workshop team".

    Why: The other team reads its own goals, and learns in the last week that somebody waited for it.

    Bad:
        # okr.yaml
        version: 1
        teams: [{id: rental, title: Rental}, {id: workshop, title: Workshop}]
        # rental.yaml
        team: rental
        objectives:
          - id: depot
            title: Have every bike back on the road the next day
            why: A bike travels nine kilometres to Workshop for a flat tyre.
            owner: ada
            key_results:
              - {id: on-site, title: Flat tyres mended on site, unit: "%", baseline: 5, target: 60}
              - {id: downtime, title: Days that a broken bike is away, unit: days, baseline: 6, target: 2}

    Good:
        # okr.yaml
        version: 1
        teams: [{id: rental, title: Rental}, {id: workshop, title: Workshop}]
        # rental.yaml
        team: rental
        objectives:
          - id: depot
            title: Have every bike back on the road the next day
            why: A bike travels nine kilometres to Workshop for a flat tyre.
            owner: ada
            depends_on: workshop/fast
            key_results:
              - {id: on-site, title: Flat tyres mended on site, unit: "%", baseline: 5, target: 60}
              - {id: downtime, title: Days that a broken bike is away, unit: days, baseline: 6, target: 2}
        # workshop.yaml
        team: workshop
        objectives:
          - id: fast
            title: Be quicker than the bus ride home
            owner: ada
            key_results:
              - {id: waiting, title: Bikes that wait, unit: bikes, baseline: 44, target: 15}
              - {id: same-day, title: Repairs done the same day, unit: "%", baseline: 20, target: 60}

    Fix: Agree with the team, and write its goal in `depends_on`.

    Source: Doerr, *Measure What Matters*: horizontal alignment; Google's OKR playbook on cross-team OKRs.
    """
    names = _teams_by_first_word(context)
    for node in context.objectives:
        for place, team, within in _named_teams(context, node, names):
            yield Finding(
                place,
                f"{team} is named here, and nothing depends on a goal of it",
                f"Agree with {team}, and write its goal in depends_on.",
                ref=node.ref,
                arguments=(team,),
                within=within,
            )
            break


def _named_teams(
    context: Context, node: ObjectiveNode, names: Mapping[str, list[Team]]
) -> Iterator[tuple[Place, str, tuple[int, int]]]:
    """Where an objective names a team that is neither above it nor one whose goals it refers to."""
    for goal, key, text in _sentences(node):
        for word in _WORD.findall(text.casefold()) if _may_name_a_team(text) else ():
            for team in names.get(word, ()):
                found = _mention(team, text)
                if found is not None and team.id not in _near(context, node):
                    yield goal.place.at(key), team.name, found.span()


def _near(context: Context, node: ObjectiveNode) -> set[str]:
    """The team of an objective, those above it, and those whose goals it or a key result of it refers to."""
    goals: list[Goal] = [node, *node.kept]
    return {
        node.team,
        *_ancestors(context, node.team),
        *(goal.team for _, goal in _references(context, node, "supports")),
        *(goal.team for each in goals for _, goal in _references(context, each, "depends_on")),
    }


def _teams_by_first_word(context: Context) -> Mapping[str, list[Team]]:
    """Teams by the first word of their id and title."""
    by_word: dict[str, list[Team]] = {}
    organization = context.workspace.settings.organization
    for team in context.workspace.teams.values():
        if team.name == organization:
            continue  # who names the organization names no team
        for word in {name[0] for name in map(_WORD.findall, (team.id, team.name.casefold())) if name}:
            by_word.setdefault(word, []).append(team)
    return by_word


def _sentences(node: ObjectiveNode) -> Iterator[tuple[Goal, str, str]]:
    """What an objective and its key results say in words, with their keys."""
    yield node, "title", node.goal.title
    if node.goal.why is not None:
        yield node, "why", node.goal.why
    for each in node.kept:
        yield each, "title", each.goal.title


_WORD = re.compile(r"[^\W_]+")
_SHORTEST_NAME = 4


def _may_name_a_team(text: str) -> bool:
    """Whether there is the word team or a capital inside the text: without either nothing is a mention."""
    return not text[1:].islower() or "team" in text.casefold()


def _mention(team: Team, text: str) -> re.Match[str] | None:
    """Where a text names a team: as "the … team", or by its title, capitalized, inside a sentence."""
    found = _mention_as_team(team, text) if "team" in text.casefold() else None
    if found is not None or team.name not in text or not team.name[:1].isupper() or _is_capitalized(text):
        return found
    return re.search(rf"(?<=[^.!?:–—\s] ){re.escape(team.name)}(?!\w)", text)


def _mention_as_team(team: Team, text: str) -> re.Match[str] | None:
    names = "|".join(re.escape(name) for name in sorted({team.id, team.name}))
    return re.search(rf"(?<=\bthe )(?:{names})[ -]team(?!\w)", text, re.IGNORECASE)


def _is_capitalized(text: str) -> bool:
    """Whether most long words after the first have a capital, as in Title Case: then it names nothing."""
    words = [word for word in _WORD.findall(text)[1:] if len(word) >= _SHORTEST_NAME]
    return 2 * len([word for word in words if word[0].isupper()]) > len(words)


@rule("OKR306", "dependency-loop", Severity.ERROR)
def dependency_loop(context: Context) -> Iterator[Finding]:
    """Goals that depend on each other in a circle.

    An objective depends on its own key results.

    Why: Each waits for the other, and neither can begin.

    Bad:
        objectives:
          - id: depot
            title: Repair in the north what breaks in the north
            owner: ada
            depends_on: company/parts
            key_results:
              - {id: on-site, title: Flat tyres mended on site, unit: "%", baseline: 5, target: 60}
              - {id: downtime, title: Days that a broken bike is away, unit: days, baseline: 6, target: 2}
          - id: parts
            title: Have every part where the repair is
            owner: ada
            depends_on: company/depot
            key_results:
              - {id: there, title: Parts at hand, unit: "%", baseline: 70, target: 90}
              - {id: idle, title: Parts that nobody needs, unit: "%", baseline: 24, target: 12}

    Good:
        objectives:
          - id: depot
            title: Repair in the north what breaks in the north
            owner: ada
            depends_on: company/parts
            key_results:
              - {id: on-site, title: Flat tyres mended on site, unit: "%", baseline: 5, target: 60}
              - {id: downtime, title: Days that a broken bike is away, unit: days, baseline: 6, target: 2}
          - id: parts
            title: Have every part where the repair is
            owner: ada
            key_results:
              - {id: there, title: Parts at hand, unit: "%", baseline: 70, target: 90}
              - {id: idle, title: Parts that nobody needs, unit: "%", baseline: 24, target: 12}

    Fix: Find out which can begin without the other, and take its dependency away.

    Source: The theory of project networks: a plan has no cycles.
    """
    for loop in loops(dict(_dependencies(context))):
        declared = next(ref for ref in loop if _declares(context, ref, loop))
        node = context.workspace.nodes[declared]
        if isinstance(node, Goal):
            turned = loop[loop.index(declared) :] + loop[: loop.index(declared)]
            message = _loop_message("depends on", turned)
            advice = "Find out which can begin without the other, and take its dependency away."
            yield _loop_finding(node, "depends_on", loop, message, advice)


def _dependencies(context: Context) -> Iterator[tuple[str, list[str]]]:
    """What each goal waits for; a key result that waits for nothing is on no loop, and left out."""
    for node in context.objectives:
        parts = [each for each in node.kept if each.goal.depends_on]
        needed = [goal.ref for _, goal in _references(context, node, "depends_on")]
        yield node.ref, [*needed, *(each.ref for each in parts)]
        for each in parts:
            yield each.ref, [goal.ref for _, goal in _references(context, each, "depends_on")]


def _declares(context: Context, ref: str, loop: Iterable[str]) -> bool:
    """Whether a goal depends on another of the loop by a reference of its own."""
    node = context.workspace.nodes[ref]
    if not isinstance(node, Goal):
        return False
    return any(goal.ref in loop for _, goal in _references(context, node, "depends_on"))


@rule("OKR307", "empty-top", Severity.WARNING)
def empty_top(context: Context) -> Iterator[Finding]:
    """Teams have goals in a cycle, and the team at the top has none in it or around it.

    Why: Every team guesses by itself what matters most.

    Bad:
        # okr.yaml
        version: 1
        teams: [{id: company}, {id: growth, parent: company}]
        # growth.yaml
        team: growth
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        # okr.yaml
        version: 1
        teams: [{id: company}, {id: growth, parent: company}]
        # company.yaml
        team: company
        cycle: 2026
        objectives:
          - id: retention
            title: Become the tool that small firms stay with
            owner: ada
            key_results:
              - {id: renewals, title: Renewals, unit: "%", baseline: 70, target: 85}
              - {id: praise, title: Praise unasked, unit: "%", baseline: 20, target: 45}
        # growth.yaml
        team: growth
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            supports: company/retention
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Let the team at the top say in two or three objectives where all of it goes.

    Source: Doerr, *Measure What Matters*: focus begins with leaders; Wodtke, *Radical Focus*.
    """
    for (cycle_id, root), node in _first_goals_below(context).items():
        is_lost = root in context.scope.unread_text or root not in context.workspace.teams
        if not _has_goals(context, root, node.cycle) and not is_lost:
            yield Finding(
                Place(node.place.path, ("cycle",)),
                f"teams have goals in {cycle_id}, and {root} has none in it or around it",
                f"Let {root} say in two or three objectives where all of it goes.",
                arguments=(cycle_id, root),
                related=(Elsewhere(node.place.at("title"), "such as this one"),),
            )


def _first_goals_below(context: Context) -> Mapping[tuple[str, str], ObjectiveNode]:
    """The first objective of each cycle below each top team."""
    first: dict[tuple[str, str], ObjectiveNode] = {}
    for (team, cycle_id), nodes in context.scope.by_team_and_cycle.items():
        above = list(_ancestors(context, team))
        if above:
            first.setdefault((cycle_id, above[-1]), nodes[0])
    return first
