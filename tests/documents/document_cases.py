"""The cases in `tests/cases/documents`, and diagnostics in one line each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from okr.documents import Document, read_document
from okr.spans import Span

CASES = Path(__file__).parent.parent / "cases" / "documents"


def cases(name: str) -> list[Any]:
    document = read_document(name, (CASES / name).read_bytes())
    assert document.diagnostics == ()
    return [pytest.param(case, id=case["name"]) for case in document.value]


def place(span: Span) -> str:
    (line, column, _), (end_line, end_column, _) = span
    return f"{line}:{column}-{end_line}:{end_column}"


def found(document: Document) -> list[str]:
    return [f"{each.code} {place(each.span)} {each.message}" for each in document.diagnostics]
