"""What is refused, with which code, where, and in which words."""

from __future__ import annotations

from typing import Any

import pytest
from document_cases import cases, found, place

from okr.diagnostics import Diagnostic, Related
from okr.documents import read_document
from okr.documents.reader import MAX_BYTES
from okr.spans import Position, Span


@pytest.mark.parametrize("case", cases("syntax.yaml"))
def test_a_syntax_error_is_told_where_the_mistake_is(case: dict[str, str]) -> None:
    document = read_document("goals.yaml", case["text"].encode())
    (diagnostic,) = document.diagnostics
    assert (diagnostic.code, diagnostic.name, diagnostic.severity) == ("OKR001", "invalid-yaml", "error")
    assert {"at": place(diagnostic.span), "message": diagnostic.message, "help": diagnostic.help} == {
        key: case[key] for key in ("at", "message", "help")
    }
    assert (document.broken, document.value, document.comments) == (True, None, ())


@pytest.mark.parametrize("case", cases("refusals.yaml"))
def test_what_goal_files_do_not_use_is_refused_at_its_place(case: dict[str, Any]) -> None:
    document = read_document("goals.yaml", case["text"].encode())
    assert found(document) == case["finds"]
    assert document.value == case.get("value")
    assert document.broken == case.get("broken", False)
    assert all(each.help for each in document.diagnostics)


def test_a_duplicate_key_names_both_places() -> None:
    document = read_document("goals.yaml", b"id: a\ntitle: b\nid: c\n")
    first = Span(Position(1, 1, 0), Position(1, 3, 2))
    assert document.diagnostics == (
        Diagnostic(
            code="OKR002",
            name="duplicate-key",
            severity=document.diagnostics[0].severity,
            message="`id` is given twice; the first one is on line 1",
            path="goals.yaml",
            span=Span(Position(3, 1, 15), Position(3, 3, 17)),
            help="Keep one of the two; if these are two things, each needs its own `- `.",
            arguments=("id",),
            related=(Related("goals.yaml", first, "`id` is first given here"),),
        ),
    )
    assert document.value == {"id": "a", "title": "b"}
    assert document.value_span(("id",)) == Span(Position(1, 5, 4), Position(1, 6, 5))


@pytest.mark.parametrize(
    ("data", "finds"),
    [
        (
            b"a: caf\xe9\n",
            "OKR009 1:7-1:8 the file is not UTF-8 text: the byte 0xE9 stands for no character here",
        ),
        (
            "é: ü\n😀: ".encode() + b"\xff",
            "OKR009 2:4-2:5 the file is not UTF-8 text: the byte 0xFF stands for no character here",
        ),
        (
            b"\xef\xbb\xbfa: \xe2\x82",
            "OKR009 1:4-1:5 the file is not UTF-8 text: the byte 0xE2 stands for no character here",
        ),
        (
            "a: b\n".encode("utf-16"),
            "OKR009 1:1-1:2 the file is not UTF-8 text: the byte 0xFF stands for no character here",
        ),
        (b"a: b\r\nc: d\0\n", "OKR009 2:5-2:6 an invisible NUL character (U+0000) stands here"),
        (b"a: \x1b[31m\n", "OKR009 1:4-1:5 an invisible control character (U+001B) stands here"),
        ("a: b\u2028c\n".encode(), "OKR009 1:5-1:6 an invisible line separator (U+2028) stands here"),
        ("a: b\u2029c\n".encode(), "OKR009 1:5-1:6 an invisible paragraph separator (U+2029) stands here"),
        ("a: b\x85c\n".encode(), "OKR009 1:5-1:6 an invisible line separator (U+0085) stands here"),
        ("\ufeffa: \ufeffb\n".encode(), "OKR009 1:4-1:5 an invisible byte order mark (U+FEFF) stands here"),
        ("a: \uffff\n".encode(), "OKR009 1:4-1:5 an invisible control character (U+FFFF) stands here"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused_at_their_place(data: bytes, finds: str) -> None:
    document = read_document("goals.yaml", data)
    assert found(document) == [finds]
    assert (document.broken, document.value) == (True, None)


def test_up_to_ten_forbidden_characters_are_reported_at_once() -> None:
    document = read_document("goals.yaml", "a: \u2028 \u2028\nb: \x07\n".encode())
    assert [place(each.span) for each in document.diagnostics] == ["1:4-1:5", "1:6-1:7", "2:4-2:5"]
    assert len(read_document("goals.yaml", b"\x07" * 1000).diagnostics) == 10


@pytest.mark.no_cover
def test_a_file_over_five_mebibytes_is_not_read() -> None:
    document = read_document("goals.yaml", b"#" * (MAX_BYTES + 1))
    assert found(document) == [
        "OKR009 1:1-1:1 the file has 5.0 MiB, and 5 MiB is the most that is read",
    ]
    assert (document.broken, document.text) == (True, "")
    assert read_document("goals.yaml", b"#" * MAX_BYTES).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("[" * 51 + "]" * 51, "1:51-1:52"),
        ("[" * 100_000, "1:51-1:52"),
        ("{" * 100_000, "1:51-1:52"),
        ("{a: " * 100_000, "1:201-1:202"),
        ("- " * 100_000, "1:101-1:102"),
        ("? " * 100_000, "1:101-1:102"),
        ("".join(" " * level + "a:\n" for level in range(1000)), "51:51-51:52"),
    ],
)
def test_more_than_fifty_levels_are_refused_before_they_can_hurt(text: str, at: str) -> None:
    document = read_document("goals.yaml", text.encode())
    assert found(document) == [f"OKR009 {at} this lies more than 50 levels deep"]
    assert (document.broken, document.value) == (True, None)


def test_aliases_multiply_nothing() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 33))]
    document = read_document("goals.yaml", "\n".join(lines).encode())
    assert document.value["a32"] == [None, None]
    assert len(document.diagnostics) == 33 + 64


def test_thousands_of_digits_are_no_number() -> None:
    document = read_document("goals.yaml", b"a: " + b"9" * 5000)
    assert found(document) == [f"OKR005 1:4-1:5004 `{'9' * 40}…` is not a number that can be measured"]


def test_a_hundred_mistakes_are_enough() -> None:
    document = read_document("goals.yaml", b"- .nan\n" * 1000)
    assert len(document.diagnostics) == 100
    assert document.value == [".nan"] * 1000
