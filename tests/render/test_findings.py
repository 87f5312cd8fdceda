"""The same findings through every format, compared with files to the last character.

    python tests/render/test_findings.py

writes the files anew; look at what changed before you commit it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from findings_sample import HOSTILE, NOTHING, SAMPLE

from okr.diagnostics import Severity
from okr.render import (
    concise,
    findings_markdown,
    github,
    gitlab,
    json_text,
    junit,
    sarif,
    terminal_findings,
)
from okr.render.markdown_text import code, escaped
from okr.render.summary import statistics, summary
from okr.render.terminal import Screen
from okr.reports.validate_output import validate_output
from okr.reports.validation import Validation

CASES = Path(__file__).parent.parent / "cases" / "formats"


def text(validation: Validation) -> str:
    return terminal_findings.render(validation, Screen())


def coloured(validation: Validation) -> str:
    return terminal_findings.render(validation, Screen(color=True))


def as_json(validation: Validation) -> str:
    return json_text.written(validate_output(validation))


def sarif_without_pages(validation: Validation) -> str:
    log = json.loads(sarif.render(validation))
    driver = log["runs"][0]["tool"]["driver"]
    driver["rules"] = [rule["id"] for rule in driver["rules"]]
    return json.dumps(log, indent=2) + "\n"


FORMATS: dict[str, Callable[[Validation], str]] = {
    "findings.txt": text,
    "findings.ansi": coloured,
    "findings.concise": concise.render,
    "findings.github": github.render,
    "findings.gitlab.json": gitlab.render,
    "findings.sarif": sarif_without_pages,
    "findings.junit.xml": junit.render,
    "findings.md": findings_markdown.render,
    "findings.json": as_json,
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_findings_in_every_format(name: str) -> None:
    assert FORMATS[name](SAMPLE) == (CASES / name).read_bytes().decode()


@pytest.mark.parametrize("render", FORMATS.values(), ids=FORMATS.keys())
def test_nothing_in_a_goal_file_reaches_the_reader_as_a_command(render: Callable[[Validation], str]) -> None:
    shown = render(SAMPLE)
    if render is coloured:
        shown = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert HOSTILE not in shown
    assert [char for char in shown if not char.isprintable() and char not in "\n\u200d"] == []
    shown.encode()


def test_a_line_of_text_is_shown_where_it_matters() -> None:
    lines = text(SAMPLE).splitlines()
    assert max(map(len, lines)) < 200
    assert [line for line in lines if "TBD" in line and "|" in line] == [
        f"     5 | …{'a' * 39} TBD {'b' * 76}…"
    ]


def test_on_a_screen_a_line_of_text_is_no_wider_than_that() -> None:
    shown = terminal_findings.render(SAMPLE, Screen(width=60)).splitlines()
    place = next(number for number, line in enumerate(shown) if "TBD" in line and "|" in line)
    assert shown[place : place + 2] == [
        f"     5 | …{'a' * 15} TBD {'b' * 29}…",
        f"       |  {' ' * 16}^^^",
    ]


def test_marks_stand_under_wide_characters_and_tabs() -> None:
    lines = text(SAMPLE).splitlines()
    marked = [(lines[number - 1], line) for number, line in enumerate(lines) if "^^^^^^" in line]
    assert marked[0] == ("     3 |     - title:    Launch    the app", "       |                 ^^^^^^")
    assert marked[1][1].index("^") == len("     4 |     title: ") + 2 * len("顧客が最初の週を👧楽しむ") + 1


@pytest.mark.parametrize("render", [text, concise.render, github.render], ids=["text", "concise", "github"])
def test_no_findings_are_no_lines(render: Callable[[Validation], str]) -> None:
    assert render(NOTHING) == ""


def test_no_findings_are_an_empty_list_for_gitlab() -> None:
    assert json.loads(gitlab.render(NOTHING)) == []


def test_no_findings_are_no_results_in_sarif() -> None:
    assert json.loads(sarif.render(NOTHING))["runs"][0]["results"] == []


def test_no_findings_are_one_test_that_passes_in_junit() -> None:
    assert junit.render(NOTHING) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="okr validate" tests="1" failures="0" errors="0">\n'
        '  <testsuite name="okr validate" tests="1" failures="0" errors="0">\n'
        '    <testcase name="no mistakes" classname="okr validate" />\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_the_summary_says_how_much_was_checked() -> None:
    assert summary(NOTHING) == "14 files, 9 objectives, 31 key results, 1 KPI: no mistakes"


def test_the_summary_counts_mistakes_by_severity() -> None:
    assert summary(SAMPLE) == "5 errors, 2 warnings, 2 infos in 3 files; okr validate --fix puts 1 right"
    assert summary(replace(SAMPLE, diagnostics=SAMPLE.diagnostics[2:3])) == "1 warning in 1 file"


def test_statistics_count_each_rule() -> None:
    assert statistics(replace(SAMPLE, diagnostics=SAMPLE.diagnostics[1:5])) == (
        "     2  warning  OKR105  objective-is-a-task\n"
        "     1  error    OKR005  invalid-value\n"
        "     1  error    OKR109  placeholder-text\n"
    )


@pytest.mark.parametrize(
    ("fail_on", "failures"),
    [(Severity.ERROR, "5"), (Severity.WARNING, "7"), (Severity.INFO, "9"), (None, "0")],
)
def test_what_fails_the_run_fails_as_a_test(fail_on: Severity | None, failures: str) -> None:
    assert f'tests="9" failures="{failures}"' in junit.render(replace(SAMPLE, fail_on=fail_on))


def test_equal_fingerprints_differ_for_gitlab() -> None:
    twice = replace(SAMPLE, diagnostics=(SAMPLE.diagnostics[2], SAMPLE.diagnostics[2]))
    first, second = (entry["fingerprint"] for entry in json.loads(gitlab.render(twice)))
    assert second == f"{first}-2"


def test_each_result_of_sarif_points_to_its_rule() -> None:
    run: dict[str, Any] = json.loads(sarif.render(SAMPLE))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        diagnostic.code for diagnostic in SAMPLE.diagnostics
    ]
    assert {"text", "markdown"} == rules[0]["help"].keys()


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("plain words, 2026-Q4.", "plain words, 2026-Q4."),
        ("a|b", r"a\|b"),
        ("**bold** _it_ `c`", r"\*\*bold\*\* \_it\_ \`c\`"),
        ("<img src=x>", r"\<img src=x\>"),
        ("&lt; R&D & more", r"\&lt; R\&D & more"),
        ("https://a.b www.a.b :tada:", r"https\://a.b www\.a.b \:tada:"),
        ("@ada #12 a@b.c", "@<!-- -->ada #<!-- -->12 a@<!-- -->b.c"),
        ("[a](b)", r"\[a\](b)"),
        ("two\nlines", "two lines"),
    ],
)
def test_text_in_markdown_stays_text(given: str, written: str) -> None:
    assert escaped(given) == written


@pytest.mark.parametrize(
    ("given", "written"),
    [("a.yaml", "`a.yaml`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b", r"`a\|b`")],
)
def test_a_code_span_holds_any_text(given: str, written: str) -> None:
    assert code(given) == written


if __name__ == "__main__":
    for name, render in FORMATS.items():
        (CASES / name).write_bytes(render(SAMPLE).encode())
