"""Text inside Markdown that stays text, whatever a goal file contains."""

from __future__ import annotations

import re

from okr.render.plain import printable

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#+\-.!|~&$:]")
_MENTION = re.compile(r"@(?=\w)")


def escaped(text: str) -> str:
    """Text as it is: on one line, and nothing in it is a link, an element, a cell's end or a mention."""
    return _MENTION.sub("@<!-- -->", _SPECIAL.sub(r"\\\g<0>", printable(text)))


def code(text: str) -> str:
    """Text in a code span that may itself hold backticks, also within a table."""
    shown = printable(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"
