"""What the comparison asks of the rules, which stand above it: how grave a breach is, what is stricter."""

from __future__ import annotations

from typing import Protocol

from okr.diagnostics import Severity
from okr.model.settings import RuleSettings

MOVED_GOALPOST = "OKR601"
DELETED_GOAL = "OKR602"
REWRITTEN_HISTORY = "OKR603"
DOWNGRADED_COMMITMENT = "OKR605"
EDITED_CLOSED_GOAL = "OKR606"
LOOSENED_RULES = "OKR607"


class Rulebook(Protocol):
    """The rules as settings make them."""

    def severity(self, settings: RuleSettings, code: str, own: Severity) -> Severity | None:
        """How grave a breach of a rule is that is `own` by itself; `None` where the rule is ignored."""
        ...

    def strictness(self, settings: RuleSettings, selector: str) -> float:
        """How strictly the rules of a code, name or family are taken; only greater or less has a meaning."""
        ...


class AsWritten:
    """The rules without anybody's settings, where only what is written is known."""

    def severity(self, settings: RuleSettings, code: str, own: Severity) -> Severity | None:  # noqa: ARG002
        """The breach's own."""
        return own

    def strictness(self, settings: RuleSettings, selector: str) -> float:
        """By the severity that is written; one that is not counts as a warning."""
        written = settings.severity.get(selector, Severity.WARNING)
        return -Severity(written).rank


AS_WRITTEN = AsWritten()
