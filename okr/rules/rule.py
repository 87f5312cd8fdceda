"""What a rule is: a small pure function that yields findings, and whose docstring is its page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from inspect import cleandoc
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from okr.diagnostics import Severity

if TYPE_CHECKING:
    from okr.diagnostics import Fix
    from okr.rules.context import Context
    from okr.workspace import Place, Workspace

_SECTION = re.compile(r"^(Why|Bad|Good|Fix|Options|Source):[ \n]", re.MULTILINE)


class Elsewhere(NamedTuple):
    """Another place that belongs to a finding, and what stands there."""

    place: Place
    message: str
    at_key: bool = False


class Finding(NamedTuple):
    """What a rule says. It speaks of places in the model; only what is reported gets lines and columns.

    Attributes:
        place: Where it is written.
        message: What is wrong, in one sentence without a final full stop.
        help: The next step.
        ref: The goal or KPI that it is about; `None` for a team, a cycle or a file.
        arguments: What makes it differ from the rule's other findings on the same thing. Never a line number.
        at_key: Whether to point at the key instead of its value.
        within: Offsets in the characters of the value, where a part of it is meant.
        fix: Makes the one right answer, if there is one; asked only where the finding is reported.
        severity: Where it differs from the rule's.
    """

    place: Place
    message: str
    help: str
    ref: str | None = None
    arguments: tuple[str, ...] = ()
    at_key: bool = False
    within: tuple[int, int] | None = None
    related: tuple[Elsewhere, ...] = ()
    fix: Callable[[Workspace], Fix | None] | None = None
    severity: Severity | None = None


Check = Callable[["Context"], Iterator[Finding]]


class Page(NamedTuple):
    """What `okr rule CODE` shows: the sections of a rule's docstring.

    Attributes:
        summary: What the rule checks, in one line.
        details: More of that; often empty.
        why: Why it matters.
        bad: YAML in which the rule finds one thing. Where it needs several files, `# PATH` begins each.
        good: The same, put right.
        fix: How to put it right.
        options: What its options mean; empty where it has none.
        source: Whose advice it is.
    """

    summary: str
    details: str
    why: str
    bad: str
    good: str
    fix: str
    options: str
    source: str

    @classmethod
    def parse(cls, docstring: str) -> Page:
        """Read the sections of a docstring."""
        opening, *rest = _SECTION.split(cleandoc(docstring))
        summary, _, details = opening.strip().partition("\n\n")
        sections = dict(zip(rest[::2], rest[1::2], strict=True))
        samples = {name: textwrap.dedent(sections.get(name, "")).strip("\n") for name in ("Bad", "Good")}
        prose = {name: sections.get(name, "").strip() for name in ("Why", "Fix", "Options", "Source")}
        return cls(
            summary=summary,
            details=details,
            why=prose["Why"],
            bad=samples["Bad"],
            good=samples["Good"],
            fix=prose["Fix"],
            options=prose["Options"],
            source=prose["Source"],
        )


class Rule(NamedTuple):
    """One rule.

    Attributes:
        code: `OKR105`; its fourth character is the family.
        name: After the bad thing, so that "ignore objective-is-a-task" reads well.
        severity: The default one.
        check: Finds what is wrong; nothing where reading or the linter itself does.
        documentation: The docstring that is its page.
        options: What can be set in `okr.yaml`, with the defaults.
        strict_only: Off but in the profile `strict`, or where `severity` names it.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    documentation: str
    options: Mapping[str, float] = MappingProxyType({})
    strict_only: bool = False

    @property
    def family(self) -> str:
        """`OKR1` for `OKR105`."""
        return self.code[:4]

    @property
    def page(self) -> Page:
        """Its documentation, in sections."""
        return Page.parse(self.documentation)


def rule(
    code: str, name: str, severity: Severity, *, strict_only: bool = False, **options: float
) -> Callable[[Check], Rule]:
    """Make a rule of a check. It wraps and registers nothing: `okr.rules.registry` lists all rules."""

    def wrap(check: Check) -> Rule:
        documentation = check.__doc__ or ""
        return Rule(code, name, severity, check, documentation, MappingProxyType(options), strict_only)

    return wrap
