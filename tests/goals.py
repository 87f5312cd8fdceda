"""Short ways to make a workspace in a test."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent, indent

from okr.scoring import KeyResultScore, ObjectiveScore, Scores
from okr.snapshot import MemorySnapshot
from okr.workspace import Workspace, load

OKR_YAML = "version: 1\n"


def workspace(files: dict[str, str] | str, settings: str = OKR_YAML) -> Workspace:
    """A workspace from texts by path; a single text is `goals/growth.yaml`."""
    texts = {"goals/growth.yaml": files} if isinstance(files, str) else files
    contents = {"okr.yaml": settings, **texts}
    return load(MemorySnapshot({path: dedent(text).encode() for path, text in contents.items()}))


def sound(files: dict[str, str] | str, settings: str = OKR_YAML) -> Workspace:
    """A workspace without a mistake in its files."""
    loaded = workspace(files, settings)
    assert [each.message for each in loaded.diagnostics] == []
    return loaded


def found(loaded: Workspace) -> list[str]:
    """What is wrong with the files, as `path code line:column message`, in reading order."""
    return sorted(
        f"{each.path} {each.code} {each.span.start.line}:{each.span.start.column} {each.message}"
        for each in loaded.diagnostics
    )


def key_results(text: str, as_of: str, *, cycle: str = "2026-Q4", settings: str = OKR_YAML) -> ObjectiveScore:
    """The score of an objective with these key results, each written from the left edge."""
    goals = f"cycle: {cycle}\nobjectives:\n  - id: o\n    title: Be good\n    key_results:\n"
    loaded = sound(goals + indent(dedent(text).strip("\n"), " " * 6) + "\n", settings)
    scores = Scores(loaded, dt.date.fromisoformat(as_of))
    return scores.objective(loaded.objectives[f"{cycle}/company/o"])


def key_result(text: str, as_of: str, *, cycle: str = "2026-Q4", settings: str = OKR_YAML) -> KeyResultScore:
    """The score of one key result; its id and title are added."""
    body = indent(dedent(text).strip("\n"), "  ")
    return key_results(
        f"- id: k\n  title: A number\n{body}\n", as_of, cycle=cycle, settings=settings
    ).key_results[0]
