from __future__ import annotations

import random

import pytest
from gitrepo import Repo

from okr.errors import OkrError
from okr.git import Repository, Version
from okr.snapshot import Snapshot


def files(snapshot: Snapshot) -> dict[str, str | None]:
    return {path: snapshot.blob_id(path) for path in snapshot.paths()}


def told(version: Version) -> tuple[str, tuple[str, ...], dict[str, str]]:
    texts = {path: version.snapshot.read(path).decode() for path in version.snapshot.paths()}
    return version.commit.subject, version.changed, texts


def test_history_is_told_from_the_oldest_commit_on(repo: Repo) -> None:
    repo.commit("before", {"top.yaml": "1"})
    repo.commit("one", {"goals/a.yaml": "1", "goals/b.yaml": "1"})
    repo.commit("elsewhere", {"top.yaml": "2"})
    repo.git("mv", "goals/b.yaml", "goals/c.yaml")
    repo.commit("two", {"goals/a.yaml": "2"})
    repo.commit("empty")
    with Repository.discover(repo.path / "goals") as repository:
        versions = list(repository.history())
        assert [told(version) for version in versions] == [
            ("one", ("a.yaml", "b.yaml"), {"a.yaml": "1", "b.yaml": "1"}),
            ("two", ("a.yaml", "b.yaml", "c.yaml"), {"a.yaml": "2", "c.yaml": "1"}),
        ]
        assert [version.commit for version in versions] == [
            repository.commit("HEAD~3"),
            repository.commit("HEAD~1"),
        ]
        one, two = versions
        assert (one.parents, two.parents) == ((), (one.snapshot,))
        assert one.snapshot.blob_id("b.yaml") == two.snapshot.blob_id("c.yaml")
        assert [version.commit.subject for version in repository.history("HEAD~3")] == ["one"]


def merged(repo: Repo) -> None:
    repo.commit("root", {"a.yaml": "1", "b.yaml": "1"}, at="2026-01-01T00:00:00Z")
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit("side", {"b.yaml": "2"}, at="2026-01-02T00:00:00Z")
    repo.git("switch", "--quiet", "main")
    repo.commit("main", {"a.yaml": "2"}, at="2026-01-03T00:00:00Z")
    repo.git("merge", "--quiet", "--no-commit", "side")
    repo.commit("merge", {"a.yaml": "3"}, at="2026-01-04T00:00:00Z")


def test_the_main_line_has_a_merge_bring_all_that_its_branch_did(repo: Repo) -> None:
    merged(repo)
    with Repository.discover(repo.path) as repository:
        assert [told(version) for version in repository.history(first_parent=True)] == [
            ("root", ("a.yaml", "b.yaml"), {"a.yaml": "1", "b.yaml": "1"}),
            ("main", ("a.yaml",), {"a.yaml": "2", "b.yaml": "1"}),
            ("merge", ("a.yaml", "b.yaml"), {"a.yaml": "3", "b.yaml": "2"}),
        ]


def test_the_whole_history_tells_what_a_merge_did_itself(repo: Repo) -> None:
    merged(repo)
    with Repository.discover(repo.path) as repository:
        versions = {version.commit.subject: version for version in repository.history()}
        assert list(versions) == ["root", "side", "main", "merge"]
        merge = versions["merge"]
        assert merge.parents == (versions["main"].snapshot, versions["side"].snapshot)
        own = [
            path
            for path in merge.snapshot.paths()
            if all(parent.blob_id(path) != merge.snapshot.blob_id(path) for parent in merge.parents)
        ]
        assert own == ["a.yaml"]


SETTINGS = [
    *(
        "log.showRoot=false",
        "log.follow=true",
        "log.showSignature=true",
        "log.date=relative",
        "log.diffMerges=off",
    ),
    *("diff.renames=copies", "diff.relative=false", "diff.noprefix=true", "diff.external=false"),
    *(
        "core.quotePath=true",
        "core.abbrev=4",
        "color.ui=always",
        "format.pretty=oneline",
        "log.decorate=full",
    ),
    *("i18n.logOutputEncoding=latin1", "diff.orderFile=top.yaml", "log.mailmap=false"),
]


def test_nobodys_settings_change_the_history(repo: Repo) -> None:
    merged(repo)
    with Repository.discover(repo.path) as repository:
        plain = [told(version) for version in repository.history()]
        for setting in SETTINGS:
            key, value = setting.split("=")
            repo.git("config", key, value)
        assert [told(version) for version in repository.history()] == plain


def test_a_shallow_clone_has_the_history_that_it_has(repo: Repo) -> None:
    for number in range(5):
        repo.commit(f"c{number}", {"a.yaml": str(number), f"{number}.yaml": "x"})
    clone = repo.clone("clone", "--depth=2")
    with Repository.discover(clone.path) as repository:
        third, fourth = repository.history()
        assert third.changed == ("0.yaml", "1.yaml", "2.yaml", "3.yaml", "a.yaml")
        assert (fourth.commit.subject, fourth.changed) == ("c4", ("4.yaml", "a.yaml"))


def test_a_branch_without_a_commit_has_no_history(repo: Repo) -> None:
    with pytest.raises(OkrError, match=r"^this branch has no commit yet$"):
        Repository.discover(repo.path).history()


def test_a_folder_that_was_never_committed_has_an_empty_history(repo: Repo) -> None:
    repo.commit("one", {"a.yaml": "1"})
    repo.write({"goals/okr.yaml": "new"})
    assert list(Repository.discover(repo.path / "goals").history()) == []


def grow(repo: Repo, seed: int) -> None:
    """Commits and merges of three branches that touch the workspace now and then, or do so alike."""
    chance = random.Random(seed)
    names = ["goals/a.yaml", "goals/b/c.yaml", "goals/okr.yaml", "other.yaml"]
    repo.commit("root", {"other.yaml": "0"} | ({"goals/a.yaml": "0"} if seed % 2 else {}))
    for branch in ("one", "two"):
        repo.git("branch", branch)
    for number in range(14):
        branch, other = chance.sample(["main", "one", "two"], 2)
        repo.git("switch", "--quiet", branch)
        if chance.random() < 0.4:
            strategy = chance.choice(["ours", "recursive"])
            options = ["-X", "theirs"] if strategy == "recursive" else []
            repo.git(
                "merge", "--quiet", "--no-commit", "--no-ff", "-s", strategy, *options, other, check=False
            )
        changes = {chance.choice(names): chance.choice("123") for _ in range(chance.randrange(2))}
        repo.commit(f"{number}", changes)
    repo.git("switch", "--quiet", "main")


def unlike(trees: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    return [tree for number, tree in enumerate(trees) if tree and tree not in trees[:number]]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("walk", [[], ["--first-parent"]])
def test_every_version_has_the_files_that_its_commit_has(repo: Repo, seed: int, walk: list[str]) -> None:
    grow(repo, seed)
    (repo.path / "goals").mkdir(exist_ok=True)
    for folder in (repo.path, repo.path / "goals"):
        with Repository.discover(folder) as repository:
            versions = list(repository.history(first_parent=bool(walk)))
            order = (
                Repo(folder).git("rev-list", "--reverse", "--date-order", *walk, "HEAD", "--", ".").split()
            )
            assert [version.commit.id for version in versions] == order
            for version in versions:
                tree = files(repository.snapshot(version.commit))
                assert files(version.snapshot) == tree
                ids = repo.git("rev-parse", f"{version.commit.id}^@").split()[: 1 if walk else None]
                before = [files(repository.snapshot(repository.commit(parent))) for parent in ids]
                assert unlike([files(parent) for parent in version.parents]) == unlike(before)


def test_a_workspace_that_a_branch_brought_and_its_merge_changed(repo: Repo) -> None:
    repo.commit("root", {"top.yaml": "1"})
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit("side", {"goals/a.yaml": "1", "goals/b.yaml": "1"})
    repo.git("switch", "--quiet", "main")
    repo.commit("main", {"top.yaml": "2"})
    repo.git("merge", "--quiet", "--no-commit", "side")
    repo.commit("merge", {"goals/a.yaml": "2"})
    with Repository.discover(repo.path / "goals") as repository:
        side, merge = repository.history()
        assert (merge.changed, merge.parents) == (("a.yaml",), (side.snapshot,))
        (whole,) = repository.history(first_parent=True)
        assert (whole.changed, whole.parents) == (("a.yaml", "b.yaml"), ())
