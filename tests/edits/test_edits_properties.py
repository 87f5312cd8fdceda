"""Random edits on random documents: what was meant is read, and no other line has moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from okr.documents import read_document
from okr.edits import Draft, Insert, Operation, Remove, Set, cut, paste
from okr.errors import OkrError

Draw = Any

KEYS = st.sampled_from(["a", "date", "note", "check_ins", "x-y", "名前", "größe", "b c", "key"])
WORDS = st.sampled_from(
    ["x", "two words", "2026-10-05", "日本語", "naïve", "it's", "a: b", "#1", "no", '"q"', "🎉"]
)
TEXTS = st.one_of(WORDS, st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12))
NUMBERS = st.one_of(st.integers(-999, 999), st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3)))
SCALARS = st.one_of(WORDS, NUMBERS, st.booleans())
VALUES = st.recursive(
    st.one_of(TEXTS, NUMBERS, st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)


@dataclass
class Writer:
    """Writes a random value in random manners: the hand of somebody with habits of their own."""

    draw: Draw

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def comment(self) -> str:
        return self.one_of("", "", "", " # said", "   # größer: 1, {2} [3]", " ")

    def between(self, indent: int) -> list[str]:
        return self.one_of([], [], [], [""], [f"{' ' * indent}# a note"], ["# far left", ""], ["", "   "])

    def scalar(self, *, flow: bool) -> str:
        value = self.draw(SCALARS)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        quoted = ["'" + value.replace("'", "''") + "'", '"' + value.replace('"', '\\"') + '"']
        plain = [] if value in ("a: b", "#1", '"q"') else [value]
        return str(self.one_of(*quoted, *plain))

    def flow(self, depth: int) -> str:
        if depth > 2 or self.one_of("scalar", "scalar", "collection") == "scalar":
            return self.scalar(flow=True)
        padding = self.one_of("", " ")
        if self.one_of("list", "mapping") == "list":
            items = [self.flow(depth + 1) for _ in range(self.one_of(0, 1, 3))]
            return f"[{padding}{self.one_of(', ', ',  ').join(items)}{padding}]"
        keys = self.draw(st.lists(KEYS, unique=True, max_size=3))
        return f"{{{padding}{', '.join(f'{key}: {self.flow(depth + 1)}' for key in keys)}{padding}}}"

    def spread(self, indent: int) -> list[str]:
        """A list in brackets with an entry a line."""
        margin, last = " " * (indent + self.one_of(1, 2, 4)), self.one_of(",", "")
        items = [self.flow(2) for _ in range(self.one_of(1, 2, 3))]
        commas = [","] * (len(items) - 1) + [last]
        lines = [f"{margin}{item}{comma}{self.comment()}" for item, comma in zip(items, commas, strict=True)]
        return ["[", *lines, " " * indent + " ]"]

    def text_block(self, indent: int) -> list[str]:
        margin = " " * (indent + 2)
        return [self.one_of("|", "|-", ">"), f"{margin}some text: here", "", f"{margin}  # no comment"]

    def value(self, indent: int, depth: int) -> tuple[str, list[str]]:
        """What stands behind a colon, and the lines below."""
        kinds = ["scalar", "scalar", "flow", "spread", "text", "empty"]
        kind = self.one_of(*kinds, *(["mapping", "list", "list"] if depth < 3 else []))
        if kind == "mapping":
            return self.comment(), self.mapping(indent + self.one_of(1, 2, 3), depth + 1)
        if kind == "list":
            return self.comment(), self.items(indent + self.one_of(0, 1, 2, 4), depth + 1)
        if kind == "spread":
            first, *rest = self.spread(indent)
            return f" {first}", rest
        if kind == "text":
            first, *rest = self.text_block(indent)
            return f" {first}", rest
        if kind == "empty":
            return self.comment(), []
        written = self.scalar(flow=False) if kind == "scalar" else self.flow(0)
        return f"{self.one_of(' ', ' ', '   ')}{written}{self.comment()}", []

    def mapping(self, indent: int, depth: int) -> list[str]:
        lines = []
        for key in self.draw(st.lists(KEYS, unique=True, min_size=1, max_size=4)):
            behind, below = self.value(indent, depth)
            lines += [*self.between(indent), f"{' ' * indent}{key}:{behind}", *below]
        return lines

    def items(self, indent: int, depth: int) -> list[str]:
        lines, gap = [], self.one_of(1, 1, 1, 3)
        for _ in range(self.one_of(1, 2, 3)):
            lines += [*self.between(indent), *self.item(indent, gap, depth)]
        return lines

    def item(self, indent: int, gap: int, depth: int) -> list[str]:
        if depth < 3 and self.one_of("mapping", "scalar") == "mapping":
            return self.entry(indent, gap, depth)
        written = self.one_of(self.scalar(flow=False), self.flow(0))
        return [f"{' ' * indent}-{' ' * gap}{written}{self.comment()}"]

    def entry(self, indent: int, gap: int, depth: int) -> list[str]:
        """An item that is a mapping."""
        inner = indent + 1 + gap
        below = self.mapping(inner, depth + 1)
        while not below[0].strip() or below[0].lstrip().startswith("#"):
            below.pop(0)
        return [f"{' ' * indent}-{' ' * gap}{below[0][inner:]}", *below[1:]]


@st.composite
def documents(draw: Draw, entries: int = 0) -> str:
    """The text of a document that is a mapping, with so many entries behind its key `goals`."""
    writer = Writer(draw)
    lines = writer.mapping(0, 0) + (["goals:"] if entries else [])
    for _ in range(entries):
        lines += [*writer.between(2), *writer.entry(2, 1, 1)]
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    text = newline.join(lines) + draw(st.sampled_from([newline, "", newline * 2]))
    document = read_document("a.yaml", text.encode())
    assert not document.broken
    return draw(st.sampled_from(["", "", "\ufeff"])) + text


def places(value: Any, keys: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    inner: Any = enumerate(value) if isinstance(value, list) else ()
    if isinstance(value, dict):
        own = {key: each for key, each in value.items() if key != "x-"}
        inner = {**own, **value.get("x-", {})}.items()
    return [(keys, value), *(each for key, child in inner for each in places(child, (*keys, key)))]


@st.composite
def operations(draw: Draw, value: Any) -> Operation:
    """Something that can be done to a document."""
    found = places(value)
    kind = draw(st.sampled_from(["insert", "insert", "set", "new key", "remove"]))
    if kind == "insert":
        lists = [(keys, each) for keys, each in found if isinstance(each, list)]
        lists += [((*keys, "fresh"), []) for keys, each in found if isinstance(each, dict)]
        keys, each = draw(st.sampled_from(lists))
        index = draw(st.integers(0, len(each)))
        return Insert(keys, index, tuple(draw(st.lists(VALUES, min_size=1, max_size=2))))
    if kind == "new key":
        keys = draw(st.sampled_from([keys for keys, each in found if isinstance(each, dict)]))
        return Set((*keys, "fresh"), draw(VALUES), tuple(draw(st.lists(KEYS, max_size=2))))
    keys = draw(st.sampled_from([keys for keys, _ in found if keys] or [("fresh",)]))
    if kind == "remove" and keys != ("fresh",):
        return Remove(keys)
    return Set(keys, draw(VALUES))


def moved_lines(before: str, after: str) -> int:
    """How many lines of the old text are not, byte for byte, before or after the change in the new one."""
    old, new = (_lines(text) for text in (before, after))
    first = next(
        (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None
    )
    if first is None:
        return max(0, len(old) - len(new))
    rest = min(len(old), len(new)) - first
    ends = zip(reversed(old), reversed(new), strict=False)
    kept = next((place for place, (one, other) in enumerate(ends) if one != other or place == rest), rest)
    return len(old) - first - kept


def _lines(text: str) -> list[str]:
    """Lines without what ends them; a line break at the end of the file begins no line."""
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_random_edit_means_what_it_says_and_moves_nothing_else(data: st.DataObject) -> None:
    text = data.draw(documents())
    draft = Draft.of("a.yaml", text.encode())
    operation = data.draw(operations(draft.value))
    changed = draft.apply(operation)
    whole = Draft.of("a.yaml", (text if text.endswith("\n") else f"{text}\n").encode())
    intended = [operation.applied(each.value) for each in (draft, whole)]
    assert read_document("a.yaml", changed.document.text.encode()).value in intended
    parent = draft.document.node(operation.keys[:-1])
    empties = isinstance(operation, Remove) and parent is not None and len(parent.children) == 1
    keys = operation.keys[:-1] if empties else operation.keys
    ends, starts = draft.document.value_span(keys).end.line, draft.document.key_span(keys).start.line
    touched = ends - min(starts, draft.document.value_span(keys).start.line) + 1
    assert changed.document.text.count("\r\n") in (0, changed.document.text.count("\n"))
    in_block = isinstance(operation, Insert) and _is_block_list(draft, operation)
    assert moved_lines(text, changed.document.text) <= (0 if in_block else touched + 2)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_random_entry_moves_with_its_comments_or_not_at_all(data: st.DataObject) -> None:
    draft, other = (Draft.of("a.yaml", data.draw(documents(each)).encode()) for each in (3, 0))
    keys = ("goals", data.draw(st.integers(0, 2)))
    lists = [keys for keys, each in places(other.value) if _is_named_list(keys, each)]
    into = data.draw(st.sampled_from([*lists, ("key_results",)]))
    try:
        without, piece = cut(draft, keys)
        pasted = paste(other, into, piece, ())
    except OkrError:
        assert _is_in_brackets(draft, keys[:-1]) or _is_in_brackets(other, into)
        return
    assert _comments(draft, other) == _comments(without, pasted)
    assert pasted.at(into)[-1] == piece.value


def _is_named_list(keys: tuple[Any, ...], value: Any) -> bool:
    return isinstance(value, list) and bool(keys) and isinstance(keys[-1], str)


def _is_in_brackets(draft: Draft, keys: tuple[Any, ...]) -> bool:
    around = (draft.document.node(keys[:length]) for length in range(len(keys) + 1))
    return any(each is not None and each.flow for each in around)


def _comments(*drafts: Draft) -> list[str]:
    return sorted(comment.text.rstrip() for each in drafts for comment in each.document.comments)


def _is_block_list(draft: Draft, operation: Operation) -> bool:
    node = draft.document.node(operation.keys)
    around = (draft.document.node(operation.keys[:length]) for length in range(len(operation.keys)))
    return (node is None or (not node.flow and bool(node.children))) and not any(
        each is not None and each.flow for each in around
    )
