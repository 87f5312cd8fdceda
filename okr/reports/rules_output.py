"""What `okr rules --format json` and `okr rule CODE --format json` say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, TypedDict

from okr.reports.rules import RuleReport
from okr.reports.validate_output import SeverityName


class RuleEntry(TypedDict):
    """A rule, without its page."""

    code: Annotated[str, ("pattern", "^OKR[0-9]{3}$")]
    name: str
    family: Annotated[str, ("pattern", "^OKR[0-9]$")]
    severity: SeverityName
    strict_only: Annotated[bool, "Only the profile strict has it."]
    defaults: Annotated[dict[str, float], "Its options with their defaults."]
    summary: str


class PageOutput(TypedDict):
    """The page of a rule; a section that it does not have is empty."""

    details: str
    why: str
    bad: Annotated[str, "A goal file in which the rule finds something."]
    good: Annotated[str, "The same, put right."]
    fix: str
    options: str
    source: str


class RuleOutput(RuleEntry):
    """The output of `okr rule`."""

    schema: Literal["okr.rule/1"]
    page: PageOutput


class RulesOutput(TypedDict):
    """The output of `okr rules`."""

    schema: Literal["okr.rules/1"]
    rules: list[RuleEntry]


def rules_output(rules: Iterable[RuleReport]) -> RulesOutput:
    """Some rules, in the order of codes."""
    return {"schema": "okr.rules/1", "rules": [_entry(rule) for rule in rules]}


def rule_output(rule: RuleReport) -> RuleOutput:
    """One rule, with its page."""
    return {
        "schema": "okr.rule/1",
        **_entry(rule),
        "page": {
            "details": rule.details,
            "why": rule.why,
            "bad": rule.bad,
            "good": rule.good,
            "fix": rule.fix,
            "options": rule.options,
            "source": rule.source,
        },
    }


def _entry(rule: RuleReport) -> RuleEntry:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.value,
        "strict_only": rule.strict_only,
        "defaults": dict(rule.defaults),
        "summary": rule.summary,
    }
