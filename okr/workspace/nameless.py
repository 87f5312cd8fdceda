"""Entries without an id: a name that nobody bears may be theirs, and the id is the one thing to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import getitem
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from okr.documents import KeyPath
    from okr.workspace.sources import Source
    from okr.workspace.workspace import Workspace

Shelf = tuple[str, ...]
"""Where names are sought: `kpis`, `people` or `teams`, a team's objectives, or an objective's key results."""


def nameless(workspace: Workspace) -> Counter[Shelf]:
    """How many entries of each shelf have no id."""
    return Counter(shelf for source in workspace.torn for shelf in _shelves(workspace, source))


def _shelves(workspace: Workspace, source: Source[Any]) -> Iterator[Shelf]:
    for keys in source.removed:
        entry = reduce(getitem, keys, source.document.value)
        if isinstance(entry, Mapping) and "id" not in entry:
            yield from _shelf(workspace, source, keys)


def _shelf(workspace: Workspace, source: Source[Any], keys: KeyPath) -> Iterator[Shelf]:
    """Where an entry of a file would stand, if things are named by its id."""
    document = source.document.value
    team = document.get("team") or next(iter(workspace.teams))
    match keys:
        case ("kpis" | "people" | "teams" as kind, int()):
            yield (kind,)
        case ("objectives", int()):
            yield ("objectives", team)
        case ("objectives", int() as place, "key_results", int()):
            yield ("key_results", team, str(document["objectives"][place].get("id")))
