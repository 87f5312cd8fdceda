"""`okr fmt`: goal files in the canonical order and spacing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from okr.authoring.plans import Plan, carry_out
from okr.authoring.tidy import plan_format
from okr.cli.app import new_app
from okr.cli.options import Here, with_groups
from okr.cli.output import write
from okr.cli.places import in_workspace
from okr.cli.session import Session
from okr.cli.writing import shown_patch
from okr.diagnostics import Diagnostic
from okr.errors import ExitCode, OkrError
from okr.render.plain import counted, printable
from okr.snapshot import GOAL_SUFFIXES, WORKSPACE_FILE
from okr.workspace import Workspace

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
    left = {path: mistake for path in chosen if (mistake := _obstacle(session.workspace, path)) is not None}
    sound = [path for path in chosen if path not in left]
    plan = plan_format(session.workspace, sound)
    if diff:
        write(shown_patch(plan.diff()))
    if check or diff:
        changed = len(plan.changes)
        session.say(f"{counted(changed, 'file')} would change, {len(sound) - changed} fine")
    else:
        _write(session, plan, sound)
    if left:
        raise _left_as_they_are(list(left.values()))
    raise typer.Exit(ExitCode.FINDINGS if check and plan.changes else ExitCode.OK)


def _write(session: Session, plan: Plan, paths: list[str]) -> None:
    if plan.changes:
        carry_out(session.root, session.snapshot, plan, partial(plan_format, paths=paths))
    write("".join(f"{printable(path)}\n" for path in plan.paths))


def _chosen(session: Session, paths: list[Path] | None) -> list[str]:
    """The goal files that are meant, readable or not: all of them, or those at or below some paths."""
    files = _goal_files(session.workspace)
    if not paths:
        return files
    wanted = [in_workspace(path, session.root) for path in paths]
    chosen = [file for file in files if any(_is_below(file, each) for each in wanted)]
    if not chosen:
        raise OkrError("there is no goal file there", hint="Name files or folders of the workspace.")
    return chosen


def _goal_files(workspace: Workspace) -> list[str]:
    """The YAML files that were read, and those that could not even be opened."""
    found = [each.path for each in workspace.mistakes if each.path.endswith(GOAL_SUFFIXES)]
    return [path for path in dict.fromkeys((*workspace.sources, *found)) if path != WORKSPACE_FILE]


def _is_below(file: str, path: str) -> bool:
    return path in ("", ".", file) or file.startswith(f"{path.rstrip('/')}/")


def _obstacle(workspace: Workspace, path: str) -> Diagnostic | None:
    """What keeps a file from being put in order: nobody knows which of two equal keys is meant, for one."""
    source = workspace.sources.get(path)
    if source is None:
        return next(each for each in workspace.mistakes if each.path == path)
    told = source.document.diagnostics or (source.diagnostics if source.model is None else ())
    return next(iter(told), None)


def _left_as_they_are(mistakes: list[Diagnostic]) -> OkrError:
    """One error for all files that cannot be put in order."""
    stays, it = ("stays as it is", "it") if len(mistakes) == 1 else ("stay as they are", "them")
    lines = [
        printable(f"{each.path}:{each.span.start.line}:{each.span.start.column}: {each.code} {each.message}")
        for each in mistakes
    ]
    hint = "\n".join((*lines, f"Mend {it} first; okr validate says how."))
    return OkrError(f"{counted(len(mistakes), 'file')} cannot be read and {stays}", hint=hint)
