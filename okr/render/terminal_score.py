"""The table of `okr score` on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from okr.render.plain import counted
from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, paragraph, piece
from okr.render.terminal_marks import EXPECTED_MARK, bar, crossing, score_cell, verdict_cell
from okr.render.terminal_table import Column, Item, Remark, Row, table
from okr.reports.goal_rows import GoalRow, Note, Standing
from okr.reports.scoreboard import ObjectiveRows, Scoreboard

COLUMNS = (
    Column("", least=28),
    Column("", rank=2),
    Column("score", right=True),
    Column("plan", rank=4, right=True),
    Column("status"),
    Column("value → target", rank=3, least=14),
    Column("conf.", rank=5, right=True),
    Column("owner", rank=6),
    Column("forecast", rank=7),
    Column("left", rank=8, right=True),
)

_OBJECTIVE, _KEY_RESULT = 1, 3
"""How far titles are set in below the name of a team."""

_SEPARATOR = " · "


def render(boards: Iterable[Scoreboard], screen: Screen) -> str:
    """The tables of one or several cycles."""
    tables = [drawn(_board(board, screen), screen) for board in boards]
    return "\n".join(tables)


def _board(board: Scoreboard, screen: Screen) -> Iterator[Line]:
    yield from _headline(board, screen)
    yield EMPTY
    yield from goals(board, screen)
    yield EMPTY
    yield from _footer(board, screen)


def _headline(board: Scoreboard, screen: Screen) -> Iterator[Line]:
    kind = "strategic" if board.strategic else "tactical"
    names = [each for each in (board.organization, board.cycle) if each]
    yield from paragraph(f"{', '.join(names)} ({kind})", screen, "bold")
    yield from paragraph(f"as of {board.as_of}{_SEPARATOR}{_time_left(board)}", screen)


def _time_left(board: Scoreboard) -> str:
    if board.as_of < board.start:
        return f"starts in {counted((board.start - board.as_of).days, 'day')}"
    if board.as_of > board.end:
        return f"ended {counted((board.as_of - board.end).days, 'day')} ago"
    left = (board.end - board.as_of).days
    return f"{counted(left, 'day')} left" if left else "ends today"


def goals(board: Scoreboard, screen: Screen) -> Iterator[Line]:
    """The table alone."""
    return table(COLUMNS, list(_items(board)), screen)


def _items(board: Scoreboard) -> Iterator[Item]:
    if board.supported:
        yield Row([(Piece("Supports", "bold cyan"),), *[EMPTY] * (len(COLUMNS) - 1)])
        yield from (_goal(each, _OBJECTIVE, "", most=1) for each in board.supported)
        yield None
    for number, team in enumerate(board.teams):
        yield from [None] if number else []
        yield _group(team.name, team.standing, team.measure)
        for each in team.objectives:
            yield from _objective(each)
    if len(board.teams) > 1:
        yield None
        yield _group("All teams", board.standing, board.measure)


def _objective(rows: ObjectiveRows) -> Iterator[Item]:
    yield _goal(rows.objective, _OBJECTIVE, "bold")
    yield from _notes(rows.objective.notes, _OBJECTIVE)
    for each in rows.key_results:
        yield _goal(each, _KEY_RESULT, "")
        yield from _notes(each.notes, _KEY_RESULT)


def _notes(notes: tuple[Note, ...], indent: int) -> Iterator[Item]:
    if notes:
        style = "yellow" if any(each.grave for each in notes) else "dim"
        text = _SEPARATOR.join(each.text for each in notes)
        yield Remark(piece(f"↳ {text}", style), indent)


def _group(name: str, standing: Standing, measure: str) -> Row:
    cells = [(piece(name, "bold cyan"),), *_standing(standing), (piece(measure),)]
    return Row([*cells, *[EMPTY] * (len(COLUMNS) - len(cells))])


def _goal(row: GoalRow, indent: int, style: str, most: int = 3) -> Row:
    cells = [
        (piece(row.title, style),),
        *_standing(row.standing),
        (piece(row.measure),),
        EMPTY if row.confidence is None else (Piece(f"{row.confidence:.2g}"),),
        EMPTY if row.owner is None else (piece(row.owner, "dim"),),
        EMPTY if row.forecast is None else (Piece(row.forecast),),
        EMPTY if row.left is None else (Piece(row.left, "dim"),),
    ]
    return Row(cells, " " * indent, most=most)


def _standing(standing: Standing) -> list[Line]:
    return [
        bar(standing.score, standing.expected, standing.verdict),
        score_cell(standing.score, "bold"),
        score_cell(standing.expected, "dim"),
        verdict_cell(standing.verdict),
    ]


def _footer(board: Scoreboard, screen: Screen) -> Iterator[Line]:
    rows = [row for each in board.objectives for row in (each.objective, *each.key_results)]
    yield from paragraph(_SEPARATOR.join(_counts(board, len(rows))), screen, "dim")
    if any(crossing(row.standing.score, row.standing.expected) is not None for row in rows):
        yield from paragraph(f"{EXPECTED_MARK} what the plan expects by now", screen, "dim")
    if board.stale:
        yield from paragraph(f"{_are_stale(board.stale)}: okr checkin", screen, "yellow")


def _counts(board: Scoreboard, rows: int) -> Iterator[str]:
    objectives = len(board.objectives)
    yield counted(objectives, "objective")
    yield counted(rows - objectives, "key result")
    yield from (f"{number} {status} left out" for status, number in board.left_out)


def _are_stale(number: int) -> str:
    return f"{counted(number, 'key result')} {'is' if number == 1 else 'are'} stale"
