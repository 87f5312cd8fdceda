"""`okr ci`: what a CI job needs to know and to say about the pull or merge request that it runs for."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from okr.cli.app import new_app
from okr.cli.diff import Compared, Comparing
from okr.cli.options import Here, with_groups
from okr.cli.output import write
from okr.cli.session import Session
from okr.errors import OkrError
from okr.forges import ReadOnlyError, Request, publish, request_from
from okr.git import Commit, Repository
from okr.render import diff_markdown
from okr.reports.diff import DiffReport

app = new_app()

OUTCOMES = {
    "created": "commented on what changes",
    "updated": "updated the comment on what changes",
    "unchanged": "the comment says already what changes",
    "absent": "no goal changes, so there is no comment",
}


@app.callback()
def ci() -> None:
    """Review goals on the pull or merge request that a CI job runs for."""


@app.command()
@with_groups
def base(here: Here) -> None:
    """Print the commit to compare with: see --base of okr validate."""
    session = Session(here.where)
    write(f"{base_of(request_from(os.environ), session.repository).id}\n")


@app.command()
@with_groups
def comment(
    here: Here,
    revision: Annotated[
        str | None,
        typer.Option(
            "--base",
            envvar="OKR_BASE",
            metavar="REV",
            help="Compare with where this branch left REV, whatever the job says.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Print what the comment would say.")
    ] = False,
) -> None:
    """Comment on what the request does to the goals, and keep the comment up to date."""
    session = Session(here.where)
    report = _report(session, _fork(session.repository, revision))
    body = diff_markdown.render(report)
    if dry_run:
        write(body)
    else:
        session.say(_published(request_from(os.environ), body, anew=bool(report.lines)))


def _fork(repository: Repository, revision: str | None) -> Commit:
    if revision is None:
        return base_of(request_from(os.environ), repository)
    return repository.merge_base(revision, "HEAD")


def base_of(request: Request, repository: Repository) -> Commit:
    """The commit whose comparison with the work tree shows what a request brings, and nothing else.

    Where the forge has merged both branches for the job, that is the merge's first parent: the base that the
    request names may be older, and what others have done since is not the request's.

    Raises:
        OkrError: It is not in this clone; the hint tells how to get it.
    """
    head = repository.commit()
    if request.merge != head.id:
        return repository.merge_base(request.base, head.id)
    try:
        return repository.commit(f"{head.id}~1")
    except OkrError:
        raise OkrError(
            "this shallow clone ends before the commit to compare with",
            hint=f"Run git fetch --depth=2 origin {head.id}, or check out with fetch-depth: 2.",
        ) from None


def _report(session: Session, fork: Commit) -> DiffReport:
    """What the work tree, which is what the job has checked out, changes since the commit."""
    report = Comparing(session, Compared(), (fork.id,)).report
    head = replace(report.head, name="this branch")
    return replace(report, head=head, folder=session.repository.prefix.removesuffix("/"))


def _published(request: Request, body: str, *, anew: bool) -> str:
    """Publish the comment, or put the same where a job can always write; what has come of it."""
    if request.forge is None:
        return _instead(request.summary, body, "this job has no token")
    try:
        return OUTCOMES[publish(request.forge, body, anew=anew)]
    except ReadOnlyError as error:
        return _instead(request.summary, body, str(error))


def _instead(summary: Path | None, body: str, reason: str) -> str:
    if summary is None:
        return f"no comment: {reason}"
    try:
        with summary.open("a", encoding="utf-8", newline="\n") as file:
            file.write(body)
    except OSError as error:
        raise OkrError(f"cannot write {summary}: {error.strerror}") from None
    return f"no comment: {reason}; the summary of the job says it instead"
