"""The marks and colours of verdicts, and the bar that shows a score against its expectation.

Every mark has its own shape, is one cell wide in every font, and stands beside its word, so that colour adds
to what can be read and carries nothing alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from okr.render.terminal import EMPTY, Line, Piece
from okr.reports.wording import Verdict, shown, words

_GOOD, _FAIR, _POOR, _QUIET = "green", "yellow", "red", "dim"

MARKS: dict[Verdict, tuple[str, str]] = {
    "done": ("✓", _GOOD),
    "met": ("✓", _GOOD),
    "on_track": ("●", _GOOD),
    "good": ("●", _GOOD),
    "at_risk": ("▲", _FAIR),
    "fair": ("▲", _FAIR),
    "off_track": ("■", _POOR),
    "poor": ("■", _POOR),
    "missed": ("■", _POOR),
    "not_due": ("○", _QUIET),
    "no_data": ("○", _QUIET),
    "upcoming": ("○", _QUIET),
    "unscored": ("○", _QUIET),
}
"""The mark and the style of each verdict."""

BAR_WIDTH = 10
EXPECTED_MARK = "┼"

_HAIR = 1e-9
"""By how much a float may miss what it means."""

_FILLED, _HALF, _REST = "━", "╾", "─"
_CROSSED = {_FILLED: "╋", _HALF: "┽", _REST: EXPECTED_MARK}


def verdict_cell(verdict: Verdict | None) -> Line:
    """A verdict as its mark and its words."""
    if verdict is None:
        return EMPTY
    mark, style = MARKS[verdict]
    return (Piece(f"{mark} {words(verdict)}", style),)


def score_cell(score: float | None, style: str = "") -> Line:
    """A score, cut to two decimals; nothing where there is none."""
    return EMPTY if score is None else (Piece(shown(score), style),)


def bar(score: float | None, expected: float | None, verdict: Verdict | None) -> Line:
    """A score as a bar, crossed where the plan expects it to end by now.

    `━━━━╾─┼───` is behind its plan and `━━╋━━─────` ahead of it. The bar is cut to half a cell like its
    number, so that only a full score fills it. Nothing is crossed where the plan expects nothing yet, or
    all of it, or where the bar is full.
    """
    if score is None:
        return EMPTY
    filled, half = divmod(int((score + _HAIR) * BAR_WIDTH * 2), 2)
    cells = _FILLED * filled + _HALF * half + _REST * (BAR_WIDTH - filled - half)
    style = "" if verdict is None else MARKS[verdict][1]
    styles = [style] * (filled + half) + ["dim"] * (BAR_WIDTH - filled - half)
    crossed = crossing(score, expected)
    if crossed is not None:
        cells = cells[:crossed] + _CROSSED[cells[crossed]] + cells[crossed + 1 :]
        styles[crossed] = "bold"
    return tuple(_merged(cells, styles))


def crossing(score: float | None, expected: float | None) -> int | None:
    """Which cell of a bar is crossed; `None` where none is."""
    if score is None or expected is None or not 0 < expected < 1 - _HAIR or score >= 1 - _HAIR:
        return None
    return max(0, round(expected * BAR_WIDTH) - 1)


def _merged(cells: str, styles: list[str]) -> Iterator[Piece]:
    """Neighbours of one style as one piece."""
    for style, group in groupby(zip(cells, styles, strict=True), key=lambda each: each[1]):
        yield Piece("".join(cell for cell, _ in group), style)
