"""Hold SARIF against its own makers' validator, `@microsoft/sarif-multitool`.

    python tests/render/sarif_multitool.py [COMMAND ...]

COMMAND starts the tool; without one, `npx` fetches it from npm. It exits with 1 where the tool finds an
error, which the tool tells by its words alone: its own exit code says only that it has run.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from findings_sample import NOTHING, SAMPLE

from okr.render import sarif

TOOL = ("npx", "--yes", "@microsoft/sarif-multitool@5.7.0")
ERROR = re.compile(r": error \w+:")


def main(command: Sequence[str]) -> int:
    """Validate two logs; the exit code."""
    if shutil.which(command[0]) is None:
        print(f"skipped: the SARIF validator ({command[0]} is not installed)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        logs = {"findings.sarif": SAMPLE, "nothing.sarif": NOTHING}
        for name, validation in logs.items():
            (Path(folder) / name).write_text(sarif.render(validation), encoding="utf-8")
        done = subprocess.run(
            [*command, "validate", *logs], cwd=folder, capture_output=True, text=True, check=False
        )
    print(done.stdout, done.stderr, sep="", end="")
    return int(
        done.returncode != 0 or "2 files scanned" not in done.stdout or bool(ERROR.search(done.stdout))
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or TOOL))
