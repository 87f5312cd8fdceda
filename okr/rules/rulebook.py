"""The rules as `okr.yaml` makes them, for whoever compares two workspaces."""

from __future__ import annotations

from okr.diagnostics import Severity
from okr.model.settings import RuleSettings
from okr.rules.configuration import Configuration
from okr.rules.registry import BY_CODE, codes_of

_OFF = len(Severity)
"""What stands after the mildest severity."""


class Configured:
    """Every question answered from the settings that are asked about."""

    def severity(self, settings: RuleSettings, code: str, own: Severity) -> Severity | None:
        """How grave a breach of a rule is that is `own` by itself; `None` where the rule is ignored."""
        return Configuration(settings).severity(BY_CODE[code], own)

    def strictness(self, settings: RuleSettings, selector: str) -> float:
        """How strictly the rules of a code, name or family are taken; 0 where all are off."""
        configuration = Configuration(settings)
        severities = (configuration.severity(BY_CODE[code]) for code in codes_of(selector))
        return sum(_OFF - (_OFF if severity is None else severity.rank) for severity in severities)


RULEBOOK = Configured()
