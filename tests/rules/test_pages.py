"""Every rule's page: complete, and its samples prove what it says."""

from __future__ import annotations

import pytest
from linting import findings, sides, split

from okr.diagnostics import FILE_RULES, Severity
from okr.rules.registry import RULES
from okr.rules.rule import Page, Rule

WITH_SAMPLES = [rule for rule in RULES if rule.code != "OKR999"]
named = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
sampled = pytest.mark.parametrize("rule", WITH_SAMPLES, ids=lambda rule: rule.code)


@sampled
def test_the_bad_sample_shows_exactly_what_the_rule_finds(rule: Rule) -> None:
    found = findings(**sides(split(rule.page.bad)), select=with_silenced(rule))
    if rule.strict_only:
        strict = {"okr.yaml": "version: 1\nrules: {profile: strict}\n", **split(rule.page.bad)}
        assert found == []
        found = findings(strict, select={rule.code})
    assert [each.code for each in found if each.code != "OKR105" or rule.code == "OKR105"] == [rule.code]


@sampled
def test_the_good_sample_is_good(rule: Rule) -> None:
    assert findings(**sides(split(rule.page.good)), select=with_silenced(rule)) == []


def with_silenced(rule: Rule) -> set[str]:
    """The rule, and for one about suppressions the rule that its samples silence."""
    return {rule.code, "OKR105"} if rule.family == "OKR9" else {rule.code}


@sampled
def test_samples_are_otherwise_sound(rule: Rule) -> None:
    for sample in (rule.page.bad, rule.page.good):
        errors = [each for each in findings(**sides(split(sample))) if each.severity is Severity.ERROR]
        assert [(each.code, each.message) for each in errors if each.code != rule.code] == []


@named
def test_a_page_is_complete(rule: Rule) -> None:
    page = rule.page
    assert page.summary.endswith(".")
    assert page.why
    assert page.fix
    assert page.source
    assert bool(page.options) == bool(rule.options)
    assert [name for name in rule.options if f"`{name}`" not in page.options] == []


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_the_reader_uses_the_same_names() -> None:
    assert {rule.code: rule.name for rule in RULES if rule.family == "OKR0"} == FILE_RULES


def test_a_page_is_read_from_a_docstring() -> None:
    docstring = """Too many cooks.

    Counted by hats.

    Why: They spoil
    the broth.

    Bad:
        cooks: 3

    Good:
        cooks: 1

    Fix: Send two home.

    Options: `max`, the most.

    Source: Folk wisdom.
    """
    assert Page.parse(docstring) == Page(
        summary="Too many cooks.",
        details="Counted by hats.",
        why="They spoil\nthe broth.",
        bad="cooks: 3",
        good="cooks: 1",
        fix="Send two home.",
        options="`max`, the most.",
        source="Folk wisdom.",
    )
