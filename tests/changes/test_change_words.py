"""What a change says: the difference must be seen in it, however long the texts are."""

from __future__ import annotations

import pytest

from okr.changes.values import plain
from okr.changes.words import message

SHARED = "We count every question that somebody asks us, in the office or on the phone, and divide"
FIRST, SECOND = f"{SHARED} by the hours that we were open.", f"{SHARED} by the days that we were open."
FIRST_SHOWN = "…phone, and divide by the hours that we were open."
SECOND_SHOWN = "…phone, and divide by the days that we were open."


@pytest.mark.parametrize(
    ("kind", "field", "old", "new", "expected"),
    [
        (
            "kpi-definition-changed",
            "definition",
            FIRST,
            SECOND,
            f'`definition` changed: "{FIRST_SHOWN}" → "{SECOND_SHOWN}"',
        ),
        (
            "retitled",
            "title",
            "Answer every question within a day",
            "Answer every question within a week",
            'Retitled: "Answer every question within a day" → "Answer every question within a week"',
        ),
        (
            "field-changed",
            "x-health",
            {"level": 3, "reasons": [FIRST, "Few asked"]},
            {"level": 3, "reasons": [SECOND, "Few asked"]},
            f"`x-health` changed: reasons {FIRST_SHOWN}, Few asked → reasons {SECOND_SHOWN}, Few asked",
        ),
        (
            "check-in-edited",
            "check_ins",
            {"date": "2026-10-12", "value": 4, "note": FIRST},
            {"date": "2026-10-12", "value": 4, "note": SECOND},
            f'Check-in of 2026-10-12 edited: note "{FIRST_SHOWN}" → "{SECOND_SHOWN}"',
        ),
        (
            "scale-eased",
            "scale",
            [[value, value / 100] for value in range(0, 90, 10)],
            [[value, 0.9 if value == 70 else value / 100] for value in range(0, 90, 10)],
            "Scale made easier, in part: 70 % scores 0.7 → 70 % scores 0.9",
        ),
        (
            "not-goals-changed",
            "not_goals",
            [FIRST, "Few asked"],
            [FIRST, "Few asked", "Many asked"],
            'Not-goals changed, in part: none → "Many asked"',
        ),
        (
            "owner-changed",
            "initiatives.owner",
            {"title": "Open on Saturdays", "owner": "ada", "x-room": "B"},
            {"title": "Open on Saturdays", "owner": "ben", "x-room": "C"},
            'Owner changed: "Open on Saturdays" (ada → ben)',
        ),
        (
            "field-changed",
            "initiatives.x-",
            {"title": "Open on Saturdays", "owner": "ada", "x-room": "B"},
            {"title": "Open on Saturdays", "owner": "ben", "x-room": "C", "x-floor": 2},
            '`x-room`, `x-floor` changed: "Open on Saturdays" (B → C, none → 2)',
        ),
        (
            "field-changed",
            "initiatives.status",
            {"title": "Open on Saturdays", "status": "planned"},
            {"title": "Open on Saturdays", "status": "doing"},
            '`status` changed: "Open on Saturdays" (planned → doing)',
        ),
        ("kpi-target-hardened", "target", None, {"at_least": 20}, "Target set: ≥ 20 %"),
        ("kpi-alert-eased", "alert", {"below": 20}, None, "Alert taken away: < 20 %"),
        (
            "kpi-target-eased",
            "target",
            {"at_least": 20, "by": "2026-12-31"},
            {"at_least": 15, "by": "2026-12-31"},
            "Target made easier: ≥ 20 % by 2026-12-31 → ≥ 15 % by 2026-12-31",
        ),
    ],
)
def test_the_difference_is_told(kind: str, field: str, old: object, new: object, expected: str) -> None:
    assert message(kind, field, old, new, units=("%", "%")) == expected


def test_each_side_is_told_in_its_own_unit() -> None:
    assert message("target-eased", "target", 15, 900, units=("min", "s"), in_doubt=True) == (
        "Target changed: 15 min → 900 s"
    )


def test_keys_of_peoples_own_are_told_as_they_are_written() -> None:
    read = {"field": "x-board", "from": {"row": 4, "x-": {"x-columns": [{"x-": {"x-id": 7}}]}}, "reason": "R"}
    entry = plain(read)
    assert entry["from"] == {"row": 4, "x-columns": [{"x-id": 7}]}
    assert message("amendment-added", "amendments", None, entry) == (
        'Amendment added: x-board row 4, x-columns x-id 7 → none, "R"'
    )
