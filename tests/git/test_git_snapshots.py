from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from gitrepo import NewRepo, Repo

from okr.errors import OkrError
from okr.git import Place, Repository
from okr.snapshot import Snapshot, UnreadableFileError

ODD_NAMES = [
    "a b.yaml",
    'quo"te.yaml',
    "new\nline.yaml",
    "tab\t.yaml",
    "ä.yaml",
    "[x]*.yaml",
    "-x.yaml",
    ":y.yaml",
]


def read(snapshot: Snapshot) -> dict[str, str]:
    return {path: snapshot.read(path).decode() for path in sorted(snapshot.paths())}


def at(path: Path, revision: str = "HEAD") -> dict[str, str]:
    """The files that a revision has, through a repository that is closed again."""
    with Repository.discover(path) as repository:
        return read(repository.snapshot(repository.commit(revision)))


def on(path: Path, place: Place) -> dict[str, str]:
    with Repository.discover(path) as repository:
        return read(repository.snapshot(place))


def test_a_revision_is_read_without_a_checkout(repo: Repo) -> None:
    repo.commit("one", {"okr.yaml": "1", "teams/web.yaml": "2\n"})
    repo.commit("two", {"okr.yaml": "", "new.yaml": "x"})
    repo.write({"okr.yaml": "edited"})
    assert at(repo.path) == {"new.yaml": "x", "okr.yaml": "", "teams/web.yaml": "2\n"}
    assert at(repo.path, "HEAD~1") == {"okr.yaml": "1", "teams/web.yaml": "2\n"}
    assert (repo.path / "okr.yaml").read_text() == "edited"


def test_paths_count_from_the_workspace_folder(repo: Repo) -> None:
    repo.commit("none yet", {"top.yaml": "top", "goals2/x.yaml": "no"})
    repo.commit("one", {"goals/okr.yaml": "1", "goals/a/b.yaml": "2"})
    goals = repo.path / "goals"
    assert (
        at(goals)
        == on(goals, Place.INDEX)
        == on(goals, Place.WORK_TREE)
        == {"okr.yaml": "1", "a/b.yaml": "2"}
    )
    assert at(goals, "HEAD~1") == {}


def test_all_snapshots_leave_out_the_same(repo: Repo) -> None:
    ours = {"okr.yaml": "", ".hidden.yaml": "", "a/b.yaml": "", "odd.yaml/c.yaml": ""}
    others = {".github/ci.yaml": "", "a/.old/d.yaml": "", "a/below/okr.yaml": "", "a/below/deep/e.yaml": ""}
    repo.commit("one", ours | others)
    with Repository.discover(repo.path) as repository:
        for side in (repository.commit(), *Place):
            assert sorted(repository.snapshot(side).paths()) == sorted([*ours, "odd.yaml"])


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_kept(repo: Repo, name: str) -> None:
    files = {f"goals/{name}": "1", f"goals/in {name}/{name}": "2"}
    repo.commit("one", files)
    expected = {path.removeprefix("goals/"): text for path, text in files.items()}
    folder = f"in {name}"
    goals = repo.path / "goals"
    # A folder whose name ends like a file's is listed to be told, and is no file.
    with Repository.discover(goals) as repository:
        for side in (repository.commit(), *Place):
            snapshot = repository.snapshot(side)
            assert sorted(snapshot.paths()) == sorted([*expected, folder])
            assert {path: snapshot.read(path).decode() for path in expected} == expected
            with pytest.raises(UnreadableFileError, match=r"^it is a folder, not a file$"):
                snapshot.read(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_utf_8_is_the_same_string_everywhere(repo: Repo) -> None:
    name = os.fsdecode(b"caf\xe9.yaml")
    repo.commit("one", {name: "1"})
    assert (
        at(repo.path)
        == on(repo.path, Place.INDEX)
        == on(repo.path, Place.WORK_TREE)
        == {"caf\udce9.yaml": "1"}
    )


def test_equal_bytes_have_equal_blob_ids(repo: Repo) -> None:
    repo.commit("one", {"a.yaml": "same", "b.yaml": "same", "c.yaml": "other"})
    first = Repository.discover(repo.path).snapshot(Repository.discover(repo.path).commit())
    ids = [first.blob_id(name) for name in ("a.yaml", "b.yaml", "c.yaml", "d.yaml")]
    assert ids == [repo.git("rev-parse", f"HEAD:{n}.yaml") for n in "abc"] + [None]


def test_what_is_not_there_is_not_found(repo: Repo) -> None:
    repo.commit("one", {"a.yaml": "1", "folder/b.yaml": "2"})
    with Repository.discover(repo.path) as repository:
        snapshot = repository.snapshot(repository.commit())
        for path in ("none.yaml", "a.yaml/none.yaml", "../a.yaml", ""):
            with pytest.raises(FileNotFoundError, match=f"^{path}$"):
                snapshot.read(path)
        with pytest.raises(UnreadableFileError, match=r"^it is a folder, not a file$"):
            snapshot.read("folder")


LINKS = {
    "near.yaml": ("real.yaml", "real"),
    "deep/up.yaml": ("../real.yaml", "real"),
    "twice.yaml": ("deep/up.yaml", "real"),
    "through.yaml": ("way/inner.yaml", "inner"),
    "way": ("deep", None),
}
BAD_LINKS = {
    "out.yaml": ("../outside.yaml", "it is a link that leaves the workspace"),
    "absolute.yaml": ("/etc/passwd", "it is a link that leaves the workspace"),
    "above.yaml": ("..", "it is a link that leaves the workspace"),
    "dangling.yaml": ("nowhere.yaml", "it is a link to nothing"),
    "self.yaml": ("self.yaml", "it is a link that leads in a circle"),
    "folder.yaml": ("deep", "it is a folder, not a file"),
    "here.yaml": (".", "it is a folder, not a file"),
}


def linked(repo: Repo) -> Path:
    repo.write({"goals/real.yaml": "real", "goals/deep/inner.yaml": "inner", "outside.yaml": "secret"})
    for path, (target, _) in (LINKS | BAD_LINKS).items():
        (repo.path / "goals" / path).symlink_to(target)
    repo.commit("links")
    return repo.path / "goals"


@pytest.mark.parametrize("place", [None, *Place])
def test_links_are_followed_inside_the_workspace(repo: Repo, place: Place | None) -> None:
    with Repository.discover(linked(repo)) as repository:
        snapshot = repository.snapshot(place or repository.commit())
        texts = {path: text for path, (_, text) in LINKS.items() if text}
        assert {path: snapshot.read(path).decode() for path in texts} == texts
        for path, (_, reason) in BAD_LINKS.items():
            with pytest.raises(UnreadableFileError) as error:
                snapshot.read(path)
            assert (path, str(error.value)) == (path, reason)


def test_a_link_has_the_blob_id_of_what_it_leads_to(repo: Repo) -> None:
    with Repository.discover(linked(repo)) as repository:
        snapshot = repository.snapshot(repository.commit())
        real = repo.git("rev-parse", "HEAD:goals/real.yaml")
        assert [snapshot.blob_id(path) for path in ("real.yaml", "twice.yaml", "out.yaml")] == [
            real,
            real,
            None,
        ]


# The many forms of a repository


def test_a_bare_repository_is_read(repo: Repo) -> None:
    repo.commit("one", {"okr.yaml": "1"})
    bare = repo.clone("bare.git", "--bare")
    assert at(bare.path) == {"okr.yaml": "1"}
    for place in Place:
        with pytest.raises(OkrError) as error:
            on(bare.path, place)
        assert error.value.message == f"a bare repository has no {place.value}"
        assert error.value.hint == "Name a revision, as with `--at HEAD`."


def test_a_linked_work_tree_is_read(repo: Repo) -> None:
    repo.commit("one", {"goals/okr.yaml": "1"})
    repo.git("worktree", "add", "--quiet", "-b", "other", "../linked")
    tree = Repo(repo.path.parent / "linked")
    tree.commit("two", {"goals/okr.yaml": "2"})
    tree.write({"goals/okr.yaml": "3"})
    tree.git("add", ".")
    assert at(tree.path / "goals") == {"okr.yaml": "2"}
    assert on(tree.path / "goals", Place.INDEX) == {"okr.yaml": "3"}
    assert at(repo.path / "goals") == on(repo.path / "goals", Place.INDEX) == {"okr.yaml": "1"}


def test_a_submodule_is_a_repository_of_its_own(repo: Repo, new_repo: NewRepo) -> None:
    part = new_repo("part")
    part.commit("part", {"okr.yaml": "part"})
    repo.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", part.path.as_uri(), "part.yaml"
    )
    repo.commit("whole", {"okr.yaml": "whole"})
    assert at(repo.path) == {".gitmodules": (repo.path / ".gitmodules").read_text(), "okr.yaml": "whole"}
    assert on(repo.path, Place.INDEX) == at(repo.path)
    inner = Repository.discover(repo.path / "part.yaml")
    assert (inner.prefix, inner.top) == ("", repo.path / "part.yaml")
    assert at(inner.root) == on(inner.root, Place.INDEX) == {"okr.yaml": "part"}
    (repo.path / ".gitmodules").unlink()
    with Repository.discover(repo.path) as repository:
        assert [version.changed for version in repository.history()] == [
            (".gitmodules", "okr.yaml", "part.yaml")
        ]
        assert [sorted(version.snapshot.paths()) for version in repository.history()] == [
            [".gitmodules", "okr.yaml"]
        ]


def test_a_sha_256_repository_is_read(new_repo: NewRepo) -> None:
    repo = new_repo("repo", "--object-format=sha256")
    made = repo.commit("one", {"okr.yaml": "1"})
    repo.commit("two", {"okr.yaml": "2"})
    assert len(made) == 64
    assert (at(repo.path, made), at(repo.path)) == ({"okr.yaml": "1"}, {"okr.yaml": "2"})
    with Repository.discover(repo.path) as repository:
        assert [read(version.snapshot) for version in repository.history()] == [
            {"okr.yaml": "1"},
            {"okr.yaml": "2"},
        ]


# The index


def test_the_index_is_what_is_staged(repo: Repo) -> None:
    repo.commit("one", {"a.yaml": "1", "b.yaml": "1", "c.yaml": "1"})
    repo.write({"a.yaml": "2", "new.yaml": "1", "later.yaml": "1"})
    repo.git("add", "a.yaml", "new.yaml")
    repo.git("rm", "--quiet", "b.yaml")
    repo.write({"a.yaml": "3"})
    repo.git("add", "--intent-to-add", "later.yaml")
    assert on(repo.path, Place.INDEX) == {"a.yaml": "2", "c.yaml": "1", "new.yaml": "1"}


def test_the_index_can_be_read_before_the_first_commit(repo: Repo) -> None:
    repo.write({"a.yaml": "1"})
    repo.git("add", ".")
    assert on(repo.path, Place.INDEX) == {"a.yaml": "1"}


def test_a_file_with_conflicts_is_told(repo: Repo) -> None:
    repo.commit("one", {"goals/a.yaml": "1\n"})
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit("side", {"goals/a.yaml": "2\n"})
    repo.git("switch", "--quiet", "main")
    repo.commit("main", {"goals/a.yaml": "3\n"})
    repo.git("merge", "side", check=False)
    with pytest.raises(OkrError) as error:
        on(repo.path / "goals", Place.INDEX)
    assert error.value.message == "`a.yaml` has conflicts"
    assert error.value.hint == "Resolve them, then run `git add` on the file."


HOOK = """
PYTHONPATH={root} {python} - <<'END' || exit 1
from pathlib import Path
from okr.git import Place, Repository
with Repository.discover(Path("goals")) as repository:
    snapshot = repository.snapshot(Place.INDEX)
    told = {{path: snapshot.read(path).decode() for path in sorted(snapshot.paths())}}
    head = repository.snapshot(repository.commit())
    told |= {{"HEAD": sorted(head.paths())}}
    print(told, file=Path({told!r}).open("w"))
END
"""


@pytest.mark.parametrize("linked_tree", [False, True])
@pytest.mark.parametrize(
    ("command", "staged"),
    [
        (["commit", "-m", "x"], {"a.yaml": "1", "b.yaml": "staged", "HEAD": ["a.yaml", "b.yaml"]}),
        (["commit", "-a", "-m", "x"], {"a.yaml": "edited", "b.yaml": "staged", "HEAD": ["a.yaml", "b.yaml"]}),
        (
            ["commit", "-m", "x", "--", "goals/a.yaml"],
            {"a.yaml": "edited", "b.yaml": "1", "HEAD": ["a.yaml", "b.yaml"]},
        ),
    ],
)
def test_a_hook_sees_the_index_that_is_about_to_be_committed(
    repo: Repo, tmp_path: Path, command: list[str], staged: dict[str, object], linked_tree: bool
) -> None:
    told = tmp_path / "told"
    root = Path(__file__).parents[2]
    repo.commit("one", {"goals/a.yaml": "1", "goals/b.yaml": "1"})
    repo.hook("pre-commit", HOOK.format(root=root, python=sys.executable, told=str(told)))
    if linked_tree:
        repo.git("worktree", "add", "--quiet", "../linked")
        repo = Repo(tmp_path / "linked")
    repo.write({"goals/b.yaml": "staged"})
    repo.git("add", ".")
    repo.write({"goals/a.yaml": "edited"})
    repo.git(*command)
    assert told.read_text() == f"{staged}\n"


@pytest.mark.parametrize("index", ["{other}/.git/index", ".git/none", "", "../other/.git/index"])
def test_the_index_of_another_repository_is_not_ours(
    repo: Repo, new_repo: NewRepo, monkeypatch: pytest.MonkeyPatch, index: str
) -> None:
    repo.commit("one", {"a.yaml": "1"})
    other = new_repo("other")
    other.commit("other", {"other.yaml": "1"})
    monkeypatch.setenv("GIT_INDEX_FILE", index.format(other=other.path))
    assert on(repo.path, Place.INDEX) == {"a.yaml": "1"}


def test_a_server_hook_sees_what_is_being_pushed(repo: Repo, tmp_path: Path) -> None:
    told = tmp_path / "told"
    repo.commit("one", {"okr.yaml": "1"})
    bare = repo.clone("bare.git", "--bare")
    script = f"""
    read old new name
    PYTHONPATH={Path(__file__).parents[2]} {sys.executable} - $new <<'END'
import sys
from pathlib import Path
from okr.git import Repository
with Repository.discover(Path(".")) as repository:
    snapshot = repository.snapshot(repository.commit(sys.argv[1]))
    Path({str(told)!r}).write_bytes(snapshot.read("okr.yaml"))
END
    """
    (bare.path / "hooks" / "pre-receive").write_text(f"#!/bin/sh\n{script}")
    (bare.path / "hooks" / "pre-receive").chmod(0o755)
    repo.commit("two", {"okr.yaml": "pushed"})
    repo.git("push", "--quiet", str(bare.path), "main")
    assert told.read_text() == "pushed"


# The process that reads contents


def test_a_damaged_object_hides_nothing_in_the_other_files(repo: Repo) -> None:
    repo.commit("one", {"a.yaml": "a", "bad.yaml": "bad", "gone.yaml": "gone", "z.yaml": "z"})
    for name, content in (("bad", b"rubbish"), ("gone", None)):
        blob_id = repo.git("rev-parse", f"HEAD:{name}.yaml")
        place = repo.path / ".git" / "objects" / blob_id[:2] / blob_id[2:]
        place.unlink()
        if content is not None:
            place.write_bytes(content)
    with Repository.discover(repo.path) as repository:
        snapshot = repository.snapshot(repository.commit())
        assert snapshot.read("a.yaml") == b"a"
        for name in ("bad.yaml", "gone.yaml"):
            with pytest.raises(
                UnreadableFileError, match=r"^git has lost its content; `git fsck` tells more$"
            ):
                snapshot.read(name)
        assert snapshot.read("z.yaml") == b"z"


def test_one_process_reads_all_and_ends_with_the_repository(repo: Repo) -> None:
    big = "x" * 1_000_000
    repo.commit("one", {"a.yaml": "a", "big.yaml": big, "empty.yaml": ""})
    with Repository.discover(repo.path) as repository:
        objects = repository.snapshot(repository.commit()).objects
        assert objects._process is None
        assert read(repository.snapshot(repository.commit())) == {
            "a.yaml": "a",
            "big.yaml": big,
            "empty.yaml": "",
        }
        process = objects._process
        assert process.poll() is None
        read(repository.snapshot(Place.INDEX))
        assert objects._process is process
    assert process.returncode is not None
    assert objects._process is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no forks")
def test_it_ends_even_while_a_fork_of_this_process_could_ask_it_more(repo: Repo) -> None:
    repo.commit("one", {"a.yaml": "a"})
    with Repository.discover(repo.path) as repository:
        snapshot = repository.snapshot(repository.commit())
        snapshot.read("a.yaml")
        process = snapshot.objects._process
        fork = os.fork()
        if not fork:
            signal.alarm(5)  # long enough to be noticed, and an end if something is wrong
            signal.pause()
    assert process.returncode is not None
    assert os.waitpid(fork, os.WNOHANG) == (0, 0)
    os.kill(fork, signal.SIGKILL)
    os.waitpid(fork, 0)


def test_a_process_that_was_killed_is_started_again(repo: Repo) -> None:
    repo.commit("one", {"a.yaml": "a"})
    with Repository.discover(repo.path) as repository:
        snapshot = repository.snapshot(repository.commit())
        snapshot.read("a.yaml")
        snapshot.objects._process.kill()
        snapshot.objects._process.wait()
        with pytest.raises(UnreadableFileError):
            snapshot.read("a.yaml")
        assert snapshot.read("a.yaml") == b"a"
