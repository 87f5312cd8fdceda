"""Snapshots of what git holds: the files of a commit or of the index, read from the object store."""

from __future__ import annotations

import posixpath
import re
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, NamedTuple, cast

from okr.errors import OkrError
from okr.git.command import Git
from okr.snapshot import GOAL_SUFFIXES, UnreadableFileError, is_walked

_LINK, SUBMODULE = "120000", "160000"
_MOST_LINKS = 40  # as Linux counts them


class Entry(NamedTuple):
    """What git notes of a file: its mode, six octal digits, and the object id of its content."""

    mode: str
    blob_id: str


@dataclass(slots=True)
class Objects:
    """Contents by blob id, from one `git cat-file --batch` that the first read starts."""

    git: Git
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def read(self, blob_id: str) -> bytes:
        """The content of a blob.

        A damaged object ends the process of git that reads it. The next read starts another, so that one bad
        file hides nothing in the others.
        """
        with suppress(BrokenPipeError):
            content = self._ask(blob_id)
            if content is not None:
                return content
        self.close()
        raise UnreadableFileError("git has lost its content; `git fsck` tells more")

    def _ask(self, blob_id: str) -> bytes | None:
        process = self._process = self._process or self.git.batch()
        questions, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        questions.write(blob_id.encode() + b"\n")
        questions.flush()
        match answers.readline().split():
            case [_, b"blob", size]:
                content = answers.read(int(size))
                return content if answers.read(1) == b"\n" else None
        return None

    def close(self) -> None:
        """End the process, if there is one.

        To close its input is not enough where a fork of this process has it open too.
        """
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            with suppress(BrokenPipeError), process:
                pass


@dataclass(frozen=True, slots=True, eq=False)
class GitSnapshot:
    """The files of the workspace folder at a commit or in the index, read from git's object store.

    Reading needs the `Repository` that it came from to be open; it is not for several threads at once.
    """

    files: Mapping[str, Entry]
    objects: Objects

    def paths(self) -> Iterator[str]:
        """Every file and every link, under the same rules as in a work tree."""
        folders = _Folders(self.files)
        yield from (path for path in self.files if folders[path.rpartition("/")[0]])
        yield from (
            folder for folder, is_ours in folders.items() if is_ours and folder.endswith(GOAL_SUFFIXES)
        )

    def read(self, path: str) -> bytes:
        """The bytes of one file, links followed as long as they stay inside the workspace."""
        return self.objects.read(self._entry(path).blob_id)

    def blob_id(self, path: str) -> str | None:
        """The object id of what `read` returns; `None` where that fails."""
        try:
            return self._entry(path).blob_id
        except (FileNotFoundError, UnreadableFileError):
            return None

    def _entry(self, path: str) -> Entry:
        entry = self.files.get(path)
        if entry is not None and entry.mode != _LINK:
            return entry
        target = self._target(path)
        if target in self.files:
            return self.files[target]
        if target == "." or any(file.startswith(f"{target}/") for file in self.files):
            raise UnreadableFileError("it is a folder, not a file")
        if target != path:
            raise UnreadableFileError("it is a link to nothing")
        raise FileNotFoundError(path)

    def _target(self, path: str) -> str:
        """Where a path leads when every link on the way is followed."""
        for _ in range(_MOST_LINKS):
            link = self._first_link(path)
            if link is None:
                return path
            path = self._follow(link, path[len(link) + 1 :])
        raise UnreadableFileError("it is a link that leads in a circle")

    def _first_link(self, path: str) -> str | None:
        if path in self.files:
            return path if self._is_link(path) else None
        folders = (path[: slash.start()] for slash in re.finditer("/", path))
        return next(filter(self._is_link, folders), None)

    def _is_link(self, path: str) -> bool:
        return path in self.files and self.files[path].mode == _LINK

    def _follow(self, link: str, rest: str) -> str:
        to = self.objects.read(self.files[link].blob_id).decode("utf-8", "surrogateescape")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(link), to, rest))
        if place.startswith(("/", "../")) or place == "..":
            raise UnreadableFileError("it is a link that leaves the workspace")
        return place


class _Folders(dict[str, bool]):
    """Whether each folder belongs to the workspace, found out once for each."""

    def __init__(self, files: Container[str]) -> None:
        super().__init__({"": True})
        self._is_file = files.__contains__

    def __missing__(self, folder: str) -> bool:
        self[folder] = self[folder.rpartition("/")[0]] and is_walked(folder, self._is_file)
        return self[folder]


def parse_tree(records: Iterable[str]) -> dict[str, Entry]:
    """The files that `git ls-tree` lists; a submodule is none."""
    files = {}
    for record in records:
        about, path = record.split("\t", 1)
        mode, _, object_id = about.split(" ")
        if mode != SUBMODULE:
            files[path] = Entry(mode, object_id)
    return files


def parse_index(records: Iterable[str]) -> dict[str, Entry]:
    """The files that `git ls-files --stage` lists; a submodule is none.

    Raises:
        OkrError: A file has conflicts, so that it has several contents.
    """
    files = {}
    for record in records:
        about, path = record.split("\t", 1)
        mode, object_id, stage = about.split(" ")
        if stage != "0":
            raise OkrError(f"`{path}` has conflicts", hint="Resolve them, then run `git add` on the file.")
        if mode != SUBMODULE:
            files[path] = Entry(mode, object_id)
    return files
