"""A set of files at one moment: the only input of everything that reads goals."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

WORKSPACE_FILE = "okr.yaml"
GOAL_SUFFIXES = (".yaml", ".yml")


def is_walked(folder: str, is_file: Callable[[str], bool]) -> bool:
    """Whether a folder belongs to the workspace around it.

    Hidden folders do not, nor do folders with a workspace file of their own. Paths are relative to the
    workspace.
    """
    return not posixpath.basename(folder).startswith(".") and not is_file(f"{folder}/{WORKSPACE_FILE}")


class UnreadableFileError(Exception):
    """A file is listed and cannot be read; the message says why, in words that end a sentence."""


class Snapshot(Protocol):
    """What a set of files is. Paths are relative to the workspace, with `/` between folders.

    A snapshot says which files there are and what is in them, and nothing of what they mean.
    """

    def paths(self) -> Iterable[str]:
        """Every file, in any order; without hidden folders and without workspaces below this one."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of one file.

        Raises:
            FileNotFoundError: There is no such file.
            UnreadableFileError: It is there and cannot be read.
        """
        ...

    def blob_id(self, path: str) -> str | None:
        """A name for the content, equal only where the bytes are; `None` where reading is cheapest."""
        ...


@dataclass(frozen=True, slots=True)
class MemorySnapshot:
    """Files in a dictionary."""

    files: Mapping[str, bytes]

    def paths(self) -> Iterable[str]:
        """Every path in the dictionary."""
        return self.files.keys()

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        try:
            return self.files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    def blob_id(self, path: str) -> str | None:  # noqa: ARG002
        """Nothing: the bytes are at hand."""
        return None


@dataclass(frozen=True, slots=True)
class OverlaidSnapshot:
    """Another snapshot in which some files read otherwise: an editor's text that is not saved yet."""

    beneath: Snapshot
    files: Mapping[str, bytes]

    def paths(self) -> Iterator[str]:
        """Every path of either."""
        yield from (path for path in self.beneath.paths() if path not in self.files)
        yield from self.files

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return self.files[path] if path in self.files else self.beneath.read(path)

    def blob_id(self, path: str) -> str | None:
        """The name of a content below; nothing for one that is at hand."""
        return None if path in self.files else self.beneath.blob_id(path)


@dataclass(frozen=True, slots=True)
class NarrowedSnapshot:
    """Another snapshot of which only some files are listed; the others can still be read by their name."""

    beneath: Snapshot
    listed: Container[str]

    def paths(self) -> Iterator[str]:
        """Those paths that are there."""
        return (path for path in self.beneath.paths() if path in self.listed)

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return self.beneath.read(path)

    def blob_id(self, path: str) -> str | None:
        """The name of its content."""
        return self.beneath.blob_id(path)


@dataclass(frozen=True)
class WorkTreeSnapshot:
    """The files of a folder as they are on disk now."""

    root: Path

    @cached_property
    def _real_root(self) -> Path:
        """The folder with every link on the way to it followed."""
        return self.root.resolve()

    @cached_property
    def _folders_inside(self) -> dict[Path, bool]:
        """Of the folders in which a file was read, whether they are inside when every link is followed."""
        return {}

    def paths(self) -> Iterator[str]:
        """Every file and every link below the root.

        A folder whose name ends like a file's is listed too: whoever made one by mistake is told.
        """
        for folder, folders, files in os.walk(self.root):
            here = Path(folder)
            relative = here.relative_to(self.root)
            folders[:] = sorted(
                name for name in folders if is_walked((relative / name).as_posix(), self._is_file)
            )
            odd = [name for name in folders if name.endswith(GOAL_SUFFIXES)]
            yield from ((relative / name).as_posix() for name in sorted([*files, *odd]))

    def _is_file(self, path: str) -> bool:
        return (self.root / path).is_file()

    def read(self, path: str) -> bytes:
        """The bytes of one file, links followed as long as they stay inside the root."""
        place = self.root / path
        if not self._is_inside(place):
            raise UnreadableFileError("it is a link that leaves the workspace")
        try:
            return place.read_bytes()
        except IsADirectoryError:
            raise UnreadableFileError("it is a folder, not a file") from None
        except PermissionError:
            raise UnreadableFileError("reading it is not permitted") from None
        except FileNotFoundError:
            if place.is_symlink():
                raise UnreadableFileError("it is a link to nothing") from None
            raise
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise UnreadableFileError("it is a link that leads in a circle") from None
            raise UnreadableFileError(error.strerror or str(error)) from None

    def _is_inside(self, place: Path) -> bool:
        """Whether a file is in the workspace when every link on the way to it is followed.

        Most files are no links, and then it is a matter of their folder.
        """
        if place.is_symlink():
            return self._leads_inside(place)
        folder = place.parent
        if folder not in self._folders_inside:
            self._folders_inside[folder] = self._leads_inside(folder)
        return self._folders_inside[folder]

    def _leads_inside(self, place: Path) -> bool:
        return Path(os.path.realpath(place)).is_relative_to(self._real_root)

    def blob_id(self, path: str) -> str | None:  # noqa: ARG002
        """Nothing: a hash costs as much as the file."""
        return None
