"""What `okr kpi tree` says: which KPI drives which, the outcomes on top and their drivers below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypedDict

from okr.reports.json_schema import Date
from okr.reports.kpi_rows import KpiRow, kpi_row
from okr.scoring import Health, Scores, formula
from okr.workspace import KpiNode, Workspace

Drivers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A KPI in the tree.

    Attributes:
        depth: 0 for an outcome, 1 for what drives it, and so on.
        rails: For each depth above, whether more follows there; the last is about the KPI itself.
        seen: Whether its own drivers stand elsewhere already, or above it: they are in a loop.
    """

    row: KpiRow
    rails: tuple[bool, ...]
    seen: bool


@dataclass(frozen=True, slots=True)
class KpiTree:
    """The tree, and the KPIs that have no place in it."""

    branches: tuple[Branch, ...]
    alone: tuple[KpiRow, ...]


def drivers_of(workspace: Workspace) -> Drivers:
    """What drives each KPI: those that say so, and those that its formula needs."""
    drivers: dict[str, dict[str, None]] = {ref: {} for ref in workspace.kpis}
    for ref, node in workspace.kpis.items():
        for driven in node.goal.drives:
            drivers.get(driven, {})[ref] = None
        drivers[ref].update(dict.fromkeys(each for each in _needed(node) if each in drivers))
    return {ref: tuple(each) for ref, each in drivers.items()}


def _needed(node: KpiNode) -> tuple[str, ...]:
    """The KPIs in a formula."""
    parsed = None if node.goal.formula is None else formula.understood(node.goal.formula)
    return () if parsed is None else parsed.references


def kpi_tree(scores: Scores) -> KpiTree:
    """The tree of all KPIs. Every KPI is in it once with its drivers, so that a loop ends."""
    drivers = drivers_of(scores.workspace)
    rows = {ref: kpi_row(scores.kpi(node), scores.as_of) for ref, node in scores.workspace.kpis.items()}
    driving = {driver for each in drivers.values() for driver in each}
    linked = [ref for ref in drivers if ref in driving or drivers[ref]]
    seen: set[str] = set()
    branches: list[Branch] = []
    # outcomes first; what is left after them is in loops that nothing outside hangs on
    for ref in [*(ref for ref in linked if ref not in driving), *linked]:
        if ref not in seen:
            branches += _branches(ref, (), drivers, rows, seen)
    return KpiTree(tuple(branches), tuple(rows[ref] for ref in drivers if ref not in linked))


def _branches(
    top: str, rails: tuple[bool, ...], drivers: Drivers, rows: Mapping[str, KpiRow], seen: set[str]
) -> Iterator[Branch]:
    """A KPI and what drives it, without recursion: a chain of drivers may be long."""
    ahead = [(top, rails)]
    while ahead:
        ref, rails = ahead.pop()
        again = ref in seen
        yield Branch(rows[ref], rails, again and bool(drivers[ref]))
        if again:
            continue
        seen.add(ref)
        last = len(drivers[ref]) - 1
        ahead += [(each, (*rails, at < last)) for at, each in reversed(list(enumerate(drivers[ref])))]


class LinkedKpiOutput(TypedDict):
    """A KPI with what drives it and what it drives, by id."""

    id: str
    title: str
    value: float | None
    health: Health
    driven_by: list[str]
    drives: list[str]


class KpiTreeOutput(TypedDict):
    """The output of `okr kpi tree`."""

    schema: Literal["okr.kpi-tree/1"]
    as_of: Date
    kpis: list[LinkedKpiOutput]


def kpi_tree_output(scores: Scores, as_of: dt.date) -> KpiTreeOutput:
    """Every KPI with its links."""
    drivers = drivers_of(scores.workspace)
    return {
        "schema": "okr.kpi-tree/1",
        "as_of": as_of.isoformat(),
        "kpis": [_linked(scores, node, drivers) for node in scores.workspace.kpis.values()],
    }


def _linked(scores: Scores, node: KpiNode, drivers: Drivers) -> LinkedKpiOutput:
    health = scores.kpi(node)
    return {
        "id": node.ref,
        "title": node.goal.title,
        "value": health.value,
        "health": health.health,
        "driven_by": list(drivers[node.ref]),
        "drives": [ref for ref, each in drivers.items() if node.ref in each],
    }
