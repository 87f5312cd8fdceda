"""What changed since the last report: what it did to scores, and which goals moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from okr.changes.change import Change, Diff, Effect
    from okr.workspace import Workspace

ToldArea = Literal["goalposts", "scope", "progress"]
TOLD: tuple[ToldArea, ...] = ("goalposts", "scope", "progress")
"""The areas that a report tells of change by change; of the others it tells how many there are."""


@dataclass(frozen=True, slots=True)
class EffectRow:
    """How an objective's score moved; the three parts sum to the whole."""

    ref: str
    title: str
    before: float | None
    after: float | None
    progress: float
    goalposts: float
    scope: float


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change; `grave` where it moves a goalpost or scope with no amendment that says so."""

    area: ToldArea
    ref: str | None
    title: str
    text: str
    grave: bool


@dataclass(frozen=True, slots=True)
class ChangesPart:
    """What changed.

    Attributes:
        since: The older side in words.
        others: How many changes there are of alignment, people, wording and the workspace.
    """

    since: str
    effects: tuple[EffectRow, ...]
    changes: tuple[ChangeRow, ...]
    others: int


def changes_part(
    diff: Diff, head: Workspace, since: str, is_shown: Callable[[str | None], bool]
) -> ChangesPart:
    """The changes of what is shown.

    Args:
        diff: Base and head.
        head: The newer side.
        since: The older side in words.
        is_shown: Whether a reference is in the report.
    """
    changes = [each for each in diff.changes if is_shown(each.ref)]
    told = [row for each in changes for row in _told(each, head)]
    return ChangesPart(
        since=since,
        effects=tuple(_effect(each, head) for each in diff.effects if is_shown(each.ref)),
        changes=tuple(sorted(told, key=lambda row: (TOLD.index(row.area), not row.grave))),
        others=len(changes) - len(told),
    )


def _told(change: Change, head: Workspace) -> Iterable[ChangeRow]:
    area = next((name for name in TOLD if name == change.area), None)
    if area is None:
        return
    grave = change.rule is not None and not change.amended
    yield ChangeRow(area, change.ref, _title(change.ref, head), change.message, grave)


def _effect(effect: Effect, head: Workspace) -> EffectRow:
    return EffectRow(
        effect.ref,
        _title(effect.ref, head),
        effect.before,
        effect.after,
        effect.progress,
        effect.goalposts,
        effect.scope,
    )


def _title(ref: str | None, head: Workspace) -> str:
    """The title of a goal or KPI; the reference of what is gone."""
    node = head.nodes.get(ref or "")
    return (ref or "settings") if node is None else node.goal.title
