"""The one place where an error becomes words and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from io import FileIO, TextIOWrapper
from typing import TextIO

from okr import __version__
from okr.errors import ExitCode, OkrError
from okr.render.plain import printable

DEBUG = "--debug"
_REFUSALS = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO)


def run(arguments: Sequence[str]) -> int:
    """Run `okr` and return its exit code; every error is told on stderr, and none is raised.

    `--debug` anywhere shows the traceback of an error as well.
    """
    _replace_closed_streams()
    debug = DEBUG in arguments
    return guarded(lambda: _dispatch([each for each in arguments if each != DEBUG]), debug=debug)


def _replace_closed_streams() -> None:
    """Put an empty file in the place of each stream that the caller has closed; Python has `None` there."""
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")


def _nowhere(mode: str) -> TextIO:
    return TextIOWrapper(FileIO(os.devnull, mode), encoding="utf-8")


def _dispatch(arguments: list[str]) -> int:
    if arguments in (["--version"], ["-V"]):  # scripts ask for it, and are answered at once
        sys.stdout.write(f"okr {__version__}\n")
        return ExitCode.OK
    from okr.cli.app import application

    code = application()(args=arguments, prog_name="okr", standalone_mode=True)
    return int(code or ExitCode.OK)


def guarded(action: Callable[[], int], *, debug: bool) -> int:
    """Do something; whatever goes wrong becomes a message on stderr and an exit code."""
    try:
        return _finished(action)
    except OkrError as error:
        return _tell(error, debug=debug)
    except KeyboardInterrupt:
        return _tell_interrupted()
    except BrokenPipeError:
        _forget_stdout()
        return ExitCode.OK
    except OSError as error:
        return _tell_system(error, debug=debug)
    except Exception as error:  # noqa: BLE001  # the one boundary: a bug is told in one line
        return _tell_bug(error, debug=debug)


def _finished(action: Callable[[], int]) -> int:
    """Do something until its last word is out; leaving early is a way to finish."""
    try:
        code = action()
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):  # Typer has caught it, and calls it a failure
            raise leaving.__context__ from None
        code = _code_of(leaving)
    sys.stdout.flush()
    return code


def _tell_interrupted() -> int:
    sys.stderr.write("\nInterrupted; nothing is half-written.\n")
    return ExitCode.INTERRUPTED


def _code_of(leaving: SystemExit) -> int:
    if leaving.code == ExitCode.INTERRUPTED:  # Typer has caught the interrupt and says nothing of it
        return _tell_interrupted()
    if leaving.code is None:
        return ExitCode.OK
    return leaving.code if isinstance(leaving.code, int) else ExitCode.TROUBLE


def _tell(error: OkrError, *, debug: bool) -> int:
    if debug:
        _print_traceback()
    for place, line in enumerate((*_lines(error.message), *_lines(error.hint or ""))):
        sys.stderr.write(f"{'     ' if place else 'okr: '}{printable(line)}\n")
    return error.exit_code


def _lines(text: str) -> list[str]:
    """The lines with something in them; those after the first keep how deep they stand below each other."""
    first, *more = [line.rstrip() for line in text.split("\n") if line.strip()] or [""]
    margin = min((len(line) - len(line.lstrip()) for line in more), default=0)
    return [each for each in (first.strip(), *(line[margin:] for line in more)) if each]


def _tell_system(error: OSError, *, debug: bool) -> int:
    """Tell what the system refuses to anybody or to this person; any other trouble with files is a bug."""
    if error.errno == errno.ENOSPC:
        _forget_stdout()
        full = OkrError(f"cannot write the result: {error.strerror}", hint="Make room, and run it again.")
        return _tell(full, debug=debug)
    if error.errno in _REFUSALS and error.filename is not None:
        hint = "See who may read and write it, and whether its disk is well."
        return _tell(OkrError(f"{error.filename}: {error.strerror}", hint=hint), debug=debug)
    return _tell_bug(error, debug=debug)


def _tell_bug(error: Exception, *, debug: bool) -> int:
    if debug:
        _print_traceback()
    sys.stderr.write(f"okr: a bug in okr: {type(error).__name__}: {printable(str(error))}\n")
    if not debug:
        sys.stderr.write("     Nothing was changed. Run it again with --debug, and report what it shows.\n")
    return ExitCode.TROUBLE


def _print_traceback() -> None:
    import traceback

    traceback.print_exc()


def _forget_stdout() -> None:
    """Point stdout to nowhere, so that Python does not complain of what it cannot write when it leaves."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
