"""Screens that are kept: what a command shows, character by character.

Set OKR_WRITE_SCREENS=1 to write them anew, and read what changed before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

SCREENS = Path(__file__).parent / "cases" / "screens"


def check_screen(name: str, text: str) -> None:
    """Hold a screen against the one that is kept under a name."""
    path = SCREENS / f"{name}.txt"
    if os.environ.get("OKR_WRITE_SCREENS"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")
