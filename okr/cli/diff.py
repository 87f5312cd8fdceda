"""`okr diff`: what a change does to the goals, by meaning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated

import typer

from okr.cli.app import new_app
from okr.cli.options import Output, Where, with_groups
from okr.cli.output import Renderer, check_choice, emit
from okr.cli.places import repository_top, seen_from
from okr.cli.session import Session
from okr.cli.validate import FAIL_ON
from okr.errors import ExitCode, OkrError
from okr.git import Commit, Place, Repository, Side, Sides, parse_since
from okr.git.revisions import parse_sides
from okr.render.diff_words import cautions
from okr.render.terminal import Screen
from okr.reports.diff import DiffReport, SideLabel, diff_report
from okr.workspace import load

app = new_app()


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared with what."""

    staged: Annotated[
        bool, typer.Option("--staged", "--cached", help="Compare with what git would commit now.")
    ] = False
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="SPAN|DATE", help="Compare with the last commit before then: 7d, 2026-10-01."
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Telling:
    """How the changes are told."""

    format: Annotated[
        str,
        typer.Option(
            "--format", envvar="OKR_FORMAT", metavar="F", help="terminal, markdown, json or github."
        ),
    ] = "terminal"
    stat: Annotated[bool, typer.Option("--stat", help="Tell one line a file.")] = False
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if anything changed.")] = False
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            envvar="OKR_DIFF_FAIL_ON",
            metavar="SEVERITY",
            help="Exit with 1 from this severity on: error, warning, info or never.",
        ),
    ] = "never"


@app.command()
@with_groups
def diff(
    where: Where,
    compared: Compared,
    telling: Telling,
    output: Output,
    revisions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[BASE] [HEAD]",
            help="As with git: nothing (HEAD and the work tree), A, A B, A..B, A...B or A...",
        ),
    ] = None,
) -> None:
    """Show what changed by meaning: goalposts, scope, progress, and what that does to the scores."""
    check_choice(telling.fail_on, FAIL_ON, "severity")
    session = Session(where)
    report = Comparing(session, compared, tuple(revisions or ())).report
    emit(_renderers(session, report, stat=telling.stat), telling.format, output)
    raise typer.Exit(_code(report, telling))


def _code(report: DiffReport, telling: Telling) -> int:
    fail_on = FAIL_ON[telling.fail_on]
    failing = any(fail_on and line.change.severity.rank <= fail_on.rank for line in report.lines)
    return ExitCode.FINDINGS if failing or (telling.exit_code and report.lines) else ExitCode.OK


@dataclass(frozen=True)
class Comparing:
    """The two sides of one run."""

    session: Session
    compared: Compared
    revisions: tuple[str, ...]

    @property
    def report(self) -> DiffReport:
        """What is told."""
        repository = self.session.repository
        try:
            cache = self.session.cache
            base, head = (load(repository.snapshot(side), cache) for side in self.sides)
        finally:
            repository.close()
        report = diff_report(base, head, self.labels)
        for caution in cautions(report):
            self.session.say(caution)
        return report

    @cached_property
    def sides(self) -> Sides:
        """The commits, or the index or the work tree, that are compared."""
        if self.session.where.at is not None:
            raise OkrError("okr diff has no --at", hint="Name the revisions, as in okr diff HEAD~1 HEAD.")
        repository, staged = self.session.repository, self.compared.staged
        if self.compared.since is None:
            return repository.sides(self.revisions, staged=staged)
        if self.revisions:
            raise OkrError("--since names the base", hint="Leave out the revision, or --since.")
        return Sides(self._last_before(repository), Place.INDEX if staged else Place.WORK_TREE)

    def _last_before(self, repository: Repository) -> Commit:
        day = parse_since(self.compared.since or "", self.session.today)
        return repository.commit_before(dt.datetime.combine(day, dt.time.min).astimezone())

    @cached_property
    def labels(self) -> tuple[SideLabel, SideLabel]:
        """What the two sides are called, and their days."""
        base, head = self.sides
        as_of = head.committed.date() if isinstance(head, Commit) else self.session.today
        if self.session.where.as_of is not None:
            as_of = self.session.as_of
        names = self._names()
        return _label(base, names[0], base.committed.date()), _label(head, names[1], as_of)

    def _names(self) -> tuple[str | None, str | None]:
        """The sides as the caller named them; `None` for one that no name was given to."""
        if self.compared.since is not None:
            return f"before {self.compared.since}", None
        base, head, from_merge_base = parse_sides(self.revisions)
        return f"merge base with {base}" if from_merge_base else base, head


def _label(side: Side, name: str | None, as_of: dt.date) -> SideLabel:
    if isinstance(side, Commit):
        return SideLabel(name or side.id, side.id, as_of)
    return SideLabel(side.value, None, as_of)


def _renderers(session: Session, report: DiffReport, *, stat: bool) -> dict[str, Renderer]:
    """Every format by its name; each is imported when it is asked for."""

    def seen(folder: Path) -> DiffReport:
        return replace(report, paths=seen_from(folder, session.root, report.named_paths))

    def terminal(screen: Screen) -> str:
        from okr.render import terminal_diff

        render = terminal_diff.render_stat if stat else terminal_diff.render
        return render(seen(Path.cwd()), screen)

    def markdown(_screen: Screen) -> str:
        from okr.render import diff_markdown

        return diff_markdown.render(report)

    def github(_screen: Screen) -> str:
        from okr.render import diff_github

        return diff_github.render(seen(repository_top(session.root)))

    def json(_screen: Screen) -> str:
        from okr.render import json_text
        from okr.reports.diff_output import diff_output

        return json_text.written(diff_output(report))

    formats: dict[str, Callable[[Screen], str]] = {"terminal": terminal}
    return formats if stat else formats | {"markdown": markdown, "github": github, "json": json}
