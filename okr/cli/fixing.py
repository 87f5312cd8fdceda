"""Putting right what has one right answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from okr.diagnostics import Diagnostic, Fix, TextEdit

if TYPE_CHECKING:
    from okr.edits import Edit, FileChange
    from okr.workspace import Workspace


def changes(workspace: Workspace, diagnostics: Iterable[Diagnostic]) -> list[FileChange]:
    """The files as the fixes of some findings, in reading order, leave them.

    Of two fixes that touch the same text only the first is made; the next round finds what is left.
    """
    fixable = [each for each in diagnostics if each.fix is not None and each.path in workspace.sources]
    return [
        _change(workspace, path, tuple(_compatible(each.fix for each in found if each.fix is not None)))
        for path, found in groupby(fixable, key=lambda each: each.path)
    ]


def _change(workspace: Workspace, path: str, edits: Iterable[Edit]) -> FileChange:
    from okr.edits import FileChange, spliced

    data = workspace.sources[path].data
    return FileChange(path, data, spliced(data.decode(), edits).encode())


def _compatible(fixes: Iterable[Fix]) -> Iterator[Edit]:
    """The edits of those fixes that keep clear of the fixes before them."""
    from okr.edits import Edit

    taken: list[TextEdit] = []
    for fix in dict.fromkeys(fixes):
        if not any(_touch(edit, other) for edit in fix.edits for other in taken):
            taken += fix.edits
            yield from (Edit(edit.span, edit.text) for edit in fix.edits)


def _touch(one: TextEdit, other: TextEdit) -> bool:
    """Whether two edits overlap or begin at one place."""
    (start, end), (other_start, other_end) = one.span, other.span
    return start == other_start or (start < other_end and other_start < end)
