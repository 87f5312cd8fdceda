"""What history costs: `okr diff`, `okr log` and `okr trend` in a repository of 1,000 files and 500 commits.

    python tests/benchmarks/diff.py [FILES [COMMITS]]

Wall time and peak memory of whole processes, as ratios to what git itself takes for the same commits and to
`okr validate` on the same workspace. Each commit adds a check-in to each of five files. `okr trend` without a
goal scores the whole company, 12,000 key results, at the end of each of seven weeks, by the goals of then and
by those of now, and reads 2,800 versions of files for it; with `--every commit` it does that 500 times, and
reads all 3,500. It exits with 1 where an aim is missed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from validate import AS_OF, SEED, Aims, Cost, cost, make_workspace

FILES, COMMITS, TOUCHED = 1_000, 500, 5
FIRST_DAY, LAST_DAY = date(2026, 10, 5), AS_OF
OBJECTIVE = "2026-Q4/team-0/goal-0"
ENTRY = "          - {date: "


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 if an aim is missed."""
    files, commits = [*map(int, arguments), *(FILES, COMMITS)[len(arguments) :]]
    aims = Aims()
    with tempfile.TemporaryDirectory() as folder:
        make_repository(Path(folder), files, commits)
        measure(Path(folder), commits, aims)
    print("", *aims.lines, sep="\n")
    return int(aims.missed > 0)


def measure(folder: Path, commits: int, aims: Aims) -> None:
    """Print what each command takes, and hold it to what is hoped for."""
    far = min(100, commits - 1)
    costs = {name: cost(command, 3) for name, command in commands(folder, far).items()}
    git_diff, git_log, validate = (
        costs[name] for name in ("git diff --stat", "git log --stat", "okr validate")
    )
    print(f"{'':<28} {'seconds':>8} {'MiB':>6} {'git diff':>9} {'git log':>8} {'validate':>9}")
    for name, each in costs.items():
        print(f"{name:<28} {each.wall:>8.3f} {each.mebibytes:>6.0f} {ratio(each, git_diff):>9.1f}", end="")
        print(f" {ratio(each, git_log):>8.1f} {ratio(each, validate):>9.2f}")
    aims.check("diff of five files against validate", ratio(costs["okr diff HEAD~1..HEAD"], validate), 1.3)
    aims.check("trend of a goal against git log --stat", ratio(costs["okr trend REF"], git_log), 20)
    aims.check("trend of a company against git log --stat", ratio(costs["okr trend"], git_log), 20)


def commands(folder: Path, far: int) -> dict[str, list[str]]:
    """What is run, by the name that it is shown under."""
    git = ["git", "-C", str(folder)]
    okr = [sys.executable, "-m", "okr"]
    here = ["--quiet", "--root", str(folder), "--as-of", LAST_DAY.isoformat()]
    trend = [*okr, "trend", *here]
    return {
        "git diff --stat": [*git, "diff", "--stat", f"HEAD~{far}", "HEAD"],
        "git log --stat": [*git, "log", "--stat"],
        "okr validate": [*okr, "validate", *here],
        "okr validate --base HEAD~1": [*okr, "validate", "--base", "HEAD~1", *here],
        "okr diff HEAD~1": [*okr, "diff", "HEAD~1", *here],
        "okr diff HEAD~1..HEAD": [*okr, "diff", "HEAD~1..HEAD", *here],
        f"okr diff HEAD~{far}..HEAD": [*okr, "diff", f"HEAD~{far}..HEAD", *here],
        "okr log REF": [*okr, "log", OBJECTIVE, *here],
        "okr trend REF": [*trend, OBJECTIVE],
        "okr trend": trend,
        "okr trend --every commit": [*trend, "--every", "commit"],
    }


def ratio(one: Cost, other: Cost) -> float:
    """How many times as long one takes as the other."""
    return one.wall / other.wall


def make_repository(folder: Path, files: int, commits: int) -> None:
    """The workspace of `validate.py`, and commits in which teams check in."""
    make_workspace(folder, files)
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }
    stream = "".join(history(texts, commits)).encode()
    run = ["git", "-C", str(folder)]
    subprocess.run([*run, "init", "--quiet", "--initial-branch=main"], check=True)
    subprocess.run([*run, "fast-import", "--quiet"], input=stream, check=True)
    subprocess.run([*run, "reset", "--quiet", "--hard"], check=True)


def history(texts: dict[str, str], commits: int) -> Iterator[str]:
    """All commits in the language of `git fast-import`."""
    random = Random(SEED)
    yield from commit(FIRST_DAY, texts)
    goals = [path for path in texts if path != "okr.yaml"]
    for number in range(1, commits):
        day = FIRST_DAY + (LAST_DAY - FIRST_DAY) * number // commits
        chosen = random.sample(goals, min(TOUCHED, len(goals)))
        texts.update({path: checked_in(texts[path], day, random) for path in chosen})
        yield from commit(day, {path: texts[path] for path in chosen})


def checked_in(text: str, day: date, random: Random) -> str:
    """The file with one more check-in of one of its key results, in the order of time."""
    lines = text.splitlines(keepends=True)
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    last = [
        index
        for index, (line, after) in enumerate(pairs)
        if line.startswith(ENTRY) and not after.startswith(ENTRY)
    ]
    place, entry = random.choice(last) + 1, f"{ENTRY}{day}, value: {random.randint(40, 60)}}}\n"
    while lines[place - 1].startswith(ENTRY) and lines[place - 1] > entry:
        place -= 1
    return "".join([*lines[:place], entry, *lines[place:]])


def commit(day: date, texts: dict[str, str]) -> Iterator[str]:
    """One commit with these files."""
    noon = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)
    yield f"commit refs/heads/main\ncommitter Ada Okoro <ada@example.com> {noon.timestamp():.0f} +0000\n"
    yield "data 8\nCheck in\n"
    for path, text in texts.items():
        yield f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
