"""Family 9: the tool itself. The linter finds these; here stand the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from okr.diagnostics import Severity
from okr.rules.rule import Finding, rule

if TYPE_CHECKING:
    from okr.rules.context import Context


@rule("OKR901", "unused-suppression", Severity.WARNING)
def unused_suppression(_context: Context) -> Iterator[Finding]:
    """A comment silences a rule that finds nothing there.

    Why: It hides the next finding, which nobody has looked at.

    Bad:
        objectives:
          - id: first-week
            title: Make the first week feel effortless  # okr: ignore[OKR105] The portal is the product.
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Launch the portal  # okr: ignore[OKR105] The portal is the product.
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Remove it; `okr validate --fix` does.

    Source: Ruff's unused-noqa and mypy's warn_unused_ignores, which found the same.
    """
    yield from ()


@rule("OKR902", "expired-suppression", Severity.WARNING)
def expired_suppression(_context: Context) -> Iterator[Finding]:
    """A suppression whose `until` has passed, or names no day.

    Why: It no longer silences anything; what it hid is told again.

    Bad:
        objectives:
          - id: first-week
            title: Launch the portal  # okr: ignore[OKR105] until=2026-11-01 Reworded after the offsite.
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Launch the portal  # okr: ignore[OKR105] until=2026-12-31 Reworded after the offsite.
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Mend what it hid and remove it, or decide anew until when it may wait.

    Source: The exceptions of dependency audits, which carry an end date for the same reason.
    """
    yield from ()


@rule("OKR903", "suppression-without-reason", Severity.WARNING)
def suppression_without_reason(_context: Context) -> Iterator[Finding]:
    """A suppression that does not say why.

    Why: The next reader cannot tell a decision from an oversight.

    Bad:
        objectives:
          - id: first-week
            title: Launch the portal  # okr: ignore[OKR105]
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Good:
        objectives:
          - id: first-week
            title: Launch the portal  # okr: ignore[OKR105] The portal is the product.
            owner: ada
            key_results:
              - {id: activation, title: Week-1 activation, unit: "%", baseline: 42, target: 60}
              - {id: report, title: Median time to the first report, unit: min, baseline: 45, target: 15}

    Fix: Write the reason after the bracket, in a few words.

    Source: ESLint's require-description for the comments that switch it off.
    """
    yield from ()


@rule("OKR999", "internal-error", Severity.ERROR)
def internal_error(_context: Context) -> Iterator[Finding]:
    """A rule of okr crashed. It cannot be ignored, and makes the exit code 2.

    Why: A rule that fails silently looks like a rule that found nothing.

    Fix: Please report the message. Until it is mended, `ignore` the rule that crashed.

    Source: The design of okr: an error is never swallowed.
    """
    yield from ()
