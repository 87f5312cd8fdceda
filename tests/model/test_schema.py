"""The schemas for editors say what the models say."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from goals import workspace
from jsonschema import Draft7Validator

from okr.documents import read_document
from okr.model import goals, kpis, settings
from okr.model.schema import SCHEMAS, goals_schema, workspace_schema

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
GOALS = Draft7Validator(goals_schema())
WORKSPACE = Draft7Validator(workspace_schema())
STRUCTURAL = {"OKR003", "OKR004", "OKR005", "OKR010"}
"""Rules whose findings in one mapping a schema can show as well."""


def all_models() -> Iterator[type]:
    """Every model of the format that is written as a mapping."""
    for module in (goals, kpis, settings):
        for model in vars(module).values():
            if (
                dataclasses.is_dataclass(model)
                and isinstance(model, type)
                and model.__module__ == module.__name__
            ):
                yield model


MODELS = list(all_models())


def definition(model: type) -> dict[str, Any]:
    if model is settings.GoalFile:
        return goals_schema()
    if model is settings.Settings:
        return workspace_schema()
    both = {**goals_schema()["definitions"], **workspace_schema()["definitions"]}
    found: dict[str, Any] = both[model.__name__]
    return found


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_each_is_a_schema_of_draft_7(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name]())


@pytest.mark.parametrize("model", MODELS)
def test_keys_of_the_schema_are_the_fields_of_the_model(model: type) -> None:
    fields = {each.name.rstrip("_") for each in dataclasses.fields(model)} - {"extensions"}
    assert definition(model)["properties"].keys() == fields


@pytest.mark.parametrize("model", MODELS)
def test_every_key_and_every_mapping_is_told_of(model: type) -> None:
    made = definition(model)
    assert made["description"]
    assert [key for key, value in made["properties"].items() if not value.get("description")] == []


@pytest.mark.parametrize("model", MODELS)
def test_what_is_told_of_is_a_key(model: type) -> None:
    """A docstring that speaks of a key that is no more would go unseen."""
    lines = (model.__doc__ or "").partition("Attributes:")[2].splitlines()
    told = {line.strip().partition(":")[0] for line in lines if line.startswith("        ") and ": " in line}
    named = {name for name in told if name.isidentifier()}
    assert named <= {each.name for each in dataclasses.fields(model)}


@pytest.mark.parametrize(
    "path",
    [path for example in ("northwind", "tiny") for path in sorted((EXAMPLES / example).rglob("*.yaml"))],
    ids=lambda path: path.relative_to(EXAMPLES).as_posix(),
)
def test_the_examples_are_valid(path: Path) -> None:
    checks = WORKSPACE if path.name == "okr.yaml" else GOALS
    value = read_document(path.name, path.read_bytes()).value
    assert [error.message for error in checks.iter_errors(value)] == []


def key_result(text: str) -> str:
    return f"""
    cycle: 2026-Q4
    objectives:
      - id: o
        title: Be good
        key_results:
          - {{id: k, title: A number, {text}}}
    """


def kpi(text: str) -> str:
    return f"""
    kpis:
      - {{id: k, title: A number, {text}}}
    """


RIGHT = {
    "a metric": key_result("baseline: 1, target: 2"),
    "a metric without a baseline yet": key_result("baseline: , target: 2"),
    "a level to keep": key_result("maintain: {between: [1, 2]}"),
    "an empty bound beside the one": key_result("maintain: {at_least: 1, at_most: }"),
    "not done yet": key_result("done: "),
    "empty keys": key_result("target: 2, maintain: , milestones: , note: , owner: , tags: "),
    "a graded one": key_result("confidential: true"),
    "extensions": key_result("x-anything: {a: [1]}"),
    "a number as text": key_result("target: 2, unit: 5, note: 1.5"),
    "a scale": key_result("target: 2, scale: [[0, 0], [2, 1]]"),
    "one reference": key_result("target: 2, depends_on: company/other"),
    "several references": key_result("target: 2, depends_on: [company/other, 2026/company/other/k]"),
    "a counted cadence": key_result("target: 2, cadence: 10 days"),
    "a year as a cycle": "{cycle: 2026, objectives: []}",
    "ids of digits": "{kpis: [{id: 7, title: 8}]}",
    "readings in a file": kpi("readings: a.csv"),
    "readings of cycles": kpi("readings: [{date: 2019, value: 1}, {date: 2019-Q3, value: 2}]"),
    "targets over time": kpi("target: [{at_least: 1, from: 2026-01-01}, {at_least: 2, by: 2026-12-31}]"),
}
WRONG = {
    "an unknown key": key_result("targt: 2"),
    "a key that only looks like an extension": key_result("x_a: 2"),
    "a missing title": "{cycle: 2026-Q4, objectives: [{id: o}]}",
    "an empty title": "{cycle: 2026-Q4, objectives: [{id: o, title: }]}",
    "text for a number": key_result('target: "60%"'),
    "a truth for text": key_result("target: 2, unit: true"),
    "a list for text": key_result("target: 2, note: [a]"),
    "a mapping for a list": key_result("target: 2, tags: {a: b}"),
    "text for a list": key_result("target: 2, tags: a"),
    "an unknown word": key_result("target: 2, ambition: huge"),
    "a bad id": "{kpis: [{id: Care & repair, title: A}]}",
    "a long id": f"{{kpis: [{{id: {'a' * 61}, title: A}}]}}",
    "two lines in a title": '{kpis: [{id: a, title: "A\\nB"}]}',
    "a date of another country": key_result("target: 2, due: 20.11.2026"),
    "a number for a date": key_result("target: 2, due: 2026"),
    "no weight": key_result("target: 2, weight: 0"),
    "too much confidence": key_result("target: 2, check_ins: [{date: 2026-11-02, value: 1, confidence: 60}]"),
    "a bad reference": key_result("target: 2, depends_on: other"),
    "a number for a reference": key_result("target: 2, depends_on: 5"),
    "a bad cadence": key_result("target: 2, cadence: often"),
    "a number for a cadence": key_result("target: 2, cadence: 7"),
    "a triple in a scale": key_result("target: 2, scale: [[0, 0, 0], [2, 1]]"),
    "a single in a range": key_result("maintain: {between: [1]}"),
    "two measures": key_result("target: 2, maintain: {at_least: 1}"),
    "two other measures": key_result("milestones: [{title: A}], levels: [{title: A, score: 1}]"),
    "a target that is done": key_result("target: 2, done: "),
    "a baseline without a target": key_result("baseline: 2"),
    "a KPI without a target": key_result("kpi: k"),
    "a confidential number": key_result("target: 2, confidential: true"),
    "a range with no bound": key_result("maintain: {}"),
    "a range with two bounds": key_result("maintain: {at_least: 1, at_most: 2}"),
    "a grade without a reason": key_result("target: 2, close: {date: 2026-12-31, grade: 1}"),
    "a target from and by": kpi("target: {at_least: 1, from: 2026-01-01, by: 2026-12-31}"),
    "readings and a formula": kpi('readings: a.csv, formula: "1"'),
    "a number for readings": kpi("readings: 5"),
}


def is_structural(text: str) -> bool:
    return any(
        each.code in STRUCTURAL
        for each in workspace({"goals/a.yaml": text}).sources["goals/a.yaml"].diagnostics
    )


def errors(text: str) -> list[str]:
    return [error.message for error in GOALS.iter_errors(read_document("a.yaml", text.encode()).value)]


@pytest.mark.parametrize("text", list(RIGHT.values()), ids=list(RIGHT))
def test_what_the_models_take_the_schema_takes(text: str) -> None:
    assert not is_structural(text)
    assert errors(text) == []


@pytest.mark.parametrize("text", list(WRONG.values()), ids=list(WRONG))
def test_what_the_models_refuse_the_schema_refuses(text: str) -> None:
    assert is_structural(text)
    assert errors(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "version: 2",
        "{}",
        "{version: 1, teams: [{id: A}]}",
        "{version: 1, fiscal_year_start: 13}",
        "{version: 1, scoring: {good: 2}}",
        "{version: 1, rules: {profile: lax}}",
        "{version: 1, rules: {severity: {OKR101: fatal}}}",
        "{version: 1, rules: {words: {OKR105: {extend: [a], replace: [b]}}}}",
        "{version: 1, cycles: [{id: sprint, start: 2026-10-05}]}",
        "{version: 1, people: [{id: ada, phone: 1}]}",
    ],
)
def test_what_okr_yaml_may_not_say_its_schema_refuses(text: str) -> None:
    assert [each for each in workspace({}, text).diagnostics if each.code in STRUCTURAL] != []
    assert list(WORKSPACE.iter_errors(read_document("okr.yaml", text.encode()).value)) != []


def test_two_measures_are_shown_at_the_second() -> None:
    (error,) = GOALS.iter_errors(
        read_document("a.yaml", key_result("target: 2, maintain: {at_least: 1}").encode()).value
    )
    assert list(error.absolute_path) == ["objectives", 0, "key_results", 0, "maintain"]


def test_dates_of_the_schema_are_dates() -> None:
    due = definition(goals.KeyResult)["properties"]["due"]
    assert (due["format"], due["type"]) == ("date", ["string", "null"])
