"""What the shell offers when somebody presses Tab: references, cycles, teams, people, tags and rules.

It answers at once and never fails. So it reads the files as plain YAML, without checking what they say, and
stops when the time is up; and it offers nothing that a shell could take for anything but a name.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

from okr.snapshot import GOAL_SUFFIXES, WORKSPACE_FILE, WorkTreeSnapshot

_SECONDS = 0.4
_NAME = re.compile(r"[\w./-]{1,250}")


def references(ctx: typer.Context, incomplete: str) -> list[str]:
    """Goals and KPIs: by their whole references, and by the last parts once something is typed."""
    return _offered(incomplete, lambda: _endings(_refs(ctx)) if incomplete else _refs(ctx))


def cycles(ctx: typer.Context, incomplete: str) -> list[str]:
    """Cycles that have goals or are declared."""
    return _offered(incomplete, lambda: (*_top(ctx, "cycle"), *_declared(ctx, "cycles")))


def teams(ctx: typer.Context, incomplete: str) -> list[str]:
    """Teams."""
    return _offered(incomplete, lambda: (*_top(ctx, "team"), *_declared(ctx, "teams")))


def people(ctx: typer.Context, incomplete: str) -> list[str]:
    """People, and whoever else owns something."""
    return _offered(incomplete, lambda: (*_declared(ctx, "people"), *_values(ctx, "owner")))


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """Tags of goals and KPIs."""
    return _offered(incomplete, lambda: _values(ctx, "tags"))


def rules(incomplete: str) -> list[str]:
    """Rules, by code and by name."""
    from okr.rules.registry import RULES

    return _offered(incomplete, lambda: (name for rule in RULES for name in (rule.code, rule.name)))


def words(*known: str) -> Callable[[str], list[str]]:
    """One of a few words."""

    def offer(incomplete: str) -> list[str]:
        return _offered(incomplete, lambda: known)

    return offer


def _offered(incomplete: str, find: Callable[[], Iterable[str]]) -> list[str]:
    """What is found that begins with what is typed; nothing where anything goes wrong."""
    with suppress(Exception):
        return sorted({each for each in find() if each.startswith(incomplete) and _NAME.fullmatch(each)})
    return []


def _endings(refs: Iterable[str]) -> Iterator[str]:
    """Every form in which references can be written: whole, or from any part on."""
    for ref in refs:
        parts = ref.split("/")
        yield from ("/".join(parts[start:]) for start in range(len(parts)))


def _refs(ctx: typer.Context) -> Iterator[str]:
    """The references of all that can be read in time."""
    for file in _files(ctx):
        cycle, team = file.get("cycle"), file.get("team", "company")
        for objective in _entries(file, "objectives"):
            ref = f"{cycle}/{team}/{objective.get('id')}"
            yield ref
            yield from (f"{ref}/{key_result.get('id')}" for key_result in _entries(objective, "key_results"))
        yield from (str(kpi.get("id")) for kpi in _entries(file, "kpis"))


def _top(ctx: typer.Context, key: str) -> Iterator[str]:
    """What goal files say of themselves."""
    return (str(file[key]) for file in _files(ctx) if key in file)


def _declared(ctx: typer.Context, key: str) -> Iterator[str]:
    """The ids in a list of `okr.yaml`."""
    settings = _value(_root(ctx), WORKSPACE_FILE)
    return (str(entry.get("id")) for entry in _entries(settings, key))


def _values(ctx: typer.Context, key: str) -> Iterator[str]:
    """What a key of goals and KPIs holds, alone or in a list."""
    for file in _files(ctx):
        for goal in (*_entries(file, "objectives"), *_entries(file, "kpis")):
            for each in (goal, *_entries(goal, "key_results")):
                value = each.get(key, [])
                yield from map(str, value if isinstance(value, list) else [value])


def _files(ctx: typer.Context) -> Iterator[dict[str, Any]]:
    """What YAML files say, as many as can be read in time."""
    root, end = _root(ctx), time.monotonic() + _SECONDS
    for path in WorkTreeSnapshot(root).paths():
        if path.endswith(GOAL_SUFFIXES) and path != WORKSPACE_FILE:
            yield _value(root, path)
        if time.monotonic() > end:
            return


def _value(root: Path, path: str) -> dict[str, Any]:
    from okr.documents import read_document

    value = read_document(path, (root / path).read_bytes()).value
    return value if isinstance(value, dict) else {}


def _entries(mapping: dict[str, Any], key: str) -> list[dict[str, Any]]:
    entries = mapping.get(key)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _root(ctx: typer.Context) -> Path:
    from okr.cli.session import find_root

    root = ctx.params.get("root")
    return find_root(None if root is None else Path(root))
