"""Where things stand: spans of keys and values, nodes, comments; exact for any line ending and character."""

from __future__ import annotations

import pytest
from document_cases import place

from okr.documents import Document, Kind, ScalarStyle, read_document
from okr.spans import START_OF_FILE, Position, Span

GOALS = """\
# Goals of growth
team: growth

objectives:          # two of them
  - id: onboarding
    title: "Make it 'easy'"
    why: >-   # in prose
      Because it # is no comment
      pays.

    empty:
    tags: [a, {b: 1}, 'c # d']
  # between
  - title: |
      Kept

last: {date: 2026-10-05,   # inside
       note: x}
"""


def read(text: str) -> Document:
    document = read_document("goals.yaml", text.encode())
    assert not document.broken
    return document


def text_at(document: Document, span: Span) -> str:
    return document.text[span.start.offset : span.end.offset]


@pytest.mark.parametrize(
    ("keys", "key", "value"),
    [
        (("team",), "2:1-2:5", "2:7-2:13"),
        (("objectives",), "4:1-4:11", "5:3-15:11"),
        (("objectives", 0), "5:5-5:7", "5:5-12:31"),
        (("objectives", 0, "id"), "5:5-5:7", "5:9-5:19"),
        (("objectives", 0, "title"), "6:5-6:10", "6:12-6:28"),
        (("objectives", 0, "why"), "7:5-7:8", "7:10-9:12"),
        (("objectives", 0, "empty"), "11:5-11:10", "11:11-11:11"),
        (("objectives", 0, "tags"), "12:5-12:9", "12:11-12:31"),
        (("objectives", 0, "tags", 0), "12:12-12:13", "12:12-12:13"),
        (("objectives", 0, "tags", 1), "12:16-12:17", "12:15-12:21"),
        (("objectives", 0, "tags", 1, "b"), "12:16-12:17", "12:19-12:20"),
        (("objectives", 0, "tags", 2), "12:23-12:30", "12:23-12:30"),
        (("objectives", 1, "title"), "14:5-14:10", "14:12-15:11"),
        (("last",), "17:1-17:5", "17:7-18:16"),
        ((), "2:1-2:5", "2:1-18:16"),
    ],
)
def test_keys_and_values_have_exact_spans(keys: tuple[str | int, ...], key: str, value: str) -> None:
    document = read(GOALS)
    assert (place(document.key_span(keys)), place(document.value_span(keys))) == (key, value)


@pytest.mark.parametrize(
    ("keys", "nearest"),
    [
        (("nothing",), ("",)),
        (("objectives", 0, "owner"), ("objectives", 0)),
        (("objectives", 7, "owner"), ("objectives",)),
        (("team", "lead"), ("team",)),
        (("objectives", 0, "tags", 1, "c", "d"), ("objectives", 0, "tags", 1)),
        (("objectives", "id"), ("objectives",)),
    ],
)
def test_what_is_not_there_is_shown_at_the_nearest_thing_around_it(
    keys: tuple[str | int, ...], nearest: tuple[str | int, ...]
) -> None:
    document = read(GOALS)
    expected = document.key_span(()) if nearest == ("",) else document.key_span(nearest)
    assert document.key_span(keys) == expected
    assert document.value_span(keys) == expected
    assert document.node(keys) is None


@pytest.mark.parametrize("text", ["", "# nothing\n", "a: [\n"])
def test_an_empty_or_broken_file_is_shown_at_its_start(text: str) -> None:
    document = read_document("goals.yaml", text.encode())
    assert document.key_span(("team",)) == START_OF_FILE
    assert document.value_span(()) == START_OF_FILE
    assert document.node(()) is None


def test_offsets_count_characters_and_the_byte_order_mark_while_columns_do_not() -> None:
    document = read("\ufeffid: x\r\ne\u0301: 😀\r\n'k\t': \"a\tb\"\rlast: |+\r\n  é\r\n\r\n")
    assert document.key_span(("id",)) == Span(Position(1, 1, 1), Position(1, 3, 3))
    assert document.value_span(("e\u0301",)) == Span(Position(2, 5, 12), Position(2, 6, 13))
    assert document.key_span(("k\t",)) == Span(Position(3, 1, 15), Position(3, 5, 19))
    assert document.value_span(("k\t",)) == Span(Position(3, 7, 21), Position(3, 12, 26))
    assert text_at(document, document.value_span(("last",))) == "|+\r\n  é"


@pytest.mark.parametrize(
    ("written", "kind", "flow", "style"),
    [
        ("x", Kind.SCALAR, False, ScalarStyle.PLAIN),
        ("", Kind.SCALAR, False, ScalarStyle.PLAIN),
        ("'x'", Kind.SCALAR, False, ScalarStyle.SINGLE),
        ('"x"', Kind.SCALAR, False, ScalarStyle.DOUBLE),
        ("|\n  x", Kind.SCALAR, False, ScalarStyle.LITERAL),
        (">\n  x", Kind.SCALAR, False, ScalarStyle.FOLDED),
        ("[x]", Kind.SEQUENCE, True, None),
        ("[]", Kind.SEQUENCE, True, None),
        ("{x: 1}", Kind.MAPPING, True, None),
        ("\n- x", Kind.SEQUENCE, False, None),
        ("\n  x: 1", Kind.MAPPING, False, None),
    ],
)
def test_a_node_says_how_it_is_written(
    written: str, kind: Kind, *, flow: bool, style: ScalarStyle | None
) -> None:
    document = read(f"a: {written}\nb: 1\n")
    node = document.node(("a",))
    assert node is not None
    assert (node.kind, node.flow, node.style) == (kind, flow, style)
    assert text_at(document, node.value_span) == written.lstrip("\n").strip(" ")
    assert node.key_span is not None
    assert text_at(document, node.key_span) == "a"


def test_children_hold_empty_keys_and_the_first_of_equal_ones() -> None:
    document = read_document("goals.yaml", b"a: 1\nb:\na: 2\nc: [~, x]\n")
    root = document.node(())
    assert root is not None
    assert root.key_span is None
    assert list(root.children) == ["a", "b", "c"]
    assert text_at(document, root.children["a"].value_span) == "1"
    assert list(root.children["c"].children) == [0, 1]
    assert document.value == {"a": 1, "c": [None, "x"]}


@pytest.mark.parametrize(
    ("text", "keys", "written"),
    [
        ("a: [b: c, d]\n", ("a", 0), "b: c"),
        ("a: [? b]\n", ("a", 0), "? b"),
        ("a: {b, c: }\n", ("a",), "{b, c: }"),
        ("a:\n  - b\n  -\n\n# end\n", ("a",), "- b\n  -"),
        ("a:\n- - b\n  - c\n\n", ("a", 0), "- b\n  - c"),
        ("a:\n  b:\n    c:\n  # end\n\nd: 1\n", ("a",), "b:\n    c:"),
        ("a: x\n  y # end\nb: 1\n", ("a",), "x\n  y"),
        ("a: !t {b: 1}\n", ("a",), "{b: 1}"),
        ("a: &x\n  b: 1\n", ("a",), "b: 1"),
        ("? a\n: b\n? c\n", ("c",), ""),
    ],
)
def test_a_value_ends_with_its_last_character(text: str, keys: tuple[str | int, ...], written: str) -> None:
    document = read(text)
    assert text_at(document, document.value_span(keys)) == written


def test_every_comment_is_found_and_nothing_else() -> None:
    document = read(GOALS)
    assert [(place(each.span), each.text, each.own_line) for each in document.comments] == [
        ("1:1-1:18", "# Goals of growth", True),
        ("4:22-4:35", "# two of them", False),
        ("7:15-7:25", "# in prose", False),
        ("13:3-13:12", "# between", True),
        ("17:28-17:36", "# inside", False),
    ]


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("", []),
        ("#", ["1:1-1:2 #"]),
        ("# a\r\n\r\n  # b\r# c\n", ["1:1-1:4 # a", "3:3-3:6 # b", "4:1-4:4 # c"]),
        ("a: b#c\n", []),
        ("a: 'b' # c\n", ["1:8-1:11 # c"]),
        ("a: |  #c\n  # text\n# d\n", ["1:7-1:9 #c", "3:1-3:4 # d"]),
        ("a: |\n  text\n # c\nb: 1 #d", ["3:2-3:5 # c", "4:6-4:8 #d"]),
        ("a: # b\n  # c\n  - d\n", ["1:4-1:7 # b", "2:3-2:6 # c"]),
        ("- # a\n  b: 1\n", ["1:3-1:6 # a"]),
        ("[a, # b\n# c\n]\n# d", ["1:5-1:8 # b", "2:1-2:4 # c", "4:1-4:4 # d"]),
        ("--- # a\nb: c\n... # d\n", ["1:5-1:8 # a", "3:5-3:8 # d"]),
        ("\ufeff# a\nb: c # d\n", ["1:1-1:4 # a", "2:6-2:9 # d"]),
        ('a: "b\n  # c\n  d" # e\n', ["3:6-3:9 # e"]),
        ("a: b # c\n---\n# d\n", ["1:6-1:9 # c"]),
    ],
)
def test_comments_stand_between_the_texts(text: str, comments: list[str]) -> None:
    assert [f"{place(each.span)} {each.text}" for each in read(text).comments] == comments
