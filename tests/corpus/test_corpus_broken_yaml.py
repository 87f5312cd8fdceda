"""YAML that people really committed and that no reader takes: each file is told where it breaks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from realgoals import Okr, corpus

FOLDER = corpus() / "broken-yaml"
FILES = sorted(FOLDER.glob("*.yaml"))


def lines_of_libyaml() -> dict[str, int]:
    """By file, the line at which libyaml gives up: the one at fault, or the next."""
    rows = (FOLDER / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = (row.split("\t") for row in rows)
    return {name: int(found[1]) for name, text in pairs if (found := re.match(r"line (\d+)", text))}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_broken_file_is_told_where_it_breaks(okr: Okr, tmp_path: Path, file: Path) -> None:
    (tmp_path / "okr.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "goals").mkdir()
    (tmp_path / "goals" / "goals.yaml").write_bytes(file.read_bytes())
    told = json.loads(okr("validate", "--root", tmp_path, "--format", "json", codes=[1]).out)["diagnostics"]
    (broken, *_) = [each for each in told if each["code"] in ("OKR001", "OKR006")]
    line = lines_of_libyaml()[file.name]
    assert broken["path"] == "goals/goals.yaml"
    assert line - 1 <= broken["line"] <= line


def test_there_are_broken_files() -> None:
    assert {file.name for file in FILES} == set(lines_of_libyaml())
