"""`okr show` on a terminal: one goal or KPI whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from okr.diagnostics import Diagnostic
from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, paragraph, piece
from okr.render.terminal_findings import SEVERITY_STYLES
from okr.render.terminal_health import health_cell
from okr.render.terminal_kpis import LINE_STYLES, UNCUT, chart_lines, kpi_state, legend
from okr.render.terminal_marks import bar, score_cell, verdict_cell
from okr.render.terminal_plot import Level, Plot, Spot, plot
from okr.render.terminal_table import Column, Row, table
from okr.reports.curve import Curve
from okr.reports.goal_rows import GoalRow
from okr.reports.kpi_rows import KpiChart, KpiRow
from okr.reports.page import Entry, Fact, Links, Page, Step
from okr.reports.wording import amount

_SEPARATOR = " · "
_GOAL_COLUMNS = (
    Column("", least=28),
    Column("", rank=1),
    Column("score", right=True),
    Column("status"),
    Column("value", rank=2, least=14),
    Column("ref", rank=3, least=24),
)
_KPI_COLUMNS = (Column("", least=20), Column("health"), Column("value", right=True), Column("target", rank=1))


def render(page: Page, screen: Screen) -> str:
    """The page of one goal or KPI."""
    return drawn(_page(page, screen), screen)


def _page(page: Page, screen: Screen) -> Iterator[Line]:
    yield from paragraph(page.title, screen, "bold")
    yield from paragraph(_SEPARATOR.join((page.ref, page.kind, f"as of {page.as_of}")), screen)
    yield from _state(page, screen)
    yield from _prose(page.prose, screen)
    yield EMPTY
    yield from _facts(page.facts, screen)
    yield from _picture(page, screen)
    yield from _ticked("Steps", page.steps, screen)
    for links in page.links:
        yield from _links(links, screen)
    yield from _ticked("Initiatives", page.work, screen)
    yield from _history(page, screen)
    yield from _findings(page.findings, screen)


def _state(page: Page, screen: Screen) -> Iterator[Line]:
    """Where it is now, and what to know about that."""
    if page.chart is not None:
        yield from kpi_state(page.chart.row, screen)
    if page.row is None:
        return
    row, standing = page.row, page.row.standing
    cells = [verdict_cell(standing.verdict), bar(standing.score, standing.expected, standing.verdict)]
    yield tuple(each for cell in cells for each in (*cell, Piece("  ")))
    yield from paragraph(_SEPARATOR.join(_standing(row)), screen)
    for note in row.notes:
        yield from paragraph(f"↳ {note.text}", screen, "yellow" if note.grave else "dim")


def _standing(row: GoalRow) -> Iterator[str]:
    standing = row.standing
    for name, number in (("score", standing.score), ("plan", standing.expected)):
        cell = score_cell(number)
        if cell:
            yield f"{name} {cell[0].text}"
    if row.measure:
        yield row.measure
    if row.confidence is not None:
        yield f"confidence {row.confidence:.2g}"
    if row.forecast is not None:
        yield f"forecast {row.forecast}"
    if row.left is not None:
        yield f"due {row.left}" if row.left == "today" or row.left.endswith("ago") else f"{row.left} left"


def _prose(prose: Sequence[Fact], screen: Screen) -> Iterator[Line]:
    for each in prose:
        yield EMPTY
        yield from paragraph(f"{each.name}: {each.text}", screen)


def _facts(facts: Sequence[Fact], screen: Screen) -> Iterator[Line]:
    width = max((len(each.name) for each in facts), default=0) + 2
    for each in facts:
        room = None if screen.width is None else max(screen.width - width, 8)
        first, *rest = paragraph(each.text, Screen(room))
        yield (Piece(each.name.ljust(width), "dim"), *first)
        yield from ((Piece(" " * width), *line) for line in rest)


def _picture(page: Page, screen: Screen) -> Iterator[Line]:
    if page.chart is not None and page.chart.points:
        yield from _kpi_picture(page.chart, screen)
    if page.curve is not None:
        yield EMPTY
        yield from _curve(page.curve, page.as_of, screen)


def _kpi_picture(chart: KpiChart, screen: Screen) -> Iterator[Line]:
    yield EMPTY
    yield from chart_lines(chart, screen)
    yield EMPTY
    yield from legend(chart, screen)


def _curve(curve: Curve, as_of: dt.date, screen: Screen) -> Iterator[Line]:
    """Values on the days that they are of, over the dotted line of the plan."""

    def across(day: dt.date) -> float:
        return (day - curve.start).days / max(1, (curve.end - curve.start).days)

    spots = [Spot(across(day), value, "●", "bold") for day, value in curve.points]
    if curve.forecast is not None:
        marks = zip(curve.forecast, "◇┴┬", strict=True)
        low_first = sorted(marks, key=lambda mark: mark[1] == "◇")
        spots = [*(Spot(1.0, value, mark, "magenta") for value, mark in low_first), *spots]
    levels = [
        Level(each.value, *_with_label(LINE_STYLES[each.kind], each.label, each.value))
        for each in curve.lines
    ]
    ticks = [(0.0, str(curve.start)), (1.0, str(curve.end))]
    if curve.start < as_of < curve.end:
        ticks.insert(1, (across(as_of), f"↑ {as_of}"))
    corners = [(across(day), value) for day, value in curve.plan]
    yield from plot(Plot(spots, levels, corners, ticks), screen.width or UNCUT)
    words = ["● score" if curve.scores else "● value", "· plan" if curve.plan else ""]
    words += ["◇ forecast, four times in five between ┴ and ┬"] if curve.forecast is not None else []
    yield from paragraph("   ".join(filter(None, words)), screen, "dim")


def _with_label(style: tuple[str, str], label: str, value: float) -> tuple[str, str, str]:
    return style[0], f"{label} {amount(value)}", style[1]


def _ticked(title: str, steps: Sequence[Step], screen: Screen) -> Iterator[Line]:
    if not steps:
        return
    yield EMPTY
    yield (Piece(title, "bold cyan"),)
    for each in steps:
        mark = "✓" if each.done else "○"
        yield from paragraph(f"{mark} {each.text}", screen, "" if each.done else "dim", indent=2)


def _links(links: Links, screen: Screen) -> Iterator[Line]:
    yield EMPTY
    goals, kpis = [_goal(each) for each in links.goals], [_kpi(each) for each in links.kpis]
    title = Piece(links.title, "bold cyan")
    if goals:
        yield from table((Column(links.title, least=28), *_GOAL_COLUMNS[1:]), goals, screen)
    if kpis:
        header = "KPIs" if goals else title.text
        yield from table((Column(header, least=20), *_KPI_COLUMNS[1:]), kpis, screen)


def _goal(row: GoalRow) -> Row:
    standing = row.standing
    return Row(
        [
            (piece(row.title),),
            bar(standing.score, standing.expected, standing.verdict),
            score_cell(standing.score, "bold"),
            verdict_cell(standing.verdict),
            (piece(row.measure),) if row.measure else EMPTY,
            (piece(row.ref, "dim"),),
        ],
        "  ",
        "  ",
        most=3,
    )


def _kpi(row: KpiRow) -> Row:
    value = f"{row.value} {row.unit}".rstrip()
    silent = f", {row.silent}" if row.silent else ""
    return Row(
        [
            (piece(row.id),),
            health_cell(row.health),
            (piece(value),),
            (piece(f"{row.target}{silent}"),) if row.target or silent else EMPTY,
        ],
        "  ",
        "  ",
    )


def _history(page: Page, screen: Screen) -> Iterator[Line]:
    if page.entries:
        yield EMPTY
        yield (Piece("Readings and reviews" if page.chart is not None else "Check-ins", "bold cyan"),)
    for each in page.entries:
        yield from _entry(each, screen)
    if page.amendments:
        yield EMPTY
        yield (Piece("Amendments", "bold cyan"),)
    for text in page.amendments:
        yield from paragraph(text, screen, indent=2)
    if page.close:
        yield EMPTY
        yield from _facts(page.close, screen)


def _entry(entry: Entry, screen: Screen) -> Iterator[Line]:
    by = f" ({entry.by})" if entry.by else ""
    yield from paragraph(f"{entry.day}  {entry.what}{by}", screen, indent=2)
    for text in entry.texts:
        yield from paragraph(text, screen, "yellow" if text.startswith("blocked: ") else "dim", indent=14)


def _findings(findings: Sequence[Diagnostic], screen: Screen) -> Iterator[Line]:
    if not findings:
        return
    yield EMPTY
    yield (Piece("Findings", "bold cyan"),)
    for each in findings:
        place = f"{each.path}:{each.span.start.line}"
        text = f"{each.severity} {each.code} {each.message} ({place})"
        yield from paragraph(text, screen, SEVERITY_STYLES[each.severity].removeprefix("bold "), indent=2)
