"""The JSON Schema of every output, by the name that `okr schema` knows it by."""

from __future__ import annotations

from collections.abc import Callable

from okr.reports.json_schema import JsonSchema, output_schema
from okr.reports.score_output import ScoreOutput, ScoresOutput

SCHEMAS: dict[str, Callable[[], JsonSchema]] = {
    "score": lambda: output_schema(ScoreOutput),
    "scores": lambda: output_schema(ScoresOutput),
}
