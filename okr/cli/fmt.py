"""`okr fmt`: goal files in the canonical order and spacing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from okr.authoring.plans import carry_out
from okr.authoring.tidy import plan_format
from okr.cli.app import new_app
from okr.cli.options import Here, with_groups
from okr.cli.output import write
from okr.cli.places import in_workspace
from okr.cli.session import Session
from okr.cli.writing import shown_patch
from okr.errors import ExitCode, OkrError
from okr.model.settings import GoalFile
from okr.render.plain import counted, printable

app = new_app()


@app.command()
@with_groups
def fmt(
    here: Here,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Only these files and folders.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; 1 if anything would change.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print the patch, and write nothing.")] = False,
) -> None:
    """Put the keys and blank lines of goal files in their canonical order; comments are kept."""
    session = Session(here.where)
    chosen = _chosen(session, paths)
    plan = plan_format(session.workspace, chosen)
    if diff:
        write(shown_patch(plan.diff()))
    if check or diff:
        changed = len(plan.changes)
        session.say(f"{counted(changed, 'file')} would change, {len(chosen) - changed} fine")
        raise typer.Exit(ExitCode.FINDINGS if check and plan.changes else ExitCode.OK)
    if plan.changes:
        carry_out(session.root, session.snapshot, plan, partial(plan_format, paths=chosen))
    write("".join(f"{printable(path)}\n" for path in plan.paths))


def _chosen(session: Session, paths: list[Path] | None) -> list[str]:
    """The goal files that are meant: all of them, or those at or below some paths."""
    files = [path for path, source in session.workspace.sources.items() if isinstance(source.model, GoalFile)]
    if not paths:
        return files
    wanted = [in_workspace(path, session.root) for path in paths]
    chosen = [file for file in files if any(_is_below(file, each) for each in wanted)]
    if not chosen:
        raise OkrError("there is no goal file there", hint="Name files or folders of the workspace.")
    return chosen


def _is_below(file: str, path: str) -> bool:
    return path in ("", ".", file) or file.startswith(f"{path.rstrip('/')}/")
