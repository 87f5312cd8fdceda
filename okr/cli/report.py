"""`okr report`: the whole picture of a cycle, for people to read."""

from __future__ import annotations

from typing import Annotated

import typer

from okr.cli.app import new_app
from okr.cli.options import Output, Selection, Where, with_groups
from okr.cli.output import Renderer, emit
from okr.cli.reporting import build
from okr.cli.session import Session
from okr.render.terminal import Screen

app = new_app()


@app.command()
@with_groups
def report(
    where: Where,
    selection: Selection,
    output: Output,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            envvar="OKR_SINCE",
            metavar="SPAN|DATE|REV",
            help="Tell what changed since then; 7d where the history goes back so far.",
        ),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="F", help="terminal, markdown, html or json.")
    ] = "terminal",
) -> None:
    """Show where a team or an organization stands, in one look and then in depth."""
    session = Session(where)
    session.tell_mistakes()
    emit(_renderers(session, selection, since), format_, output)


def _renderers(session: Session, selection: Selection, since: str | None) -> dict[str, Renderer]:
    """Every format by its name; each is imported when it is asked for."""

    def terminal(screen: Screen) -> str:
        from okr.render import terminal_report

        return terminal_report.render(build(session, selection, since), screen)

    def markdown(screen: Screen) -> str:  # noqa: ARG001  # the same on every screen
        from okr.render import report_markdown

        return report_markdown.render(build(session, selection, since))

    def html(screen: Screen) -> str:  # noqa: ARG001
        from okr.render import html as page

        return page.render(build(session, selection, since))

    def json(screen: Screen) -> str:  # noqa: ARG001
        from okr.render import json_text
        from okr.reports.report.output import report_output

        return json_text.written(report_output(build(session, selection, since)))

    return {"terminal": terminal, "markdown": markdown, "html": html, "json": json}
