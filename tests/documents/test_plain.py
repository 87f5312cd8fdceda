"""The fast way reads plain text as the careful one does, refuses everything else, and leaves no trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.events import StreamStartEvent

from okr.documents import events
from okr.documents.plain import NotPlainError, read_plain
from okr.documents.values import read_values

pytestmark = pytest.mark.skipif(events.CParser is None, reason="ruamel.yaml's C extension is not there")

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


@pytest.fixture
def parser() -> str:
    """Of the two parsers, this is about libyaml alone."""
    return "libyaml"


def carefully(text: str) -> object:
    return read_values(events.careful_events(text)).value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("a", "a"),
        ("a: 1\nb: [x, 0.50, '2', true]\n", {"a": 1, "b": ["x", 0.5, "2", True]}),
        ("a:\ndone:\nbaseline: ~\n", {"done": None, "baseline": None}),
        ("x-a: 7\nb: {x-: 1, x-b: , c: 2}", {"b": {"c": 2, "x-": {"x-": 1, "x-b": None}}, "x-": {"x-a": 7}}),
        ("a: x-ray\n", {"a": "x-ray"}),
        ("größe: [https://example.com/ü, 10:30]\n", {"größe": ["https://example.com/ü", "10:30"]}),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        ("a: '<<'\n", {"a": "<<"}),
        ("'<<': 1\n", {"<<": 1}),
    ],
)  # fmt: skip
def test_plain_text_is_read(text: str, value: object) -> None:
    assert read_plain(text) == value
    assert carefully(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\n", "a: *x\n", "a: !t 1\n", "a: !t {b: 1}\n", "a: &x [1]\n", "<<: {a: 1}\n", "{a: 1}: 2\n",
        "a: 1\na: 2\n", "x-a: 1\nx-a: 2\n", "a: .nan\n", "{value: 0,7}\n", "a: 1\n---\nb: 2\n", "a: [1\n",
        "%YAML 1.2\n---\na: 1\n", "%TAG ! !x\n---\na: 1\n", "|\n text\n", "[" * 51 + "]" * 51,
    ],
)  # fmt: skip
def test_anything_else_is_left_to_the_careful_way(text: str) -> None:
    with pytest.raises(NotPlainError):
        read_plain(text)
    assert_binding_is_as_it_was()


def test_the_examples_are_plain() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((EXAMPLES / "northwind").rglob("*.yaml"))]
    assert len(texts) > 5
    assert [read_plain(text) for text in texts] == [carefully(text) for text in texts]


def assert_binding_is_as_it_was() -> None:
    """Whoever else uses the binding in the same process gets its own events."""
    assert type(events.CParser("a: 1").get_event()) is StreamStartEvent
    assert YAML(typ="safe").load("a: [1, 2]") == {"a": [1, 2]}
