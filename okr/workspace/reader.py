"""Reading the files of a snapshot: each content once, and every failure told."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha1
from itertools import tee
from typing import Any, NamedTuple, TypeVar

from okr.diagnostics import FILE_RULES, Diagnostic, Related, Severity
from okr.documents import Document, read_documents
from okr.model.cycles import Cycle
from okr.model.goals import Objective
from okr.snapshot import Snapshot, UnreadableFileError
from okr.spans import Span
from okr.workspace.files import beside
from okr.workspace.mistakes import did_you_mean
from okr.workspace.nodes import ObjectiveNode, Place
from okr.workspace.sources import Source, checked_source
from okr.workspace.tables import Table, read_table

Content = TypeVar("Content")
CacheKey = tuple[str, str, int]
"""A file's path, its content by the name that the snapshot or git has for it, the fiscal year's month."""


MOST_KEPT = 8 * 1024 * 1024
"""Bytes of YAML files that are kept as they are: what a thousand files have. Further ones are packed."""


@dataclass(frozen=True)
class FileCache:
    """Files that were read before: each version is read once in a run, in whichever snapshots it stands.

    Attributes:
        objectives: Those of each file by its path, team and cycle, as they were when it was read last.
    """

    sources: dict[CacheKey, Source[Any]] = field(default_factory=dict)
    tables: dict[CacheKey, Table] = field(default_factory=dict)
    objectives: dict[tuple[str, str, Cycle], tuple[tuple[Objective, ...], tuple[ObjectiveNode, ...]]] = field(
        default_factory=dict
    )


class _Fresh(NamedTuple):
    """A content that was not read before, and the names by which it will be known."""

    data: bytes
    names: tuple[CacheKey, ...]


@dataclass
class Reader:
    """The files that have been read so far, and what is wrong with them beyond each by itself.

    Attributes:
        fiscal_year_start: The month in which fiscal years begin, 1 to 12; January until `okr.yaml` is read.
        sources: The YAML files by their path.
        tables: The CSV files by their path.
        diagnostics: What was found between files; what is wrong within a source is its own.
        kept: How many bytes the YAML files had.
    """

    snapshot: Snapshot
    cache: FileCache
    fiscal_year_start: int = 1
    sources: dict[str, Source[Any]] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    kept: int = 0

    @property
    def mistakes(self) -> tuple[Diagnostic, ...]:
        """Everything that is wrong: with the files each by itself, then between them."""
        found = [diagnostic for source in self.sources.values() for diagnostic in source.diagnostics]
        return tuple(found + self.diagnostics)

    def source(self, path: str, root: type[Any]) -> Source[Any] | None:
        """A YAML file of the snapshot, checked as a `root`; `None` where it cannot be read."""
        return next(self.files([path], root))

    def files(self, paths: Iterable[str], root: type[Any]) -> Iterator[Source[Any] | None]:
        """One YAML file after the other, as `source` gives each; what is new of them is read together."""
        known = partial(self._known, self.cache.sources)
        found, ahead = tee((path, known(path, partial(self._yaml_bytes, path))) for path in paths)
        documents = read_documents((path, each.data) for path, each in ahead if isinstance(each, _Fresh))
        for path, each in found:
            source = self._checked(next(documents), each, root) if isinstance(each, _Fresh) else each
            if source is not None:
                self.sources[path] = source
            yield source

    def _checked(self, document: Document, fresh: _Fresh, root: type[Any]) -> Source[Any]:
        context = {"fiscal_year_start": self.fiscal_year_start}
        source = checked_source(document, fresh.data, root, context, self._packed(fresh.data))
        self.cache.sources.update(dict.fromkeys(fresh.names, source))
        return source

    def _packed(self, data: bytes) -> Callable[[], bytes]:
        """What gives the bytes of a file again; few are asked for, and in a large workspace they are much."""
        self.kept += len(data)
        if self.kept <= MOST_KEPT:
            return lambda: data
        return partial(zlib.decompress, zlib.compress(data, level=1))

    def table(self, name: str, place: Place, ref: str) -> Table | None:
        """The CSV that the KPI `ref` names at `place`; `None` where it cannot be read."""
        path = beside(place.path, name)
        if path is None:
            advice = "Keep the readings in a CSV beside this file."
            self.report("OKR009", place, f"{name} lies outside the workspace", advice, ref=ref)
            return None
        if path not in self.tables:
            table = self._table(path, partial(self._csv_bytes, path, place, ref))
            if table is None:
                return None
            self.tables[path] = table
            self.diagnostics += table.diagnostics
        return self.tables[path]

    def _table(self, path: str, read: Callable[[], bytes | None]) -> Table | None:
        found = self._known(self.cache.tables, path, read)
        if not isinstance(found, _Fresh):
            return found
        table = read_table(path, found.data, fiscal_year_start=self.fiscal_year_start)
        self.cache.tables.update(dict.fromkeys(found.names, table))
        return table

    def _known(
        self, cache: dict[CacheKey, Content], path: str, read: Callable[[], bytes | None]
    ) -> Content | _Fresh | None:
        """What a file was read as before, where the same content was; else that content.

        A content that has a name in the snapshot need not even be taken from there a second time.
        """
        blob = self.snapshot.blob_id(path)
        by_name = (path, blob or "", self.fiscal_year_start)
        if by_name in cache:
            return cache[by_name]
        data = read()
        if data is None:
            return None
        by_content = (path, _blob_id(data), self.fiscal_year_start)
        names = (by_content,) if blob is None else (by_content, by_name)
        if by_content not in cache:
            return _Fresh(data, names)
        cache.update(dict.fromkeys(names, cache[by_content]))
        return cache[by_content]

    def _yaml_bytes(self, path: str) -> bytes | None:
        try:
            return self.snapshot.read(path)
        except UnreadableFileError as error:
            self.report_file("OKR009", path, f"{path} cannot be read: {error}", "Mend or remove it.")
        except FileNotFoundError:
            # listed a moment ago and gone now: another program is at work, and the next run sees what it did
            self.report_file("OKR009", path, f"{path} cannot be read: it is gone", None)
        return None

    def _csv_bytes(self, path: str, place: Place, ref: str) -> bytes | None:
        try:
            return self.snapshot.read(path)
        except UnreadableFileError as error:
            self.report("OKR009", place, f"{path} cannot be read: {error}", "Mend it.", ref=ref)
        except FileNotFoundError:
            near = did_you_mean(path, [each for each in self.snapshot.paths() if each.endswith(".csv")])
            advice = near or "Create it with a first line date,value,note, or correct the name."
            self.report("OKR009", place, f"there is no file {path}", advice, ref=ref)
        return None

    def report_file(self, code: str, path: str, message: str, advice: str | None) -> None:
        """Note a mistake about a file as a whole, whether or not it could be read."""
        self.diagnostics.append(
            Diagnostic(
                code, FILE_RULES[code], Severity.ERROR, message, path, help=advice, arguments=(message,)
            )
        )

    def report(
        self,
        code: str,
        place: Place,
        message: str,
        advice: str | None,
        *,
        ref: str | None = None,
        first: Place | None = None,
    ) -> None:
        """Note a mistake at a place in a source.

        Args:
            code: The rule of family 0.
            place: Where it is written.
            message: What is wrong, in one sentence without a final full stop.
            advice: What to do about it.
            ref: The goal or KPI that it is about.
            first: Where the same was defined before.
        """
        related = () if first is None else (Related(first.path, self._span(first), "first defined here"),)
        self.diagnostics.append(
            Diagnostic(
                code,
                FILE_RULES[code],
                Severity.ERROR,
                message,
                place.path,
                self._span(place),
                help=advice,
                ref=ref,
                arguments=(message,),
                related=related,
            )
        )

    def _span(self, place: Place) -> Span:
        return self.sources[place.path].span(place.keys)


def _blob_id(data: bytes) -> str:
    """The name that git has for a content, unless it was told to use SHA-256: then nothing else has it."""
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
