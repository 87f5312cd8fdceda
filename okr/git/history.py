"""The history of a workspace, rebuilt commit by commit from what each commit changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from okr.git.command import Git, decoded
from okr.git.revisions import Commit
from okr.git.snapshots import SUBMODULE, Entry, GitSnapshot, Objects

_EPOCH = datetime.fromtimestamp(0, UTC)
_FIELDS = ("%H", "%aN", "%aE", "%aI", "%cI", "%s")
TOLD = ("-z", "--format=" + "%x00".join(_FIELDS), "--encoding=UTF-8", "--no-show-signature")


@dataclass(frozen=True, slots=True)
class Version:
    """The workspace as one commit left it.

    Attributes:
        commit: The commit.
        snapshot: All files of the workspace at that commit.
        parents: The same for each parent, the first parent first; none for a root. Where a parent did not
            touch the workspace, its nearest ancestor that did stands for it. Only what differs from every
            parent was done by a merge itself.
        changed: The paths that differ from the first parent.
    """

    commit: Commit
    snapshot: GitSnapshot
    parents: tuple[GitSnapshot, ...]
    changed: tuple[str, ...]


class _Step(NamedTuple):
    """What one commit changed: an entry is `None` where the path is gone."""

    commit: Commit
    changes: dict[str, Entry | None]


def versions(git: Git, objects: Objects, tip: str, *, first_parent: bool) -> Iterator[Version]:
    """The files after every commit that touched the folder, parents before their children."""
    family = _main_line(git, tip) if first_parent else _family(git, tip)
    children = Counter(parent for parents in family.values() for parent in parents)
    known: dict[str, GitSnapshot] = {}
    for commit, changes in _steps(git, family):
        before = tuple(known[parent] for parent in family[commit.id])
        snapshot = known[commit.id] = GitSnapshot(
            _changed(before[0].files if before else {}, changes), objects
        )
        yield Version(commit, snapshot, before, tuple(changes))
        children.subtract(family[commit.id])
        for parent in family[commit.id]:
            if not children[parent]:  # no later commit builds on it
                del known[parent]


def _family(git: Git, tip: str) -> dict[str, tuple[str, ...]]:
    """Every commit with its parents, each in its place the nearest that touched the folder."""
    walk = git.line("rev-list", "--parents", "--date-order", "--reverse", tip, "--", ".")
    return {commit: tuple(parents) for commit, *parents in map(str.split, walk.splitlines())}


def _main_line(git: Git, tip: str) -> dict[str, tuple[str, ...]]:
    """The commits of the main line, each the child of the one before it."""
    line = git.line("rev-list", "--first-parent", "--reverse", tip, "--", ".").split()
    return dict.fromkeys(line[:1], ()) | {commit: (before,) for before, commit in pairwise(line)}


def _steps(git: Git, family: Mapping[str, Sequence[str]]) -> Iterator[_Step]:
    asked = "".join(f"{' '.join([commit, *parents])}\n" for commit, parents in family.items())
    raw = ("-r", "--raw", "--root", "--always", "--no-abbrev", "--no-renames", "--relative")
    against = "--diff-merges=first-parent"
    output = git.output("diff-tree", "--stdin", *TOLD, *raw, against, "--", ".", stdin=asked.encode())
    return _parse_steps(iter(output.split(b"\0")[:-1]))


def _parse_steps(tokens: Iterator[bytes]) -> Iterator[_Step]:
    """What git tells with `-z` and `--raw`: the fields of a commit, a newline, its changes, if any."""
    token = next(tokens, None)
    while token is not None:
        commit = parse_commit([token, *(next(tokens) for _ in _FIELDS[1:])])
        changes: dict[str, Entry | None] = {}
        while (token := next(tokens, None)) is not None and token.startswith((b":", b"\n:")):
            _, mode, _, blob_id, status = token.decode().split(" ")
            is_gone = status == "D" or mode == SUBMODULE
            changes[decoded(next(tokens))] = None if is_gone else Entry(mode, blob_id)
        yield _Step(commit, changes)


def _changed(files: Mapping[str, Entry], changes: Mapping[str, Entry | None]) -> dict[str, Entry]:
    kept = dict(files)
    for path, entry in changes.items():
        if entry is None:
            kept.pop(path, None)
        else:
            kept[path] = entry
    return kept


def parse_commit(fields: Sequence[bytes]) -> Commit:
    """The commit that git tells with `TOLD`."""
    id_, author, email, authored, committed, subject = (field.decode("utf-8", "replace") for field in fields)
    return Commit(id_, author, email, _moment(authored), _moment(committed), subject)


def _moment(text: str) -> datetime:
    """A time as git writes it. Git lets times pass that no calendar has; they count as the start of 1970."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _EPOCH
