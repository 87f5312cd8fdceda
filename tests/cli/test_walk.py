"""What the walk through stale key results and the closing of a goal ask, answered by typed lines."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from gitrepo import NewRepo

from okr.cli.boundary import run

GOALS = """\
cycle: 2026-Q4
objectives:
  - id: breakfast
    title: Become the place where the street has its breakfast
    owner: nora
    key_results:
      - id: guests
        title: Guests before nine
        unit: guests
        baseline: 35
        target: 80
        check_ins:
          - {date: 2026-10-12, value: 41}
      - id: counter
        title: The second counter is open
        done:
      - id: shop
        title: The shop is fitted out
        milestones:
          - {title: Lease, weight: 1, done: 2026-10-10}
          - {title: Oven, weight: 1}
          - {title: Tables, weight: 1}
"""
QUESTION = " (Enter: nothing new, q: leave)> "


class Typed(io.StringIO):
    """Lines typed into a terminal, or what a terminal shows."""

    def isatty(self) -> bool:
        return True


class Bakery:
    """A workspace, and somebody who answers."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self._monkeypatch = monkeypatch
        (root / "okr.yaml").write_text("version: 1\n")
        (root / "goals.yaml").write_text(GOALS)

    def okr(self, *arguments: str, typed: str) -> tuple[int, str, str]:
        said, shown = io.StringIO(), Typed()
        self._monkeypatch.setattr("sys.stdin", Typed(typed))
        with redirect_stdout(said), redirect_stderr(shown):
            code = run([*arguments, "--root", str(self.root)])
        return code, said.getvalue(), shown.getvalue()

    def goals(self) -> str:
        return (self.root / "goals.yaml").read_text()


@pytest.fixture
def bakery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bakery:
    monkeypatch.setattr("okr.cli.session.today", lambda: dt.date(2026, 11, 16))
    monkeypatch.setenv("OKR_USER", "nora")
    return Bakery(tmp_path, monkeypatch)


def test_one_key_result_is_shown_and_asked_about(bakery: Bakery) -> None:
    code, said, shown = bakery.okr("checkin", "guests", typed="60\n0.7\nThe window: open\n")
    entry = '- {date: 2026-11-16, value: 60, confidence: 0.7, note: "The window: open", by: nora}'
    assert bakery.goals() == GOALS.replace("value: 41}\n", f"value: 41}}\n          {entry}\n")
    assert code == 0
    assert shown == (
        "\n[1/1] Guests before nine\n"
        "    2026-Q4/company/breakfast/guests\n"
        "    last      41 guests on 2026-10-12  ▄\n"
        "    expected  57.747 guests by now\n"
        "    target    80 guests by 2026-12-31\n"
        f"    value in guests{QUESTION}    confidence 0..1{QUESTION}    note{QUESTION}"
        "Written: goals.yaml\n"
    )
    assert said.count("\n") == 1


def test_nothing_said_writes_nothing(bakery: Bakery) -> None:
    assert bakery.okr("checkin", "guests", typed="\n\n\n")[0] == 0
    assert bakery.goals() == GOALS


@pytest.mark.parametrize(
    ("ref", "typed", "old", "new"),
    [
        ("counter", "y\n\n\n", "done:\n", "done: 2026-11-16\n"),
        ("counter", "YES\n\n\n", "done:\n", "done: 2026-11-16\n"),
        ("counter", "n\n\n\n", "done:\n", "done:\n"),
        ("shop", "2\n\n\n", "{title: Tables, weight: 1}", "{title: Tables, weight: 1, done: 2026-11-16}"),
        ("shop", "\n\n\n", "{title: Tables, weight: 1}", "{title: Tables, weight: 1}"),
    ],
)
def test_a_yes_or_a_number_says_what_is_done(
    bakery: Bakery, ref: str, typed: str, old: str, new: str
) -> None:
    assert bakery.okr("checkin", ref, typed=typed)[0] == 0
    assert bakery.goals() == GOALS.replace(old, new)


@pytest.mark.parametrize("wrong", ["0", "3", "Oven"])
def test_a_number_that_is_not_offered_is_asked_for_again(bakery: Bakery, wrong: str) -> None:
    code, _, shown = bakery.okr("checkin", "shop", typed=f"{wrong}\n1\n\n\n")
    assert (code, shown.count("    1  Oven\n    2  Tables\n"), shown.count("done: number")) == (0, 1, 2)
    assert f'    "{wrong}" is none of them\n    Write the number in front, or nothing.\n' in shown
    assert bakery.goals() == GOALS.replace(
        "{title: Oven, weight: 1}", "{title: Oven, weight: 1, done: 2026-11-16}"
    )


def test_leaving_keeps_what_was_said_before(bakery: Bakery) -> None:
    code, _, shown = bakery.okr("checkin", typed="60\n\n\nq\n")
    assert (code, shown.endswith("The rest waits.\n")) == (0, True)
    assert bakery.goals() == GOALS.replace(
        "value: 41}\n", "value: 41}\n          - {date: 2026-11-16, value: 60, by: nora}\n"
    )


WALKS = {
    "one, one skipped": ("60\n\n\n\n\n\nq\n", "Check in company/breakfast/guests: 60 guests on 2026-11-16"),
    "two": ("60\n\n\n\n\n\n1\n\n\n", "Check in 2 key results"),
    "all": ("60\n\n\ny\n\n\n1\n\n\n", "Check in 3 key results"),
}


@pytest.mark.parametrize(("typed", "subject"), WALKS.values(), ids=WALKS.keys())
def test_the_commit_of_a_walk_counts_what_was_recorded(
    bakery: Bakery, new_repo: NewRepo, typed: str, subject: str
) -> None:
    repo = new_repo("repo")
    bakery.root = repo.path
    repo.commit("Begin", {"okr.yaml": "version: 1\n", "goals.yaml": GOALS})
    assert bakery.okr("checkin", "--commit", typed=typed)[0] == 0
    assert repo.git("log", "-1", "--format=%s") == subject
    assert repo.git("status", "--short") == ""


def test_a_walk_that_cannot_commit_does_not_begin(bakery: Bakery) -> None:
    code, said, shown = bakery.okr("checkin", "--commit", typed="60\n\n\nq\n")
    assert (code, said, bakery.goals()) == (2, "", GOALS)
    assert shown == f"okr: {bakery.root} is not in a git repository\n     `git init` makes one.\n"


def test_with_nothing_stale_there_is_nothing_to_ask(bakery: Bakery) -> None:
    code, said, shown = bakery.okr("checkin", "--by", "ben", typed="")
    assert (code, said, shown) == (0, "", "Nothing of ben waits for a check-in on 2026-11-16.\n")


def test_closing_asks_for_what_was_not_said(bakery: Bakery, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = "0.5\nThe oven came late\nOrder early\n\ndrop\ny\n"
    monkeypatch.setenv("COLUMNS", "60")
    code, _, shown = bakery.okr("close", "guests", typed=typed)
    assert code == 0, shown
    assert shown.startswith(
        "\nGuests before nine\n    company/breakfast/guests, computed score 0.13\n"
        "    grade (Enter: 0.13)>     why does it differ>     what is there to learn> "
        "    causes: ambition, wrong-measure, dependency, capacity,\n"
        "        priority, external, focus, ownership\n"
        "    causes>     next: done, carry_over, drop\n"
        "    next> "
    )
    close = "{date: 2026-11-16, grade: 0.5, reason: The oven came late, retro: Order early, next: drop}"
    assert bakery.goals() == GOALS.replace("value: 41}\n", f"value: 41}}\n        close: {close}\n")


def test_only_the_answer_that_is_wrong_is_asked_for_again(bakery: Bakery) -> None:
    code, _, shown = bakery.okr("checkin", "guests", typed="sixty\n60\n70\n0.7\nThe window\n")
    entry = "- {date: 2026-11-16, value: 60, confidence: 0.7, note: The window, by: nora}"
    assert (code, bakery.goals()) == (0, GOALS.replace("value: 41}\n", f"value: 41}}\n          {entry}\n"))
    assert shown.partition("by 2026-12-31\n")[2] == (
        f"    value in guests{QUESTION}"
        '    "sixty" is not a value\n    Write digits and a point only, as in 1234.5.\n'
        f"    value in guests{QUESTION}    confidence 0..1{QUESTION}"
        "    70 is not a confidence from 0 to 1\n    Write 0.7.\n"
        f"    confidence 0..1{QUESTION}    note{QUESTION}Written: goals.yaml\n"
    )


def test_what_is_neither_yes_nor_no_is_asked_for_again(bakery: Bakery) -> None:
    code, _, shown = bakery.okr("checkin", "counter", typed="perhaps\ny\n\n\n")
    assert (code, bakery.goals()) == (0, GOALS.replace("done:\n", "done: 2026-11-16\n"))
    assert f'done? y/n{QUESTION}    "perhaps" is neither yes nor no\n    Write y or n.\n' in shown


def test_a_wrong_answer_at_the_end_costs_none_of_those_before(bakery: Bakery) -> None:
    typed = "half\n0.5\nThe oven came late\nOrder early\nweather\nexternal\nsleep\ndrop\ny\n"
    code, _, shown = bakery.okr("close", "guests", typed=typed)
    assert code == 0, shown
    assert '"half" is not a grade' in shown
    assert 'there is no cause "weather"\n    Known are ambition,' in shown
    assert 'there is no next step "sleep"\n    Known are done, carry_over, drop.\n    next> ' in shown
    close = """\
        close:
          date: 2026-11-16
          grade: 0.5
          reason: The oven came late
          retro: Order early
          causes: [external]
          next: drop
"""
    assert bakery.goals() == GOALS.replace("value: 41}\n", f"value: 41}}\n{close}")


def test_a_new_goal_is_asked_for_until_it_can_be(bakery: Bakery) -> None:
    typed = "Bake for the whole street\nIt smells good\nautumn\n2026-Q4\n"
    code, _, shown = bakery.okr("new", "objective", typed=typed)
    assert code == 0, shown
    assert '    there is no cycle "autumn"\n    Cycles here: 2026-Q4.\nCycle, as in 2026-Q4? ' in shown
    assert "title: Bake for the whole street" in bakery.goals()


def test_a_new_key_result_is_asked_for_until_its_numbers_can_be(bakery: Bakery) -> None:
    typed = "Rolls before nine\nmany\n100\n1,500\n150\n"
    code, _, shown = bakery.okr("new", "key-result", "breakfast", typed=typed)
    assert code == 0, shown
    assert '    "many" is not a baseline\n' in shown
    assert '    "1,500" is not a target\n' in shown
    assert "        baseline: 100\n        target: 150\n" in bakery.goals()


def test_a_doubt_that_is_not_dispelled_writes_nothing(bakery: Bakery) -> None:
    code, _, shown = bakery.okr("checkin", "guests", "6000", typed="\n")
    assert (code, bakery.goals()) == (2, GOALS)
    assert shown.endswith("Write it all the same? [y/N] okr: nothing was written\n")


NOTHING = """\
okr: there is nothing to carry over
     Say so in a close, with okr close REF --next carry_over.
"""
ROLLED = {
    "yes": ("y\n", 0, "goes on  company/breakfast: you say so\nWritten: goals.yaml, goals/2027-Q1.yaml\n"),
    "no": ("n\n", 2, f"stays    company/breakfast: you say so\n{NOTHING}"),
}


@pytest.mark.parametrize(("typed", "code", "told"), ROLLED.values(), ids=ROLLED.keys())
def test_a_rollover_says_that_it_was_answered(bakery: Bakery, typed: str, code: int, told: str) -> None:
    left, _, shown = bakery.okr("rollover", "2026-Q4", "2027-Q1", typed=typed)
    question = "Carry over Become the place where the street has its breakfast? [Y/n] "
    assert (left, shown) == (code, question + told)
