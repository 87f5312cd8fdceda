"""`okr kpi list` and `okr kpi chart` on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okr.render.plain import counted
from okr.render.sparkline import sparkline
from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, paragraph, piece
from okr.render.terminal_health import health_cell
from okr.render.terminal_plot import Level, Plot, Spot, plot
from okr.render.terminal_table import Column, Item, Remark, Row, table
from okr.reports.kpi_rows import ChartLine, KpiChart, KpiRow, TeamKpis
from okr.reports.kpi_tree import Branch, KpiTree
from okr.reports.wording import amount

COLUMNS = (
    Column("", least=26),
    Column("health"),
    Column("value", right=True),
    Column("unit", rank=5, least=8),
    Column("target", rank=3, least=12),
    Column("trend", rank=1),
    Column("signal", rank=4),
    Column("last", rank=2, right=True),
    Column("owner", rank=6),
    Column("title", rank=7, least=24),
)
NOTHING = (Piece("There are no such KPIs.", "dim"),)
_SEPARATOR = " · "
_TREND = 8
UNCUT = 80
"""How wide a chart is off a terminal."""

_POINTS = {
    "": ("●", ""),
    "outside": ("◆", "bold red"),
    "run": ("◇", "bold yellow"),
    "near-limit": ("◇", "bold yellow"),
}
LINE_STYLES = {
    "limit": ("╌", "dim"),
    "centre": ("─", "dim"),
    "target": ("═", "green"),
    "alert": ("┄", "yellow"),
}
_FAR = 2.0
"""A target further away than so many times the rest of the chart would press the rest flat."""


def render_list(groups: Sequence[TeamKpis], screen: Screen) -> str:
    """KPIs as a table, by team."""
    return drawn(_list(groups, screen), screen)


def _list(groups: Sequence[TeamKpis], screen: Screen) -> Iterator[Line]:
    if not groups:
        yield NOTHING
        return
    yield from table(COLUMNS, list(_items(groups)), screen)
    rows = [row for group in groups for row in group.kpis]
    yield EMPTY
    yield from paragraph(_SEPARATOR.join(_counts(rows)), screen, "dim")
    stale = sum(bool(row.silent) for row in rows)
    if stale:
        is_are = "is" if stale == 1 else "are"
        yield from paragraph(f"{counted(stale, 'KPI')} {is_are} stale: okr kpi record", screen, "yellow")


def _counts(rows: Sequence[KpiRow]) -> Iterator[str]:
    """How many KPIs there are, and how; what is retired is none of them."""
    live = [row for row in rows if not row.is_retired]
    yield counted(len(live), "KPI")
    numbers = {
        "retired": len(rows) - len(live),
        "unhealthy": sum(row.health == "unhealthy" for row in live),
        "on watch": sum(row.health == "watch" for row in live),
    }
    yield from (f"{number} {word}" for word, number in numbers.items() if number)


def _items(groups: Sequence[TeamKpis]) -> Iterator[Item]:
    for number, group in enumerate(groups):
        yield from [None] if number else []
        yield Row([(piece(group.name, "bold cyan"),), *[EMPTY] * (len(COLUMNS) - 1)])
        for row in group.kpis:
            yield _row(row)
            remarks = [row.silent, f"reported {row.reported}" if row.reported else ""]
            if any(remarks):
                yield Remark(piece(f"↳ {_SEPARATOR.join(filter(None, remarks))}", "yellow"), 3)


def _row(row: KpiRow) -> Row:
    cells = [
        (piece(row.id, "bold"),),
        health_cell(row.health),
        (piece(row.value),),
        (piece(row.unit, "dim"),) if row.unit else EMPTY,
        (piece(row.target),) if row.target else EMPTY,
        (Piece(sparkline(row.values, _TREND)),) if len(row.values) > 1 else EMPTY,
        _signal(row),
        (Piece(row.fresh, "yellow" if row.silent else "dim"),) if row.fresh else EMPTY,
        (piece(row.owner, "dim"),) if row.owner else EMPTY,
        (piece(row.title),),
    ]
    return Row(cells, " ")


def _signal(row: KpiRow) -> Line:
    if not row.signal:
        return EMPTY
    word = {True: "better", False: "worse", None: ""}[row.favourable]
    style = {True: "green", False: "red", None: ""}[row.favourable]
    return (Piece(f"{row.signal}, {word}" if word else row.signal, style),)


def render_chart(chart: KpiChart, screen: Screen) -> str:
    """The process behaviour chart of a KPI."""
    return drawn(_chart(chart, screen), screen)


def _chart(chart: KpiChart, screen: Screen) -> Iterator[Line]:
    row = chart.row
    yield from paragraph(f"{row.title} ({row.id})", screen, "bold")
    yield from _state(chart, screen)
    yield EMPTY
    if not chart.points:
        yield from paragraph(f"There is no reading up to {chart.as_of}.", screen)
        return
    yield from chart_lines(chart, screen)
    yield EMPTY
    yield from legend(chart, screen)


def _state(chart: KpiChart, screen: Screen) -> Iterator[Line]:
    yield from kpi_state(chart.row, screen)
    row = chart.row
    age = "" if row.silent or not row.fresh else f"last reading {row.fresh} ago"
    facts = (f"as of {chart.as_of}", row.fresh if row.is_retired else age)
    yield from paragraph(_SEPARATOR.join(filter(None, facts)), screen)


def kpi_state(row: KpiRow, screen: Screen) -> Iterator[Line]:
    """How a KPI is, its value and its target, and what to know about them."""
    facts = [f"{row.value} {row.unit}".rstrip(), f"target {row.target}" if row.target else "", row.silent]
    yield health_cell(row.health)
    yield from paragraph(_SEPARATOR.join(filter(None, facts)), screen)
    if row.reported is not None:
        yield from paragraph(f"↳ reported {row.reported}", screen, "yellow")


def chart_lines(chart: KpiChart, screen: Screen) -> Iterator[Line]:
    """The drawing itself: as many of the latest readings as there is room for, evenly spaced."""
    width = screen.width or UNCUT
    points = chart.points[-max(8, width - 36) :]
    last = max(1, len(points) - 1)
    spots = [Spot(index / last, each.value, *_POINTS[each.signal]) for index, each in enumerate(points)]
    ticks = [
        (index / last, str(points[index].day)) for index in sorted({0, len(points) // 2, len(points) - 1})
    ]
    levels = [_level(each) for each in _near(chart.lines, spots)]
    yield from plot(Plot(spots, levels, ticks=ticks), width)
    if len(points) < len(chart.points):
        yield from paragraph(f"the last {len(points)} of {len(chart.points)} readings", screen, "dim")


def _level(drawn_line: ChartLine) -> Level:
    char, style = LINE_STYLES[drawn_line.kind]
    return Level(drawn_line.value, char, f"{drawn_line.label} {amount(drawn_line.value)}", style)


def _near(lines: Sequence[ChartLine], spots: Sequence[Spot]) -> list[ChartLine]:
    """The lines without those targets that lie so far off that the readings would be pressed flat."""
    own = [each.value for each in lines if each.kind in ("limit", "centre")] + [spot.y for spot in spots]
    low, high = min(own), max(own)
    reach = _FAR * ((high - low) or abs(high) or 1.0)
    return [each for each in lines if low - reach <= each.value <= high + reach]


def legend(chart: KpiChart, screen: Screen) -> Iterator[Line]:
    """What the characters of a chart mean, and its signals in words."""
    if chart.remark is not None:
        yield from paragraph(chart.remark, screen, "dim")
    shown = _near(chart.lines, [Spot(0, point.value, "") for point in chart.points])
    for each in chart.lines:
        if each not in shown:
            yield from paragraph(f"{each.label} {amount(each.value)} is too far off to draw", screen, "dim")
    if chart.signals:
        yield from paragraph("● reading   ◆ outside the limits   ◇ part of a pattern", screen, "dim")
        yield EMPTY
        yield (Piece("Signals", "bold"),)
    for words, favourable in chart.signals:
        style = {True: "green", False: "red", None: ""}[favourable]
        yield from paragraph(words, screen, style, indent=2)
    if chart.remark is None and not chart.signals:
        yield from paragraph("No signal: what moved is noise.", screen)


TREE_COLUMNS = (
    Column("", least=32),
    Column("health"),
    Column("value", right=True),
    Column("unit", rank=2, least=8),
    Column("trend", rank=1),
    Column("title", rank=3, least=24),
)


def render_tree(tree: KpiTree, screen: Screen) -> str:
    """What drives what: outcomes on top, their drivers below."""
    return drawn(_tree(tree, screen), screen)


def _tree(tree: KpiTree, screen: Screen) -> Iterator[Line]:
    if not tree.branches and not tree.alone:
        yield NOTHING
        return
    rows: list[Item] = [_branch(each) for each in tree.branches]
    if tree.alone:
        header = Row([(Piece("Without links", "bold cyan"),), *[EMPTY] * (len(TREE_COLUMNS) - 1)])
        rows += [*([None] if rows else []), header, *(_tree_row(row, " ", " ") for row in tree.alone)]
    yield from table(TREE_COLUMNS, rows, screen)
    if tree.branches:
        yield EMPTY
        yield from paragraph("Each KPI is driven by those below it.", screen, "dim")
    if any(each.seen for each in tree.branches):
        yield from paragraph("↑ its drivers stand above", screen, "dim")


def _branch(branch: Branch) -> Row:
    *above, more = branch.rails or (False,)
    rails = "".join("│  " if each else "   " for each in above)
    lead = f"{rails}{'├─ ' if more else '└─ '}" if branch.rails else ""
    hang = f"{rails}{'│  ' if more else '   '}" if branch.rails else ""
    return _tree_row(branch.row, lead, hang, " ↑" if branch.seen else "")


def _tree_row(row: KpiRow, lead: str, hang: str, mark: str = "") -> Row:
    cells = [
        (piece(f"{row.id}{mark}"),),
        health_cell(row.health),
        (piece(row.value),),
        (piece(row.unit, "dim"),) if row.unit else EMPTY,
        (Piece(sparkline(row.values, _TREND)),) if len(row.values) > 1 else EMPTY,
        (piece(row.title, "dim"),),
    ]
    return Row(cells, lead, hang)
