"""Work that is done by other processes and this one together, where there are processors for them.

A worker is a fork of this process, so that it has all that the work is about before it; it sends back only
what comes of it. What it does not send, because it failed or because it is gone, is done here: workers change
how long something takes, and nothing else.

Each task has a ticket in a pipe, and whoever has nothing else to do takes the next one: a worker always, this
process while it waits.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from operator import call
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")
Task = Callable[[], Result]
"""Something to be done whose result pickle knows how to send."""

MOST_TASKS = 256
"""How many have different tickets: a ticket is a byte."""

MOST_WORKERS = 2
"""This process is busy enough with what becomes of the results of two."""


def in_turn(tasks: Sequence[Task[Result]]) -> Iterator[Result]:
    """The results of tasks, one after the other, by this process alone."""
    return map(call, tasks)


def together(tasks: Sequence[Task[Result]]) -> Iterator[Result]:
    """The results of at most `MOST_TASKS` tasks, in their order, by this process and workers.

    It pays where tasks take a tenth of a second in all: less is what workers take themselves.
    """
    workers = min(_spare_processors(), MOST_WORKERS, len(tasks) - 1)
    return _shared(tasks, workers) if workers > 0 else in_turn(tasks)


def _spare_processors() -> int:
    """How many could work beside this one; none where a fork is not the system's own way, or not safe."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 0
    return len(os.sched_getaffinity(0)) - 1


def _shared(tasks: Sequence[Task[Result]], workers: int) -> Iterator[Result]:
    ready: dict[int, Result] = {}
    with ExitStack() as stack:
        gc.freeze()  # to look for garbage is to write to every value, and each process would get its own copy
        stack.callback(gc.unfreeze)
        tickets = stack.enter_context(_tickets(len(tasks)))
        crew = [stack.enter_context(_worker(tasks, tickets)) for _ in range(workers)]
        for number, task in enumerate(tasks):
            while crew and number not in ready:
                ready |= _sent(crew, timeout=0) or _done_here(tasks, tickets) or _sent(crew, timeout=None)
            yield ready.pop(number) if number in ready else task()


def _sent(crew: list[Connection], timeout: float | None) -> dict[int, Result]:
    """What workers have sent since, by the number of its task; whoever has left is struck off the crew."""
    from multiprocessing.connection import wait

    received: dict[int, Result] = {}
    came = wait(crew, timeout) if crew else []  # nobody would be waited for without end
    for receiver in [each for each in crew if each in came]:
        try:
            received |= receiver.recv()
        except (EOFError, OSError):
            crew.remove(receiver)
    return received


def _done_here(tasks: Sequence[Task[Result]], tickets: int) -> dict[int, Result]:
    """What comes of one more task, if there is one that nobody has taken."""
    number = _take(tickets)
    return {} if number is None else {number: tasks[number]()}


@contextmanager
def _tickets(number: int) -> Iterator[int]:
    tickets, office = os.pipe()
    os.write(office, bytes(range(number)))
    os.close(office)
    yield tickets
    os.close(tickets)


def _take(tickets: int) -> int | None:
    """The number of the next task; `None` when all are taken."""
    ticket = os.read(tickets, 1)
    return ticket[0] if ticket else None


@contextmanager
def _worker(tasks: Sequence[Task[Result]], tickets: int) -> Iterator[Connection]:
    """A process that does tasks, and where it sends what comes of them."""
    from multiprocessing import get_context

    fork = get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    worker = fork.Process(target=_work, args=(tasks, tickets, receiver, sender), daemon=True)
    with receiver:
        with sender, suppress(OSError):  # there may be no room for another process: then nothing is sent
            worker.start()
        try:
            yield receiver
        finally:
            if worker.pid is not None:
                worker.terminate()  # it has sent all, or nobody wants the rest
                worker.join()


def _work(tasks: Sequence[Task[Result]], tickets: int, receiver: Connection, sender: Connection) -> None:
    """Be a worker. Whoever interrupts the program ends its other process, and that one ends this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    receiver.close()  # so that sending fails as soon as nobody receives
    with suppress(Exception):  # whatever it is, the task is done once more where it can be told
        while (number := _take(tickets)) is not None:
            sender.send({number: tasks[number]()})
