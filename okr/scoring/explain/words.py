"""Numbers as a formula shows them: whole, so that it can be worked out again by hand."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10

from okr.model.goals import EDGE

DIGITS = 10
ROUGH_DIGITS = 5
_SCORE_PLACES = 4


def number(value: float, digits: int = DIGITS) -> str:
    """A number with all the digits that were written, and not those that floats add."""
    if value == 0 or not 1e-6 <= abs(value) < 1e15:
        return f"{value:.{digits}g}" if value else "0"
    places = max(0, digits - 1 - floor(log10(abs(value))))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def term(value: float) -> str:
    """A number inside a formula: a negative one in parentheses."""
    return f"({number(value)})" if value < 0 else number(value)


def score(value: float) -> str:
    """A score or a progress, cut to four decimals and never rounded up to a band that it misses."""
    power = 10**_SCORE_PLACES
    return number(floor(value * power + EDGE * power) / power)


def rounded_beyond(value: float, distance: float) -> float:
    """A value at a few digits, rounded toward the target: whoever reaches what is shown has reached it.

    Args:
        value: The least that is enough.
        distance: From the baseline to the target; its sign is the way, its size says which digits matter.
    """
    if distance == 0 or not isfinite(distance):
        return value
    step = 10.0 ** (floor(log10(abs(distance))) - 2)
    steps = value / step
    if not isfinite(steps) or abs(steps) > 1e15:
        return value
    whole = ceil(steps - EDGE) if distance > 0 else floor(steps + EDGE)
    return float(number(whole * step))


def count(many: int, noun: str) -> str:
    """`1 reading`, `2 readings`."""
    return f"{many} {noun}" if many == 1 else f"{many} {noun}s"


def rough(value: float, digits: int = ROUGH_DIGITS) -> str:
    """A computed value at five significant digits: more would claim what nobody measured."""
    return number(float(f"{value:.{digits}g}"), max(digits, DIGITS))
