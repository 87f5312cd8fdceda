"""A workspace whose every text tries to be more than text."""

from __future__ import annotations

import datetime as dt

from goals import workspace

from okr.reports.chosen import choose
from okr.reports.report import Report, report
from okr.scoring import Scores

SCRIPT = "</script><script>alert(1)</script>"
ELEMENT = '"><img src=x onerror=alert(1)>'
CONTROL = "\\e[31mred\\e[0m\\a"
OVERRIDE = "\\u202Egnp.exe\\u2066"
MARKDOWN = "[link](https://example.com) ![i](x) **b** | `c` @ada #12 <!-- -->"
FENCE = "``` \\n``` end"
JINJA = "{{ 7 * 7 }} {% raw %}"
MERMAID = 'x\\"] --> y[\\"click'
LONG = "w" * 500
TITLES = (SCRIPT, ELEMENT, CONTROL, OVERRIDE, MARKDOWN, FENCE, JINJA, MERMAID, LONG)
AS_OF = dt.date(2026, 11, 20)


def _quoted(text: str) -> str:
    """A double-quoted scalar; the escapes above are YAML's own."""
    return '"' + text.replace('"', '\\"').replace('\\\\"', '\\"') + '"'


def hostile_report() -> Report:
    """Every title once as that of an objective, of its key result, and of a KPI."""
    lines = ["cycle: 2026-Q4", "objectives:"]
    for number, title in enumerate(TITLES):
        text = _quoted(title.replace("\\n", " "))
        lines += [
            f"  - id: o{number}",
            f"    title: {text}",
            f"    why: {_quoted(title)}",
            "    key_results:",
            f"      - {{id: k, title: {text}, baseline: 0, target: 10, unit: '</svg><b>', check_ins:",
            f"          [{{date: 2026-10-12, value: 1, note: {_quoted(title)}}},",
            f"           {{date: 2026-11-02, value: 2, blockers: [{_quoted(title)}]}}]}}",
        ]
    lines += ["kpis:"]
    for number, title in enumerate(TITLES):
        readings = ", ".join(f"{{date: 2026-{month:02}-01, value: {month}}}" for month in range(1, 9))
        text = _quoted(title.replace("\\n", " "))
        lines += [f"  - {{id: kpi{number}, title: {text}, unit: '</title>', readings: [{readings}]}}"]
    settings = (
        f"version: 1\norganization: {_quoted(SCRIPT)}\nteams: [{{id: company, title: {_quoted(ELEMENT)}}}]\n"
    )
    loaded = workspace("\n".join(lines) + "\n", settings)
    assert len(loaded.objectives) == len(TITLES), [each.message for each in loaded.diagnostics]
    scores = Scores(loaded, AS_OF)
    chosen = choose(scores, loaded.cycles["2026-Q4"], list(loaded.objectives.values()))
    return report(chosen, scores, kpis=loaded.kpis.values())
