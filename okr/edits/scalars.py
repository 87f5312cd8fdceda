"""Writing a text, a number or a word so that a reader gets back exactly that."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from okr.documents import ScalarStyle, read_document

_UNSAFE = re.compile("[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What a file may not hold as it is, or what no editor shows."""
# Our reader takes these as text; most other programs that read YAML take them as true and false.
_WORDS_OF_OLD = frozenset({"yes", "no", "on", "off"})

QUOTES = {ScalarStyle.SINGLE: "'", ScalarStyle.DOUBLE: '"'}


def as_written(text: str) -> Any:
    """What a person means who types `text` where a value belongs: a number that keeps its digits, or text."""
    document = read_document("", text.strip().encode())
    value = document.value
    if document.diagnostics or not isinstance(value, bool | int | float):
        return text
    return value


def as_value(text: str) -> Any:
    """What a person means who types `text` where any value belongs; what is no value is text.

    Nothing, `null` and `~` mean `None`.
    """
    document = read_document("", text.strip().encode())
    if document.broken or document.diagnostics or "\n" in text.strip():
        return text
    return document.value


def scalar(value: Any, *, in_flow: bool, quote: str = "", fallback: str = '"') -> str:
    """A scalar as it is written on one line.

    Args:
        value: Text, a number, a bool, or `None`.
        in_flow: Whether it stands between brackets or braces.
        quote: The quote that a text gets though it could do without, as its siblings have it.
        fallback: The quote for a text that cannot do without.
    """
    if value is None:
        return "null" if in_flow else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if not quote and _is_plain(value, in_flow=in_flow):
        return str(value)
    return _quoted(value, quote or fallback)


def _number(value: float) -> str:
    written = str(value)
    return written.removesuffix(".0") if type(value) is float else written


def _quoted(text: str, quote: str) -> str:
    if quote == "'" and not _UNSAFE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return _UNSAFE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@lru_cache(maxsize=1024)
def _is_plain(text: str, *, in_flow: bool) -> bool:
    """Whether a text needs no quotes: asked of the reader itself, wherever a scalar can stand."""
    if not text or text.lower() in _WORDS_OF_OLD or _UNSAFE.search(text):
        return False
    trials = ("{k: %s, l: 1}", "[%s, 1]") if in_flow else ("k: %s\nl: 1", "- %s\n- 1")
    return all(_reads_as(trial % text, text) for trial in trials)


def _reads_as(trial: str, text: str) -> bool:
    document = read_document("", trial.encode())
    return not document.diagnostics and document.value in ({"k": text, "l": 1}, [text, 1])
