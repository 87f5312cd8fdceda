"""Text that is safe to show: a goal file can neither command a terminal nor mislead a reader."""

from __future__ import annotations

import re

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


_OBEYED = re.compile(r"^((?:\s|\x1b\[[0-9;]*m)*):(?=:)|(?<=#)#(?=\[)")
"""What the runner of GitHub's workflows obeys: `::` at the beginning of a line, and `##[` anywhere in it."""


def unobeyed(line: str) -> str:
    """A line that no CI runner takes for a command; it looks the same, and is as long.

    Source: `ActionCommand.cs` in `actions/runner`.
    """
    if "::" not in line and "##[" not in line:
        return line
    return _OBEYED.sub(lambda found: "♯" if found[1] is None else f"{found[1]}꞉", line)


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
