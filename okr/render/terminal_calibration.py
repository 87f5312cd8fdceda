"""`okr calibration` on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okr.render.plain import counted
from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, paragraph, piece
from okr.render.terminal_table import Column, Row, table
from okr.reports.calibration_output import (
    FEWEST_PREDICTIONS,
    Bin,
    Calibration,
    CalibrationReport,
    Group,
    Grouping,
)

_HEADERS: dict[Grouping, str] = {"team": "team", "person": "person", "weeks": "weeks before the end"}
_BAR = 20
_BIN_COLUMNS = (
    Column("confidence"),
    Column("predictions", right=True),
    Column("said", right=True),
    Column("came true", right=True),
    Column("", rank=1),
)


def render(report: CalibrationReport, groupings: Sequence[Grouping], screen: Screen) -> str:
    """The calibration table, and the Brier score of each group."""
    return drawn(_page(report, groupings, screen), screen)


def _page(report: CalibrationReport, groupings: Sequence[Grouping], screen: Screen) -> Iterator[Line]:
    yield from paragraph("Confidence against outcome", screen, "bold")
    if report.whole is None:
        nothing = (
            f"No confidence of a cycle that ended before {report.as_of} has an outcome to be held against."
        )
        yield from paragraph(nothing, screen)
        return
    yield from paragraph(_verdict(report.whole, report), screen)
    yield EMPTY
    yield from table(_BIN_COLUMNS, [_bin(each) for each in report.whole.bins], screen)
    for grouping in groupings:
        yield EMPTY
        yield from _groups(_HEADERS[grouping], report.groups[grouping], screen)
    yield EMPTY
    yield from paragraph(
        "Brier score: 0 is perfect, 0.25 is what always saying 50 % gives, 1 is always wrong.", screen, "dim"
    )


def _verdict(whole: Calibration, report: CalibrationReport) -> str:
    about = f"{counted(whole.count, 'prediction')} in cycles that ended before {report.as_of}"
    return f"{about}: {_brier(whole)}"


def _brier(calibration: Calibration) -> str:
    if calibration.too_few:
        return f"too few to say (fewer than {FEWEST_PREDICTIONS})"
    return f"Brier score {calibration.brier:.3f}"


def _bin(each: Bin) -> Row:
    """The bar ends at the share that came true, and is crossed where confidence says it should end."""
    filled = round(each.share_reached * _BAR)
    said = min(round(each.mean_confidence * _BAR), _BAR - 1)
    cells = ["━" if index < filled else "─" for index in range(_BAR)]
    cells[said] = "╋" if said < filled else "┼"
    return Row(
        [
            (Piece(f"{each.low * 100:.0f} to {each.high * 100:.0f} %"),),
            (Piece(str(each.count)),),
            (Piece(f"{each.mean_confidence * 100:.0f} %"),),
            (Piece(f"{each.share_reached * 100:.0f} %", "bold"),),
            (Piece("".join(cells)),),
        ]
    )


def _groups(header: str, groups: Sequence[Group], screen: Screen) -> Iterator[Line]:
    columns = (Column(header, least=12), Column("predictions", right=True), Column("Brier score"))
    rows = [
        Row(
            [
                (piece(group.name),),
                (Piece(str(group.calibration.count)),),
                _score_cell(group.calibration),
            ]
        )
        for group in groups
    ]
    yield from table(columns, rows, screen)


def _score_cell(calibration: Calibration) -> Line:
    if calibration.too_few:
        return (Piece("too few to say", "dim"),)
    return (Piece(f"{calibration.brier:.3f}", "bold"),)
