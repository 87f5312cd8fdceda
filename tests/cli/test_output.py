"""Where a result goes, in which colours, and how wide."""

from __future__ import annotations

import errno
import io
import os
import pty
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

import pytest

from okr.cli.options import Output
from okr.cli.output import Destination, destinations, emit, is_coloured, save, save_all, width_of
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


@pytest.mark.parametrize("output", ["", "json="])
def test_an_output_without_a_name_is_refused(output: str) -> None:
    assert refused(destinations, FORMATS, "table", Output([output])) == (
        "--output names no file",
        "Write --output FILE, or --output FORMAT=FILE.",
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
        "Name another file.",
    )


# A report is there whole, or not at all


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_full_disk_leaves_the_report_before_and_nothing_else(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("the one before")
    with room_for(10_000):
        assert refused(save, report, "x" * 20_000) == (
            f"cannot write {report}: File too large",
            "Make room, and run it again.",
        )
    assert report.read_text() == "the one before"
    assert names(tmp_path) == ["report.html"]


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may become longer than this meanwhile, as on a disk that is nearly full."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_of_several_files_none_is_touched_if_one_has_no_room(tmp_path: Path) -> None:
    first, second = tmp_path / "index.html", tmp_path / "team.html"
    first.write_text("the one before")
    with room_for(10_000):
        assert refused(save_all, [(first, "new"), (second, "x" * 20_000)])[0] == (
            f"cannot write {second}: File too large"
        )
    assert first.read_text() == "the one before"
    assert names(tmp_path) == ["index.html"]


@pytest.mark.parametrize("call", ["fdopen", "chmod", "replace"])
def test_a_kill_on_the_way_leaves_the_report_before(tmp_path: Path, call: str) -> None:
    report = tmp_path / "report.html"
    report.write_text("the one before")
    child = os.fork()
    if not child:
        setattr(os, call, lambda *_arguments, **_named: os.kill(os.getpid(), signal.SIGKILL))
        save(report, "half a report")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert report.read_text() == "the one before"
    assert [name for name in names(tmp_path) if ".okr-tmp-" not in name] == ["report.html"]


def test_an_interrupt_on_the_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(tmp_path / "report.html", "half a report")
    assert names(tmp_path) == []


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_a_report_keeps_its_permissions_and_a_link_stays_a_link(tmp_path: Path, mode: int) -> None:
    (tmp_path / "deep").mkdir()
    report, link = tmp_path / "deep" / "report.html", tmp_path / "latest.html"
    report.write_text("the one before")
    report.chmod(mode)
    link.symlink_to("deep/report.html")
    save(link, "the new one")
    assert link.is_symlink()
    assert report.read_text() == "the new one"
    assert report.stat().st_mode & 0o777 == mode
    assert (names(tmp_path), names(tmp_path / "deep")) == (["deep", "latest.html"], ["report.html"])


def test_a_new_report_can_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    usual = os.umask(0o027)
    try:
        save(tmp_path / "report.html", "new")
    finally:
        os.umask(usual)
    assert (tmp_path / "report.html").stat().st_mode & 0o777 == 0o640


def test_a_link_to_nothing_yet_is_followed(tmp_path: Path) -> None:
    (tmp_path / "latest.html").symlink_to("report.html")
    save(tmp_path / "latest.html", "new")
    assert (tmp_path / "report.html").read_text() == "new"
    assert (tmp_path / "latest.html").is_symlink()


def test_a_write_protected_report_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "report.html"
    report.write_text("the one before")
    monkeypatch.setattr("os.access", lambda path, mode: False)  # which root never sees
    assert refused(save, report, "new")[0] == f"cannot write {report}: it is write-protected"
    assert report.read_text() == "the one before"


def test_a_folder_that_takes_no_new_file_keeps_its_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    report = tmp_path / "report.html"
    report.write_text("the one before")
    monkeypatch.setattr("os.open", refuse)  # which root never sees
    assert refused(save, report, "new")[0] == f"cannot write {report}: Permission denied"
    assert report.read_text() == "the one before"


def test_a_device_and_a_pipe_are_written_to_as_they_are(tmp_path: Path) -> None:
    save(Path("/dev/null"), "x")
    assert Path("/dev/null").is_char_device()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    save(pipe, "through the pipe")
    assert os.read(reader, 100) == b"through the pipe"
    os.close(reader)
    assert names(tmp_path) == ["pipe"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused(save, tmp_path, "x")[0] == f"cannot write {tmp_path}: Is a directory"


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
