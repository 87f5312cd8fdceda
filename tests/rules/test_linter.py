"""How rules are run: profiles and settings, broken goals, crashes, places and fingerprints."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linting import findings, split, told
from strategies import Goals, goals, written

from okr.diagnostics import Diagnostic, Severity
from okr.rules import linter, registry
from okr.rules.context import Context
from okr.rules.rule import Finding, Rule, rule

AT_THE_START = dt.date(2026, 10, 1)

GOOD = """\
# okr.yaml
version: 1
teams: [{id: company}, {id: growth, parent: company}]
# company.yaml
team: company
cycle: 2026
objectives:
  - id: stay
    title: Become the tool that small firms stay with
    why: Whoever stays two years stays ten.
    owner: ada
    key_results:
      - id: renewals
        title: Renewals in a quarter
        unit: "%"
        baseline: 70
        target: 85
        cadence: quarterly
        check_ins:
          - {date: 2026-10-02, value: 82, confidence: 0.7}
      - id: praise
        title: Praise that nobody asked for
        unit: letters
        baseline: 20
        target: 45
        cadence: quarterly
        check_ins:
          - {date: 2026-10-02, value: 40, confidence: 0.6}
# growth.yaml
team: growth
cycle: 2026-Q4
objectives:
  - id: first-week
    title: Make the first week feel effortless for every newcomer
    why: Teams that publish a report in week one stay three times as long.
    owner: ada
    supports: company/stay
    guardrails: [load]
    key_results:
      - id: activation
        title: Newcomers who publish in week one
        unit: "%"
        kpi: published
        baseline: 42
        target: 60
        indicator: leading
      - id: report
        title: Median time to the first report
        unit: min
        baseline: 45
        target: 15
        check_ins:
          - {date: 2026-10-05, value: 44, confidence: 0.6}
          - {date: 2026-11-02, value: 35, confidence: 0.7}
          - {date: 2026-11-16, value: 28, confidence: 0.7}
kpis:
  - id: published
    title: Newcomers who publish in week one
    definition: Share of new workspaces that publish within seven days.
    owner: ada
    unit: "%"
    indicator: leading
    cadence: weekly
    target: {at_least: 55}
    alert: {at_least: 40}
    source: Warehouse
    readings:
      - {date: 2026-11-09, value: 51}
      - {date: 2026-11-16, value: 53}
  - id: load
    title: Tickets per hundred customers
    definition: Tickets opened in a week, by paying customers on Friday.
    owner: ada
    unit: tickets
    indicator: lagging
    cadence: weekly
    target: {at_most: 8}
    source: Help desk
    readings:
      - {date: 2026-11-09, value: 7}
      - {date: 2026-11-16, value: 7.5}
"""

SINGLE_FAULTS = {
    "OKR003": ("owner: ada\n    supports", "ownr: ada\n    supports"),
    "OKR005": ("target: 60\n", 'target: "60%"\n'),
    "OKR008": ("supports: company/stay", "supports: company/stray"),
    "OKR101": ("        target: 15\n", "        target: 15\n        status: dropped\n"),
    "OKR103": ("    owner: ada\n    supports", "    supports"),
    "OKR105": (
        "Make the first week feel effortless for every newcomer",
        "Launch the new portal for newcomers",
    ),
    "OKR109": ("Teams that publish a report in week one stay three times as long.", "TBD"),
    "OKR111": (
        "Make the first week feel effortless for every newcomer",
        "Become the tool that small firms stay with",
    ),
    "OKR202": ("baseline: 45", "baseline: 15"),
    "OKR205": ("title: Median time", "title: Increase the median time"),
    "OKR213": ("        target: 15\n", "        target: 15\n        due: 2027-01-31\n"),
    "OKR216": ("        target: 15\n", "        target: 15\n        stretch: 20\n"),
    "OKR301": ("    supports: company/stay\n", ""),
    "OKR302": ("    title: Become", "    supports: 2026-Q4/growth/first-week\n    title: Become"),
    "OKR401": ("    target: {at_most: 8}\n", ""),
    "OKR402": ("    source: Help desk\n", ""),
    "OKR403": ("2026-11-09, value: 7}\n      - {date: 2026-11-16, value: 7.5", "2026-10-09, value: 7"),
    "OKR408": ("alert: {at_least: 40}", "alert: {at_least: 60}"),
    "OKR409": ("{date: 2026-11-09, value: 7}", "{date: 2026-11-16, value: 7}"),
    "OKR501": ("          - {date: 2026-11-16, value: 28, confidence: 0.7}\n", ""),
    "OKR503": ("2026-11-16, value: 28", "2026-11-21, value: 28"),
    "OKR505": ("value: 28, confidence: 0.7", "value: 28, confidence: 0.2"),
    "OKR901": (
        "    supports: company/stay\n",
        "    supports: company/stay  # okr: ignore[OKR301] Why not.\n",
    ),
    "OKR902": (
        "effortless for every newcomer\n",
        "effortless for every newcomer  # okr: ignore[OKR105] until=2026-11-01 Was launch.\n",
    ),
}


def good_with(old: str, new: str) -> dict[str, str]:
    assert GOOD.count(old) == 1, old
    return split(GOOD.replace(old, new))


def test_a_good_workspace_has_no_findings_even_in_the_strict_profile() -> None:
    assert told(findings(split(GOOD))) == []
    strict = GOOD.replace("version: 1\n", "version: 1\nrules: {profile: strict}\n")
    assert told(findings(split(strict))) == []


@pytest.mark.parametrize("code", SINGLE_FAULTS)
def test_a_single_fault_is_told_once(code: str) -> None:
    assert [each.code for each in findings(good_with(*SINGLE_FAULTS[code]))] == [code]


def severities(found: list[Diagnostic]) -> dict[str, str]:
    return {each.code: each.severity.value for each in found}


FAULTY = """\
objectives:
  - id: a
    title: Launch 3 portals
    owner: ada
    key_results:
      - {id: l, title: Waits, unit: h, baseline: 9, target: 9}
  - id: b
    title: Feel at home
    why: They said so.
    key_results:
      - {id: k, title: Riders, target: "60%", unit: riders}
"""


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            "{}",
            {"OKR005": "error", "OKR202": "error", "OKR105": "warning", "OKR104": "info"},
        ),
        (
            "{profile: relaxed}",
            {"OKR005": "error", "OKR202": "warning", "OKR105": "warning"},
        ),
        (
            "{profile: strict}",
            {
                "OKR005": "error",
                "OKR202": "error",
                "OKR105": "warning",
                "OKR104": "warning",
                "OKR110": "warning",
            },
        ),
        (
            "{profile: relaxed, severity: {OKR1: info, OKR105: error}, ignore: [target-equals-baseline]}",
            {"OKR005": "error", "OKR105": "error", "OKR104": "info", "OKR110": "info"},
        ),
        (
            "{severity: {objective-is-a-task: error, OKR1: warning}, ignore: [OKR2, OKR0]}",
            {"OKR105": "error", "OKR104": "warning", "OKR110": "warning"},
        ),
    ],
)
def test_ignore_beats_severity_which_beats_the_profile(rules: str, expected: dict[str, str]) -> None:
    files = {"okr.yaml": f"version: 1\nrules: {rules}\n", **split(FAULTY)}
    codes = {"OKR005", "OKR104", "OKR105", "OKR110", "OKR202"}
    assert severities(findings(files, select=codes)) == expected


def test_what_is_said_of_a_goal_that_was_not_read_whole_is_left_out() -> None:
    goals = """\
    objectives:
      - id: a
        title: Feel at home
        owner: [ada]
        key_results:
          - {id: k, title: Riders, unit: riders, baseline: 1, target: 9}
          - {id: l, title: Waits, unit: h, baseline: "9h", target: 9}
    """.replace("\n    ", "\n").strip(" ")
    assert told(findings(split(goals), as_of=AT_THE_START)) == ["OKR005 5:12", "OKR005 8:50"]


def test_findings_come_in_reading_order() -> None:
    files = split("objectives:\n  - {id: a, title: Launch it}\nkpis:\n  - {id: k, title: TBD}\n")
    found = findings({**files, "a.yaml": "kpis: [{id: l, title: L}]\n"})
    places = [(each.path, each.span.start.line, each.span.start.column, each.code) for each in found]
    assert places == sorted(places)
    assert len(places) > 8


def test_only_what_is_selected_runs() -> None:
    files = split("objectives:\n  - {id: a, title: Launch it}\n")
    assert told(findings(files, select={"OKR103"})) == ["OKR103 3:6"]


@rule("OKR105", "objective-is-a-task", Severity.WARNING)
def crashing(context: Context) -> Iterator[Finding]:
    """A rule with a bug."""
    node = context.objectives[0]
    yield Finding(node.place.at("title"), "the first is told", "Mend it.", ref=node.ref)
    raise ZeroDivisionError("by accident")


def with_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    rules: tuple[Rule, ...] = tuple(crashing if each.code == "OKR105" else each for each in registry.RULES)
    monkeypatch.setattr(linter, "RULES", rules)


def test_a_rule_that_crashes_is_told_of_and_silences_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    with_crash(monkeypatch)
    files = split("objectives:\n  - {id: a, title: Feel at home}\n  - {id: b, title: TBD, owner: ada}\n")
    found = findings(files, select={"OKR103", "OKR105", "OKR109", "OKR999"})
    assert told(found) == ["OKR103 3:6", "OKR105 3:20", "OKR109 4:20", "okr.yaml OKR999 1:1"]
    line = crashing.check.__code__.co_firstlineno + 5
    assert found[-1].message == f"OKR105 crashed: ZeroDivisionError: by accident (crashing, line {line})"
    assert found[-1].severity is Severity.ERROR


@pytest.mark.parametrize(
    "rules", ["{ignore: [OKR9, OKR999]}", "{profile: relaxed}", "{severity: {OKR999: info}}"]
)
def test_no_setting_hides_a_crash(monkeypatch: pytest.MonkeyPatch, rules: str) -> None:
    with_crash(monkeypatch)
    files = {
        "okr.yaml": f"version: 1\nrules: {rules}\n",
        **split("objectives:\n  - {id: a, title: Feel at home}\n"),
    }
    crashes = [each for each in findings(files) if each.code == "OKR999"]
    assert [each.severity for each in crashes] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Launch the portal", "Launch"),
        ('"Launch the portal"', "Launch"),
        ("'Launch the portal'", "Launch"),
        ('"Launch \\"it\\""', '"Launch \\"it\\""'),
        ("'Launch Ada''s portal'", "'Launch Ada''s portal'"),
        ("Launch\n      the portal", "Launch\n      the portal"),
        ("'[Web] Launch the portal'", "Launch"),
    ],
)
def test_a_finding_points_at_the_words_that_it_means(title: str, part: str) -> None:
    text = f"cycle: 2026-Q4\nobjectives:\n  - id: a\n    title: {title}\n    owner: ada\n"
    (found,) = findings({"goals.yaml": text}, select={"OKR105"})
    assert text[found.span.start.offset : found.span.end.offset] == part


ALL_BAD = """\
cycle: 2026-Q4
objectives:
  - id: a
    title: Launch 3 portals
    key_results:
      - id: k
        title: Raise kept promises from 70 to 95 %
        baseline: 72
        target: 90
        check_ins:
          - {date: 2026-11-09, value: 1}
          - {date: 2026-11-02, value: 2}
          - {date: 2026-11-02, value: 3}
      - {id: l, title: Waits, baseline: 9, target: 9, due: 2027-01-01}
  - {id: b, title: Feel at home, supports: company/c}
  - {id: c, title: Feel at home, supports: company/b}
kpis:
  - id: use
    title: TBD
    readings:
      - {date: 2026-11-02, value: 42}
      - {date: 2026-11-09, value: 0.4}
      - {date: 2026-11-09, value: 43}
"""
LINES = ALL_BAD.splitlines()


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, len(LINES))), st.sampled_from(["", "# a comment", "   # another"]))
def test_lines_that_say_nothing_change_no_fingerprint(places: set[int], line: str) -> None:
    text = "\n".join([*(f"{line}\n{each}" if i in places else each for i, each in enumerate(LINES)), ""])
    fingerprints = sorted(each.fingerprint for each in findings({"goals.yaml": text}))
    assert fingerprints == sorted(each.fingerprint for each in findings({"goals.yaml": ALL_BAD}))
    assert len(set(fingerprints)) == len(fingerprints) > 20


def test_arguments_hold_no_line_numbers() -> None:
    moved = "\n" * 57 + ALL_BAD
    before, after = findings({"goals.yaml": ALL_BAD}), findings({"goals.yaml": moved})
    assert [dataclasses.replace(each, span=before[0].span, related=(), fix=None) for each in before] == [
        dataclasses.replace(each, span=before[0].span, related=(), fix=None) for each in after
    ]


@settings(max_examples=60, deadline=None)
@given(goals(), st.sampled_from(["2026-09-30", "2026-11-20", "2027-02-01"]))
def test_no_rule_crashes_whatever_the_goals_are(some: Goals, day: str) -> None:
    as_of = dt.date.fromisoformat(day)
    found = findings(written(some), as_of=as_of, all_cycles=True)
    assert [each.message for each in found if each.code == "OKR999"] == []
    assert found == findings(written(some), as_of=as_of, all_cycles=True)
