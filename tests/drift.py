"""Hold what is generated from the code, and committed, to what the code says now.

    python tests/drift.py --check    says what has drifted, and exits with 1
    python tests/drift.py --write    puts it right

README.md has a table of the commands and one of the rules, each between two hidden marks, and console blocks
that show a command and what it says. `okr/model/stored_checks.py` has what pydantic reads off the models.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.stored_checks import stored_checks

from okr.cli.app import COMMANDS, command
from okr.reports.rules import rule_reports

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
STORED_CHECKS = ROOT / "okr" / "model" / "stored_checks.py"
CONSOLE = re.compile(r"(^```console\n\$ (.*)\n)(?:.*\n)*?(^```$)", re.MULTILINE)


def commands() -> Iterator[str]:
    """The table of commands, with what each command of a group does."""
    yield "| command | does |"
    yield "|---|---|"
    for entry in COMMANDS:
        if entry.hidden:
            continue
        inner = getattr(command(entry.name), "commands", {})
        if not inner:
            yield f"| `okr {entry.name}` | {entry.summary} |"
        for name, each in inner.items():
            yield f"| `okr {entry.name} {name}` | {(each.help or '').splitlines()[0]} |"


def rules() -> Iterator[str]:
    """The table of rules."""
    yield "| rule | name | default | finds |"
    yield "|---|---|---|---|"
    for rule in rule_reports():
        summary = rule.summary.replace("|", "\\|")
        yield f"| {rule.code} | {rule.name} | {rule.severity or 'off'} | {summary} |"


SECTIONS: dict[str, Callable[[], Iterator[str]]] = {"commands": commands, "rules": rules}


def regenerated(text: str) -> str:
    """README.md with every generated section and console block as the code has it now."""
    for name, lines in SECTIONS.items():
        pattern = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end: {name} -->)", re.DOTALL)
        text, found = pattern.subn(lambda match, lines=lines: f"{match[1]}{_joined(lines())}{match[2]}", text)
        if found != 1:
            raise SystemExit(f"README.md has {found} sections between <!-- generated: {name} --> and its end")
    return CONSOLE.sub(lambda match: f"{match[1]}{said_by(match[2])}{match[3]}", text)


def said_by(command: str) -> str:
    """What a command of README says, run where README stands with the `okr` of this Python."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "NO_COLOR": "1", "PATH": programs}
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment, capture_output=True, check=False, encoding="utf-8"
    )
    return done.stdout + done.stderr


def _joined(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def main(arguments: list[str]) -> int:
    """Check or write; the exit code."""
    if arguments not in (["--check"], ["--write"]):
        sys.stderr.write(__doc__ or "")
        return 2
    now = {
        STORED_CHECKS: stored_checks(),
        README: regenerated(README.read_text(encoding="utf-8")),
    }
    drifted = [path for path, text in now.items() if path.read_text(encoding="utf-8") != text]
    for path in drifted:
        if arguments == ["--write"]:
            path.write_text(now[path], encoding="utf-8")
        else:
            name = path.relative_to(ROOT)
            sys.stderr.write(f"{name} has drifted from the code: run python tests/drift.py --write\n")
    return int(arguments == ["--check"] and bool(drifted))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
