"""A row of numbers as a chart of one line."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float], width: int = 24) -> str:
    """The last `width` values as bars from the lowest to the highest of them; level where all are equal."""
    shown = values[-width:]
    if not shown:
        return ""
    low, high = min(shown), max(shown)
    if low == high:
        return BARS[3] * len(shown)
    reach = high / 2 - low / 2  # half of it, which floats can hold whatever they hold
    return "".join(BARS[round((value / 2 - low / 2) / reach * (len(BARS) - 1))] for value in shown)
