"""What an explanation is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from okr.workspace import Place

Value = float | str | dt.date
Kind = Literal["key_result", "objective", "team", "cycle", "kpi"]
Aim = Literal["on_track", "good", "met", "healthy"]


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that went into a number.

    Attributes:
        name: As the formula calls it.
        value: `None` where there is none.
        place: Where it is written; `None` for the day that is asked about and for defaults.
        note: What else matters about it: its date, that it was assumed, its share.
    """

    name: str
    value: Value | None
    place: Place | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How one number came about.

    Attributes:
        name: Which number: `score`, `expected`, `status` and so on.
        value: The number itself, uncut; `None` where there is none, and `worked` says why.
        formula: The rule in words.
        worked: The rule with the numbers in it.
        notes: What was cut, assumed or held back.
        bounds: The numbers that the value is held against.
    """

    name: str
    value: Value | None
    formula: str
    worked: str
    inputs: tuple[Input, ...] = ()
    notes: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """What it takes to get somewhere.

    Attributes:
        aim: `on_track` or `healthy` on the day; `good`, or `met` for what was committed, at the end.
        by: The day on which it has to be so.
        what: What has to be reached or done, as people say it.
        ref: The goal or KPI that has to move; the explained one itself where it is `None`.
        value: What it has to be at, where that is a number.
    """

    aim: Aim
    by: dt.date
    what: str
    ref: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the numbers of one thing came about.

    Attributes:
        ref: That of the goal or KPI; a team's in a cycle is `2026-Q4/growth`, a cycle's its id.
        moves: All that are of one aim belong together: none of them is enough alone.
    """

    ref: str
    kind: Kind
    title: str
    as_of: dt.date
    steps: tuple[Step, ...]
    moves: tuple[Move, ...]
