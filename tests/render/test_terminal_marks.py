"""Marks that read without colour, and the bar with its expectation."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from okr.render.terminal_marks import BAR_WIDTH, MARKS, bar, verdict_cell
from okr.reports.wording import Verdict, shown

SCORES = st.floats(0, 1)


def text(score: float | None, expected: float | None) -> str:
    return "".join(each.text for each in bar(score, expected, "on_track"))


@pytest.mark.parametrize(
    ("score", "expected", "cells"),
    [
        (0.0, None, "──────────"),
        (0.0, 0.5, "────┼─────"),
        (0.45, 0.7, "━━━━╾─┼───"),
        (0.3, 0.2, "━╋━───────"),
        (0.5, 0.5, "━━━━╋─────"),
        (0.55, 0.6, "━━━━━┽────"),
        (0.25, 0.01, "╋━╾───────"),
        (0.99, 0.9, "━━━━━━━━╋╾"),
        (0.85, 1.0, "━━━━━━━━╾─"),
        (0.3, 0.0, "━━━───────"),
        (1.0, 0.5, "━━━━━━━━━━"),
        (None, 0.5, ""),
    ],
)
def test_the_bar_shows_the_score_and_is_crossed_where_the_plan_is(
    score: float | None, expected: float | None, cells: str
) -> None:
    assert text(score, expected) == cells


@given(SCORES, st.none() | SCORES)
def test_every_bar_has_its_width_and_is_full_only_at_the_top(score: float, expected: float | None) -> None:
    cells = text(score, expected)
    assert cell_len(cells) == BAR_WIDTH
    assert (cells == "━" * BAR_WIDTH) == (shown(score) == "1.00")


def test_every_verdict_has_a_mark_of_one_cell_that_is_no_emoji() -> None:
    assert set(MARKS) == set(get_args(Verdict))
    assert [mark for mark, _ in MARKS.values() if cell_len(mark) != 1 or cell_len(f"{mark}\ufe0f") == 2] == []


def test_marks_differ_where_colours_do() -> None:
    assert {
        style: {mark for mark, each in MARKS.values() if each == style} for _, style in MARKS.values()
    } == {
        "green": {"✓", "●"},
        "yellow": {"▲"},
        "red": {"■"},
        "dim": {"○"},
    }


def test_a_word_stands_beside_every_mark() -> None:
    assert [each.text for each in verdict_cell("off_track")] == ["■ off track"]
    assert verdict_cell(None) == ()
