"""`examples/broken` through every format, compared with files to the last character.

    python tests/cli/test_formats_of_broken.py

writes the files anew; look at what changed before you commit it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests" / "cases" / "formats"
FORMATS = {
    "text": "broken.txt",
    "concise": "broken.concise",
    "json": "broken.json",
    "github": "broken.github",
    "gitlab": "broken.gitlab.json",
    "sarif": "broken.sarif",
    "junit": "broken.junit.xml",
    "markdown": "broken.md",
}
SUMMARY = "broken.summary"


def write_formats(folder: Path) -> None:
    """One run in a repository around the example, which writes every format into a folder."""
    with tempfile.TemporaryDirectory() as repository:
        (Path(repository) / ".git").mkdir()
        shutil.copytree(ROOT / "examples" / "broken", Path(repository) / "okrs")
        outputs = [f"--output={format_}={folder / name}" for format_, name in FORMATS.items()]
        arguments = ["--as-of=2026-11-20", "--root=okrs", "--color=never", *outputs]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OKR_")}
        done = subprocess.run(
            [sys.executable, "-m", "okr", "validate", *arguments],
            cwd=repository,
            env=environment,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1, done.stderr
    (folder / SUMMARY).write_text(done.stderr, encoding="utf-8")
    _leave_out_pages(folder / FORMATS["sarif"])


def _leave_out_pages(path: Path) -> None:
    """Keep the codes of the rules only: their pages have tests of their own."""
    log = json.loads(path.read_text(encoding="utf-8"))
    driver = log["runs"][0]["tool"]["driver"]
    driver["rules"] = [rule["id"] for rule in driver["rules"]]
    path.write_text(json.dumps(log, indent=2) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    write_formats(folder)
    return folder


@pytest.mark.parametrize("name", [*FORMATS.values(), SUMMARY])
def test_the_same_findings_in_every_format(written: Path, name: str) -> None:
    assert (written / name).read_text(encoding="utf-8") == (CASES / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    write_formats(CASES)
