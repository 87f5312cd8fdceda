"""The rules as people and programs are told of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
        severity: In the profile that is asked for; `None` where that one leaves it out.
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
    severity: Severity | None
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


def rule_reports(
    codes: Collection[str] | None = None, profile: Profile | None = None
) -> tuple[RuleReport, ...]:
    """The rules of these codes, or all of them, in the order of codes.

    Args:
        codes: Which ones.
        profile: Only those that the profile has, as grave as they are there; else as grave as they are meant.
    """
    wanted = (rule for rule in RULES if codes is None or rule.code in codes)
    reports = (_report(rule, _severity(rule, profile)) for rule in sorted(wanted, key=lambda rule: rule.code))
    return tuple(report for report in reports if report.severity is not None)


def rule_report(code: str) -> RuleReport:
    """The one rule of a code."""
    rule = BY_CODE[code]
    return _report(rule, rule.severity)


def _severity(rule: Rule, profile: Profile | None) -> Severity | None:
    return rule.severity if profile is None else Configuration(RuleSettings(profile=profile)).severity(rule)


def _report(rule: Rule, severity: Severity | None) -> RuleReport:
    page = rule.page
    return RuleReport(
        code=rule.code,
        name=rule.name,
        family=rule.family,
        severity=severity,
        strict_only=rule.strict_only,
        defaults=rule.options,
        summary=page.summary,
        details=page.details,
        why=page.why,
        bad=page.bad,
        good=page.good,
        fix=page.fix,
        options=page.options,
        source=page.source,
    )
