"""Pieces and lines: what reaches a terminal, and how it is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from okr.render.terminal import (
    Piece,
    Screen,
    cut,
    drawn,
    flowed,
    line,
    padded,
    paragraph,
    piece,
    side_by_side,
    wrapped,
)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


def test_lines_off_a_terminal_are_plain_and_end_without_spaces() -> None:
    lines = [(Piece("done ", "bold green"), Piece("1.00  ", "dim"), Piece("   ")), ()]
    assert drawn(lines, Screen()) == "done 1.00\n\n"


def test_colours_are_the_sixteen_of_the_terminal() -> None:
    lines = [(Piece("done ", "bold green"), Piece("1.00 ", "dim"), Piece("   "))]
    assert drawn(lines, Screen(80, color=True)) == "\x1b[1;32mdone \x1b[0m\x1b[2m1.00\x1b[0m\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\N{REPLACEMENT CHARACTER}[31mred\N{REPLACEMENT CHARACTER}[0m"),
        ("\x9b31mred", "\N{REPLACEMENT CHARACTER}31mred"),
        ("a\u202eb", "a\N{REPLACEMENT CHARACTER}b"),
        ("two\nlines\tand\u00a0a\u2028half", "two lines and a half"),
        ("[bold]60 %[/bold]", "[bold]60 %[/bold]"),
        ("\ud800", "\N{REPLACEMENT CHARACTER}"),
        ("::error::evil", "꞉:error::evil"),
        ("  ::stop-commands::evil", "  ꞉:stop-commands::evil"),
        ("see 1::2 ##[add-mask]evil", "see 1::2 #♯[add-mask]evil"),
    ],
)
def test_no_text_commands_a_terminal(text: str, shown: str) -> None:
    assert drawn([line(text)], Screen(color=True)) == f"{shown}\n"


@given(TEXTS)
def test_what_is_drawn_of_any_text_has_no_control_character(text: str) -> None:
    written = drawn([(piece(text), Piece("."))], Screen())
    assert written.endswith(".\n")
    assert [each for each in written[:-1] if ord(each) < 32 or 127 <= ord(each) < 160] == []


def test_text_is_broken_between_words() -> None:
    assert wrapped("Lift our rating in the three marketplaces", 16) == [
        "Lift our rating",
        "in the three",
        "marketplaces",
    ]


def test_text_that_needs_more_lines_than_there_are_is_cut() -> None:
    assert wrapped("Lift our rating in the three marketplaces", 16, 2) == [
        "Lift our rating",
        "in the three ma…",
    ]
    assert wrapped("Lift our rating in the three marketplaces", 16, 1) == ["Lift our rating…"]


def test_a_long_word_is_broken_after_its_slashes() -> None:
    assert wrapped("2026-Q4/growth/onboarding/activation", 16) == [
        "2026-Q4/growth/",
        "onboarding/",
        "activation",
    ]
    assert wrapped("https://example.com/p", 9) == ["https://", "example.c", "om/p"]


def test_wide_characters_take_two_cells() -> None:
    assert wrapped("日本語日本語", 5) == ["日本", "語日", "本語"]
    assert cut("日本語", 4) == "日…"
    assert padded("日本", 5, right=True) == " 日本"


@given(TEXTS, st.integers(2, 30))
def test_no_broken_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(piece(text).text, width)
    assert all(cell_len(each) <= width for each in lines)
    if cell_len(piece(text).text) > width:
        assert "".join("".join(lines).split()) == "".join(piece(text).text.split())


@given(TEXTS, st.integers(2, 30), st.integers(1, 4))
def test_a_cut_text_keeps_to_its_lines(text: str, width: int, most: int) -> None:
    lines = wrapped(piece(text).text, width, most)
    assert len(lines) <= most
    assert all(cell_len(each) <= width for each in lines)


def test_a_paragraph_is_as_wide_as_the_screen_and_whole_without_one() -> None:
    text = "3 key results are stale: okr checkin"
    assert drawn(paragraph(text, Screen(20), indent=2), Screen(20)) == (
        "  3 key results are\n  stale: okr checkin\n"
    )
    assert drawn(paragraph(text, Screen()), Screen()) == f"{text}\n"


LEAD = (Piece("12:3 "), Piece("error", "bold red"), Piece(" "))


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (None, "12:3 error one  two three four five six\n"),
        (39, "12:3 error one  two three four five six\n"),
        (38, "12:3 error one two three four five six\n"),
        (30, "12:3 error one two three four\n    five six\n"),
        (20, "12:3 error\n    one two three\n    four five six\n"),
    ],
)
def test_text_goes_on_below_its_lead(width: int | None, shown: str) -> None:
    screen = Screen(width)
    assert drawn(flowed(LEAD, "one  two three four five six", screen, indent=4), screen) == shown


@given(TEXTS, st.integers(10, 60))
def test_text_behind_a_lead_loses_nothing_and_fits(text: str, width: int) -> None:
    screen = Screen(width)
    written = drawn(flowed(LEAD, text, screen, indent=4), screen)
    assert "".join(written.split()) == "".join(f"12:3 error {drawn([line(text)], Screen())}".split())
    assert max(map(cell_len, written.splitlines())) <= max(width, len("12:3 error"))


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (None, "  Raise activation  growth/activation\n"),
        (37, "  Raise activation  growth/activation\n"),
        (36, "  Raise activation\n    growth/activation\n"),
        (16, "  Raise\n  activation\n    growth/\n    activation\n"),
    ],
)
def test_parts_stand_beside_each_other_or_below(width: int | None, shown: str) -> None:
    screen, parts = Screen(width), (piece("Raise activation", "bold"), piece("growth/activation", "dim"))
    assert drawn(side_by_side(parts, screen, indent=2, deeper=2), screen) == shown
