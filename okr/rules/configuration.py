"""What `okr.yaml` says of the rules: which apply, how gravely, and with which options and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from okr.diagnostics import Severity
from okr.rules.registry import RULES, codes_of, known_selectors
from okr.rules.rule import Finding, Rule
from okr.rules.words import ENGLISH, LIST_OF_RULE, Words
from okr.workspace import WORKSPACE_FILE, Place
from okr.workspace.mistakes import did_you_mean

if TYPE_CHECKING:
    from okr.model.settings import RuleSettings, WordSettings

_AS_THEY_ARE = ("OKR0", "OKR6")
"""Families that no profile softens."""
INTERNAL_ERROR = "OKR999"
_RULES_PLACE = Place(WORKSPACE_FILE, ("rules",))


@dataclass(frozen=True, eq=False)
class Configuration:
    """The settings of the rules, resolved to codes. What they name that is unknown, they leave out."""

    settings: RuleSettings

    def severity(self, rule: Rule, own: Severity | None = None) -> Severity | None:
        """How grave a finding of a rule is; `None` where it is not shown.

        `ignore` beats `severity`, which beats the profile.

        Args:
            rule: The rule.
            own: The finding's own severity, where it has one.
        """
        if rule.code == INTERNAL_ERROR:
            return rule.severity
        if rule.code in self._ignored:
            return None
        if rule.code in self._severities:
            return self._severities[rule.code]
        return self._in_profile(rule, own or rule.severity)

    def _in_profile(self, rule: Rule, severity: Severity) -> Severity | None:
        profile = self.settings.profile
        if rule.strict_only and profile != "strict":
            return None
        if profile == "strict" and severity is Severity.INFO:
            return Severity.WARNING
        if profile == "relaxed" and rule.family not in _AS_THEY_ARE:
            return None if severity is Severity.INFO else Severity.WARNING
        return severity

    @cached_property
    def _ignored(self) -> frozenset[str]:
        return frozenset().union(*map(codes_of, self.settings.ignore))

    @cached_property
    def _severities(self) -> Mapping[str, Severity]:
        return {code: Severity(name) for code, name in _resolved(self.settings.severity)}

    def options(self, rule: Rule) -> Mapping[str, float]:
        """The options of a rule: its defaults, with what is set and fits."""
        return {**rule.options, **self._options.get(rule.code, {})}

    @cached_property
    def _options(self) -> Mapping[str, dict[str, float]]:
        options: dict[str, dict[str, float]] = {}
        for code, given in _resolved(self.settings.options):
            defaults = _OPTIONS[code]
            fitting = {name: value for name, value in given.items() if _fits(value, defaults.get(name))}
            options.setdefault(code, {}).update(fitting)
        return options

    @cached_property
    def words(self) -> Words:
        """The word lists, as English has them or as they are set."""
        words = ENGLISH
        for code, given in _resolved(self.settings.words):
            if code in LIST_OF_RULE:
                words = _changed(words, code, given)
        return words


_OPTIONS: Mapping[str, Mapping[str, float]] = {rule.code: rule.options for rule in RULES}


def _resolved(settings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """A setting by code: those of whole families first, so that a single rule's own comes last."""
    for selector in sorted(settings, key=lambda selector: -len(codes_of(selector))):
        for code in codes_of(selector):
            yield code, settings[selector]


def _changed(words: Words, code: str, given: WordSettings) -> Words:
    if given.replace is not None:
        return words.replaced(code, given.replace)
    return words.extended(code, given.extend or ())


def _fits(value: object, default: float | None) -> bool:
    """Whether a value can stand for an option: a number of its kind, and not below zero."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return default is not None and value >= 0 and (isinstance(default, float) or isinstance(value, int))


def mistakes(settings: RuleSettings) -> Iterator[Finding]:
    """Rules and options that are spoken of and are not there."""
    for index, selector in enumerate(settings.ignore):
        yield from _unknown(selector, _RULES_PLACE.at("ignore", index))
    for section in ("severity", "options", "words"):
        for selector in getattr(settings, section):
            yield from _unknown(selector, _RULES_PLACE.at(section, selector), at_key=True)
    for selector, given in settings.options.items():
        yield from _misfits(selector, given)
    for selector in settings.words:
        yield from _wordless(selector)


def _unknown(selector: str, place: Place, *, at_key: bool = False) -> Iterator[Finding]:
    if not codes_of(selector):
        advice = did_you_mean(selector, known_selectors()) or "`okr rules` lists them all."
        yield Finding(
            place, f'there is no rule "{selector}"', advice, arguments=("rule", selector), at_key=at_key
        )


def _misfits(selector: str, given: Mapping[str, Any]) -> Iterator[Finding]:
    """Options that no rule of a selector has, and values that do not fit."""
    if not codes_of(selector):
        return
    defaults = {name: value for code in codes_of(selector) for name, value in _OPTIONS[code].items()}
    for name, value in given.items():
        place = _RULES_PLACE.at("options", selector, name)
        if name not in defaults:
            advice = did_you_mean(name, defaults) or _its_options(defaults)
            message = f'{selector} has no option "{name}"'
            yield Finding(place, message, advice, arguments=("option", selector, name), at_key=True)
        elif not _fits(value, defaults[name]):
            kind = "a number" if isinstance(defaults[name], float) else "a whole number"
            message = f"{name} is {value!r}, and {kind} of 0 or more is expected"
            advice = f"The default is {defaults[name]:g}."
            yield Finding(place, message, advice, arguments=("option", selector, name))


def _its_options(defaults: Iterable[str]) -> str:
    names = ", ".join(sorted(defaults))
    return f"Its options are: {names}." if names else "It has no options."


def _wordless(selector: str) -> Iterator[Finding]:
    codes = codes_of(selector)
    if codes and not any(code in LIST_OF_RULE for code in codes):
        advice = f"Rules with words are {', '.join(LIST_OF_RULE)}."
        place = _RULES_PLACE.at("words", selector)
        yield Finding(place, f"{selector} has no words", advice, arguments=("words", selector), at_key=True)
