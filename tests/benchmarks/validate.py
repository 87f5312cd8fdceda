"""What `okr validate` costs, for workspaces of 1 to 10,000 files of 5 kB.

    python tests/benchmarks/validate.py [--peers] [FILES ...]

Wall time, processor time and peak memory of whole processes with their workers; all rules against family 0
alone; with `--peers` what `check-jsonschema` and `yamllint` take for the same files, where they are
installed. Ratios are of wall time: to reading the same files with libyaml's bare event loop, and to importing
pydantic with one `BaseModel`. Of several runs the fastest counts. It exits with 1 where an aim is missed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from okr.model.schema import goals_schema

SEED = 20261120
SIZES = (1, 100, 1_000, 10_000)
AS_OF = date(2026, 11, 20)
FIRST_MONDAY = date(2026, 10, 19)
OBJECTIVES, KEY_RESULTS, CHECK_INS = 3, 4, 3

WHO = ("new customers", "small teams", "nurses on night shifts", "our oldest partners", "first-time buyers")
WHAT = ("find their way", "trust every number", "feel at home", "get an answer", "learn from each other")
WHEN = (
    "within a day",
    "from the first hour",
    "wherever they are",
    "even at weekends",
    "without asking twice",
)
MEASURED = (
    "Questions answered at once",
    "Visits that lead to a second one",
    "Reports opened",
    "Orders without a call",
)

IMPORT_PYDANTIC = "from pydantic import BaseModel\nclass A(BaseModel):\n    a: int\n"
BARE_EVENTS = """
import pathlib, sys
from _ruamel_yaml import CParser
from ruamel.yaml.events import StreamEndEvent
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    parser = CParser(path.read_bytes())
    while type(parser.get_event()) is not StreamEndEvent:
        pass
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and its workers took: seconds on the wall and of processors, and MiB at the peak."""

    wall: float
    seconds: float
    mebibytes: float


@dataclass
class Aims:
    """What is hoped for, and what was missed of it."""

    missed: int = 0
    lines: list[str] = field(default_factory=list)

    def check(self, what: str, value: float, most: float) -> None:
        """Note whether a value is at most what it should be."""
        self.missed += value > most
        self.lines.append(f"{'ok    ' if value <= most else 'MISSED'} {what}: {value:.3g}, aim {most:g}")


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 if an aim is missed."""
    sizes = [int(each) for each in arguments if each.isdecimal()] or SIZES
    aims = Aims()
    pydantic = cost([sys.executable, "-c", IMPORT_PYDANTIC], runs=7)
    print(f"import of pydantic with one BaseModel: {pydantic.wall:.3f} s, {pydantic.mebibytes:.0f} MiB\n")
    print(f"{'files':>6} {'':<20} {'wall s':>8} {'cpu s':>8} {'ms/file':>8} {'MiB':>5} {'ratios':>16}")
    totals: dict[int, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            make_workspace(Path(folder), size)
            totals[size] = measure(Path(folder), size, pydantic, aims, peers="--peers" in arguments)
    if totals.keys() >= {1, 100, 10_000}:
        few, many = ((totals[size] - totals[1]) / (size - 1) for size in (100, 10_000))
        aims.check("cost of a further file, up to 10,000 against up to 100", many / few, 1.25)
    print("", *aims.lines, sep="\n")
    return int(aims.missed > 0)


def measure(folder: Path, size: int, pydantic: Cost, aims: Aims, *, peers: bool) -> float:
    """Print what each program takes for one workspace; the seconds on the wall that okr takes."""
    runs = 7 if size <= 100 else 3 if size <= 1_000 else 1
    okr = [
        sys.executable,
        "-m",
        "okr",
        "validate",
        "--quiet",
        "--as-of",
        AS_OF.isoformat(),
        "--root",
        str(folder),
    ]
    events = cost([sys.executable, "-c", BARE_EVENTS, str(folder)], runs)
    everything = cost(okr, runs)
    with family_0_alone(folder):
        reading = cost(okr, runs)
    rows = {"libyaml's events": events, "okr validate": everything, "  family 0 alone": reading}
    if peers:
        rows |= {name: cost(command, 0) for name, command in peer_commands(folder).items()}
    for name, each in rows.items():
        times = f"{each.wall:>8.3f} {each.seconds:>8.3f} {1000 * each.wall / size:>8.2f}"
        ratios = f"{each.wall / events.wall:>7.1f} {each.wall / pydantic.wall:>8.1f}"
        print(f"{size:>6} {name:<20} {times} {each.mebibytes:>5.0f} {ratios}")
    if size == 1:
        aims.check("one file against the import of pydantic", everything.wall / pydantic.wall, 2)
    if size == 1_000:
        aims.check("all rules against family 0", everything.wall / reading.wall, 1.5)
        if "check-jsonschema" in rows:
            faster = rows["check-jsonschema"].wall / everything.wall
            aims.check("okr against check-jsonschema", 1 / faster, 1 / 20)
    if size == 10_000:
        aims.check("MiB at 10,000 files", everything.mebibytes, 300)
    return everything.wall


def cost(command: Sequence[str], runs: int) -> Cost:
    """The fastest of some runs. One more before them fills the caches, and is watched for its memory.

    Without runs that one has to do: for programs that take minutes.
    """
    watched = run(command, is_watched=True)
    timed = [run(command) for _ in range(runs)] or [watched]
    wall, seconds = min(each.wall for each in timed), min(each.seconds for each in timed)
    return Cost(wall, seconds, watched.mebibytes)


def run(command: Sequence[str], *, is_watched: bool = False) -> Cost:
    """One run; its memory is that of the largest process, or watched that of all of them together."""
    started = time.perf_counter()
    process = begun(command)
    together = peak(process.pid) if is_watched and sys.platform == "linux" else 0
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    check(process)
    largest = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return Cost(wall, used.ru_utime + used.ru_stime, together or largest)


def peak(pid: int) -> float:
    """MiB that a process and its workers hold together at most until it ends; what they share counts once.

    Linux tells that of what runs now, so it is asked every few milliseconds. Elsewhere there are no workers.
    """
    most = 0
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        most = max(most, sum(map(kibibytes, (pid, *children(pid)))))
        time.sleep(0.005)
    return most / (1 << 10)


def children(pid: int) -> list[int]:
    """The processes that one has started; none where it has just ended."""
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def kibibytes(pid: int) -> int:
    """The memory of a process, with its share of what it shares; 0 where it has just ended."""
    with suppress(OSError):
        found = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    return 0


def begun(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A process, with modules compiled as an installation leaves them."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check(process: subprocess.Popen[bytes]) -> None:
    """End where a process has failed. Findings (exit code 1) are fine; anything worse is not."""
    if process.returncode not in (0, 1):
        raise SystemExit(f"{process.args} ended with {process.returncode}")


def peer_commands(folder: Path) -> dict[str, list[str]]:
    """Programs that check the same files: against the same schema, and for style alone."""
    schema = folder.with_suffix(".schema.json")
    schema.write_text(json.dumps(goals_schema()), encoding="utf-8")
    goals = [str(path) for path in sorted((folder / "goals").iterdir())]
    commands = {
        "check-jsonschema": ["check-jsonschema", "--schemafile", str(schema), *goals],
        "yamllint": ["yamllint", str(folder / "goals")],
    }
    return {name: command for name, command in commands.items() if shutil.which(name)}


@contextmanager
def family_0_alone(folder: Path) -> Iterator[None]:
    """The workspace with every rule ignored that looks further than at the files."""
    settings = folder / "okr.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}rules: {{ignore: [OKR1, OKR2, OKR3, OKR4, OKR5, OKR9]}}\n", encoding="utf-8")
    yield
    settings.write_text(text, encoding="utf-8")


def make_workspace(folder: Path, size: int) -> None:
    """Goals of as many teams, one file of about 5 kB each, in which hardly a rule finds anything."""
    random = Random(SEED)
    (folder / "goals").mkdir()
    teams = "".join(f"  - {{id: team-{number}}}\n" for number in range(size))
    (folder / "okr.yaml").write_text(f"version: 1\nteams:\n{teams}", encoding="utf-8")
    for number in range(size):
        text = "".join(goal_file(random, number))
        (folder / "goals" / f"team-{number}.yaml").write_text(text, encoding="utf-8")


def goal_file(random: Random, number: int) -> Iterator[str]:
    """The lines of one file."""
    yield f"# What team {number} wants to be true by the end of the year.\n"
    yield f"team: team-{number}\ncycle: 2026-Q4\nobjectives:\n"
    people = random.sample(WHO, OBJECTIVES)
    for index, who in enumerate(people):
        yield f"  - id: goal-{index}\n    title: Let {who} {random.choice(WHAT)} {random.choice(WHEN)}\n"
        yield f"    why: People told us in {random.randint(9, 40)} interviews that this matters to them.\n"
        yield f"    owner: person-{random.randint(1, 9)}\n    key_results:\n"
        for each in range(KEY_RESULTS):
            yield from key_result(random, each, who)


def key_result(random: Random, number: int, who: str) -> Iterator[str]:
    """A metric with its check-ins, one a fortnight; one title in four says its numbers, as people do."""
    baseline, target = random.randint(20, 40), random.randint(60, 90)
    numbers = "" if number else f" from {baseline} to {target} %"
    yield f"      - id: result-{number}\n        title: {MEASURED[number]} by {who}{numbers}\n"
    yield f"        unit: '%'\n        baseline: {baseline}\n        target: {target}\n        check_ins:\n"
    for week in range(CHECK_INS):
        value = baseline + (target - baseline) * (week + 1) / 10
        day = FIRST_MONDAY + timedelta(weeks=2 * week)
        yield f"          - {{date: {day}, value: {value:.1f}, confidence: 0.6, note: As planned so far.}}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
