"""`okr explain`: how a number came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from okr.cli import completion
from okr.cli.app import new_app
from okr.cli.options import Output, Selection, Where, with_groups
from okr.cli.output import Renderer, emit
from okr.cli.session import Session
from okr.errors import OkrError
from okr.render.terminal import Screen

if TYPE_CHECKING:
    from okr.scoring.explain import Explanation

app = new_app()


@app.command()
@with_groups
def explain(
    where: Where,
    output: Output,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF",
            help="A goal, a KPI, a cycle, a team, or cycle/team.",
            autocompletion=completion.references,
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
    """Show how a number came about: formula, inputs with their places, and what would change it."""
    session = Session(where)
    session.tell_mistakes()
    emit(_renderers(session, _explanation(session, ref, Selection(cycle=cycle))), format_, output)


def _explanation(session: Session, text: str, selection: Selection) -> Explanation:
    """That of a goal or KPI, else of a cycle, a team, or a team in a cycle.

    Raises:
        OkrError: It is none of them, or it may be several.
    """
    from okr.scoring.explain import explain, explain_total

    workspace, scores = session.workspace, session.scores
    first, slash, team = text.partition("/")
    if not slash and workspace.cycle(text) is not None and text not in workspace.nodes:
        return explain_total(scores, session.named_cycle(text))
    if team in workspace.teams and workspace.cycle(first) is not None:
        return explain_total(scores, session.named_cycle(first), team)
    if text in workspace.teams:
        _check_unambiguous(session, text)
        return explain_total(scores, session.cycle(selection, told=True), text)
    fixed = None if selection.cycle is None else session.named_cycle(selection.cycle)
    return explain(scores, session.node(text, fixed))


def _check_unambiguous(session: Session, team: str) -> None:
    """Refuse a team's id that some goal has too."""
    found = session.workspace.find(team)
    if found:
        names = "\n     ".join([f"CYCLE/{team}, the team", *(node.ref for node in found[:9])])
        raise OkrError(f'"{team}" may mean {len(found) + 1} things', hint=f"Say which:\n     {names}")


def _renderers(session: Session, explanation: Explanation) -> dict[str, Renderer]:
    def text(screen: Screen) -> str:
        from okr.render import terminal_explain
        from okr.reports.explained import explained

        return terminal_explain.render(explained(explanation, session.workspace), screen)

    def json(screen: Screen) -> str:  # noqa: ARG001  # the same on every screen
        from okr.render import json_text
        from okr.reports.explained import explain_output

        return json_text.written(explain_output(explanation, session.workspace))

    return {"text": text, "json": json}
