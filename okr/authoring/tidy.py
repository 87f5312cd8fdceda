"""`okr fmt`: goal files in the canonical order and spacing, with every comment where it was."""

from __future__ import annotations

from collections.abc import Iterable

from okr.authoring import order
from okr.authoring.plans import Plan
from okr.edits import FileChange, tidied
from okr.workspace import Workspace

_SPACED = frozenset({"objectives", "kpis"})
_APART = frozenset({"objectives"})


def plan_format(workspace: Workspace, paths: Iterable[str]) -> Plan:
    """The plan for putting goal files in their canonical form; those that cannot be read stay as they are."""
    changes = [change for path in paths if (change := _formatted(workspace, path)) is not None]
    return Plan(tuple(changes), f"Format {len(changes)} file{'s' * (len(changes) != 1)}")


def _formatted(workspace: Workspace, path: str) -> FileChange | None:
    source = workspace.sources[path]
    document = source.document
    if document.broken or document.diagnostics or not isinstance(document.value, dict):
        return None
    text = tidied(document, order.FILE, order.OF_LIST, spaced=_SPACED, apart=_APART)
    if text == document.text:
        return None
    return FileChange(path, source.data, text.encode(), document.value)
