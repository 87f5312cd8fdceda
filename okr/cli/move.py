"""`okr move`: a goal or KPI in another place, or under another id."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from okr.authoring.move import plan_move
from okr.cli.app import new_app
from okr.cli.options import Here, with_groups
from okr.cli.session import Session
from okr.cli.writing import Writing, certain, finish

app = new_app()


@app.command()
@with_groups
def move(
    here: Here,
    writing: Writing,
    ref: Annotated[str, typer.Argument(metavar="REF", help="A goal or KPI.")],
    to: Annotated[
        str,
        typer.Argument(
            metavar="TO", help="[CYCLE/]TEAM[/ID] for an objective, an objective[/ID] for a key result."
        ),
    ],
) -> None:
    """Move a goal or KPI, or give it another id: it keeps its history, and every reference is mended."""
    session = Session(here.where)
    finish(session, writing, certain(partial(plan_move, ref=session.node(ref).ref, to=to)))
