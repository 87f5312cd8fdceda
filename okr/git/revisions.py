"""Commits, the sides of a comparison, and what people write for them."""

from __future__ import annotations

import calendar
import re
import shlex
from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from okr.errors import OkrError

HEAD = "HEAD"
_LONGEST_REVISION = 1000


@dataclass(frozen=True, slots=True)
class Commit:
    """What is told about a commit.

    Attributes:
        id: The whole hexadecimal name.
        author: The author's name, and `email` the address, as `.mailmap` has them.
        authored: When the change was made, in the author's zone.
        committed: When the commit was made, in the committer's zone.
        subject: The first paragraph of the message, on one line.
    """

    id: str
    author: str
    email: str
    authored: datetime
    committed: datetime
    subject: str


class Place(Enum):
    """A side of a comparison that is no commit."""

    INDEX = "index"
    WORK_TREE = "work tree"


Side = Commit | Place


class Sides(NamedTuple):
    """What is compared: `head` with `base`."""

    base: Commit
    head: Side


def parse_since(text: str, today: date) -> date:
    """The day that `--since` means: an ISO date, or a span of days, weeks, months or years before today.

    A month before the 31st is the last day of a shorter month.

    Raises:
        OkrError: It is neither.
    """
    with suppress(ValueError, OverflowError):
        span = re.fullmatch(r"([0-9]{1,9})([dwmy])", text)
        if span is None:
            return date.fromisoformat(text)
        count = int(span[1])
        return _before(today, count, span[2])
    raise OkrError(
        f"{shown(text)} is neither a date nor a span of time",
        hint="Write it as in 2026-10-01, 7d, 2w, 3m or 1y.",
    )


def _before(today: date, count: int, unit: str) -> date:
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1), 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def parse_sides(revisions: Sequence[str]) -> tuple[str, str | None, bool]:
    """Base, head (`None`: what is not committed), and whether their merge base stands for the base."""
    match revisions:
        case []:
            return HEAD, None, False
        case [str(both)] if both.strip("."):
            base, dots, head = both.partition("...") if "..." in both else both.partition("..")
            open_head = HEAD if dots == ".." else None
            return base or HEAD, head or open_head, dots == "..."
        case [base, head]:
            return base, head, False
    raise OkrError("a comparison has two sides", hint="Write it as in `A`, `A B`, `A..B`, `A...B` or `A...`.")


def refuse_odd(revision: str) -> None:
    """Refuse what git would take for an option or a range, and what no revision can be."""
    if not revision.strip():
        raise OkrError("a revision is empty", hint="Name a commit, branch or tag, as in `main` or `HEAD~1`.")
    if revision.startswith(("-", "^")) or ".." in revision:
        raise OkrError(
            f"{shown(revision)} is no name of one revision",
            hint="Name one, as in `main`, `v1.2` or `HEAD~1`.",
        )
    if len(revision) > _LONGEST_REVISION or not revision.isprintable():
        raise OkrError(
            f"{shown(revision)} can be no revision", hint="Name one, as in `main`, `v1.2` or `HEAD~1`."
        )


def shown(text: str) -> str:
    """Somebody's text in a message: short, and without anything that a terminal would obey."""
    short = text if len(text) <= 80 else f"{text[:79]}…"
    return "`" + "".join(sign if sign.isprintable() else "�" for sign in short) + "`"


def fetch_for(revision: str, remotes: Container[str], *, is_shallow: bool) -> str | None:
    """The command that brings a revision which is not here, where anything tells it."""
    unshallow = ["--unshallow"] if is_shallow else []
    remote, _, branch = re.split(r"[~^:@]", revision, maxsplit=1)[0].partition("/")
    if branch and remote in remotes:
        # A clone of a single branch, as CI makes it, has no name for the others unless told.
        return shlex.join(
            ["git", "fetch", *unshallow, remote, f"+refs/heads/{branch}:refs/remotes/{remote}/{branch}"]
        )
    if not is_shallow:
        return None
    back = re.search(r"~([0-9]{1,9})$", revision)
    return f"git fetch --deepen={back[1]}" if back else "git fetch --unshallow"
