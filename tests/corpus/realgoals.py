"""Where real goals lie to try okr on, and how it is run on them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from okr.cli.boundary import run

AS_OF = "2026-11-20"


def corpus() -> Path:
    """The folder of the real goals; without one, the module that asks is skipped."""
    folder = os.environ.get("OKR_CORPUS")
    if folder is None:
        pytest.skip("OKR_CORPUS is unset: no real goals to try okr on", allow_module_level=True)
    return Path(folder)


class Result(NamedTuple):
    code: int
    out: str
    err: str


class Okr:
    """Runs of okr in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path, codes: Iterable[int] = (0,)) -> Result:
        """What a run said; its exit code must be one of those."""
        code = run([str(each) for each in arguments])
        result = Result(code, *self._capsys.readouterr())
        assert code in codes, result.err
        assert "a bug in okr" not in result.err
        return result
