"""What other programs read out of the formats, by their own parsers or by the rules that they publish."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import junitparser
import pytest
from findings_sample import NOTHING, SAMPLE, finding, span
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from okr.diagnostics import Severity
from okr.render import github, gitlab, json_text, junit, sarif
from okr.render.plain import printable
from okr.reports.schemas import SCHEMAS
from okr.reports.validate_output import validate_output
from okr.reports.validation import Validation

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
A_FILE_NAME = st.text(st.characters(exclude_categories=["Cs"]) | st.just("\udcff"), min_size=1, max_size=40)
"""What a file system allows; a byte that is no UTF-8 reaches us as half of a surrogate pair."""

# "Code quality report format" in GitLab's documentation: what is required, and what each may be.
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "positions"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/.]"},
                    "positions": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {
                            "begin": {
                                "type": "object",
                                "required": ["line"],
                                "properties": {"line": {"type": "integer", "minimum": 1}},
                            }
                        },
                    },
                },
            },
        },
    },
}


def with_text(text: str) -> Validation:
    """One finding that says some text wherever a text can be said."""
    said = finding(
        "OKR008", "unknown-reference", Severity.ERROR, text, span(2, 3, 5), help=text, path="a.yaml"
    )
    return replace(SAMPLE, diagnostics=(said,), paths={"a.yaml": f"{text or 'a'}.yaml"})


def workflow_commands(log: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands in a log, read as GitHub's runner does: `ActionCommand.cs`, `TryParseV2`."""

    def unescaped(text: str, *more: tuple[str, str]) -> str:
        for written, meant in (*more, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            text = text.replace(written, meant)
        return text

    commands = []
    for line in log.splitlines():
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        assert match, line
        pairs = (each.split("=", 1) for each in match[2].split(","))
        properties = {key: unescaped(value, ("%3A", ":"), ("%2C", ",")) for key, value in pairs}
        commands.append((match[1], properties, unescaped(match[3])))
    return commands


@given(ANY_TEXT)
@settings(max_examples=100)
def test_github_reads_back_every_text(text: str) -> None:
    ((level, properties, message),) = workflow_commands(github.render(with_text(text)))
    assert level == "error"
    assert properties == {
        "title": "OKR008 unknown-reference",
        "file": printable(f"{text or 'a'}.yaml"),
        "line": "2",
        "col": "3",
        "endLine": "2",
        "endColumn": "5",
    }
    assert message == "\n".join(printable(each) for each in (text, text) if each)


def test_github_reads_one_command_a_finding() -> None:
    levels = [level for level, _, _ in workflow_commands(github.render(SAMPLE))]
    assert levels == ["error", "error", "warning", "warning", "error", "notice", "notice", "error", "error"]


def test_github_is_told_columns_only_within_a_line() -> None:
    places = [properties for _, properties, _ in workflow_commands(github.render(SAMPLE))]
    assert {"line": "7", "endLine": "8"}.items() <= places[6].items()
    assert not {"col", "endColumn"} & places[6].keys()


@given(ANY_TEXT)
@settings(max_examples=100)
def test_junitparser_reads_back_every_text(text: str) -> None:
    (suite,) = junitparser.JUnitXml.fromstring(junit.render(with_text(text)).encode())
    (case,) = suite
    (failure,) = case.result
    assert isinstance(failure, junitparser.Failure)
    assert (failure.type, failure.message) == ("error", printable(text))


def test_junitparser_counts_what_failed() -> None:
    suites = junitparser.JUnitXml.fromstring(junit.render(SAMPLE).encode())
    assert (suites.tests, suites.failures, suites.errors) == (9, 5, 0)
    assert [(suite.tests, suite.failures, len(list(suite))) for suite in suites] == [
        (1, 1, 1),
        (7, 3, 7),
        (1, 1, 1),
    ]


def test_junitparser_reads_a_run_without_findings() -> None:
    (suite,) = junitparser.JUnitXml.fromstring(junit.render(NOTHING).encode())
    (case,) = suite
    assert case.is_passed


@given(ANY_TEXT)
@settings(max_examples=50)
def test_gitlab_gets_what_it_requires(text: str) -> None:
    entries = json.loads(gitlab.render(with_text(text)))
    assert [entry["description"] for entry in entries] == [f"OKR008 unknown-reference: {printable(text)}"]


def test_gitlab_gets_entries_that_fit_its_format() -> None:
    entries: list[dict[str, Any]] = json.loads(gitlab.render(SAMPLE))
    assert list(Draft202012Validator(CODE_QUALITY).iter_errors(entries)) == []
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


@given(A_FILE_NAME)
@settings(max_examples=50)
def test_addresses_in_sarif_lead_to_the_very_file(text: str) -> None:
    (result,) = json.loads(sarif.render(with_text(text)))["runs"][0]["results"]
    address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9_.~%/-]+", address)
    assert unquote(address, errors="surrogateescape") == f"{text}.yaml"


@pytest.mark.parametrize("validation", [SAMPLE, NOTHING], ids=["findings", "nothing"])
def test_json_fits_its_schema(validation: Validation) -> None:
    output = json.loads(json_text.written(validate_output(validation)))
    assert list(Draft202012Validator(SCHEMAS["validate"]()).iter_errors(output)) == []
