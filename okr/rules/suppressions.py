"""Comments that silence a finding: `# okr: ignore[OKR105] reason`, `until=2026-12-31` where it expires."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from okr.diagnostics import Diagnostic, Fix, TextEdit
from okr.rules.places import moved, part
from okr.rules.registry import BY_CODE, codes_of, known_selectors
from okr.spans import Position, Span
from okr.workspace.mistakes import did_you_mean

if TYPE_CHECKING:
    from okr.rules.context import Scope
    from okr.workspace import Workspace
    from okr.workspace.sources import Source

_MARK = re.compile(rb"#[ \t]*okr:[ \t]*ignore")
_COMMENT = re.compile(r"#[ \t]*okr:[ \t]*ignore(?:\[(?P<rules>[^\]]*)\])?(?P<rest>.*)")
_UNTIL = re.compile(r"\buntil=(?P<day>\S*)")
_NEVER_SILENT = ("OKR6", "OKR9")
"""The guard cannot be silenced by the change that it guards, nor the tool that says so."""
_SCOPED = ("OKR1", "OKR2", "OKR3", "OKR5")
"""Families that look only at cycles in scope: elsewhere their suppressions are at rest, not unused."""


class Suppression(NamedTuple):
    """One such comment.

    Attributes:
        path: Its file.
        span: The comment.
        names: What stands between its brackets.
        removal: What to take away so that it is gone: with the spaces before it, or its whole line.
        selectors: The rules that it names: codes, names or families.
        until: The last day on which it counts, as it is written; `None` where it has no end.
        reason: Why; empty where it says nothing.
        lines: The lines that it speaks of.
    """

    path: str
    span: Span
    names: Span
    removal: Span
    selectors: tuple[str, ...]
    until: str | None
    reason: str
    lines: frozenset[int]

    def counts(self, as_of: dt.date) -> bool:
        """Whether it has not expired, and says when in a way that can be read."""
        last = self.last_day
        return self.until is None or (last is not None and as_of <= last)

    @property
    def last_day(self) -> dt.date | None:
        """The day that `until` names; `None` where it is no date."""
        try:
            return dt.date.fromisoformat(self.until or "")
        except ValueError:
            return None


@dataclass(frozen=True, eq=False)
class Suppressor:
    """The suppressions of a workspace, and which of them were needed.

    Attributes:
        ran: The codes of the rules that were run.
    """

    scope: Scope
    ran: Collection[str]
    _used: set[tuple[Suppression, str]] = field(default_factory=set)

    def without_suppressed(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The diagnostics that no comment silences."""
        return [each for each in diagnostics if not self._is_suppressed(each)]

    def _is_suppressed(self, diagnostic: Diagnostic) -> bool:
        if diagnostic.code.startswith(_NEVER_SILENT):
            return False
        found = False
        for suppression in self._by_path.get(diagnostic.path, ()):
            if suppression.lines.isdisjoint(self._lines(diagnostic)):
                continue
            for selector in suppression.selectors:
                if diagnostic.code in codes_of(selector) and suppression.counts(self.scope.as_of):
                    self._used.add((suppression, selector))
                    found = True
        return found

    def _lines(self, diagnostic: Diagnostic) -> Iterator[int]:
        """The line of a finding, and that on which its goal begins."""
        yield diagnostic.span.start.line
        node = self.scope.workspace.nodes.get(diagnostic.ref or "")
        if node is not None and node.place.path == diagnostic.path:
            yield self.scope.workspace.span(node.place).start.line

    @cached_property
    def _by_path(self) -> dict[str, list[Suppression]]:
        return by_path(self.scope.workspace)

    def complaints(self) -> Iterator[Diagnostic]:
        """What is wrong with the suppressions themselves; asked after all others."""
        for each in (suppression for found in self._by_path.values() for suppression in found):
            yield from self._expired(each)
            yield from self._without_reason(each)
            yield from self._unused(each)

    def _expired(self, each: Suppression) -> Iterator[Diagnostic]:
        if each.counts(self.scope.as_of):
            return
        if each.last_day is None:
            message, advice = f'"until={each.until}" names no day', "Write a date, such as until=2026-12-31."
        else:
            message, advice = (
                f"this suppression counted until {each.until}",
                "Mend what it hid and remove it.",
            )
        yield _complaint("OKR902", each, message, advice, each.selectors)

    def _without_reason(self, each: Suppression) -> Iterator[Diagnostic]:
        if not each.reason and each.selectors:
            message = "this suppression does not say why"
            yield _complaint("OKR903", each, message, "Write the reason after the bracket.", each.selectors)

    def _unused(self, each: Suppression) -> Iterator[Diagnostic]:
        """OKR901: one for a suppression, with all that it names in vain."""
        if not each.selectors:
            advice = "Write the rule in brackets and then why: okr: ignore[OKR105] The portal is the product."
            yield _complaint("OKR901", each, "this suppression names no rule", advice, ())
            return
        vain = {name: reason for name in each.selectors if (reason := self._vanity(each, name))}
        if vain:
            fix = _removal(each, [name for name in each.selectors if name not in vain])
            message = "; ".join(dict.fromkeys(vain.values()))
            advice = _nearest(vain) or "Remove it."
            yield _complaint("OKR901", each, message, advice, tuple(vain), fix)

    def _vanity(self, each: Suppression, selector: str) -> str | None:
        """Why a suppression does nothing for a rule that it names; `None` where it may do."""
        codes = codes_of(selector)
        if not codes:
            return f'there is no rule "{selector}"'
        if all(code.startswith(_NEVER_SILENT) for code in codes):
            return f"no comment silences {selector}"
        if (
            (each, selector) in self._used
            or not each.counts(self.scope.as_of)
            or not self._was_run(each, codes)
        ):
            return None
        return f"{selector} finds nothing here"

    def _was_run(self, each: Suppression, codes: frozenset[str]) -> bool:
        if self.scope.workspace.sources[each.path].removed:
            return False  # what it silences may be hidden by what could not be read
        at_rest = _SCOPED if self._is_over(each.path) else ()
        return any(code in self.ran and not code.startswith(at_rest) for code in codes)

    def _is_over(self, path: str) -> bool:
        cycle_id = getattr(self.scope.workspace.sources[path].model, "cycle", None)
        cycle = self.scope.workspace.cycle(cycle_id) if cycle_id else None
        return cycle is not None and not self.scope.holds(cycle)


def by_path(workspace: Workspace) -> dict[str, list[Suppression]]:
    """The suppressions of every file that has some."""
    sources = [source for source in workspace.sources.values() if source.speaks_to_okr]
    return {source.path: list(suppressions(source)) for source in sources if _MARK.search(source.data)}


def suppressions(source: Source[Any]) -> Iterator[Suppression]:
    """The suppressions in a file."""
    lines = source.document.text.splitlines()
    for comment in source.document.comments:
        found = _COMMENT.match(comment.text)
        if found is None:
            continue
        here = comment.span.start.line
        until = _UNTIL.search(found["rest"])
        yield Suppression(
            path=source.path,
            span=comment.span,
            names=part(comment.span, *found.span("rules")),
            removal=_whole(comment.span, lines[here - 1], source.document.text, own_line=comment.own_line),
            selectors=tuple(name.strip() for name in (found["rules"] or "").split(",") if name.strip()),
            until=until["day"] if until else None,
            reason=_UNTIL.sub("", found["rest"]).strip(" \t:-–—"),
            lines=frozenset({here, *_next_line(lines, here)} if comment.own_line else {here}),
        )


def _next_line(lines: list[str], here: int) -> Iterator[int]:
    """The number of the next line after a comment's that says something."""
    for number, line in enumerate(lines[here:], start=here + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number
            return


def _whole(span: Span, line: str, text: str, *, own_line: bool) -> Span:
    """A comment with the spaces before it, or with all of its line where nothing else stands there."""
    code = line[: span.start.column - 1].rstrip(" \t")
    back = span.start.column - 1 - len(code)
    start = moved(span.start, -back)
    if not own_line:
        return Span(start, span.end)
    ending = re.compile(r"\r\n|\r|\n|\Z").match(text, span.end.offset)
    length = len(ending[0]) if ending else 0
    end = Position(span.end.line + 1, 1, span.end.offset + length) if length else span.end
    return Span(start, end)


def _removal(each: Suppression, needed: list[str]) -> Fix:
    """Leave a suppression only the rules that it needs, or take it away where it needs none."""
    if needed:
        return Fix("name only the rules that find something", (TextEdit(each.names, ", ".join(needed)),))
    return Fix("remove the suppression", (TextEdit(each.removal, ""),))


def _nearest(selectors: Iterable[str]) -> str | None:
    """The first advice for a name that no rule has."""
    unknown = (name for name in selectors if not codes_of(name))
    return next((near for name in unknown if (near := did_you_mean(name, known_selectors()))), None)


def _complaint(
    code: str,
    each: Suppression,
    message: str,
    advice: str,
    arguments: tuple[str, ...],
    fix: Fix | None = None,
) -> Diagnostic:
    rule = BY_CODE[code]
    return Diagnostic(
        code, rule.name, rule.severity, message, each.path, each.span, advice, arguments=arguments, fix=fix
    )
