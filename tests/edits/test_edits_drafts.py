"""Splicing: what is written, where, and that nothing else moves."""

from __future__ import annotations

from typing import Any

import pytest

from okr.edits import Draft, Insert, Operation, Remove, Set
from okr.errors import OkrError

ENTRY = {"date": "2026-10-12", "value": 41, "note": "Out: now"}


def after(text: str, *operations: Operation) -> str:
    return Draft.of("a.yaml", text.encode()).apply(*operations).document.text


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param(
            "a:\n  c:\n    - {date: 1, note: x}   # said\n    # later\nb: 2\n",
            "a:\n  c:\n    - {date: 1, note: x}   # said\n"
            '    - {date: 2026-10-12, value: 41, note: "Out: now"}\n'
            "    # later\nb: 2\n",
            id="in braces, after the comment on the line and before the one below",
        ),
        pytest.param(
            "a:\n  c:\n    - date: 1\n      # said of it\n\n      # and this\n    # later\nb: 2\n",
            "a:\n  c:\n    - date: 1\n      # said of it\n\n      # and this\n"
            '    - date: 2026-10-12\n      value: 41\n      note: "Out: now"\n    # later\nb: 2\n',
            id="after the comments that are as far in as the keys of the entry before",
        ),
        pytest.param(
            "a:\n  c:\n    - note: |+\n        x\n\n\n      # said of it\n",
            "a:\n  c:\n    - note: |+\n        x\n\n\n      # said of it\n"
            '    - date: 2026-10-12\n      value: 41\n      note: "Out: now"\n',
            id="after the comment below a block of text",
        ),
        pytest.param(
            "a:\n  b:\n  - date: 1\n    # said of it\n  # later\nd: 2\n",
            "a:\n  b:\n  - date: 1\n    # said of it\n  c:\n"
            '  - {date: 2026-10-12, value: 41, note: "Out: now"}\n  # later\nd: 2\n',
            id="a missing key, after the comments of the entry above it",
        ),
        pytest.param(
            "a:\n  c:\n    # none yet\n  d: 2\n",
            'a:\n  c:\n    # none yet\n    - {date: 2026-10-12, value: 41, note: "Out: now"}\n  d: 2\n',
            id="an empty key with a comment in it",
        ),
        pytest.param(
            "a:\n  c:\n  - { date: 1, note: 'x' }",
            "a:\n  c:\n  - { date: 1, note: 'x' }\n  - { date: 2026-10-12, value: 41, note: 'Out: now' }",
            id="padded, single quotes, dash under the key, no final newline",
        ),
        pytest.param(
            "a:\r\n  c:\r\n   -   date: '1'\r\n       note: x\r\n\r\n  d: 1\r\n",
            "a:\r\n  c:\r\n   -   date: '1'\r\n       note: x\r\n   -   date: '2026-10-12'\r\n"
            "       value: 41\r\n       note: 'Out: now'\r\n\r\n  d: 1\r\n",
            id="block, odd indentation, CRLF, quoted dates",
        ),
        pytest.param(
            "a: {c: [{date: 1}], d: 2}\n",
            'a: {c: [{date: 1}, {date: 2026-10-12, value: 41, note: "Out: now"}], d: 2}\n',
            id="in brackets",
        ),
        pytest.param(
            "a:\n  c: [\n    {date: 1}, # one\n    {date: 2} # two\n  ]\n",
            "a:\n  c: [\n    {date: 1}, # one\n    {date: 2}, # two\n"
            '    {date: 2026-10-12, value: 41, note: "Out: now"}\n  ]\n',
            id="in brackets over several lines",
        ),
        pytest.param(
            "a:\n  b: 1\n  c: []   # none yet\n  d: 2\n",
            'a:\n  b: 1\n  c:   # none yet\n    - {date: 2026-10-12, value: 41, note: "Out: now"}\n  d: 2\n',
            id="an empty list",
        ),
        pytest.param(
            "a:\n  c:\n  d: 2\n",
            'a:\n  c:\n    - {date: 2026-10-12, value: 41, note: "Out: now"}\n  d: 2\n',
            id="an empty key",
        ),
        pytest.param(
            "a:\n  b: 1 # one\n\n# two\nd: 2\n",
            'a:\n  b: 1 # one\n  c:\n    - {date: 2026-10-12, value: 41, note: "Out: now"}\n\n# two\nd: 2\n',
            id="a missing key",
        ),
        pytest.param(
            "x:\n- c:\n  - date: 1\n- d: 1\na: {b: 1}\n",
            "x:\n- c:\n  - date: 1\n- d: 1\n"
            'a: {b: 1, c: [{date: 2026-10-12, value: 41, note: "Out: now"}]}\n',
            id="a missing key in braces",
        ),
        pytest.param(
            "x:\n- c:\n  - date: 1\na:\n  b: |\n    text\n\n",
            "x:\n- c:\n  - date: 1\na:\n  b: |\n    text\n  c:\n  - date: 2026-10-12\n    value: 41\n"
            '    note: "Out: now"\n\n',
            id="a missing key after a block of text, in the manner of its cousins",
        ),
        pytest.param(
            "größe:\n  - ü: '1'\na:\n  名前: 山田太郎\n",
            "größe:\n  - ü: '1'\na:\n  名前: 山田太郎\n  c:\n"
            "    - {date: 2026-10-12, value: 41, note: 'Out: now'}\n",
            id="wide characters",
        ),
        pytest.param(
            "\ufeffa:\n  c:\n    - {date: 1}\n",
            '\ufeffa:\n  c:\n    - {date: 1}\n    - {date: 2026-10-12, value: 41, note: "Out: now"}\n',
            id="a byte order mark",
        ),
    ],
)
def test_an_entry_is_appended_in_the_manner_of_the_file(before: str, expected: str) -> None:
    value = Draft.of("a.yaml", before.encode()).at(("a", "c")) or []
    assert after(before, Insert(("a", "c"), len(value), (ENTRY,))) == expected


@pytest.mark.parametrize(
    ("before", "index", "expected"),
    [
        ("c:\n  # first\n  - 1 # one\n  - 3\n", 1, "c:\n  # first\n  - 1 # one\n  - 8\n  - 9\n  - 3\n"),
        ("c:\n  # first\n  - 1 # one\n  - 3\n", 0, "c:\n  # first\n  - 8\n  - 9\n  - 1 # one\n  - 3\n"),
        ("c: [1, 3]\n", 0, "c: [8, 9, 1, 3]\n"),
        ("c: [1, 3]\n", 1, "c: [1, 8, 9, 3]\n"),
        ("c: [\n  1,\n  3,\n]\n", 2, "c: [\n  1,\n  3,\n  8,\n  9,\n]\n"),
        ("c:\n  -\n    - 1\n", 0, "c:\n  - 8\n  - 9\n  -\n    - 1\n"),
    ],
)
def test_entries_go_where_they_belong(before: str, index: int, expected: str) -> None:
    assert after(before, Insert(("c",), index, (8, 9))) == expected


@pytest.mark.parametrize(
    ("before", "operation", "expected"),
    [
        ("a: 1   # why\nb: 2\n", Set(("a",), 55), "a: 55   # why\nb: 2\n"),
        ("a:\nb: 2\n", Set(("a",), 55), "a: 55\nb: 2\n"),
        ("a:   # why\nb: 2\n", Set(("a",), 55), "a: 55   # why\nb: 2\n"),
        ("- {a: , b: 2}\n", Set((0, "a"), 55), "- {a: 55, b: 2}\n"),
        ("a: 'x'\n", Set(("a",), "it's"), "a: 'it''s'\n"),
        ("a: [1,\n  2]\nb: 1\n", Set(("a",), 5), "a: 5\nb: 1\n"),
        ("a:\n  - 1\n  - 2\nb: 1\n", Set(("a",), 5), "a: 5\nb: 1\n"),
        ("a:\n  x: 1\nb: 1\n", Set(("a",), {"x": 2, "y": 3}), "a:\n  x: 2\n  y: 3\nb: 1\n"),
        ("a: {x: 1}\nb: 1\n", Set(("a",), {"x": 2, "y": 3}), "a: {x: 2, y: 3}\nb: 1\n"),
        ("a: |\n  one\n  two\nb: 1\n", Set(("a",), "three"), "a: three\nb: 1\n"),
        ("a: one\nb: 1\n", Set(("a",), "one\ntwo"), "a: |-\n  one\n  two\nb: 1\n"),
        ("a: {x: one}\n", Set(("a", "x"), "one\ntwo"), 'a: {x: "one\\ntwo"}\n'),
        ("a: 1\nc: 2\n", Set(("b",), 5, after=("z", "a")), "a: 1\nb: 5\nc: 2\n"),
        (
            "x:\n  - a: 1\n    c: 2\n",
            Set(("x", 0, "b"), 5, after=("a",)),
            "x:\n  - a: 1\n    b: 5\n    c: 2\n",
        ),
        ("x: {}\n", Set(("x", "b"), 5), "x: {b: 5}\n"),
        ("done:\na: 1\n", Set(("done",), "2026-10-01"), "done: 2026-10-01\na: 1\n"),
        ("done: ~ # not yet\n", Set(("done",), "2026-10-01"), "done: 2026-10-01 # not yet\n"),
        ("a: 1\nb: 2 # two\nc: 3\n", Remove(("b",)), "a: 1\nc: 3\n"),
        ("a: 1\nb: 2", Remove(("b",)), "a: 1"),
        ("x:\n  - a: 1\n    b: 2\n", Remove(("x", 0, "a")), "x:\n  - b: 2\n"),
        ("- a: 1 # one\n  # two\n  b: 2\n", Remove((0, "a")), "-  # one\n  # two\n  b: 2\n"),
        ("x:\n  - 1\n  - - 2\n    - 3\n  - 4\n", Remove(("x", 1)), "x:\n  - 1\n  - 4\n"),
        ("x:\n  - 1\ny: 1\n", Remove(("x", 0)), "x: []\ny: 1\n"),
        ("x: [1, 2, 3]\n", Remove(("x", 1)), "x: [1, 3]\n"),
        ("x: [1, 2, 3]\n", Remove(("x", 2)), "x: [1, 2]\n"),
        ("x: {a: 1, b: 2}\n", Remove(("x", "a")), "x: {b: 2}\n"),
        ("x: {a: 1}\n", Remove(("x", "a")), "x: {}\n"),
    ],
)
def test_values_are_set_and_removed_in_place(before: str, operation: Operation, expected: str) -> None:
    assert after(before, operation) == expected


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain words, with a comma", "plain words, with a comma"),
        ("a: b", '"a: b"'),
        ("a # b", '"a # b"'),
        ("no", '"no"'),
        ("12", '"12"'),
        ("2026-10-05", "2026-10-05"),
        ("", '""'),
        (" x", '" x"'),
        ("- x", '"- x"'),
        ("@ada", '"@ada"'),
        ("tab\there", '"tab\\there"'),
        ("\x1b[31m\u202e\u2028", '"\\u001b[31m\u202e\\u2028"'),
        ("émoji 🎉", "émoji 🎉"),
        (1.50, "1.5"),
        (3.0, "3"),
        (-0.5, "-0.5"),
        (True, "true"),
        (["a, b", "c"], '["a, b", c]'),
        ({"at_least": 99.9}, "{at_least: 99.9}"),
    ],
)
def test_values_are_quoted_only_where_they_must_be(value: Any, written: str) -> None:
    assert after("a: 1\n", Set(("a",), value)) == f"a: {written}\n"


@pytest.mark.parametrize(
    "operation", [Set(("x", "y", "z"), 1), Remove(("nothing",)), Insert(("a",), 0, (1,))]
)
def test_what_has_no_place_is_refused(operation: Operation) -> None:
    with pytest.raises(OkrError, match=r"^a\.yaml:1 is written in a way that okr cannot change safely"):
        after("a: 1\n", operation)


def test_a_value_that_would_be_read_otherwise_is_refused() -> None:
    with pytest.raises(OkrError, match=r"^a\.yaml:1 is written in a way that okr cannot change safely"):
        after("x: {a}\n", Set(("x", "a"), 1))


@pytest.mark.parametrize(
    "text", ["a: |+\n  kept\n\n", "a: |\n  kept\n\n    \n", "a:\n  - >+ # and\n    kept\n\n\n"]
)
def test_blank_lines_that_belong_to_a_text_stay_with_it(text: str) -> None:
    assert after(f"{text}b: 1\n", Set(("c",), 1, after=("a",))) == f"{text}c: 1\nb: 1\n"


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(OkrError, match=r"a\.yaml cannot be read, so it is not changed"):
        Draft.of("a.yaml", b"a: [1\n")
