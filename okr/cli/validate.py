"""`okr validate`: every problem in one run, for people, CI systems and editors."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from okr.cli import completion, fixing, watching
from okr.cli.app import new_app
from okr.cli.checking import Check, Files, Known
from okr.cli.options import Output, Where, with_groups
from okr.cli.output import Renderer, check_choice, emit, save, write
from okr.cli.places import repository_top, seen_from
from okr.diagnostics import Severity
from okr.errors import ExitCode, OkrError
from okr.render.summary import statistics, summary
from okr.render.terminal import Screen

app = new_app()

FOR_PEOPLE = {"text": "terminal_findings", "concise": "concise"}
"""Formats whose paths are as seen from the current folder, and the modules that write them."""
FOR_FORGES = {
    "github": "github",
    "gitlab": "gitlab",
    "sarif": "sarif",
    "junit": "junit",
    "markdown": "findings_markdown",
}
"""Formats whose paths are as seen from the top of the repository."""
FAIL_ON = {**{severity.value: severity for severity in Severity}, "never": None}
_MOST_ROUNDS = 10
"""How often files are mended: a fix that another one stands in the way of waits for the next round."""


@dataclass(frozen=True, slots=True)
class Fixing:
    """Whether to put right what has one right answer."""

    fix: Annotated[
        bool, typer.Option("--fix", help="Put right what has one right answer, and tell the rest.")
    ] = False
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")
    ] = False


@dataclass(frozen=True, slots=True)
class Telling:
    """How the findings are told."""

    format: Annotated[
        str,
        typer.Option(
            "--format",
            envvar="OKR_FORMAT",
            metavar="F",
            help="text, concise, json, github, gitlab, sarif, junit, markdown; auto knows GitHub Actions.",
            autocompletion=completion.words("auto", "json", *FOR_PEOPLE, *FOR_FORGES),
        ),
    ] = "auto"
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            envvar="OKR_FAIL_ON",
            metavar="SEVERITY",
            help="Exit with 1 from this severity on: error, warning, info or never.",
            autocompletion=completion.words(*FAIL_ON),
        ),
    ] = "error"
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule instead.")
    ] = False

    @property
    def chosen_format(self) -> str:
        """The format, where `auto` is what suits the place."""
        if self.format != "auto":
            return self.format
        return "github" if os.environ.get("GITHUB_ACTIONS") and not self.statistics else "text"


@app.command()
@with_groups
def validate(
    where: Where,
    files: Files,
    telling: Telling,
    output: Output,
    known: Known,
    mending: Fixing,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Tell only of these; everything is checked nevertheless."),
    ] = None,
    all_cycles: Annotated[
        bool, typer.Option("--all-cycles", help="Look at cycles that ended long ago too.")
    ] = False,
    new_baseline: Annotated[
        Path | None,
        typer.Option(
            "--write-baseline", metavar="FILE", help="Write down all findings, for --baseline to leave out."
        ),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Do it again whenever a file changes.")] = False,
) -> None:
    """Check goal files against the format and the rules of good goals."""
    check_choice(telling.fail_on, FAIL_ON, "severity")
    check = Check(where, files, known, tuple(paths or ()), all_cycles, FAIL_ON[telling.fail_on])
    _refuse_contradictions(check, telling, mending, watch=watch)
    if new_baseline is not None:
        _write_baseline(check, new_baseline)
        return
    run = partial(_run, telling=telling, output=output, mending=mending)
    for _ in watching.changes(check.session.root) if watch else ():
        watching.clear_screen()
        run(replace(check))
    raise typer.Exit(run(check))


def _refuse_contradictions(check: Check, telling: Telling, mending: Fixing, *, watch: bool) -> None:
    """Refuse options that exclude each other.

    Raises:
        OkrError: There are some.
    """
    stand_ins = {
        "--at": check.where.at,
        "--staged": check.files.staged,
        "--stdin-filename": check.files.stdin_filename,
    }
    given = [option for option, value in stand_ins.items() if value]
    if len(given) > 1:
        raise OkrError(f"{given[0]} and {given[1]} exclude each other", hint="Leave out one of them.")
    if given and (watch or (mending.fix and not mending.diff)):
        other = "--watch" if watch else "--fix"
        raise OkrError(f"{other} works on the files on disk", hint=f"Leave out {given[0]}.")
    if telling.statistics and telling.chosen_format not in FOR_PEOPLE:
        raise OkrError(f"there are no statistics in the format {telling.format}", hint="Leave out --format.")


def _write_baseline(check: Check, path: Path) -> None:
    from okr.rules.baseline import write_baseline

    save(path, write_baseline(check.findings))
    check.session.say(f"{path} holds {len(check.findings)} findings; --baseline {path} leaves them out")


def _run(check: Check, telling: Telling, output: Output, mending: Fixing) -> int:
    """One run; the exit code."""
    if mending.diff:
        write("".join(each.diff() for each in fixing.changes(check.workspace, check.validation.diagnostics)))
    else:
        check = _mended(check) if mending.fix else check
        emit(_renderers(check, telling), telling.chosen_format, output)
    sys.stdout.flush()
    check.session.say(summary(check.validation))
    if check.crashed:
        return ExitCode.TROUBLE
    return ExitCode.FINDINGS if check.validation.failed else ExitCode.OK


def _mended(check: Check) -> Check:
    """Write what the fixes make of the files, until there are none left; a look at the files after that."""
    from okr.edits import locked

    for _ in range(_MOST_ROUNDS):
        changes = fixing.changes(check.workspace, check.validation.diagnostics)
        if not changes:
            break
        with locked(check.session.root) as lock:
            lock.write(changes)
        for change in changes:
            check.session.say(f"fixed {change.path}")
        check = replace(check)
    return check


def _renderers(check: Check, telling: Telling) -> dict[str, Renderer]:
    """Every format by its name; each is imported when it is asked for."""
    viewpoints = ((FOR_PEOPLE, Path.cwd()), (FOR_FORGES, repository_top(check.session.root)))
    renderers: dict[str, Renderer] = {
        name: partial(_rendered, module, check, folder)
        for modules, folder in viewpoints
        for name, module in modules.items()
    }
    renderers["json"] = lambda _: _json(check)
    if telling.statistics:
        return renderers | dict.fromkeys(FOR_PEOPLE, lambda _: statistics(check.validation))
    return renderers


def _rendered(module: str, check: Check, folder: Path, screen: Screen) -> str:
    """What a module of `okr.render` makes of the findings for somebody who stands in a folder."""
    paths = seen_from(folder, check.session.root, check.validation.named_paths)
    validation = replace(check.validation, paths=paths)
    render: Any = import_module(f"okr.render.{module}").render
    return str(render(validation, screen) if module == FOR_PEOPLE["text"] else render(validation))


def _json(check: Check) -> str:
    from okr.render import json_text
    from okr.reports.validate_output import validate_output

    return json_text.written(validate_output(check.validation))
