"""Family 0: what a file may hold. Most of it is found while reading; here stand the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from okr.diagnostics import Severity
from okr.rules.rule import Finding, rule
from okr.scoring.formula import Formula, FormulaError, parse
from okr.workspace.mistakes import did_you_mean

if TYPE_CHECKING:
    from okr.rules.context import Context


@rule("OKR001", "invalid-yaml", Severity.ERROR)
def invalid_yaml(_context: Context) -> Iterator[Finding]:
    """The file is not valid YAML.

    Why: Nothing of such a file can be read: its goals are neither checked nor scored. Every other file is.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Go to the place that is named. Most often a bracket or a quote is not closed, a line is indented
    otherwise than its neighbours, or a text with `: ` or ` #` in it needs quotes.

    Source: YAML 1.2.2.
    """
    yield from ()


@rule("OKR002", "duplicate-key", Severity.ERROR)
def duplicate_key(_context: Context) -> Iterator[Finding]:
    """A key is written twice in one mapping.

    Why: Only one of the two can count, and two readers will not agree on which.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            owner: ben
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            contributors: [ben]
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Keep one of the two. If a second list entry was meant, begin it with `- `.

    Source: YAML 1.2.2, 3.2.1.1: the keys of a mapping are unique.
    """
    yield from ()


@rule("OKR003", "unknown-key", Severity.ERROR)
def unknown_key(_context: Context) -> Iterator[Finding]:
    """A key that the format does not know.

    Keys that begin with `x-` are free for your own use and are kept.

    Why: A mistyped key would otherwise do nothing, and nobody would notice.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            ownr: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            x-budget: 40000
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Correct the key, or put `x-` in front of it.

    Source: The file format, version 1.
    """
    yield from ()


@rule("OKR004", "missing-key", Severity.ERROR)
def missing_key(_context: Context) -> Iterator[Finding]:
    """A key that is needed is not there.

    Why: Without an id a goal cannot be referred to, without a title nobody knows what it is about, and
    without a cycle nobody knows when.

    Bad:
        objectives:
          - title: Make the first week feel effortless
            owner: ada
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

    Fix: Add the key. `okr validate --fix` makes a missing id from the title.

    Source: The file format, version 1.
    """
    yield from ()


@rule("OKR005", "invalid-value", Severity.ERROR)
def invalid_value(context: Context) -> Iterator[Finding]:
    """A value of the wrong kind: text for a number, a number out of its range, a day that is in no calendar.

    Why: A guess at what was meant would give numbers that nobody can trust.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, baseline: 42, target: "60%"}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Write what the message asks for. `okr validate --fix` turns `"60%"` into `60` with its unit.

    Source: The file format, version 1.
    """
    for node in context.workspace.kpis.values():
        formula = _formula(node.goal.formula)
        if isinstance(formula, FormulaError):
            offset = min(formula.offset, len(node.goal.formula or "") - 1)
            yield Finding(
                node.place.at("formula"),
                f"the formula cannot be read: {formula.message}",
                "Write numbers, KPI ids in braces, + - * / and parentheses, as in {won} / {all} * 100.",
                ref=node.ref,
                arguments=("formula",),
                within=(offset, offset + 1),
            )


@rule("OKR006", "unsupported-yaml", Severity.ERROR)
def unsupported_yaml(_context: Context) -> Iterator[Finding]:
    """YAML that goal files do without: anchors, aliases, merge keys, tags, directives, a second document.

    Why: What you read is what it means. A value that stands elsewhere is easily changed by somebody who
    does not see all the places that it moves.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: &owner ada
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

    Fix: Write the value out wherever it belongs.

    Source: The file format, version 1; StrictYAML, "What is wrong with node anchors and references?".
    """
    yield from ()


@rule("OKR007", "duplicate-id", Severity.ERROR)
def duplicate_id(_context: Context) -> Iterator[Finding]:
    """Two things bear one id.

    Objectives of a team and cycle, key results of an objective, KPIs, teams, people: each has its own.

    Why: A reference to it would mean either.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: activation, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Give the newer one another id: whatever refers to the older one stays right.

    Source: The file format, version 1.
    """
    yield from ()


@rule("OKR008", "unknown-reference", Severity.ERROR)
def unknown_reference(context: Context) -> Iterator[Finding]:
    """A team, person, cycle, goal or KPI that is spoken of and is not there.

    Why: An owner whom nobody knows is no owner, and a goal that supports nothing is not aligned.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            guardrails: [suport-load]
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        kpis:
          - {id: support-load, title: Tickets per 100 customers, target: {at_most: 8}}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            guardrails: [support-load]
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        kpis:
          - {id: support-load, title: Tickets per 100 customers, target: {at_most: 8}}

    Fix: Correct the name, or add what it names: teams and people in `okr.yaml`, goals and KPIs in a file.

    Source: The file format, version 1.
    """
    for node in context.workspace.kpis.values():
        formula = _formula(node.goal.formula)
        if not isinstance(formula, Formula):
            continue
        for kpi in formula.references:
            if kpi not in context.workspace.kpis and kpi not in context.scope.lost_text:
                start = formula.text.index(f"{{{kpi}}}")
                near = did_you_mean(kpi, context.workspace.kpis)
                yield Finding(
                    node.place.at("formula"),
                    f'there is no KPI "{kpi}"',
                    near or "Add it to a file in kpis/, or correct the id.",
                    ref=node.ref,
                    arguments=("kpi", kpi),
                    within=(start, start + len(kpi) + 2),
                )


def _formula(text: str | None) -> Formula | FormulaError | None:
    try:
        return None if text is None else parse(text)
    except FormulaError as error:
        return error


@rule("OKR009", "unreadable-file", Severity.ERROR)
def unreadable_file(_context: Context) -> Iterator[Finding]:
    """A file that cannot be read.

    It is not UTF-8, too large, too deep or outside the workspace, or a CSV with a bad line.

    Why: What it holds is missing everywhere, and silence would look like good news.

    Bad:
        kpis:
          - id: support-load
            title: Tickets per 100 customers
            target: {at_most: 8}
            readings: ../../elsewhere.csv

    Good:
        kpis:
          - id: support-load
            title: Tickets per 100 customers
            target: {at_most: 8}
            readings: [{date: 2026-11-16, value: 6.9}]

    Fix: Save the file as UTF-8, bring it beside the goal file, or mend the line that is named. A CSV of
    readings has the columns date, value and note, and a number in every line.

    Source: The file format, version 1.
    """
    yield from ()


@rule("OKR010", "conflicting-measures", Severity.ERROR)
def conflicting_measures(_context: Context) -> Iterator[Finding]:
    """A key result with two measures, or a check-in that reports what its measure does not take.

    Why: The keys tell how a key result is scored; with two measures there would be two scores.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60, done: null}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Keep one measure, or make two key results of it. A metric is reported by `value`, levels by `level`,
    a graded key result by `score`; milestones and binary ones by their `done`.

    Source: The file format, version 1.
    """
    yield from ()
