"""The alignment tree on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, paragraph, piece
from okr.render.terminal_marks import bar, score_cell, verdict_cell
from okr.render.terminal_table import Column, Item, Row, table
from okr.reports.tree import Branch

COLUMNS = (
    Column("", least=34),
    Column("", rank=2),
    Column("score", right=True),
    Column("status"),
    Column("cycle", rank=1),
    Column("team", rank=3, least=8),
    Column("owner", rank=4),
)

_DEEPEST = 10
"""Levels that are drawn; what lies deeper is set in no further."""


def render(branches: Sequence[Branch], orphans: Sequence[str], screen: Screen) -> str:
    """The tree, then what hangs nowhere and should."""
    return drawn(_lines(branches, orphans, screen), screen)


def _lines(branches: Sequence[Branch], orphans: Sequence[str], screen: Screen) -> Iterator[Line]:
    if not branches:
        yield (Piece("There are no such goals.", "dim"),)
        return
    yield from table(COLUMNS, list(_items(branches)), screen)
    if orphans:
        yield EMPTY
        yield from paragraph("These support nothing, and their team has a parent:", screen, "yellow")
        for ref in orphans:
            yield from paragraph(ref, screen, indent=2)


def _items(branches: Sequence[Branch]) -> Iterator[Item]:
    for number, branch in enumerate(branches):
        if number and not branch.last:
            yield None
        yield _row(branch)


def _row(branch: Branch) -> Row:
    row = branch.row
    lead, hang = _guides(branch.last)
    cells = [
        (piece(_title(branch), "bold" if branch.cycle else ""),),
        bar(row.standing.score, row.standing.expected, row.standing.verdict),
        score_cell(row.standing.score, "bold"),
        verdict_cell(row.standing.verdict),
        (piece(branch.cycle),) if branch.cycle else EMPTY,
        (piece(branch.team),) if branch.team else EMPTY,
        EMPTY if row.owner is None else (piece(row.owner, "dim"),),
    ]
    return Row(cells, lead, hang)


def _title(branch: Branch) -> str:
    match branch.again:
        case "above":
            return f"{branch.row.title} (see above)"
        case "loop":
            return f"{branch.row.title} (supports itself: a loop)"
        case _:
            return branch.row.title


def _guides(last: tuple[bool, ...]) -> tuple[str, str]:
    """The lines that lead to a branch, and those beside its further lines."""
    if not last:
        return "", ""
    *above, own = last[-_DEEPEST:]
    trunk = "".join("   " if each else "│  " for each in above)
    return trunk + ("└─ " if own else "├─ "), trunk + ("   " if own else "│  ")
