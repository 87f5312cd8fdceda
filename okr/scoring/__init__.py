"""Every number that `okr` shows, from one pure core: see `Scores`."""

from okr.scoring.results import (
    DatedValue,
    Grade,
    Health,
    KeyResultForecast,
    KeyResultScore,
    KpiHealth,
    ObjectiveScore,
    Rollup,
    State,
    Status,
)
from okr.scoring.scores import Scores

__all__ = [
    "DatedValue",
    "Grade",
    "Health",
    "KeyResultForecast",
    "KeyResultScore",
    "KpiHealth",
    "ObjectiveScore",
    "Rollup",
    "Scores",
    "State",
    "Status",
]
