"""A repository, and what can be asked of it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from okr.errors import OkrError
from okr.git.command import Git, complaint, decoded
from okr.git.history import TOLD, Version, parse_commit, versions
from okr.git.revisions import HEAD, Commit, Place, Side, Sides, fetch_for, parse_sides, refuse_odd, shown
from okr.git.snapshots import GitSnapshot, Objects, parse_index, parse_tree
from okr.snapshot import WORKSPACE_FILE, Snapshot, WorkTreeSnapshot


@dataclass(slots=True)
class Repository:
    """The git repository around a workspace. A context manager: leaving it ends the processes it has started.

    Attributes:
        root: The folder of the workspace; in a bare repository, the repository itself.
        prefix: The path from the top of the work tree to `root`: empty, or with a `/` at its end.
        has_work_tree: Whether there are a work tree and an index.
        is_shallow: Whether older history has been left behind on the server.
    """

    root: Path
    prefix: str
    has_work_tree: bool
    is_shallow: bool
    _git: Git
    _objects: Objects

    @classmethod
    def discover(cls, root: Path) -> Self:
        """The repository that the folder `root` lies in.

        Raises:
            OkrError: There is none, git is not installed, or git does not trust it.
        """
        git = Git(root)
        done = git.run("rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix")
        if done.returncode:
            raise _no_repository(root, done)
        has_work_tree, is_shallow, prefix = decoded(done.stdout).split("\n", 2)
        flags = {"has_work_tree": has_work_tree == "true", "is_shallow": is_shallow == "true"}
        return cls(root, prefix.removesuffix("\n"), **flags, _git=git, _objects=Objects(git))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that reads contents. It starts again when it is needed again."""
        self._objects.close()

    @property
    def top(self) -> Path:
        """The top of the work tree."""
        folder = self.root.resolve()
        return folder.parents[self.prefix.count("/") - 1] if self.prefix else folder

    def path(self, name: str) -> Path:
        """Where a file of the repository itself lies, such as `info/attributes` or `hooks`."""
        return self.root / self._git.line("rev-parse", "--git-path", name)

    # Revisions

    def commit(self, revision: str = HEAD) -> Commit:
        """The commit that a revision names, in any way git understands.

        Raises:
            OkrError: It names none, or none that is here; in a shallow clone the hint is the `git fetch` to
                run.
        """
        refuse_odd(revision)
        named = self._git.run("rev-parse", "--verify", revision)
        if named.returncode:
            raise self._unknown(revision, named.stderr)
        found = self._git.run("log", "-1", *TOLD, f"{decoded(named.stdout).strip()}^{{commit}}", "--")
        if found.returncode:
            raise self._no_commit(revision, decoded(named.stdout).strip())
        return parse_commit(found.stdout.split(b"\0")[:-1])

    def merge_base(self, one: str, other: str) -> Commit:
        """The best common ancestor of two revisions.

        Raises:
            OkrError: A revision is unknown, or they share no history, at least none that is here.
        """
        done = self._git.run("merge-base", self.commit(one).id, self.commit(other).id)
        if not done.returncode:
            return self.commit(decoded(done.stdout).strip())
        shared = f"{shown(one)} and {shown(other)} share no commit"
        if self.is_shallow:
            raise OkrError(f"{shared} in this shallow clone", hint="Run `git fetch --unshallow`.")
        raise OkrError(shared, hint="Compare the two as they are: with `..`, not `...`.")

    def commit_before(self, moment: datetime, of: str = HEAD) -> Commit:
        """The last commit made before a moment (with zone) on the first-parent history of a revision.

        Raises:
            OkrError: The revision is unknown, or its history begins later, at least as much of it as is here.
        """
        latest = max(int(moment.timestamp()) - 1, 0)  # git means "not after"
        walk = ("rev-list", "-1", "--first-parent", f"--min-age={latest}", self.commit(of).id, "--")
        found = self._git.line(*walk)
        if found:
            return self.commit(found)
        none = f"{shown(of)} has no commit before {moment:%Y-%m-%d %H:%M}"
        if self.is_shallow:
            raise OkrError(f"{none} in this shallow clone", hint="Run `git fetch --unshallow`.")
        raise OkrError(none, hint="Choose a later date.")

    def _unknown(self, revision: str, complaint: bytes) -> OkrError:
        if b"is ambiguous" in complaint:
            return OkrError(f"{shown(revision)} names several objects", hint="Write more of its digits.")
        if (
            re.match(r"(HEAD|@)([~^@:]|$)", revision)
            and self._git.run("rev-parse", "--verify", HEAD).returncode
        ):
            return OkrError("this branch has no commit yet", hint="Make a first one with `git commit`.")
        remotes = self._git.line("remote").split("\n")
        fetch = fetch_for(revision, remotes, is_shallow=self.is_shallow)
        if fetch is not None:
            return OkrError(f"{shown(revision)} is not in this clone", hint=f"Run `{fetch}`.")
        return OkrError(
            f"git knows no revision {shown(revision)}",
            hint="`git log`, `git branch -a` and `git tag` tell which there are.",
        )

    def _no_commit(self, revision: str, object_id: str) -> OkrError:
        kind = self._git.run("cat-file", "-t", object_id)
        if kind.returncode:
            return self._unknown(revision, b"")
        return OkrError(f"{shown(revision)} names no commit but a {decoded(kind.stdout).strip()}")

    # Sides and snapshots

    def sides(self, revisions: Sequence[str] = (), *, staged: bool = False) -> Sides:
        """What `okr diff` compares, as with git.

        Nothing is HEAD with the work tree, `A` is A with the work tree, `A B` and `A..B` are the two tips,
        `A...B` is the merge base of both with B, and `A...` that of A and HEAD with the work tree. With
        `staged` the index takes the place of the work tree.

        Raises:
            OkrError: It is none of these, or a revision is unknown.
        """
        base, head, from_merge_base = parse_sides(revisions)
        if staged and head is not None:
            raise OkrError(
                "what is staged is compared with one revision, not two", hint="Leave out the second one."
            )
        place = Place.INDEX if staged else Place.WORK_TREE
        return Sides(
            self.merge_base(base, head or HEAD) if from_merge_base else self.commit(base),
            place if head is None else self.commit(head),
        )

    def snapshot(self, side: Side) -> Snapshot:
        """The files of one side."""
        if isinstance(side, Commit):
            return self._tree(side)
        if not self.has_work_tree:
            raise OkrError(
                f"a bare repository has no {side.value}", hint="Name a revision, as with `--at HEAD`."
            )
        return self._index() if side is Place.INDEX else WorkTreeSnapshot(self.root)

    def _tree(self, commit: Commit) -> GitSnapshot:
        files = parse_tree(self._git.records("ls-tree", "-r", "-z", commit.id))
        if WORKSPACE_FILE not in files and self.has_work_tree:
            folder = self._former_folder(commit)
            if folder is not None:
                tree = f"{commit.id}:{folder}"
                files = parse_tree(self._git.records("ls-tree", "-r", "-z", "--full-tree", tree))
        return GitSnapshot(files, self._objects)

    def _former_folder(self, commit: Commit) -> str | None:
        """Where the workspace lay at a commit, from the top of the work tree, if it has moved since.

        That is where one was and is no more; `None` where there is no such folder, or several.
        """
        every = self._git.records("ls-tree", "-r", "-z", "--full-tree", "--name-only", commit.id)
        folders = [
            folder for folder, _, name in (path.rpartition("/") for path in every) if name == WORKSPACE_FILE
        ]
        gone = [folder for folder in folders if not (self.top / folder / WORKSPACE_FILE).is_file()]
        return gone[0] if len(gone) == 1 else None

    def _index(self) -> GitSnapshot:
        """What `git commit` would now commit."""
        hook = self._hook_index()
        files = parse_index(self._git.records("ls-files", "--stage", "-z", variables=hook))
        # `git add --intent-to-add` lists a file, empty, that no commit would hold.
        announced = ("diff-files", "-z", "--name-only", "--relative", "--diff-filter=A", "--", ".")
        for path in self._git.records(*announced, variables=hook):
            files.pop(path, None)
        return GitSnapshot(files, self._objects)

    def _hook_index(self) -> dict[str, str]:
        """The index that git has told a hook to look at, if we run in one of this repository.

        `git commit -a` and `git commit -- PATH` prepare an index of their own beside the usual one and show
        it to `pre-commit` by GIT_INDEX_FILE: it holds what is about to be committed. An index elsewhere
        belongs to another repository. A relative path counts from the top of the work tree.
        """
        told = os.environ.get("GIT_INDEX_FILE")
        if not told:
            return {}
        index = (self.top / told).resolve()
        ours = index.parent == self.path("index").resolve().parent and index.is_file()
        return {"GIT_INDEX_FILE": str(index)} if ours else {}

    # History

    def history(self, revision: str = HEAD, *, first_parent: bool = False) -> Iterator[Version]:
        """Every commit that touched the workspace folder, parents before children, with all its files.

        All of it costs two commands of git, however many commits there are. Files that did not change have
        the same blob id in every snapshot: who keeps what it has parsed by blob id parses each content once.

        Args:
            revision: Where history ends.
            first_parent: Follow the main line only, so that each version replaces the one before it, and a
                merge brings all that its branch did. Otherwise commits of side branches are told as well.
        """
        return versions(self._git, self._objects, self.commit(revision).id, first_parent=first_parent)

    # Writing

    def commit_files(self, paths: Sequence[str], message: str, *, despite_staged: bool = False) -> Commit:
        """Commit these files as they are on disk and nothing else, with git's own hooks and signature.

        Args:
            paths: Relative to the workspace; new and deleted ones too.
            message: The whole message.
            despite_staged: Go on when other changes are staged; they stay staged.

        Raises:
            OkrError: Other changes are staged, or git or a hook refused; what it said is in the message. The
                index is then as before.
        """
        if not despite_staged:
            self.refuse_staged_besides(paths)
        specs = [f":(literal){path}" for path in paths]
        new = self._git.records("ls-files", "--others", "-z", "--", *specs)
        new_specs = [f":(literal){path}" for path in new]
        if new:
            self._git.output("add", "--intent-to-add", "--", *new_specs)  # `commit --only` knows no new files
        done = self._git.run(
            "commit", "--only", f"--message={message}", "--", *specs, variables=_own_language()
        )
        if not done.returncode:
            return self.commit()
        if new:
            self._git.output("reset", "--quiet", "--", *new_specs)
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
        raise OkrError(
            f"git made no commit\n{said}".strip(),
            hint=f"The files are written: put that right, then run `{self._by_hand(paths, new)}`.",
        )

    def _by_hand(self, paths: Sequence[str], new: Sequence[str]) -> str:
        """The command that commits these files from the current folder; git is told of new ones first."""
        git = ["git"] if self.root.resolve() == Path.cwd() else ["git", "-C", str(self.root)]
        steps = ([*git, "add", *new], [*git, "commit", *paths])
        return " && ".join(map(shlex.join, steps if new else steps[1:]))

    def refuse_staged_besides(self, paths: Iterable[str]) -> None:
        """See that nothing is staged but these files, relative to the workspace.

        Raises:
            OkrError: Something is.
        """
        staged = self._git.records("diff", "--cached", "--name-only", "-z", "--no-renames", "--no-relative")
        others = set(staged) - {f"{self.prefix}{path}" for path in paths}
        if others:
            others_too = f" and {len(others) - 1} more" if len(others) > 1 else ""
            raise OkrError(
                f"other changes are staged: `{min(others)}`{others_too}",
                hint="Commit them first, or unstage them with `git restore --staged`.",
            )

    # Settings

    def user_email(self) -> str | None:
        """The address that git knows the caller by."""
        return self.config_get("user.email")

    def config_get(self, key: str, *, local: bool = False) -> str | None:
        """The value of a setting, wherever it was made or, if `local`, made for this repository alone."""
        where = ["--local"] if local else []
        done = self._git.run("config", *where, "--null", "--get", key)
        return None if done.returncode else decoded(done.stdout).removesuffix("\0")

    def config_set(self, key: str, value: str) -> None:
        """Make a setting for this repository alone."""
        self._git.output("config", "--local", key, value)

    def config_unset(self, key: str) -> None:
        """Take back a setting of this repository, if it was made."""
        if self.config_get(key, local=True) is not None:
            self._git.output("config", "--local", "--unset-all", key)


def _own_language() -> dict[str, str]:
    """What lets hooks speak the person's own language again."""
    return {"LC_ALL": os.environ.get("LC_ALL", "")}


def _no_repository(root: Path, done: subprocess.CompletedProcess[bytes]) -> OkrError:
    said = complaint(done)
    if "not a git repository" in said:
        return OkrError(f"{root} is not in a git repository", hint="`git init` makes one.")
    if "dubious ownership" in said:
        remedy = said.splitlines()[-1].strip()
        return OkrError(
            f"git does not trust the repository of {root}: it belongs to another user",
            hint=f"If you trust it, run `{remedy}`.",
        )
    return OkrError(f"git cannot read the repository of {root}: {said}")
