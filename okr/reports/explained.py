"""What `okr explain` says: how numbers came about, in words and as an output."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

from okr.reports.json_schema import Date
from okr.reports.wording import amount, with_unit
from okr.scoring.explain import Explanation, Input, Move, Step
from okr.scoring.explain.values import Aim, Kind
from okr.scoring.explain.words import number, score

if TYPE_CHECKING:
    from okr.scoring.explain.values import Value
    from okr.workspace import Place, Workspace

_SHARES = frozenset({"progress", "score", "expected", "coverage", "share"})
_KINDS: dict[Kind, str] = {
    "key_result": "key result",
    "objective": "objective",
    "team": "team",
    "cycle": "cycle",
    "kpi": "KPI",
}


@dataclass(frozen=True, slots=True)
class InputWords:
    """An input: `where` is its file and line, empty for what is written nowhere."""

    name: str
    value: str
    note: str
    where: str


@dataclass(frozen=True, slots=True)
class StepWords:
    """A number and how it came about; `value` is empty where there is none."""

    name: str
    value: str
    formula: str
    worked: str
    inputs: tuple[InputWords, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AimWords:
    """A place to get to, and everything that it takes."""

    title: str
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation as people read it."""

    title: str
    ref: str
    kind: str
    as_of: dt.date
    steps: tuple[StepWords, ...]
    aims: tuple[AimWords, ...]


def explained(explanation: Explanation, workspace: Workspace) -> Explained:
    """An explanation in words."""
    node = workspace.nodes.get(explanation.ref)
    unit = None if node is None else workspace.unit_of(node)
    return Explained(
        title=explanation.title,
        ref=explanation.ref,
        kind=_KINDS[explanation.kind],
        as_of=explanation.as_of,
        steps=tuple(_step(each, workspace, unit) for each in explanation.steps),
        aims=tuple(_aims(explanation)),
    )


def _step(step: Step, workspace: Workspace, unit: str | None) -> StepWords:
    inputs = tuple(_input(each, workspace) for each in step.inputs)
    return StepWords(step.name, _result(step, unit), step.formula, step.worked, inputs, step.notes)


def _result(step: Step, unit: str | None) -> str:
    """The number itself: a score to four decimals, a value in its unit."""
    if isinstance(step.value, float):
        return (
            score(step.value)
            if step.name in _SHARES
            else with_unit(amount(step.value, bounds=step.bounds), unit)
        )
    return "none" if step.value is None else str(step.value).replace("_", " ")


def _input(given: Input, workspace: Workspace) -> InputWords:
    path, line = _where(given.place, workspace)
    where = "" if path is None else f"{path}:{line}"
    name = given.name.rpartition("/")[2]
    return InputWords(name, _given(given), given.note or "", where)


def _given(given: Input) -> str:
    """The value of an input: that of a goal is its score."""
    if not isinstance(given.value, float | int):
        return "none" if given.value is None else str(given.value)
    return score(given.value) if "/" in given.name else number(given.value)


def _where(place: Place | None, workspace: Workspace) -> tuple[str | None, int | None]:
    return (None, None) if place is None else (place.path, workspace.span(place).start.line)


def _aims(explanation: Explanation) -> Iterator[AimWords]:
    """The moves of each aim together."""
    for aim in dict.fromkeys(move.aim for move in explanation.moves):
        moves = [move for move in explanation.moves if move.aim == aim]
        takes = tuple(f"{move.ref}: {move.what}" if move.ref else move.what for move in moves)
        yield AimWords(_aim(moves[0], explanation.as_of), takes)


def _aim(move: Move, as_of: dt.date) -> str:
    word = "on track" if move.aim == "on_track" else f'"{move.aim}"' if move.aim != "healthy" else "healthy"
    return f"To be {word} {'today' if move.by == as_of else f'by {move.by}'}"


class InputOutput(TypedDict):
    """One thing that went into a number, and where it is written."""

    name: str
    value: float | str | None
    note: str | None
    path: str | None
    line: int | None


class StepOutput(TypedDict):
    """How one number came about."""

    name: str
    value: float | str | None
    formula: str
    worked: str
    inputs: list[InputOutput]
    notes: list[str]


class MoveOutput(TypedDict):
    """What it takes to get somewhere; all of one aim belong together."""

    aim: Aim
    by: Date
    ref: str | None
    value: float | None
    what: str


class ExplainOutput(TypedDict):
    """The output of `okr explain`."""

    schema: Literal["okr.explain/1"]
    as_of: Date
    ref: str
    kind: Kind
    title: str
    numbers: list[StepOutput]
    moves: list[MoveOutput]


def explain_output(explanation: Explanation, workspace: Workspace) -> ExplainOutput:
    """An explanation for programs."""
    return {
        "schema": "okr.explain/1",
        "as_of": explanation.as_of.isoformat(),
        "ref": explanation.ref,
        "kind": explanation.kind,
        "title": explanation.title,
        "numbers": [_step_output(each, workspace) for each in explanation.steps],
        "moves": [_move_output(each) for each in explanation.moves],
    }


def _step_output(step: Step, workspace: Workspace) -> StepOutput:
    return {
        "name": step.name,
        "value": _plain(step.value),
        "formula": step.formula,
        "worked": step.worked,
        "inputs": [_input_output(each, workspace) for each in step.inputs],
        "notes": list(step.notes),
    }


def _input_output(given: Input, workspace: Workspace) -> InputOutput:
    path, line = _where(given.place, workspace)
    return {
        "name": given.name,
        "value": _plain(given.value),
        "note": given.note,
        "path": path,
        "line": line,
    }


def _move_output(move: Move) -> MoveOutput:
    return {
        "aim": move.aim,
        "by": move.by.isoformat(),
        "ref": move.ref,
        "value": move.value,
        "what": move.what,
    }


def _plain(value: Value | None) -> float | str | None:
    return value.isoformat() if isinstance(value, dt.date) else value
