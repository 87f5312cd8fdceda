"""`okr close`: the end of a goal, or of all goals of a cycle: grade, retro and causes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from textwrap import wrap
from typing import Annotated

import typer

from okr.authoring.checkin import short
from okr.authoring.close import (
    CAUSES,
    NEXT,
    Closing,
    causes_of,
    computed,
    open_objectives,
    overrules,
    plan_close,
)
from okr.authoring.numbers import number
from okr.cli.app import new_app
from okr.cli.options import Here, with_groups
from okr.cli.output import check_choice, width_of
from okr.cli.session import Session
from okr.cli.writing import Answer, NegativeNumbers, Writing, ask, ask_for, finish, is_asking
from okr.errors import OkrError
from okr.render.plain import printable
from okr.reports.wording import shown
from okr.workspace import KeyResultNode, KpiNode, ObjectiveNode

app = new_app()

_MARGIN = "    "


@app.command(cls=NegativeNumbers)
@with_groups
def close(
    here: Here,
    writing: Writing,
    ref: Annotated[
        str, typer.Argument(metavar="REF|CYCLE", help="A goal, or a cycle with all of its goals.")
    ],
    grade: Annotated[
        str | None, typer.Option("--grade", metavar="N", help="Only where it overrules the computed score.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it overrules it.")
    ] = None,
    retro: Annotated[
        str | None, typer.Option("--retro", metavar="TEXT", help="What there is to learn.")
    ] = None,
    cause: Annotated[
        list[str] | None, typer.Option("--cause", metavar="CAUSE", help=f"Of {', '.join(CAUSES)}.")
    ] = None,
    next_: Annotated[
        str | None, typer.Option("--next", metavar="N", help="done, carry_over or drop.")
    ] = None,
    team: Annotated[
        str | None, typer.Option("--team", envvar="OKR_TEAM", metavar="ID", help="Of a cycle, that team's.")
    ] = None,
) -> None:
    """Close a goal, or every open objective of a cycle, with what came of it and what to learn."""
    session = Session(here.where)
    if next_ is not None:
        check_choice(next_, NEXT, "next step")
    said = Closing(
        date=session.as_of,
        grade=None if grade is None else number(grade, "a grade"),
        reason=reason,
        retro=retro,
        causes=causes_of(cause or ()),
        next=next_,
    )
    closings = [(node.ref, _asked(session, writing, node, said)) for node in _meant(session, ref, team)]
    finish(session, writing, partial(plan_close, closings=closings, today=session.today))


def _meant(session: Session, text: str, team: str | None) -> Iterator[ObjectiveNode | KeyResultNode]:
    """The goal that is named, or the open objectives of a cycle."""
    cycle = session.workspace.cycle(text)
    if cycle is None:
        node = session.node(text)
        if isinstance(node, KpiNode):
            raise OkrError(
                f'"{node.ref}" is a KPI, and KPIs are not closed', hint=f"Retire it: okr drop {node.ref}."
            )
        yield node
        return
    found = [node for node in open_objectives(session.workspace, cycle) if team in (None, node.team)]
    if not found:
        raise OkrError(f"{cycle.id} has no open objectives", hint="See okr list objectives.")
    yield from found


def _asked(session: Session, writing: Writing, node: ObjectiveNode | KeyResultNode, said: Closing) -> Closing:
    """What is said of one goal, with what was not said asked for."""
    score = computed(session.scores, node)
    if not is_asking(writing):
        return said
    offered = "none" if score is None else shown(score)
    sys.stderr.write(f"\n{printable(node.goal.title)}\n    {short(node)}, computed score {offered}\n")
    if said.grade is None:
        grade = ask_for(f"    grade (Enter: {offered})> ", partial(number, what="a grade"))
        said = replace(said, grade=grade)
    if overrules(score, said.grade) and said.reason is None:
        said = replace(said, reason=ask("    why does it differ> ") or None)
    if said.retro is None:
        said = replace(said, retro=ask("    what is there to learn> ") or None)
    if not said.causes:
        said = replace(said, causes=_one_of("causes", CAUSES, _causes) or ())
    if said.next is None:
        said = replace(said, next=_one_of("next", NEXT, _next))
    return said


def _one_of(what: str, choices: Sequence[str], read: Callable[[str], Answer]) -> Answer | None:
    """What is chosen of words that are shown first, on as many lines as they take."""
    width = width_of(sys.stderr) or sys.maxsize  # off a terminal no line is cut
    lines = wrap(f"{what}: {', '.join(choices)}", width - len(_MARGIN), subsequent_indent=_MARGIN)
    sys.stderr.write("".join(f"{_MARGIN}{line}\n" for line in lines))
    return ask_for(f"{_MARGIN}{what}> ", read)


def _causes(answer: str) -> list[str]:
    causes = causes_of([answer])
    for each in causes:
        check_choice(each, CAUSES, "cause")
    return causes


def _next(answer: str) -> str:
    check_choice(answer, NEXT, "next step")
    return answer
