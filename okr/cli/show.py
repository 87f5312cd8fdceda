"""`okr show`: the one page about a goal or a KPI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from okr.cli import completion
from okr.cli.app import new_app
from okr.cli.options import Output, Where, with_groups
from okr.cli.output import Renderer, emit
from okr.cli.session import Session
from okr.render.terminal import Screen
from okr.rules.linter import lint

if TYPE_CHECKING:
    from okr.diagnostics import Diagnostic
    from okr.workspace import Node

app = new_app()


@app.command()
@with_groups
def show(
    where: Where,
    output: Output,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF", help="An objective, a key result or a KPI.", autocompletion=completion.references
        ),
    ],
    cycle: Annotated[
        str | None,
        typer.Option(
            "--cycle",
            envvar="OKR_CYCLE",
            metavar="ID",
            help="Look in that cycle.",
            autocompletion=completion.cycles,
        ),
    ] = None,
    format_: Annotated[str, typer.Option("--format", metavar="F", help="text or json.")] = "text",
) -> None:
    """Show one goal or KPI whole."""
    session = Session(where)
    session.tell_mistakes()
    node = session.node(ref, None if cycle is None else session.named_cycle(cycle))
    emit(_renderers(session, node), format_, output)


def _findings(session: Session) -> list[Diagnostic]:
    """What the rules say of every cycle: a page may be about a goal that ended long ago."""
    return lint(session.workspace, session.scores, as_of=session.as_of, today=session.today, all_cycles=True)


def _renderers(session: Session, node: Node) -> dict[str, Renderer]:
    findings = _findings(session)

    def text(screen: Screen) -> str:
        from okr.render import terminal_page
        from okr.reports.page import page

        return terminal_page.render(page(session.scores, node, findings), screen)

    def json(screen: Screen) -> str:  # noqa: ARG001  # the same on every screen
        from okr.render import json_text
        from okr.reports.page_output import page_output

        return json_text.written(page_output(session.scores, node, findings))

    return {"text": text, "json": json}
