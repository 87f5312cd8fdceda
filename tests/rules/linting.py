"""Workspaces in a dictionary, and what the rules say of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Any

from okr.diagnostics import Diagnostic, Fix
from okr.rules.linter import lint
from okr.rules.review import Review
from okr.scoring import Scores
from okr.snapshot import MemorySnapshot
from okr.workspace import Workspace, load

AS_OF = dt.date(2026, 11, 20)
_FILE = re.compile(r"^# (\S+\.(?:yaml|csv))\n", re.MULTILINE)


def findings(
    files: Mapping[str, str],
    *,
    as_of: dt.date = AS_OF,
    today: dt.date | None = None,
    all_cycles: bool = False,
    select: Collection[str] | None = None,
    base: Mapping[str, str] | None = None,
) -> list[Diagnostic]:
    """Everything that is wrong with some files, and with the change that made them of a base.

    A workspace without an `okr.yaml` gets the smallest one.
    """
    workspace = loaded(files)
    return lint(
        workspace,
        Scores(workspace, as_of),
        as_of=as_of,
        today=today or as_of,
        all_cycles=all_cycles,
        select=select,
        review=None if base is None else Review(loaded(base), workspace, as_of),
    )


def loaded(files: Mapping[str, str]) -> Workspace:
    """The workspace of some files."""
    content = {"okr.yaml": "version: 1\n", **files}
    return load(MemorySnapshot({path: text.encode() for path, text in content.items()}))


def sides(files: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """A sample of one side, or of two: files in `head/`, and the `base/` that they were made of."""
    if not any(path.startswith("base/") for path in files):
        return {"files": files}
    base = {path[5:]: text for path, text in files.items() if path.startswith("base/")}
    return {
        "files": {path[5:]: text for path, text in files.items() if path.startswith("head/")},
        "base": base,
    }


def split(text: str, *, cycle: str = "2026-Q4") -> dict[str, str]:
    """A sample as files: `# PATH` on a line begins each; a text without any is `goals.yaml`.

    A file with objectives and no cycle of its own is one of `cycle`.
    """
    first, *rest = _FILE.split(text)
    files = dict(zip(rest[::2], rest[1::2], strict=True))
    if first.strip():
        files["goals.yaml"] = first
    return {path: _in_cycle(content, cycle) for path, content in files.items()}


def _in_cycle(text: str, cycle: str) -> str:
    has_objectives = re.search(r"^objectives:", text, re.MULTILINE)
    has_cycle = re.search(r"^cycle:", text, re.MULTILINE)
    return f"cycle: {cycle}\n{text}" if has_objectives and not has_cycle else text


def told(diagnostics: Collection[Diagnostic]) -> list[str]:
    """Diagnostics as `path CODE line:column`, the path left out where it is `goals.yaml`."""
    return [_told(each) for each in diagnostics]


def _told(each: Diagnostic) -> str:
    place = f"{each.code} {each.span.start.line}:{each.span.start.column}"
    return place if each.path == "goals.yaml" else f"{each.path} {place}"


def applied(text: str, fixes: Collection[Fix]) -> str:
    """A text with the edits of some fixes."""
    edits = [edit for fix in fixes for edit in fix.edits]
    for edit in sorted(edits, key=lambda edit: edit.span.start.offset, reverse=True):
        text = text[: edit.span.start.offset] + edit.text + text[edit.span.end.offset :]
    return text


def options(case: Mapping[str, Any]) -> dict[str, Any]:
    """The day and the scope of a case."""
    as_of = dt.date.fromisoformat(case.get("as_of", AS_OF.isoformat()))
    today = dt.date.fromisoformat(case.get("today", as_of.isoformat()))
    return {"as_of": as_of, "today": today, "all_cycles": case.get("all_cycles", False)}
