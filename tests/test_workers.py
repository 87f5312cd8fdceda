"""What processes do together is what one does alone, whatever becomes of the workers, and none is left."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from okr import workers
from okr.workers import MOST_TASKS, in_turn, together

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there are workers on Linux alone")

HERE = os.getpid()


@pytest.fixture(autouse=True, params=[2, 3])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(request.param)))


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    gc.unfreeze()  # some versions of Python begin with a few frozen values
    yield
    assert multiprocessing.active_children() == []
    assert gc.get_freeze_count() == 0


@pytest.fixture
def all_by_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else this process may have done everything before a worker has looked around."""
    monkeypatch.setattr(workers, "_done_here", lambda *_: {})


def squares(number: int) -> list[Callable[[], int]]:
    return [partial(pow, each, 2) for each in range(number)]


def elsewhere(do: Callable[[], object]) -> None:
    """Do something in a worker, and not where its tasks are done once more."""
    if os.getpid() != HERE:
        do()


@pytest.mark.parametrize("number", [0, 1, 2, 3, 50, MOST_TASKS])
def test_results_come_in_the_order_of_their_tasks(number: int) -> None:
    assert list(together(squares(number))) == [each * each for each in range(number)]
    assert list(in_turn(squares(number))) == [each * each for each in range(number)]


@pytest.mark.usefixtures("all_by_workers")
def test_workers_are_other_processes() -> None:
    assert HERE not in set(together([os.getpid] * 9))


def test_this_process_works_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_work", lambda *_: None)
    assert set(together([os.getpid] * 9)) == {HERE}


@pytest.mark.usefixtures("all_by_workers")
@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda: os.kill(os.getpid(), signal.SIGKILL), id="killed"),
        pytest.param(lambda: sys.exit(1), id="left"),
        pytest.param(lambda: 1 / 0, id="failed"),
    ],
)
def test_what_a_worker_had_taken_and_did_not_send_is_done_here(
    end: Callable[[], object], capfd: pytest.CaptureFixture[str]
) -> None:
    tasks = squares(20)
    tasks[7] = lambda: elsewhere(end) or 49
    assert list(together(tasks)) == [each * each for each in range(20)]
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("all_by_workers")
def test_what_cannot_be_sent_is_done_here() -> None:
    results = list(together([lambda: threading.Lock] * 3 + [lambda: lambda: 4] * 3))  # type: ignore[list-item]
    assert results[:3] == [threading.Lock] * 3
    assert [result() for result in results[3:]] == [4, 4, 4]


def test_a_task_that_fails_fails_here() -> None:
    results = together([*squares(3), partial(int, "no number")])
    with pytest.raises(ValueError, match="invalid literal"):
        list(results)


def test_everything_is_done_here_where_no_process_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert list(together(squares(20))) == [each * each for each in range(20)]


def test_no_worker_outlives_whoever_stops_asking() -> None:
    results = together([*squares(1), lambda: elsewhere(signal.pause), *squares(20)])
    assert next(results) == 0
    assert gc.get_freeze_count() > 0
    results.close()  # type: ignore[attr-defined]  # a generator


def test_a_worker_stops_when_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    ignored: list[object] = []
    monkeypatch.setattr(signal, "signal", lambda *what: ignored.append(what))
    receiver, sender = multiprocessing.Pipe(duplex=False)
    with workers._tickets(3) as tickets, sender:
        workers._work(squares(3), tickets, receiver, sender)
        assert workers._take(tickets) == 1
    assert receiver.closed
    assert ignored == [(signal.SIGINT, signal.SIG_IGN)]


def test_one_processor_has_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    monkeypatch.setattr(workers, "_shared", None)
    assert list(together(squares(3))) == [0, 1, 4]


def test_another_thread_is_never_left_in_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_shared", None)
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert list(together(squares(3))) == [0, 1, 4]
    finally:
        done.set()
        other.join()
