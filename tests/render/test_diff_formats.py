"""One comparison through every format, compared with files to the last character, and hostile texts in all.

    python tests/render/test_diff_formats.py

writes the files anew; look at what changed before you commit it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from okr.render import diff_github, diff_markdown, json_text, terminal_diff
from okr.render.terminal import Screen
from okr.reports.diff import DiffReport, SideLabel, diff_report
from okr.reports.diff_output import diff_output
from okr.snapshot import MemorySnapshot
from okr.workspace import Workspace, load

FORMATS = Path(__file__).parent.parent / "cases" / "formats"
LABELS = (
    SideLabel("main", "0123456789abcdef0123456789abcdef01234567", dt.date(2026, 11, 1)),
    SideLabel("work tree", None, dt.date(2026, 11, 20)),
)
SETTINGS = "version: 1\nreview: {approvers: [mira]}\n"
BASE = """\
cycle: 2026-Q4
objectives:
  - id: onboarding
    title: Make the first week easy
    owner: ada
    key_results:
      - id: activation
        title: Raise week-1 activation
        unit: "%"
        baseline: 42
        target: 60
        check_ins:
          - {date: 2026-10-12, value: 45}
      - id: delay
        title: Days to the first report
        unit: days
        baseline: 9
        target: 2
  - id: love
    title: Be loved
    key_results:
      - {id: nps, title: NPS, baseline: 20, target: 40, check_ins: [{date: 2026-10-12, value: 25}]}
  - {id: old, title: What we no longer want, key_results: [{id: a, title: A, done: null}]}
"""
HEAD = """\
cycle: 2026-Q4
not_goals: [Paid advertising]
objectives:
  - id: onboarding
    title: Make the first week feel easy
    owner: ben
    initiatives: [{title: Import wizard}]
    key_results:
      - id: activation
        title: Raise week-1 activation
        unit: "%"
        baseline: 42
        target: 50
        amendments:
          - {date: 2026-11-16, field: target, from: 60, to: 50, reason: A partner left., approved_by: mira}
        check_ins:
          - {date: 2026-10-12, value: 45}
          - {date: 2026-11-16, value: 47, confidence: 0.6, note: The wizard helps.}
      - id: delay
        title: Days to the first report
        unit: days
        baseline: 9
        target: 4
  - id: love
    title: Be loved
    key_results:
      - {id: nps, title: NPS, baseline: 20, target: 40, check_ins: [{date: 2026-10-12, value: 25}]}
      - {id: reviews, title: Reviews, unit: stars, baseline: 3.9, target: 4.5}
"""


def workspace(goals: str, settings: str = SETTINGS) -> Workspace:
    return load(MemorySnapshot({"okr.yaml": settings.encode(), "goals/growth.yaml": goals.encode()}))


def report(base: str, head: str) -> DiffReport:
    return diff_report(workspace(base), workspace(head), LABELS)


RENDERERS: dict[str, Callable[[DiffReport], str]] = {
    "diff.txt": lambda each: terminal_diff.render(each, Screen()),
    "diff.narrow.txt": lambda each: terminal_diff.render(each, Screen(width=60)),
    "diff.ansi": lambda each: terminal_diff.render(each, Screen(width=100, color=True)),
    "diff.stat": lambda each: terminal_diff.render_stat(each, Screen()),
    "diff.md": diff_markdown.render,
    "diff.github": diff_github.render,
    "diff.json": lambda each: json_text.written(diff_output(each)),
}


@pytest.mark.parametrize("name", RENDERERS)
def test_a_format_is_as_it_was(name: str) -> None:
    assert RENDERERS[name](report(BASE, HEAD)) == (FORMATS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    shown = terminal_diff.render(report(BASE, HEAD), Screen(width)).splitlines()
    assert [line for line in shown if len(line) > width] == []


ESCAPE, OVERRIDE = "\x1b[31m", "\u202e"
HOSTILE = (
    f"evil{ESCAPE}\n::error::{OVERRIDE}@everyone #7 100% <script>alert(1)</script> | `x` ```y``` &amp; -->"
    " </details> [a](https://x.y) ![i](https://x.y/i.png) https://x.y **b** $x$ \u2028 www.x.y"
)


def hostile(target: int, text: str = HOSTILE) -> str:
    """A workspace with the text in every place that a comparison tells of."""
    told = json.dumps(text.replace("\n", " "))
    key_result = {
        "id": "k",
        "title": "TITLE",
        "unit": "UNIT",
        "baseline": 0,
        "target": target,
        "check_ins": [{"date": "2026-11-16", "value": target, "note": "TITLE", "blockers": ["TITLE"]}],
        "initiatives": [{"title": "TITLE", "done": "2026-11-16"}] if target == 5 else [],
        "note": "TITLE" if target == 5 else "Nothing.",
        "amendments": [{"date": "2026-11-16", "field": "TITLE", "reason": "TITLE"}] if target == 5 else [],
        "x-own": ["TITLE", target],
    }
    objective: dict[str, Any] = {
        "id": "o",
        "title": "TITLE",
        "tags": ["TITLE", str(target)],
        "key_results": [key_result],
    }
    not_goals = ["TITLE"] if target == 5 else []
    written = json.dumps({"cycle": "2026-Q4", "objectives": [objective], "not_goals": not_goals})
    return written.replace('"TITLE"', told).replace('"UNIT"', json.dumps(text.replace("\n", " ")[:40]))


@pytest.fixture(scope="module")
def hostile_report() -> DiffReport:
    return report(hostile(9), hostile(5))


def test_the_hostile_comparison_tells_of_all_places(hostile_report: DiffReport) -> None:
    assert len(hostile_report.lines) == 8
    assert all("evil" in (line.title or line.change.message) for line in hostile_report.lines)


def test_nothing_commands_a_terminal(hostile_report: DiffReport) -> None:
    for name, render in RENDERERS.items():
        text = render(hostile_report)
        allowed = re.sub("\x1b\\[[0-9;]*m", "", text) if name == "diff.ansi" else text
        assert [each for each in allowed if not each.isprintable() and each != "\n"] == [], name
    assert ESCAPE + "\N{REPLACEMENT CHARACTER}" not in RENDERERS["diff.ansi"](hostile_report)


def tokens(markdown: str) -> list[Token]:
    """What a reader of GitHub's tables makes of a text, every token of every line."""
    blocks = MarkdownIt("commonmark", {"linkify": True}).enable("table").parse(markdown)
    return [token for block in blocks for token in (block, *(block.children or ()))]


OURS = {"<sub>", "</sub>", "<details>", "</details>", "<!-- okr diff -->", "<!-- -->"}


def test_nothing_becomes_markdown(hostile_report: DiffReport) -> None:
    text = diff_markdown.render(hostile_report)
    found = tokens(text)
    assert {token.type for token in found} & {
        "link_open",
        "image",
        "fence",
        "em_open",
        "blockquote_open",
    } == set()
    html = [token.content.strip() for token in found if token.type.startswith("html_")]
    summaries = {each for each in html if each.startswith("<details>\n<summary>Wording (")}
    assert set(html) - OURS == summaries
    prose = [token.content for token in found if token.type in ("text", "text_special")]
    assert not any("@everyone" in each or "#7" in each for each in prose)
    assert "".join(prose).count("<script>alert(1)</script>") >= 5
    assert sum(token.type == "strong_open" for token in found) == len(hostile_report.lines)
    assert sum(token.type == "td_open" for token in found) == 6 * len(hostile_report.moved_effects)


def test_nothing_becomes_a_workflow_command(hostile_report: DiffReport) -> None:
    lines = diff_github.render(hostile_report).splitlines()
    assert len(lines) == len(hostile_report.lines)
    assert all(re.match(r"::(error|warning|notice) title=[^:]*::[^:]", line) for line in lines)


def test_a_long_title_is_cut() -> None:
    long = report(hostile(9, "a" * 500), hostile(5, "a" * 500))
    for name in ("diff.txt", "diff.md", "diff.github"):
        assert "a" * 161 not in RENDERERS[name](long)


def many(target: int, title: str) -> str:
    key_results = [
        {"id": f"k{number}", "title": f"{number} {title}", "baseline": 0, "target": target}
        for number in range(3000)
    ]
    objectives = [
        {
            "id": f"o{number}",
            "title": f"{number} {title}",
            "key_results": key_results[number * 10 : number * 10 + 10],
        }
        for number in range(300)
    ]
    return json.dumps({"cycle": "2026-Q4", "objectives": objectives})


def test_what_is_too_long_for_github_is_counted() -> None:
    title = "@#" * 300
    text = diff_markdown.render(report(many(9, title), many(5, title)))
    assert len(text.encode()) < diff_markdown.LIMIT
    assert text.startswith("<!-- okr diff -->\n### Goals: 3000 need a decision\n")
    assert re.search(r"^- … and [0-9]+ more: see `okr diff`$", text, re.MULTILINE)


def test_a_few_hundred_changes_are_all_there() -> None:
    titles = [f"{number}" for number in range(300)]
    key_results = [{"id": f"k{title}", "title": title, "baseline": 0, "target": 9} for title in titles]
    base = json.dumps(
        {"cycle": "2026-Q4", "objectives": [{"id": "o", "title": "O", "key_results": key_results}]}
    )
    text = diff_markdown.render(report(base, base.replace('"target": 9', '"target": 5')))
    assert text.count("\n- 🔴 ") == 300


if __name__ == "__main__":
    for file, written in RENDERERS.items():
        (FORMATS / file).write_text(written(report(BASE, HEAD)), encoding="utf-8")
