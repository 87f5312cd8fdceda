"""The table of commands, and what a start of `okr` does not import."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.core import TyperGroup

from okr import __version__
from okr.cli.app import COMMANDS, Entry, application, command
from okr.cli.boundary import run

SHOWN = [entry for entry in COMMANDS if not entry.hidden]

RUN_AND_NAME_MODULES = """
import os
import sys
from okr.cli.main import main
leave = os._exit
def name_modules(code):
    print(*sys.modules, sep="\\n", file=sys.stderr, flush=True)
    leave(code)
os._exit = name_modules
main()
"""


def start(*arguments: str) -> tuple[str, set[str]]:
    """What a new process says, and the modules that it imports for that."""
    done = subprocess.run(
        [sys.executable, "-c", RUN_AND_NAME_MODULES, *arguments], capture_output=True, text=True
    )
    assert done.returncode == 0
    return done.stdout, set(done.stderr.split("\n"))


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_the_version_is_told_with_next_to_nothing_imported(flag: str) -> None:
    said, modules = start(flag)
    assert said == f"okr {__version__}\n"
    assert packages(modules) & {"jinja2", "pydantic", "rich", "ruamel", "typer"} == set()
    assert {name for name in modules if name.startswith("okr.cli.")} == {"okr.cli.boundary", "okr.cli.main"}


def test_help_imports_no_command() -> None:
    said, modules = start("--help")
    assert said.startswith("Usage: okr ")
    assert packages(modules) & {"jinja2", "pydantic", "rich", "ruamel"} == set()
    assert {name for name in modules if name.startswith("okr.cli.")} == {
        "okr.cli.app",
        "okr.cli.boundary",
        "okr.cli.main",
        "okr.cli.usage",
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["rules", "--format", "json"], 0),
        (["rules", "--format", "jsn"], 2),
        (["score", "--root", "nowhere"], 2),
    ],
)
def test_a_process_says_all_and_leaves_with_the_code(
    arguments: list[str], code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """It leaves without taking apart what it made, so that nothing may be left to be written by then."""
    done = subprocess.run([sys.executable, "-m", "okr", *arguments], capture_output=True, text=True)
    assert (done.returncode, run(arguments)) == (code, code)
    assert (done.stdout, done.stderr) == capfd.readouterr()


def test_the_version_is_told_beside_other_words_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version", "score"]) == 0
    assert capsys.readouterr() == (f"okr {__version__}\n", "")


def test_help_lists_each_command_with_its_summary_in_the_order_of_the_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:\n")[2]
    told = " ".join(f"{entry.name} {entry.summary}" for entry in SHOWN)
    assert listed.split() == told.split()


def test_no_command_is_listed_twice() -> None:
    names = [entry.name for entry in COMMANDS]
    assert names == list(dict.fromkeys(names))


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_each_name_leads_to_a_command_that_says_what_it_does(
    entry: Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    found = command(entry.name)
    assert run([entry.name, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert found.help is not None
    first = " ".join(found.help.partition("\n\n")[0].split())
    assert said.startswith(f"Usage: okr {entry.name} ")
    assert f" {first} " in said
    assert entry.summary[-1] == first[-1] == "."


@pytest.mark.parametrize(
    ("group", "commands"),
    [
        ("new", ["objective", "key-result", "kpi"]),
        ("kpi", ["list", "chart", "tree", "record"]),
        ("git", ["install", "uninstall"]),
    ],
)
def test_a_group_holds_its_commands(group: str, commands: list[str]) -> None:
    found = command(group)
    assert isinstance(found, TyperGroup)
    assert list(found.commands) == commands


def test_the_command_line_is_built_once() -> None:
    assert application() is application()
    assert command("score") is command("score")
