"""The small arithmetic that every score shares."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import floor

from okr.model.goals import EDGE


def at_least(value: float, bound: float) -> bool:
    """Whether `value` reaches `bound`; a float that misses it by a hair does."""
    return value >= bound - EDGE


def clamped(value: float) -> float:
    """`value`, cut to 0..1."""
    return min(1.0, max(0.0, value))


def shown(score: float) -> str:
    """A score as people read it: cut to two decimals and never rounded up, so that 0.699 reads 0.69."""
    return f"{floor((score + EDGE) * 100) / 100:.2f}"


def interpolated(x: float, points: Sequence[tuple[float, float]]) -> float:
    """The height at `x` of the line through `points`, which rise in x; flat outside of them.

    Where two points share an x, the line jumps, and the later point counts from there on.
    """
    index = bisect_right(points, x, key=lambda point: point[0])
    if index == 0:
        return points[0][1]
    if index == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[index - 1], points[index]
    return low + (high - low) * (x - left) / (right - left)


def mean(values: Sequence[float]) -> float:
    """The mean of values, one or more."""
    return sum(values) / len(values)


def weighted_mean(parts: Iterable[tuple[float, float]]) -> float | None:
    """The mean of values by their weights, from pairs of weight and value; `None` where there are none."""
    pairs = list(parts)
    if not pairs:
        return None
    return sum([weight * value for weight, value in pairs]) / sum([weight for weight, _ in pairs])
