"""What a move and a rollover make of files, down to the line."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest
from goals import sound

from okr.authoring.move import plan_move
from okr.authoring.plans import Plan
from okr.authoring.rollover import plan_rollover
from okr.errors import OkrError
from okr.workspace import Workspace

TODAY = dt.date(2026, 12, 31)
TEAMS = "version: 1\nteams:\n  - {id: growth, title: Growth}\n  - {id: shop, title: Shop}\n"
FILES = {
    "kpis/growth/all.yaml": """\
        team: growth
        kpis:
          - {id: visits, title: Visits, unit: visits, readings: visits.csv}
          - {id: sales, title: Sales, unit: sales, readings: [{date: 2026-10-05, value: 5}]}
          - {id: share, title: Share, formula: "{sales} / {visits}"}
        """,
    "kpis/growth/visits.csv": "date,value\n2026-10-05,100\n",
    "kpis/shop.yaml": """\
        team: shop
        kpis:
          - {id: rent, title: Rent, unit: EUR, readings: [{date: 2026-10-05, value: 900}]}
        """,
    "goals/growth.yaml": """\
        cycle: 2026-Q4
        team: growth
        objectives:
          - id: reach
            title: Be found
            key_results:
              - {id: seen, title: Visits, kpi: visits, target: 200}
              - {id: told, title: Friends told, baseline: 0, target: 9}
        """,
    "goals/shop.yaml": """\
        cycle: 2026-Q4
        team: shop
        objectives:
          - id: open
            title: Be open
            key_results:
              - {id: doors, title: Doors, baseline: 0, target: 2}
        """,
}


def written(plan: Plan) -> dict[str, list[str]]:
    return {change.path: _changed(change.diff()) for change in plan.changes}


def _changed(diff: str) -> list[str]:
    """The lines that go (-) and come (+)."""
    return [line for line in diff.splitlines() if line[:1] in "+-" and line[:4] not in ("--- ", "+++ ")]


def test_a_kpi_that_moves_to_another_team_keeps_its_readings() -> None:
    plan = plan_move(sound(FILES, TEAMS), "visits", "shop")
    line = "  - {id: visits, title: Visits, unit: visits, readings: "
    assert written(plan) == {
        "kpis/growth/all.yaml": [f"-{line}visits.csv}}"],
        "kpis/shop.yaml": ["+", f"+{line}growth/visits.csv}}"],
    }


def test_a_kpi_with_another_id_is_renamed_in_formulas_and_key_results() -> None:
    plan = plan_move(sound(FILES, TEAMS), "visits", "footfall")
    assert written(plan) == {
        "goals/growth.yaml": [
            "-      - {id: seen, title: Visits, kpi: visits, target: 200}",
            "+      - {id: seen, title: Visits, kpi: footfall, target: 200}",
        ],
        "kpis/growth/all.yaml": [
            "-  - {id: visits, title: Visits, unit: visits, readings: visits.csv}",
            "+  - {id: footfall, title: Visits, unit: visits, readings: visits.csv}",
            '-  - {id: share, title: Share, formula: "{sales} / {visits}"}',
            '+  - {id: share, title: Share, formula: "{sales} / {footfall}"}',
        ],
    }


def test_a_key_result_moves_into_another_file() -> None:
    plan = plan_move(sound(FILES, TEAMS), "2026-Q4/growth/reach/told", "shop/open")
    line = "      - {id: told, title: Friends told, baseline: 0, target: 9}"
    assert written(plan) == {"goals/growth.yaml": [f"-{line}"], "goals/shop.yaml": ["+", f"+{line}"]}


COMMENTED = """\
    cycle: 2026-Q4
    team: growth
    objectives:
      - id: reach
        title: Be found
        key_results:
          - {id: seen, title: Visits, baseline: 0, target: 200}
            # the end of seen
            # of which there is more

          # about told
            # and more of it
          - id: told
            title: Friends told
            baseline: 0
            target: 9

            # the end of told
          # about asked
          - {id: asked, title: Friends asked, baseline: 0, target: 9}
    """


def test_the_comments_of_an_entry_move_with_it_and_no_others() -> None:
    shop = (
        FILES["goals/shop.yaml"].rstrip(" ") + "                # the end of doors\n              # of all\n"
    )
    plan = plan_move(
        sound({"goals/growth.yaml": COMMENTED, "goals/shop.yaml": shop}, TEAMS),
        "2026-Q4/growth/reach/told",
        "shop/open",
    )
    lines = [
        "      # about told",
        "        # and more of it",
        "      - id: told",
        "        title: Friends told",
        "        baseline: 0",
        "        target: 9",
        "",
        "        # the end of told",
    ]
    assert written(plan) == {
        "goals/growth.yaml": ["-", *(f"-{line}" for line in lines)],
        "goals/shop.yaml": ["+", *(f"+{line}" for line in lines)],
    }
    files = {change.path: change.after.decode() for change in plan.changes}
    assert (
        "        # the end of seen\n        # of which there is more\n      # about asked\n"
        in (files["goals/growth.yaml"])
    )
    assert "        # the end of doors\n\n      # about told\n" in files["goals/shop.yaml"]
    assert files["goals/shop.yaml"].endswith("        # the end of told\n      # of all\n")


ONE = """\
cycle: 2026-Q4
objectives:
  - id: one
    title: Make the first week feel effortless
    key_results:   # both are measured weekly
"""
KR = """\
      # agreed with the board on 3 October
      - id: kr
        title: 'Raise activation'
        baseline: 46.0   # measured in September
        target: 60     # do not go lower
        x-ticket: ABC-1
        note: |
          Long text \n\
          kept by hand
        # the end of kr
"""
KR2 = "      - {id: kr2, title: B, baseline: 1.0, target: 2}\n"
TWO = "  - id: two\n    title: Customers speak of us warmly\n"


def after_move(text: str, ref: str) -> str:
    plan = plan_move(sound(text), f"2026-Q4/company/{ref}", "two")
    return plan.changes[0].after.decode()


@pytest.mark.parametrize(
    ("target", "becomes"),
    [
        pytest.param("", "    key_results:\n", id="no list"),
        pytest.param(
            "    key_results: []   # none yet\n", "    key_results:   # none yet\n", id="empty list"
        ),
        pytest.param(
            "    key_results:\n      # none yet\n", "    key_results:\n      # none yet\n", id="empty key"
        ),
        pytest.param(
            "    key_results: [{id: z, title: 'Z', target: 2.0}, {id: y, title: Y}]  # two\n",
            "    key_results:  # two\n      - {id: z, title: 'Z', target: 2.0}\n      - {id: y, title: Y}\n",
            id="list in brackets",
        ),
        pytest.param(
            "    key_results: [\n      {id: z, title: 'Z',\n       target: 2.0},\n    ]\n",
            "    key_results:\n      - {id: z, title: 'Z',\n         target: 2.0}\n",
            id="list in brackets over several lines",
        ),
        pytest.param(
            f"    key_results:\n{KR2.replace('kr2', 'z')}      # more to come\n",
            f"    key_results:\n{KR2.replace('kr2', 'z')}\n",
            id="list",
        ),
    ],
)
def test_a_key_result_moves_as_it_is_written_into_any_list(target: str, becomes: str) -> None:
    rest = "      # more to come\n" if "more" in target else ""
    moved = after_move(f"{ONE}{KR}{KR2}{TWO}{target}", "one/kr")
    assert moved == f"{ONE}{KR2}{TWO}{becomes}{KR}{rest}"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_only_key_result_leaves_the_comments_of_its_list(ending: str) -> None:
    before = f"{ONE}      # of both\n\n{KR}\n{TWO}".replace("\n", ending)
    left = ONE.replace("key_results:", "key_results: []")
    expected = f"{left}      # of both\n\n{TWO}    key_results:\n{KR}".replace("\n", ending)
    assert after_move(before, "one/kr") == expected


def test_a_key_result_in_braces_goes_into_brackets_as_it_is_written() -> None:
    moved = after_move(f"{ONE}{KR}{KR2}{TWO}    key_results: [{{id: z, title: Z}}]\n", "one/kr2")
    line = KR2.strip("- \n")
    assert moved == f"{ONE}{KR}{TWO}    key_results: [{{id: z, title: Z}}, {line}]\n"


def test_a_move_that_would_lose_a_comment_is_refused() -> None:
    brackets = "    key_results: [\n      # the first\n      {id: z, title: Z},\n    ]\n"
    with pytest.raises(OkrError) as caught:
        after_move(f"{ONE}{KR}{KR2}{TWO}{brackets}", "one/kr")
    assert (caught.value.message, caught.value.hint) == (
        "goals/growth.yaml:19 is written in a way that okr cannot change safely; it is left as it is",
        "Make this change by hand.",
    )


OLD = """\
    cycle: 2026-Q4
    objectives:
      - id: shop
        title: Open the second shop
        key_results:
          - id: guests
            title: Guests
            target: 80
            check_ins:
              - {date: 2026-12-01, value: 41}
          - id: rent
            title: Rent
            baseline: 900
            target: 500
            check_ins:
              - {date: 2026-12-01, value: 850.5}
          - {id: talks, title: Talks, baseline: 0, target: 5, check_ins: [{date: 2026-12-01, value: 5}]}
          - id: fitted
            title: Fitted out
            milestones:
              - {title: Lease, weight: 1, done: 2026-10-10}
              - {title: Oven, weight: 2, due: 2026-12-01}
          - {id: given-up, title: Given up, baseline: 0, target: 5, status: dropped}
      - id: done
        title: All done
        key_results:
          - {id: all, title: All, baseline: 0, target: 5, check_ins: [{date: 2026-12-01, value: 5}]}
    """
NEW = """\
    cycle: 2027-Q1

    objectives:
      - id: shop
        title: Open the second shop
        key_results:
          - id: guests
            title: Guests
            baseline: 41
            target: 80
          - id: rent
            title: Rent
            baseline: 850.5
            target: 500
          - id: fitted
            title: Fitted out
            milestones:
              - {title: Oven, weight: 2}
        x-carried-over-from: 2026-Q4/company/shop
    """


def rolled(ref: str, loaded: Workspace) -> Plan:
    new = loaded.cycle("2027-Q1")
    assert new is not None
    return plan_rollover(loaded, refs=[ref], new=new, today=TODAY)


def test_what_goes_on_begins_where_it_stands() -> None:
    plan = rolled("2026-Q4/company/shop", sound(OLD))
    assert written(plan) == {
        "goals/growth.yaml": ["+    close: {date: 2026-12-31, next: carry_over}"],
        "goals/2027-Q1.yaml": [f"+{line}" for line in dedent(NEW).splitlines()],
    }
    assert plan.notes == ("company/shop/talks is reached and stays behind.",)


def test_keys_of_peoples_own_go_along_wherever_they_are() -> None:
    own = """\
        cycle: 2026-Q4
        objectives:
          - id: shop
            title: Open the second shop
            x-board: {row: 4, x-column: 3}
            x-carried-over-from: 2026-Q3/company/shop
            initiatives: [{title: Find a place, x-issue: 12}]
            key_results:
              - {id: fitted, title: Fitted out, milestones: [{title: Oven, x-issue: 4}], x-seen: true}
        """
    plan = rolled("2026-Q4/company/shop", sound({"goals/growth.yaml": own}))
    new = """\
        cycle: 2027-Q1

        objectives:
          - id: shop
            title: Open the second shop
            initiatives:
              - {title: Find a place, x-issue: 12}
            key_results:
              - id: fitted
                title: Fitted out
                milestones:
                  - {title: Oven, x-issue: 4}
                x-seen: true
            x-board: {row: 4, x-column: 3}
            x-carried-over-from: 2026-Q4/company/shop
        """
    assert written(plan)["goals/2027-Q1.yaml"] == [f"+{line}" for line in dedent(new).splitlines()]


def test_an_objective_that_is_reached_is_not_carried_on() -> None:
    with pytest.raises(OkrError) as caught:
        rolled("2026-Q4/company/done", sound(OLD))
    assert (caught.value.message, caught.value.hint) == (
        "all key results of company/done are reached",
        "Close it: okr close company/done --next done.",
    )
