"""Many files read at once: by processes beside this one, where there are processors for them.

Reading is half of what a long run takes; each file is read by itself, and what it says is small. So a worker
is a fork of this process, which has the files before it, and sends back what they say. What it does not send,
because there is something to report of a file or because it is gone, is read here: workers change how long it
takes, and nothing else.

Files are dealt out in batches. Each has a ticket in a pipe, and whoever has nothing else to do takes the next
one: a worker always, this process while it waits.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from okr.documents.reader import Document, Plain, plain_document, read_document, read_plain_value

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

File = tuple[str, bytes]
"""A path, and what is in the file."""

Batch = Sequence[File]
Values = list[Plain | None]
"""What the files of a batch say; `None` for one that has to be read with more care."""

GROUP = 8 * 1024 * 1024
"""Bytes of files that are taken ahead, to be read together."""

BATCH = 64 * 1024
"""Bytes of files whose values are sent at once."""

LEAST_SHARED = 1024 * 1024
"""Bytes from which workers save more time than they take: those of two hundred files."""

MOST_WORKERS = 2
"""This process is busy enough with what becomes of the values of two."""


def read_documents(files: Iterable[File]) -> Iterator[Document]:
    """Read one file after the other, each as `read_document` does. Files are taken ahead of their turn."""
    for group in _parts(files, GROUP):
        batches = list(_parts(group, BATCH))
        for batch, values in zip(batches, _read_together(batches, _workers_for(batches)), strict=True):
            for (path, data), plain in zip(batch, values, strict=True):
                yield read_document(path, data) if plain is None else plain_document(path, data, plain)


def _parts(files: Iterable[File], size: int) -> Iterator[list[File]]:
    """Files that follow each other, as many as it takes for that many bytes."""
    part: list[File] = []
    held = 0
    for path, data in files:
        part.append((path, data))
        held += len(data)
        if held >= size:
            yield part
            part, held = [], 0
    if part:
        yield part


def _workers_for(batches: Sequence[Batch]) -> int:
    """How many workers help; none where a fork is not the system's own way, or not safe."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 0
    if len(batches) < LEAST_SHARED // BATCH:
        return 0
    return min(len(os.sched_getaffinity(0)) - 1, MOST_WORKERS)


def _read_together(batches: Sequence[Batch], workers: int) -> Iterator[Values]:
    """The values of each batch, in their order."""
    ready: dict[int, Values] = {}
    with ExitStack() as stack:
        tickets = stack.enter_context(_tickets(len(batches)))
        crew = [stack.enter_context(_worker(batches, tickets)) for _ in range(workers)]
        for number, batch in enumerate(batches):
            while crew and number not in ready:
                ready |= _sent(crew, timeout=0) or _read_here(batches, tickets) or _sent(crew, timeout=None)
            yield ready.pop(number) if number in ready else _values(batch)


def _sent(crew: list[Connection], timeout: float | None) -> dict[int, Values]:
    """What workers have sent since, by the number of its batch; whoever has left is struck off the crew."""
    from multiprocessing.connection import wait

    received: dict[int, Values] = {}
    came = wait(crew, timeout) if crew else []  # nobody would be waited for without end
    for receiver in [each for each in crew if each in came]:
        try:
            received |= receiver.recv()
        except (EOFError, OSError):
            crew.remove(receiver)
    return received


def _read_here(batches: Sequence[Batch], tickets: int) -> dict[int, Values]:
    """One more batch, if there is one that nobody has taken."""
    number = _take(tickets)
    return {} if number is None else {number: _values(batches[number])}


def _values(batch: Batch) -> Values:
    return [read_plain_value(data) for _, data in batch]


@contextmanager
def _tickets(number: int) -> Iterator[int]:
    """A pipe with a byte for each batch: a group has 128 of them, or one more."""
    tickets, office = os.pipe()
    os.write(office, bytes(range(number)))
    os.close(office)
    yield tickets
    os.close(tickets)


def _take(tickets: int) -> int | None:
    """The number of the next batch; `None` when all are taken."""
    ticket = os.read(tickets, 1)
    return ticket[0] if ticket else None


@contextmanager
def _worker(batches: Sequence[Batch], tickets: int) -> Iterator[Connection]:
    """A process that reads batches, and where it sends their values."""
    from multiprocessing import get_context

    fork = get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    worker = fork.Process(target=_work, args=(batches, tickets, receiver, sender), daemon=True)
    with receiver:
        with sender, suppress(OSError):  # there may be no room for another process: then nothing is sent
            worker.start()
        try:
            yield receiver
        finally:
            if worker.pid is not None:
                worker.terminate()  # it has sent all, or nobody wants the rest
                worker.join()


def _work(batches: Sequence[Batch], tickets: int, receiver: Connection, sender: Connection) -> None:
    """Be a worker. Whoever interrupts the program ends its other process, and that one ends this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    receiver.close()  # so that sending fails as soon as nobody receives
    with suppress(BrokenPipeError):
        while (number := _take(tickets)) is not None:
            sender.send({number: _values(batches[number])})
