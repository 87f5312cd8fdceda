"""Runs the rules and turns what they find into diagnostics."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby
from operator import attrgetter, call
from traceback import extract_tb
from typing import TYPE_CHECKING

from okr.diagnostics import Diagnostic, Related, in_reading_order
from okr.rules.configuration import INTERNAL_ERROR, Configuration, mistakes
from okr.rules.context import Context, Scope
from okr.rules.fixes import with_fix
from okr.rules.places import narrowed
from okr.rules.registry import BY_CODE, RULES
from okr.rules.rule import Finding, Rule
from okr.rules.suppressions import Suppressor
from okr.spans import Span
from okr.workspace import WORKSPACE_FILE

if TYPE_CHECKING:
    from okr.diagnostics import Severity
    from okr.rules.review import Review
    from okr.scoring import Scores
    from okr.workspace import Workspace

Task = Callable[[], list[Diagnostic]]
Run = Callable[[Sequence[Task]], Iterable[list[Diagnostic]]]
"""What does tasks that have nothing to do with each other, and gives what comes of them in their order."""
IN_TURN: Run = partial(map, call)

_GUARD = "OKR6"
_UNSHAKEN = ("OKR0", _GUARD)
"""Families whose findings hold although a part of their goal could not be read."""


def lint(
    workspace: Workspace,
    scores: Scores,
    *,
    as_of: dt.date,
    today: dt.date,
    all_cycles: bool = False,
    select: Collection[str] | None = None,
    review: Review | None = None,
    run: Run = IN_TURN,
) -> list[Diagnostic]:
    """Everything that is wrong with a workspace, in reading order.

    Args:
        workspace: The goals.
        scores: Their scores on `as_of`.
        as_of: The day that is judged.
        today: The day of the run, or of the commit that is looked at: nothing can be dated later.
        all_cycles: Whether to look at cycles that ended more than four weeks ago too.
        select: The codes to run; all of them if it is not given.
        review: The change that made this workspace, for family 6 to judge.
        run: Runs the rules, a family at a time; by itself one family after the other.
    """
    configuration = Configuration(workspace.settings.rules)
    scope = Scope(workspace, as_of, all_cycles)
    context = Context(scope, scores, as_of, today, configuration.words, options={}, review=review)
    return _Linter(context, configuration, select, run).diagnostics()


@dataclass(frozen=True, eq=False)
class _Linter:
    context: Context
    configuration: Configuration
    select: Collection[str] | None
    run: Run

    @property
    def workspace(self) -> Workspace:
        return self.context.workspace

    def diagnostics(self) -> list[Diagnostic]:
        rules = [rule for rule in RULES if self._is_active(rule)]
        found = [*self._ready_made(self.workspace.diagnostics), *self._from_settings()]
        # those of a family look at the same things: what one has worked out the next one knows
        families = [list(family) for _, family in groupby(rules, key=attrgetter("family"))]
        found += chain.from_iterable(self.run([partial(self._from_rules, family) for family in families]))
        found += self._silencers()
        suppressor = Suppressor(self.context.scope, {rule.code for rule in rules})
        loud = suppressor.without_suppressed(found)
        loud += self._ready_made(suppressor.complaints())
        return sorted(loud, key=in_reading_order)

    def _is_active(self, rule: Rule) -> bool:
        wanted = self.select is None or rule.code in self.select
        return wanted and self._severity(rule) is not None

    def _severity(self, rule: Rule, own: Severity | None = None) -> Severity | None:
        """How grave a finding is: by the settings, for family 6 by those of the base.

        What family 6 finds knows its own severity, since an amendment makes it milder than any setting.
        """
        review = self.context.review
        if rule.family != _GUARD or review is None:
            return self.configuration.severity(rule, own)
        severity = Configuration(review.base.settings.rules).severity(rule, own)
        return None if severity is None else own or severity

    def _silencers(self) -> Iterator[Diagnostic]:
        """Suppressions and baseline entries that the change under review adds."""
        if self.context.review is not None:
            yield from self._ready_made(self.context.review.silencers())

    def _ready_made(self, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Diagnostics from elsewhere, as gravely as the settings want them."""
        for diagnostic in diagnostics:
            rule = BY_CODE[diagnostic.code]
            own = diagnostic.severity if rule.family == _GUARD else None
            severity = self._severity(rule, own)
            if severity is not None and self._is_active(rule):
                yield with_fix(replace(diagnostic, severity=severity), self.workspace)

    def _from_settings(self) -> Iterator[Diagnostic]:
        return self._reported(BY_CODE["OKR005"], mistakes(self.workspace.settings.rules))

    def _from_rules(self, rules: Iterable[Rule]) -> list[Diagnostic]:
        return [diagnostic for rule in rules for diagnostic in self._from_rule(rule)]

    def _from_rule(self, rule: Rule) -> list[Diagnostic]:
        context = replace(self.context, options=self.configuration.options(rule))
        found: list[Diagnostic] = []
        try:
            found.extend(self._reported(rule, rule.check(context)))
        except Exception as error:  # noqa: BLE001  a rule that crashes is told of and silences no other
            found.append(_internal_error(rule, error))
        return found

    def _reported(self, rule: Rule, findings: Iterable[Finding]) -> Iterator[Diagnostic]:
        if not self._is_active(rule):
            return
        for finding in findings:
            severity = self._severity(rule, finding.severity)
            if severity is not None and self._holds(rule, finding):
                yield self._diagnostic(rule, finding, severity)

    def _diagnostic(self, rule: Rule, finding: Finding, severity: Severity) -> Diagnostic:
        return Diagnostic(
            code=rule.code,
            name=rule.name,
            severity=severity,
            message=finding.message,
            path=finding.place.path,
            span=self._span(finding),
            help=finding.help,
            ref=finding.ref,
            arguments=finding.arguments,
            related=tuple(
                Related(each.place.path, self.workspace.span(each.place, at_key=each.at_key), each.message)
                for each in finding.related
            ),
            fix=finding.fix(self.workspace) if finding.fix is not None else None,
        )

    def _span(self, finding: Finding) -> Span:
        span = self.workspace.span(finding.place, at_key=finding.at_key)
        if finding.within is None:
            return span
        return narrowed(span, finding.within, self.workspace.sources[finding.place.path].document.text)

    def _holds(self, rule: Rule, finding: Finding) -> bool:
        """Whether a finding is true although a part of its goal could not be read.

        What stands in a text is true of it; what is said of the goal as a whole may not be, and mending it
        comes first. What the guard says stays: a mistake that somebody ignores must not open it.
        """
        if finding.within is not None or rule.family in _UNSHAKEN:
            return True
        node = self.workspace.nodes.get(finding.ref or "")
        return node is None or node.place not in self.workspace.damaged


def _internal_error(rule: Rule, error: Exception) -> Diagnostic:
    crash = BY_CODE[INTERNAL_ERROR]
    frame = extract_tb(error.__traceback__)[-1]
    return Diagnostic(
        crash.code,
        crash.name,
        crash.severity,
        f"{rule.code} crashed: {type(error).__name__}: {error} ({frame.name}, line {frame.lineno})",
        WORKSPACE_FILE,
        help="This is a bug in okr: please report it with this line. The other rules were run.",
        arguments=(rule.code,),
    )
