"""Whatever goes wrong becomes words and an exit code, and nothing else."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import NoReturn

import pytest

from okr.cli.boundary import guarded, run
from okr.errors import ExitCode, OkrError

NORTHWIND = Path(__file__).parents[2] / "examples" / "northwind"


def raising(error: BaseException) -> Callable[[], int]:
    def action() -> NoReturn:
        raise error

    return action


@contextmanager
def closed_stdout() -> Iterator[None]:
    """A pipe that nobody reads any more; in the end nothing is left that could not be written."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream, redirect_stdout(stream):
        yield


@pytest.mark.parametrize("code", [0, 1, 2])
def test_what_the_action_returns_is_the_exit_code(code: int) -> None:
    assert guarded(lambda: code, debug=False) == code


@pytest.mark.parametrize(
    ("leaving", "code"),
    [
        (SystemExit(), 0),
        (SystemExit(None), 0),
        (SystemExit(0), 0),
        (SystemExit(1), 1),
        (SystemExit(ExitCode.FINDINGS), 1),
        (SystemExit("a text"), 2),
    ],
)
def test_leaving_early_keeps_its_code(
    leaving: SystemExit, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(leaving), debug=False) == code
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OkrError("there is no okr.yaml"), "okr: there is no okr.yaml\n"),
        (
            OkrError("there is no okr.yaml", hint="Run okr init."),
            "okr: there is no okr.yaml\n     Run okr init.\n",
        ),
        (
            OkrError('"a" may mean 2 things', hint="Say which:\n     2026/a\n\n     2027/a"),
            'okr: "a" may mean 2 things\n     Say which:\n     2026/a\n     2027/a\n',
        ),
        (OkrError("git says:\n  fatal: no"), "okr: git says:\n     fatal: no\n"),
        (OkrError("a", hint="Add this:\nb:\n\n  - c\n"), "okr: a\n     Add this:\n     b:\n       - c\n"),
    ],
)
def test_a_mistake_in_use_is_told_with_what_to_do_next(
    error: OkrError, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error), debug=False) == 2
    assert capsys.readouterr() == ("", said)


def test_an_error_may_name_its_own_exit_code() -> None:
    assert guarded(raising(OkrError("not all done", exit_code=ExitCode.FINDINGS)), debug=False) == 1


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2Jcleared", "\N{REPLACEMENT CHARACTER}[2Jcleared"),
        ("\x1b]0;title\x07", "\N{REPLACEMENT CHARACTER}]0;title\N{REPLACEMENT CHARACTER}"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}lmay", "\N{REPLACEMENT CHARACTER}lmay"),
        ("a\rb", "a b"),
        ("\udc80", "\N{REPLACEMENT CHARACTER}"),
        ("[red]bold[/red]", "[red]bold[/red]"),
    ],
)
def test_no_message_commands_the_terminal(
    hostile: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(OkrError(f"no goal {hostile}", hint=f"Not {hostile}.")), debug=False) == 2
    assert capsys.readouterr().err == f"okr: no goal {shown}\n     Not {shown}.\n"
    assert guarded(raising(ValueError(f"odd {hostile}")), debug=False) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"okr: a bug in okr: ValueError: odd {shown}"


def test_what_is_typed_cannot_command_the_terminal_either(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "\x1b[2J", "--root", str(NORTHWIND)]) == 2
    assert capsys.readouterr().err == (
        'okr: there is no goal or KPI "\N{REPLACEMENT CHARACTER}[2J"\n     See okr list for what there is.\n'
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "Permission denied"), (errno.EROFS, "Read-only file system")],
)
def test_what_the_system_refuses_is_no_bug(
    number: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(OSError(number, said, "/home/ada/.bashrc")), debug=False) == 2
    assert capsys.readouterr().err == (
        f"okr: /home/ada/.bashrc: {said}\n     See who may read and write it, and whether its disk is well.\n"
    )


def test_a_bug_is_one_line_and_how_to_report_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(KeyError("Ada")), debug=False) == 2
    assert capsys.readouterr().err == (
        "okr: a bug in okr: KeyError: 'Ada'\n"
        "     Nothing was changed. Run it again with --debug, and report what it shows.\n"
    )


def test_debug_shows_the_traceback_of_a_bug(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(KeyError("Ada")), debug=True) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-2:] == ["KeyError: 'Ada'", "okr: a bug in okr: KeyError: 'Ada'"]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_debug_may_stand_anywhere(place: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["score", f"--root={tmp_path}"]
    arguments.insert(place, "--debug")
    assert run(arguments) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-2:] == [
        f"okr: {tmp_path} has no okr.yaml",
        "     Name the folder that has one, or run okr init there.",
    ]


def test_an_interrupt_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(KeyboardInterrupt()), debug=False) == 130
    assert capsys.readouterr() == ("", "\nInterrupted; nothing is half-written.\n")


def test_an_interrupt_within_a_command_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("okr.cli.schema.emit", raising_with_any_arguments(KeyboardInterrupt()))
    assert run(["schema"]) == 130
    assert capsys.readouterr() == ("", "\nInterrupted; nothing is half-written.\n")


def test_a_bug_within_a_command_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("okr.cli.schema.emit", raising_with_any_arguments(ZeroDivisionError("by zero")))
    assert run(["schema"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == "okr: a bug in okr: ZeroDivisionError: by zero"


def raising_with_any_arguments(error: BaseException) -> Callable[..., None]:
    def action(*arguments: object) -> None:
        raise error

    return action


def test_a_pipe_that_closes_before_the_last_words_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    def action() -> int:
        sys.stdout.write("the last words")
        return 1

    with closed_stdout():
        assert guarded(action, debug=False) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("arguments", [["rules"], ["schema", "goals"], ["--help"]])
def test_a_pipe_that_closes_within_a_command_is_no_error(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with closed_stdout():
        assert run(arguments) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("arguments", [["schema"], ["schema", "goals"], ["--version"]])
def test_a_closed_pipe_says_nothing(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "okr", *arguments], stdout=writer, stderr=subprocess.PIPE, text=True
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


# Streams that are closed or full

EXAMPLE = Path(__file__).parents[2] / "examples" / "tiny"


def in_a_shell(command: str) -> tuple[int, str]:
    """The exit code and what was said on stderr."""
    okr = f"'{sys.executable}' -m okr"
    done = subprocess.run(
        ["sh", "-c", command.replace("okr", okr, 1)], cwd=EXAMPLE, capture_output=True, text=True
    )
    return done.returncode, done.stderr


def test_a_closed_stdin_is_an_empty_one() -> None:
    hint = "Name a key result and its value: okr checkin REF VALUE."
    assert in_a_shell("okr checkin <&-") == (2, f"okr: there is nobody to ask\n     {hint}\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_what_nobody_listens_to_is_no_error(closed: str) -> None:
    assert in_a_shell(f"okr score -q {closed}") == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_told() -> None:
    message = "okr: cannot write the result: No space left on device\n     Make room, and run it again.\n"
    assert in_a_shell("okr score -q >/dev/full") == (2, message)
