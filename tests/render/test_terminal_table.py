"""Tables that fit the screen."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, piece
from okr.render.terminal_table import Column, Item, Remark, Row, table

COLUMNS = (
    Column("goal", least=12),
    Column("score", right=True),
    Column("owner", rank=1),
    Column("note", rank=2, least=6),
)


def cells(*texts: str) -> list[Line]:
    return [(piece(text),) if text else EMPTY for text in texts]


ITEMS: list[Item] = [
    Row(cells("Growth", "0.5", "ada", "")),
    Row(cells("Raise week-1 activation", "0.25", "ben", "slow at first"), lead="  "),
    Remark(piece("↳ no check-in for 37 days"), indent=2),
    None,
    Row(cells("Total", "1", "", "")),
]


def shown(width: int | None, items: list[Item] = ITEMS) -> str:
    screen = Screen(width)
    return drawn(table(COLUMNS, items, screen), screen)


def test_off_a_terminal_everything_is_on_one_line() -> None:
    assert shown(None) == (
        "goal                       score  owner  note\n"
        "Growth                       0.5  ada\n"
        "  Raise week-1 activation   0.25  ben    slow at first\n"
        "  ↳ no check-in for 37 days\n"
        "\n"
        "Total                          1\n"
    )


def test_cells_wrap_before_a_column_is_dropped() -> None:
    assert shown(40) == (
        "goal             score  owner  note\n"
        "Growth             0.5  ada\n"
        "  Raise week-1    0.25  ben    slow at\n"
        "  activation                   first\n"
        "  ↳ no check-in for 37 days\n"
        "\n"
        "Total                1\n"
    )


def test_the_least_important_columns_go_first() -> None:
    assert shown(30) == (
        "goal              score  owner\n"
        "Growth              0.5  ada\n"
        "  Raise week-1     0.25  ben\n"
        "  activation\n"
        "  ↳ no check-in for 37 days\n"
        "\n"
        "Total                 1\n"
    )
    assert shown(20).splitlines()[0] == "goal           score"


def test_a_column_without_a_word_is_left_out() -> None:
    assert shown(None, [Row(cells("Growth", "", "ada", ""))]) == "goal    owner\nGrowth  ada\n"


def test_a_row_keeps_to_its_lines_and_its_guides() -> None:
    row = Row(cells("Lift our rating in the three marketplaces", "1", "", ""), "├─ ", "│  ", most=2)
    assert shown(20, [row]) == ("goal           score\n├─ Lift our        1\n│  rating in…\n")


def test_a_cell_of_several_styles_is_never_broken() -> None:
    bar = (Piece("━━━━", "green"), Piece("────", "dim"))
    columns = (Column("", least=8), Column("", right=True))
    screen = Screen(24)
    lines = table(columns, [Row([(piece("A goal with words"),), bar]), Row([EMPTY, (piece("x"),)])], screen)
    assert drawn(lines, screen) == ("\nA goal with     ━━━━────\nwords\n                       x\n")


def test_a_table_in_which_nothing_is_said_has_its_first_column() -> None:
    assert shown(30, [Row(cells("", "", "", ""))]) == "goal\n\n"


def test_a_first_column_without_a_word_has_room_for_its_header() -> None:
    assert shown(27, [Row(cells("", "6", "a name of some", ""))]) == (
        "goal  score  owner\n          6  a name of some\n"
    )


@given(st.lists(st.lists(st.text(max_size=30), min_size=4, max_size=4), max_size=5), st.integers(30, 120))
@example([["", "0" * 6, "0" * 14, "0"]], 30)
def test_a_table_is_never_wider_than_the_screen(texts: list[list[str]], width: int) -> None:
    columns = [Column("goal", least=12), *[Column(str(rank), rank=rank, least=5) for rank in (1, 2, 3)]]
    lines = drawn(table(columns, [Row(cells(*each)) for each in texts], Screen(width)), Screen(width))
    assert [each for each in lines.splitlines() if cell_len(each) > width] == []


def test_on_the_narrowest_screens_all_columns_that_can_shrink_do_so() -> None:
    columns = (Column("", least=20), Column("why", least=24), Column("n", right=True))
    rows = [Row(cells("Raise the share of questions", "off track where the plan expects more", "1"))]
    screen = Screen(32)
    assert drawn(table(columns, rows, screen), screen) == (
        "               why             n\n"
        "Raise the      off track       1\n"
        "share of       where the plan\n"
        "questions      expects more\n"
    )
