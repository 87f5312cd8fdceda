"""Fixes, for the few findings to which only one answer is right. A fix changes only its own lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from okr.diagnostics import Diagnostic, Fix, TextEdit
from okr.rules.places import moved
from okr.spans import Position, Span

if TYPE_CHECKING:
    import datetime as dt

    from okr.workspace import Place, Workspace
    from okr.workspace.sources import Source

_NUMBER_WITH_SIGN = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>[%€$£¥])")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_REST_OF_LINE = re.compile(r"[^\r\n]*")
_LONGEST_SLUG = 60
_MEASURED = ("key_results", "kpis")
_NAMED = ("objectives", "key_results", "kpis")

Keys = tuple[str | int, ...]


def with_fix(diagnostic: Diagnostic, workspace: Workspace) -> Diagnostic:
    """A finding of reading with its fix, where there is one."""
    source = workspace.sources.get(diagnostic.path)
    if source is None or diagnostic.fix is not None:
        return diagnostic
    if diagnostic.code == "OKR005":
        return replace(diagnostic, fix=_number_with_unit(source, diagnostic.span))
    if diagnostic.code == "OKR004" and diagnostic.message == "id is missing":
        return replace(diagnostic, fix=_id_from_title(source, diagnostic.span))
    return diagnostic


def _number_with_unit(source: Source[Any], span: Span) -> Fix | None:
    """`target: "60%"` becomes `target: 60`, with `unit: "%"` before it where no unit is written."""
    written = _NUMBER_WITH_SIGN.fullmatch(_text(source, span).strip("\"' "))
    keys = _keys_of_value(source, span) if written is not None else ()
    if written is None or len(keys) < 3 or keys[-3] not in _MEASURED:
        return None
    goal = _value(source, keys[:-1])
    unit = goal.get("unit")
    if unit not in (None, written["unit"]):
        return None
    edits = [TextEdit(span, written["number"])]
    if unit is None and not _has_such_a_number_before(goal, keys[-1]):
        edits.insert(0, _key_before(source, keys, f'unit: "{written["unit"]}"'))
    return Fix(f"write {written['number']}, and the unit by itself", tuple(edits))


def _has_such_a_number_before(goal: dict[str | int, Any], key: str | int) -> bool:
    """Whether an earlier value of the same goal is written with a unit too: its fix brings the unit."""
    earlier = list(goal)[: list(goal).index(key)]
    values = (goal[name] for name in earlier)
    return any(isinstance(value, str) and _NUMBER_WITH_SIGN.fullmatch(value.strip()) for value in values)


def _id_from_title(source: Source[Any], span: Span) -> Fix | None:
    """A missing `id` from the title, unless a sibling has it already."""
    keys = _keys_of_key(source, span)
    if len(keys) < 3 or keys[-3] not in _NAMED:
        return None
    siblings = [each for each in _value(source, keys[:-2]) if isinstance(each, dict)]
    slug = slug_of(str(_value(source, keys[:-1]).get("title", "")))
    ids = [str(each["id"]) if "id" in each else slug_of(str(each.get("title", ""))) for each in siblings]
    if not slug or ids.count(slug) > 1:
        return None
    return Fix(f"give it the id {slug}", (_key_before(source, keys, f"id: {slug}"),))


def slug_of(title: str) -> str:
    """An id from a title: small letters and digits, cut between words at 60 characters."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    slug = _NOT_IN_SLUG.sub("-", plain).strip("-")
    if len(slug) <= _LONGEST_SLUG:
        return slug
    return slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]


def _key_before(source: Source[Any], keys: Keys, entry: str) -> TextEdit:
    """Insert `key: value` in front of another key of the same mapping, indented like it."""
    start = source.document.key_span(keys).start
    mapping = source.document.node(keys[:-1])
    if mapping is not None and mapping.flow:
        return TextEdit(Span(start, start), f"{entry}, ")
    line_break = "\r\n" if "\r\n" in source.document.text else "\n"
    return TextEdit(Span(start, start), entry + line_break + " " * (start.column - 1))


def _text(source: Source[Any], span: Span) -> str:
    return source.document.text[span.start.offset : span.end.offset]


def _value(source: Source[Any], keys: Keys) -> Any:
    value = source.document.value
    for key in keys:
        value = value[key]
    return value


def _keys_of_value(source: Source[Any], span: Span) -> Keys:
    return next((keys for keys in _all_keys(source) if source.document.value_span(keys) == span), ())


def _keys_of_key(source: Source[Any], span: Span) -> Keys:
    """The first key of a mapping that is missing another: an entry of a list begins there too."""
    found = (keys for keys in _all_keys(source) if keys and isinstance(keys[-1], str))
    return next((keys for keys in found if source.document.key_span(keys) == span), ())


def _all_keys(source: Source[Any]) -> Iterator[Keys]:
    """The keys of every value in a file, in reading order."""
    waiting: list[Keys] = [()]
    while waiting:
        keys = waiting.pop()
        yield keys
        node = source.document.node(keys)
        waiting += [(*keys, key) for key in reversed(list(node.children if node is not None else ()))]


def in_order_of_date(place: Place, dates: Sequence[dt.date], workspace: Workspace) -> Fix | None:
    """Sort the entries of a list by their dates; `None` where the file holds more of them than the model.

    Lines move whole, with the comments above them, and those below that are further in than the dashes;
    entries in brackets change places.
    """
    source = workspace.sources[place.path]
    entries = _entries(source, source.in_document(place.keys))
    if len(entries) != len(dates):
        return None
    order = sorted(range(len(dates)), key=lambda index: dates[index])
    edits = [
        TextEdit(entry, _text(source, entries[index]))
        for entry, index in zip(entries, order, strict=True)
        if entry != entries[index]
    ]
    return Fix("put them in order of date", tuple(edits))


def _entries(source: Source[Any], keys: Keys) -> list[Span]:
    """What each entry of a list takes up: in brackets itself, else its whole lines."""
    listing = source.document.node(keys)
    if listing is None:
        return []
    spans = [entry.value_span for entry in listing.children.values()]
    if listing.flow:
        return spans
    dash = listing.value_span.start.column
    own_lines = [each.span for each in source.document.comments if each.own_line]
    above = {each.start.line: each.start for each in own_lines if each.start.column <= dash}
    below = {each.start.line: each.end for each in own_lines if each.start.column > dash}
    return [_whole_lines(source.document.text, span, above, below) for span in spans]


def _whole_lines(text: str, span: Span, above: Mapping[int, Position], below: Mapping[int, Position]) -> Span:
    """The lines of an entry, from the first comment that stands alone above it to the last one in it."""
    start, end = span.start, span.end
    while start.line - 1 in above:
        start = above[start.line - 1]
    while end.line + 1 in below:
        end = below[end.line + 1]
    rest = _REST_OF_LINE.match(text, end.offset)
    return Span(moved(start, 1 - start.column), moved(end, len(rest[0]) if rest else 0))
