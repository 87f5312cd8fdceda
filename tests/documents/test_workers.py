"""Files read together are what they are one by one, whatever becomes of the workers, and none is left."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from document_cases import cases

from okr.documents import read_document, read_documents, workers
from okr.documents.reader import Plain, read_plain_value
from okr.documents.workers import BATCH, GROUP, File

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there are workers on Linux alone")

NORTHWIND = Path(__file__).parent.parent.parent / "examples" / "northwind"
HERE = os.getpid()

FILES: list[File] = [
    *((path.name, path.read_bytes()) for path in sorted(NORTHWIND.rglob("*.yaml"))),
    *((case.id, case.values[0]["text"].encode()) for case in cases("refusals.yaml") + cases("syntax.yaml")),
    ("empty.yaml", b""),
    ("latin.yaml", b"owner: Zo\xeb\n"),
    ("mark.yaml", "\ufeffowner: Zoë\n".encode()),
]  # fmt: skip


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch for each file, and two of them are worth a worker."""
    monkeypatch.setattr(workers, "BATCH", 1)
    monkeypatch.setattr(workers, "LEAST_SHARED", 2)


@pytest.fixture(autouse=True, params=[2, 3])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(request.param)))


@pytest.fixture
def all_by_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else this process may have read everything before a worker has looked around."""
    monkeypatch.setattr(workers, "_read_here", lambda *_: {})


def assert_read_as_one_by_one() -> None:
    together = list(read_documents(FILES))
    assert together == [read_document(path, data) for path, data in FILES]
    assert [each.comments for each in together] == [read_document(*each).comments for each in FILES]
    assert multiprocessing.active_children() == []


def readers(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The processes by which files are read."""
    monkeypatch.setattr(workers, "read_plain_value", lambda _: Plain(os.getpid()))
    return {each.value for each in read_documents(FILES[:9])}


def test_this_process_and_workers_read_the_same() -> None:
    assert_read_as_one_by_one()


@pytest.mark.usefixtures("all_by_workers")
def test_workers_read_the_same() -> None:
    assert_read_as_one_by_one()


@pytest.mark.usefixtures("all_by_workers")
def test_workers_are_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert HERE not in readers(monkeypatch)


@pytest.mark.usefixtures("all_by_workers")
def test_numbers_come_back_as_they_are_written() -> None:
    together = list(read_documents([("a.yaml", b"a: 1.10\n"), ("b.yaml", b"b: 007\n")]))
    assert [str(value) for each in together for value in each.value.values()] == ["1.10", "007"]


@pytest.mark.usefixtures("all_by_workers")
def test_what_a_dead_worker_had_taken_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_or_die(data: bytes) -> Plain | None:
        if os.getpid() != HERE and data == FILES[5][1]:
            os.kill(os.getpid(), signal.SIGKILL)
        return read_plain_value(data)

    monkeypatch.setattr(workers, "read_plain_value", read_or_die)
    assert_read_as_one_by_one()


def test_everything_is_read_here_where_no_process_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert_read_as_one_by_one()


def test_no_worker_outlives_whoever_stops_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_first_or_linger(data: bytes) -> Plain | None:
        if os.getpid() != HERE and data != FILES[0][1]:
            signal.pause()
        return read_plain_value(data)

    monkeypatch.setattr(workers, "read_plain_value", read_first_or_linger)
    documents = read_documents(FILES)
    assert next(documents).path == FILES[0][0]
    assert multiprocessing.active_children() != []
    documents.close()  # type: ignore[attr-defined]  # a generator
    assert multiprocessing.active_children() == []


def test_a_worker_stops_when_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    ignored: list[object] = []
    monkeypatch.setattr(signal, "signal", lambda *what: ignored.append(what))
    receiver, sender = multiprocessing.Pipe(duplex=False)
    with workers._tickets(3) as tickets, sender:
        workers._work([[each] for each in FILES[:3]], tickets, receiver, sender)
        assert workers._take(tickets) == 1
    assert receiver.closed
    assert ignored == [(signal.SIGINT, signal.SIG_IGN)]


def test_one_processor_has_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert readers(monkeypatch) == {HERE}


def test_few_bytes_have_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "LEAST_SHARED", 10)
    assert readers(monkeypatch) == {HERE}


def test_another_thread_is_never_left_in_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert readers(monkeypatch) == {HERE}
    finally:
        done.set()
        other.join()


def test_groups_are_read_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GROUP", 10_000)
    assert_read_as_one_by_one()


def test_a_byte_is_enough_for_a_ticket() -> None:
    assert GROUP // BATCH < 256


def test_no_files_are_no_documents() -> None:
    assert list(read_documents([])) == []
