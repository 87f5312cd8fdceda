"""The marks and colours of a KPI's health: each with its word, so that colour carries nothing alone."""

from __future__ import annotations

from okr.render.terminal import Line, Piece
from okr.reports.kpi_rows import Health

HEALTH_MARKS: dict[Health, tuple[str, str]] = {
    "healthy": ("●", "green"),
    "watch": ("▲", "yellow"),
    "unhealthy": ("■", "red"),
    "pending": ("○", "dim"),
    "no_target": ("○", "dim"),
    "no_data": ("○", "dim"),
}
"""The mark and the style of each health; those of a goal's status mean the same."""


def health_cell(health: Health) -> Line:
    """A health as its mark and its words."""
    mark, style = HEALTH_MARKS[health]
    return (Piece(f"{mark} {health.replace('_', ' ')}", style),)
