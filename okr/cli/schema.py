"""`okr schema`: the JSON Schemas of the files that people write and of the outputs that programs read."""

from __future__ import annotations

from typing import Annotated

import typer

from okr.cli import completion
from okr.cli.app import new_app
from okr.cli.options import Output, with_groups
from okr.cli.output import check_choice, emit
from okr.model import schema as files
from okr.render import json_text
from okr.reports import schemas as outputs

app = new_app()


@app.command()
@with_groups
def schema(
    output: Output,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="goals, workspace, or the output of a command, as in score.",
            autocompletion=completion.words(*files.SCHEMAS, *outputs.SCHEMAS),
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of goal files, of okr.yaml, or of an output; with no name, list them."""
    schemas = {**files.SCHEMAS, **outputs.SCHEMAS}
    if name is None:
        emit({"text": lambda _: "".join(f"{each}\n" for each in schemas)}, "text", output)
        return
    check_choice(name, schemas, "schema")
    emit({"json": lambda _: json_text.written(schemas[name]())}, "json", output)
