"""YAML events from whichever parser fits: libyaml where it reads the text as YAML 1.2, else ruamel's own.

libyaml, behind ruamel.yaml's C extension, is ten times faster and reads a dialect that is a little older.
Both give the same events for nearly every text; where they might not, ruamel's own parser is used, so that a
machine without the extension reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner

try:
    import _ruamel_yaml as binding  # type: ignore[import-not-found]
    from _ruamel_yaml import CParser
except ImportError:  # no wheel for this platform: everything is read by ruamel's own parser
    binding = CParser = None

__all__ = [
    "AliasEvent",
    "DocumentStartEvent",
    "Event",
    "EventSource",
    "MappingEndEvent",
    "MappingStartEvent",
    "NodeEvent",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "TooDeepError",
    "YamlError",
    "YamlSyntaxError",
    "binding",
    "careful_events",
    "fast_events",
    "is_merge_key",
    "is_read_alike",
]

MAX_DEPTH = 50
"""How many levels of mappings and lists a file may have."""

LONGEST_FOR_RUAMEL = 128 * 1024
"""How many characters ruamel's own parser is given where there is another: about a second's worth."""

YamlError = YAMLError
"""What libyaml raises: it says that ruamel's own parser has to be asked."""


class EventSource(NamedTuple):
    """Where events come from.

    Attributes:
        next_event: Gives one `Event` after the other, from the start of the stream to its end.
        restore: Turns the value of a scalar that is not ASCII into what the text says.
    """

    next_event: Callable[[], Any]
    restore: Callable[[str], str]


NodeEvent = ScalarEvent | AliasEvent | MappingStartEvent | SequenceStartEvent
"""What a key, a value or an item begins with."""

MERGE_KEY = "<<"


def is_merge_key(event: NodeEvent) -> bool:
    """Whether a key's event is the unquoted `<<` that YAML 1.1 knows."""
    return isinstance(event, ScalarEvent) and event.value == MERGE_KEY and not event.style


class TooDeepError(Exception):
    """A mapping or list lies deeper than `MAX_DEPTH`; `index` is where it starts."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class YamlSyntaxError(Exception):
    """The text is not YAML.

    Attributes:
        problem: What the parser says.
        index: Where it gave up.
        context: What it was doing.
        context_index: Where it began to do that; `index` where it does not say.
        previous: The last event before; `None` where there is none.
    """

    def __init__(self, error: YAMLError, previous: Event | None) -> None:
        super().__init__(str(error))
        marked = error if isinstance(error, MarkedYAMLError) else MarkedYAMLError(problem=str(error))
        mark = marked.problem_mark or marked.context_mark
        self.problem: str = marked.problem or marked.context or ""
        self.index: int = mark.index if mark else 0
        self.context: str = marked.context or ""
        self.context_index: int = marked.context_mark.index if marked.context_mark else self.index
        self.previous = previous


# libyaml ends an unquoted text inside brackets at a colon or question mark that is part of it in YAML 1.2, as
# in `[https://example.com]`. Where they can mean nothing else, it is shown private-use characters instead.
_COLON, _QUESTION = "\ue000", "\ue001"
_COLON_IN_TEXT = re.compile(r""":(?<=[^\s"'\[\]{},]:)(?=[^\s\[\]{},])""")
_QUESTION_IN_TEXT = re.compile(r"\?(?<=[^\s\[\]{},]\?)")
_MASK = re.compile(r"[\ue000\ue001]")
_ESCAPED_MASK = re.compile(r"\\[uU]0*[eE]00[01]")
# A comment glued to a block scalar's indicator, and a first line of one that is blank and yet indented.
_BLOCK_SCALAR_READ_OTHERWISE = re.compile(r"[|>][-+0-9]*(?:#| *(?:#[^\r\n]*)?(?:\r\n?|\n) +[\r\n])")


_SURROGATE = re.compile(r"[\ud800-\udfff]")


def is_read_alike(body: str) -> bool:
    """Whether libyaml, if it is there and accepts `body`, can be trusted to read it as YAML 1.2 does.

    The two differ most in tabs between tokens. They differ in anchors, aliases, tags and directives too, but
    those show in the events.
    """
    return not (
        CParser is None
        or "\t" in body
        or ("\\" in body and _ESCAPED_MASK.search(body))
        or (not body.isascii() and _MASK.search(body))
        or (("|" in body or ">" in body) and _BLOCK_SCALAR_READ_OTHERWISE.search(body))
    )


def fast_events(body: str) -> EventSource:
    """Events by libyaml, which raises `YamlError` for what it does not read. Only where `is_read_alike`."""
    masked = _COLON_IN_TEXT.sub(_COLON, body)
    if "?" in body:
        masked = _QUESTION_IN_TEXT.sub(_QUESTION, masked)
    return EventSource(CParser(masked.encode()).get_event, _unmask)


def _unmask(value: str) -> str:
    return value.replace(_COLON, ":").replace(_QUESTION, "?")


def careful_events(body: str) -> EventSource:
    """Events by ruamel's own parser, or by libyaml alone for a text over which ruamel would take long.

    Their `next_event` raises `YamlSyntaxError` for what is not YAML 1.2.
    """
    if CParser is None or len(body) <= LONGEST_FOR_RUAMEL:
        return EventSource(_Careful(_ExactParser(body).get_event).next_event, str)
    return EventSource(_Careful(CParser(body.encode()).get_event).next_event, str)


class _Careful:
    """Remembers the last event, for whoever has to explain what comes after it."""

    def __init__(self, get_event: Callable[[], Any]) -> None:
        self._get_event = get_event
        self._previous: Event | None = None

    def next_event(self) -> Any:
        try:
            self._previous = self._get_event()
        except YAMLError as error:
            raise YamlSyntaxError(error, self._previous) from None
        return self._previous


class _ExactParser(Reader, Scanner, Parser):
    """ruamel's parser without its loader, for YAML 1.2 whatever a directive says."""

    processing_version = (1, 2)

    def __init__(self, body: str) -> None:
        self.comment_handling = None
        self.doc_infos = [_DocumentInfo()]
        Reader.__init__(self, body, loader=self)
        Scanner.__init__(self, loader=self)
        Parser.__init__(self, loader=self)
        self._resolver = self

    def scan_flow_scalar(self, style: str) -> Any:
        """Refuse the escapes of no character, as libyaml does: halves of a pair, and beyond the last one."""
        mark = self.get_mark()
        try:
            token = super().scan_flow_scalar(style)
        except (ValueError, OverflowError):
            token = None
        if token is None or (style == '"' and _SURROGATE.search(token.value)):
            doing = "while scanning a double-quoted scalar"
            raise MarkedYAMLError(doing, mark, "found escape of no character", mark)
        return token


class _DocumentInfo:
    """Where the scanner leaves the version of a `%YAML` line, which nobody asks for."""

    doc_version: Any = None
