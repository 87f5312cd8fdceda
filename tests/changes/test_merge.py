"""Merging by meaning: what both sides did is there, nothing is lost, and a conflict is just its lines."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okr.changes.blocks import blocks_of
from okr.changes.merge import Labels, Merged, merge
from okr.documents import read_document

BASE = """\
team: growth
cycle: 2026-Q4

# What we want by Christmas.
objectives:
  - id: onboarding
    title: Make the first week easy   # for everyone
    key_results:
      - id: activation
        title: Activation
        baseline: 42
        target: 60
        check_ins:
          - {date: 2026-10-12, value: 44}
      # The one that hurts.
      - id: delay
        title: Days to the first report
        baseline: 9
        target: 2
"""


def merged(ours: str, theirs: str, base: str = BASE, path: str = "goals/growth.yaml") -> Merged:
    result = merge(path, base, ours, theirs)
    assert result is not None
    return result


def test_check_ins_of_both_sides_are_interleaved_by_date() -> None:
    first = "          - {date: 2026-10-12, value: 44}\n"
    ours = BASE.replace(first, first + "          - {date: 2026-10-26, value: 47}\n")
    theirs = BASE.replace(
        first,
        first
        + "          # Wizard out.\n          - {date: 2026-10-19, value: 46}\n"
        + "          - date: 2026-11-02\n            value: 49\n",
    )
    expected = BASE.replace(
        first,
        first
        + "          # Wizard out.\n          - {date: 2026-10-19, value: 46}\n"
        + "          - {date: 2026-10-26, value: 47}\n"
        + "          - date: 2026-11-02\n            value: 49\n",
    )
    assert merged(ours, theirs) == Merged(expected, 0)
    assert merged(theirs, ours) == Merged(expected, 0)


def test_first_check_ins_of_both_sides_share_one_list() -> None:
    end = "        target: 2\n"
    ours = BASE.replace(end, end + "        check_ins:\n          - {date: 2026-10-12, value: 8}\n")
    theirs = BASE.replace(end, end + "        check_ins:\n          - {date: 2026-10-05, value: 9}\n")
    expected = BASE.replace(
        end,
        end
        + "        check_ins:\n"
        + "          - {date: 2026-10-05, value: 9}\n          - {date: 2026-10-12, value: 8}\n",
    )
    assert merged(ours, theirs) == Merged(expected, 0)


def test_different_keys_of_one_goal_are_both_taken() -> None:
    ours = BASE.replace("target: 60", "target: 58").replace("for everyone", "for every customer")
    theirs = BASE.replace("title: Activation", "title: Week-1 activation")
    expected = ours.replace("title: Activation", "title: Week-1 activation")
    assert merged(ours, theirs) == Merged(expected, 0)


def test_one_key_changed_in_two_ways_is_a_conflict_of_its_lines_alone() -> None:
    result = merge(
        "g.yaml",
        BASE,
        BASE.replace("target: 60", "target: 58"),
        BASE.replace("target: 60", "target: 55").replace("baseline: 9", "baseline: 10"),
        Labels("HEAD", "feature"),
    )
    expected = BASE.replace("baseline: 9", "baseline: 10").replace(
        "        target: 60\n",
        "<<<<<<< HEAD\n        target: 58\n=======\n        target: 55\n>>>>>>> feature\n",
    )
    assert result == Merged(expected, 1)


def test_the_same_change_on_both_sides_is_made_once() -> None:
    both = BASE.replace("target: 60", "target: 58")
    assert merged(both, both.replace("baseline: 9", "baseline: 8")) == Merged(
        both.replace("baseline: 9", "baseline: 8"), 0
    )


def test_what_one_side_removes_and_the_other_leaves_is_removed() -> None:
    gone = BASE[: BASE.index("      # The one that hurts.")]
    changed = BASE.replace("target: 60", "target: 58")
    assert merged(gone, changed) == Merged(gone.replace("target: 60", "target: 58"), 0)
    assert merged(changed, gone) == Merged(gone.replace("target: 60", "target: 58"), 0)


def test_what_one_side_removes_and_the_other_changes_is_a_conflict() -> None:
    gone = BASE[: BASE.index("      # The one that hurts.")]
    changed = BASE.replace("baseline: 9", "baseline: 8")
    assert merged(gone, changed).conflicts == 1
    assert "baseline: 8" in merged(gone, changed).text
    assert merged(changed, gone).conflicts == 1
    assert "baseline: 8" in merged(changed, gone).text


def test_an_entry_of_another_indentation_takes_ours() -> None:
    theirs = (
        "team: growth\ncycle: 2026-Q4\nobjectives:\n- id: onboarding\n  title: Make the first week easy\n"
        "- id: referrals\n  title: Be worth telling a friend about\n"
    )
    base = "team: growth\ncycle: 2026-Q4\nobjectives:\n- id: onboarding\n  title: Make the first week easy\n"
    ours = (
        "team: growth\ncycle: 2026-Q4\nobjectives:\n    - id: onboarding\n      title: Make week one easy\n"
    )
    result = merge("g.yaml", base, ours, theirs)
    assert result is not None
    assert "    - id: referrals\n      title: Be worth telling a friend about\n" in result.text


def test_readings_of_a_csv_are_interleaved_and_a_missing_last_newline_joins_no_lines() -> None:
    base = "date,value\n2026-10-05,1\n"
    ours, theirs = base + "2026-10-19,3", base + "2026-10-12,2\n"
    assert merged(ours, theirs, base, "kpis/a.csv") == Merged(
        "date,value\n2026-10-05,1\n2026-10-12,2\n2026-10-19,3", 0
    )
    assert merged(theirs, ours, base, "kpis/a.csv") == Merged(
        "date,value\n2026-10-05,1\n2026-10-12,2\n2026-10-19,3", 0
    )


def test_one_reading_with_two_values_is_a_conflict_of_its_line() -> None:
    base = "date,value\n2026-10-05,1\n"
    assert merged(base + "2026-10-12,2\n", base + "2026-10-12,3\n", base, "kpis/a.csv") == Merged(
        base + "<<<<<<< ours\n2026-10-12,2\n=======\n2026-10-12,3\n>>>>>>> theirs\n", 1
    )


@pytest.mark.parametrize("side", [0, 1, 2])
def test_a_text_that_cannot_be_read_is_left_to_a_merge_by_lines(side: int) -> None:
    texts = [BASE, BASE, BASE]
    texts[side] = "team: [\n"
    assert merge("g.yaml", *texts) is None


def test_blocks_tile_the_text() -> None:
    root = blocks_of("g.yaml", BASE)
    assert root is not None
    assert root.text == BASE


# Random documents and edits

Edit = Callable[[dict[str, Any]], None]
TEAM = {
    "team": "growth",
    "cycle": "2026-Q4",
    "objectives": [
        {
            "id": f"o{o}",
            "title": f"Objective {o}",
            "key_results": [
                {
                    "id": f"k{k}",
                    "title": f"Key result {k}",
                    "baseline": 0,
                    "target": 10,
                    "check_ins": [{"date": "2026-10-12", "value": 1}],
                }
                for k in range(2)
            ],
        }
        for o in range(2)
    ],
}


def rendered(value: Any, indent: int = 0) -> str:
    """A document as a person would write it."""
    pad = " " * indent
    if isinstance(value, dict):
        return "".join(_entry(pad, key, item, indent) for key, item in value.items())
    return "".join(f"{pad}- {rendered(item, indent + 2).lstrip()}" for item in value)


def _entry(pad: str, key: str, item: Any, indent: int) -> str:
    if isinstance(item, list):
        return f"{pad}{key}:\n{rendered(item, indent + 2)}"
    return f"{pad}{key}: {item}\n"


def place(document: dict[str, Any], objective: int, key_result: int) -> dict[str, Any]:
    found = [each for each in document["objectives"] if each["id"] == f"o{objective}"]
    inner = [each for each in found[0]["key_results"] if each["id"] == f"k{key_result}"] if found else []
    return inner[0] if inner else {}


def adds_check_in(objective: int, key_result: int, day: int, value: int) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        entries = place(document, objective, key_result)["check_ins"]
        entries.append({"date": str(dt.date(2026, 10, 13) + dt.timedelta(days=day)), "value": value})
        entries.sort(key=lambda entry: entry["date"])

    return edit


def sets(objective: int, key_result: int, key: str, value: str) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        place(document, objective, key_result)[key] = value

    return edit


def adds_objective(number: int) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        document["objectives"].append({"id": f"n{number}", "title": f"New {number}"})

    return edit


def adds_key_result(objective: int, number: int) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        document["objectives"][objective]["key_results"].append(
            {"id": f"n{number}", "title": f"New {number}"}
        )

    return edit


small = st.integers(0, 1)
# Each edit with the thing that it touches: two edits of different things never meet.
edits = st.one_of(
    st.tuples(small, small, st.integers(0, 40)).map(
        lambda at: (("check-in", *at), adds_check_in(*at, value=at[2]))
    ),
    st.tuples(small, small, st.sampled_from(["title", "target", "baseline", "unit", "owner"])).map(
        lambda at: (("key", *at), sets(*at, value=f"{at[0]}{at[1]}7"))
    ),
    st.integers(0, 9).map(lambda number: (("objective", number), adds_objective(number))),
    st.tuples(small, st.integers(0, 9)).map(lambda at: (("key result", *at), adds_key_result(*at))),
)
different = st.lists(edits, max_size=8, unique_by=lambda edit: edit[0])


def changed(changes: list[tuple[Any, Edit]]) -> dict[str, Any]:
    document = copy.deepcopy(TEAM)
    for _, edit in changes:
        edit(document)
    return document


def in_any_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: in_any_order(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((in_any_order(item) for item in value), key=repr)
    return str(value)


@settings(max_examples=80, deadline=None)
@given(different, st.data())
def test_two_changes_of_different_things_give_the_same_as_doing_both(
    changes: list[tuple[Any, Edit]], data: st.DataObject
) -> None:
    split = data.draw(st.integers(0, len(changes)))
    base, ours, theirs = (
        rendered(each) for each in (TEAM, changed(changes[:split]), changed(changes[split:]))
    )
    for one, other in ((ours, theirs), (theirs, ours)):
        result = merge("g.yaml", base, one, other)
        assert result is not None
        assert result.conflicts == 0
        document = read_document("g.yaml", result.text.encode())
        assert document.diagnostics == ()
        assert in_any_order(document.value) == in_any_order(changed(changes))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(edits, max_size=6, unique_by=lambda edit: edit[0]),
    st.lists(edits, max_size=6, unique_by=lambda edit: edit[0]),
)
def test_nothing_that_either_side_added_is_lost(
    ours: list[tuple[Any, Edit]], theirs: list[tuple[Any, Edit]]
) -> None:
    texts = [rendered(each) for each in (TEAM, changed(ours), changed(theirs))]
    result = merge("g.yaml", *texts)
    assert result is not None
    for side in texts[1:]:
        added = [line.strip() for line in side.splitlines() if line not in texts[0].splitlines()]
        assert [line for line in added if line not in result.text] == []
