"""`okr list`: what there is, as a table or as JSON."""

from __future__ import annotations

from typing import Annotated

import typer

from okr.cli.app import new_app
from okr.cli.options import Output, Selection, Where, with_groups
from okr.cli.output import Renderer, check_choice, emit
from okr.cli.selecting import check_selection, is_selected
from okr.cli.session import Session
from okr.render import json_text, terminal_list
from okr.reports.listing import Kind, Listed, ListOutput, list_output
from okr.workspace import ObjectiveNode

app = new_app()

KINDS: dict[str, Kind] = {
    "objectives": "objectives",
    "key-results": "key_results",
    "kpis": "kpis",
    "teams": "teams",
    "cycles": "cycles",
    "people": "people",
}


@app.command()
@with_groups
def list_(
    where: Where,
    selection: Selection,
    output: Output,
    what: Annotated[str, typer.Argument(metavar="[WHAT]", help=f"{', '.join(KINDS)}.")] = "objectives",
    format_: Annotated[str, typer.Option("--format", metavar="F", help="table or json.")] = "table",
) -> None:
    """List what there is, of every cycle unless one is named."""
    check_choice(what, KINDS, "list of")
    session = Session(where)
    session.tell_mistakes()
    found = list_output(KINDS[what], _listed(session, selection))
    emit(_renderers(KINDS[what], found), format_, output)


def _renderers(kind: Kind, found: ListOutput) -> dict[str, Renderer]:
    return {
        "table": lambda screen: terminal_list.render(kind, found, screen),
        "json": lambda _screen: json_text.written(found),
    }


def _listed(session: Session, selection: Selection) -> Listed:
    """What the options ask for; without any, all that there is."""
    check_selection(session.workspace, selection)
    cycle = None if selection.cycle is None else session.named_cycle(selection.cycle)
    workspace = session.workspace
    objectives = [
        node for node in workspace.objectives.values() if cycle is None or node.cycle.id == cycle.id
    ]
    key_results = [each for node in objectives for each in node.key_results]
    touched = {kpi for node in objectives for kpi in _kpis_of(node)}
    kpis = [node for node in workspace.kpis.values() if cycle is None or node.ref in touched]
    return Listed(
        workspace,
        [node for node in objectives if is_selected(node, selection)],
        [node for node in key_results if is_selected(node, selection)],
        [node for node in kpis if is_selected(node, selection)],
        all=selection == Selection(),
    )


def _kpis_of(node: ObjectiveNode) -> set[str | None]:
    """The KPIs that an objective's key results and guardrails rest on."""
    return {*node.goal.guardrails, *(each.goal.kpi for each in node.key_results)}
