"""`okr explain` on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, paragraph, piece
from okr.render.terminal_table import Column, Row, table
from okr.reports.explained import AimWords, Explained, InputWords, StepWords

_COLUMNS = (Column("", least=14), Column("", least=8), Column("", least=16), Column("", rank=1, least=24))
_SEPARATOR = " · "


def render(explanation: Explained, screen: Screen) -> str:
    """How the numbers of one thing came about."""
    return drawn(_page(explanation, screen), screen)


def _page(explanation: Explained, screen: Screen) -> Iterator[Line]:
    yield from paragraph(explanation.title, screen, "bold")
    about = (explanation.ref, explanation.kind, f"as of {explanation.as_of}")
    yield from paragraph(_SEPARATOR.join(about), screen)
    for step in explanation.steps:
        yield EMPTY
        yield from _step(step, screen)
    for aim in explanation.aims:
        yield EMPTY
        yield from _aim(aim, screen)


def _step(step: StepWords, screen: Screen) -> Iterator[Line]:
    yield (piece(f"{step.name} ", "bold cyan"), piece(step.value, "bold"))
    yield from paragraph(step.formula, screen, "dim", indent=2)
    if step.worked not in (step.value, step.formula):
        yield from paragraph(step.worked, screen, indent=2)
    yield from _inputs(step.inputs, screen)
    for note in step.notes:
        yield from paragraph(f"↳ {note}", screen, "yellow", indent=2)


def _inputs(inputs: tuple[InputWords, ...], screen: Screen) -> Iterator[Line]:
    """The inputs in columns, without the line for their headers."""
    rows = [
        Row(
            [
                (piece(each.name),),
                (piece(each.value),),
                (piece(each.note, "dim"),) if each.note else EMPTY,
                (piece(each.where, "dim"),) if each.where else EMPTY,
            ],
            " " * 4,
            " " * 4,
            most=3,
        )
        for each in inputs
    ]
    yield from islice(table(_COLUMNS, rows, screen), 1, None)


def _aim(aim: AimWords, screen: Screen) -> Iterator[Line]:
    yield (Piece(aim.title, "bold green"),)
    for each in aim.takes:
        yield from paragraph(f"→ {each}", screen, indent=2)
