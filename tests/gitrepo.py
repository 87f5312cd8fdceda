"""A git repository to try things on: made with fixed people and dates, and with nobody's settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

NOON = "2026-03-02T12:00:00+01:00"

NewRepo = Callable[..., "Repo"]


@dataclass(frozen=True)
class Repo:
    """A repository in `path`; what git says comes back as text without its last newline."""

    path: Path

    def git(self, *arguments: str | Path, check: bool = True, **environment: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, env=os.environ | environment, capture_output=True, check=False
        )
        assert not check or done.returncode == 0, done.stderr.decode()
        return os.fsdecode(done.stdout).removesuffix("\n")

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for path, content in files.items():
            place = self.path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(
        self, message: str, files: Mapping[str, str | bytes] | None = None, *, at: str = NOON, **env: str
    ) -> str:
        """Write these files, commit all there is, and return the id."""
        self.write(files or {})
        self.git("add", "--all")
        dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        self.git("commit", "--quiet", "--allow-empty", f"--message={message}", **(dates | env))
        return self.git("rev-parse", "HEAD")

    def hook(self, name: str, script: str) -> None:
        place = self.path / ".git" / "hooks" / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\n{script}\n")
        place.chmod(0o755)

    def clone(self, name: str, *options: str) -> Repo:
        """A clone beside this one, by a real transport so that it can be shallow."""
        self.git("clone", "--quiet", *options, self.path.as_uri(), self.path.parent / name)
        return Repo(self.path.parent / name)
