"""Scales, levels, plans and ranges that do not run one way (OKR216)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from okr.model.goals import EDGE, KeyResult


class Disorder(NamedTuple):
    """The key, the entry of its list where it is one, and what is wrong."""

    key: str
    entry: int | None
    message: str


def disorders(goal: KeyResult, direction: Callable[[], int]) -> Iterator[Disorder]:
    """What of a key result does not run one way.

    Args:
        goal: The key result.
        direction: Gives +1 where more is better, -1 where less is, 0 where nothing tells.
    """
    if goal.scale is not None:
        values, scores = zip(*goal.scale, strict=True)
        yield from _of_scale(values, scores)
    if goal.levels is not None:
        turn = _turn([level.score for level in goal.levels], 1)
        if turn is not None:
            yield Disorder("levels", turn, f'"{goal.levels[turn].title}" scores less than the one before')
    if goal.plan is not None:
        yield from _of_plan(
            [each.date for each in goal.plan], [each.value for each in goal.plan], direction()
        )
    if goal.stretch is not None and goal.target is not None:
        yield from _of_stretch(goal.stretch, goal.target, direction())
    yield from _of_range(goal)


def _of_scale(values: Sequence[float], scores: Sequence[float]) -> Iterator[Disorder]:
    turn = _turn(values, _way(values), strictly=True)
    if turn is not None:
        yield Disorder("scale", turn, f"the scale turns back at {values[turn]:.15g}")
        return
    turn = _turn(scores, _way(scores))
    if turn is not None:
        yield Disorder("scale", turn, f"the score turns back at {values[turn]:.15g}")


def _of_plan(dates: Sequence[dt.date], values: Sequence[float], direction: int) -> Iterator[Disorder]:
    late = _turn([date.toordinal() for date in dates], 1, strictly=True)
    if late is not None:
        yield Disorder("plan", late, f"{dates[late]} stands after {dates[late - 1]}")
        return
    turn = _turn(values, direction or _way(values))
    if turn is not None:
        yield Disorder("plan", turn, f"the plan turns back at {values[turn]:.15g}")


def _of_stretch(stretch: float, target: float, direction: int) -> Iterator[Disorder]:
    if direction * (stretch - target) < -EDGE:
        message = f"the stretch {stretch:.15g} lies short of the target {target:.15g}"
        yield Disorder("stretch", None, message)


def _of_range(goal: KeyResult) -> Iterator[Disorder]:
    between = goal.maintain.between if goal.maintain is not None else None
    if between is not None and between[0] > between[1]:
        message = f"nothing lies between {between[0]:.15g} and {between[1]:.15g}"
        yield Disorder("maintain", None, message)


def _way(numbers: Sequence[float]) -> int:
    return 1 if numbers[-1] >= numbers[0] else -1


def _turn(numbers: Sequence[float], direction: int, *, strictly: bool = False) -> int | None:
    """The index of the first number that goes the other way, or with `strictly` nowhere at all."""
    for index, (before, after) in enumerate(pairwise(numbers), start=1):
        step = direction * (after - before)
        if step < -EDGE or (strictly and step <= EDGE):
            return index
    return None
