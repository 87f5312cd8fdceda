"""What is to be written, and writing it so that nothing of anybody's is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from okr.authoring import order
from okr.edits import ChangedMeanwhileError, Draft, FileChange, Set, locked
from okr.errors import OkrError
from okr.model.settings import GoalFile
from okr.snapshot import Snapshot
from okr.workspace import KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace, load
from okr.workspace.sources import read_source

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Files to write, and what that does.

    Attributes:
        changes: One a file, in the order of writing.
        summary: What it does, in one line that also serves as a commit's message.
        notes: What the person should know besides, a line each.
    """

    changes: tuple[FileChange, ...]
    summary: str
    notes: tuple[str, ...] = ()

    def diff(self) -> str:
        """All of it as one patch."""
        return "".join(change.diff() for change in self.changes)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that are written, relative to the workspace."""
        return tuple(change.path for change in self.changes)


class DoubtError(OkrError):
    """What is asked for is possible, and most likely a slip; the person can say that it is meant."""


Planner = Callable[[Workspace], Plan]


def carry_out(root: Path, snapshot: Snapshot, plan: Plan, again: Planner) -> Plan:
    """Write a plan; where a file is no longer what the plan was made from, make it `again` first.

    Returns:
        The plan that was written.

    Raises:
        OkrError: It cannot be written, or is refused in the workspace as it is now; nothing is written.
    """
    with locked(root) as lock:
        try:
            lock.write(plan.changes)
        except ChangedMeanwhileError:
            plan = again(load(snapshot))
            lock.write(plan.changes)
    return plan


def draft_of(workspace: Workspace, path: str) -> Draft:
    """A draft of a goal file as it was read."""
    return Draft.of(path, workspace.sources[path].data)


def keys_of(workspace: Workspace, node: Node) -> Keys:
    """The keys that lead to a goal or KPI in its file's text."""
    return workspace.sources[node.place.path].in_document(node.place.keys)


def order_of(node: Node) -> tuple[str, ...]:
    """The order of its keys."""
    if isinstance(node, ObjectiveNode):
        return order.OBJECTIVE
    return order.KEY_RESULT if isinstance(node, KeyResultNode) else order.KPI


def set_key(workspace: Workspace, node: Node, key: str, value: Any) -> Set:
    """The operation that gives a key of a goal or KPI a value, in its place or where it belongs."""
    return Set((*keys_of(workspace, node), key), value, order.before(key, order_of(node)))


def checked(workspace: Workspace, drafts: Iterable[Draft]) -> tuple[FileChange, ...]:
    """The changes of drafts, in which nothing is wrong that was right before.

    Raises:
        OkrError: The format refuses what would be written; the message says why.
    """
    return tuple(_checked(workspace, draft) for draft in drafts if draft.text_changed)


def _checked(workspace: Workspace, draft: Draft) -> FileChange:
    change = draft.change()
    known = workspace.sources.get(change.path)
    before = {found.message for found in known.diagnostics} if known is not None else set()
    context = {"fiscal_year_start": workspace.settings.fiscal_year_start}
    after = read_source(change.path, change.after, GoalFile, context)
    for found in after.diagnostics:
        if found.message not in before:
            raise OkrError(f"that cannot be written: {found.message}", hint=found.help)
    return change


def is_mine(node: Node, person: str) -> bool:
    """Whether a goal or KPI is a person's."""
    return node.owner == person if isinstance(node, KeyResultNode | KpiNode) else node.goal.owner == person


def without_empty(**entry: Any) -> dict[str, Any]:
    """An entry with the keys that say something; `from_` stands for the word that Python keeps to itself."""
    return {
        key.removesuffix("_"): value
        for key, value in entry.items()
        if value is not None and value not in ((), [], "", False)
    }
