"""What `okr calibration` says: confidence held against what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypedDict

from okr.reports.json_schema import Count, Date, Share
from okr.scoring.calibration import (
    FEWEST_PREDICTIONS,
    Bin,
    Calibration,
    Prediction,
    calibrate,
    calibrate_by,
)

__all__ = [
    "FEWEST_PREDICTIONS",
    "Bin",
    "Calibration",
    "CalibrationOutput",
    "CalibrationReport",
    "Group",
    "Grouping",
    "calibration_output",
    "calibration_report",
]

Grouping = Literal["team", "person", "weeks"]


@dataclass(frozen=True, slots=True)
class Group:
    """The predictions of one team, one person or one week."""

    name: str
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """Everything that confidence can be held against.

    Attributes:
        whole: `None` where nobody's confidence has met its outcome yet.
        groups: By team, by person, by whole weeks before the end.
    """

    as_of: dt.date
    whole: Calibration | None
    groups: Mapping[Grouping, Sequence[Group]]


def calibration_report(predictions: Iterable[Prediction], as_of: dt.date) -> CalibrationReport:
    """Predictions held against their outcomes, all together and by group."""
    every = list(predictions)
    weeks = calibrate_by(lambda each: each.weeks_before_end, every)
    return CalibrationReport(
        as_of=as_of,
        whole=calibrate(every),
        groups={
            "team": [Group(*each) for each in calibrate_by(lambda each: each.team, every).items()],
            "person": [Group(*each) for each in calibrate_by(lambda each: each.by, every).items()],
            "weeks": [Group(str(number), each) for number, each in weeks.items()],
        },
    )


class BinOutput(TypedDict):
    """Predictions of about one confidence, and how many of them came true."""

    low: Share
    high: Share
    count: Count
    mean_confidence: Share
    share_reached: Share


class CalibrationTableOutput(TypedDict):
    """How well confidence foretold outcomes."""

    count: Count
    too_few: Annotated[bool, "Fewer than 20: chance decides more than judgement does."]
    brier: Annotated[Share, "The mean squared distance of confidence and outcome; 0 is perfect."]
    bins: list[BinOutput]


class GroupOutput(CalibrationTableOutput):
    """The same of one team, one person or one week before the end."""

    name: str


class CalibrationOutput(TypedDict):
    """The output of `okr calibration`."""

    schema: Literal["okr.calibration/1"]
    as_of: Date
    whole: CalibrationTableOutput | None
    teams: list[GroupOutput]
    people: list[GroupOutput]
    weeks_before_end: list[GroupOutput]


def calibration_output(report: CalibrationReport) -> CalibrationOutput:
    """A report for programs."""
    return {
        "schema": "okr.calibration/1",
        "as_of": report.as_of.isoformat(),
        "whole": None if report.whole is None else _table(report.whole),
        "teams": [_group(each) for each in report.groups["team"]],
        "people": [_group(each) for each in report.groups["person"]],
        "weeks_before_end": [_group(each) for each in report.groups["weeks"]],
    }


def _group(group: Group) -> GroupOutput:
    return {"name": group.name, **_table(group.calibration)}


def _table(calibration: Calibration) -> CalibrationTableOutput:
    return {
        "count": calibration.count,
        "too_few": calibration.too_few,
        "brier": calibration.brier,
        "bins": [
            {
                "low": each.low,
                "high": each.high,
                "count": each.count,
                "mean_confidence": each.mean_confidence,
                "share_reached": each.share_reached,
            }
            for each in calibration.bins
        ],
    }
