"""A report as Markdown, for wikis, issues and mail: GitHub's flavour, with the tree drawn by Mermaid.

Nothing that a goal file contains is more than text in it; see `okr.render.markdown_text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from okr.render import mermaid
from okr.render.markdown_text import code, escaped
from okr.render.plain import counted
from okr.render.report_words import SUBJECTS, VERDICT_MARKS, facts, share, signed
from okr.render.sparkline import sparkline
from okr.reports.goal_rows import GoalRow, Standing
from okr.reports.report import Report
from okr.reports.report.agenda import AgendaItem
from okr.reports.report.attention import AttentionItem
from okr.reports.report.changes import TOLD, ChangeRow, ChangesPart
from okr.reports.report.ending import Ending, EndingRow
from okr.reports.report.goals import ObjectivePart, TeamPart
from okr.reports.report.kpis import KpiPart
from okr.reports.wording import shown, with_unit, words

UNFOLDED = 20
"""A longer list of what needs attention is folded after so many items."""

_AREAS = {"goalposts": "Goalposts", "scope": "Scope", "progress": "Progress"}
_TREND = 12


def render(report: Report) -> str:
    """The whole report."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from _head(report)
    yield from _section("Waiting for you", _agenda(report.agenda))
    yield from _section("Needs attention", _attention(report))
    for team in report.teams:
        yield from _section(escaped(team.name), _team(team, report))
    yield from _section("KPIs", _kpis(report.kpis, report))
    if report.changes is not None:
        yield from _section(f"Changed since {report.changes.since}", _changes(report.changes))
    yield from _section("Alignment", _tree(report))
    if report.ending is not None:
        yield from _section("How it ended", _ending(report.ending))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading and what stands under it; nothing where that is nothing."""
    content = list(lines)
    if content:
        yield from ("", f"## {title}", "", *content)


def _table(header: str, alignment: str, rows: Iterable[str]) -> Iterator[str]:
    content = list(rows)
    if content:
        yield from (header, alignment, *content)


def _head(report: Report) -> Iterator[str]:
    names = (report.organization, report.cycle.id, *report.narrowed_to)
    yield f"# {escaped(' · '.join(each for each in names if each))}"
    yield ""
    cycle = report.cycle
    yield f"{cycle.start} to {cycle.end}, {share(cycle.elapsed)} passed, {cycle.left}, as of {report.as_of}."
    yield ""
    yield f"**{escaped(report.summary.sentence)}**"
    yield ""
    yield escaped(" · ".join(facts(report.summary)))


def _agenda(items: Sequence[AgendaItem]) -> Iterator[str]:
    for each in items:
        due = f" — {each.due}, {each.left}" if each.due is not None else ""
        yield f"- [ ] {escaped(each.text)} ({escaped(each.title)}){due}"


def _attention(report: Report) -> Iterator[str]:
    if not report.attention:
        yield "Nothing."
        return
    yield from (_attention_line(each, report) for each in report.attention[:UNFOLDED])
    rest = report.attention[UNFOLDED:]
    if rest:
        yield from ("", "<details>", f"<summary>and {len(rest)} more</summary>", "")
        yield from (_attention_line(each, report) for each in rest)
        yield from ("", "</details>")


def _attention_line(item: AttentionItem, report: Report) -> str:
    reasons = "; ".join(escaped(each.text) for each in item.reasons)
    owner = f", {escaped(report.person(item.owner))}" if item.owner else ""
    return f"- **{escaped(item.title)}** ({SUBJECTS[item.what]}{owner}): {reasons}"


def _team(team: TeamPart, report: Report) -> Iterator[str]:
    yield " · ".join(part for part in (_standing(team.standing), escaped(team.measure)) if part)
    yield ""
    yield from _table(
        "| goal | score | plan | status | value → target | owner | forecast |",
        "|---|--:|--:|---|---|---|---|",
        (row for each in team.objectives for row in _objective(each, report)),
    )


def _objective(part: ObjectivePart, report: Report) -> Iterator[str]:
    yield _goal(part.row, f"**{escaped(part.row.title)}**", report)
    for each in part.key_results:
        yield _goal(each.row, escaped(each.row.title), report)


def _goal(row: GoalRow, title: str, report: Report) -> str:
    standing = row.standing
    notes = "".join(f"<br>{escaped(each.text)}" for each in row.notes)
    cells = (
        title + notes,
        _score(standing.score),
        _score(standing.expected),
        _verdict(standing),
        escaped(row.measure),
        escaped(report.person(row.owner)),
        escaped(row.forecast or ""),
    )
    return f"| {' | '.join(cells)} |"


def _score(score: float | None) -> str:
    return "" if score is None else shown(score)


def _verdict(standing: Standing) -> str:
    verdict = standing.verdict
    return "" if verdict is None else f"{VERDICT_MARKS[verdict]} {words(verdict)}"


def _standing(standing: Standing) -> str:
    score = f"score {_score(standing.score)}" if standing.score is not None else ""
    expected = f"expected {_score(standing.expected)}" if standing.expected is not None else ""
    return " · ".join(each for each in (_verdict(standing), score, expected) if each)


def _kpis(kpis: Sequence[KpiPart], report: Report) -> Iterator[str]:
    yield from _table(
        "| KPI | value | target | health | trend | owner |",
        "|---|--:|---|---|---|---|",
        (_kpi(each, report) for each in kpis),
    )


def _kpi(kpi: KpiPart, report: Report) -> str:
    row = kpi.row
    reported = f", reported {row.reported}" if row.reported else ""
    notes = f"<br>{escaped(row.silent)}" if row.silent else ""
    cells = (
        escaped(row.title) + notes,
        escaped(with_unit(row.value, row.unit)),
        escaped(row.target),
        f"{row.health.replace('_', ' ')}{reported}",
        sparkline(row.values, _TREND) if len(row.values) > 1 else "",
        escaped(report.person(row.owner)),
    )
    return f"| {' | '.join(cells)} |"


def _changes(changes: ChangesPart) -> Iterator[str]:
    yield from _table(
        "| objective | before | after | progress | goalposts | scope |",
        "|---|--:|--:|--:|--:|--:|",
        (
            f"| {escaped(each.title)} | {_score(each.before)} | {_score(each.after)} "
            f"| {signed(each.progress)} | {signed(each.goalposts)} | {signed(each.scope)} |"
            for each in changes.effects
        ),
    )
    for area in TOLD:
        yield from _area(_AREAS[area], [each for each in changes.changes if each.area == area])
    if changes.others:
        yield from ("", f"And {counted(changes.others, 'other change')}: {code('okr diff')} tells.")
    if not (changes.effects or changes.changes or changes.others):
        yield "Nothing."


def _area(name: str, changes: Sequence[ChangeRow]) -> Iterator[str]:
    if changes:
        yield from ("", f"### {name}", "")
        for each in changes:
            grave = " (without an amendment)" if each.grave else ""
            yield f"- **{escaped(each.title)}**: {escaped(each.text)}{grave}"


def _tree(report: Report) -> Iterator[str]:
    if report.tree["objectives"]:
        yield from ("```mermaid", mermaid.render(report.tree).rstrip(), "```")


def _ending(ending: Ending) -> Iterator[str]:
    yield from _table(
        "| objective | score | grade | next | causes | lesson |",
        "|---|--:|---|---|---|---|",
        (_ending_row(each) for each in ending.objectives),
    )
    if ending.carried_over:
        yield from ("", "Carried over:", "")
        yield from (f"- {escaped(each.title)}" for each in ending.carried_over)


def _ending_row(row: EndingRow) -> str:
    given = "" if row.given is None else f", closed with {shown(row.given)}"
    cells = (
        escaped(row.title),
        _score(row.standing.score),
        _verdict(row.standing) + given,
        (row.next or "").replace("_", " ") if row.closed else "not closed",
        ", ".join(row.causes),
        escaped(" ".join(each for each in (row.reason, row.retro) if each)),
    )
    return f"| {' | '.join(cells)} |"
