"""The outputs of show, explain, kpi and calibration keep to their schemas on any day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from test_schemas import DAYS, problems

from okr.reports.calibration_output import calibration_output, calibration_report
from okr.reports.explained import explain_output
from okr.reports.kpi_output import kpi_chart_output, kpis_output
from okr.reports.kpi_tree import kpi_tree_output
from okr.reports.page_output import page_output
from okr.rules.linter import lint
from okr.scoring import Scores
from okr.scoring.calibration import predictions
from okr.scoring.explain import explain, explain_total
from okr.snapshot import WorkTreeSnapshot
from okr.workspace import load

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("example", ["northwind", "broken"])
def test_outputs_keep_to_their_schemas(example: str, day: str) -> None:
    workspace = load(WorkTreeSnapshot(EXAMPLES / example))
    as_of = dt.date.fromisoformat(day)
    scores = Scores(workspace, as_of)
    kpis = [scores.kpi(node) for node in workspace.kpis.values()]
    findings = lint(workspace, scores, as_of=as_of, today=as_of, all_cycles=True)
    made = predictions(scores, workspace.key_results.values())
    assert problems("kpis", kpis_output(kpis, as_of)) == []
    assert problems("kpi-tree", kpi_tree_output(scores, as_of)) == []
    assert problems("calibration", calibration_output(calibration_report(made, as_of))) == []
    assert {
        node.ref: found
        for node in list(workspace.nodes.values())[::3]
        if (found := problems("show", page_output(scores, node, findings)))
    } == {}
    assert {
        node.ref: found
        for node in workspace.nodes.values()
        if (found := problems("explain", explain_output(explain(scores, node), workspace)))
    } == {}
    for cycle in workspace.cycles.values():
        assert problems("explain", explain_output(explain_total(scores, cycle), workspace)) == []
    assert [problems("kpi-chart", kpi_chart_output(each, as_of)) for each in kpis] == [[]] * len(kpis)
