"""Every JSON output keeps to its schema, strictly: no key too few and none too many."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypedDict, get_args

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from okr.reports.chosen import ChosenGoals, choose
from okr.reports.json_schema import Share, output_schema
from okr.reports.listing import Kind, Listed, list_output
from okr.reports.schemas import SCHEMAS
from okr.reports.score_output import score_output, scores_output
from okr.reports.tree import alignment, tree_output
from okr.scoring import Scores
from okr.snapshot import WorkTreeSnapshot
from okr.workspace import load

EXAMPLES = Path(__file__).parents[2] / "examples"
DAYS = ["2026-01-01", "2026-11-20", "2027-03-01"]


def strict(schema: Any) -> Any:
    """The schema without leave for further keys."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if "properties" in schema else {}
    return {**closed, **{key: strict(value) for key, value in schema.items()}}


def problems(name: str, output: Any) -> list[str]:
    validator = Draft202012Validator(strict(SCHEMAS[name]()), format_checker=FormatChecker())
    return [
        f"{each.json_path}: {each.message}" for each in validator.iter_errors(json.loads(json.dumps(output)))
    ]


def by_cycle(scores: Scores) -> Iterator[ChosenGoals]:
    nodes = scores.workspace.objectives.values()
    for cycle in {node.cycle.id: node.cycle for node in nodes}.values():
        yield choose(scores, cycle, [node for node in nodes if node.cycle.id == cycle.id])


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("example", ["northwind", "tiny", "broken"])
def test_outputs_keep_to_their_schemas(example: str, day: str) -> None:
    workspace = load(WorkTreeSnapshot(EXAMPLES / example))
    scores = Scores(workspace, dt.date.fromisoformat(day))
    cycles = list(by_cycle(scores))
    assert [problems("score", score_output(each, scores)) for each in cycles] == [[]] * len(cycles)
    assert problems("scores", scores_output(cycles, scores)) == []
    assert problems("tree", tree_output(alignment(scores, list(workspace.objectives.values())))) == []


@pytest.mark.parametrize("example", ["northwind", "tiny", "broken"])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_lists_keep_to_their_schema(example: str, kind: Kind) -> None:
    workspace = load(WorkTreeSnapshot(EXAMPLES / example))
    objectives = list(workspace.objectives.values())
    key_results = list(workspace.key_results.values())
    listed = Listed(workspace, objectives, key_results, list(workspace.kpis.values()), all=True)
    output = list_output(kind, listed)
    assert list(output) == ["schema", kind]
    assert problems("list", output) == []


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_one(name: str) -> None:
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["schema"] == {"const": f"okr.{name}/1"}


def test_a_wrong_output_is_seen() -> None:
    output = {"schema": "okr.scores/1", "as_of": "2026-11-32", "cycles": [{}], "more": 1}
    assert sorted(problems("scores", output)) == [
        "$.as_of: '2026-11-32' is not a 'date'",
        "$.cycles[0]: 'cycle' is a required property",
        "$.cycles[0]: 'objectives' is a required property",
        "$.cycles[0]: 'teams' is a required property",
        "$.cycles[0]: 'total' is a required property",
        "$: Additional properties are not allowed ('more' was unexpected)",
    ]


class Sample(TypedDict):
    """A sample.

    With more to say.
    """

    name: Annotated[str, "What it is called."]
    share: Share | None
    tags: list[str]
    extra: dict[str, bool]


def test_a_type_says_its_schema() -> None:
    assert output_schema(Sample) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": "A sample.",
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "What it is called."},
            "share": {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "null"}]},
            "tags": {"type": "array", "items": {"type": "string"}},
            "extra": {"type": "object", "additionalProperties": {"type": "boolean"}},
        },
        "required": ["name", "share", "tags", "extra"],
    }


def test_a_type_that_json_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="has no place in JSON"):
        output_schema(complex)
