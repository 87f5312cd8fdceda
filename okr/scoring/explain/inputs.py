"""Where the inputs of a number are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from okr.scoring.explain.values import Input, Value
from okr.workspace import WORKSPACE_FILE, KeyResultNode, KpiNode, ObjectiveNode, Place

if TYPE_CHECKING:
    from okr.scoring.results import DatedValue
    from okr.scoring.scores import Scores
    from okr.workspace import Node, Workspace


def written(name: str, value: Value | None, node: Node, key: str, note: str | None = None) -> Input:
    """A key of a goal or KPI."""
    return Input(name, value, node.place.at(key), note)


def setting(workspace: Workspace, group: str, key: str) -> Input:
    """A setting of the workspace, with its place or the word that it is the default."""
    value = getattr(getattr(workspace.settings, group), key)
    source = workspace.sources.get(WORKSPACE_FILE)
    if source is None or source.document.node((group, key)) is None:
        return Input(key, value, None, "the default")
    return Input(key, value, Place(WORKSPACE_FILE, (group, key)))


def start_of(node: KeyResultNode) -> Input:
    """The first day of a key result."""
    return _day("start", node.start, node, own=node.goal.start is not None)


def due_of(node: KeyResultNode) -> Input:
    """The last day of a key result."""
    return _day("due", node.due, node, own=node.goal.due is not None)


def _day(name: str, day: dt.date, node: KeyResultNode, *, own: bool) -> Input:
    if own:
        return written(name, day, node, name)
    return Input(name, day, Place(node.place.path, ("cycle",)), f"that of {node.cycle.id}")


def day_of(scores: Scores) -> Input:
    """The day that the numbers are of."""
    return Input("as_of", scores.as_of)


def weight_of(node: KeyResultNode | ObjectiveNode, workspace: Workspace) -> Input:
    """The weight of a goal, with its place or the word that it is the default."""
    source = workspace.sources.get(node.place.path)
    place = node.place.at("weight")
    if source is None or source.document.node(source.in_document(place.keys)) is None:
        return Input("weight", node.goal.weight, None, "the default")
    return Input("weight", node.goal.weight, place)


def place_of_value(scores: Scores, node: KeyResultNode, day: dt.date) -> Place:
    """Where the value of a day comes from: a check-in, or a reading of the KPI."""
    kpi = scores.workspace.kpi_of(node)
    if kpi is not None:
        return place_of_reading(kpi, day)
    places = [(entry.corrects, index) for index, entry in enumerate(node.goal.check_ins) if entry.date == day]
    index = max(places, default=(False, None))[1]
    return node.place if index is None else node.place.at("check_ins", index, "value")


def place_of_reading(node: KpiNode, day: dt.date) -> Place:
    """Where the reading of a day is written; the formula where it is computed."""
    if node.goal.formula is not None:
        return node.place.at("formula")
    dated = zip(node.readings, node.reading_places, strict=True)
    return next((place for reading, place in dated if reading.date == day), node.place)


def dated(
    scores: Scores, node: KeyResultNode, values: Iterable[DatedValue], name: str = "value"
) -> list[Input]:
    """The values of a key result with their days and places."""
    return [Input(name, value, place_of_value(scores, node, day), f"on {day}") for day, value in values]
