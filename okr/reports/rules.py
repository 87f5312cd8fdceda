"""The rules as people and programs are told of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from okr.model.settings import Profile, RuleSettings
from okr.rules.configuration import Configuration
from okr.rules.registry import BY_CODE, RULES

if TYPE_CHECKING:
    from okr.diagnostics import Severity
    from okr.rules.rule import Rule

PROFILES: tuple[Profile, ...] = get_args(Profile)
FAMILIES: Mapping[str, str] = {
    "OKR0": "The file",
    "OKR1": "Objectives",
    "OKR2": "Key results",
    "OKR3": "Alignment",
    "OKR4": "KPIs",
    "OKR5": "Check-ins and cycles",
    "OKR6": "Changes",
    "OKR9": "The tool",
}
"""What the rules of a family look at."""


@dataclass(frozen=True, slots=True)
class RuleReport:
    """One rule with its page.

    Attributes:
        severity: By default, or in the profile that is asked for.
        strict_only: Whether only the profile `strict` has it.
        defaults: Its options with their defaults.
        summary: What it checks, in one line; `details` is more of that, and may be empty like what follows.
        bad: A goal file in which it finds something; `good` is the same, put right.
        fix: How to put it right.
        options: What its options mean.
        source: Whose advice it is.
    """

    code: str
    name: str
    family: str
    severity: Severity
    strict_only: bool
    defaults: Mapping[str, float]
    summary: str
    details: str
    why: str
    bad: str
    good: str
    fix: str
    options: str
    source: str


def rule_report(code: str) -> RuleReport:
    """The rule of a code."""
    rule = BY_CODE[code]
    return _report(rule, rule.severity)


def rule_reports(codes: Collection[str] | None = None, profile: Profile | None = None) -> list[RuleReport]:
    """The rules of these codes, or all of them, in the order of codes.

    Args:
        codes: Which ones.
        profile: Only those that the profile has, as grave as they are there; else as grave as they are meant.
    """
    return [
        _report(rule, severity)
        for rule, severity in _rules_of(profile)
        if codes is None or rule.code in codes
    ]


def _rules_of(profile: Profile | None) -> Iterator[tuple[Rule, Severity]]:
    settings = None if profile is None else Configuration(RuleSettings(profile=profile))
    for rule in RULES:
        severity = rule.severity if settings is None else settings.severity(rule)
        if severity is not None:
            yield rule, severity


def _report(rule: Rule, severity: Severity) -> RuleReport:
    page = rule.page
    return RuleReport(
        code=rule.code,
        name=rule.name,
        family=rule.family,
        severity=severity,
        strict_only=rule.strict_only,
        defaults=rule.options,
        summary=" ".join(page.summary.split()),
        details=page.details,
        why=page.why,
        bad=page.bad,
        good=page.good,
        fix=page.fix,
        options=page.options,
        source=page.source,
    )
