"""Text inside Markdown that stays text, whatever a goal file contains."""

from __future__ import annotations

import re

from okr.render.plain import printable

_SPECIAL = re.compile(
    r"[\\`*_\[\]<>|~$]"
    r"|&(?=[#\w])"  # entities
    r"|:(?=\S)"  # addresses and emoji by name
    r"|(?<=www)\."
)
_NAMED = re.compile(r"[@#](?=\w)|\bGH-(?=\d)", re.IGNORECASE)
_NOTHING = "<!-- -->"
"""Breaks up what a forge would take for somebody's handle or the number of an issue."""


def escaped(text: str) -> str:
    """Text within a line: nothing in it is a link, an element, the end of a cell, a handle or an issue."""
    return _NAMED.sub(rf"\g<0>{_NOTHING}", _SPECIAL.sub(r"\\\g<0>", printable(text)))


def code(text: str) -> str:
    """Text in a code span that may itself hold backticks, also within a table."""
    shown = printable(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"
