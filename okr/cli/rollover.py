"""`okr rollover`: what goes on into the next cycle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from okr.authoring.checkin import short
from okr.authoring.rollover import Candidate, candidates, plan_rollover
from okr.cli.app import new_app
from okr.cli.options import Here, with_groups
from okr.cli.session import Session
from okr.cli.writing import Writing, agrees, certain, finish, is_asking
from okr.errors import OkrError
from okr.render.plain import printable

app = new_app()


@app.command()
@with_groups
def rollover(
    here: Here,
    writing: Writing,
    old: Annotated[str, typer.Argument(metavar="FROM", help="The cycle that ends.")],
    new: Annotated[str, typer.Argument(metavar="TO", help="The cycle that begins.")],
    team: Annotated[
        str | None, typer.Option("--team", envvar="OKR_TEAM", metavar="ID", help="Only that team's goals.")
    ] = None,
) -> None:
    """Carry what goes on into the next cycle, from its last values, and mark both sides.

    What a close says is done. What no close speaks of is asked; with --yes it goes on unless it is reached.
    """
    session = Session(here.where)
    first, second = session.named_cycle(old), session.named_cycle(new)
    if second.start <= first.start:
        raise OkrError(f"{second.id} does not come after {first.id}", hint="Write okr rollover FROM TO.")
    found = candidates(session.workspace, session.scores, first, second)
    refs = list(_chosen(session, writing, (each for each in found if team in (None, each.node.team))))
    finish(session, writing, certain(partial(plan_rollover, refs=refs, new=second, today=session.as_of)))


def _chosen(session: Session, writing: Writing, found: Iterator[Candidate]) -> Iterator[str]:
    """The objectives that go on; of each it is said what becomes of it."""
    for each in found:
        goes_on, why = each.goes_on, each.why
        if goes_on is None and is_asking(writing):
            goes_on, why = agrees(f"Carry over {each.node.goal.title}?", default=True), "you say so"
        elif goes_on is None:
            goes_on = writing.yes
        word = "goes on" if goes_on else "stays"
        session.say(f"{word:8} {printable(short(each.node))}: {why}")
        if goes_on:
            yield each.node.ref
