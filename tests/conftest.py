"""Fixtures for every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from gitrepo import NewRepo, Repo
from hypothesis import settings

# The same examples in every run, so that a failure is the change's own; OKR_EXPLORE=1 looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("OKR_EXPLORE") else "same")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage counts what a test means to reach, not what random examples and real goals pass by.

    It would make just those tests, which run longest, take twice as long.
    """
    for item in items:
        if item.get_closest_marker("hypothesis") or "corpus" in item.path.parts:
            item.add_marker("no_cover")


GIT_SETTINGS = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Ada Okoro",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ben Ito",
    "GIT_COMMITTER_EMAIL": "ben@example.com",
}


@pytest.fixture
def new_repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NewRepo:
    """Makes repositories, each in a folder of its own, out of reach of any settings of git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {**GIT_SETTINGS, "HOME": str(tmp_path / "home")}.items():
        monkeypatch.setenv(name, value)

    def make(name: str = "repo", *options: str) -> Repo:
        repo = Repo(tmp_path / name)
        repo.path.mkdir()
        repo.git("init", "--quiet", "--initial-branch=main", *options)
        return repo

    return make


@pytest.fixture
def repo(new_repo: NewRepo) -> Repo:
    """One repository without a commit."""
    return new_repo()
