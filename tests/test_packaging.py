"""What the package says of itself agrees with what it is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import okr

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
BROWSER_LOCK = (ROOT / "tests" / "browser" / "requirements.lock").read_text(encoding="utf-8")


def names(requirements: list[str]) -> set[str]:
    """The projects that requirements name, in the one way of writing them."""
    found = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", each[0]).lower() for each in found if each}


def locked(text: str) -> set[str]:
    return names(re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE))


def test_everything_that_is_needed_is_locked() -> None:
    needed = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    assert names(needed) - locked(LOCK) == set()
    assert names(PROJECT["dependency-groups"]["browser"]) - locked(BROWSER_LOCK) == set()


def test_every_locked_project_has_a_hash() -> None:
    for text in (LOCK, BROWSER_LOCK):
        entries = re.split(r"^(?=[A-Za-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_a_lock_is_installed_as_it_stands() -> None:
    """Left to resolve, pip asks for the newest `coverage[toml]`, which has no hash when it is another one."""
    commands = "\n".join((ROOT / each).read_text(encoding="utf-8") for each in ("README.md", ".ci/run"))
    installs = re.findall(r"pip install [^&\n]*requirements\.lock", commands + LOCK)
    assert len(installs) == 3
    assert [each for each in installs if " --no-deps " not in each] == []


def test_the_changelog_tells_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{okr.__version__}]" in changelog
