"""A scratch workspace to write in, and what a command changed in it."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

import pytest

from okr.cli.boundary import run

NORTHWIND = Path(__file__).parents[1] / "examples" / "northwind"
TODAY = dt.date(2026, 11, 20)


class Result(NamedTuple):
    code: int
    out: str
    err: str


class Desk:
    """A workspace of its own, in which today is always 20 November 2026."""

    def __init__(
        self, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.root = root
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        for name in [each for each in os.environ if each.startswith("OKR_")]:
            monkeypatch.delenv(name)
        monkeypatch.setattr("okr.cli.session.today", lambda: TODAY)
        monkeypatch.setattr("okr.cli.init.today", lambda: TODAY)
        self.remember()

    def remember(self) -> None:
        """Take the files as they are now for the old ones."""
        self._before = self.files()

    def files(self) -> dict[str, bytes]:
        every = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in every
            if ".git" not in path.relative_to(self.root).parts
        }

    def okr(self, *arguments: str, stdin: str = "") -> Result:
        """What a run of `okr` said."""
        text = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        self._monkeypatch.setattr("sys.stdin", text)
        self._monkeypatch.chdir(self.root)
        code = run(arguments)
        return Result(code, *self._capsys.readouterr())

    def changed(self) -> dict[str, list[str]]:
        """By file, the lines that went (-) and came (+)."""
        now = self.files()
        pairs = {path: (self._before.get(path, b""), now.get(path, b"")) for path in {*self._before, *now}}
        return {path: _diff(*pair) for path, pair in sorted(pairs.items()) if pair[0] != pair[1]}

    def wrote(self, *arguments: str, stdin: str = "") -> dict[str, list[str]]:
        """What a run that must succeed changed."""
        result = self.okr(*arguments, stdin=stdin)
        assert result.code == 0, result.err
        return self.changed()

    def refused(self, *arguments: str, stdin: str = "") -> str:
        """What a run said that must fail and change nothing."""
        result = self.okr(*arguments, stdin=stdin)
        assert (result.code, result.out) == (2, "")
        assert self.changed() == {}
        return result.err


def _diff(old: bytes, new: bytes) -> list[str]:
    lines = (data.decode().splitlines(keepends=True) for data in (old, new))
    found = list(unified_diff(*lines, n=0))
    return [line.rstrip("\n") for line in found if line[0] in "+-" and line[:3] not in ("+++", "---")]


def northwind(tmp_path: Path) -> Path:
    """A copy of the example company."""
    return shutil.copytree(NORTHWIND, tmp_path / "northwind")
