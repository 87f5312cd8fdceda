"""Replacing pieces of a text and nothing between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from okr.spans import Span


class Edit(NamedTuple):
    """Put `text` in the place of what stands at `span`; an empty span is an insertion."""

    span: Span
    text: str


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made.

    Spans count in the text as it is now. Insertions at one place keep the order in which they are given.

    Raises:
        ValueError: Two edits overlap.
    """
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda each: (each.span.start.offset, each.span.end.offset)):
        if edit.span.start.offset < position:
            raise ValueError(f"two edits overlap at {edit.span.start.line}:{edit.span.start.column}")
        pieces += (text[position : edit.span.start.offset], edit.text)
        position = edit.span.end.offset
    return "".join((*pieces, text[position:]))
