"""Reading many files at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from okr.documents.reader import Document, Plain, plain_document, read_document, read_plain_value
from okr.workers import in_turn, together

File = tuple[str, bytes]
"""A path, and what is in the file."""

GROUP = 8 * 1024 * 1024
"""Bytes of files that are taken ahead, to be read together."""

BATCH = 64 * 1024
"""Bytes of files that are one task: enough that taking and sending it is nothing beside."""

LEAST_SHARED = 1024 * 1024
"""Bytes from which workers save more time than they take: those of two hundred files."""


def read_documents(files: Iterable[File]) -> Iterator[Document]:
    """Read one file after the other, each as `read_document` does. Files are taken ahead of their turn."""
    for group in _parts(files, GROUP):
        batches = list(_parts(group, BATCH))
        read = together if len(batches) >= LEAST_SHARED // BATCH else in_turn
        for batch, values in zip(batches, read([partial(_values, batch) for batch in batches]), strict=True):
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


def _values(batch: Sequence[File]) -> list[Plain | None]:
    """What files say, which is little to send; `None` for one that has to be read with more care."""
    return [read_plain_value(data) for _, data in batch]
