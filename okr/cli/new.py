"""`okr new`: objectives, key results and KPIs, with questions for what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated, Any

import typer

from okr.authoring.checkin import short
from okr.authoring.new import plan_key_result, plan_kpi, plan_objective
from okr.authoring.numbers import number
from okr.cli.app import new_app as made_app
from okr.cli.options import Here, with_groups
from okr.cli.session import Session
from okr.cli.writing import (
    NegativeNumbers,
    Writing,
    answer_or_refuse,
    ask,
    ask_for,
    certain,
    finish,
    identity,
    is_asking,
)
from okr.diagnostics import Severity
from okr.errors import OkrError
from okr.model.cycles import Cycle
from okr.render.plain import printable
from okr.workspace import KpiNode
from okr.workspace.mistakes import did_you_mean

app = made_app()

Title = Annotated[str | None, typer.Argument(metavar="TITLE", help="One line.")]
Id = Annotated[str | None, typer.Option("--id", metavar="ID", help="Else one is made of the title.")]
Team = Annotated[str | None, typer.Option("--team", envvar="OKR_TEAM", metavar="ID", help="Its team.")]
Owner = Annotated[str | None, typer.Option("--owner", metavar="ID", help="Who answers for it; else you.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="What its numbers count.")]
AtLeast = Annotated[str | None, typer.Option("--at-least", metavar="N", help="The lower bound to hold.")]
AtMost = Annotated[str | None, typer.Option("--at-most", metavar="N", help="The upper bound to hold.")]


@app.callback()
def new() -> None:
    """Add an objective, a key result or a KPI."""


@app.command()
@with_groups
def objective(
    here: Here,
    writing: Writing,
    title: Title = None,
    id_: Id = None,
    team: Team = None,
    cycle: Annotated[
        str | None, typer.Option("--cycle", envvar="OKR_CYCLE", metavar="ID", help="Its cycle, as 2026-Q4.")
    ] = None,
    owner: Owner = None,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason for it.")] = None,
    supports: Annotated[
        list[str] | None, typer.Option("--supports", metavar="REF", help="What it is aligned to.")
    ] = None,
    ambition: Annotated[
        str | None, typer.Option("--ambition", metavar="A", help="aspirational or committed.")
    ] = None,
) -> None:
    """Add an objective to its team and cycle."""
    session = Session(here.where)
    name = title or answer_or_refuse(writing, "Title? ", "TITLE", str)
    fields: dict[str, Any] = {
        "title": name,
        "id": id_,
        "why": why or (ask("Why? (Enter: later) ") if is_asking(writing) else None) or None,
        "owner": owner or identity(session, writing),
        "ambition": ambition,
    }
    chosen = (
        session.named_cycle(cycle)
        if cycle
        else answer_or_refuse(writing, "Cycle, as in 2026-Q4? ", "--cycle", session.named_cycle)
    )
    fields["supports"] = _one_or_many([_as_reference(session, each, chosen) for each in supports or ()])
    planner = partial(plan_objective, team=_team(session, writing, team), cycle=chosen, fields=fields)
    finish(session, writing, certain(planner))


@app.command("key-result", cls=NegativeNumbers)
@with_groups
def key_result(
    here: Here,
    writing: Writing,
    ref: Annotated[str, typer.Argument(metavar="OBJECTIVE", help="The objective that it belongs to.")],
    title: Title = None,
    id_: Id = None,
    unit: Unit = None,
    baseline: Annotated[str | None, typer.Option("--baseline", metavar="N", help="What it is now.")] = None,
    target: Annotated[str | None, typer.Option("--target", metavar="N", help="What it is to be.")] = None,
    stretch: Annotated[
        str | None, typer.Option("--stretch", metavar="N", help="And if all goes well.")
    ] = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    milestone: Annotated[
        list[str] | None, typer.Option("--milestone", metavar="TITLE", help="A step on the way; several.")
    ] = None,
    binary: Annotated[bool, typer.Option("--binary", help="It is done or not, with no number.")] = False,
    kpi: Annotated[
        str | None, typer.Option("--kpi", metavar="ID", help="The KPI that its values are of.")
    ] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="ID", help="Else the objective's.")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="Else the cycle's end.")] = None,
) -> None:
    """Add a key result to an objective. The options for numbers tell how it is measured."""
    session = Session(here.where)
    whole = session.node(ref).ref
    name = title or answer_or_refuse(writing, "Title? ", "TITLE", str)
    given = {"baseline": baseline, "target": target, "stretch": stretch}
    numbers = {key: number(value, f"a {key}") for key, value in given.items() if value}
    if is_asking(writing) and not (target or at_least or at_most or milestone or binary):
        for key in ("baseline", "target"):
            answer = ask_for(f"{key}? (Enter: none) ", partial(number, what=f"a {key}"))
            numbers |= {} if answer is None else {key: answer}
    fields: dict[str, Any] = {
        "title": name,
        "id": id_,
        "unit": unit,
        "maintain": _range(at_least, at_most),
        "milestones": [{"title": each} for each in milestone] if milestone else None,
        "kpi": kpi,
        "owner": owner,
        "due": due,
        **numbers,
        **({"done": None} if binary else {}),
    }
    finish(session, writing, certain(partial(plan_key_result, ref=whole, fields=fields)))
    _tell_errors(session)


@app.command(cls=NegativeNumbers)
@with_groups
def kpi(
    here: Here,
    writing: Writing,
    title: Title = None,
    id_: Id = None,
    team: Team = None,
    unit: Unit = None,
    definition: Annotated[
        str | None, typer.Option("--definition", metavar="TEXT", help="What exactly is counted.")
    ] = None,
    owner: Owner = None,
    cadence: Annotated[
        str | None, typer.Option("--cadence", metavar="C", help="daily, weekly, monthly, 10 days, …")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="URL", help="Where it comes from.")
    ] = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Add a KPI to its team's."""
    session = Session(here.where)
    fields: dict[str, Any] = {
        "title": title or answer_or_refuse(writing, "Title? ", "TITLE", str),
        "id": id_,
        "unit": unit or (ask("Unit? (Enter: none) ") if is_asking(writing) else None) or None,
        "definition": definition,
        "owner": owner or identity(session, writing),
        "cadence": cadence,
        "source": source,
        "target": _range(at_least, at_most),
    }
    planner = partial(plan_kpi, team=_team(session, writing, team), fields=fields)
    finish(session, writing, certain(planner))
    _tell_errors(session)


def _tell_errors(session: Session) -> None:
    """Say at once what the rules call wrong with what was added, while its numbers are at hand.

    An objective is spared: it begins without key results.
    """
    from okr.rules.linter import lint
    from okr.scoring import Scores

    after = session.read(session.snapshot)
    added = after.nodes.keys() - session.workspace.nodes.keys()
    found = lint(after, Scores(after, session.as_of), as_of=session.as_of, today=session.today)
    for each in found:
        if each.ref in added and each.severity is Severity.ERROR:
            session.say(f"But {printable(each.message)} ({each.code}).")
            session.say(f"     {printable(each.help or 'See okr validate.')}")


def _range(at_least: str | None, at_most: str | None) -> dict[str, Any] | None:
    """The range that two bounds make; `None` without any."""
    low = None if at_least is None else number(at_least, "a bound")
    high = None if at_most is None else number(at_most, "a bound")
    if low is not None and high is not None:
        return {"between": [low, high]}
    given = {"at_least": low, "at_most": high}
    return {key: value for key, value in given.items() if value is not None} or None


def _as_reference(session: Session, text: str, cycle: Cycle) -> str:
    """What a person calls a goal, as a file of the cycle refers to it.

    Raises:
        OkrError: It is no goal, or may be several.
    """
    workspace = session.workspace
    if workspace.resolve(text, cycle) is not None:
        return text
    inside = {node.cycle.id for node in workspace.find(text) if not isinstance(node, KpiNode)}
    nearest = next((each for each in (cycle, *workspace.cycles_around(cycle)) if each.id in inside), None)
    node = session.node(text, nearest)
    if isinstance(node, KpiNode):
        raise OkrError(f"{node.ref} is a KPI, and a goal is expected", hint="See okr list for the goals.")
    return short(node) if workspace.resolve(short(node), cycle) is node else node.ref


def _one_or_many(texts: list[str]) -> str | list[str] | None:
    if not texts:
        return None
    return texts[0] if len(texts) == 1 else texts


def _team(session: Session, writing: Writing, team: str | None) -> str:
    """The team that is named, or the only one."""
    teams = session.workspace.teams
    if team is None and len(teams) == 1:
        return next(iter(teams))
    read = partial(_known_team, teams)
    return read(team) if team else answer_or_refuse(writing, f"Team ({', '.join(teams)})? ", "--team", read)


def _known_team(teams: Iterable[str], name: str) -> str:
    if name not in teams:
        hint = did_you_mean(name, teams) or f"Teams here: {', '.join(teams)}."
        raise OkrError(f'there is no team "{name}"', hint=hint)
    return name
