"""What family 0 says about a file that cannot be read, or not as it stands: codes, names and wording."""

from __future__ import annotations

from okr.diagnostics import FILE_RULES, Diagnostic, Related, Severity
from okr.spans import START_OF_FILE, Span

_LONGEST_QUOTE = 40
_MIB = 1024 * 1024
_NAMES = {
    "\0": "NUL character",
    "\x85": "line separator",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\ufeff": "byte order mark",
}
_HELP_FOR_NUL = (
    "Save the file again as text with the encoding UTF-8; it looks like another encoding or like no text"
)


def _error(code: str, path: str, span: Span, message: str, help_: str, *arguments: str) -> Diagnostic:
    name = FILE_RULES[code]
    return Diagnostic(code, name, Severity.ERROR, message, path, span, help=f"{help_}.", arguments=arguments)


def invalid_yaml(path: str, span: Span, message: str, help_: str) -> Diagnostic:
    """OKR001: a syntax error."""
    return _error("OKR001", path, span, message, help_)


def duplicate_key(path: str, span: Span, key: str, first: Span) -> Diagnostic:
    """OKR002: a key that its mapping already has."""
    return Diagnostic(
        "OKR002",
        FILE_RULES["OKR002"],
        Severity.ERROR,
        f"`{key}` is given twice; the first one is on line {first.start.line}",
        path,
        span,
        help="Keep one of the two; if these are two things, each needs its own `- `.",
        arguments=(key,),
        related=(Related(path, first, f"`{key}` is first given here"),),
    )


def not_finite(path: str, span: Span, written: str) -> Diagnostic:
    """OKR005: infinity, not-a-number, or a number larger than any measure."""
    shown = _short(written)
    return _error(
        "OKR005",
        path,
        span,
        f"`{shown}` is not a number that can be measured",
        "Write an ordinary number, or leave the key out while it is not known; a text goes in quotes",
        shown,
    )


def decimal_comma(path: str, span: Span, written: str) -> Diagnostic:
    """OKR005: a number in braces whose decimals would be a key of their own."""
    return _error(
        "OKR005",
        path,
        span,
        f"`{written}` is not a number: in braces, the comma ends it",
        f"Write {written.replace(',', '.')}, with a point",
        written,
    )


def anchor(path: str, span: Span, written: str) -> Diagnostic:
    """OKR006: `&name`."""
    return _unsupported(
        path,
        span,
        f"`{_short(written)}` is a YAML anchor, which goal files do not use",
        "Delete it, and write the value out wherever it belongs; a text that begins with `&` goes in quotes",
        written,
    )


def alias(path: str, span: Span, written: str) -> Diagnostic:
    """OKR006: `*name`."""
    return _unsupported(
        path,
        span,
        f"`{_short(written)}` is a YAML alias, which goal files do not use",
        "Write the value itself here; a text that begins with `*` goes in quotes",
        written,
    )


def merge_key(path: str, span: Span) -> Diagnostic:
    """OKR006: `<<:`."""
    return _unsupported(
        path,
        span,
        "`<<` merges another mapping in, which goal files do not use",
        "Write its keys out here",
        "<<",
    )


def tag(path: str, span: Span, written: str) -> Diagnostic:
    """OKR006: `!name`."""
    return _unsupported(
        path,
        span,
        f"`{_short(written)}` is a YAML tag, which goal files do not use",
        "Delete it; a text that begins with `!`, or a number that is meant as text, goes in quotes",
        written,
    )


def directive(path: str, span: Span) -> Diagnostic:
    """OKR006: `%YAML` or `%TAG`."""
    return _unsupported(
        path,
        span,
        "a line that begins with `%` is a YAML directive, which goal files do not use",
        "Delete the line",
        "%",
    )


def second_document(path: str, span: Span) -> Diagnostic:
    """OKR006: `---` after the first document."""
    return _unsupported(
        path,
        span,
        "a second document begins here, and a file holds one",
        "Take out the `---` or `...` between the two, or move the second into a file of its own",
        "---",
    )


def collection_as_key(path: str, span: Span) -> Diagnostic:
    """OKR006: brackets, braces or a list where a key belongs."""
    return _unsupported(
        path,
        span,
        "a list or a mapping stands where a key is expected",
        "Keys are plain words; a text with brackets or braces goes in quotes",
    )


def _unsupported(path: str, span: Span, message: str, help_: str, *arguments: str) -> Diagnostic:
    return _error("OKR006", path, span, message, help_, *arguments)


def _short(written: str) -> str:
    return written if len(written) <= _LONGEST_QUOTE else f"{written[:_LONGEST_QUOTE]}…"


def too_large(path: str, size: int, limit: int) -> Diagnostic:
    """OKR009: more bytes than a file of its sort has."""
    return _unreadable(
        path,
        START_OF_FILE,
        f"the file has {size / _MIB:.1f} MiB, and {limit // _MIB} MiB is the most that is read",
        "Split it into several files, or exclude it in `okr.yaml`",
    )


def too_deep(path: str, span: Span, limit: int) -> Diagnostic:
    """OKR009: more levels than any goal needs."""
    return _unreadable(
        path,
        span,
        f"this lies more than {limit} levels deep",
        "Look for brackets that are not closed; no goal needs this many levels",
    )


def not_utf8(path: str, span: Span, byte: int) -> Diagnostic:
    """OKR009: a byte that is no part of a character."""
    return _unreadable(
        path,
        span,
        f"the file is not UTF-8 text: the byte 0x{byte:02X} stands for no character here",
        "Save the file again with the encoding UTF-8",
    )


def forbidden_character(path: str, span: Span, character: str) -> Diagnostic:
    """OKR009: a character that one cannot see and that tools take in different ways."""
    name = _NAMES.get(character, "control character")
    return _unreadable(
        path,
        span,
        f"an invisible {name} (U+{ord(character):04X}) stands here",
        _HELP_FOR_NUL
        if character == "\0"
        else "Delete it, or type an ordinary line break or space in its place",
    )


def bad_csv_line(path: str, span: Span, message: str, help_: str) -> Diagnostic:
    """OKR009: a line of a CSV that is no reading."""
    return _unreadable(path, span, message, help_)


def _unreadable(path: str, span: Span, message: str, help_: str) -> Diagnostic:
    return _error("OKR009", path, span, message, help_)
