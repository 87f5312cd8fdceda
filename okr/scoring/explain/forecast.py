"""How a forecast came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okr.scoring.explain.inputs import dated, due_of
from okr.scoring.explain.values import Input, Step
from okr.scoring.explain.words import count, rough, score, term
from okr.scoring.forecast import in_words

if TYPE_CHECKING:
    from okr.scoring.results import KeyResultForecast, KeyResultScore
    from okr.scoring.scores import Scores


def forecast_step(scores: Scores, result: KeyResultScore, ahead: KeyResultForecast) -> Step:
    """How the forecast of a metric came about."""
    node, estimate = result.node, ahead.estimate
    values = scores.forecast_values(node)
    (first_day, first), (last_day, last) = values[0], values[-1]
    seen, left = (last_day - first_day).days, (node.due - last_day).days
    worked = (
        f"{rough(last)} + ({rough(last)} − {term(first)}) / {count(seen, 'day')} × {left}"
        f" = {rough(estimate.value)}"
    )
    added = len(values) > len(result.values)
    start = (
        (Input("value", first, node.place.at("baseline"), f"the baseline, on {first_day}"),) if added else ()
    )
    interval = f"from {rough(estimate.low)} to {rough(estimate.high)}"
    freedom = f"Student's t with {count(estimate.values - 2, 'degree')} of freedom"
    notes = (
        f"four times in five it will be {interval}: {freedom}",
        f"reaching the target by then: {_chance(ahead)}; the expected value scores {score(ahead.score)}",
    )
    inputs = (*start, *dated(scores, node, result.values), due_of(node))
    return Step("forecast", estimate.value, "last value + drift a day × days left", worked, inputs, notes)


def _chance(ahead: KeyResultForecast) -> str:
    """The probability; in words where it rests on few values."""
    estimate = ahead.estimate
    words = in_words(estimate.probability)
    if estimate.rough:
        return f"{words} ({count(estimate.values, 'value')} are too few for a percentage)"
    return f"{words}, {estimate.probability:.0%}".replace("%", " %")
