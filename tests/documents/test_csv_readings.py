"""Readings in CSV: the good lines survive, and each bad one is told with its place."""

from __future__ import annotations

import pytest
from document_cases import place
from hypothesis import given, settings
from hypothesis import strategies as st

from okr.documents import ReadingRow, Readings, read_readings
from okr.spans import Position, Span

HEADER = "date,value,note\n"


def read(text: str) -> Readings:
    return read_readings("kpis/rate.csv", text.encode())


def found(readings: Readings) -> list[str]:
    return [f"{each.code} {place(each.span)} {each.message}" for each in readings.diagnostics]


def test_rows_keep_their_order_and_line() -> None:
    text = 'date,value,note\n2026-10-05,6.9,\n\n2026-Q3,-7,"Two, at ""once"""\n2026-10-01,1e3\n'
    readings = read(text)
    assert readings.rows == (
        ReadingRow("2026-10-05", 6.9, None, 2),
        ReadingRow("2026-Q3", -7.0, 'Two, at "once"', 4),
        ReadingRow("2026-10-01", 1000.0, None, 5),
    )
    assert readings.diagnostics == ()
    assert readings.line_span(4) == Span(Position(4, 1, 33), Position(4, 30, 62))


@pytest.mark.parametrize(
    "text",
    [
        "value,date\n7,2026-10-05\n",
        "note,value,date\n,7,2026-10-05\n",
        "\ufeffdate,value\n2026-10-05,7",
        "date,value\r\n2026-10-05,7\r\n",
        "date,value\r2026-10-05,7\r",
        " date , value \n 2026-10-05 , 7 \n",
        "\n\ndate,value\n2026-10-05,7\n",
        'date,value\n"2026-10-05","7"\n',
    ],
)
def test_columns_come_in_any_order_with_any_blanks_and_line_endings(text: str) -> None:
    readings = read(text)
    assert [row[:3] for row in readings.rows] == [("2026-10-05", 7.0, None)]
    assert readings.diagnostics == ()


@pytest.mark.parametrize(
    ("line", "at", "message"),
    [
        ("2026-10-05,60%", "2:12-2:15", "`60%` is not a number"),
        ("2026-10-05,1_000", "2:12-2:17", "`1_000` is not a number"),
        ("2026-10-05,nan", "2:12-2:15", "`nan` is not a number"),
        ("2026-10-05,1e999", "2:12-2:17", "`1e999` is not a number"),
        ("2026-10-05,٣", "2:12-2:13", "`٣` is not a number"),
        ("2026-10-05, ,note", "2:13-2:13", "the value is missing"),
        ("2026-10-05", "2:11-2:11", "the value is missing"),
        (",7", "2:1-2:1", "the date is missing"),
        ("2026-10-05,1,000,5", "2:18-2:19", "the line has 4 fields under 3 columns"),
        ('2026-10-05,7,"note', "2:14-2:19", "the quotes on this line do not match"),
        ('2026-10-05,7,"a" b', "2:14-2:19", "the quotes on this line do not match"),
        ("😀é,seven", "2:4-2:9", "`seven` is not a number"),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_the_others_survive(line: str, at: str, message: str) -> None:
    readings = read(f"{HEADER}{line}\n2026-10-12,8\n")
    assert found(readings) == [f"OKR009 {at} {message}"]
    assert readings.rows == (ReadingRow("2026-10-12", 8.0, None, 3),)
    assert all(each.help for each in readings.diagnostics)


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("", "1:1-1:1 the column `date` is missing"),
        ("\n\n", "1:1-1:1 the column `date` is missing"),
        ("date\n2026-10-05\n", "1:1-1:5 the column `value` is missing"),
        ("date,value,by\n2026-10-05,7,ada\n", "1:12-1:14 `by` is not a column of readings"),
        ("date,value,date\n", "1:12-1:16 `date` is given twice"),
        ("date;value\n2026-10-05;7\n", "1:1-1:11 `date;value` is not a column of readings"),
        ("2026-10-05,7\n", "1:1-1:11 `2026-10-05` is not a column of readings"),
        ('date,"value\n', '1:6-1:12 the quotes on this line do not match'),
    ],
)  # fmt: skip
def test_without_a_good_header_nothing_is_read(text: str, finds: str) -> None:
    readings = read(text)
    assert found(readings) == [f"OKR009 {finds}"]
    assert readings.rows == ()


def test_several_bad_lines_are_all_told_up_to_a_hundred() -> None:
    assert [each.span.start.line for each in read("date,value\nx,y\n1,2\n,\n").diagnostics] == [2, 4]
    readings = read("date,value\n" + "x,y\n" * 1000 + "2026-10-05,7\n")
    assert len(readings.diagnostics) == 100
    assert readings.rows == (ReadingRow("2026-10-05", 7.0, None, 1002),)


def test_bytes_that_are_no_text_are_refused() -> None:
    readings = read_readings("kpis/rate.csv", b"date,value\n2026-10-05,7\xb5\n")
    assert found(readings) == [
        "OKR009 2:13-2:14 the file is not UTF-8 text: the byte 0xB5 stands for no character here"
    ]
    assert readings.rows == ()


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from('date,value\n\r"7 2026-\t;x')))
def test_any_text_is_read_without_an_error_and_told_inside_itself(text: str) -> None:
    readings = read(text)
    for diagnostic in readings.diagnostics:
        assert 0 <= diagnostic.span.start.offset <= diagnostic.span.end.offset <= len(text)
