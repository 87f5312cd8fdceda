"""Web pages: each one file that works from disk and offline, with a content security policy of its own.

Everything that a goal file contains is escaped by Jinja, and first made printable; the only markup that is
not escaped is what `okr.render.svg` draws. Styles and scripts are allowed by the hash of their text, and
nothing is ever loaded from elsewhere.
"""

from __future__ import annotations

import datetime as dt
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import zip_longest
from typing import Any

from okr.render import svg
from okr.render.plain import printable
from okr.render.report_words import SUBJECTS, VERDICT_MARKS, facts, share, signed
from okr.reports.goal_rows import Standing
from okr.reports.report import ORDER, Report, VerdictCount
from okr.reports.report.goals import ObjectivePart
from okr.reports.tree import Branch
from okr.reports.wording import Verdict, shown

CHARTS_UP_TO = 200
"""Key results of a page with charts and check-ins; a page of more is for finding a goal and stays small."""
OPEN_UP_TO = 12
"""Objectives of a page that shows them opened."""
FIRST_ATTENTION = 12
"""How much of what needs attention is seen at once; the rest is folded."""
MOST_ATTENTION = 100
"""How much of what needs attention a page lists."""

TONES: dict[Verdict, str] = {
    "done": "good",
    "met": "good",
    "on_track": "good",
    "good": "good",
    "at_risk": "fair",
    "fair": "fair",
    "off_track": "poor",
    "poor": "poor",
    "missed": "poor",
}
"""The colour of each verdict that has one; the others are quiet."""

_HEALTHS = {"healthy": ("●", "good"), "watch": ("▲", "fair"), "unhealthy": ("■", "poor")}


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page above this one."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of the goals, teams and cycles that have a page of their own."""

    goals: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    cycles: Mapping[str, str] = field(default_factory=dict)


NOWHERE = Places()


@dataclass(frozen=True, slots=True)
class Page:
    """What a page has besides its report.

    Attributes:
        charts: Whether there is room for charts and check-ins.
        open: Whether objectives are opened.
        all_open: Whether what lies in them is too.
        first: How much of what needs attention is seen at once.
        most: How much of it is listed at all.
        ids: The references that have a place on this page.
        verdicts: Those that a goal of this page has, and likewise `owners`, by id.
        sections: The ids and names of its sections.
        places: Where other pages are.
    """

    charts: bool
    open: bool
    ids: frozenset[str]
    verdicts: Sequence[Verdict]
    owners: Sequence[str]
    sections: Sequence[tuple[str, str]]
    all_open: bool = False
    first: int = FIRST_ATTENTION
    most: int = MOST_ATTENTION
    crumbs: Sequence[Crumb] = ()
    places: Places = NOWHERE

    @property
    def has_tree(self) -> bool:
        """Whether any goal supports another."""
        return any(section == "alignment" for section, _ in self.sections)

    def goal(self, ref: str) -> str | None:
        """The address of a goal's own page."""
        return self.places.goals.get(ref)

    def team(self, team: str) -> str | None:
        """The address of a team's own page."""
        return self.places.teams.get(team)


def render(report: Report) -> str:
    """The report as one page."""
    return fill("report.html.j2", report.as_of, report=report, page=page_of(report))


def page_of(report: Report, crumbs: Sequence[Crumb] = (), places: Places = NOWHERE) -> Page:
    """What the page of a report has."""
    objectives = report.objectives
    rows = [row for each in objectives for row in (each.row, *(part.row for part in each.key_results))]
    verdicts = {row.standing.verdict for row in rows}
    return Page(
        charts=len(rows) - len(objectives) <= CHARTS_UP_TO,
        open=len(objectives) <= OPEN_UP_TO,
        ids=frozenset({row.ref for row in rows} | {f"kpi/{each.row.id}" for each in report.kpis}),
        verdicts=[each for each in ORDER if each in verdicts],
        owners=sorted({owner for each in objectives for owner in each.owners}, key=report.person),
        sections=list(_sections(report)),
        crumbs=crumbs,
        places=places,
    )


def _sections(report: Report) -> Iterator[tuple[str, str]]:
    yield "summary", "Summary"
    if report.agenda:
        yield "agenda", "Waiting for you"
    yield "attention", "Needs attention"
    if report.teams:
        yield "objectives", "Objectives"
    if report.kpis:
        yield "kpis", "KPIs"
    if report.changes is not None:
        yield "changes", "What changed"
    if _linked(report.branches):
        yield "alignment", "Alignment"
    if report.ending is not None:
        yield "ending", "How it ended"


def fill(template: str, as_of: dt.date, **context: Any) -> str:
    """A page from its template.

    Args:
        template: The name of a file in `okr/render/templates`.
        as_of: The day that the numbers are of.
        context: What the template speaks of.
    """
    style, script = _asset("style.css"), _asset("page.js")
    text = (
        _environment()
        .get_template(template)
        .render(style=style, script=script, policy=_policy(style, script), as_of=as_of, **context)
    )
    return _squeezed(text) + "\n"


def _policy(style: str, script: str) -> str:
    """What the page may load: nothing but its own style and script, told by their hashes."""
    allowed = "; ".join(
        f"{kind}-src 'sha256-{_hash(text)}'" for kind, text in (("style", style), ("script", script))
    )
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return _squeezed(files("okr.render").joinpath("templates", name).read_text(encoding="utf-8"))


def _squeezed(text: str) -> str:
    """Lines without the space around them, and without empty ones: a tenth of a large page."""
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line)


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("okr.render"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_finalized,
    )
    environment.filters.update(
        bar=_bar,
        behaviour=svg.behaviour,
        day=_day,
        facts=facts,
        grouped=_grouped,
        health_mark=lambda name: _HEALTHS.get(name, ("○", "quiet"))[0],
        health_tone=lambda name: _HEALTHS.get(name, ("○", "quiet"))[1],
        mark=VERDICT_MARKS.__getitem__,
        outline=_outline,
        progress=svg.progress,
        share=share,
        shown=lambda score: "" if score is None else shown(score),
        signed=signed,
        sortable=_sortable,
        spark=svg.spark,
        stack=_stack,
        statuses=_statuses,
        subject=SUBJECTS.__getitem__,
        through=_through,
        tone=_tone,
        trend=svg.trend,
        web=lambda url: url.startswith(("https://", "http://")),
        words=lambda name: name.replace("_", " "),
    )
    return environment


def _finalized(value: Any) -> Any:
    """Text as it is safe to show; what is markup already stays."""
    return printable(value) if type(value) is str else value


def _day(day: dt.date | None) -> str:
    return "" if day is None else f"{day.day} {day:%b} {day.year}"


def _grouped(values: Iterable[Any], attribute: str) -> Iterable[tuple[str, list[Any]]]:
    """Values by an attribute of theirs, in their own order."""
    groups: dict[str, list[Any]] = {}
    for each in values:
        groups.setdefault(getattr(each, attribute), []).append(each)
    return groups.items()


def _tone(verdict: Verdict | None) -> str:
    return "quiet" if verdict is None else TONES.get(verdict, "quiet")


def _bar(standing: Standing) -> str:
    return svg.bar(standing.score, standing.expected, _tone(standing.verdict))


def _sortable(standing: Standing) -> str:
    """The attributes by which a script sorts."""
    if standing.score is None:
        return ""
    gap = "" if standing.expected is None else f' data-gap="{standing.expected - standing.score:.4f}"'
    return f' data-score="{standing.score:.4f}"{gap}'


def _statuses(part: ObjectivePart) -> str:
    """The verdicts of an objective and its key results, each once."""
    rows = (part.row, *(each.row for each in part.key_results))
    return " ".join(dict.fromkeys(row.standing.verdict for row in rows if row.standing.verdict is not None))


def _stack(counts: Sequence[VerdictCount]) -> str:
    """How many goals are where, as one bar; the numbers stand below it."""
    total = sum(each.number for each in counts) or 1
    x, parts = 0.0, []
    for each in counts:
        width = each.number / total * 600
        parts.append(
            f'<rect class="{_tone(each.verdict)}" x="{x:.1f}" width="{max(1.0, width - 3):.1f}" height="12"/>'
        )
        x += width
    return f'<svg viewBox="0 0 600 12" preserveAspectRatio="none">{"".join(parts)}</svg>'


def _through(elapsed: float) -> str:
    """How much of a cycle has passed, as a line; the number stands below it."""
    passed = f'<path class="done" d="M0 3H{elapsed * 100:.1f}"/>' if elapsed else ""
    return (
        '<svg class="through" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="M0 3H100"/>{passed}</svg>'
    )


def _linked(branches: Sequence[Branch]) -> list[Branch]:
    """The tree without the goals that nothing stands above or below."""
    return [
        branch
        for branch, following in zip_longest(branches, branches[1:])
        if branch.last or (following is not None and following.last)
    ]


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A place in the tree, with the tags that stand after it: those of lists that begin or end there."""

    branch: Branch
    after: str


def _outline(branches: Sequence[Branch], with_lone: bool) -> Iterator[OutlineItem]:
    lines = branches if with_lone else _linked(branches)
    for branch, following in zip_longest(lines, lines[1:]):
        depth, next_depth = len(branch.last), 0 if following is None else len(following.last)
        closing = "<ul>" if next_depth > depth else "</li>" + "</ul></li>" * (depth - next_depth)
        yield OutlineItem(branch, closing)
