"""Files read together are what they are one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from document_cases import cases

from okr.documents import read_document, read_documents, together
from okr.documents.together import BATCH, GROUP, File
from okr.workers import MOST_TASKS

NORTHWIND = Path(__file__).parent.parent.parent / "examples" / "northwind"

FILES: list[File] = [
    *((path.name, path.read_bytes()) for path in sorted(NORTHWIND.rglob("*.yaml"))),
    *((case.id, case.values[0]["text"].encode()) for case in cases("refusals.yaml") + cases("syntax.yaml")),
    ("empty.yaml", b""),
    ("latin.yaml", b"owner: Zo\xeb\n"),
    ("mark.yaml", "\ufeffowner: Zoë\n".encode()),
]


@pytest.mark.parametrize("least_shared", [1, 1 << 30], ids=["with workers", "alone"])
@pytest.mark.parametrize(("group", "batch"), [(GROUP, BATCH), (GROUP, 1000), (20_000, 1000), (1, 1)])
def test_files_are_read_as_one_by_one(
    least_shared: int, group: int, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "LEAST_SHARED", least_shared)
    monkeypatch.setattr(together, "GROUP", group)
    monkeypatch.setattr(together, "BATCH", batch)
    documents = list(read_documents(FILES))
    assert documents == [read_document(path, data) for path, data in FILES]
    assert [each.comments for each in documents] == [read_document(*file).comments for file in FILES]


def test_numbers_come_back_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "LEAST_SHARED", 1)
    monkeypatch.setattr(together, "BATCH", 1)
    documents = read_documents([("a.yaml", b"a: 1.10\n"), ("b.yaml", b"b: 007\n"), ("c.yaml", b"c: 1e3\n")])
    assert [str(value) for each in documents for value in each.value.values()] == ["1.10", "007", "1e3"]


def test_there_are_tickets_for_all_batches_of_a_group() -> None:
    assert GROUP // BATCH < MOST_TASKS


def test_no_files_are_no_documents() -> None:
    assert list(read_documents([])) == []
