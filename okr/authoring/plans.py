"""What is to be written, and writing it so that nothing of anybody's is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from okr.authoring import order
from okr.edits import ChangedMeanwhileError, Draft, FileChange, Set, locked
from okr.errors import OkrError
from okr.model.fields import EXTENSIONS_KEY
from okr.model.settings import GoalFile
from okr.snapshot import MemorySnapshot, Snapshot
from okr.workspace import KeyResultNode, Node, ObjectiveNode, Workspace, load
from okr.workspace.sources import Source, read_source

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
    source = workspace.sources[path]
    return Draft.from_document(source.data, source.document)


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


def as_in_file(value: Any) -> Any:
    """A value as it is written: the `x-` keys, which the reader gathers, are among the others again."""
    if isinstance(value, list):
        return [*map(as_in_file, value)]
    if not isinstance(value, dict):
        return value
    own = {key: as_in_file(each) for key, each in value.items() if key != EXTENSIONS_KEY}
    return own | {key: as_in_file(each) for key, each in value.get(EXTENSIONS_KEY, {}).items()}


def checked(workspace: Workspace, drafts: Iterable[Draft]) -> tuple[FileChange, ...]:
    """The changes of drafts, in which nothing is wrong that was right before.

    Raises:
        OkrError: The format refuses what would be written; the message says why.
    """
    return tuple(_checked(workspace, draft) for draft in drafts if draft.text_changed)


def _checked(workspace: Workspace, draft: Draft) -> FileChange:
    change = draft.change()
    known = workspace.sources.get(change.path)
    context = {"fiscal_year_start": workspace.settings.fiscal_year_start}
    after = read_source(change.path, change.after, GoalFile, context)
    _refuse_mistakes(known, after)
    return change


def _refuse_mistakes(before: Source[Any] | None, after: Source[Any]) -> None:
    """Refuse what is wrong now and was not before. Messages name lines, which move: mistakes are counted."""
    known = before.diagnostics if before is not None else ()
    rising = Counter(found.code for found in after.diagnostics) - Counter(found.code for found in known)
    messages = {found.message for found in known}
    fresh = [each for each in after.diagnostics if each.code in rising]
    if fresh:
        found = next((each for each in fresh if each.message not in messages), fresh[0])
        raise OkrError(f"that cannot be written: {found.message}", hint=found.help)


def after(workspace: Workspace, changes: Iterable[FileChange]) -> Workspace:
    """The workspace as changes leave it.

    Raises:
        OkrError: Something would be wrong in it that is right now.
    """
    files = {path: source.data for path, source in workspace.sources.items()}
    files |= {path: readings.text.encode() for path, readings in workspace.csvs.items()}
    changed = load(MemorySnapshot(files | {change.path: change.after for change in changes}))
    rising = Counter(each.code for each in changed.diagnostics) - Counter(
        each.code for each in workspace.diagnostics
    )
    known = {each.message for each in workspace.diagnostics}
    for each in changed.diagnostics:
        if each.code in rising and each.message not in known:
            raise OkrError(f"that cannot be written: {each.path}: {each.message}", hint=each.help)
    return changed


def without_empty(**entry: Any) -> dict[str, Any]:
    """An entry with the keys that say something; `from_` stands for the word that Python keeps to itself."""
    return {
        key.removesuffix("_"): value
        for key, value in entry.items()
        if value is not None and value is not False and value not in ((), [], "")
    }
