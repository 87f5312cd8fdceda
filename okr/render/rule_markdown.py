"""The page of a rule as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from okr.reports.rules import FAMILIES, RuleReport


def render(rule: RuleReport) -> str:
    """The whole page."""
    facts = [f"{FAMILIES[rule.family]}", f"severity {rule.severity}"]
    if rule.strict_only:
        facts.append("only in the profile strict")
    return "\n\n".join((f"# {rule.code} {rule.name}", f"*{', '.join(facts)}*", body(rule))) + "\n"


def body(rule: RuleReport) -> str:
    """What the page says below its title."""
    return "\n\n".join(_sections(rule))


def _sections(rule: RuleReport) -> Iterator[str]:
    yield rule.summary
    if rule.details:
        yield rule.details
    if rule.why:
        yield f"## Why it matters\n\n{rule.why}"
    if rule.bad:
        yield f"## Bad\n\n{fenced(rule.bad)}"
    if rule.good:
        yield f"## Good\n\n{fenced(rule.good)}"
    if rule.fix:
        yield f"## How to fix it\n\n{rule.fix}"
    if rule.options or rule.defaults:
        yield f"## Options\n\n{options(rule)}"
    if rule.source:
        yield f"## Source\n\n{rule.source}"


def options(rule: RuleReport) -> str:
    """What can be set in `okr.yaml`, with the defaults."""
    defaults = ", ".join(f"{name}: {value:g}" for name, value in rule.defaults.items())
    example = fenced(f"rules:\n  options:\n    {rule.code}: {{{defaults}}}") if defaults else ""
    return "\n\n".join(part for part in (rule.options, example) if part)


def fenced(yaml: str) -> str:
    """A block of YAML; its fence is longer than any inside."""
    longest = max((len(run) for run in re.findall("`{3,}", yaml)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}yaml\n{yaml}\n{fence}"
