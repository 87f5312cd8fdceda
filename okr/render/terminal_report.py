"""`okr report` on a terminal: the same tables as those of the single commands, in the order of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from okr.render import terminal_kpis, terminal_tree
from okr.render.plain import counted
from okr.render.report_words import facts, signed
from okr.render.sparkline import sparkline
from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, flowed, paragraph, piece
from okr.render.terminal_marks import score_cell, verdict_cell
from okr.render.terminal_score import goals
from okr.render.terminal_table import Column, Item, Remark, Row, table
from okr.reports.report import Report
from okr.reports.report.agenda import AgendaItem
from okr.reports.report.attention import AttentionItem
from okr.reports.report.changes import ChangesPart, EffectRow
from okr.reports.report.ending import Ending, EndingRow
from okr.reports.wording import shown

MOST_ITEMS = 20
"""How much of what needs attention a screen shows; the other formats tell all of it."""

_SEPARATOR = " · "
_ELAPSED_WIDTH = 20

_ATTENTION = (Column("", least=30), Column("why", least=34), Column("owner", rank=1))
_AGENDA = (
    Column("", least=30),
    Column("goal", rank=2, least=24),
    Column("due", rank=1),
    Column("left", right=True),
)
_EFFECTS = (
    Column("", least=28),
    Column("before", right=True),
    Column("after", right=True),
    Column("progress", rank=1, right=True),
    Column("goalposts", rank=2, right=True),
    Column("scope", rank=3, right=True),
)
_ENDING = (
    Column("", least=28),
    Column("score", right=True),
    Column("grade"),
    Column("next", rank=1),
    Column("causes", rank=2, least=16),
)


def render(report: Report, screen: Screen) -> str:
    """The whole report."""
    return "\n".join(part for part in _parts(report, screen) if part)


def _parts(report: Report, screen: Screen) -> Iterator[str]:
    yield drawn(_head(report, screen), screen)
    yield _section("Waiting for you", _agenda(report.agenda, screen), screen)
    yield _section("Needs attention", _attention(report, screen), screen)
    yield _section("Objectives", goals(report.board, screen), screen) if report.teams else ""
    if report.kpis:
        yield _heading("KPIs", screen) + terminal_kpis.render_list(report.kpi_groups, screen)
    yield _section(_changed(report), _changes(report.changes, screen), screen)
    if report.branches:
        tree = terminal_tree.render(report.branches, report.tree["orphans"], screen)
        yield _heading("Alignment", screen) + tree
    if report.ending is not None:
        yield _section("How it ended", _ending(report.ending, screen), screen)


def _section(title: str, lines: Iterable[Line], screen: Screen) -> str:
    """A heading and what stands under it; nothing where that is nothing."""
    content = list(lines)
    return _heading(title, screen) + drawn(content, screen) if content else ""


def _heading(title: str, screen: Screen) -> str:
    return drawn([(piece(title, "bold underline"),)], screen)


def _head(report: Report, screen: Screen) -> Iterator[Line]:
    names = [report.organization, report.cycle.id, *report.narrowed_to]
    yield from paragraph(_SEPARATOR.join(each for each in names if each), screen, "bold")
    yield from _time(report, screen)
    yield EMPTY
    yield from paragraph(report.summary.sentence, screen, "bold")
    yield from paragraph(_SEPARATOR.join(facts(report.summary)), screen, "dim")
    scores = [point.score for point in report.trend if point.score is not None]
    if scores:
        first, last = report.trend[0].date, report.trend[-1].date
        lead = (Piece("score "), Piece(sparkline(scores)), Piece(" "))
        yield from flowed(lead, f"{first} to {last}", screen, len("score "), "dim")


def _time(report: Report, screen: Screen) -> Iterator[Line]:
    """How far the cycle is, as a bar with its words."""
    filled = int(report.cycle.elapsed * _ELAPSED_WIDTH)
    days = f"{report.cycle.start} to {report.cycle.end}"
    text = _SEPARATOR.join((days, report.cycle.left, f"as of {report.as_of}"))
    lead = (Piece("█" * filled), Piece("░" * (_ELAPSED_WIDTH - filled), "dim"), Piece(" "))
    return flowed(lead, text, screen, _ELAPSED_WIDTH + 1)


def _agenda(items: Sequence[AgendaItem], screen: Screen) -> Iterator[Line]:
    rows = [
        Row(
            [
                (piece(each.text),),
                (piece(each.title, "dim"),),
                (Piece(str(each.due or "")),) if each.due else EMPTY,
                (Piece(each.left, "yellow"),) if each.left else EMPTY,
            ]
        )
        for each in items
    ]
    return table(_AGENDA, rows, screen) if rows else iter(())


def _attention(report: Report, screen: Screen) -> Iterator[Line]:
    items = report.attention
    if not items:
        yield from paragraph("Nothing.", screen)
        return
    rows = [row for each in items[:MOST_ITEMS] for row in _attention_rows(each, report)]
    yield from table(_ATTENTION, rows, screen)
    if len(items) > MOST_ITEMS:
        yield from paragraph(f"and {len(items) - MOST_ITEMS} more", screen, "dim")


def _attention_rows(item: AttentionItem, report: Report) -> Iterator[Item]:
    first, *others = item.reasons
    owner = report.person(item.owner)
    yield Row(
        [(piece(item.title),), (piece(first.text, "yellow"),), (piece(owner, "dim"),) if owner else EMPTY]
    )
    for each in others:
        yield Row([EMPTY, (piece(each.text, "yellow"),), EMPTY])


def _changed(report: Report) -> str:
    return f"Changed since {report.changes.since}" if report.changes is not None else ""


def _changes(changes: ChangesPart | None, screen: Screen) -> Iterator[Line]:
    if changes is None:
        return
    if changes.effects:
        yield from table(_EFFECTS, [Row(_effect_cells(each)) for each in changes.effects], screen)
    for each in changes.changes:
        style = "yellow" if each.grave else ""
        yield from paragraph(f"{each.title}: {each.text}", screen, style)
    if changes.others:
        yield from paragraph(f"and {counted(changes.others, 'other change')}: okr diff", screen, "dim")
    if not (changes.effects or changes.changes or changes.others):
        yield from paragraph("Nothing.", screen)


def _effect_cells(effect: EffectRow) -> list[Line]:
    parts = (effect.progress, effect.goalposts, effect.scope)
    return [
        (piece(effect.title),),
        score_cell(effect.before),
        score_cell(effect.after, "bold"),
        *((Piece(signed(each)),) if signed(each) else EMPTY for each in parts),
    ]


def _ending(ending: Ending, screen: Screen) -> Iterator[Line]:
    yield from table(_ENDING, [item for each in ending.objectives for item in _ending_items(each)], screen)
    if ending.causes:
        causes = ", ".join(f"{each.cause} {each.times}×" for each in ending.causes)
        yield from paragraph(f"Causes: {causes}", screen)
    for each in ending.carried_over:
        yield from paragraph(f"Carried over: {each.title}", screen)


def _ending_items(row: EndingRow) -> Iterator[Item]:
    given = "" if row.given is None else f", closed with {shown(row.given)}"
    yield Row(
        [
            (piece(row.title),),
            score_cell(row.standing.score, "bold"),
            verdict_cell(row.standing.verdict),
            (piece((row.next or "").replace("_", " ") if row.closed else "not closed"),),
            (piece(", ".join(row.causes)),) if row.causes else EMPTY,
        ]
    )
    said = " ".join(each for each in (row.reason, row.retro) if each)
    if said or given:
        yield Remark(piece(f"↳ {f'{said}{given}'.lstrip(', ')}", "dim"), 1)
