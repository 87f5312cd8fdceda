"""Confidence against outcome: how often what people expected came true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from okr.model.goals import EDGE
from okr.scoring.entries import check_ins
from okr.scoring.numbers import at_least, mean

if TYPE_CHECKING:
    from okr.scoring.scores import Scores
    from okr.workspace import KeyResultNode

FEWEST_PREDICTIONS = 20
"""With fewer, chance decides more than judgement does."""

BINS = 10
"""Ten points each: 0 to 10 %, 10 to 20 % and so on."""

Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class Prediction:
    """A check-in's confidence in a key result whose cycle is closed.

    Attributes:
        confidence: That it would score at least `good` (committed: 1), from 0 to 1.
        reached: Whether it did.
        weeks_before_end: Whole weeks from the check-in to the end, 0 in the last one.
        by: Who gave it; `None` where nobody is named.
        team: Whose key result it is.
    """

    confidence: float
    reached: bool
    weeks_before_end: int
    by: str | None
    team: str


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions whose confidence is at least `low` and below `high`; 1 belongs to the last bin.

    Attributes:
        low: From 0 to 0.9.
        high: `low` and a tenth.
        count: How many predictions, 1 or more.
        mean_confidence: What they promised on average.
        share_reached: How many of them came true, from 0 to 1.
    """

    low: float
    high: float
    count: int
    mean_confidence: float
    share_reached: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well confidence foretold the outcome.

    Attributes:
        brier: The mean squared distance of confidence and outcome: 0 is perfect, 0.25 is what always saying
            50 % gives, 1 is always wrong (Brier, *Verification of Forecasts Expressed in Terms of
            Probability*, 1950, in its common form for two outcomes).
        count: How many predictions it rests on, 1 or more.
        bins: Those that hold a prediction, in rising order.
    """

    brier: float
    count: int
    bins: tuple[Bin, ...]

    @property
    def too_few(self) -> bool:
        """Whether there are too few predictions to say anything about the people who made them."""
        return self.count < FEWEST_PREDICTIONS


def predictions(scores: Scores, key_results: Iterable[KeyResultNode]) -> Iterator[Prediction]:
    """Every confidence that was given in those key results whose cycle is over.

    Left out are drafts and what was dropped, what has no score to hold a confidence against, and confidences
    of after the due date: these are no predictions. A check-in that names nobody is the owner's.
    """
    for node in key_results:
        if _is_over(scores, node):
            yield from _of_key_result(scores, node)


def _is_over(scores: Scores, node: KeyResultNode) -> bool:
    objective = scores.workspace.objectives[node.objective_ref]
    return node.cycle.end < scores.as_of and node.goal.status == objective.goal.status == "active"


def _of_key_result(scores: Scores, node: KeyResultNode) -> Iterator[Prediction]:
    score = scores.key_result(node).score
    if score is None:
        return
    enough = 1.0 if node.ambition == "committed" else scores.workspace.settings.scoring.good
    reached = at_least(score, enough)
    for entry in check_ins(node, node.due):
        if entry.confidence is not None:
            weeks = (node.due - entry.date).days // 7
            yield Prediction(entry.confidence, reached, weeks, entry.by or node.owner, node.team)


def calibrate(predictions: Iterable[Prediction]) -> Calibration | None:
    """Hold predictions against their outcomes; `None` if there are none."""
    every = list(predictions)
    return _calibration(every) if every else None


def calibrate_by(
    key: Callable[[Prediction], Key | None], predictions: Iterable[Prediction]
) -> dict[Key, Calibration]:
    """Calibrate every group by itself, in order of its key.

    Args:
        key: What to group by, such as the person, the team or the weeks before the end; a prediction for
            which it is `None` is left out.
        predictions: All of them.
    """
    return {value: _calibration(group) for value, group in _groups(key, predictions)}


def _groups(
    key: Callable[[Prediction], Key | None], predictions: Iterable[Prediction]
) -> list[tuple[Key, list[Prediction]]]:
    groups: defaultdict[Key, list[Prediction]] = defaultdict(list)
    for prediction in predictions:
        if (value := key(prediction)) is not None:
            groups[value].append(prediction)
    return sorted(groups.items(), key=lambda group: group[0])


def _calibration(predictions: Sequence[Prediction]) -> Calibration:
    brier = mean([(prediction.confidence - prediction.reached) ** 2 for prediction in predictions])
    bins = tuple(_bin(number, held) for number, held in _groups(_bin_number, predictions))
    return Calibration(brier, len(predictions), bins)


def _bin_number(prediction: Prediction) -> int:
    return min(int((prediction.confidence + EDGE) * BINS), BINS - 1)


def _bin(number: int, predictions: Sequence[Prediction]) -> Bin:
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=len(predictions),
        mean_confidence=mean([prediction.confidence for prediction in predictions]),
        share_reached=mean([prediction.reached for prediction in predictions]),
    )
