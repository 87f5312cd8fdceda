"""A merge by lines, as git itself does it: what a merge by meaning falls back to."""

from __future__ import annotations

from pathlib import Path

from okr.errors import OkrError
from okr.git.command import Git, complaint


def merge_by_lines(
    ours: Path, base: Path, theirs: Path, labels: tuple[str, str], size: int
) -> tuple[bytes, int]:
    """What `git merge-file` makes of three files: the text, and how many conflicts it has.

    Raises:
        OkrError: git can merge nothing, as with files that are no text.
    """
    names = [option for label in (labels[0], "base", labels[1]) for option in ("-L", label)]
    files = [str(path.resolve()) for path in (ours, base, theirs)]
    done = Git(Path.cwd()).run("merge-file", "-p", f"--marker-size={size}", *names, *files)
    if not 0 <= done.returncode <= 127:
        raise OkrError(f"git cannot merge {ours}: {complaint(done)}")
    return done.stdout, done.returncode
