"""A comparison as Markdown, for the comment on a pull request that a product manager reads.

What needs a decision comes first, one line a change; the rest is folded. Nothing that a goal file contains is
more than text in it: see `okr.render.markdown_text`. GitHub takes 65,536 characters; a comparison that needs
more shows fewer lines of each section, and counts the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from okr.diagnostics import Severity
from okr.render.diff_words import (
    EFFECT_COLUMNS,
    cautions,
    counts,
    effect_cells,
    said,
    shortened,
    sides,
    subject,
)
from okr.render.markdown_text import code, escaped
from okr.reports.diff import ChangeLine, DiffReport, EffectLine, Section

LIMIT = 65_536
"""Of GitHub's, in characters. Counted in bytes here, which are never fewer."""
_UNFOLDED = 10
"""A longer list is folded after so many lines, unless it needs decisions."""
_CAPS = (500, 200, 100, 50, 20, 10, 5, 1)
"""How many lines a section may have, the first that fits."""
_MARKS = {Severity.ERROR: "🔴", Severity.WARNING: "🟡", Severity.INFO: "▫️"}
_AMENDED = "🟠"


def render(report: DiffReport) -> str:
    """The whole comparison, or as much of it as GitHub takes."""
    texts = ("\n".join(_lines(report, cap)) + "\n" for cap in _CAPS)
    return next((text for text in texts if len(text.encode("utf-8", "replace")) < LIMIT), _too_long(report))


def _too_long(report: DiffReport) -> str:
    return f"{marker(report.folder)}\n{_title(report)}\n"


def marker(folder: str) -> str:
    """What a comment begins with, so that a bot finds its own of each workspace, and updates it."""
    return f"<!-- okr diff {quote(folder)} -->" if folder else "<!-- okr diff -->"


def _title(report: DiffReport) -> str:
    place = f" in {code(report.folder)}" if report.folder else ""
    return f"### Goals{place}: {escaped(counts(report))}"


def _lines(report: DiffReport, cap: int) -> Iterator[str]:
    yield marker(report.folder)
    yield _title(report)
    yield ""
    yield f"<sub>{escaped(sides(report))}</sub>"
    for caution in cautions(report):
        yield ""
        yield f"> ⚠️ {escaped(shortened(caution))}"
    for section in report.sections:
        if not section.folded:
            yield from _section(section, cap)
    yield from _effects(report.moved_effects, cap)
    for section in report.sections:
        if section.folded:
            yield from _details(f"{section.heading} ({len(section.lines)})", section.lines, cap)


def _section(section: Section, cap: int) -> Iterator[str]:
    is_urgent = section.lines[0].needs_decision
    shown = section.lines if is_urgent else section.lines[:_UNFOLDED]
    yield from ("", f"#### {section.heading}", "")
    yield from _changes(shown, cap)
    if len(shown) < len(section.lines):
        rest = section.lines[len(shown) :]
        yield from _details(f"{len(rest)} more", rest, cap)


def _details(summary: str, lines: Sequence[ChangeLine], cap: int) -> Iterator[str]:
    yield from ("", "<details>", f"<summary>{summary}</summary>", "")
    yield from _changes(lines, cap)
    yield from ("", "</details>")


def _changes(lines: Sequence[ChangeLine], cap: int) -> Iterator[str]:
    yield from map(_change, lines[:cap])
    if len(lines) > cap:
        yield f"- … and {len(lines) - cap} more: see `okr diff`"


def _change(line: ChangeLine) -> str:
    mark = _AMENDED if line.change.amended else _MARKS[line.change.severity]
    notes = [code(shortened(line.change.ref))] if line.change.ref and line.title else []
    notes += [line.rule] if line.rule else []
    about = f" <sub>{', '.join(notes)}</sub>" if notes else ""
    return f"- {mark} **{escaped(subject(line))}**: {escaped(said(line))}{about}"


def _effects(lines: Sequence[EffectLine], cap: int) -> Iterator[str]:
    if not lines:
        return
    yield from ("", "#### Effect on the score", "")
    yield f"| objective | {' | '.join(EFFECT_COLUMNS)} |"
    yield f"|---|{'--:|' * len(EFFECT_COLUMNS)}"
    for line in lines[:cap]:
        yield f"| {escaped(shortened(line.title))} | {' | '.join(effect_cells(line))} |"
    if len(lines) > cap:
        yield ""
        yield f"… and {len(lines) - cap} more: see `okr diff`"
