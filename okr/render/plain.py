"""Text that is safe to show: a goal file can neither command a terminal nor mislead a reader."""

from __future__ import annotations

_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Not printable by Python's table, and part of how emoji and Persian are written."""


def printable(text: str) -> str:
    """Text on one line that no terminal obeys, as long as it was.

    Line breaks and odd spaces become spaces; control characters, bidirectional overrides and halves of
    surrogate pairs become U+FFFD.
    """
    return text if text.isprintable() else "".join(map(_printable, text))


def _printable(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
