"""What a comparison says: one frozen value for each change, and for each effect on a score."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from okr.changes.kinds import BY_NAME, Area
from okr.diagnostics import Severity
from okr.workspace import Place


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two workspaces, in the terms of goals.

    Attributes:
        kind: Its name in `okr.changes.kinds`.
        ref: What it is about: the head's reference, or the base's where the thing is gone. A team, person or
            cycle by its id; `None` for a setting.
        field: The key that differs, as in `target` or `close.retro`; `None` where the whole thing is meant.
        old: The value in the base as plain values of JSON; `None` where there is none. Likewise `new`.
        message: The change in words, with units, without the name of what it is about.
        base: Where it is written in the base; `None` where it is not. Likewise `head`.
        base_ref: The reference in the base, which differs after a move; `None` for what is new.
        severity: That of the rule which it breaks, `warning` where it is amended, else `info`.
        rule: The code of that rule, as in `OKR601`; `None` where it breaks none.
        eased_by: How much easier, as a share of the old distance from baseline to target; negative where
            harder, `None` where no such share can be told.
        eases: Whether it makes a goal easier in any respect, as far as can be told; doubt counts as yes.
        amended: Whether an amendment that counts says so.
        claims: How many smaller changes it stands for.
    """

    kind: str
    ref: str | None
    field: str | None
    old: Any
    new: Any
    message: str
    base: Place | None = None
    head: Place | None = None
    base_ref: str | None = None
    severity: Severity = Severity.INFO
    rule: str | None = None
    eased_by: float | None = None
    eases: bool = False
    amended: bool = False
    claims: int = 0

    @property
    def area(self) -> Area:
        """What it is about."""
        return BY_NAME[self.kind].area

    @property
    def fingerprint(self) -> str:
        """A stable name for this change: 16 hexadecimal digits of kind, thing, field and values."""
        said = json.dumps([self.kind, self.ref, self.field, self.old, self.new], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a comparison does to the score of an objective, all at the head's day.

    `progress`, `goalposts` and `scope` sum to the whole difference, where no score counts as 0.

    Attributes:
        ref: The head's reference.
        before: The score of the base's goals, 0 to 1; `None` where they have none. Likewise `after`.
        progress: What the head's check-ins, readings and things reached did.
        goalposts: What it did that values are turned into scores in another way.
        scope: What it did that key results came, went or weigh differently.
    """

    ref: str
    before: float | None
    after: float | None
    progress: float
    goalposts: float
    scope: float


@dataclass(frozen=True, slots=True)
class Diff:
    """How two workspaces differ.

    Attributes:
        changes: What matters most first.
        effects: On every objective that is in both and touched, in the order of the head's files.
    """

    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]


def by_weight(change: Change) -> tuple[int, bool, int, str, str, str]:
    """Sort key: severity, of one severity what was amended, then area, reference, kind and field."""
    return (
        change.severity.rank,
        not change.amended,
        change.area.rank,
        change.ref or "",
        change.kind,
        change.field or "",
    )
