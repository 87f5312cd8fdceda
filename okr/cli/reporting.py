"""From options to a report: which goals and KPIs, what the linter says of them, and what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from okr.cli.options import Selection
from okr.cli.selecting import Wanted, is_selected, wanted
from okr.cli.session import Session
from okr.errors import OkrError
from okr.reports.chosen import choose
from okr.reports.report import Narrowed, Report, report
from okr.reports.report.changes import ChangesPart, changes_part
from okr.rules.linter import lint
from okr.workspace import KpiNode

if TYPE_CHECKING:
    from okr.diagnostics import Diagnostic
    from okr.git import Commit

USUAL_SPAN = "7d"
"""What a report looks back on where nothing else is asked for: reports are mostly weekly."""


def build(session: Session, selection: Selection, since: str | None) -> Report:
    """The report that options ask for."""
    (chosen,) = wanted(session, selection, [], told=True)
    kpis = [node for node in session.workspace.kpis.values() if is_selected(node, selection)]
    is_shown = _membership(chosen, kpis, whole=selection == Selection(cycle=selection.cycle))
    changes, why = _changes(session, since, is_shown)
    return report(
        choose(session.scores, chosen.cycle, chosen.objectives, _shown_key_results(chosen, selection)),
        session.scores,
        kpis=kpis,
        findings=(each for each in _findings(session) if is_shown(each.ref)),
        narrowed=Narrowed(selection.team, selection.owner, selection.tag),
        changes=changes,
        unchanged_why=why,
    )


def _shown_key_results(chosen: Wanted, selection: Selection) -> frozenset[str] | None:
    """Of objectives of somebody else a person sees only their own key results."""
    if selection.owner is None:
        return None
    return frozenset(
        each.ref
        for node in chosen.objectives
        for each in node.key_results
        if selection.owner in (node.goal.owner, each.owner)
    )


def _membership(chosen: Wanted, kpis: Iterable[KpiNode], *, whole: bool) -> Callable[[str | None], bool]:
    """Whether a reference is one of the report's; what is about no goal belongs to a whole report only."""
    goals = {node.ref for node in chosen.objectives}
    shown = goals | {each.ref for node in chosen.objectives for each in node.key_results}
    shown |= {node.ref for node in kpis}
    prefix = f"{chosen.cycle.id}/"

    def is_shown(ref: str | None) -> bool:
        if ref is None:
            return whole
        return ref in shown or (whole and ref.startswith(prefix))

    return is_shown


def _findings(session: Session) -> list[Diagnostic]:
    return lint(session.workspace, session.scores, as_of=session.as_of, today=session.today)


def _changes(
    session: Session, since: str | None, is_shown: Callable[[str | None], bool]
) -> tuple[ChangesPart | None, str | None]:
    """What changed; where nobody asked for it and there is nothing to compare with, why not."""
    from okr.changes.compare import compare

    try:
        base = _base(session, since or USUAL_SPAN)
        workspace = session.read(session.repository.snapshot(base))
    except OkrError as error:
        if since is not None:
            raise
        return None, str(error)
    diff = compare(workspace, session.workspace, session.as_of)
    return changes_part(diff, session.workspace, _told(base), is_shown), None


def _base(session: Session, since: str) -> Commit:
    """The commit that a span, a date or a revision means, seen from the report's day."""
    from okr.git import parse_since

    revision = "HEAD" if session.commit is None else session.commit.id
    try:
        day = parse_since(since, session.as_of)
    except OkrError:
        return session.repository.commit(since)
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    return session.repository.commit_before(midnight, revision)


def _told(commit: Commit) -> str:
    return f"{commit.committed.date()} ({commit.id[:7]})"
