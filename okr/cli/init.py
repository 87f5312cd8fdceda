"""`okr init`: a workspace where there was none."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from okr.authoring.init import at_top, plan_init, yaml_paths
from okr.authoring.jobs import HOOK, JOBS, Forge
from okr.authoring.new import slug
from okr.cli.app import new_app
from okr.cli.output import check_choice, write
from okr.cli.places import repository_top
from okr.cli.session import today
from okr.cli.writing import shown_patch
from okr.edits import locked
from okr.errors import OkrError
from okr.snapshot import WorkTreeSnapshot

app = new_app()

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder; else this one.")] = Path(),
    organization: Annotated[
        str | None, typer.Option("--organization", metavar="NAME", help="Whose goals these are.")
    ] = None,
    ci: Annotated[
        str | None, typer.Option("--ci", metavar="FORGE", help="Make the CI job too: github or gitlab.")
    ] = None,
    pre_commit: Annotated[bool, typer.Option("--pre-commit", help="Make the pre-commit hook too.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Print the files, and write nothing.")
    ] = False,
) -> None:
    """Make a workspace here: okr.yaml, a first goal and a first KPI. Nothing is ever overwritten."""
    if ci is not None:
        check_choice(ci, get_args(Forge), "forge")
    if not folder.is_dir():
        raise OkrError(f"{folder} is not a folder", hint="Make it first, or leave it out.")
    root = _root_in_repository(folder)
    plan = plan_init(
        _files(folder, root),
        today=today(),
        owner=_owner(),
        name=organization,
        ci=cast("Forge | None", ci),
        pre_commit=pre_commit,
        root=root,
    )
    if dry_run:
        write(shown_patch(plan.diff()))
        return
    with locked(folder.resolve()) as lock:
        lock.write(plan.changes)
    write("".join(f"made {path}\n" for path in plan.paths))
    write("\nNext: okr validate, okr score, and your own goals in place of the first one.\n")


def _root_in_repository(folder: Path) -> str:
    """The folder, seen from the top of its repository; empty if it is the top, or in none."""
    path = folder.resolve().relative_to(repository_top(folder)).as_posix()
    return "" if path == "." else path


def _files(folder: Path, root: str) -> dict[str, bytes]:
    """What is there: the bytes of what may be goals, and the names of the rest."""
    snapshot = WorkTreeSnapshot(folder)
    paths = list(snapshot.paths())
    others = [
        path for path in (at_top(each, root) for each in (*JOBS.values(), HOOK)) if (folder / path).exists()
    ]
    return dict.fromkeys((*paths, *others), b"") | {path: snapshot.read(path) for path in yaml_paths(paths)}


def _owner() -> str:
    """An id for the first goal's owner: who runs this, by what the environment says."""
    name = os.environ.get("OKR_USER") or os.environ.get("USER") or ""
    return name if _SLUG.fullmatch(name) else slug(name or "me")
