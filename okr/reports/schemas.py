"""The JSON Schema of every output, by the name that `okr schema` knows it by."""

from __future__ import annotations

from collections.abc import Callable

from okr.reports.calibration_output import CalibrationOutput
from okr.reports.diff_output import DiffOutput
from okr.reports.explained import ExplainOutput
from okr.reports.history import LogOutput, TrendOutput
from okr.reports.json_schema import JsonSchema, output_schema
from okr.reports.kpi_output import KpiChartOutput, KpisOutput
from okr.reports.kpi_tree import KpiTreeOutput
from okr.reports.listing import ListOutput
from okr.reports.page_output import PageOutput
from okr.reports.report.output import report_schema
from okr.reports.rules_output import RuleOutput, RulesOutput
from okr.reports.score_output import ScoreOutput, ScoresOutput
from okr.reports.tree import TreeOutput
from okr.reports.validate_output import ValidateOutput

SCHEMAS: dict[str, Callable[[], JsonSchema]] = {
    "report": report_schema,
    "rule": lambda: output_schema(RuleOutput),
    "rules": lambda: output_schema(RulesOutput),
    "score": lambda: output_schema(ScoreOutput),
    "scores": lambda: output_schema(ScoresOutput),
    "diff": lambda: output_schema(DiffOutput),
    "log": lambda: output_schema(LogOutput),
    "trend": lambda: output_schema(TrendOutput),
    "list": lambda: output_schema(ListOutput),
    "tree": lambda: output_schema(TreeOutput),
    "validate": lambda: output_schema(ValidateOutput),
    "show": lambda: output_schema(PageOutput),
    "explain": lambda: output_schema(ExplainOutput),
    "kpis": lambda: output_schema(KpisOutput),
    "kpi-chart": lambda: output_schema(KpiChartOutput),
    "kpi-tree": lambda: output_schema(KpiTreeOutput),
    "calibration": lambda: output_schema(CalibrationOutput),
}
