"""Whether scoring a large workspace costs less than loading it.

Run it with `python tests/benchmarks/score.py`. The workspace is made up: 10,000 objectives of 100 teams, four
key results each, ten check-ins a key result, in files of ten objectives. Everything stays in memory.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from time import process_time

from okr.scoring import Scores
from okr.snapshot import MemorySnapshot
from okr.workspace import Workspace, load

SEED = 20261001
TEAMS = 100
FILES_PER_TEAM = 10
OBJECTIVES_PER_FILE = 10
KEY_RESULTS = 4
CHECK_INS = 10
CYCLE, FIRST, AS_OF = "2026-Q4", date(2026, 10, 5), date(2026, 12, 10)


def main() -> int:
    """Print what loading and scoring cost; 1 if scoring costs more."""
    snapshot = MemorySnapshot(dict(_files()))
    started = process_time()
    workspace = load(snapshot)
    loaded = process_time()
    scored = _score(workspace)
    finished = process_time()
    loading, scoring = loaded - started, finished - loaded
    print(f"{scored} objectives, {len(workspace.key_results)} key results, {_check_ins(workspace)} check-ins")
    print(f"loading {loading:.1f} s, scoring {scoring:.1f} s: {scoring / loading:.2f} of it")
    return 0 if scoring < loading else 1


def _score(workspace: Workspace) -> int:
    """Score everything with its total; the number of objectives that have a score."""
    scores = Scores(workspace, AS_OF)
    objectives = scores.objectives(workspace.cycles[CYCLE])
    assert scores.total(objectives).state == "scored"
    return sum(each.score is not None for each in objectives)


def _check_ins(workspace: Workspace) -> int:
    return sum(len(node.goal.check_ins) for node in workspace.key_results.values())


def _files() -> Iterator[tuple[str, bytes]]:
    random = Random(SEED)
    teams = "".join(f"  - {{id: t{team}}}\n" for team in range(TEAMS))
    yield "okr.yaml", f"version: 1\nteams:\n{teams}".encode()
    for team in range(TEAMS):
        for number in range(FILES_PER_TEAM):
            yield f"goals/t{team}-{number}.yaml", "".join(_lines(random, team, number)).encode()


def _lines(random: Random, team: int, number: int) -> Iterator[str]:
    yield f"team: t{team}\ncycle: {CYCLE}\nobjectives:\n"
    for index in range(OBJECTIVES_PER_FILE):
        yield f"  - id: o{number}-{index}\n    title: Make the work of team {team} easier\n    key_results:\n"
        for each in range(KEY_RESULTS):
            yield from _key_result(random, each)


def _key_result(random: Random, number: int) -> Iterator[str]:
    value, target = random.uniform(20, 40), random.uniform(60, 90)
    yield f"      - id: k{number}\n        title: Raise the share of happy users\n"
    yield f"        baseline: {value:.1f}\n        target: {target:.1f}\n        check_ins:\n"
    for week in range(CHECK_INS):
        value += random.gauss(2, 3)
        day = FIRST + timedelta(weeks=week)
        yield f"          - {{date: {day}, value: {value:.1f}, confidence: {random.random():.1f}}}\n"


if __name__ == "__main__":
    sys.exit(main())
