"""`okr checkin`: what somebody reports of a key result, in one line or one after the other."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from okr.authoring.checkin import Report, plan_checkin
from okr.authoring.numbers import number, share
from okr.cli import completion
from okr.cli.app import new_app
from okr.cli.options import Here, with_groups
from okr.cli.output import check_choice
from okr.cli.session import Session, parse_day
from okr.cli.writing import NegativeNumbers, Writing, finish, identity, is_asking, required_identity
from okr.errors import OkrError

if TYPE_CHECKING:
    from typer._click import Context

app = new_app()

STATUSES = ("on_track", "at_risk", "off_track")
THE_DAY = "the day"
"""What `--done` means where no date follows it."""

_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")


class CheckinCommand(NegativeNumbers):
    """Takes `--done` with and without a date."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Say `--done the day` where no date follows."""
        said = [*args]
        for place in range(len(said) - 1, -1, -1):
            has_date = place + 1 < len(said) and _DAY.fullmatch(said[place + 1])
            if said[place] == "--done" and not has_date:
                said.insert(place + 1, THE_DAY)
        return super().parse_args(ctx, said)


@app.command(cls=CheckinCommand)
@with_groups
def checkin(
    here: Here,
    writing: Writing,
    ref: Annotated[
        str | None,
        typer.Argument(metavar="[REF]", help="A key result.", autocompletion=completion.references),
    ] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", help="What it is now.")] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day that it is of; else --as-of.")
    ] = None,
    done: Annotated[
        str | None, typer.Option("--done", metavar="[DATE]", help="It is reached, on that day or today.")
    ] = None,
    milestone: Annotated[
        str | None, typer.Option("--milestone", metavar="TITLE", help="The milestone that is reached.")
    ] = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="TITLE", help="The level that is reached.")
    ] = None,
    score: Annotated[
        str | None, typer.Option("--score", metavar="N", help="The score that people give it.")
    ] = None,
    confidence: Annotated[
        str | None, typer.Option("--confidence", "-c", metavar="0..1", help="How sure it is to be reached.")
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="S", help="on_track, at_risk or off_track.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", "-m", metavar="TEXT", help="What happened.")] = None,
    blocker: Annotated[
        list[str] | None, typer.Option("--blocker", metavar="TEXT", help="What stands in the way.")
    ] = None,
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", metavar="URL", help="Where it can be seen.")
    ] = None,
) -> None:
    """Record a check-in; with no REF, walk through your own stale key results one by one."""
    session = Session(here.where)
    day = parse_day(date) if date else session.as_of
    if status is not None:
        check_choice(status, STATUSES, "status")
    report = Report(
        date=day,
        value=None if value is None else number(value),
        level=level,
        score=None if score is None else number(score, "a score"),
        confidence=None if confidence is None else share(confidence, "confidence"),
        status=status,
        note=note,
        blockers=blocker or (),
        evidence=evidence or (),
        milestone=milestone,
        done=None if done is None else day if done == THE_DAY else parse_day(done),
    )
    if not report.entry() and done is None and milestone is None and (ref is None or is_asking(writing)):
        _walk(session, writing, ref)
        return
    if ref is None:
        raise OkrError(
            "which key result is it?", hint="Name it: okr checkin REF VALUE, with the options behind."
        )
    _check_in(session, writing, ref, report)


def _check_in(session: Session, writing: Writing, ref: str, report: Report) -> None:
    said = replace(report, by=identity(session, writing))
    whole = session.node(ref).ref
    finish(session, writing, partial(plan_checkin, ref=whole, report=said, today=session.today))


def _walk(session: Session, writing: Writing, ref: str | None) -> None:
    from okr.cli.walk import walk

    if not is_asking(writing):
        raise OkrError(
            "there is nobody to ask", hint="Name a key result and its value: okr checkin REF VALUE."
        )
    person = required_identity(session, writing)
    walk(session, writing, person, None if ref is None else session.node(ref))
