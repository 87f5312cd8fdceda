"""`okr calibration`: people's confidence held against what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from okr.cli.app import new_app
from okr.cli.options import Output, Selection, Where, with_groups
from okr.cli.output import Renderer, check_choice, emit
from okr.cli.selecting import check_selection, is_selected
from okr.cli.session import Session
from okr.render.terminal import Screen
from okr.scoring.calibration import predictions

if TYPE_CHECKING:
    from okr.reports.calibration_output import CalibrationReport, Grouping
    from okr.workspace import KeyResultNode

app = new_app()

_GROUPINGS: dict[str, tuple[Grouping, ...]] = {
    "all": ("team", "person", "weeks"),
    "team": ("team",),
    "person": ("person",),
    "weeks": ("weeks",),
}


@app.command()
@with_groups
def calibration(
    where: Where,
    selection: Selection,
    output: Output,
    by: Annotated[
        str,
        typer.Option("--by", metavar="GROUP", help="Group by team, person, weeks before the end, or all."),
    ] = "all",
    format_: Annotated[str, typer.Option("--format", metavar="F", help="table or json.")] = "table",
) -> None:
    """Hold people's confidence against what came of it, over the cycles that are over."""
    from okr.reports.calibration_output import calibration_report

    session = Session(where)
    session.tell_mistakes()
    check_choice(by, _GROUPINGS, "grouping")
    check_selection(session.workspace, selection)
    made = predictions(session.scores, _key_results(session, selection))
    emit(_renderers(calibration_report(made, session.as_of), _GROUPINGS[by]), format_, output)


def _key_results(session: Session, selection: Selection) -> Iterator[KeyResultNode]:
    """Those of the team, owner and tag that are asked for, in one cycle or in all."""
    cycle = None if selection.cycle is None else session.named_cycle(selection.cycle).id
    for node in session.workspace.key_results.values():
        if cycle in (None, node.cycle.id) and is_selected(node, selection):
            yield node


def _renderers(report: CalibrationReport, groupings: tuple[Grouping, ...]) -> dict[str, Renderer]:
    def table(screen: Screen) -> str:
        from okr.render import terminal_calibration

        return terminal_calibration.render(report, groupings, screen)

    def json(screen: Screen) -> str:  # noqa: ARG001  # the same on every screen
        from okr.render import json_text
        from okr.reports.calibration_output import calibration_output

        return json_text.written(calibration_output(report))

    return {"table": table, "json": json}
