"""The example company as a report."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from okr.reports.chosen import choose
from okr.reports.report import Narrowed, Report, report
from okr.rules.linter import lint
from okr.scoring import Scores
from okr.snapshot import WorkTreeSnapshot
from okr.workspace import Workspace, load

EXAMPLES = Path(__file__).parent.parent / "examples"
AS_OF = dt.date(2026, 11, 20)


@cache
def northwind() -> Workspace:
    return load(WorkTreeSnapshot(EXAMPLES / "northwind"))


@cache
def northwind_report(cycle: str = "2026-Q4", as_of: dt.date = AS_OF) -> Report:
    return reported(northwind(), cycle, as_of)


EVERYTHING = Narrowed()


def reported(workspace: Workspace, cycle: str, as_of: dt.date, narrowed: Narrowed = EVERYTHING) -> Report:
    """The whole report on a cycle; an owner sees the objectives that they own or own a key result of."""
    scores = Scores(workspace, as_of)
    nodes = [
        node
        for node in workspace.objectives.values()
        if node.cycle.id == cycle
        and narrowed.owner in (None, node.goal.owner, *(each.owner for each in node.key_results))
    ]
    return report(
        choose(scores, workspace.cycles[cycle], nodes),
        scores,
        kpis=workspace.kpis.values(),
        findings=lint(workspace, scores, as_of=as_of, today=as_of),
        narrowed=narrowed,
    )
