"""`okr score`: the scores as a table, or as JSON."""

from __future__ import annotations

from typing import Annotated

import typer

from okr.cli.app import new_app
from okr.cli.options import Output, Selection, Where, with_groups
from okr.cli.session import Session

app = new_app()


@app.command()
@with_groups
def score(
    where: Where,
    selection: Selection,
    output: Output,
    refs: Annotated[list[str] | None, typer.Argument(metavar="[REF]...", help="Only these goals.")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="F", help="table or json.")] = "table",
) -> None:
    """Show the scores of objectives and key results."""
    session = Session(where)
    cycle = session.cycle(selection)
    print(cycle, refs, format_, output)
