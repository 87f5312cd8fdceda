"""Student's t distribution with a whole number of degrees of freedom."""

from __future__ import annotations

from functools import cache
from math import atan, cos, exp, lgamma, log, log1p, pi, sin, sqrt

_STEP = 1e-14
"""Newton's method stops at a step this small beside the value; it is far below what a float can prove."""


def cdf(t: float, freedom: int) -> float:
    """The probability of a value up to `t`, from 0 to 1, exact to 1e-12 and better.

    The finite series for whole degrees of freedom: Abramowitz & Stegun, *Handbook of Mathematical Functions*,
    26.7.3 (odd) and 26.7.4 (even).

    Args:
        t: Any number, infinities too.
        freedom: Degrees of freedom, 1 or more.
    """
    angle = atan(t / sqrt(freedom))
    if freedom % 2:
        within = (angle + sin(angle) * cos(angle) * _series(angle, freedom // 2, first=3)) * 2 / pi
    else:
        within = sin(angle) * _series(angle, freedom // 2, first=2)
    return min(1.0, max(0.0, (1 + within) / 2))


def _series(angle: float, terms: int, first: int) -> float:
    """The sum 1 + a·c² + a·b·c⁴ + …, c the cosine; a, b, … are 2/3, 4/5, … (`first` 3) or 1/2, 3/4, … (2)."""
    squared = cos(angle) ** 2
    term, total = 1.0, 0.0
    for number in range(terms):
        total += term
        denominator = first + 2 * number
        term *= squared * (denominator - 1) / denominator
    return total


@cache
def quantile(probability: float, freedom: int) -> float:
    """The value below which a share of `probability` lies; the inverse of `cdf`.

    Newton's method from 0, which climbs to the answer and never past it, since above 0 the cdf is concave.

    Args:
        probability: Above 0 and below 1.
        freedom: Degrees of freedom, 1 or more.
    """
    if probability < 0.5:
        return -quantile(1 - probability, freedom)
    t = 0.0
    while (step := (probability - cdf(t, freedom)) / _density(t, freedom)) > _STEP * (1 + t):
        t += step
    return t


def _density(t: float, freedom: int) -> float:
    """How steep the cdf is at `t` (Abramowitz & Stegun, 26.7.1)."""
    scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(pi * freedom) / 2
    return exp(scale - (freedom + 1) / 2 * log1p(t * t / freedom))
