"""`okr amend` and `okr drop`: goals changed the honest way, with the reason beside them."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from okr.authoring.amend import Decision, parse_assignment, plan_amendment, plan_drop
from okr.cli import completion
from okr.cli.app import new_app
from okr.cli.options import Here, with_groups
from okr.cli.session import Session
from okr.cli.writing import Writing, answer_or_refuse, certain, finish, identity
from okr.errors import OkrError

amend_app = new_app()
drop_app = new_app()

Ref = Annotated[
    str, typer.Argument(metavar="REF", help="A goal or KPI.", autocompletion=completion.references)
]
Reason = Annotated[str | None, typer.Option("--reason", "-m", metavar="TEXT", help="Why.")]
ApprovedBy = Annotated[
    str | None, typer.Option("--approved-by", metavar="ID", help="Who agreed, where somebody has to.")
]


@amend_app.command()
@with_groups
def amend(
    here: Here,
    writing: Writing,
    ref: Ref,
    changes: Annotated[list[str], typer.Argument(metavar="KEY=VALUE...", help="What changes.")],
    reason: Reason = None,
    approved_by: ApprovedBy = None,
) -> None:
    """Change a goal or KPI and write down what it was, why it changes, and who says so."""
    session = Session(here.where)
    values = [parse_assignment(each) for each in changes]
    whole = session.node(ref).ref
    decision = _decision(session, writing, reason, approved_by)
    finish(session, writing, certain(partial(plan_amendment, ref=whole, values=values, decision=decision)))


@drop_app.command()
@with_groups
def drop(
    here: Here, writing: Writing, ref: Ref, reason: Reason = None, approved_by: ApprovedBy = None
) -> None:
    """Drop a goal, or retire a KPI: it stays where it was, with the reason, and counts no longer."""
    session = Session(here.where)
    whole = session.node(ref).ref
    decision = _decision(session, writing, reason, approved_by)
    finish(session, writing, certain(partial(plan_drop, ref=whole, decision=decision)))


def _decision(session: Session, writing: Writing, reason: str | None, approved_by: str | None) -> Decision:
    if session.as_of > session.today:
        raise OkrError(f"{session.as_of} is in the future", hint="A change is dated when it is made.")
    why = reason or answer_or_refuse(writing, "Why? ", "--reason", str)
    return Decision(date=session.as_of, reason=why, by=identity(session, writing), approved_by=approved_by)
