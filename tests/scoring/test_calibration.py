from __future__ import annotations

import datetime as dt

import pytest
from goals import sound
from hypothesis import given, settings
from hypothesis import strategies as st

from okr.scoring import Scores
from okr.scoring.calibration import Bin, Calibration, Prediction, calibrate, calibrate_by, predictions


def said(
    confidence: float, *, reached: bool = True, weeks: int = 4, by: str | None = "ada", team: str = "growth"
) -> Prediction:
    return Prediction(confidence, reached, weeks, by, team)


def test_no_predictions_say_nothing() -> None:
    assert calibrate([]) is None
    assert calibrate_by(lambda prediction: prediction.team, []) == {}


def test_the_table_has_a_line_for_every_bin_with_a_prediction() -> None:
    predictions = [
        said(0.75),
        said(0.25, reached=False),
        said(0.75, reached=False),
        said(0.75),
        said(0.5),
    ]
    assert calibrate(predictions) == Calibration(
        brier=(3 * 0.25**2 + 0.75**2 + 0.5**2) / 5,
        count=5,
        bins=(
            Bin(0.2, 0.3, 1, 0.25, 0.0),
            Bin(0.5, 0.6, 1, 0.5, 1.0),
            Bin(0.7, 0.8, 3, 0.75, 2 / 3),
        ),
    )


@pytest.mark.parametrize(
    ("confidence", "reached", "brier"),
    [(1, True, 0), (0, False, 0), (1, False, 1), (0, True, 1), (0.5, True, 0.25), (0.5, False, 0.25)],
)
def test_the_brier_score_is_the_squared_distance(confidence: float, reached: bool, brier: float) -> None:
    calibration = calibrate([said(confidence, reached=reached)])
    assert calibration is not None
    assert calibration.brier == brier


@pytest.mark.parametrize(
    ("confidence", "low"),
    [
        (0, 0.0),
        (0.0999, 0.0),
        (0.1, 0.1),
        (0.29999, 0.2),
        (0.3, 0.3),
        (0.1 + 0.2, 0.3),
        (1 - 0.7, 0.3),  # a hair below 0.3
        (0.9, 0.9),
        (1, 0.9),
    ],
)
def test_a_bin_begins_with_its_lower_bound(confidence: float, low: float) -> None:
    calibration = calibrate([said(confidence)])
    assert calibration is not None
    assert [held.low for held in calibration.bins] == [low]
    assert [held.high for held in calibration.bins] == pytest.approx([low + 0.1])


def test_groups_come_in_order_and_each_counts_its_own() -> None:
    predictions = [
        said(1, by="mira", team="sales", weeks=10),
        said(1, reached=False, by="ada", team="growth", weeks=2),
        said(0, reached=False, by=None, team="growth", weeks=10),
    ]
    by_person = calibrate_by(lambda prediction: prediction.by, predictions)
    by_team = calibrate_by(lambda prediction: prediction.team, predictions)
    by_weeks = calibrate_by(lambda prediction: prediction.weeks_before_end, predictions)
    assert [(name, group.brier, group.count) for name, group in by_person.items()] == [
        ("ada", 1, 1),
        ("mira", 0, 1),
    ]
    assert [(team, group.brier, group.count) for team, group in by_team.items()] == [
        ("growth", 0.5, 2),
        ("sales", 0, 1),
    ]
    assert [(weeks, group.brier, group.count) for weeks, group in by_weeks.items()] == [(2, 1, 1), (10, 0, 2)]


def test_fewer_than_twenty_are_too_few_to_say() -> None:
    nineteen, twenty = calibrate([said(0.5)] * 19), calibrate([said(0.5)] * 20)
    assert nineteen is not None
    assert twenty is not None
    assert (nineteen.too_few, twenty.too_few) == (True, False)


predictions_made = st.lists(
    st.builds(
        Prediction,
        confidence=st.one_of(st.floats(0, 1), st.integers(0, 10).map(lambda tenths: tenths / 10)),
        reached=st.booleans(),
        weeks_before_end=st.integers(0, 12),
        by=st.sampled_from([None, "ada", "mira"]),
        team=st.sampled_from(["growth", "sales"]),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60)
@given(predictions_made)
def test_no_prediction_is_lost_and_every_share_is_one(predictions: list[Prediction]) -> None:
    calibration = calibrate(predictions)
    assert calibration is not None
    assert 0 <= calibration.brier <= 1
    assert sum(held.count for held in calibration.bins) == calibration.count == len(predictions)
    for held in calibration.bins:
        assert held.low - 1e-9 <= held.mean_confidence <= held.high + 1e-9
        assert 0 <= held.share_reached <= 1


@settings(max_examples=60)
@given(predictions_made)
def test_the_teams_together_are_the_whole(predictions: list[Prediction]) -> None:
    whole = calibrate(predictions)
    teams = calibrate_by(lambda prediction: prediction.team, predictions)
    assert whole is not None
    assert list(teams) == sorted(teams)
    weighted = sum(team.brier * team.count for team in teams.values())
    assert weighted == pytest.approx(whole.brier * whole.count)


CLOSED = """
cycle: 2026-Q3
objectives:
  - id: o
    title: Be good
    owner: ada
    key_results:
      - id: reached
        title: A
        baseline: 0
        target: 10
        check_ins:
          - {date: 2026-07-06, value: 1, confidence: 0.4}
          - {date: 2026-07-06, value: 2, confidence: 0.5, corrects: true}
          - {date: 2026-09-24, value: 5, confidence: 0.9, by: ben}
          - {date: 2026-10-02, value: 7, confidence: 1}
      - id: missed
        title: B
        ambition: committed
        baseline: 0
        target: 10
        check_ins: [{date: 2026-09-16, value: 9.9, confidence: 0.7}]
      - {id: silent, title: C, baseline: 0, target: 10, check_ins: [{date: 2026-09-16, confidence: 0.7}]}
      - id: gone
        title: D
        status: dropped
        baseline: 0
        target: 10
        check_ins: [{date: 2026-09-16, value: 1, confidence: 0.7}]
"""


def test_predictions_are_the_confidences_of_closed_cycles_up_to_the_due_date() -> None:
    loaded = sound(CLOSED)
    scores = Scores(loaded, dt.date(2026, 10, 15))
    assert list(predictions(scores, loaded.key_results.values())) == [
        said(0.5, weeks=12, team="company"),
        said(0.9, weeks=0, by="ben", team="company"),
        said(0.7, reached=False, weeks=2, team="company"),
    ]


def test_a_cycle_is_closed_on_the_day_after_its_last() -> None:
    loaded = sound(CLOSED)
    assert list(predictions(Scores(loaded, dt.date(2026, 9, 30)), loaded.key_results.values())) == []
    later = list(predictions(Scores(loaded, dt.date(2026, 10, 1)), loaded.key_results.values()))
    assert [each.reached for each in later] == [False, False, False]  # the late check-in has not happened
