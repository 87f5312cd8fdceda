"""`okr rule`, `okr rules` and `okr schema` as they are called."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from okr.cli.boundary import run
from okr.model import schema as files
from okr.reports.rules import PROFILES, rule_reports
from okr.reports.schemas import SCHEMAS
from okr.rules.registry import RULES

Okr = Callable[..., tuple[int, str, str]]


@pytest.fixture
def okr(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Okr:
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.mark.parametrize("selector", ["OKR103", "okr103", "objective-without-owner"])
def test_a_rule_is_found_by_code_and_name(okr: Okr, selector: str) -> None:
    code, out, err = okr("rule", selector)
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == ["OKR103 objective-without-owner", "warning, objectives"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_every_page_can_be_read(okr: Okr, rule: object, format_: str) -> None:
    code = getattr(rule, "code", "")
    exit_code, out, _ = okr("rule", code, "--format", format_)
    assert exit_code == 0
    assert [section for section in ("Why it matters", "How to fix it", "Source") if section not in out] == []


def test_a_page_as_markdown_shows_its_samples_as_yaml(okr: Okr) -> None:
    _, out, _ = okr("rule", "OKR103", "--format", "markdown")
    assert out.startswith("# OKR103 objective-without-owner\n\n*Objectives, severity warning*\n\n")
    assert out.count("```yaml\n") == 2


def test_an_unknown_rule_is_refused(okr: Okr) -> None:
    assert okr("rule", "OKR1003") == (2, "", 'okr: there is no rule "OKR1003"\n     Did you mean "OKR103"?\n')


def test_rules_are_listed_by_family(okr: Okr) -> None:
    code, out, _ = okr("rules", "--family", "9")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if not line.startswith("  ")] == [
        "rule",
        "OKR9",
        *(rule.code for rule in RULES if rule.family == "OKR9"),
    ]


def test_an_unknown_family_is_refused(okr: Okr) -> None:
    assert okr("rules", "--family", "8") == (
        2,
        "",
        'okr: there is no family "OKR8"\n     Did you mean "OKR9"?\n',
    )


@pytest.mark.parametrize("profile", PROFILES)
def test_rules_are_listed_as_a_profile_has_them(okr: Okr, profile: str) -> None:
    _, out, _ = okr("rules", "--profile", profile, "--format", "json")
    listed = {each["code"]: each["severity"] for each in json.loads(out)["rules"]}
    severities = {rule.code: rule.severity for rule in RULES}
    expected = {
        "relaxed": {"OKR001": "error", "OKR101": "warning", "OKR104": None, "OKR110": None},
        "default": {"OKR001": "error", "OKR101": "error", "OKR104": "info", "OKR110": None},
        "strict": {"OKR001": "error", "OKR101": "error", "OKR104": "warning", "OKR110": "warning"},
    }
    assert {code: listed.get(code) for code in expected[profile]} == expected[profile]
    assert listed.keys() <= severities.keys()


def test_rules_without_a_profile_are_all_of_them() -> None:
    assert [report.code for report in rule_reports()] == [rule.code for rule in RULES]


@pytest.mark.parametrize(("arguments", "name"), [(("rules",), "rules"), (("rule", "OKR101"), "rule")])
def test_json_fits_its_schema(okr: Okr, arguments: tuple[str, ...], name: str) -> None:
    _, out, _ = okr(*arguments, "--format", "json")
    assert list(Draft202012Validator(SCHEMAS[name]()).iter_errors(json.loads(out))) == []


def test_schemas_are_listed(okr: Okr) -> None:
    assert okr("schema") == (0, "".join(f"{name}\n" for name in (*files.SCHEMAS, *SCHEMAS)), "")


@pytest.mark.parametrize("name", [*files.SCHEMAS, *SCHEMAS])
def test_every_schema_is_one(okr: Okr, name: str) -> None:
    code, out, err = okr("schema", name)
    assert (code, err) == (0, "")
    validator = Draft7Validator if name in files.SCHEMAS else Draft202012Validator
    validator.check_schema(json.loads(out))


def test_an_unknown_schema_is_refused(okr: Okr) -> None:
    assert okr("schema", "goal") == (2, "", 'okr: there is no schema "goal"\n     Did you mean "goals"?\n')
