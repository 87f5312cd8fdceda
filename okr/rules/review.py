"""A change under review: what family 6 looks at."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from okr.changes.amendments import Record
from okr.changes.change import Change
from okr.changes.compare import changes_of
from okr.changes.comparison import Comparison
from okr.changes.guard import Guard
from okr.diagnostics import Diagnostic, Severity
from okr.rules.configuration import Configuration
from okr.rules.registry import BY_CODE
from okr.rules.rulebook import RULEBOOK
from okr.rules.suppressions import Suppression, by_path
from okr.workspace import Node, Workspace


@dataclass(frozen=True)
class Review:
    """A head against the base that it changes.

    Attributes:
        as_of: The head's day.
        baseline: A baseline file that silences findings, by its path, and how many it holds more than in the
            base.
    """

    base: Workspace
    head: Workspace
    as_of: dt.date
    baseline: tuple[str, int] | None = None

    @cached_property
    def sides(self) -> Comparison:
        """The two workspaces in pairs."""
        return Comparison(self.base, self.head, self.as_of, RULEBOOK)

    @cached_property
    def guard(self) -> Guard:
        """What the base protects."""
        return Guard(self.sides)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What changed, what matters most first."""
        return changes_of(self.sides)

    def breaking(self, code: str) -> Iterator[Change]:
        """The changes that break a rule."""
        return (change for change in self.changes if change.rule == code)

    def is_lost(self, change: Change) -> bool:
        """Whether something is gone only because its file cannot be read: mending that comes first."""
        source = None if change.base is None else self.head.sources.get(change.base.path)
        if change.head is not None or source is None or (source.model is not None and not source.removed):
            return False
        configuration = Configuration(self.base.settings.rules)
        severities = (configuration.severity(BY_CODE[each.code]) for each in source.diagnostics)
        return Severity.ERROR in severities

    def records(self) -> Iterator[tuple[Node, Record]]:
        """The amendments that the head adds, with the thing that they are written on."""
        matching = self.sides.matching
        for pairs in (matching.objectives, matching.key_results, matching.kpis):
            for base, head in pairs.both:
                if base.goal.amendments != head.goal.amendments:
                    yield from ((head, record) for record in self.guard.records(base, head))

    def silencers(self) -> Iterator[Diagnostic]:
        """What silences findings in the head and did not in the base."""
        yield from map(_added_suppression, self._added_suppressions())
        if self.baseline is not None and self.baseline[1] > 0:
            path, more = self.baseline
            message = f"The baseline leaves out {more} more {'finding' if more == 1 else 'findings'}"
            yield _loosened(message, path, "Mend the findings, or let a reviewer agree to them.")

    def _added_suppressions(self) -> Iterator[Suppression]:
        known = Counter(map(_key, _suppressions(self.base)))
        for suppression in _suppressions(self.head):
            known[_key(suppression)] -= 1
            if known[_key(suppression)] < 0:
                yield suppression


def _suppressions(workspace: Workspace) -> Iterator[Suppression]:
    return chain.from_iterable(by_path(workspace).values())


def _key(suppression: Suppression) -> tuple[tuple[str, ...], str | None, str]:
    """What it says, wherever it stands."""
    return suppression.selectors, suppression.until, suppression.reason


def _added_suppression(suppression: Suppression) -> Diagnostic:
    names = ", ".join(suppression.selectors) or "no rule"
    reason = f": {suppression.reason}" if suppression.reason else ""
    found = _loosened(
        f"A comment that silences {names} was added{reason}",
        suppression.path,
        "Mend what it hides, or let a reviewer agree to it.",
    )
    return replace(found, span=suppression.span)


def _loosened(message: str, path: str, advice: str) -> Diagnostic:
    rule = BY_CODE["OKR607"]
    return Diagnostic(
        rule.code, rule.name, Severity.WARNING, message, path, help=advice, arguments=(message,)
    )
