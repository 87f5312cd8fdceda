"""Running git, the same way for everybody and wherever it is run from."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from okr.errors import OkrError

# `git rev-parse --local-env-vars`: what a surrounding git tells its hooks about *its* repository, which need
# not be ours. GIT_CONFIG_PARAMETERS and GIT_CONFIG_COUNT stay: they are `git -c`, which the person asked for.
_LOCAL_VARIABLES = frozenset(
    f"GIT_{name}"
    for name in (
        *("ALTERNATE_OBJECT_DIRECTORIES", "COMMON_DIR", "CONFIG", "DIR", "GRAFT_FILE", "IMPLICIT_WORK_TREE"),
        *("INDEX_FILE", "INTERNAL_SUPER_PREFIX", "NO_REPLACE_OBJECTS", "OBJECT_DIRECTORY", "PREFIX"),
        *("REPLACE_REF_BASE", "SHALLOW_FILE", "WORK_TREE"),
        # And those that would change what our own pathspecs mean.
        *("LITERAL_PATHSPECS", "GLOB_PATHSPECS", "NOGLOB_PATHSPECS", "ICASE_PATHSPECS"),
    )
)
# What a push brings lies in quarantine until the hook `pre-receive` says yes; only these two lead there.
_QUARANTINE = frozenset({"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"})


@dataclass(frozen=True, slots=True)
class Git:
    """The command `git`, run in one folder."""

    folder: Path

    def run(
        self, *arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run git and wait; its exit code is for the caller to judge.

        Raises:
            OkrError: git cannot be started.
        """
        command = ["git", "-C", str(self.folder), *arguments]
        environment = _environment() | dict(variables or {})
        try:
            return subprocess.run(command, env=environment, input=stdin, capture_output=True, check=False)
        except OSError as error:
            hint = "Install git 2.31 or newer, and see that it is on PATH."
            raise OkrError(f"git cannot be run: {error.strerror}", hint=hint) from error

    def output(
        self, *arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None
    ) -> bytes:
        """What git writes.

        Raises:
            OkrError: git failed, for a reason that only git knows.
        """
        done = self.run(*arguments, stdin=stdin, variables=variables)
        if done.returncode:
            raise OkrError(f"`git {arguments[0]}` failed: {complaint(done)}")
        return done.stdout

    def line(self, *arguments: str) -> str:
        """The one line that git writes."""
        return decoded(self.output(*arguments)).removesuffix("\n")

    def records(self, *arguments: str, variables: Mapping[str, str] | None = None) -> list[str]:
        """What git writes with `-z`."""
        return decoded(self.output(*arguments, variables=variables)).split("\0")[:-1]

    def batch(self) -> subprocess.Popen[bytes]:
        """A process that answers each object id on its standard input with the object."""
        return subprocess.Popen(
            ["git", "-C", self.folder, "cat-file", "--batch"],
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git said against a command, in its own words."""
    return done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")


def decoded(output: bytes) -> str:
    """Output of git as text.

    As `os.fsdecode` does it, so that a file name git allows and UTF-8 does not is the same string here as in
    a `WorkTreeSnapshot`.
    """
    return output.decode("utf-8", "surrogateescape")


def _environment() -> dict[str, str]:
    """The caller's environment without what a surrounding git has said to its hook, and with fixed habits."""
    dropped = _LOCAL_VARIABLES - _QUARANTINE if "GIT_QUARANTINE_PATH" in os.environ else _LOCAL_VARIABLES
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat"}
