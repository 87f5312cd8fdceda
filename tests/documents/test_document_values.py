"""What a file says: YAML 1.2's core schema, numbers as they were written, empty keys left out."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from okr.documents import WrittenFloat, WrittenInt, read_document


def value_of(text: str) -> Any:
    document = read_document("goals.yaml", text.encode())
    assert document.diagnostics == ()
    assert not document.broken
    return document.value


def test_a_goal_file_becomes_plain_values() -> None:
    text = (
        "team: growth # ours\n"
        "objectives:\n"
        "  - id: onboarding\n"
        "    why: >-\n"
        "      Two lines\n"
        "      of prose.\n"
        "    links: [https://example.com/a?b=c:d, 'x y']\n"
        "    key_results:\n"
        "    - {id: activation, baseline: 42, target: 60.5, note: Did it work? Yes}\n"
    )
    assert value_of(text) == {
        "team": "growth",
        "objectives": [
            {
                "id": "onboarding",
                "why": "Two lines of prose.",
                "links": ["https://example.com/a?b=c:d", "x y"],
                "key_results": [
                    {"id": "activation", "baseline": 42, "target": 60.5, "note": "Did it work? Yes"}
                ],
            }
        ],
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "~\n", "null"])
def test_a_file_that_says_nothing_is_none(text: str) -> None:
    assert value_of(text) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("0", 0),
        ("-0", 0),
        ("+5", 5),
        ("-12", -12),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("9" * 300, int("9" * 300)),
        ("1.5", 1.5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1.5E-2", 0.015),
        ("1e-400", 0.0),
    ],
)
def test_a_plain_scalar_follows_the_core_schema(written: str, value: Any) -> None:
    read = value_of(f"[{written}]")[0]
    assert (read, isinstance(read, bool), isinstance(read, float)) == (
        value,
        isinstance(value, bool),
        isinstance(value, float),
    )
    assert isinstance(read, type(value))


@pytest.mark.parametrize(
    "written",
    [
        "no", "yes", "on", "off", "y", "n", "nULL", "tRUE", "TRue", "1_000", "1,000.5", "2026-10-05", "10:30",
        "2026-10-05T10:30:00Z", "0b11", "0O17", "0xG", "0o8", "1.2.3", "1e", "e3", "+", ".", "--1",
        "+0x1F", "60%", "N/A", "~x", "-x", "+1 or so", "٣", "１", "1\u00a0000", "nan", "inf",
    ],
)  # fmt: skip
def test_anything_else_is_text(written: str) -> None:
    assert value_of(f"key: {written}\n") == {"key": written}


@pytest.mark.parametrize("quoted", ["'42'", '"42"', "|-\n  42", ">-\n  42"])
def test_what_is_quoted_or_in_a_block_is_text(quoted: str) -> None:
    assert value_of(f"a: {quoted}\n") == {"a": "42"}


@pytest.mark.parametrize(
    "written", ["1.10", "007", "1e3", "+5", "0x1F", "5.", ".5", "-0", "1.0e+3", "0o17", "60.0"]
)
def test_str_gives_back_a_number_as_it_was_written(written: str) -> None:
    number = value_of(f"a: {written}\n")["a"]
    assert str(number) == written
    assert f"{number}" == written


@pytest.mark.parametrize("written", ["7", "-7", "0", "1.5", "60.0", "-0.25", "1e+16", "1e-07"])
def test_a_number_that_python_writes_alike_is_a_plain_one(written: str) -> None:
    assert type(value_of(f"a: {written}\n")["a"]) in (int, float)


def test_written_numbers_count_compare_and_travel_like_numbers() -> None:
    values = value_of("a: 007\nb: 1.10\n")
    assert values == {"a": 7, "b": 1.1}
    assert (type(values["a"]), type(values["b"])) == (WrittenInt, WrittenFloat)
    assert values["a"] + 1 == 8
    for copied in (copy.deepcopy(values), pickle.loads(pickle.dumps(values))):
        assert copied == values
        assert [str(number) for number in copied.values()] == ["007", "1.10"]


class Sample(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    a: str
    b: float
    c: int
    d: float | str


def test_pydantic_takes_a_number_as_it_was_written_where_text_is_expected() -> None:
    sample = Sample.model_validate(value_of("a: 1.10\nb: 1.10\nc: 007\nd: 1e3\n"))
    assert sample == Sample(a="1.10", b=1.1, c=7, d=1000.0)


def test_an_empty_key_is_left_out_except_done_and_baseline() -> None:
    text = "a:\nb: ~\nc: null\nd: ''\ne: [~, null, '']\nf: {g:, h: 1}\ndone:\nbaseline: null\n"
    assert value_of(text) == {
        "d": "",
        "e": [None, None, ""],
        "f": {"h": 1},
        "done": None,
        "baseline": None,
    }


def test_keys_of_people_are_gathered_and_kept() -> None:
    assert value_of("a: 1\nx-color: red\nb: {x-a: , x-b: {c: , x-d: 1}, e: }\n") == {
        "a": 1,
        "x-": {"x-color": "red"},
        "b": {"x-": {"x-a": None, "x-b": {"x-": {"x-d": 1}}}},
    }


def test_a_key_is_text_however_it_is_written() -> None:
    assert value_of("2026: a\n1.10: b\ntrue: c\n~: d\n'q': e\n? f\n: g\n") == {
        "2026": "a",
        "1.10": "b",
        "true": "c",
        "~": "d",
        "q": "e",
        "f": "g",
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_byte_order_mark_say_nothing(end: str, mark: str) -> None:
    text = mark + "a: |\n  one\n  two\nb: c\n".replace("\n", end)
    assert value_of(text) == {"a": "one\ntwo\n", "b": "c"}
    assert read_document("goals.yaml", text.encode()).text == text


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("\ue000:x", "\ue000:x"),
        ("[\ue001?, b:c]", ["\ue001?", "b:c"]),
        ('["\\uE000", b:c]', ["\ue000", "b:c"]),
        ("[😀:é, e\u0301?]", ["😀:é", "e\u0301?"]),
        ("[x:y?z, http://h:1/?q=1:2#f]", ["x:y?z", "http://h:1/?q=1:2#f"]),
        ("{b: 10:30, c: Did it?}", {"b": "10:30", "c": "Did it?"}),
        ('{"b":1, "c" : 2}', {"b": 1, "c": 2}),
    ],
)
def test_colons_and_question_marks_inside_words_are_text(written: str, value: Any) -> None:
    assert value_of(f"a: {written}\n") == {"a": value}


def test_fifty_levels_are_fine_and_brackets_in_quotes_are_none() -> None:
    assert value_of("[" * 50 + "]" * 50) is not None
    assert value_of("a: '" + "[" * 1000 + "'\n") == {"a": "[" * 1000}
