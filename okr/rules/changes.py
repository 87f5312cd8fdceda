"""Family 6: what a change may not do to goals that people already work for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from okr.changes.rulebook import (
    DELETED_GOAL,
    DOWNGRADED_COMMITMENT,
    EDITED_CLOSED_GOAL,
    LOOSENED_RULES,
    MOVED_GOALPOST,
    REWRITTEN_HISTORY,
)
from okr.diagnostics import Severity
from okr.rules.context import listing
from okr.rules.rule import Finding, rule
from okr.workspace import WORKSPACE_FILE, Place

if TYPE_CHECKING:
    from okr.changes.change import Change
    from okr.rules.context import Context
    from okr.rules.review import Review


@rule("OKR601", "moved-goalpost", Severity.ERROR)
def moved_goalpost(context: Context) -> Iterator[Finding]:
    """A goalpost was moved in the easier direction, or the measure was changed, with no amendment.

    Target, baseline, range, scale, start, due date and plan count where they become easier, and so does a
    cycle that ends or starts later; measure, unit, KPI, cadence, levels, milestones, guardrails, weights and
    rollup count in any direction. A KPI counts while a goal of a frozen cycle refers to it. Before the freeze
    this is a warning, and also with an amendment that counts.

    Why: A goal that is moved to where the ball lies says nothing. One that is moved openly, for a reason that
    everybody can read, still does.

    Bad:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 50}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 66}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Take the change back, or write an amendment beside it: `okr amend REF target=50 --reason ...`. Where
    the base's `review.approvers` names people, one of them stands in `approved_by`.

    Source: Doerr, *Measure What Matters*, on OKRs that are changed in mid-flight only openly; Google's OKR
    playbook.
    """
    for change in _breaking(context, MOVED_GOALPOST):
        yield _finding(context, change, ", and no amendment says so")


@rule("OKR602", "deleted-goal", Severity.ERROR)
def deleted_goal(context: Context) -> Iterator[Finding]:
    """An objective or a key result of a running cycle was deleted, moved to later, or dropped unsaid.

    Moved to later means a cycle that ends or starts later, without a `close`, and so does one that is over;
    a key result is lost too in an objective whose score is not made of it. Dropped, or made a draft again,
    means without an amendment of `status`. A cycle runs until four weeks after its end: so long its goals are
    graded. Before the freeze this is a warning.

    Why: A goal that quietly vanishes takes with it what could be learnt from missing it.

    Bad:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
              - {id: help, title: Tickets in the first week, unit: tickets, baseline: 9, target: 4}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}

    Fix: Put it back and drop it openly: `okr drop REF --reason ...`. At the end of a cycle, `okr close REF`.

    Source: Wodtke, *Radical Focus*: a goal that is given up is graded and talked about, not erased.
    """
    review = context.review
    for change in _breaking(context, DELETED_GOAL):
        if review is not None and not review.is_lost(change):
            yield _finding(context, change, ", while its cycle is running")


@rule("OKR603", "rewritten-history", Severity.ERROR)
def rewritten_history(context: Context) -> Iterator[Finding]:
    """A check-in of the past was changed without a word, or removed; an amendment was removed.

    A check-in may be corrected by a second one of its date with `corrects: true`, or changed with a new note
    that says why. Notes, blockers and evidence may be added. Readings of a KPI are a warning, one a KPI.

    Why: What was reported then is what decisions rested on. History that can be edited teaches nothing.

    Bad:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - id: activation
                title: Week-1 activation
                unit: "%"
                baseline: 42
                target: 60
                check_ins:
                  - {date: 2026-10-12, value: 44}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - id: activation
                title: Week-1 activation
                unit: "%"
                baseline: 42
                target: 60
                check_ins:
                  - {date: 2026-10-12, value: 48}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - id: activation
                title: Week-1 activation
                unit: "%"
                baseline: 42
                target: 60
                check_ins:
                  - {date: 2026-10-12, value: 44}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - id: activation
                title: Week-1 activation
                unit: "%"
                baseline: 42
                target: 60
                check_ins:
                  - {date: 2026-10-12, value: 44}
                  - {date: 2026-10-12, value: 48, corrects: true, note: Trial accounts were missing.}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Put the old entry back, and write the right one below it with `corrects: true`.

    Source: Double-entry bookkeeping, which corrects by an entry and never by an eraser.
    """
    readings: dict[str | None, list[Change]] = defaultdict(list)
    for change in _breaking(context, REWRITTEN_HISTORY):
        if change.kind.startswith("reading-"):
            readings[change.ref].append(change)
        else:
            yield _finding(context, change, ", and nothing says why" if change.new else "")
    for changes in readings.values():
        yield _changed_readings(changes)


@rule("OKR604", "false-amendment", Severity.ERROR)
def false_amendment(context: Context) -> Iterator[Finding]:
    """An amendment says something else than what was changed.

    Its `from` is the value in the base and its `to` that in the head; several of one field form a chain from
    the one to the other. It is dated when the goal is changed: neither before the freeze nor in the future.
    For a list or a mapping, such as `plan`, both may be left out.

    Why: An amendment is the record that people trust instead of reading the diff.

    Bad:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - id: activation
                title: Week-1 activation
                unit: "%"
                baseline: 42
                target: 66
                amendments:
                  - {date: 2026-11-09, field: target, from: 60, to: 64, reason: The wizard works well.}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - id: activation
                title: Week-1 activation
                unit: "%"
                baseline: 42
                target: 66
                amendments:
                  - {date: 2026-11-09, field: target, from: 60, to: 66, reason: The wizard works well.}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Let `okr amend` write it, or correct `from`, `to` and `date`.

    Source: The design of okr: what a tool can check, people need not take on trust.
    """
    if context.review is None:
        return
    for node, record in context.review.records():
        if record.lie is not None:
            yield Finding(
                place=record.place,
                message=f"the amendment of `{record.field}` is not what changed: {record.lie}",
                help="Correct its from, to and date; okr amend writes them right.",
                ref=node.ref,
                arguments=(record.field, record.lie),
            )


@rule("OKR605", "downgraded-commitment", Severity.ERROR)
def downgraded_commitment(context: Context) -> Iterator[Finding]:
    """A committed goal was made aspirational, with no amendment.

    Before the freeze this is a warning.

    Why: Others rely on what a team is committed to; it is not taken back in silence.

    Bad:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            ambition: committed
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            ambition: aspirational
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            ambition: aspirational
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            ambition: committed
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Take the change back, or amend it: `okr amend REF ambition=aspirational --reason ...`.

    Source: Google's OKR playbook, on committed OKRs that are at risk: escalate at once.
    """
    for change in _breaking(context, DOWNGRADED_COMMITMENT):
        yield _finding(context, change, ", and no amendment says so")


@rule("OKR606", "edited-closed-goal", Severity.WARNING)
def edited_closed_goal(context: Context) -> Iterator[Finding]:
    """A goal that was closed is changed.

    A key result that comes into a closed objective changes it too.

    Why: A closed goal is a result. Whoever read it then should find the same now.

    Bad:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            close: {date: 2026-11-16, grade: 0.6, reason: Done early., retro: The wizard worked.}
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            close: {date: 2026-11-16, grade: 0.9, reason: Done early., retro: The wizard worked.}
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        # base/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}
        # head/goals.yaml
        objectives:
          - id: first-week
            title: Make the first week feel effortless
            close: {date: 2026-11-16, grade: 0.6, reason: Done early., retro: The wizard worked.}
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Take the change back; what is still to be said fits into the next cycle's goal.

    Source: Wodtke, *Radical Focus*, on closing a quarter.
    """
    for change in _breaking(context, EDITED_CLOSED_GOAL):
        yield _finding(context, change, ", and the goal is closed")


@rule("OKR607", "loosened-rules", Severity.ERROR)
def loosened_rules(context: Context) -> Iterator[Finding]:
    """The rules, the scoring or the freeze were made milder.

    Suppressions and baseline entries that were added, and options and word lists that changed, are warnings:
    they may well be right, and a reviewer should see them.

    Why: Whoever can loosen the rules in the change that they judge is not judged at all. Family 6 therefore
    runs with the settings of the base.

    Bad:
        # base/okr.yaml
        version: 1
        # head/okr.yaml
        version: 1
        rules: {ignore: [OKR103]}

    Good:
        # base/okr.yaml
        version: 1
        # head/okr.yaml
        version: 1
        rules: {severity: {OKR103: error}}

    Fix: Take it back, or change `okr.yaml` in a change of its own, which its owners review.

    Source: GitHub's CODEOWNERS, which guards its own file for the same reason.
    """
    for change in _breaking(context, LOOSENED_RULES):
        yield _finding(context, change, "")


def _breaking(context: Context, code: str) -> Iterator[Change]:
    return iter(()) if context.review is None else context.review.breaking(code)


def _finding(context: Context, change: Change, complaint: str) -> Finding:
    review = context.review
    return Finding(
        place=_place(change, review),
        message=_as_finding(change.message) + (", as an amendment says" if change.amended else complaint),
        help=_advice(change, review),
        ref=change.ref,
        arguments=(change.fingerprint,),
        severity=change.severity,
    )


def _as_finding(message: str) -> str:
    """A change's message in the manner of findings, which begin small; "KPI" stays what it is."""
    return message if message[:2].isupper() else message[:1].lower() + message[1:]


def _place(change: Change, review: Review | None) -> Place:
    """Where to look in the head: at the change, else at the objective that a key result is gone from."""
    if change.head is not None:
        return change.head
    base = change.base or Place(WORKSPACE_FILE)
    objective = (change.base_ref or "").rpartition("/")[0]
    left = (
        None
        if review is None
        else review.head.objectives.get(review.sides.matching.head_refs.get(objective, objective))
    )
    return Place(base.path) if left is None else left.place


_ADVICE = {
    DELETED_GOAL: "Put it back, and drop or close it openly: okr drop, okr close.",
    REWRITTEN_HISTORY: "Put the old entry back, and write the right one below it with corrects: true.",
    EDITED_CLOSED_GOAL: "Take it back; what is still to be said fits into the next cycle's goal.",
    LOOSENED_RULES: "Take it back, or change okr.yaml in a change of its own, which its owners review.",
}


def _advice(change: Change, review: Review | None) -> str:
    if change.amended:
        return "Look whether you agree with its reason."
    field = None if review is None else review.guard.field_of(change)
    if field is None:
        return _ADVICE.get(change.rule or "", "Take it back, or let those decide who own the goals.")
    approvers = () if review is None else review.base.settings.review.approvers
    by = f", approved_by {' or '.join(approvers)}" if approvers else ""
    return f"Take it back, or add an amendment of `{field}` with from, to and reason{by}."


def _changed_readings(changes: list[Change]) -> Finding:
    """One finding for all the readings of a KPI."""
    dates = sorted({change.old["date"] for change in changes})
    shown = listing(dates[:3]) if len(dates) <= 3 else f"{', '.join(dates[:3])} and {len(dates) - 3} more"
    first = min(changes, key=lambda change: str(change.old["date"]))
    return Finding(
        place=first.head or first.base or Place(WORKSPACE_FILE),
        message=f"past readings changed or removed: {shown}",
        help="Say why in a note, or take it back.",
        ref=first.ref,
        arguments=tuple(sorted(change.fingerprint for change in changes)),
        severity=first.severity,
    )
