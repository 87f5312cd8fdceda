"""Findings for a person to read: grouped by file, each with its line and a mark under what is meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len

from okr.diagnostics import Diagnostic, Severity
from okr.render.plain import printable
from okr.render.terminal import ELLIPSIS, EMPTY, Line, Piece, Screen, drawn, flowed, line
from okr.reports.validation import Validation

_WIDEST = 120
"""Characters of a source line that are shown where there is room; of a longer one those around the mark."""
_NARROWEST = 24
_BESIDE = 11
"""Cells before and after a source line: its number, a bar, a space, and what stands for what is left out."""
_TAB = "    "
_INDENT = 6
"""Of what goes on below a headline or a note."""
SEVERITY_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}


def render(validation: Validation, screen: Screen) -> str:
    """The findings, file by file."""
    return drawn(_lines(validation, screen), screen)


def _lines(validation: Validation, screen: Screen) -> Iterator[Line]:
    for path, diagnostics in groupby(validation.diagnostics, key=lambda each: each.path):
        yield line(validation.path(path), "bold")
        for diagnostic in diagnostics:
            yield from _headline(diagnostic, screen)
            yield from _excerpt(validation, diagnostic, screen)
            yield from _notes(validation, diagnostic, screen)
            yield EMPTY


def _headline(diagnostic: Diagnostic, screen: Screen) -> Iterator[Line]:
    start = diagnostic.span.start
    lead = (
        Piece(f"  {start.line}:{start.column} "),
        Piece(diagnostic.severity, SEVERITY_STYLES[diagnostic.severity]),
        Piece(f" {diagnostic.code} {diagnostic.name}: ", "bold"),
    )
    yield from flowed(lead, diagnostic.message, screen, _INDENT)


def _notes(validation: Validation, diagnostic: Diagnostic, screen: Screen) -> Iterator[Line]:
    if diagnostic.help:
        yield from _note("help", diagnostic.help, screen)
    for related in diagnostic.related:
        start = related.span.start
        place = f"{validation.path(related.path)}:{start.line}:{start.column}"
        yield from _note("see", f"{place} {related.message}", screen)


def _note(label: str, text: str, screen: Screen) -> Iterator[Line]:
    return flowed((Piece(f"    {label}:", "cyan"), Piece(" ")), text, screen, _INDENT)


def _excerpt(validation: Validation, diagnostic: Diagnostic, screen: Screen) -> Iterator[Line]:
    """The first line of what is meant, and a mark under it; nothing where there is no text to show."""
    start, end = diagnostic.span
    text = validation.line(diagnostic.path, start.line)
    if not text:
        return
    first = start.column - 1
    last = end.column - 1 if end.line == start.line else len(text)
    before, marked, after = _window(text, first, max(first, last), _room(screen))
    gutter = f"{start.line:>6} |"
    yield Piece(gutter, "dim"), Piece(f" {before}{marked}{after}")
    mark = "^" * max(1, cell_len(marked))
    yield (
        Piece(f"{'|':>{len(gutter)}} {' ' * cell_len(before)}", "dim"),
        Piece(mark, SEVERITY_STYLES[diagnostic.severity]),
    )


def _room(screen: Screen) -> int:
    """How many characters of a source line are shown."""
    if screen.width is None:
        return _WIDEST
    return max(_NARROWEST, min(_WIDEST, screen.width - _BESIDE))


def _window(text: str, first: int, last: int, room: int) -> tuple[str, str, str]:
    """What of a line stands before, in and after a mark; only so much that a reader finds it."""
    start = 0 if len(text) <= room else max(0, first - room // 3)
    end = min(len(text), start + room)
    before, marked, after = (
        _shown(part) for part in (text[start:first], text[first:last][: end - first], text[last:end])
    )
    return (ELLIPSIS if start else "") + before, marked, after + (ELLIPSIS if end < len(text) else "")


def _shown(text: str) -> str:
    return printable(text.replace("\t", _TAB))
