"""What `okr log` and `okr trend` say: the life of a goal, and its score over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, TypedDict

from okr.changes.history import Episode, Point
from okr.reports.json_schema import Date, Share


class LogChange(TypedDict):
    """One change that a commit made."""

    kind: str
    ref: str | None
    severity: Literal["error", "warning", "info"]
    message: str


class LogEntry(TypedDict):
    """One commit, and what it did to the goal."""

    commit: str
    author: str
    date: Date
    subject: str
    ref: str
    changes: list[LogChange]


class LogOutput(TypedDict):
    """`okr log --format json`: the life of a goal, the newest commit first."""

    schema: Literal["okr.log/1"]
    ref: str
    commits: list[LogEntry]


class TrendPoint(TypedDict):
    """A score on the day of a commit; `rescored` is that of its values under the goalposts of now."""

    commit: str
    date: Date
    score: Share | None
    expected: Share | None
    rescored: Share | None


class TrendOutput(TypedDict):
    """`okr trend --format json`: a score over time, the oldest first."""

    schema: Literal["okr.trend/1"]
    as_of: Date
    ref: str
    points: list[TrendPoint]


def log_output(ref: str, episodes: Iterable[Episode]) -> LogOutput:
    """The life of a goal."""
    return {"schema": "okr.log/1", "ref": ref, "commits": [_entry(each) for each in episodes]}


def _entry(episode: Episode) -> LogEntry:
    past = episode.past
    return {
        "commit": past.commit,
        "author": past.author,
        "date": past.date.isoformat(),
        "subject": past.subject,
        "ref": episode.ref,
        "changes": [
            {
                "kind": change.kind,
                "ref": change.ref,
                "severity": change.severity.value,
                "message": change.message,
            }
            for change in episode.changes
        ],
    }


def trend_output(ref: str, as_of: dt.date, points: Iterable[Point]) -> TrendOutput:
    """A score over time; `ref` names a goal, or a cycle and a team."""
    return {
        "schema": "okr.trend/1",
        "as_of": as_of.isoformat(),
        "ref": ref,
        "points": [
            {
                "commit": point.past.commit,
                "date": point.past.date.isoformat(),
                "score": point.reported,
                "expected": point.expected,
                "rescored": point.rescored,
            }
            for point in points
        ],
    }
