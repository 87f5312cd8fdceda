"""`okr kpi`: KPIs and their health, what drives what, and the chart that tells signal from noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from okr.cli.app import new_app
from okr.cli.options import Here, Output, Selection, Where, with_groups
from okr.cli.output import Renderer, check_choice, emit
from okr.cli.selecting import check_selection, is_selected
from okr.cli.session import Session
from okr.cli.writing import NegativeNumbers, Writing, finish, handed_over
from okr.errors import OkrError
from okr.render.terminal import Screen
from okr.workspace import KpiNode

if TYPE_CHECKING:
    from okr.scoring import KpiHealth

app = new_app()

_HEALTH = ("healthy", "watch", "unhealthy", "pending", "no_target", "no_data", "stale")

Format = Annotated[str, typer.Option("--format", metavar="F", help="table or json.")]


@dataclass(frozen=True, slots=True)
class KpiSelection:
    """Which KPIs: of a team, an owner, a tag, or in a state of health."""

    team: Annotated[
        str | None, typer.Option("--team", envvar="OKR_TEAM", metavar="ID", help="KPIs of that team.")
    ] = None
    owner: Annotated[
        str | None, typer.Option("--owner", envvar="OKR_OWNER", metavar="ID", help="KPIs of that person.")
    ] = None
    tag: Annotated[
        str | None, typer.Option("--tag", envvar="OKR_TAG", metavar="TAG", help="KPIs with that tag.")
    ] = None
    health: Annotated[
        str | None, typer.Option("--health", metavar="STATE", help="KPIs that are so: unhealthy, stale, …")
    ] = None


@app.callback()
def kpi() -> None:
    """Look at KPIs and record their readings."""


@app.command("list")
@with_groups
def list_(where: Where, selection: KpiSelection, output: Output, format_: Format = "table") -> None:
    """List KPIs with their health, trend and freshness."""
    session = Session(where)
    session.tell_mistakes()
    emit(_list_renderers(session, _selected(session, selection)), format_, output)


@app.command()
@with_groups
def chart(
    where: Where,
    output: Output,
    kpi_id: Annotated[str, typer.Argument(metavar="ID", help="A KPI.")],
    format_: Annotated[str, typer.Option("--format", metavar="F", help="text or json.")] = "text",
) -> None:
    """Draw the process behaviour chart of a KPI: its limits, its target and its signals."""
    session = Session(where)
    session.tell_mistakes()
    health = session.scores.kpi(_kpi(session, kpi_id))
    emit(_chart_renderers(session, health), format_, output)


@app.command()
@with_groups
def tree(where: Where, output: Output, format_: Format = "table") -> None:
    """Show which KPI drives which."""
    session = Session(where)
    session.tell_mistakes()
    emit(_tree_renderers(session), format_, output)


@app.command(cls=NegativeNumbers)
@with_groups
def record(
    here: Here,
    writing: Writing,
    kpi_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="A KPI.")] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", help="What it was on the day.")] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day that it is of; else --as-of.")
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", "-m", metavar="TEXT", help="What to know of it.")
    ] = None,
) -> None:
    """Record a reading; with no VALUE, those that come on stdin as CSV or JSON lines, all or none."""
    from functools import partial

    from okr.authoring.batches import NewReading, parse_batch
    from okr.authoring.numbers import number
    from okr.authoring.record import plan_record

    session = Session(here.where)
    if kpi_id is not None and value is not None:
        readings = [NewReading(kpi_id, date or session.as_of.isoformat(), number(value), note)]
    else:
        for name, given in (("date", date), ("note", note)):
            if given is not None:
                raise OkrError(
                    f"--{name} belongs to a VALUE", hint=f"Write the {name} into the lines on stdin."
                )
        readings = parse_batch(handed_over("readings", "okr kpi record ID VALUE"), kpi_id)
    finish(session, writing, partial(plan_record, readings=readings, today=session.today))


def _selected(session: Session, selection: KpiSelection) -> list[KpiHealth]:
    """The KPIs that are asked for.

    Raises:
        OkrError: A team, an owner, a tag or a state of health is not known.
    """
    goals = Selection(team=selection.team, owner=selection.owner, tag=selection.tag)
    check_selection(session.workspace, goals)
    if selection.health is not None:
        check_choice(selection.health, _HEALTH, "health")
    nodes = (node for node in session.workspace.kpis.values() if is_selected(node, goals))
    every = (session.scores.kpi(node) for node in nodes)
    return [each for each in every if selection.health is None or _is_so(session, each, selection.health)]


def _is_so(session: Session, health: KpiHealth, state: str) -> bool:
    """Whether a KPI is in a state of health; one that is retired is in none."""
    is_live = health.node.goal.is_live(session.as_of)
    return is_live and (health.health == state or (state == "stale" and health.stale))


def _kpi(session: Session, text: str) -> KpiNode:
    """The KPI of an id.

    Raises:
        OkrError: There is none.
    """
    from okr.workspace.mistakes import did_you_mean

    node = session.workspace.kpis.get(text)
    if node is None:
        known = list(session.workspace.kpis)
        hint = did_you_mean(text, known) or "See okr kpi list for what there is."
        raise OkrError(f'there is no KPI "{text}"', hint=hint)
    return node


def _list_renderers(session: Session, kpis: Sequence[KpiHealth]) -> dict[str, Renderer]:
    def table(screen: Screen) -> str:
        from okr.render import terminal_kpis
        from okr.reports.kpi_rows import kpi_groups

        return terminal_kpis.render_list(kpi_groups(session.scores, kpis), screen)

    def json(screen: Screen) -> str:  # noqa: ARG001  # the same on every screen
        from okr.render import json_text
        from okr.reports.kpi_output import kpis_output

        return json_text.written(kpis_output(kpis, session.as_of))

    return {"table": table, "json": json}


def _chart_renderers(session: Session, health: KpiHealth) -> dict[str, Renderer]:
    def text(screen: Screen) -> str:
        from okr.render import terminal_kpis
        from okr.reports.kpi_rows import kpi_chart

        return terminal_kpis.render_chart(kpi_chart(health, session.as_of), screen)

    def json(screen: Screen) -> str:  # noqa: ARG001  # the same on every screen
        from okr.render import json_text
        from okr.reports.kpi_output import kpi_chart_output

        return json_text.written(kpi_chart_output(health, session.as_of))

    return {"text": text, "json": json}


def _tree_renderers(session: Session) -> dict[str, Renderer]:
    def table(screen: Screen) -> str:
        from okr.render import terminal_kpis
        from okr.reports.kpi_tree import kpi_tree

        return terminal_kpis.render_tree(kpi_tree(session.scores), screen)

    def json(screen: Screen) -> str:  # noqa: ARG001  # the same on every screen
        from okr.render import json_text
        from okr.reports.kpi_tree import kpi_tree_output

        return json_text.written(kpi_tree_output(session.scores, session.as_of))

    return {"table": table, "json": json}
