"""`okr git install` and `okr git uninstall`: git itself reads, merges and checks goals in this repository."""

from __future__ import annotations

import shlex
import shutil
import sys

from okr.cli.app import new_app
from okr.cli.options import Here, with_groups
from okr.cli.session import Session
from okr.git.drivers import Drivers, attribute_patterns

app = new_app()


@app.callback()
def git() -> None:
    """Let git read, merge and check goals, in this clone alone."""


@app.command()
@with_groups
def install(here: Here) -> None:
    """Set up the diff driver, the merge driver and the hook."""
    session = Session(here.where)
    repository = session.repository
    patterns = attribute_patterns(repository.prefix, session.workspace.settings.include)
    for done in _drivers(session).install(patterns):
        session.say(done)


@app.command()
@with_groups
def uninstall(here: Here) -> None:
    """Take back what install did, and nothing else."""
    session = Session(here.where)
    for done in _drivers(session).uninstall():
        session.say(done)


def _drivers(session: Session) -> Drivers:
    """The drivers, called by the command that a shell finds, else by this very Python."""
    command = "okr" if shutil.which("okr") else f"{shlex.quote(sys.executable)} -m okr"
    return Drivers(session.repository, command)
