"""How numbers and verdicts are said to people, whatever they read them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from okr.scoring.forecast import Forecast, in_words
from okr.scoring.numbers import shown, told_apart
from okr.scoring.results import Grade, State, Status

Verdict = Literal[
    "done",
    "on_track",
    "at_risk",
    "off_track",
    "met",
    "good",
    "fair",
    "poor",
    "missed",
    "not_due",
    "no_data",
    "upcoming",
    "unscored",
]
"""The one thing that is said of a goal: its grade once it has one, else its status, else why it has none."""

__all__ = [
    "Verdict",
    "amount",
    "days_left",
    "likelihood",
    "shown",
    "verdict_of",
    "with_unit",
    "words",
    "written",
]

_HUGE = 1e15
"""From here on floats miss whole numbers."""

_SIGNIFICANT = 5
"""Digits of a value that people are shown; whole numbers are never rounded."""

_WRITTEN = 15
"""Digits that floats keep of what is written."""


def verdict_of(state: State, status: Status | None, grade: Grade | None) -> Verdict:
    """What is said of a goal in one word.

    A score without a status is that of a yes-or-no goal whose day has not come.
    """
    if state != "scored":
        return state
    return grade or status or "not_due"


def words(verdict: Verdict) -> str:
    """A verdict as people read it."""
    return verdict.replace("_", " ")


def amount(value: float, digits: int = _SIGNIFICANT, bounds: Iterable[float] = ()) -> str:
    """A value as people write it: thousands apart, and no digits that nobody measured.

    Args:
        value: In any unit.
        digits: How many significant digits a fraction keeps.
        bounds: What the value is held against; it keeps more digits rather than read as if it were there.
    """
    return told_apart(value, bounds, _rounded, digits)


def written(value: float) -> str:
    """A number that somebody wrote, as a target or a bound: with all of its digits."""
    return amount(value, _WRITTEN)


def _rounded(value: float, digits: int) -> str:
    if not 1 <= abs(value) < _HUGE:
        return f"{value + 0.0:.{digits}g}"  # adding nothing takes the sign from -0.0
    places = max(0, digits - len(str(int(abs(value)))))
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(text: str, unit: str | None) -> str:
    """A number and its unit."""
    return f"{text} {unit}" if unit else text


def likelihood(estimate: Forecast) -> str:
    """A forecast in a few words: its range and chance, or only words where it rests on few values."""
    if estimate.rough:
        return in_words(estimate.probability)
    chance = f"{estimate.probability:.0%}".replace("%", " %")
    return f"{amount(estimate.low, 3)} to {amount(estimate.high, 3)}, {chance}"


def days_left(due: dt.date, as_of: dt.date) -> str:
    """How long there is to a day."""
    days = (due - as_of).days
    if days < 0:
        return f"{-days} d ago"
    return f"{days} d" if days else "today"
