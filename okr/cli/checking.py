"""One look at a workspace: which files, what is wrong with them, and what of that is told."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

import typer

from okr.cli.options import Where
from okr.cli.places import in_workspace
from okr.cli.progress import progress
from okr.cli.session import Session
from okr.diagnostics import Diagnostic, Severity
from okr.errors import OkrError
from okr.reports.validation import Validation, validation
from okr.rules.baseline import fingerprints, read_baseline, without_known
from okr.rules.configuration import INTERNAL_ERROR
from okr.rules.linter import lint
from okr.scoring import Scores
from okr.snapshot import OverlaidSnapshot, Snapshot
from okr.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Files:
    """Which files are read, besides `--at`."""

    staged: Annotated[
        bool, typer.Option("--staged", help="Check what git would commit now, not what is on disk.")
    ] = False
    stdin_filename: Annotated[
        Path | None,
        typer.Option(
            "--stdin-filename",
            metavar="PATH",
            help="Read this file's text from stdin, as editors have it, and show what is wrong with it.",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Known:
    """Which findings are known already, and not told again."""

    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Leave out the findings that this file holds."),
    ] = None
    new_since: Annotated[
        str | None,
        typer.Option(
            "--new-since",
            metavar="REV",
            help="Leave out the findings that were there where this branch left REV.",
        ),
    ] = None


@dataclass(frozen=True)
class Check:
    """One look at a workspace. After a change another one is made."""

    where: Where
    files: Files = Files()
    known: Known = Known()
    paths: tuple[Path, ...] = ()
    all_cycles: bool = False
    fail_on: Severity | None = Severity.ERROR

    @cached_property
    def session(self) -> Session:
        """The workspace that is meant, and the day."""
        return Session(self.where)

    @cached_property
    def workspace(self) -> Workspace:
        """The goals as they are read."""
        with progress(self._snapshot, quiet=self.where.quiet) as snapshot:
            return self.session.read(snapshot)

    @cached_property
    def _snapshot(self) -> Snapshot:
        if self.files.staged:
            from okr.git import Place

            return self.session.repository.snapshot(Place.INDEX)
        if self.files.stdin_filename is not None:
            path = in_workspace(self.files.stdin_filename, self.session.root)
            return OverlaidSnapshot(self.session.snapshot, {path: sys.stdin.buffer.read()})
        return self.session.snapshot

    @cached_property
    def findings(self) -> list[Diagnostic]:
        """Everything that is wrong with the workspace."""
        return self._linted(self.workspace)

    def _linted(self, workspace: Workspace) -> list[Diagnostic]:
        as_of, today = self.session.as_of, self.session.today
        scores = Scores(workspace, as_of)
        return lint(workspace, scores, as_of=as_of, today=today, all_cycles=self.all_cycles)

    @cached_property
    def validation(self) -> Validation:
        """What is told: what is not known yet, about the files that were named."""
        shown = self._named(without_known(self.findings, self._known))
        return validation(self.workspace, shown, self.session.as_of, self.fail_on)

    @property
    def _known(self) -> Counter[str]:
        return self._in_baseline() | self._in_revision()

    def _in_baseline(self) -> Counter[str]:
        path = self.known.baseline
        if path is None:
            return Counter()
        try:
            return read_baseline(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            hint = f"Make one with okr validate --write-baseline {path}."
            raise OkrError(f"{path} cannot be read as a baseline: {reason}", hint=hint) from None

    def _in_revision(self) -> Counter[str]:
        """The findings of the commit at which this branch left the revision, as of the same day."""
        if self.known.new_since is None:
            return Counter()
        repository = self.session.repository
        fork = repository.merge_base(self.known.new_since, self.where.at or "HEAD")
        return fingerprints(self._linted(self.session.read(repository.snapshot(fork))))

    def _named(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Those about the files and folders that were named; a crash of a rule is about all of them."""
        names = self._names()
        return [
            each
            for each in findings
            if not names or each.code == INTERNAL_ERROR or any(is_in(each.path, name) for name in names)
        ]

    def _names(self) -> list[str]:
        if self.files.stdin_filename is not None and not self.paths:
            return [in_workspace(self.files.stdin_filename, self.session.root)]
        names = [in_workspace(path, self.session.root) for path in self.paths]
        there = list(self._snapshot.paths()) if names else []
        for path, name in zip(self.paths, names, strict=True):
            if not any(is_in(each, name) for each in there):
                raise OkrError(f"there is no {path} in the workspace", hint="Name its files and folders.")
        return names

    @property
    def crashed(self) -> bool:
        """Whether a rule of okr failed, so that nobody can rely on what the others say."""
        return any(each.code == INTERNAL_ERROR for each in self.findings)


def is_in(path: str, place: str) -> bool:
    """Whether a file is the place, or lies in it."""
    return place in (".", path) or path.startswith(f"{place}/")
