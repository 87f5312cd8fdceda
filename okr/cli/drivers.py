"""What git calls: `okr diff-driver` and `okr merge-driver`. People never do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from okr.cli.app import new_app

diff_driver_app = new_app()
merge_driver_app = new_app()


@diff_driver_app.command()
def diff_driver(file: Annotated[Path, typer.Argument(help="The version that git compares.")]) -> None:
    """Print a goal file as sentences; any other file, and one that cannot be read, as it is."""
    data = file.read_bytes()
    sys.stdout.buffer.write(_sentences(data) or data)


def _sentences(data: bytes) -> bytes | None:
    from okr.documents import read_document
    from okr.render.plain import printable
    from okr.reports.outline import outline

    document = read_document("goals.yaml", data)
    if document.diagnostics or not isinstance(document.value, dict):
        return None
    return "".join(f"{printable(line)}\n" for line in outline(document.value)).encode()


@merge_driver_app.command()
def merge_driver(
    base: Annotated[Path, typer.Argument(help="The common ancestor's version.")],
    ours: Annotated[Path, typer.Argument(help="Our version, which the result replaces.")],
    theirs: Annotated[Path, typer.Argument(help="The other side's version.")],
    path: Annotated[str, typer.Argument(help="The file's name in the repository.")],
    marker_size: Annotated[int, typer.Option(help="How long the marks of a conflict are.")] = 7,
) -> None:
    """Merge two versions of a goal file or a CSV by meaning, else by lines. 1 says: there are conflicts."""
    merged = _merged_by_meaning(base, ours, theirs, path, marker_size)
    if merged is None:
        from okr.git.merging import merge_by_lines

        merged = merge_by_lines(ours, base, theirs, ("ours", "theirs"), marker_size)
    text, conflicts = merged
    ours.write_bytes(text)
    raise typer.Exit(1 if conflicts else 0)


def _merged_by_meaning(
    base: Path, ours: Path, theirs: Path, path: str, marker_size: int
) -> tuple[bytes, int] | None:
    from okr.changes.merge import Labels, merge

    try:
        before, mine, other = (file.read_bytes().decode() for file in (base, ours, theirs))
    except UnicodeDecodeError:
        return None
    merged = merge(path, before, mine, other, Labels(size=marker_size))
    return None if merged is None else (merged.text.encode(), merged.conflicts)
