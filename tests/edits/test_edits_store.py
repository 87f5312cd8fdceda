"""Writing files: the old one or the new one, one writer at a time, and nothing left behind."""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from okr.documents import read_document
from okr.edits import ChangedMeanwhileError, Draft, FileChange, Insert, locked
from okr.edits.lock import LOCK_NAME
from okr.errors import OkrError

START = b"# kept\nlist:\n  - 0\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and kills processes")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_bytes(START)
    return tmp_path


def append(root: Path) -> None:
    """Add the next number to the list, as one writer among several."""
    with locked(root) as lock:
        draft = Draft.of("a.yaml", (root / "a.yaml").read_bytes())
        index = len(draft.at(("list",)))
        lock.write([draft.apply(Insert(("list",), index, (index,))).change()])


def numbers(root: Path) -> list[int]:
    document = read_document("a.yaml", (root / "a.yaml").read_bytes())
    assert not document.broken
    return list(document.value["list"])


def test_a_change_is_written_and_nothing_is_left(root: Path) -> None:
    append(root)
    assert (root / "a.yaml").read_bytes() == b"# kept\nlist:\n  - 0\n  - 1\n"
    assert [path.name for path in root.iterdir()] == ["a.yaml"]


def test_the_mode_is_kept(root: Path) -> None:
    (root / "a.yaml").chmod(0o640)
    append(root)
    assert (root / "a.yaml").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(root: Path) -> None:
    (root / "real").mkdir()
    (root / "a.yaml").rename(root / "real" / "b.yaml")
    (root / "a.yaml").symlink_to("real/b.yaml")
    append(root)
    assert (root / "a.yaml").is_symlink()
    assert (root / "real" / "b.yaml").read_bytes() == b"# kept\nlist:\n  - 0\n  - 1\n"


def test_a_file_that_somebody_else_changed_is_left_alone(root: Path) -> None:
    change = FileChange("a.yaml", START, b"list: []\n", {"list": []})
    (root / "a.yaml").write_bytes(b"list: [5]\n")
    with locked(root) as lock, pytest.raises(ChangedMeanwhileError, match=r"a\.yaml was changed"):
        lock.write([change])
    assert (root / "a.yaml").read_bytes() == b"list: [5]\n"
    assert [path.name for path in root.iterdir()] == ["a.yaml"]


def test_a_new_file_does_not_replace_one_that_came_meanwhile(root: Path) -> None:
    with locked(root) as lock, pytest.raises(ChangedMeanwhileError):
        lock.write([FileChange("a.yaml", None, b"")])
    assert (root / "a.yaml").read_bytes() == START


def test_what_does_not_mean_what_was_meant_is_not_written(root: Path) -> None:
    change = FileChange("a.yaml", START, b"list:\n  - 0\n  - 1\n", {"list": [0, 2]})
    with locked(root) as lock, pytest.raises(OkrError, match="would not say what was meant"):
        lock.write([change])
    assert (root / "a.yaml").read_bytes() == START


def test_of_several_files_none_is_written_if_one_is_refused(root: Path) -> None:
    good = FileChange("new/b.yaml", None, b"a: 1\n", {"a": 1})
    bad = FileChange("a.yaml", b"something else", b"")
    with locked(root) as lock, pytest.raises(ChangedMeanwhileError):
        lock.write([good, bad])
    assert not (root / "new" / "b.yaml").exists()


def test_a_write_protected_file_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okr.edits.files.os.access", lambda path, mode: False)  # which root never sees
    with pytest.raises(OkrError, match=r"a\.yaml is write-protected"):
        append(root)
    assert numbers(root) == [0]


def test_the_lock_of_a_dead_process_is_taken_and_its_leftovers_are_cleaned(root: Path) -> None:
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    stray, foreign = root / ".a.yaml.okr-tmp-1", root / "precious.txt"
    stray.write_text("half a fi")
    foreign.write_text("kept")
    (root / LOCK_NAME).write_text(f"{child} {socket.gethostname()}\n{stray}\n{foreign}\n/etc/x.okr-tmp-1\n")
    append(root)
    assert numbers(root) == [0, 1]
    assert sorted(path.name for path in root.iterdir()) == ["a.yaml", "precious.txt"]


def test_a_lock_that_names_nobody_is_taken_after_a_while(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okr.edits.lock._UNNAMED_SECONDS", 0.05)
    (root / LOCK_NAME).touch()
    append(root)
    assert numbers(root) == [0, 1]


def test_an_old_lock_of_another_machine_is_taken(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okr.edits.lock._UNNAMED_SECONDS", 0.05)
    (root / LOCK_NAME).write_text("1 elsewhere\n")
    eleven_minutes_ago = time.time() - 660
    os.utime(root / LOCK_NAME, (eleven_minutes_ago, eleven_minutes_ago))
    append(root)
    assert sorted(path.name for path in root.iterdir()) == ["a.yaml"]


@pytest.mark.parametrize("holder", [f"{os.getpid()} {socket.gethostname()}", "1 elsewhere"])
def test_a_living_lock_is_waited_for_and_then_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, holder: str
) -> None:
    monkeypatch.setattr("okr.edits.lock.WAIT_SECONDS", 0.05)
    monkeypatch.setattr("okr.edits.lock._UNNAMED_SECONDS", 0.01)
    (root / LOCK_NAME).write_text(f"{holder}\n")
    process, _, host = holder.partition(" ")
    with pytest.raises(OkrError, match=f"another okr is writing here \\(process {process} on {host}\\)"):
        append(root)
    assert numbers(root) == [0]
    assert (root / LOCK_NAME).read_text() == f"{holder}\n"


def test_the_lock_is_released_whatever_happens(root: Path) -> None:
    with pytest.raises(KeyboardInterrupt), locked(root):
        raise KeyboardInterrupt
    assert not (root / LOCK_NAME).exists()


def test_a_lock_that_was_taken_from_us_is_not_released_by_us(root: Path) -> None:
    with locked(root):
        (root / LOCK_NAME).write_text("1 elsewhere\n")
    assert (root / LOCK_NAME).read_text() == "1 elsewhere\n"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OkrError, match="cannot be written: No such file"), locked(tmp_path / "nowhere"):
        pass


@pytest.mark.no_cover
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(root: Path) -> None:
    chance = random.Random(6)
    for _ in range(200):
        killed = append_until_killed(root, chance.uniform(0, 0.012))
        found = numbers(root)
        assert found == list(range(len(found)))
        assert killed == -signal.SIGKILL
        if len(found) > 60:
            (root / "a.yaml").write_bytes(START)
    append(root)
    assert sorted(path.name for path in root.iterdir()) == ["a.yaml"]


def append_until_killed(root: Path, seconds: float) -> int:
    """How a process ended that does nothing but write: by the signal that killed it."""
    child = os.fork()
    if not child:
        try:
            while True:
                append(root)
        finally:
            os._exit(1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return -os.WTERMSIG(os.waitpid(child, 0)[1])


@pytest.mark.no_cover
def test_eight_processes_lose_nothing(root: Path) -> None:
    children = [os.fork() or append_and_leave(root, 25) for _ in range(8)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 8
    assert numbers(root) == list(range(201))
    assert sorted(path.name for path in root.iterdir()) == ["a.yaml"]


def append_and_leave(root: Path, times: int) -> int:
    try:
        for _ in range(times):
            append(root)
        os._exit(0)
    finally:
        os._exit(1)
