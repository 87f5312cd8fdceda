"""Where a value is heading: Brownian motion with drift, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import hypot, isclose, isfinite, sqrt
from typing import Literal, NamedTuple

from okr.model.goals import EDGE
from okr.scoring.results import DatedValue
from okr.scoring.student_t import cdf, quantile

Direction = Literal[1, -1]
"""1 where a higher value is better, -1 where a lower one is."""

FEWEST_VALUES = 3
"""Drift and spread cannot both be told from fewer."""

FEWEST_FOR_PERCENTAGES = 6
"""With fewer values than this, people are given words instead of a percentage."""

_UPPER_END = 0.9
"""The share below the upper end of an 80 % interval."""

_WORDS = ((0.9, "very likely"), (0.66, "likely"), (0.33, "toss-up"), (0.1, "unlikely"))


class Forecast(NamedTuple):
    """What the value on the due date will be, if it goes on as it went.

    Attributes:
        value: The expected value on the due date, in the measure's unit.
        low: The lower end of the 80 % prediction interval.
        high: The upper end.
        probability: That the value on the due date is at or beyond the target, from 0 to 1.
        values: How many dated values it rests on, 3 or more.
    """

    value: float
    low: float
    high: float
    probability: float
    values: int

    @property
    def rough(self) -> bool:
        """Whether it rests on so few values that a percentage would say more than is known."""
        return self.values < FEWEST_FOR_PERCENTAGES


def forecast(values: Sequence[DatedValue], due: date, target: float, direction: Direction) -> Forecast | None:
    """Continue the drift of `values` to the due date.

    Brownian motion with drift on unevenly spaced values: the drift method with its prediction interval
    (Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, 5.2 and 5.5) in continuous time.
    Interval and probability use Student's t, since the normal distribution is too narrow for few values.

    Args:
        values: In order of date, no date twice; the baseline is the first of them.
        due: The day that the forecast is for.
        target: The value to reach.
        direction: The way that leads to the target.

    Returns:
        `None` for fewer than three values, where the last of them is not before the due date, and where
        floats cannot hold the answer.
    """
    if len(values) < FEWEST_VALUES or values[-1][0] >= due:
        return None
    (first_day, first), (last_day, last) = values[0], values[-1]
    drift = (last - first) / (last_day - first_day).days
    mean = last + drift * (due - last_day).days
    spread = _spread(values, drift, due)
    margin = spread * quantile(_UPPER_END, len(values) - 2)
    if not isfinite(abs(mean) + margin):
        return None
    probability = _probability(mean, spread, target, direction, len(values) - 2)
    return Forecast(mean, mean - margin, mean + margin, probability, len(values))


def _spread(values: Sequence[DatedValue], drift: float, due: date) -> float:
    """The standard error of the value on the due date; 0 where the values lie on a line but for rounding."""
    (first_day, _), (last_day, _) = values[0], values[-1]
    ahead, seen = (due - last_day).days, (last_day - first_day).days
    spread = hypot(*_surprises(values, drift)) * sqrt(ahead * (1 + ahead / seen) / (len(values) - 2))
    rounding = EDGE * max(abs(value) for _, value in values)
    return spread if spread > rounding else 0.0


def _surprises(values: Sequence[DatedValue], drift: float) -> Iterator[float]:
    """How far each step strayed from the drift, brought to the length of one day."""
    for (eve, before), (day, after) in pairwise(values):
        days = (day - eve).days
        yield (after - before - drift * days) / sqrt(days)


def _probability(mean: float, spread: float, target: float, direction: Direction, freedom: int) -> float:
    beyond = direction * (mean - target)
    if spread == 0:
        return 1.0 if beyond > 0 or isclose(mean, target, rel_tol=EDGE, abs_tol=EDGE) else 0.0
    return cdf(beyond / spread, freedom)


def in_words(probability: float) -> str:
    """A probability as people say it.

    `very likely` from 90 %, `likely` from 66 %, `toss-up` from 33 %, `unlikely` from 10 %, and below that
    `very unlikely`: the bounds of the IPCC's guidance note on uncertainties (Mastrandrea and others, 2010),
    its "about as likely as not" said shorter.
    """
    return next((words for least, words in _WORDS if probability >= least - EDGE), "very unlikely")
