"""Options that several commands share, in groups: a command takes a group as one parameter.

    @app.command()
    @with_groups
    def score(where: Where, refs: References = None) -> None:

makes `--root`, `--at` and the rest of `Where` options of `okr score`, and hands them over as one value.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from okr.cli import completion

Root = Annotated[
    Path | None,
    typer.Option("--root", envvar="OKR_ROOT", metavar="DIR", help="The workspace; else the one around here."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing beside the result.")]


@dataclass(frozen=True, slots=True)
class Where:
    """What is read: which workspace, at which revision, as of which day."""

    root: Root = None
    at: Annotated[
        str | None,
        typer.Option(
            "--at", envvar="OKR_AT", metavar="REV", help="Read that revision, as of its commit's date."
        ),
    ] = None
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", envvar="OKR_AS_OF", metavar="DATE", help="Give the numbers of that day."),
    ] = None
    quiet: Quiet = False


@dataclass(frozen=True, slots=True)
class Here:
    """Which workspace on disk, as of which day: for commands that write, or that are about what lies here."""

    root: Root = None
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", envvar="OKR_AS_OF", metavar="DATE", help="Take that day for today."),
    ] = None
    quiet: Quiet = False

    @property
    def where(self) -> Where:
        """The same as what is read: no revision, whatever `OKR_AT` says."""
        return Where(root=self.root, as_of=self.as_of, quiet=self.quiet)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which goals: of one cycle, a team, an owner, a tag."""

    cycle: Annotated[
        str | None,
        typer.Option(
            "--cycle",
            envvar="OKR_CYCLE",
            metavar="ID",
            help="Goals of that cycle.",
            autocompletion=completion.cycles,
        ),
    ] = None
    team: Annotated[
        str | None,
        typer.Option(
            "--team",
            envvar="OKR_TEAM",
            metavar="ID",
            help="Goals of that team.",
            autocompletion=completion.teams,
        ),
    ] = None
    owner: Annotated[
        str | None,
        typer.Option(
            "--owner",
            envvar="OKR_OWNER",
            metavar="ID",
            help="Goals of that person.",
            autocompletion=completion.people,
        ),
    ] = None
    tag: Annotated[
        str | None,
        typer.Option(
            "--tag",
            envvar="OKR_TAG",
            metavar="TAG",
            help="Goals with that tag.",
            autocompletion=completion.tags,
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Output:
    """Where the result goes, and in which colours."""

    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            envvar="OKR_OUTPUT",
            metavar="FILE",
            help="Write to a file, not to the screen; FORMAT=FILE writes a further format beside it.",
        ),
    ] = None
    color: Annotated[
        str,
        typer.Option(
            "--color",
            envvar="OKR_COLOR",
            metavar="WHEN",
            help="auto, always or never.",
            autocompletion=completion.words("auto", "always", "never"),
        ),
    ] = "auto"


def with_groups(function: Callable[..., None]) -> Callable[..., None]:
    """Make the fields of every group among the parameters options of their own."""
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters
    groups = {name: hints[name] for name in parameters if is_dataclass(hints[name])}

    @wraps(function)
    def expanded(**arguments: Any) -> None:
        for name, group in groups.items():
            arguments[name] = group(**{each.name: arguments.pop(each.name) for each in fields(group)})
        function(**arguments)

    expanded.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [new for old in parameters.values() for new in _expanded(old, hints, groups)]
    )
    expanded.__annotations__ = {
        parameter.name: parameter.annotation
        for parameter in expanded.__signature__.parameters.values()  # type: ignore[attr-defined]
    }
    return expanded


def _expanded(
    parameter: inspect.Parameter, hints: dict[str, Any], groups: dict[str, Any]
) -> Iterator[inspect.Parameter]:
    group = groups.get(parameter.name)
    if group is None:
        kind = inspect.Parameter.KEYWORD_ONLY
        yield parameter.replace(kind=kind, annotation=hints[parameter.name])
        return
    group_hints = typing.get_type_hints(group, include_extras=True)
    for each in fields(group):
        yield inspect.Parameter(
            each.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_default(each),
            annotation=group_hints[each.name],
        )


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return inspect.Parameter.empty
