"""Where a line of readings leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence


def straight_line(readings: Sequence[tuple[dt.date, float]], day: dt.date) -> float | None:
    """The height on a day of the straight line through readings, by least squares.

    `None` where they all bear one date.
    """
    from statistics import StatisticsError, linear_regression

    days, values = [at.toordinal() for at, _ in readings], [value for _, value in readings]
    try:
        slope, intercept = linear_regression(days, values)
    except StatisticsError:
        return None
    return slope * day.toordinal() + intercept
