"""Reading goal files and readings: values, places, comments and what is refused."""

from __future__ import annotations

from okr.documents import read_document


def test_values_follow_the_core_schema() -> None:
    document = read_document("a.yaml", b"a: [1, 1.5, true, null, no, 2026-10-05, 1_000, '7']\nb:\ndone:\n")
    assert document.value == {
        "a": [1, 1.5, True, None, "no", "2026-10-05", "1_000", "7"],
        "done": None,
    }
    assert document.diagnostics == ()
