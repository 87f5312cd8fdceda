"""Signal or noise: the process behaviour chart (XmR) of a KPI (Wheeler, *Understanding Variation*)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import isfinite
from typing import Literal, NamedTuple

from okr.model.goals import EDGE
from okr.scoring.forecast import Direction
from okr.scoring.numbers import mean

Kind = Literal["outside", "run", "near-limit"]
Side = Literal["above", "below"]

FEWEST_READINGS = 6
"""With fewer there is no chart."""

BASELINE_READINGS = 20
"""Centre and limits rest on the first so many readings, so that a change does not move its own yardstick."""

LIMIT_FACTOR = 2.66
"""3 / 1.128: turns the mean moving range into three standard deviations of single readings."""


class Signal(NamedTuple):
    """Readings that chance alone does not explain.

    Attributes:
        kind: `outside` the limits; a `run` of 8 on one side of the centre; 3 of 4 `near-limit`.
        first: Where in the readings it begins, counted from 0.
        last: Where it ends; this reading still belongs to it.
        side: Which side of the centre it lies on.
    """

    kind: Kind
    first: int
    last: int
    side: Side


class Chart(NamedTuple):
    """A process behaviour chart.

    Attributes:
        centre: The mean, in the KPI's unit.
        lower: The lower natural process limit.
        upper: The upper one.
        moving_range: The mean difference between one reading and the next, never negative.
        signals: In order of the readings; those of one kind and side share no reading.
    """

    centre: float
    lower: float
    upper: float
    moving_range: float
    signals: tuple[Signal, ...]


class _Rule(NamedTuple):
    """`enough` of `window` readings in a row are a signal, if they are past the rule's line on one side.

    `past` tells by how much a reading is past it, from how far away from the centre the reading is on that
    side, and how far away the limit is.
    """

    kind: Kind
    enough: int
    window: int
    past: Callable[[float, float], float]


_RULES = (
    _Rule("outside", 1, 1, lambda away, limit: away - limit),
    _Rule("run", 8, 8, lambda away, _: away),
    _Rule("near-limit", 3, 4, lambda away, limit: away - abs(limit - away)),
)


def behaviour(readings: Sequence[float]) -> Chart | None:
    """Draw the chart of readings in order of date.

    Returns:
        `None` for fewer than 6 readings, and where floats cannot hold the limits.
    """
    if len(readings) < FEWEST_READINGS:
        return None
    baseline = readings[:BASELINE_READINGS]
    centre = mean(baseline)
    moving_range = mean([abs(after - before) for before, after in pairwise(baseline)])
    reach = LIMIT_FACTOR * moving_range
    if not isfinite(abs(centre) + reach):
        return None
    signals = sorted(_signals(readings, centre, reach), key=lambda signal: (signal.first, signal.last))
    return Chart(centre, centre - reach, centre + reach, moving_range, tuple(signals))


def _signals(readings: Sequence[float], centre: float, reach: float) -> Iterator[Signal]:
    hair = EDGE * max(1.0, abs(centre))
    for rule in _RULES:
        above = [rule.past(value - centre, reach) > hair for value in readings]
        below = [rule.past(centre - value, reach) > hair for value in readings]
        yield from (Signal(rule.kind, *extent, "above") for extent in _extents(above, rule))
        yield from (Signal(rule.kind, *extent, "below") for extent in _extents(below, rule))


def _extents(past: Sequence[bool], rule: _Rule) -> Iterator[tuple[int, int]]:
    """First and last reading of every signal; windows that share a reading make one."""
    extent: tuple[int, int] | None = None
    for first, last in _windows(past, rule):
        if extent and first <= extent[1]:
            extent = (extent[0], last)
            continue
        if extent:
            yield extent
        extent = (first, last)
    if extent:
        yield extent


def _windows(past: Sequence[bool], rule: _Rule) -> Iterator[tuple[int, int]]:
    """For every window with enough readings past the line, the first and the last of these."""
    for start in range(len(past) - rule.window + 1):
        hits = [index for index in range(start, start + rule.window) if past[index]]
        if len(hits) >= rule.enough:
            yield hits[0], hits[-1]


def favourable(signal: Signal, direction: Direction | None) -> bool | None:
    """Whether a signal is toward the target; `None` where neither side is (see `direction_to_range`)."""
    if direction is None:
        return None
    return (signal.side == "above") == (direction == 1)


def direction_to_range(centre: float, low: float, high: float) -> Direction | None:
    """The way from the centre of a chart to a range with two ends; `None` if it lies in the range already."""
    if centre < low - EDGE:
        return 1
    return -1 if centre > high + EDGE else None
