"""How large a web page of 1,000 objectives is, how long it takes to make, and how fast a browser answers.

Run it with `python tests/benchmarks/report.py`. The goals are made up: 1,000 objectives of 20 teams, three
key results each, seven check-ins a key result. What a browser does is measured where Chromium and Playwright
are. It prints values and fails nothing: how fast a machine is, is no test.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from okr.render import html
from okr.reports.chosen import choose
from okr.reports.report import report
from okr.rules.linter import lint
from okr.scoring import Scores
from okr.snapshot import MemorySnapshot
from okr.workspace import load

sys.path[:0] = [str(Path(__file__).parents[1] / "browser")]

SEED, OBJECTIVES, TEAMS, KEY_RESULTS, CHECK_INS = 20261001, 1000, 20, 3, 7
CYCLE, FIRST, AS_OF = "2026-Q4", date(2026, 10, 5), date(2026, 11, 20)
LARGEST_PAGE = 2_000_000
SLOWEST_ANSWER = 100
"""Milliseconds from a key to the filtered page."""

TIME_A_KEY = """(text) => {
  const field = document.querySelector('#f-text');
  field.value = text;
  const started = performance.now();
  field.dispatchEvent(new Event('input', { bubbles: true }));
  document.body.getBoundingClientRect();  // styles and layout are part of the answer
  return performance.now() - started;
}"""
READY = "() => performance.getEntriesByType('navigation')[0].domInteractive"


def main() -> None:
    """Print what it costs."""
    workspace = load(MemorySnapshot(dict(_files())))
    started = perf_counter()
    scores = Scores(workspace, AS_OF)
    chosen = choose(scores, workspace.cycles[CYCLE], list(workspace.objectives.values()))
    scored = perf_counter()
    findings = lint(workspace, scores, as_of=AS_OF, today=AS_OF)
    linted = perf_counter()
    made = report(chosen, scores, findings=findings)
    viewed = perf_counter()
    page = html.render(made)
    rendered = perf_counter()
    size = len(page.encode())
    print(f"{OBJECTIVES} objectives, {OBJECTIVES * KEY_RESULTS} key results")
    print(f"page {size / 1e6:.2f} MB: {size / LARGEST_PAGE:.2f} of what it may be")
    print(f"scores {scored - started:.2f} s, rules {linted - scored:.2f} s", end=", ")
    print(f"report {viewed - linted:.2f} s, page {rendered - viewed:.2f} s")
    _measure_in_browser(page)


def _measure_in_browser(page: str) -> None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("browser: skipped, Playwright is not installed")
        return
    from opening import CHROMIUM, FLAGS

    if CHROMIUM is None:
        print("browser: skipped, Chromium is not installed")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder, "report.html")
        file.write_text(page, encoding="utf-8")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.goto(file.as_uri())
        print(f"interactive after {opened.evaluate(READY):.0f} ms")
        for text in ("h", "ha", "happy users 7", ""):
            spent = opened.evaluate(TIME_A_KEY, text)
            print(f"filter {text!r}: {spent:.0f} ms, {spent / SLOWEST_ANSWER:.2f} of what it may take")
        browser.close()


def _files() -> Iterator[tuple[str, bytes]]:
    random = Random(SEED)
    teams = "".join(f"  - {{id: t{team}, title: Team {team}}}\n" for team in range(TEAMS))
    yield "okr.yaml", f"version: 1\norganization: A large one\nteams:\n{teams}".encode()
    for team in range(TEAMS):
        yield f"goals/t{team}.yaml", "".join(_goals(random, team)).encode()


def _goals(random: Random, team: int) -> Iterator[str]:
    yield f"team: t{team}\ncycle: {CYCLE}\nobjectives:\n"
    for number in range(OBJECTIVES // TEAMS):
        yield f"  - id: o{number}\n    title: Make the daily work of customer group {number} feel easier\n"
        yield f"    owner: person-{random.randrange(60)}\n    why: They told us so.\n    key_results:\n"
        for each in range(KEY_RESULTS):
            yield from _key_result(random, each)


def _key_result(random: Random, number: int) -> Iterator[str]:
    value, target = random.uniform(20, 40), random.uniform(50, 70)
    yield f"      - id: k{number}\n        title: Raise the share of happy users in segment {number}\n"
    yield f'        unit: "%"\n        baseline: {value:.1f}\n        target: {target:.1f}\n'
    yield "        check_ins:\n"
    for week in range(CHECK_INS):
        value += random.gauss(1.5, 2)
        yield f"          - {{date: {FIRST + timedelta(weeks=week)}, value: {value:.1f}}}\n"


if __name__ == "__main__":
    main()
