"""What `okr report --format json` says: the report itself, field by field."""

from __future__ import annotations

from typing import Any

from okr.reports.json_schema import DIALECT, JsonSchema, schema_of
from okr.reports.json_values import plain
from okr.reports.report import Report

NAME = "okr.report/1"


def report_output(report: Report) -> dict[str, Any]:
    """A report as values of JSON."""
    return {"schema": NAME, **plain(report)}


def report_schema() -> JsonSchema:
    """The schema of that."""
    schema = schema_of(Report)
    properties = {"schema": {"const": NAME}, **schema["properties"]}
    return {"$schema": DIALECT, **schema, "properties": properties, "required": list(properties)}
