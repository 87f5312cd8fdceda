"""Which files of a workspace are goal files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from posixpath import dirname, join, normpath

from okr.snapshot import GOAL_SUFFIXES, WORKSPACE_FILE


def goal_paths(paths: Iterable[str], include: Iterable[str], exclude: Iterable[str]) -> Iterator[str]:
    """Those YAML files that `include` names and `exclude` does not, sorted."""
    wanted, unwanted = [_pattern(glob) for glob in include], [_pattern(glob) for glob in exclude]
    for path in sorted(paths):
        if path == WORKSPACE_FILE or not path.endswith(GOAL_SUFFIXES):
            continue
        if any(glob.fullmatch(path) for glob in wanted) and not any(
            glob.fullmatch(path) for glob in unwanted
        ):
            yield path


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """`*` and `?` within a folder, `**` through any number of folders, as in git and gitignore."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob.removeprefix("./"))
    meanings = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    return re.compile("".join(meanings.get(part) or re.escape(part) for part in parts), re.DOTALL)


def beside(path: str, name: str) -> str | None:
    """The path of the file `name` in the folder of `path`; `None` if that is outside of the workspace."""
    joined = normpath(join(dirname(path), name))
    return None if joined.startswith(("../", "/")) or joined == ".." else joined
