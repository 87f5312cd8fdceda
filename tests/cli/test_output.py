"""Where a result goes, in which colours, and how wide."""

from __future__ import annotations

import io
import os
import pty
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from okr.cli.options import Output
from okr.cli.output import Destination, destinations, emit, is_coloured, save, width_of
from okr.errors import OkrError
from okr.render.terminal import Screen

FORMATS = {
    "table": lambda screen: f"table {screen.width} {screen.color}\n",
    "json": lambda _screen: "{}\n",
}


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def terminal() -> Iterator[TextIO]:
    """A terminal that is 97 cells wide."""
    master, slave = pty.openpty()
    os.set_blocking(master, False)
    with os.fdopen(slave, "w", encoding="utf-8") as stream:
        import fcntl
        import struct
        import termios

        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 97, 0, 0))
        yield stream
    os.close(master)


def refused(call: object, *arguments: object) -> tuple[str, str | None]:
    with pytest.raises(OkrError) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.message, caught.value.hint


def test_a_terminal_is_coloured_and_nothing_else_is(terminal: TextIO) -> None:
    assert is_coloured(terminal, "auto")
    assert not is_coloured(io.StringIO(), "auto")


@pytest.mark.parametrize(
    ("environment", "color", "coloured"),
    [
        ({"NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": ""}, "auto", True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({"TERM": "dumb"}, "auto", False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1"}, "never", False),
    ],
)
def test_the_option_decides_then_the_environment_then_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
    terminal: TextIO,
    environment: dict[str, str],
    color: str,
    coloured: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert is_coloured(terminal, color) is coloured


def test_colour_can_be_forced_off_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert is_coloured(io.StringIO(), "auto")


def test_an_unknown_colour_is_refused() -> None:
    assert refused(is_coloured, io.StringIO(), "allways") == (
        'there is no choice of --color "allways"',
        'Did you mean "always"?',
    )


@pytest.mark.parametrize(
    ("columns", "width"), [("60", 60), ("0", 97), ("", 97), ("wide", 97), ("-5", 97), ("²", 97)]
)
def test_columns_goes_before_the_terminal(
    monkeypatch: pytest.MonkeyPatch, terminal: TextIO, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert width_of(terminal) == width


def test_off_a_terminal_there_is_no_width_unless_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert width_of(io.StringIO()) is None
    monkeypatch.setenv("COLUMNS", "60")
    assert width_of(io.StringIO()) == 60


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (None, [Destination("table")]),
        (["a.txt"], [Destination("table", Path("a.txt"))]),
        (["json=a.json"], [Destination("table"), Destination("json", Path("a.json"))]),
        (
            ["json=a=b.json", "a.txt"],
            [Destination("table", Path("a.txt")), Destination("json", Path("a=b.json"))],
        ),
        (["./x=y"], [Destination("table", Path("x=y"))]),
    ],
)
def test_a_file_takes_the_place_of_stdout_and_a_format_with_a_file_stands_beside_it(
    output: list[str] | None, expected: list[Destination]
) -> None:
    assert destinations(FORMATS, "table", Output(output)) == expected


def test_an_unknown_format_is_refused_with_the_nearest_or_all() -> None:
    assert refused(destinations, FORMATS, "jsn", Output()) == (
        'there is no format "jsn"',
        'Did you mean "json"?',
    )
    assert refused(destinations, FORMATS, "table", Output(["xlsx=a"])) == (
        'there is no format "xlsx"',
        "Known are table, json.",
    )


def test_files_get_whole_lines_without_colour(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("FORCE_COLOR", "1")
    emit(FORMATS, "table", Output([f"table={tmp_path / 'a.txt'}", f"json={tmp_path / 'b.json'}"]))
    assert capsys.readouterr().out == "table 60 True\n"
    assert (tmp_path / "a.txt").read_text() == "table None False\n"
    assert (tmp_path / "b.json").read_text() == "{}\n"


def test_a_file_gets_colour_only_on_demand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    emit(FORMATS, "table", Output([str(tmp_path / "a.txt")], color="always"))
    assert capsys.readouterr().out == ""
    assert (tmp_path / "a.txt").read_text() == "table None True\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert refused(save, tmp_path / "no" / "a.txt", "x") == (
        f"cannot write {tmp_path / 'no' / 'a.txt'}: No such file or directory",
        "Name another --output FILE.",
    )


def test_an_encoding_that_lacks_a_mark_costs_the_mark_and_not_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    monkeypatch.setattr("sys.stdout", stream)
    emit({"table": lambda _screen: "━ 0.5\n"}, "table", Output())
    stream.flush()
    assert raw.getvalue() == b"? 0.5\n"


def test_a_screen_says_what_it_is(terminal: TextIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", terminal)
    seen: list[Screen] = []
    emit({"table": lambda screen: seen.append(screen) or ""}, "table", Output())
    assert seen == [Screen(97, color=True)]
