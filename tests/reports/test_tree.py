"""The alignment tree: what hangs where, also where somebody made a knot."""

from __future__ import annotations

import datetime as dt

import pytest
from goals import workspace

from okr.render import mermaid
from okr.reports.tree import Alignment, alignment, branches, tree_output
from okr.scoring import Scores

SETTINGS = """
version: 1
teams: [{id: company}, {id: growth, parent: company}, {id: support, parent: company}]
"""
YEAR = """
team: company
cycle: 2026
objectives:
  - id: retention
    title: Keep customers
    key_results:
      - {id: churn, title: Churn, baseline: 4, target: 2}
      - {id: praise, title: Praise, baseline: 1, target: 9}
  - {id: trust, title: Be trusted}
"""
GROWTH = """
team: growth
cycle: 2026-Q4
objectives:
  - id: onboarding
    title: Ease the first week
    supports: [company/retention/churn, company/trust]
    key_results: [{id: activation, title: Activation, baseline: 40, target: 60}]
  - {id: friends, title: Bring a friend}
  - {id: idea, title: An idea, status: draft, supports: company/trust}
"""


def scored(*texts: str) -> Scores:
    files = {f"goals/{number}.yaml": text for number, text in enumerate(texts)}
    return Scores(workspace(files, SETTINGS), dt.date(2026, 11, 20))


def links(scores: Scores, *refs: str) -> Alignment:
    chosen = [node for node in scores.workspace.objectives.values() if not refs or node.ref in refs]
    return alignment(scores, chosen)


def drawn(scores: Scores, *refs: str) -> list[str]:
    """The tree, a dash a level; what is shown before is marked."""
    return [
        "-" * len(each.last) + each.row.ref.rsplit("/", 1)[1] + (f" {each.again}" if each.again else "")
        for each in branches(links(scores, *refs), scores)
    ]


def test_children_hang_under_the_objective_or_key_result_that_they_support() -> None:
    assert drawn(scored(YEAR, GROWTH)) == [
        "retention",
        "-churn",
        "--onboarding",
        "---activation",
        "-praise",
        "trust",
        "-onboarding above",
        "friends",
    ]


def test_a_branch_knows_whether_it_is_the_last() -> None:
    scores = scored(YEAR, GROWTH)
    assert [each.last for each in branches(links(scores), scores)][:5] == [
        (),
        (False,),
        (False, True),
        (False, True, True),
        (True,),
    ]


def test_what_is_asked_for_comes_with_what_is_above_it() -> None:
    scores = scored(YEAR, GROWTH)
    ref = "2026-Q4/growth/onboarding"
    assert drawn(scores, ref) == [
        "retention",
        "-churn",
        "--onboarding",
        "---activation",
        "trust",
        "-onboarding above",
    ]


def test_who_supports_nothing_is_an_orphan_if_their_team_has_a_parent() -> None:
    found = links(scored(YEAR, GROWTH))
    assert found.orphans == ["2026-Q4/growth/friends"]
    assert found.roots == ["2026/company/retention", "2026/company/trust", "2026-Q4/growth/friends"]


LOOP = """
team: growth
cycle: 2026-Q4
objectives:
  - {id: a, title: A, supports: growth/c/k}
  - {id: b, title: B, supports: growth/a}
  - {id: c, title: C, supports: growth/b, key_results: [{id: k, title: K}]}
  - {id: d, title: D, supports: growth/d}
"""


def test_a_loop_is_shown_once_around() -> None:
    scores = scored(LOOP)
    assert drawn(scores) == ["a", "-b", "--c", "---k", "----a loop", "d", "-d loop"]
    assert tree_output(links(scores))["loops"] == [
        ["2026-Q4/growth/a", "2026-Q4/growth/c", "2026-Q4/growth/b"],
        ["2026-Q4/growth/d"],
    ]


def test_a_chain_may_be_longer_than_pythons_own() -> None:
    chain = "".join(
        f"  - {{id: o{number}, title: O, supports: growth/o{number - 1}}}\n" for number in range(1, 3000)
    )
    scores = scored(f"team: growth\ncycle: 2026-Q4\nobjectives:\n  - {{id: o0, title: O}}\n{chain}")
    assert drawn(scores)[-1] == "-" * 2999 + "o2999"


def test_a_goal_that_supports_something_dropped_or_unknown_is_a_root() -> None:
    text = """
    team: growth
    cycle: 2026-Q4
    objectives:
      - {id: gone, title: G, status: dropped}
      - {id: a, title: A, supports: [growth/gone, growth/never]}
    """
    assert drawn(scored(text)) == ["a"]


def test_the_output_is_a_graph() -> None:
    output = tree_output(links(scored(YEAR, GROWTH), "2026-Q4/growth/onboarding"))
    assert {each["ref"]: each["supports"] for each in output["objectives"]} == {
        "2026/company/retention": [],
        "2026/company/trust": [],
        "2026-Q4/growth/onboarding": ["2026/company/retention/churn", "2026/company/trust"],
    }
    assert [each["ref"] for each in output["objectives"][0]["key_results"]] == [
        "2026/company/retention/churn"
    ]


HOSTILE = """
team: company
cycle: 2026
objectives:
  - id: end
    title: 'Say "no"] --> x((<b onload=1>`end`</b>)) & #quot; %% {it} ; "'
"""


def test_no_title_can_break_a_flowchart() -> None:
    label = (
        "Say #34;no#34;#93; --#62; x#40;#40;#60;b onload#61;1#62;#96;end#96;#60;/b#62;#41;#41; #38; "
        "#35;quot#59; %% #123;it#125; #59; #34;<br/>no data<br/>2026, company"
    )
    assert mermaid.render(tree_output(links(scored(HOSTILE)))).splitlines()[:2] == [
        "flowchart BT",
        f'  o1["{label}"]:::quiet',
    ]


@pytest.mark.parametrize("character", list('"[](){}<>#&;`|\\_*~=^$@\n\r\t\u2028\x1b'))
def test_no_character_that_means_something_to_mermaid_stays(character: str) -> None:
    assert character not in mermaid.escaped(character).removeprefix("#").removesuffix(";")


def test_a_flowchart_of_two_levels() -> None:
    assert mermaid.render(tree_output(links(scored(YEAR, GROWTH), "2026-Q4/growth/onboarding"))) == (
        "flowchart BT\n"
        '  o1["Keep customers<br/>no data<br/>2026, company"]:::quiet\n'
        '  o1k1(["Churn<br/>no data"]):::quiet\n'
        "  o1k1 --- o1\n"
        '  o2["Be trusted<br/>no data<br/>2026, company"]:::quiet\n'
        '  o3["Ease the first week<br/>no data<br/>2026-Q4, growth"]:::quiet\n'
        '  o3k1(["Activation<br/>no data"]):::quiet\n'
        "  o3k1 --- o3\n"
        "  o3 ==> o1k1\n"
        "  o3 ==> o2\n"
        "  classDef good fill:#dcf5e3,stroke:#1a7f37,color:#111\n"
        "  classDef fair fill:#fff4d1,stroke:#9a6700,color:#111\n"
        "  classDef poor fill:#ffe1de,stroke:#cf222e,color:#111\n"
        "  classDef quiet fill:#f2f2f2,stroke:#6e7781,color:#111\n"
    )
