"""`okr log` and `okr trend`: history out of git."""

from __future__ import annotations

from typing import Annotated

import typer

from okr.changes.history import Past, Paths, Point, last_seen, life, total_trend, trend, weekly
from okr.cli.app import new_app
from okr.cli.options import Output, Selection, Where, with_groups
from okr.cli.output import check_choice, emit
from okr.cli.session import Session
from okr.errors import OkrError
from okr.git import Version
from okr.render import json_text, terminal_history
from okr.reports.history import log_output, trend_output
from okr.snapshot import GOAL_SUFFIXES, NarrowedSnapshot, Snapshot
from okr.workspace import FileCache, KpiNode, Workspace, load

log_app = new_app()
trend_app = new_app()

EVERY = ("commit", "week")


@log_app.command()
@with_groups
def log(
    where: Where,
    output: Output,
    ref: Annotated[str, typer.Argument(metavar="REF", help="The goal or KPI.")],
    format_: Annotated[str, typer.Option("--format", metavar="F", help="text or json.")] = "text",
) -> None:
    """Tell the life of a goal or KPI, commit by commit, through moves and renames."""
    session = Session(where)
    with session.repository:
        name, now, pasts = _found(session, ref, history(session))
        told = log_output(name, life(name, now, pasts))
    emit(
        {
            "text": lambda screen: terminal_history.log(told, screen),
            "json": lambda _screen: json_text.written(told),
        },
        format_,
        output,
    )


@trend_app.command()
@with_groups
def trend_(
    where: Where,
    selection: Selection,
    output: Output,
    ref: Annotated[
        str | None, typer.Argument(metavar="[REF]", help="The goal; else the whole cycle.")
    ] = None,
    every: Annotated[
        str | None, typer.Option(metavar="commit|week", help="At each commit, or at the last of each week.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", metavar="F", help="table or json.")] = "table",
) -> None:
    """Show a score over time: as it was then, and then's values under the goalposts of now."""
    check_choice(every or "commit", EVERY, "choice of --every")
    session = Session(where)
    # some goal of a cycle changes with nearly every commit, a single one seldom
    by_week = every == "week" or (every is None and ref is None)
    with session.repository:
        pasts = history(session, first_parent=True)
        name, points = _trend(session, selection, ref, list(weekly(pasts)) if by_week else pasts)
    told = trend_output(name, session.as_of, points)
    emit(
        {
            "table": lambda screen: terminal_history.trend(told, screen),
            "json": lambda _screen: json_text.written(told),
        },
        format_,
        output,
    )


def _trend(
    session: Session, selection: Selection, ref: str | None, pasts: list[Past]
) -> tuple[str, list[Point]]:
    if ref is None:
        cycle = session.cycle(selection)
        name = f"{cycle.id}/{selection.team}" if selection.team else cycle.id
        return name, total_trend(cycle, selection.team, session.workspace, pasts)
    name, now, rest = _found(session, ref, pasts)
    if isinstance(now.nodes[name], KpiNode):
        raise OkrError(f"{name} is a KPI, which has readings and no score", hint=f"Run okr kpi chart {name}.")
    return name, trend(name, now, rest)


def _found(session: Session, text: str, pasts: list[Past]) -> tuple[str, Workspace, list[Past]]:
    """The goal that is meant, the workspace that has it, and the commits up to it: now, or before it went."""
    if session.workspace.find(text):
        return session.node(text).ref, session.workspace, pasts
    gone = last_seen(text, pasts)
    if gone is None:
        return session.node(text).ref, session.workspace, pasts  # says that there is none
    name, before, rest = gone
    session.say(f"{name} is not there any more; this is its life until it went")
    return name, before, list(rest)


def history(session: Session, *, first_parent: bool = False) -> list[Past]:
    """The commits that touched goals, up to the one that is read, the newest first.

    Each version of a file is read once.
    """
    revision = session.where.at or "HEAD"
    versions = session.repository.history(revision, first_parent=first_parent)
    return [_past(version, session.cache) for version in versions if _touches_goals(version)][::-1]


def _touches_goals(version: Version) -> bool:
    """Whether goals or readings changed: a workspace may live beside a lot of code."""
    return any(path.endswith((*GOAL_SUFFIXES, ".csv")) for path in version.changed)


def _past(version: Version, cache: FileCache) -> Past:
    commit = version.commit

    def read(snapshot: Snapshot, paths: Paths | None) -> Workspace:
        return load(snapshot if paths is None else NarrowedSnapshot(snapshot, paths), cache)

    return Past(
        commit=commit.id,
        author=commit.author,
        date=commit.committed.date(),
        subject=commit.subject,
        touched=frozenset(version.changed),
        read=lambda paths: read(version.snapshot, paths),
        read_parents=lambda paths: [read(parent, paths) for parent in version.parents],
    )
