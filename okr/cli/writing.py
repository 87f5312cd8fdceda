"""What every command that writes shares: its options, its questions, and the way from a plan to files."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from okr.authoring.plans import DoubtError, Plan, carry_out
from okr.cli.output import write
from okr.cli.usage import Command
from okr.errors import OkrError
from okr.render.plain import printable

if TYPE_CHECKING:
    from typer._click import Context

    from okr.cli.session import Session
    from okr.workspace import Workspace


Answer = TypeVar("Answer")


class SurePlanner(Protocol):
    """Makes a plan from a workspace; `sure` says that the person means what looks like a slip."""

    def __call__(self, workspace: Workspace, *, sure: bool) -> Plan:
        """The plan, or an `OkrError`."""
        ...


@dataclass(frozen=True, slots=True)
class Writing:
    """How a change is made."""

    by: Annotated[
        str | None,
        typer.Option("--by", metavar="ID", help="Who you are; else OKR_USER, else as git knows you."),
    ] = None
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing, and write what looks like a slip.")
    ] = False
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Print the patch, and write nothing.")] = (
        False
    )
    commit: Annotated[
        bool, typer.Option("--commit", envvar="OKR_COMMIT", help="Make a git commit of just these files.")
    ] = False
    despite_staged: Annotated[
        bool, typer.Option("--despite-staged", help="Commit although other changes are staged.")
    ] = False


_NEGATIVE = re.compile(r"-\.?\d[\d.]*")


class NegativeNumbers(Command):
    """Takes a negative number for the value that it is, and not for an option."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Write a number's minus in the way that no option has it; `number` reads both."""
        return super().parse_args(
            ctx, [f"\N{MINUS SIGN}{arg[1:]}" if _NEGATIVE.fullmatch(arg) else arg for arg in args]
        )


def handed_over(what: str, otherwise: str) -> str:
    """The text on stdin.

    Raises:
        OkrError: A person sits there, who should write a command instead; or it is no text.
    """
    if sys.stdin.isatty():
        raise OkrError(f"there are no {what} on stdin", hint=f"Write {otherwise}, or pipe a file in.")
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise OkrError("what is on stdin is not UTF-8", hint="Save it as UTF-8.") from None


def is_asking(writing: Writing) -> bool:
    """Whether there is somebody to ask."""
    return not writing.yes and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str = "") -> str:
    """The answer to a question, without spaces around it; Ctrl-D answers nothing.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
    return line.strip() or default


def ask_for(question: str, read: Callable[[str], Answer]) -> Answer | None:
    """What is read of the answer to a question; a wrong one is told and asked for again, none is `None`."""
    while answer := ask(question):
        try:
            return read(answer)
        except OkrError as error:
            tell_wrong(error)
    return None


def tell_wrong(error: OkrError) -> None:
    """Say between two questions what is wrong with an answer."""
    for text in filter(None, (error.message, error.hint)):
        sys.stderr.write(f"    {printable(text)}\n")


def answer_or_refuse(writing: Writing, question: str, option: str, read: Callable[[str], Answer]) -> Answer:
    """What is read of the answer to a question that needs one.

    Raises:
        OkrError: There is nobody to ask, or no answer.
    """
    answer = ask_for(question, read) if is_asking(writing) else None
    if answer is None:
        way = f"Say it with {option}." if option.startswith("-") else "Write it after the command, in quotes."
        raise OkrError(f"{option} is missing", hint=way)
    return answer


def agrees(question: str, *, default: bool = False) -> bool:
    """Whether the person says yes."""
    answer = ask(f"{printable(question)} [{'Y/n' if default else 'y/N'}] ").casefold()
    return answer in ("y", "yes") or (default and not answer)


def identity(session: Session, writing: Writing) -> str | None:
    """Who is asking; `None` where nothing tells."""
    from okr.authoring.identity import who

    return who(session.workspace, writing.by, os.environ.get("OKR_USER"), lambda: _git_email(session))


def required_identity(session: Session, writing: Writing) -> str:
    """Who is asking, from the person if nothing else tells.

    Raises:
        OkrError: Nothing tells, and nobody is there to say.
    """
    from okr.authoring.identity import who

    known = identity(session, writing)
    if known is None and is_asking(writing):
        known = ask_for("Who are you? ", lambda name: who(session.workspace, name, None, lambda: None))
    if known is None:
        raise OkrError(
            "who are you?",
            hint="Say it with --by ID or OKR_USER, or write the e-mail that git knows you by into okr.yaml.",
        )
    return known


def _git_email(session: Session) -> str | None:
    try:
        with session.repository as repository:
            return repository.user_email()
    except OkrError:  # outside of a repository nobody is known by git, which is no mistake
        return None


def finish(session: Session, writing: Writing, planner: SurePlanner) -> Plan:
    """Make a plan, ask what there is to ask, and write it, print it or commit it.

    Returns:
        What was written; with `--dry-run` a plan without changes.

    Raises:
        OkrError: It is refused; nothing is written.
    """
    plan, sure = _planned(session, writing, planner)
    if writing.dry_run:
        for change in plan.changes:
            change.prove(change.after)
        write(shown_patch(plan.diff()))
        return replace(plan, changes=())
    if not plan.changes:
        session.say("Nothing to change.")
        return plan
    refuse_commit(session, writing, plan.paths)
    plan = carry_out(session.root, session.snapshot, plan, partial(planner, sure=sure))
    write(f"{printable(plan.summary)}\n" if not session.where.quiet else "")
    for note in plan.notes:
        session.say(printable(note))
    session.say(f"Written: {', '.join(map(printable, plan.paths))}")
    if writing.commit:
        commit_paths(session, writing, plan.paths, plan.summary)
    return plan


def certain(planner: Callable[[Workspace], Plan]) -> SurePlanner:
    """A planner that takes nothing for a slip."""

    def planned(workspace: Workspace, *, sure: bool) -> Plan:  # noqa: ARG001  # there is nothing to be sure of
        return planner(workspace)

    return planned


def _planned(session: Session, writing: Writing, planner: SurePlanner) -> tuple[Plan, bool]:
    try:
        return planner(session.workspace, sure=writing.yes), writing.yes
    except DoubtError as doubt:
        if not is_asking(writing):
            raise
        sys.stderr.write(f"{printable(doubt.message[0].upper() + doubt.message[1:])}.\n")
        if not agrees("Write it all the same?"):
            raise OkrError("nothing was written") from None
        return planner(session.workspace, sure=True), True


def shown_patch(patch: str) -> str:
    """A patch as it is; on a terminal without what would steer it."""
    if not sys.stdout.isatty():
        return patch
    return "".join(f"{printable(line)}\n" for line in patch.splitlines())


def refuse_commit(session: Session, writing: Writing, paths: Iterable[str]) -> None:
    """See before anything is written that a commit of these files can be made, if one is asked for.

    Raises:
        OkrError: There is no repository, or something else is staged in it.
    """
    if not writing.commit:
        return
    with session.repository as repository:
        if not writing.despite_staged:
            repository.refuse_staged_besides(paths)


def commit_paths(session: Session, writing: Writing, paths: Iterable[str], message: str) -> None:
    """Make a git commit of just these files."""
    with session.repository as repository:
        made = repository.commit_files([*paths], message, despite_staged=writing.despite_staged)
    session.say(f"Committed: {made.id[:10]}")
