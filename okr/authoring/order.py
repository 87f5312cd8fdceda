"""The order in which keys are written where nothing else says so: as the format's own examples have it."""

from __future__ import annotations

FILE = ("team", "cycle", "not_goals", "objectives", "kpis")

OBJECTIVE = (
    *("id", "title", "why", "owner", "contributors", "ambition", "status", "supports", "depends_on"),
    *("guardrails", "rollup", "weight", "tags", "links", "note", "initiatives", "amendments", "close"),
    "key_results",
)
KEY_RESULT = (
    *("id", "title", "unit", "baseline", "target", "stretch", "scale", "maintain", "levels", "confidential"),
    *("kpi", "owner", "contributors", "ambition", "start", "due", "done", "cadence", "milestones", "weight"),
    *("indicator", "status", "plan", "depends_on", "tags", "links", "note", "initiatives", "amendments"),
    *("check_ins", "close"),
)
KPI = (
    *("id", "title", "definition", "owner", "contributors", "unit", "indicator", "cadence", "better"),
    *("target", "no_target", "alert", "source", "supports", "drives", "formula", "retired", "tags", "links"),
    *("note", "amendments", "readings", "reviews"),
)
CHECK_IN = (
    *("date", "value", "level", "score", "confidence", "status", "note", "blockers", "evidence", "by"),
    "corrects",
)
READING = ("date", "value", "note")
REVIEW = ("date", "status", "note", "by")
AMENDMENT = ("date", "field", "from", "to", "reason", "by", "approved_by")
CLOSE = ("date", "grade", "reason", "retro", "causes", "next")
INITIATIVE = ("title", "url", "owner", "status", "done", "note")
MILESTONE = ("title", "weight", "owner", "due", "done", "note")

OF_LIST = {
    "objectives": OBJECTIVE,
    "key_results": KEY_RESULT,
    "kpis": KPI,
    "check_ins": CHECK_IN,
    "readings": READING,
    "reviews": REVIEW,
    "amendments": AMENDMENT,
    "initiatives": INITIATIVE,
    "milestones": MILESTONE,
    "plan": ("date", "value"),
    "levels": ("title", "score"),
}
"""The order of an entry's keys, by the list that it is in."""


def before(key: str, order: tuple[str, ...]) -> tuple[str, ...]:
    """The keys after which a new one is written; one of people's own comes after all of them."""
    return order[: order.index(key)] if key in order else order
