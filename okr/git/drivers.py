"""Setting up a repository so that git itself reads, merges and checks goals, and taking that back.

All of it stays in this one clone: its configuration, its `info/attributes` and its hooks. No file that is
committed is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from okr.git.repository import Repository

BEGIN, END = "# okr: begin", "# okr: end"
_BLOCK = re.compile(rf"^{BEGIN}$.*?^{END}$\n?", re.MULTILINE | re.DOTALL)
_HOOK = """\
#!/bin/sh
# Made by `okr git install`; `okr git uninstall` removes it.
{check}
"""
_HOOK_MARK = "# Made by `okr git install`"


@dataclass(frozen=True, slots=True)
class Drivers:
    """What `okr git install` sets up in one repository.

    Attributes:
        repository: The repository around the workspace.
        command: How the shell calls `okr`.
    """

    repository: Repository
    command: str

    def install(self, patterns: Iterable[str]) -> Iterator[str]:
        """Set all of it up, and say what was done.

        Args:
            patterns: The files of the workspace that are goals or readings, as git attributes name them.
        """
        for key, value in self._settings().items():
            self.repository.config_set(key, value)
        yield "git diff, git log -p and git show read goals as sentences"
        yield "git merge and git rebase merge goals by meaning"
        self._write_attributes(patterns)
        yield self._install_hook()

    def uninstall(self) -> Iterator[str]:
        """Take back exactly what `install` did, and say so."""
        for key in self._settings():
            self.repository.config_unset(key)
        self._write_attributes(())
        yield "git reads and merges goals as lines again"
        hook = self._hook
        if hook.is_file() and _HOOK_MARK in hook.read_text(encoding="utf-8", errors="replace"):
            hook.unlink()
            yield "removed the hook pre-commit"

    def _settings(self) -> dict[str, str]:
        return {
            "diff.okr.textconv": f"{self.command} diff-driver",
            "diff.okr.cachetextconv": "false",
            "merge.okr.name": "goals by meaning",
            "merge.okr.driver": f"{self.command} merge-driver --marker-size %L %O %A %B %P",
        }

    @property
    def _hook(self) -> Path:
        return self.repository.path("hooks") / "pre-commit"

    @property
    def _check(self) -> str:
        """What a hook runs; git starts it at the top of the work tree."""
        root = self.repository.prefix.rstrip("/") or "."
        return f'{self.command} validate --staged --root "{root}"'

    def _write_attributes(self, patterns: Iterable[str]) -> None:
        """Put our block into `info/attributes`, in place of the one that is there; none without patterns."""
        file = self.repository.path("info/attributes")
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        others = _BLOCK.sub("", before)
        if others and not others.endswith("\n"):
            others += "\n"
        lines = [f"{pattern} diff=okr merge=okr" for pattern in patterns]
        after = others + "".join(f"{line}\n" for line in ([BEGIN, *lines, END] if lines else []))
        if not after:
            file.unlink(missing_ok=True)
        elif after != before:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(after, encoding="utf-8")

    def _install_hook(self) -> str:
        hook = self._hook
        if hook.exists() and _HOOK_MARK not in hook.read_text(encoding="utf-8", errors="replace"):
            return f"left your hook {hook.name} as it is; add to it: {self._check}"
        hook.parent.mkdir(parents=True, exist_ok=True)
        hook.write_text(_HOOK.format(check=self._check), encoding="utf-8")
        hook.chmod(0o755)
        return "every commit is checked first by the hook pre-commit"


def attribute_patterns(prefix: str, include: Iterable[str]) -> Iterator[str]:
    """The patterns of git attributes for the files that a workspace's `include` names, and their readings.

    Args:
        prefix: The path of the workspace in the repository: empty, or with a `/` at its end.
        include: Patterns as in `okr.yaml`.
    """
    yield f"/{prefix}okr.yaml"
    for glob in include:
        if glob.endswith("/**"):
            yield from (f"/{prefix}{glob}/*.{ending}" for ending in ("yaml", "yml", "csv"))
        else:
            yield f"/{prefix}{glob}"
