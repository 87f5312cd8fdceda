"""One look at a workspace: which files, what is wrong with them, and what of that is told."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okr.cli.options import Where
from okr.cli.places import in_workspace
from okr.cli.progress import progress
from okr.cli.session import Session
from okr.diagnostics import Diagnostic, Severity
from okr.errors import OkrError
from okr.render.plain import printable
from okr.reports.validation import Validation, validation
from okr.rules.baseline import fingerprints, read_baseline, without_known
from okr.rules.configuration import INTERNAL_ERROR
from okr.rules.linter import lint
from okr.scoring import Scores
from okr.snapshot import OverlaidSnapshot, Snapshot, UnreadableFileError
from okr.workers import in_turn, together
from okr.workspace import Workspace

if TYPE_CHECKING:
    from okr.git import Commit
    from okr.rules.review import Review


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
    """What the findings are held against."""

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
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            envvar="OKR_BASE",
            metavar="REV",
            help="Judge the change too: moved goalposts, deleted goals, rewritten history (OKR6).",
        ),
    ] = None


SHARED = range(1_000, 10_001)
"""Objectives that are worth workers: for fewer they take more time than they save, for more much memory."""


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
        """Everything that is wrong with the workspace, and with the change that made it."""
        return self._linted(self.workspace, self._review())

    def _linted(self, workspace: Workspace, review: Review | None = None) -> list[Diagnostic]:
        as_of, today = self.session.as_of, self.session.today
        return lint(
            workspace,
            Scores(workspace, as_of),
            as_of=as_of,
            today=today,
            all_cycles=self.all_cycles,
            review=review,
            run=together if len(workspace.objectives) in SHARED else in_turn,
        )

    def _review(self) -> Review | None:
        """What changed since this branch left the base."""
        if self.known.base is None:
            return None
        from okr.rules.review import Review

        snapshot = self.session.repository.snapshot(self._fork(self.known.base))
        base, silenced = self.session.read(snapshot), self._silenced_since(snapshot)
        for source in base.torn:
            unread = f"{printable(source.path)} of the base cannot be read whole"
            self.session.say(f"{unread}: changes of its goals are not judged")
        return Review(base, self.workspace, self.session.as_of, silenced)

    def _fork(self, revision: str) -> Commit:
        """The commit at which this branch left a revision."""
        return self.session.repository.merge_base(revision, self.where.at or "HEAD")

    def _silenced_since(self, base: Snapshot) -> tuple[str, int] | None:
        """The baseline file, and how many findings it holds that it did not hold in the base."""
        path = self.known.baseline
        if path is None:
            return None
        name = in_workspace(path, self.session.root)
        try:
            before = read_baseline(base.read(name).decode())
        except (FileNotFoundError, UnreadableFileError, ValueError):
            before = Counter()
        return name, (self._in_baseline() - before).total()

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
        snapshot = self.session.repository.snapshot(self._fork(self.known.new_since))
        return fingerprints(self._linted(self.session.read(snapshot)))

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
