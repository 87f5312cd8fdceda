"""The walls of the house: which module may import which, and who may touch the world outside.

Read from the source, so that an import inside a function or for types alone counts like any other.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent

# What a module or folder of okr may import of okr, besides itself.
WALLS: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "errors": set(),
    "spans": set(),
    "workers": set(),
    "snapshot": {"errors"},
    "git": {"errors", "snapshot"},
    "forges": {"errors"},
    "diagnostics": {"spans"},
    "documents": {"diagnostics", "errors", "spans", "workers"},
    "model": set(),
    "workspace": {"diagnostics", "documents", "model", "snapshot", "spans"},
    "scoring": {"model", "spans", "workspace"},
    "changes": {"diagnostics", "documents", "model", "scoring", "spans", "workspace"},
    "rules": {"changes", "diagnostics", "model", "scoring", "spans", "workspace"},
    "edits": {"documents", "errors", "spans"},
    "authoring": {"edits", "errors", "git", "model", "scoring", "snapshot", "spans", "workspace"},
    "reports": {"changes", "diagnostics", "model", "rules", "scoring", "spans", "workspace"},
    "render": {"diagnostics", "reports", "spans"},
    "exchange": {"authoring", "edits", "errors", "model", "snapshot", "spans", "workspace"},
}
EVERYTHING = {"cli"}

# Who may import which package from outside, by the start of the path: `terminal` is `terminal_table.py` too.
OUTSIDERS: dict[str, tuple[str, ...]] = {
    "_ruamel_yaml": ("okr/documents",),
    "jinja2": ("okr/render/html",),
    "pydantic": ("okr/model", "okr/workspace"),
    "pydantic_core": ("okr/model", "okr/workspace"),
    "rich": ("okr/render/terminal", "okr/cli"),
    "ruamel": ("okr/documents",),
    "typer": ("okr/cli",),
}
LAZY = {"jinja2"}
"""Packages that cost so much to import that only a function may do so."""

PURE = {"changes", "model", "rules", "scoring"}
DOORS = {
    "glob",
    "http",
    "io",
    "os",
    "pathlib",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "time",
    "urllib",
}
"""Modules of the standard library through which the world comes in."""
IO_CALLS = {"breakpoint", "input", "open", "print"}
CLOCKS = {"today", "now", "utcnow"}


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement's module, and whether it runs as soon as the file is imported."""

    name: str
    line: int
    eager: bool

    @property
    def package(self) -> str:
        return self.name.split(".")[0]


@dataclass(frozen=True, slots=True)
class Module:
    path: str
    source: str

    @property
    def room(self) -> str:
        """The folder or file below `okr` that it belongs to."""
        return self.path.split("/")[1].removesuffix(".py")

    def imports(self) -> Iterator[Import]:
        nodes = nodes_of(self)
        later = {id(inner) for node in nodes if is_function(node) for inner in ast.walk(node)}
        for node in nodes:
            for name in imported_names(node):
                yield Import(name, node.lineno, id(node) not in later)  # type: ignore[attr-defined]

    def calls(self) -> Iterator[tuple[str, str, int]]:
        """Every call as what it is called on, its name and its line: `date.today()` is `date`, `today`."""
        for node in nodes_of(self):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield "", node.func.id, node.lineno
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield ast.unparse(node.func.value), node.func.attr, node.lineno


@cache
def nodes_of(module: Module) -> list[ast.AST]:
    """Every node of its syntax tree."""
    return list(ast.walk(ast.parse(module.source, module.path)))


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def imported_names(node: ast.AST) -> Iterator[str]:
    """Full module names; `from okr import errors` is `okr.errors`. Relative imports are banned by ruff."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module == "okr":
        yield from (f"okr.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""


@cache
def modules() -> list[Module]:
    files = sorted((ROOT / "okr").rglob("*.py"))
    return [Module(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files]


def broken_walls(module: Module) -> Iterator[str]:
    """Imports of okr from a room that the table does not open to this one."""
    if module.room in EVERYTHING:
        return
    may = {"okr", "__version__", module.room, *WALLS.get(module.room, ())}
    for each in module.imports():
        room = each.name.removeprefix("okr.").split(".")[0]
        if each.package == "okr" and room not in may:
            yield f"{module.path}:{each.line}: {module.room} may not import {each.name}"


def uninvited(module: Module) -> Iterator[str]:
    """Imports of a package from outside by a file that has no business with it, or too early."""
    for each in module.imports():
        if each.package == "subprocess" and not module.path.startswith("okr/git"):
            yield f"{module.path}:{each.line}: only okr/git runs programs"
        if each.package == "okr" or each.package in sys.stdlib_module_names:
            continue
        if not module.path.startswith(OUTSIDERS.get(each.package, ("nowhere",))):
            yield f"{module.path}:{each.line}: may not import {each.name}"
        elif each.package in LAZY and each.eager:
            yield f"{module.path}:{each.line}: imports {each.name} outside of a function"


def impure(module: Module) -> Iterator[str]:
    """Imports and calls by which a pure room would reach the world outside."""
    if module.room not in PURE:
        return
    for each in module.imports():
        if each.package in DOORS:
            yield f"{module.path}:{each.line}: {module.room} does no I/O and may not import {each.name}"
    for on, name, line in module.calls():
        if not on and name in IO_CALLS:
            yield f"{module.path}:{line}: {module.room} does no I/O and may not call {name}()"


def clock_readings(module: Module) -> Iterator[str]:
    """Calls that ask what time it is."""
    for on, name, line in module.calls():
        if (on and name in CLOCKS) or (on, name) == ("time", "time"):
            yield f"{module.path}:{line}: {on}.{name}()"


def test_every_room_has_a_row_in_the_table() -> None:
    assert {module.room for module in modules()} - WALLS.keys() - EVERYTHING == set()


def test_the_table_knows_no_room_that_may_see_the_command_line() -> None:
    assert [room for room, may in WALLS.items() if "cli" in may] == ["__main__"]


def test_the_table_has_no_circle() -> None:
    def reach(room: str) -> set[str]:
        below = WALLS[room] - EVERYTHING
        return below.union(*map(reach, below))

    assert [room for room in WALLS if room in reach(room)] == []


def test_walls_stand() -> None:
    assert [breach for module in modules() for breach in broken_walls(module)] == []


def test_packages_are_imported_where_they_belong() -> None:
    assert [breach for module in modules() for breach in uninvited(module)] == []


def test_pure_rooms_do_no_io() -> None:
    assert [breach for module in modules() for breach in impure(module)] == []


def test_only_the_command_line_reads_the_clock() -> None:
    others = [module for module in modules() if module.room != "cli"]
    assert [reading for module in others for reading in clock_readings(module)] == []


def test_the_command_line_reads_the_clock_once() -> None:
    readings = [reading for module in modules() if module.room == "cli" for reading in clock_readings(module)]
    assert len(readings) == 1
    assert readings[0].endswith("date.today()")


@pytest.mark.parametrize(
    ("check", "path", "source", "breach"),
    [
        (
            broken_walls,
            "okr/model/goals.py",
            "from okr.workspace import load",
            "model may not import okr.workspace",
        ),
        (broken_walls, "okr/rules/kpis.py", "from okr import cli", "rules may not import okr.cli"),
        (broken_walls, "okr/spans.py", "def f():\n    import okr.errors", "spans may not import okr.errors"),
        (uninvited, "okr/workspace/loader.py", "import ruamel.yaml", "may not import ruamel.yaml"),
        (uninvited, "okr/render/markdown.py", "from rich.table import Table", "may not import rich.table"),
        (uninvited, "okr/scoring/pace.py", "import numpy", "may not import numpy"),
        (uninvited, "okr/render/html.py", "import jinja2", "imports jinja2 outside of a function"),
        (uninvited, "okr/cli/diff.py", "import subprocess", "only okr/git runs programs"),
        (impure, "okr/rules/kpis.py", "import os", "rules does no I/O and may not import os"),
        (
            impure,
            "okr/model/goals.py",
            "from pathlib import Path",
            "model does no I/O and may not import pathlib",
        ),
        (impure, "okr/scoring/pace.py", "text = open('x')", "scoring does no I/O and may not call open()"),
        (clock_readings, "okr/git/log.py", "now = dt.datetime.now(dt.UTC)", "dt.datetime.now()"),
        (clock_readings, "okr/git/log.py", "x = time.time()", "time.time()"),
    ],
)
def test_a_breach_is_seen(check: Any, path: str, source: str, breach: str) -> None:
    assert [seen.split(": ", 1)[1] for seen in check(Module(path, source))] == [breach]


@pytest.mark.parametrize(
    ("check", "path", "source"),
    [
        (broken_walls, "okr/cli/score.py", "from okr.scoring import score"),
        (broken_walls, "okr/workspace/loader.py", "import okr.workspace.nodes\nfrom okr import model"),
        (uninvited, "okr/render/html.py", "def page():\n    import jinja2"),
        (uninvited, "okr/git/command.py", "import subprocess"),
        (uninvited, "okr/render/terminal_table.py", "from rich.table import Table"),
        (impure, "okr/cli/score.py", "import os\nprint(open(os.devnull))"),
        (impure, "okr/rules/kpis.py", "self.open()"),
        (clock_readings, "okr/git/log.py", "dt.datetime.fromtimestamp(0, dt.UTC)"),
    ],
)
def test_what_is_allowed_is_no_breach(check: Any, path: str, source: str) -> None:
    assert list(check(Module(path, source))) == []
