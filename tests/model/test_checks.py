"""The stored checks are those that pydantic builds from the models, and give way where they do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest
import tools.stored_checks
from pydantic_core import ValidationError

import okr.model
from okr.model import checks, stored_checks
from okr.model.goals import NOT_BINARY
from okr.model.settings import GoalFile, Settings

AMENDMENT = {"date": "2026-11-09", "field": "weight", "from": 1, "to": 2, "reason": "We were asked."}
GOALS = {
    "team": "growth",
    "cycle": 2026,
    "objectives": [
        {
            "id": "calm",
            "title": "Let every night be calm",
            "x-": {"x-board": 7},
            "amendments": [AMENDMENT],
            "key_results": [{"id": "calls", "title": "Fewer calls", "baseline": 9, "target": 3}],
        }
    ],
}
WRONG = {"teem": "growth", "objectives": [{"id": "No Slug", "title": "", "weight": "2"}], "kpis": 7}
VERSIONS = {"stored": stored_checks.PYDANTIC_CORE, "built": "0.0"}


@pytest.fixture(params=VERSIONS)
def checked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks as they are stored, and as they are built where `pydantic_core` is another version."""
    monkeypatch.setattr(stored_checks, "PYDANTIC_CORE", VERSIONS[request.param])
    monkeypatch.setattr(checks, "checks", checks.checks.__wrapped__)


def test_what_is_stored_is_what_the_models_say() -> None:
    stored = Path(okr.model.__file__).with_name("stored_checks.py")
    assert stored.read_text(encoding="utf-8") == tools.stored_checks.stored_checks()


@pytest.mark.usefixtures("checked")
def test_values_become_a_model() -> None:
    (objective,) = checks.checks(GoalFile).validate_python(GOALS).objectives
    assert (objective.extensions, objective.amendments[0].from_) == ({"x-board": 7}, 1)
    assert (objective.key_results[0].target, objective.key_results[0].done) == (3.0, NOT_BINARY)
    assert checks.checks(Settings).validate_python({"version": 1}) == Settings(version=1)


@pytest.mark.usefixtures("checked")
def test_all_that_is_wrong_is_found() -> None:
    with pytest.raises(ValidationError) as raised:
        checks.checks(GoalFile).validate_python(WRONG)
    assert [(error["type"], error["loc"]) for error in raised.value.errors()] == [
        ("string_pattern_mismatch", ("objectives", 0, "id")),
        ("string_too_short", ("objectives", 0, "title")),
        ("float_type", ("objectives", 0, "weight")),
        ("tuple_type", ("kpis",)),
        ("unexpected_keyword_argument", ("teem",)),
    ]


def test_other_checks_are_built_for_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_checks, "PYDANTIC_CORE", "0.0")
    monkeypatch.setattr(checks, "_STORED", {})
    assert checks.checks.__wrapped__(Settings).validate_python({"version": 1}) == Settings(version=1)
