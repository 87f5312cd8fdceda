"""Paths as people name and read them, and paths of the workspace."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from okr.errors import OkrError


def in_workspace(path: Path, root: Path) -> str:
    """What a path from the current folder is called in the workspace; `.` for all of it.

    Raises:
        OkrError: It lies outside.
    """
    for absolute in (os.path.abspath, os.path.realpath):
        place, top = Path(absolute(path)), Path(absolute(root))
        if place.is_relative_to(top):
            return place.relative_to(top).as_posix()
    raise OkrError(f"{path} lies outside of the workspace {root}", hint="Name another one with --root DIR.")


def seen_from(folder: Path, root: Path, paths: Iterable[str]) -> Mapping[str, str]:
    """Paths of the workspace as somebody in a folder writes them."""
    return {path: os.path.relpath(root / path, folder).replace(os.sep, "/") for path in paths}


def repository_top(root: Path) -> Path:
    """The top of the repository around a workspace; the workspace itself where there is none.

    It is read off the folders alone: asking git would cost more than validating.
    """
    folder = root.resolve()
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)
