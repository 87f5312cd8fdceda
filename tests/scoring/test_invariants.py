"""What scoring.md calls invariants, as properties."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from goals import key_results
from hypothesis import given, settings
from hypothesis import strategies as st

from okr.model.goals import KeyResult
from okr.scoring.numbers import clamped, interpolated, shown
from okr.scoring.progress import Baseline, metric_progress
from okr.scoring.rollup import Part, rolled_up

numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
factors = st.floats(0.01, 1000, allow_nan=False)


@st.composite
def metrics(draw: st.DrawFn) -> tuple[float, float]:
    """A baseline and a target that differs from it."""
    baseline = draw(numbers)
    distance = draw(st.floats(0.01, 1e6).map(lambda value: round(value, 2))) * draw(st.sampled_from([1, -1]))
    return baseline, baseline + distance


def progress(baseline: float, target: float, value: float) -> float:
    goal = KeyResult(id="k", title="K", baseline=baseline, target=target)
    direction = 1 if target > baseline else -1
    result = metric_progress(goal, value, Baseline(baseline, assumed=False, direction=direction))
    assert result is not None
    return result


@given(metrics())
def test_progress_is_0_at_the_baseline_and_1_at_the_target(metric: tuple[float, float]) -> None:
    baseline, target = metric
    assert progress(baseline, target, baseline) == 0
    assert progress(baseline, target, target) == 1


@given(metrics(), numbers, numbers)
def test_progress_is_monotone_toward_the_target(
    metric: tuple[float, float], one: float, other: float
) -> None:
    baseline, target = metric
    behind, ahead = sorted((one, other), reverse=target < baseline)
    assert progress(baseline, target, behind) <= progress(baseline, target, ahead)


@given(metrics(), numbers)
def test_progress_is_the_same_when_all_is_negated(metric: tuple[float, float], value: float) -> None:
    baseline, target = metric
    assert progress(-baseline, -target, -value) == progress(baseline, target, value)


@given(metrics(), numbers, factors)
def test_progress_is_the_same_in_another_unit(
    metric: tuple[float, float], value: float, factor: float
) -> None:
    baseline, target = metric
    scaled = progress(baseline * factor, target * factor, value * factor)
    assert scaled == pytest.approx(progress(baseline, target, value), rel=1e-6, abs=1e-6)


@given(metrics(), numbers)
def test_a_score_is_never_nan_or_infinite(metric: tuple[float, float], value: float) -> None:
    assert 0 <= clamped(progress(*metric, value)) <= 1


scores = st.floats(0, 1)
measured = st.builds(Part, st.just("a"), st.floats(0.01, 100), st.just("scored"), scores, scores)
unmeasured = st.builds(Part, st.just("b"), st.floats(0.01, 100), st.just("no_data"), st.none(), scores)


@given(st.lists(measured | unmeasured, max_size=6), unmeasured)
def test_an_unmeasured_key_result_changes_no_score_while_the_cycle_runs(
    parts: list[Part], more: Part
) -> None:
    before, after = rolled_up(parts), rolled_up([*parts, more])
    assert (before.score, before.expected) == (after.score, after.expected)
    assert after.coverage <= before.coverage


@given(st.lists(measured | unmeasured, max_size=6), st.booleans())
def test_a_mean_lies_between_its_parts(parts: list[Part], over: bool) -> None:
    mean = rolled_up(parts, over=over)
    if mean.score is None:
        assert all(part.score is None for part in parts)
        return
    entering = [part.score or 0.0 for part in mean.entering]
    assert min(entering) - 1e-9 <= mean.score <= max(entering) + 1e-9
    assert 0 < mean.coverage <= 1 + 1e-9


@given(st.floats(0, 1))
def test_a_shown_score_is_cut_and_never_rounded_up(score: float) -> None:
    assert float(shown(score)) <= score + 1e-9
    assert score - float(shown(score)) < 0.01


@given(
    st.lists(st.tuples(numbers, scores), min_size=2, max_size=6, unique_by=lambda point: point[0]), numbers
)
def test_a_scale_stays_between_its_points(points: list[tuple[float, float]], value: float) -> None:
    height = interpolated(value, sorted(points))
    heights = [score for _, score in points]
    assert min(heights) - 1e-9 <= height <= max(heights) + 1e-9
    for x, y in points:
        assert math.isclose(interpolated(x, sorted(points)), y, abs_tol=1e-9)


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.tuples(st.integers(0, 120), numbers), max_size=6, unique_by=lambda entry: entry[0]),
    day=st.integers(-5, 130),
    maintain=st.booleans(),
)
def test_no_number_is_ever_nan_whatever_people_report(
    values: list[tuple[int, float]], day: int, maintain: bool
) -> None:
    start = dt.date(2026, 10, 1)
    entries = "".join(
        f"\n      - {{date: {start + dt.timedelta(days=offset)}, value: {value:.3f}}}"
        for offset, value in sorted(values)
    )
    measure = "maintain: {between: [-5, 5]}" if maintain else "baseline: 3\n  target: -7"
    text = f"- id: k\n  title: K\n  {measure}\n  check_ins:{entries or ' []'}"
    objective = key_results(text, str(start + dt.timedelta(days=day)))
    for score in (objective.score, objective.expected, objective.key_results[0].score):
        assert score is None or 0 <= score <= 1
    progressed = objective.key_results[0].progress
    assert progressed is None or math.isfinite(progressed)
