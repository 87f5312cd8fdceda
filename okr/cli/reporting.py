"""From options to reports: which goals and KPIs, what the linter says of them, and what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from okr.cli.options import Selection
from okr.cli.selecting import Wanted, check_selection, is_selected, wanted
from okr.cli.session import Session
from okr.errors import OkrError
from okr.reports.chosen import choose
from okr.reports.report import Narrowed, Report, report
from okr.reports.report.changes import ChangesPart, changes_part
from okr.reports.site import Site
from okr.rules.linter import lint
from okr.workspace import KpiNode

if TYPE_CHECKING:
    from okr.changes.change import Diff
    from okr.diagnostics import Diagnostic
    from okr.git import Commit

USUAL_SPAN = "7d"
"""What a report looks back on where nothing else is asked for: reports are mostly weekly."""


@dataclass(frozen=True)
class Reporting:
    """The reports that options ask for, made of what is read and compared once.

    Attributes:
        since: The span, date or revision that changes are told from.
    """

    session: Session
    selection: Selection
    since: str | None

    @cached_property
    def report(self) -> Report:
        """The report on one cycle."""
        (chosen,) = self._wanted()
        return self._report(chosen)

    def site(self) -> Site:
        """The reports on every cycle, or on the one that is asked for."""
        cycles = self._wanted(all_cycles=self.selection.cycle is None)
        reports = sorted(map(self._report, cycles), key=lambda each: each.cycle.end, reverse=True)
        if not reports:
            raise OkrError(
                "there are no such goals in any cycle", hint="Leave out an option, or see okr list."
            )
        return Site(self.session.workspace.settings.organization, self.session.as_of, tuple(reports))

    def _wanted(self, *, all_cycles: bool = False) -> list[Wanted]:
        """The goals that are asked for; where there are KPIs only, the quarter that it is."""
        workspace = self.session.workspace
        if workspace.objectives or not workspace.kpis or self.selection.cycle is not None:
            return wanted(self.session, self.selection, [], all_cycles=all_cycles, told=True)
        check_selection(workspace, self.selection)
        day = self.session.as_of
        quarter = self.session.named_cycle(f"{day.year:04}-Q{(day.month + 2) // 3}")
        return [Wanted(quarter, (), None)]

    def _report(self, chosen: Wanted) -> Report:
        selection, workspace = self.selection, self.session.workspace
        is_over = chosen.cycle.end < self.session.as_of
        kpis = [node for node in workspace.kpis.values() if is_selected(node, selection)]
        is_shown = _membership(chosen, kpis, whole=selection == Selection(cycle=selection.cycle))
        return report(
            choose(self.session.scores, chosen.cycle, chosen.objectives, chosen.key_results),
            self.session.scores,
            kpis=() if is_over else kpis,
            findings=(each for each in self._findings if is_shown(each.ref)),
            narrowed=Narrowed(selection.team, selection.owner, selection.tag),
            changes=self._changes(is_shown),
            unchanged_why=self._compared if isinstance(self._compared, str) else None,
        )

    @cached_property
    def _findings(self) -> list[Diagnostic]:
        session = self.session
        return lint(session.workspace, session.scores, as_of=session.as_of, today=session.today)

    def _changes(self, is_shown: Callable[[str | None], bool]) -> ChangesPart | None:
        if isinstance(self._compared, str):
            return None
        commit, diff = self._compared
        since = f"{commit.committed.date()} ({commit.id[:7]})"
        return changes_part(diff, self.session.workspace, since, is_shown)

    @cached_property
    def _compared(self) -> tuple[Commit, Diff] | str:
        """The older side and what differs from it; why there is none, where nobody asked for one."""
        from okr.changes.compare import compare

        try:
            commit = self._base(self.since or USUAL_SPAN)
            base = self.session.read(self.session.repository.snapshot(commit))
        except OkrError as error:
            if self.since is not None:
                raise
            return error.message
        return commit, compare(base, self.session.workspace, self.session.as_of)

    def _base(self, since: str) -> Commit:
        """The commit that a span, a date or a revision means, seen from the report's day."""
        from okr.git import parse_since

        session = self.session
        try:
            day = parse_since(since, session.as_of)
        except OkrError:
            return session.repository.commit(since)
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
        return session.repository.commit_before(
            midnight, "HEAD" if session.commit is None else session.commit.id
        )


def _membership(chosen: Wanted, kpis: Iterable[KpiNode], *, whole: bool) -> Callable[[str | None], bool]:
    """Whether a reference is one of the report's; what is about no goal belongs to a whole report only."""
    key_results = chosen.key_results
    if key_results is None:
        key_results = frozenset(each.ref for node in chosen.objectives for each in node.key_results)
    shown = key_results | {node.ref for node in chosen.objectives} | {node.ref for node in kpis}
    prefix = f"{chosen.cycle.id}/"

    def is_shown(ref: str | None) -> bool:
        if ref is None:
            return whole
        return ref in shown or (whole and ref.startswith(prefix))

    return is_shown
