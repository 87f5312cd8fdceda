"""From the scores of parts to the score of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from okr.scoring.numbers import weighted_mean
from okr.scoring.results import State


class Part(NamedTuple):
    """One thing that a rolled-up score is made of.

    Attributes:
        ref: Which goal it is.
        score: `None` where nothing is measured; `state` says why.
        expected: The score that its plan expects, 0 to 1.
    """

    ref: str
    weight: float
    state: State
    score: float | None
    expected: float | None


class Mean(NamedTuple):
    """The weighted mean of parts.

    Attributes:
        entering: The parts with the weight and score by which they enter.
    """

    state: State
    score: float | None
    coverage: float
    expected: float | None
    entering: tuple[Part, ...]


def rolled_up(parts: Sequence[Part], *, over: bool = False) -> Mean:
    """The mean of the measured parts by their weights.

    Args:
        parts: What the whole is made of.
        over: The cycle has ended: what was never measured enters as 0, if anything was measured at all.

    Returns:
        `no_data` where nothing is measured, or `upcoming` if every part is still to come. `coverage` is the
        weight of what is measured by the weight of all.
    """
    measured = [part for part in parts if part.score is not None]
    if not measured:
        upcoming = bool(parts) and all(part.state == "upcoming" for part in parts)
        return Mean("upcoming" if upcoming else "no_data", None, 0.0, None, ())
    entering = list(parts) if over else measured
    return Mean(
        state="scored",
        score=weighted_mean((part.weight, part.score or 0.0) for part in entering),
        coverage=sum(part.weight for part in measured) / sum(part.weight for part in parts),
        expected=weighted_mean((part.weight, part.expected or 0.0) for part in entering),
        entering=tuple(entering),
    )
