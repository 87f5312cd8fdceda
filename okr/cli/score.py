"""`okr score`: the scores as a table, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from okr.cli import completion
from okr.cli.app import new_app
from okr.cli.options import Output, Selection, Where, with_groups
from okr.cli.output import Renderer, emit
from okr.cli.selecting import wanted
from okr.cli.session import Session
from okr.render.terminal import Screen
from okr.reports.chosen import ChosenGoals, choose

app = new_app()


@app.command()
@with_groups
def score(
    where: Where,
    selection: Selection,
    output: Output,
    refs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REF]...",
            help="Only these goals, or those of these teams.",
            autocompletion=completion.references,
        ),
    ] = None,
    all_cycles: Annotated[bool, typer.Option("--all-cycles", help="The goals of every cycle.")] = False,
    format_: Annotated[str, typer.Option("--format", metavar="F", help="table or json.")] = "table",
) -> None:
    """Show the scores of objectives and key results."""
    session = Session(where)
    session.tell_mistakes()
    cycles = wanted(session, selection, refs or [], all_cycles=all_cycles, told=format_ != "json")
    chosen = [choose(session.scores, each.cycle, each.objectives, each.key_results) for each in cycles]
    emit(_renderers(session, chosen, all_cycles=all_cycles), format_, output)


def _renderers(session: Session, chosen: Sequence[ChosenGoals], *, all_cycles: bool) -> dict[str, Renderer]:
    return {
        "table": lambda screen: _table(session, chosen, screen),
        "json": lambda _screen: _json(session, chosen, all_cycles=all_cycles),
    }


def _table(session: Session, chosen: Sequence[ChosenGoals], screen: Screen) -> str:
    from okr.render import terminal_score
    from okr.reports.scoreboard import scoreboard

    return terminal_score.render([scoreboard(each, session.scores) for each in chosen], screen)


def _json(session: Session, chosen: Sequence[ChosenGoals], *, all_cycles: bool) -> str:
    from okr.render import json_text
    from okr.reports.score_output import score_output, scores_output

    scores = session.scores
    return json_text.written(scores_output(chosen, scores) if all_cycles else score_output(chosen[0], scores))
