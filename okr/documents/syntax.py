"""Where a text stops being YAML, told to somebody who has never read what YAML is.

A parser reports where it could not go on, which is often lines after the mistake, in words about tokens. Each
function here knows one mistake that people make, and points at that. They look at what both parsers agree on:
the place, where the thing began that was being read, the event before, and a few words of the message.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from okr.documents.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    YamlSyntaxError,
)
from okr.documents.failure import Failure, Mistake, indentation, key_column
from okr.documents.text import Lines

_CONFLICT = re.compile(r"^(?:<{7}|>{7})[ \t][^\r\n]*", re.MULTILINE)
_KEY_WITHOUT_SPACE = re.compile(r"""([^\W\d][\w-]*|"[^"\r\n]*"|'[^'\r\n]*')(:)(?!//)[^\s:]""")
_KEY_LINE = re.compile(r" *(?:- +)*[\w\"'-][^:]*:(?:\s|\Z)")
_ITEM_LINE = re.compile(r" *-(?:\s|\Z)")
_COLON_AND_SPACE = re.compile(r":[ \t]+")
_LAST_WORD = re.compile(r"[\"']?[\w-]+[\"']?\s*\Z")
_ESCAPE_OF_NO_CHARACTER = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]|\\U(?!000|0010)")
_CLOSING = {"[": "]", "{": "}"}
_LONGEST_SUGGESTION = 60


def explain(lines: Lines, error: YamlSyntaxError) -> Mistake:
    """The mistake behind a parser's error."""
    failure = Failure(lines, error)
    for words, explainer in _EXPLAINERS:
        if words in failure.message and (mistake := explainer(failure)):
            return mistake
    return failure.at(
        failure.index,
        "the file cannot be read from here on",
        "Check this line and the ones above it for quotes, brackets, colons and indentation",
    )


def _conflict(failure: Failure) -> Mistake | None:
    match = _CONFLICT.search(failure.body)
    if not match:
        return None
    help_ = "Keep what is right of the two sides, and delete the lines of `<`, `=` and `>`"
    return Mistake(*match.span(), "a merge conflict is left in the file", help_)


def _second_colon(failure: Failure) -> Mistake | None:
    first = _COLON_AND_SPACE.search(failure.before(failure.index))
    if not first:
        return None
    line_start = failure.index - len(failure.before(failure.index))
    help_ = _in_quotes(failure, line_start + first.end())
    return failure.at(failure.index, "a second colon on this line makes YAML take the text for a key", help_)


def _missing_space_above(failure: Failure) -> Mistake | None:
    """`team:growth`, and the line after it has the first colon that counts."""
    previous = failure.previous
    return _missing_space(failure, previous.start_mark.index) if isinstance(previous, ScalarEvent) else None


def _missing_space_here(failure: Failure) -> Mistake | None:
    return _missing_space(failure, failure.opening)


def _missing_space_on_line(failure: Failure) -> Mistake | None:
    """`"team":growth`, which the parser takes for a text that is complete before the colon."""
    line_start = failure.index - len(failure.before(failure.index))
    return _missing_space(failure, line_start + key_column(failure.line(failure.index)))


def _missing_space(failure: Failure, start: int) -> Mistake | None:
    match = _KEY_WITHOUT_SPACE.match(failure.body, start)
    if not match:
        return None
    help_ = f"Write `{match[1]}: ` and then the value"
    return failure.at(match.start(2), "a space is missing after this colon", help_)


def _text_above(failure: Failure) -> Mistake | None:
    """A line without a colon, which the parser joined with the next one."""
    previous = failure.previous
    if not isinstance(previous, ScalarEvent):
        return None
    start = previous.start_mark.index
    if len(failure.before(start)) != key_column(failure.line(failure.index)):
        return None
    return _line_without_key(failure, start)


def _text_here(failure: Failure) -> Mistake:
    return _line_without_key(failure, failure.opening)


def _line_without_key(failure: Failure, start: int) -> Mistake:
    return failure.to_end_of_line(
        start,
        "this line is no `key: value`, and it is not indented as part of the text above it",
        "If it is a key, write a colon and a space after it; if it goes on with a text, indent it deeper",
    )


def _indented_below_value(failure: Failure) -> Mistake:
    """A key that is indented below `key: value`, as though it went on with that value."""
    start = failure.index - len(failure.before(failure.index)) + key_column(failure.line(failure.index))
    column = key_column(next(failure.lines_above(failure.index), ""))
    return failure.to_end_of_line(
        start,
        "this line is indented deeper than the one above, which has its value already",
        f"Begin it in column {column + 1}, below the key that it belongs beside",
    )


def _tab(failure: Failure) -> Mistake | None:
    if failure.character != "\t":
        return None
    run = re.compile(r"[ \t]+").match(failure.body, failure.index)
    end = run.end() if run else failure.index
    if not failure.before(failure.index).strip():
        return Mistake(
            failure.index, end, "this line is indented with a tab", "Indent with spaces, two for each level"
        )
    if not failure.rest(end) or failure.rest(end).startswith("#"):
        return Mistake(
            failure.index, end, "a tab stands after the end of the value", "Delete it, or type a space"
        )
    return Mistake(failure.index, end, "a tab stands where YAML wants a space", "Type a space in its place")


def _forbidden_start(failure: Failure) -> Mistake | None:
    return _cannot_begin_with(failure, failure.index) if failure.character else None


def _forbidden_start_of_name(failure: Failure) -> Mistake:
    return _cannot_begin_with(failure, failure.opening)


def _cannot_begin_with(failure: Failure, start: int) -> Mistake:
    character = failure.body[start]
    name = "a backtick" if character == "`" else f"`{character}`"
    message = f"a text cannot begin with {name} unless it is in quotes"
    return failure.to_end_of_line(start, message, _in_quotes(failure, start))


def _in_quotes(failure: Failure, start: int) -> str:
    """What to do about a text that needs quotes, with the text itself where that is short and simple."""
    text = failure.rest(start)
    if len(text) > _LONGEST_SUGGESTION or any(mark in text for mark in "\"\\'"):
        return "Put the whole text in quotes"
    return f'Put the whole text in quotes: "{text}"'


def _open_quote(failure: Failure) -> Mistake:
    quote = failure.body[failure.opening]
    return failure.to_end_of_line(
        failure.opening, "this quote is never closed", f"Write {quote} once more where the text ends"
    )


def _quote_closed_late(failure: Failure) -> Mistake | None:
    """A quote that somebody forgot to close, so that the next one, lines below, closed it."""
    start, end = _quoted_before(failure)
    if start == end or failure.line_number(start) == failure.line_number(end):
        return None
    quote = failure.body[start]
    return failure.to_end_of_line(
        start,
        f"this quote is not closed before the next one, on line {failure.line_number(end)}",
        f"Write {quote} once more where the text ends",
    )


def _text_after_quote(failure: Failure) -> Mistake | None:
    start, end = _quoted_before(failure)
    if start == end or failure.body[end : failure.index].strip():
        return None
    written = "''" if failure.body[start] == "'" else '\\"'
    return failure.to_end_of_line(
        failure.index,
        "the line goes on after the closing quote",
        f"Put one pair of quotes around the whole text; such a quote inside it is written {written}",
    )


def _quoted_before(failure: Failure) -> tuple[int, int]:
    """Where the quoted text before the failure begins and ends; without one, the failure's place twice."""
    event = failure.previous
    if isinstance(event, ScalarEvent) and event.style in ("'", '"'):
        start, end = event.start_mark.index, event.end_mark.index
        if failure.line_number(end) == failure.line_number(failure.index):
            return start, end
    return failure.index, failure.index


def _escape_of_no_character(failure: Failure) -> Mistake | None:
    match = _ESCAPE_OF_NO_CHARACTER.search(failure.body, failure.opening)
    if not match:
        return None
    start = match.start()
    return Mistake(
        start, start + 2, "this escape stands for no character", "Type the character itself in its place"
    )


def _escape(failure: Failure) -> Mistake:
    start = failure.body.rfind("\\", failure.opening, failure.index + 1)
    if start + 1 == len(failure.body):
        return _open_quote(failure)
    return Mistake(
        start,
        start + 2,
        "in double quotes a backslash begins an escape, and this one is none",
        "Write two backslashes for one, or put the text in single quotes",
    )


def _open_bracket(failure: Failure) -> Mistake | None:
    """A bracket that is closed nowhere, or not before the keys on the lines below go on."""
    opening = _opening_bracket(failure)
    if opening is None:
        return None
    is_at_end = not failure.body[failure.index :].strip()
    if not is_at_end and not _is_outside(failure, opening):
        return None
    bracket = failure.body[opening]
    return failure.at(
        opening, "this bracket is never closed", f"Write `{_CLOSING[bracket]}` where the list or mapping ends"
    )


def _opening_bracket(failure: Failure) -> int | None:
    if failure.body[failure.opening : failure.opening + 1] in _CLOSING:
        return failure.opening
    last = max(failure.body.rfind("[", 0, failure.index), failure.body.rfind("{", 0, failure.index))
    return last if last >= 0 else None


def _is_outside(failure: Failure, opening: int) -> bool:
    """Whether the failure is on a later line that reads like the next key or item after the bracket's."""
    line = failure.line(failure.index)
    if failure.line_number(opening) == failure.line_number(failure.index):
        return False
    return bool(_KEY_LINE.match(line) or _ITEM_LINE.match(line)) and indentation(line) <= key_column(
        failure.line(opening)
    )


def _wrong_bracket(failure: Failure) -> Mistake | None:
    bracket = failure.body[failure.opening : failure.opening + 1]
    if failure.character not in ("]", "}") or bracket not in _CLOSING:
        return None
    message = f"`{bracket}` is closed by `{failure.character}`"
    return failure.at(failure.index, message, f"Write `{_CLOSING[bracket]}` here")


def _missing_comma(failure: Failure) -> Mistake | None:
    if failure.character == ":":
        word = _LAST_WORD.search(failure.body, failure.opening, failure.index)
        start = word.start() if word else failure.index
        return Mistake(
            start, failure.index, "a comma is missing before this key", "Write `, ` between the two"
        )
    help_ = "Write `, ` between the two, or put quotes around a text with brackets, braces or quotes in it"
    return failure.at(failure.index, "a comma is missing here", help_)


def _missing_item(failure: Failure) -> Mistake | None:
    if failure.character != ",":
        return None
    return failure.at(
        failure.index, "nothing stands before this comma", "Delete the comma, or write what is missing"
    )


def _text_after_bracket(failure: Failure) -> Mistake | None:
    event = failure.previous
    if not isinstance(event, (SequenceEndEvent, MappingEndEvent)) or failure.character in ("]", "}"):
        return None
    end = event.end_mark.index
    if end == event.start_mark.index or failure.body[end : failure.index].strip(" "):
        return None
    message = "the line goes on after the closing bracket"
    return failure.to_end_of_line(
        failure.index, message, "Put quotes around the whole text if the brackets are part of it"
    )


def _stray_bracket(failure: Failure) -> Mistake | None:
    if failure.character not in ("]", "}"):
        return None
    help_ = "Delete it, or put quotes around a text that it is part of"
    return failure.at(failure.index, "this bracket closes nothing", help_)


def _text_after_alias(failure: Failure) -> Mistake | None:
    event = failure.previous
    return _cannot_begin_with(failure, event.start_mark.index) if isinstance(event, AliasEvent) else None


def _list_among_keys(failure: Failure) -> Mistake | None:
    if not _ITEM_LINE.match(failure.line(failure.index)):
        return None
    above = next((line for line in failure.lines_above(failure.index) if _ITEM_LINE.match(line)), None)
    if above is None:
        message = "a list begins here, where a key is expected"
        return failure.to_end_of_line(
            failure.index, message, "Write the key of the list on a line above it, as in `objectives:`"
        )
    message = "this `- ` lines up with no list above"
    return failure.to_end_of_line(
        failure.index, message, f"Begin it in column {indentation(above) + 1}, as the `- ` above"
    )


def _outside_text(failure: Failure) -> Mistake | None:
    """A line of a `|` or `>` text that is indented less than the others."""
    event = failure.previous
    if (
        not isinstance(event, ScalarEvent)
        or event.style not in ("|", ">")
        or _KEY_LINE.match(failure.line(failure.index))
    ):
        return None
    return failure.to_end_of_line(
        failure.index,
        "this line is indented less than the text that it goes on with",
        "Indent it as deep as the first line of that text",
    )


def _misaligned_key(failure: Failure) -> Mistake | None:
    line = failure.line(failure.index)
    if not _KEY_LINE.match(line) or failure.before(failure.index).strip(" "):
        return None
    columns = sorted(set(_columns_above(failure)))
    here = key_column(failure.line(failure.index))
    near = columns[max(0, bisect_left(columns, here) - 1) :][:2]
    if here in columns:
        message = "a key stands here, where a list item is expected"
        return failure.to_end_of_line(
            failure.index, message, "Begin the line with `- `, or move the key above the list"
        )
    where = " or ".join(str(column + 1) for column in near or [0])
    return failure.to_end_of_line(
        failure.index,
        "this key lines up with no key above",
        f"Begin it in column {where}, below the keys that it belongs with",
    )


def _columns_above(failure: Failure) -> Iterator[int]:
    """The columns of the keys and dashes above that are still open: each one further left than the next."""
    outermost: int | None = None
    for line in failure.lines_above(failure.index):
        start = indentation(line)
        if outermost is not None and start >= outermost:
            continue
        if _KEY_LINE.match(line):
            yield key_column(line)
        if _KEY_LINE.match(line) or _ITEM_LINE.match(line):
            yield start
            outermost = start


def _list_beside_key(failure: Failure) -> Mistake:
    return failure.to_end_of_line(
        failure.index,
        "a list cannot begin on the line of its key",
        "Put each `- ` on a line of its own below the key; a text that begins with a dash goes in quotes",
    )


def _text_beside_indicator(failure: Failure) -> Mistake:
    indicator = failure.body[failure.opening]
    return failure.to_end_of_line(
        failure.opening,
        f"`{indicator}` begins a text on the lines below, and something follows it on its own line",
        "Put the whole text in quotes, or begin it on the next line",
    )


def _blank_first_line(failure: Failure) -> Mistake:
    return failure.to_end_of_line(
        failure.index,
        "an empty line with spaces in it stands before this text and is indented less",
        "Delete the empty line, or the spaces in it",
    )


def _directive(failure: Failure) -> Mistake | None:
    match = re.search(r"^%[^\r\n]*", failure.body, re.MULTILINE)
    if not match or match.start() > failure.index:
        return None
    return Mistake(*match.span(), "a line cannot begin with `%`", "Delete it, or put the text in quotes")


def _after_the_end(failure: Failure) -> Mistake:
    return failure.to_end_of_line(
        failure.index,
        "the file is complete before this line, and nothing more may follow",
        "A goal file is one mapping: every line at the left edge is a `key: value`",
    )


_EXPLAINERS: tuple[tuple[str, Callable[[Failure], Mistake | None]], ...] = (
    ("", _conflict),
    ("mapping values are not allowed", _second_colon),
    ("mapping values are not allowed", _missing_space_above),
    ("mapping values are not allowed", _text_above),
    ("mapping values are not allowed", _indented_below_value),
    ("could not find expected ':'", _missing_space_here),
    ("could not find expected ':'", _text_here),
    ("tab character", _tab),
    ("cannot start any token", _tab),
    ("cannot start any token", _forbidden_start),
    ("mapping keys are not allowed", _forbidden_start),
    ("scanning an alias", _forbidden_start_of_name),
    ("scanning an anchor", _forbidden_start_of_name),
    ("ing a tag", _forbidden_start_of_name),
    ("ing an tag", _forbidden_start_of_name),
    ("no character", _escape_of_no_character),
    ("escape code", _escape_of_no_character),
    ("escape", _escape),
    ("hexdecimal", _escape),
    ("scanning a quoted scalar", _open_quote),
    ("scanning a block scalar", _text_beside_indicator),
    ("follow up line", _blank_first_line),
    ("sequence entries are not allowed", _list_beside_key),
    ("parsing a flow", _open_bracket),
    ("parsing a flow", _wrong_bracket),
    ("parsing a flow node", _missing_item),
    ("parsing a flow", _missing_comma),
    ("", _quote_closed_late),
    ("", _missing_space_on_line),
    ("", _text_after_quote),
    ("", _text_after_bracket),
    ("", _stray_bracket),
    ("", _text_after_alias),
    ("block node", _forbidden_start),
    ("parsing a block", _list_among_keys),
    ("parsing a block", _outside_text),
    ("parsing a block", _misaligned_key),
    ("document start", _directive),
    ("directive", _directive),
    ("document", _after_the_end),
)
"""Which mistake to look for at which words of a parser; the first that is found is told."""
