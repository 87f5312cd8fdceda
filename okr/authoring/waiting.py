"""Which key results wait for a check-in, and what is expected of them."""

from __future__ import annotations

from itertools import pairwise

from okr.model.goals import KeyResult
from okr.scoring import KeyResultScore, Scores


def waiting(scores: Scores, person: str) -> list[KeyResultScore]:
    """The key results of a person of which nothing was heard for too long, in the order of the files."""
    own = (
        node
        for node in scores.workspace.key_results.values()
        if node.owner == person
        and node.goal.status == "active"
        and scores.workspace.objectives[node.objective_ref].goal.status == "active"
    )
    return [score for node in own if (score := scores.key_result(node)).stale]


def expected_value(score: KeyResultScore) -> float | None:
    """The value that the plan expects on the day; `None` where it expects no value, or none can be told."""
    goal: KeyResult = score.node.goal
    if goal.target is None or score.baseline is None or score.already_met:
        return None
    if goal.scale is not None:
        return _value_of(score.expected, [(point.score, point.value) for point in goal.scale])
    return score.baseline + score.expected * (goal.target - score.baseline)


def _value_of(score: float, points: list[tuple[float, float]]) -> float:
    """The value at which a scale gives a score, on the line between two of its points."""
    ordered = sorted(points)
    for (low, left), (high, right) in pairwise(ordered):
        if low <= score <= high and high > low:
            return left + (right - left) * (score - low) / (high - low)
    return ordered[-1][1] if score >= ordered[-1][0] else ordered[0][1]
