"""Where a result goes: onto the terminal as wide and as colourful as it is, or into files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from okr.cli.options import Output
from okr.errors import OkrError
from okr.render.terminal import Screen
from okr.workspace.mistakes import did_you_mean

Renderer = Callable[[Screen], str]

_WHEN = ("auto", "always", "never")


@dataclass(frozen=True, slots=True)
class Destination:
    """One format, and where it is written: a file, or stdout where there is none."""

    format: str
    path: Path | None = None


def emit(renderers: Mapping[str, Renderer], format_: str, output: Output) -> None:
    """Write a result in each format that is asked for.

    Args:
        renderers: The formats that there are, by name. One that knows no screen ignores it.
        format_: What `--format` says.
        output: `--output FILE` takes the place of stdout; `--output FORMAT=FILE` is written beside it.

    Raises:
        OkrError: A format is unknown, `--color` is, or a file cannot be written.
    """
    screen = screen_of(sys.stdout, output.color)
    for each in destinations(renderers, format_, output):
        if each.path is None:
            write(renderers[each.format](screen))
        else:
            save(each.path, renderers[each.format](Screen(color=output.color == "always")))


def destinations(formats: Mapping[str, Renderer], format_: str, output: Output) -> list[Destination]:
    """Which format goes where, what goes to files last.

    Raises:
        OkrError: A format is unknown.
    """
    check_choice(format_, formats, "format")
    pairs = [_format_and_path(text, formats) for text in output.output or ()]
    instead = [Destination(format_, path) for name, path in pairs if name is None]
    return [*(instead or [Destination(format_)]), *(Destination(name, path) for name, path in pairs if name)]


def _format_and_path(text: str, formats: Mapping[str, Renderer]) -> tuple[str | None, Path]:
    """`json=scores.json` as its two halves; a word before `=` is always meant as a format."""
    name, equals, path = text.partition("=")
    if not equals or not name.isalnum():
        return None, _named(text)
    check_choice(name, formats, "format")
    return name, _named(path)


def _named(path: str) -> Path:
    """A path that says something: where a script's variable is empty, that is not the current folder.

    Raises:
        OkrError: It is empty.
    """
    if not path:
        raise OkrError("--output names no file", hint="Write --output FILE, or --output FORMAT=FILE.")
    return Path(path)


def check_choice(given: str, known: Mapping[str, object] | tuple[str, ...], kind: str) -> None:
    """Refuse a word that an option does not know.

    Raises:
        OkrError: It is unknown; the hint names the nearest, or all.
    """
    if given not in known:
        hint = did_you_mean(given, known) or f"Known are {', '.join(known)}."
        raise OkrError(f'there is no {kind} "{given}"', hint=hint)


def screen_of(stream: TextIO, color: str) -> Screen:
    """How wide a stream is and whether it takes colour."""
    return Screen(width_of(stream), is_coloured(stream, color))


def is_coloured(stream: TextIO, color: str) -> bool:
    """Whether to colour: `--color` decides, then NO_COLOR, then FORCE_COLOR, then what the stream is.

    Raises:
        OkrError: `--color` says something else than auto, always or never.
    """
    check_choice(color, _WHEN, "choice of --color")
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width_of(stream: TextIO) -> int | None:
    """The cells of a line: COLUMNS, else the terminal's; `None` off a terminal, where no line is cut."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    if not stream.isatty():
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH


_USUAL_WIDTH = 80
"""Of a terminal that does not say how wide it is."""


def write(text: str) -> None:
    """Write a result to stdout; what its encoding does not know becomes a question mark."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


def save(path: Path, text: str) -> None:
    """Write a result to a file, in UTF-8; whatever happens, what was there before is there or all of this.

    Raises:
        OkrError: It cannot be written there.
    """
    save_all([(path, text)])


def save_all(files: Iterable[tuple[Path, str]]) -> None:
    """Write results to files; none is touched before all can take their places.

    Raises:
        OkrError: One cannot be written there.
    """
    from okr.edits import write_whole

    write_whole((path, text.encode()) for path, text in files)
