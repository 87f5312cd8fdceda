"""The small arithmetic that every score shares."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from math import floor
from typing import TYPE_CHECKING

from okr.model.goals import EDGE

if TYPE_CHECKING:
    from okr.model.goals import Range

_ALL_DIGITS = 17
"""So many significant digits tell any float from any other."""


def at_least(value: float, bound: float) -> bool:
    """Whether `value` reaches `bound`; a float that misses it by a hair does."""
    return value >= bound - EDGE


def clamped(value: float) -> float:
    """`value`, cut to 0..1."""
    return min(1.0, max(0.0, value))


def shown(score: float) -> str:
    """A score as people read it: cut to two decimals and never rounded up, so that 0.699 reads 0.69."""
    return f"{floor((score + EDGE) * 100) / 100:.2f}"


def bounds_of(*ranges: Range | None) -> tuple[float, ...]:
    """The numbers at which ranges end."""
    ends = (end for each in ranges if each is not None for end in (each.lower, each.upper))
    return tuple(end for end in ends if end is not None)


def told_apart(
    value: float, bounds: Iterable[float], written: Callable[[float, int], str], digits: int
) -> str:
    """A value with as many digits as it takes to read on the side of each bound on which it is.

    Args:
        value: What is held against the bounds.
        bounds: Numbers that decide something by whether the value reaches them.
        written: Writes a number at so many significant digits.
        digits: How many are enough where no bound is near.
    """
    held = tuple(bounds)
    for enough in range(digits, _ALL_DIGITS):
        text = written(value, enough)
        read = float(text.replace(",", ""))
        if all(_side(read, bound) == _side(value, bound) for bound in held):
            return text
    return written(value, _ALL_DIGITS)


def _side(value: float, bound: float) -> int:
    """-1 below a bound, +1 above it, 0 where only a hair is between them."""
    return (value > bound + EDGE) - (value < bound - EDGE)


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
