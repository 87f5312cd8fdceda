"""The rules as `okr.rules/1`, and one of them as `okr.rule/1`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okr.render.json_text import written
from okr.reports.rules import RuleReport

_PAGE = ("details", "why", "bad", "good", "fix", "options", "source")


def render(rule: RuleReport) -> str:
    """One rule with its page; a section that it does not have is empty."""
    page = {section: getattr(rule, section) for section in _PAGE}
    return written({"schema": "okr.rule/1", **_rule(rule), "page": page})


def render_list(rules: Iterable[RuleReport]) -> str:
    """All of them, without their pages."""
    return written({"schema": "okr.rules/1", "rules": [_rule(rule) for rule in rules]})


def _rule(rule: RuleReport) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity,
        "strict_only": rule.strict_only,
        "defaults": dict(rule.defaults),
        "summary": rule.summary,
    }
