"""libyaml and ruamel's own parser give the very same documents; both give back what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from document_cases import cases, found
from hypothesis import example, given, settings
from hypothesis import strategies as st

from okr.documents import Document, Kind, Node, events, read_document
from okr.documents.reader import KeyPath

pytestmark = pytest.mark.skipif(events.CParser is None, reason="ruamel.yaml's C extension is not there")


@pytest.fixture
def parser() -> str:
    """Not one of the two, as elsewhere, but both in one test."""
    return "both"


@contextmanager
def without_libyaml() -> Iterator[None]:
    parser, events.CParser = events.CParser, None
    try:
        yield
    finally:
        events.CParser = parser


def everything(data: bytes) -> tuple[object, ...]:
    """All that a document says, with types and places."""
    document = read_document("goals.yaml", data)
    nodes = [
        (keys, node.kind, node.key_span, node.value_span, node.flow, node.style)
        for keys, node in nodes_of(document.node(()))
    ]
    return (
        repr(document.value),
        document.text,
        document.diagnostics,
        document.broken,
        nodes,
        document.comments,
    )


def nodes_of(node: Node | None, keys: KeyPath = ()) -> Iterator[tuple[KeyPath, Node]]:
    if node is not None:
        yield keys, node
        for key, child in node.children.items():
            yield from nodes_of(child, (*keys, key))


def assert_same(data: bytes) -> None:
    fast = everything(data)
    with without_libyaml():
        assert everything(data) == fast
    assert_told_inside(data)


def assert_told_inside(data: bytes) -> None:
    document = read_document("goals.yaml", data)
    for diagnostic in document.diagnostics:
        start, end = diagnostic.span
        assert 0 <= start.offset <= end.offset <= len(document.text)
        assert diagnostic.help


PIECES = [
    "a", "b", "1", "~", "- ", "-", "a: ", "b: ", ": ", ":", "? ", "?", "x?", "?x", "done:", "word word",
    "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\r\n", "\r", "\t", " ", " #", "# c\n",
    "[", "]", "{", "}", ", ", '"', "'", '"k":', "|", ">", "|\n  ", ">-\n    ", "|2",
    "&a ", "*a", "!t ", "!!str ", "<<: ", "---", "...", "\n---\n", "%YAML 1.2\n", "@", "`",
    "\\", "\\n", '"\\ud800"', '"\\uE000"', "\ue000", "http://x", "10:30", ".nan", "1e999",
    "é", "😀", "\ufeff", "\u2028", "\0",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@example("a: [http://x, b?]\n")
@example("|\n\n# c\n")
@example("a: |# b\n")
@example("a: |\n  \n    x\n")
@example("a:\n ")
@example("{a: ?b#}")
@example("a: !t &x b\n")
@example('a: "\\ud800"\n')
@example("%YAML 1.2\n")
@example('"\\')
def test_both_read_anything_alike(text: str) -> None:
    assert_same(text.encode())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@example('"\\')
def test_libyaml_alone_reads_anything_and_tells_inside_the_text(text: str) -> None:
    longest, events.LONGEST_FOR_RUAMEL = events.LONGEST_FOR_RUAMEL, -1
    try:
        assert_told_inside(text.encode())
    finally:
        events.LONGEST_FOR_RUAMEL = longest


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_both_read_any_bytes_alike(data: bytes) -> None:
    assert_same(data)


words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"))
keys = words.filter(lambda key: not key.startswith("x-"))
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=15,
)


def written(value: Any, draw: st.DataObject, indent: int = 0) -> str:
    """A value as YAML, in a style that is drawn; from where its first character stands."""
    if not isinstance(value, (dict, list)) or not value or draw.draw(st.booleans()):
        return json.dumps(value, ensure_ascii=False)
    inner = indent + draw.draw(st.integers(1, 4))
    padding = "\n" + draw.draw(st.sampled_from(["", "\n", "# x: [\n"])) + " " * inner
    heads = (
        ["- "] * len(value)
        if isinstance(value, list)
        else [f"{json.dumps(key, ensure_ascii=False)}: " for key in value]
    )
    parts = value if isinstance(value, list) else value.values()
    lines = (head + written(part, draw, inner) for head, part in zip(heads, parts, strict=True))
    return "".join(padding + line for line in lines)


def without_empty(value: Any) -> Any:
    if isinstance(value, list):
        return [without_empty(item) for item in value]
    if isinstance(value, dict):
        return {key: without_empty(item) for key, item in value.items() if item is not None}
    return value


def at(value: Any, keys: KeyPath) -> Any:
    for key in keys:
        value = value[key]
    return value


@settings(max_examples=150, deadline=None)
@given(values, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]), st.data())
def test_a_document_gives_back_what_was_written(value: Any, end: str, mark: str, draw: st.DataObject) -> None:
    text = mark + f"root: {written(value, draw)}\n".replace("\n", end)
    assert_same(text.encode())
    document = read_document("goals.yaml", text.encode())
    assert document.diagnostics == ()
    assert document.value == without_empty({"root": value})
    for keys, node in nodes_of(document.node(("root",))):
        assert_is_where_it_says(document, node, at(value, keys))


def assert_is_where_it_says(document: Document, node: Node, value: Any) -> None:
    start, end = node.value_span
    slice_ = document.text[start.offset : end.offset]
    assert slice_ == slice_.strip()
    before = document.text[: start.offset].removeprefix("\ufeff").split("\n")
    assert (start.line, start.column) == (len(before), len(before[-1]) + 1)
    if node.kind is Kind.SCALAR:
        assert slice_ == json.dumps(value, ensure_ascii=False)
    for child in node.children.values():
        assert start.offset <= child.value_span.start.offset <= child.value_span.end.offset <= end.offset


READ_BY_LIBYAML_ALONE = {
    "a text with a blank line of fewer spaces first",
    "a tab after a colon",
    "a tab after a value",
    "a tab before a comment",
    "a tab within a text",
}
"""What YAML allows and ruamel's own parser does not."""


@pytest.mark.parametrize("case", cases("syntax.yaml"))
def test_libyaml_alone_explains_a_long_file_as_well(
    case: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LONGEST_FOR_RUAMEL", -1)
    expected = [f"OKR001 {case['at']} {case['message']}"]
    told = found(read_document("goals.yaml", case["text"].encode()))
    assert told == ([] if case["name"] in READ_BY_LIBYAML_ALONE else expected)


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("links: [https://example.com/x?y=z:1]\n", ["links", "https://example.com/x?y=z:1"]),
        ("a: {b: Did it?, c: 10:30}\n", ["a", "b", "Did it?", "c", "10:30"]),
        ('{"a":1, "b":[é:x]}', ["a", "1", "b", "é:x"]),
    ],
)
def test_libyaml_reads_addresses_in_brackets_itself(text: str, texts: list[str]) -> None:
    """A quarter of real goal files have them, and ruamel's own parser would take ten times as long."""
    assert events.is_read_alike(text)
    source = events.fast_events(text)
    read = [
        source.restore(event.value)
        for event in iter(source.next_event, None)
        if isinstance(event, events.ScalarEvent)
    ]
    assert read == texts
