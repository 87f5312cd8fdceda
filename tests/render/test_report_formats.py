"""One report in every format: the same numbers in each, and nothing in it is more than text."""

from __future__ import annotations

import json
import re

import pytest
from hostile import LONG, hostile_report
from northwind import northwind_report

from okr.render import report_markdown, terminal_report
from okr.render.json_text import written
from okr.render.terminal import Screen
from okr.reports.report.output import report_output
from okr.reports.wording import shown

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def rendered_terminal(width: int | None = 140, *, color: bool = False) -> str:
    return terminal_report.render(northwind_report(), Screen(width, color))


@pytest.mark.parametrize("width", [80, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(len(line) for line in rendered_terminal(width).splitlines()) <= width


def test_in_a_pipe_no_line_is_cut() -> None:
    text = rendered_terminal(None)
    assert "…" not in text
    assert "Lift our rating in the three marketplaces, over the last ninety days" in text


def test_the_sections_come_in_their_order() -> None:
    titles = "Needs attention|Objectives|KPIs|Alignment"
    assert re.findall(f"^(?:{titles})$", rendered_terminal(), re.MULTILINE) == titles.split("|")
    markdown = report_markdown.render(northwind_report())
    assert re.findall("^## (.*)$", markdown, re.MULTILINE) == [
        "Needs attention",
        "Northwind Analytics",
        "Growth",
        "Product",
        "Platform",
        "KPIs",
        "Alignment",
    ]


def test_every_format_says_the_same_numbers() -> None:
    made = northwind_report()
    terminal = " ".join(rendered_terminal(None).split())
    markdown = report_markdown.render(made)
    output = json.loads(written(report_output(made)))
    for team, told_team in zip(made.teams, output["teams"], strict=True):
        for part, told in zip(team.objectives, told_team["objectives"], strict=True):
            rows = [
                (part.row, told),
                *zip((kr.row for kr in part.key_results), told["key_results"], strict=True),
            ]
            for row, goal in rows:
                score, expected = row.standing.score, row.standing.expected
                assert (goal["figures"]["score"], goal["row"]["standing"]["score"]) == (score, score)
                if score is None or expected is None:
                    continue
                numbers = f"{shown(score)} {shown(expected)}"
                assert re.search(f"{re.escape(row.title)} [^ ]+ {numbers} ", terminal), row.title
                cells = f" | {shown(score)} | {shown(expected)} | "
                assert re.search(f"{re.escape(row.title)}[^|]*{re.escape(cells)}", markdown), row.title
    assert made.summary.sentence in terminal
    assert made.summary.sentence in markdown


def test_the_kpis_of_every_format_are_the_same() -> None:
    made = northwind_report()
    terminal, markdown = rendered_terminal(None), report_markdown.render(made)
    for kpi in made.kpis:
        assert re.search(rf"^ {kpi.row.id} .* {re.escape(kpi.row.value)} ", terminal, re.MULTILINE)
        assert f"| {kpi.row.title} | {kpi.row.value} {kpi.row.unit} |" in markdown


@pytest.mark.parametrize("color", [False, True])
def test_no_title_commands_the_terminal(color: bool) -> None:
    text = terminal_report.render(hostile_report(), Screen(100, color))
    own_codes = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert CONTROLS.findall(own_codes) == []
    assert max(len(line) for line in own_codes.splitlines()) <= 100


def test_no_title_is_markup_in_markdown() -> None:
    text = report_markdown.render(hostile_report())
    assert CONTROLS.findall(text) == []
    assert re.findall(r"(?<!\\)<(?!br>|/?details>|/?summary>|!-- -->)", text.split("```mermaid")[0]) == []
    assert "](https" not in text.replace("\\]", "")
    assert text.count("```") == 2  # the diagram's own fence


def test_no_title_ends_a_label_of_the_tree() -> None:
    diagram = report_markdown.render(hostile_report()).split("```")[1]
    labels = [line for line in diagram.splitlines() if re.match(r"  o\d+\[", line)]
    assert len(labels) == 9
    assert [line for line in labels if not re.fullmatch(r'  o\d+\["[^"\[\]{}`]*"\]:::\w+', line)] == []


def test_json_is_ascii_and_keeps_every_title_whole() -> None:
    text = written(report_output(hostile_report()))
    assert text.isascii()
    titles = [each["row"]["title"] for each in json.loads(text)["teams"][0]["objectives"]]
    assert titles[-1] == LONG
    assert titles[0] == "</script><script>alert(1)</script>"
