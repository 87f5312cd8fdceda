"""A comparison on a terminal: what needs a decision first, then area by area, then the effect on scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from okr.render.diff_words import (
    EFFECT_COLUMNS,
    NOTHING,
    counts,
    effect_cells,
    said,
    shortened,
    sides,
    stat,
    subject,
)
from okr.render.terminal import (
    EMPTY,
    Line,
    Piece,
    Screen,
    drawn,
    flowed,
    line,
    paragraph,
    piece,
    side_by_side,
)
from okr.render.terminal_findings import SEVERITY_STYLES
from okr.render.terminal_table import Column, Row, table
from okr.reports.diff import ChangeLine, DiffReport, EffectLine

_RANKS = {"goalposts": 1, "scope": 2, "progress": 3}
"""Which parts of an effect a narrow screen does without: what a reviewer looks for stays longest."""
_COLUMNS = (
    Column("effect on score", least=15),
    *(Column(name, rank=_RANKS.get(name, 0), right=True) for name in EFFECT_COLUMNS),
)
_INDENT = 6


def render(report: DiffReport, screen: Screen) -> str:
    """The whole comparison."""
    return drawn(_lines(report, screen), screen)


def render_stat(report: DiffReport, screen: Screen) -> str:
    """One line a file."""
    return drawn(map(line, stat(report) or [NOTHING]), screen)


def _lines(report: DiffReport, screen: Screen) -> Iterator[Line]:
    yield from paragraph(sides(report), screen, "dim")
    yield from paragraph(counts(report), screen, "bold")
    for section in report.sections:
        yield EMPTY
        yield line(section.heading, "bold cyan")
        yield from _goals(section.lines, report, screen)
    if report.moved_effects:
        yield EMPTY
        yield from table(_COLUMNS, [_effect(each) for each in report.moved_effects], screen)


def _goals(lines: Iterable[ChangeLine], report: DiffReport, screen: Screen) -> Iterator[Line]:
    """The changes under the names of the goals that they are about."""
    for (name, ref), group in groupby(lines, key=lambda each: (subject(each), each.change.ref)):
        names = [piece(name, "bold"), *([piece(ref, "dim")] if ref and ref != name else [])]
        yield from side_by_side(names, screen, indent=2, deeper=2)
        for each in group:
            yield from _change(each, report, screen)


def _change(each: ChangeLine, report: DiffReport, screen: Screen) -> Iterator[Line]:
    """What changed, behind a dot or its severity, and for a decision the rule and the place."""
    first, *rest = paragraph(said(each), screen, indent=_INDENT)
    yield (Piece("    · "), *first[1:])
    yield from rest
    if each.needs_decision:
        spot = each.spot
        place = "" if spot is None else f", {report.path(spot.path)}:{spot.line}"
        severity = each.change.severity
        lead = (Piece(" " * _INDENT), Piece(severity, SEVERITY_STYLES[severity]), Piece(" "))
        yield from flowed(lead, f"{each.rule}{place}", screen, _INDENT, "dim")


def _effect(each: EffectLine) -> Row:
    return Row([(piece(shortened(each.title)),), *((Piece(cell),) for cell in effect_cells(each))])
