"""Whose key results wait for a check-in, and what is expected of them by now."""

from __future__ import annotations

import datetime as dt

import pytest
from goals import sound

from okr.authoring.waiting import expected_value, waiting
from okr.render.sparkline import sparkline
from okr.scoring import Scores

GOALS = """\
cycle: 2026-Q4
objectives:
  - id: o
    title: Be good
    owner: ada
    key_results:
      - {id: silent, title: A, baseline: 10, target: 102}
      - {id: fresh, title: B, baseline: 0, target: 92, check_ins: [{date: 2026-11-01, value: 1}]}
      - {id: theirs, title: C, owner: ben, baseline: 0, target: 92}
      - {id: gone, title: D, status: dropped, baseline: 0, target: 92}
      - {id: scaled, title: E, baseline: 20, target: 60, scale: [[20, 0], [30, 0.5], [60, 1]]}
      - {id: graded, title: F}
  - id: p
    title: Not yet
    owner: ada
    status: draft
    key_results:
      - {id: silent, title: A, baseline: 10, target: 102}
"""


@pytest.fixture
def scores() -> Scores:
    return Scores(sound(GOALS), dt.date(2026, 11, 1))


def test_own_silent_key_results_wait(scores: Scores) -> None:
    assert [each.node.goal.id for each in waiting(scores, "ada")] == ["silent", "scaled", "graded"]
    assert [each.node.goal.id for each in waiting(scores, "ben")] == ["theirs"]
    assert waiting(scores, "nobody") == []


def test_the_expected_value_lies_on_the_plan(scores: Scores) -> None:
    expected = {each.node.goal.id: expected_value(each) for each in waiting(scores, "ada")}
    share = 31 / 91
    assert expected == {
        "silent": pytest.approx(10 + 92 * share),
        "scaled": pytest.approx(20 + 10 * share / 0.5),
        "graded": None,
    }


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([], ""),
        ([5.0], "▄"),
        ([2.0, 2.0], "▄▄"),
        ([0.0, 7.0], "▁█"),
        ([float(n) for n in range(8)], "▁▂▃▄▅▆▇█"),
    ],
)
def test_a_sparkline_goes_from_the_lowest_to_the_highest(values: list[float], drawn: str) -> None:
    assert sparkline(values) == drawn


def test_a_sparkline_shows_the_latest_values() -> None:
    assert sparkline([9.0, 0.0, 1.0], width=2) == "▁█"
