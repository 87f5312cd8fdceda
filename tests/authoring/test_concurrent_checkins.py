"""Several people check in at once, into one file, and nobody's word is lost."""

from __future__ import annotations

import datetime as dt
import os
import sys
from functools import partial
from pathlib import Path

import pytest

from okr.authoring.checkin import Report, plan_checkin
from okr.authoring.plans import carry_out
from okr.snapshot import WorkTreeSnapshot
from okr.workspace import load

PEOPLE, DAYS = 8, 50
FIRST = dt.date(2026, 10, 1)
KEY_RESULT = "      - {{id: k{number}, title: Number {number}, baseline: 0, target: 50}}\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks processes")


@pytest.mark.no_cover
def test_eight_processes_with_fifty_check_ins_each_make_four_hundred(tmp_path: Path) -> None:
    goals = "cycle: 2026-Q4\nobjectives:\n  - id: o\n    title: Be good\n    key_results:\n"
    goals += "".join(KEY_RESULT.format(number=number) for number in range(PEOPLE))
    (tmp_path / "okr.yaml").write_text("version: 1\n")
    (tmp_path / "goals.yaml").write_text(goals)
    children = [os.fork() or check_in_and_leave(tmp_path, number) for number in range(PEOPLE)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * PEOPLE
    workspace = load(WorkTreeSnapshot(tmp_path))
    assert [each.message for each in workspace.diagnostics] == []
    found = {
        node.goal.id: [(entry.date, entry.value) for entry in node.goal.check_ins]
        for node in workspace.key_results.values()
    }
    expected = [(FIRST + dt.timedelta(days=day), day) for day in range(DAYS)]
    assert found == {f"k{number}": expected for number in range(PEOPLE)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["goals.yaml", "okr.yaml"]


def check_in_and_leave(root: Path, number: int) -> int:
    try:
        for day in range(DAYS):
            check_in(root, f"2026-Q4/company/o/k{number}", day)
        os._exit(0)
    finally:
        os._exit(1)


def check_in(root: Path, ref: str, day: int) -> None:
    """One run of `okr checkin`, read before the lock is held as the command does."""
    snapshot = WorkTreeSnapshot(root)
    report = Report(date=FIRST + dt.timedelta(days=day), value=day)
    planner = partial(plan_checkin, ref=ref, report=report, today=dt.date(2027, 1, 1), sure=True)
    carry_out(root, snapshot, planner(load(snapshot)), planner)
