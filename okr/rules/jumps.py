"""Readings in another scale than their neighbours: 0.42 among 42s (OKR410)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def scale_jumps(values: Sequence[float], factor: float) -> Iterator[int]:
    """The indices of values that are `factor` times what came before, or a part of it.

    One that stands alone is told once, and so is the first of many where the scale changed for good. A zero
    has no scale, and is passed over.
    """
    usual: float | None = None
    for index, value in enumerate(values):
        if value == 0:
            continue
        if usual is not None and _jumps(usual, value, factor):
            yield index
            after = next((each for each in values[index + 1 :] if each != 0), None)
            if after is None or _jumps(value, after, factor):
                continue  # it stands alone: the next is compared with what came before
        usual = value


def _jumps(before: float, after: float, factor: float) -> bool:
    return abs(after) >= factor * abs(before) or abs(before) >= factor * abs(after)
