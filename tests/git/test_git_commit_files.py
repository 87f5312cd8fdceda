from __future__ import annotations

import subprocess

import pytest
from gitrepo import Repo

from okr.errors import OkrError
from okr.git import Repository

REFUSED = "The files are written: put that right, then run `{}`."


@pytest.fixture
def goals(repo: Repo) -> Repository:
    repo.commit("one", {"goals/a.yaml": "1", "goals/b.yaml": "1", "goals/gone.yaml": "1", "top": "1"})
    return Repository.discover(repo.path / "goals")


def shown(repo: Repo) -> list[str]:
    log = repo.git("show", "--format=%B", "--name-status", "--no-renames", "HEAD")
    return [line for line in log.split("\n") if line]


def status(repo: Repo) -> list[str]:
    return repo.git("status", "--porcelain", "--untracked-files=all").splitlines()


def test_only_the_named_files_are_committed(repo: Repo, goals: Repository) -> None:
    repo.write({"goals/a.yaml": "2", "goals/b.yaml": "2", "goals/sub/[n]*.yaml": "new", "goals/other": "new"})
    (repo.path / "goals/gone.yaml").unlink()
    made = goals.commit_files(["a.yaml", "sub/[n]*.yaml", "gone.yaml"], "-m check in\n\n# not a comment")
    assert made == goals.commit()
    assert (made.subject, made.author) == ("-m check in", "Ada Okoro")
    assert shown(repo) == [
        *("-m check in", "# not a comment"),
        *("M\tgoals/a.yaml", "D\tgoals/gone.yaml", "A\tgoals/sub/[n]*.yaml"),
    ]
    assert status(repo) == [" M goals/b.yaml", "?? goals/other"]


def test_the_first_commit_can_be_made(repo: Repo) -> None:
    repo.write({"a.yaml": "1", "b.yaml": "1"})
    Repository.discover(repo.path).commit_files(["a.yaml"], "first")
    assert shown(repo) == ["first", "A\ta.yaml"]
    assert status(repo) == ["?? b.yaml"]


def test_other_staged_work_is_respected(repo: Repo, goals: Repository) -> None:
    repo.write({"goals/a.yaml": "2", "goals/b.yaml": "2", "top": "2"})
    repo.git("add", "goals/a.yaml", "goals/b.yaml", "top")
    with pytest.raises(OkrError) as error:
        goals.commit_files(["a.yaml"], "x")
    assert error.value.message == "other changes are staged: `goals/b.yaml` and 1 more"
    assert error.value.hint == "Commit them first, or unstage them with `git restore --staged`."
    repo.git("reset", "--quiet", "top")
    with pytest.raises(OkrError, match=r"^other changes are staged: `goals/b.yaml`$"):
        goals.commit_files(["a.yaml"], "x")
    goals.commit_files(["a.yaml"], "x", despite_staged=True)
    assert shown(repo) == ["x", "M\tgoals/a.yaml"]
    assert status(repo) == ["M  goals/b.yaml", " M top"]


def test_what_a_hook_says_is_told_and_the_index_is_as_before(repo: Repo, goals: Repository) -> None:
    repo.hook("pre-commit", "echo to stdout; echo 'OKR105 ü' >&2; exit 3")
    repo.write({"goals/a.yaml": "2", "goals/new.yaml": "1"})
    repo.git("add", "goals/a.yaml")
    repo.write({"goals/a.yaml": "3"})
    before = status(repo)
    with pytest.raises(OkrError) as error:
        goals.commit_files(["a.yaml", "new.yaml"], "x")
    assert error.value.message.splitlines()[0] == "git made no commit"
    assert set(error.value.message.splitlines()[1:]) == {"to stdout", "OKR105 ü"}
    commands = "git -C {0} add new.yaml && git -C {0} commit a.yaml new.yaml".format(repo.path / "goals")
    assert error.value.hint == REFUSED.format(commands)
    assert status(repo) == before == ["MM goals/a.yaml", "?? goals/new.yaml"]


@pytest.mark.parametrize("folder", ["", "goals"])
def test_the_command_that_is_named_makes_the_commit(
    repo: Repo, goals: Repository, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    repo.hook("pre-commit", "exit 1")
    repo.write({"goals/a.yaml": "2", "goals/b.yaml": "2", "goals/my new [1].yaml": "1"})
    monkeypatch.chdir(repo.path / folder)
    with pytest.raises(OkrError) as error:
        goals.commit_files(["a.yaml", "my new [1].yaml"], "x")
    command = (error.value.hint or "").split("`")[1]
    if folder:
        assert command == "git add 'my new [1].yaml' && git commit a.yaml 'my new [1].yaml'"
    repo.hook("pre-commit", "exit 0")
    subprocess.run(f"{command} --quiet --message=x", shell=True, check=True)
    assert shown(repo) == ["x", "M\tgoals/a.yaml", "A\tgoals/my new [1].yaml"]
    assert status(repo) == [" M goals/b.yaml"]


def test_a_hook_may_put_files_in_order_first(repo: Repo, goals: Repository) -> None:
    repo.hook("commit-msg", "echo 'Reviewed-by: hook' >> $1")
    repo.write({"goals/a.yaml": "2"})
    goals.commit_files(["a.yaml"], "x")
    assert shown(repo)[:2] == ["x", "Reviewed-by: hook"]


def test_a_hook_speaks_the_language_of_the_person(
    repo: Repo, goals: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.hook("pre-commit", 'echo "<$LC_ALL>"; exit 1')
    repo.write({"goals/a.yaml": "2"})
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with pytest.raises(OkrError) as error:
        goals.commit_files(["a.yaml"], "x")
    assert error.value.message == "git made no commit\n<C.UTF-8>"


def test_signing_that_fails_is_told(repo: Repo, goals: Repository) -> None:
    repo.git("config", "commit.gpgSign", "true")
    repo.git("config", "gpg.program", "false")
    repo.write({"goals/a.yaml": "2"})
    with pytest.raises(OkrError) as error:
        goals.commit_files(["a.yaml"], "x")
    assert error.value.message == (
        "git made no commit\nerror: gpg failed to sign the data\nfatal: failed to write commit object"
    )


def test_nothing_to_commit_is_told(repo: Repo, goals: Repository) -> None:
    with pytest.raises(OkrError) as error:
        goals.commit_files(["a.yaml"], "x")
    assert error.value.message == "git made no commit\nOn branch main\nnothing to commit, working tree clean"


def test_an_ignored_file_is_told(repo: Repo, goals: Repository) -> None:
    repo.write({".git/info/exclude": "secret.yaml\n", "goals/secret.yaml": "1"})
    with pytest.raises(OkrError) as error:
        goals.commit_files(["secret.yaml"], "x")
    assert error.value.message.splitlines()[:2] == [
        "`git add` failed: The following paths are ignored by one of your .gitignore files:",
        "goals/secret.yaml",
    ]
