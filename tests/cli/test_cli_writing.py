"""The commands that change goals: exactly their lines, every reference mended, and refusals that help."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from textwrap import dedent

import pytest
from desk import NORTHWIND, Desk, northwind
from gitrepo import NewRepo
from linting import findings
from ruamel.yaml import YAML

from okr.authoring.jobs import job_text
from okr.edits import FileChange
from okr.errors import OkrError

EXAMPLES = NORTHWIND.parent
GROWTH = "goals/2026-Q4/growth.yaml"
BY_MIRA = ("--reason", "Partner: slipped", "--by", "ada", "--approved-by", "mira")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(northwind(tmp_path), capsys, monkeypatch)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    root = tmp_path / "empty"
    root.mkdir()
    monkeypatch.setenv("USER", "Ada")
    return Desk(root, capsys, monkeypatch)


# okr kpi record


def test_a_reading_goes_into_the_csv(desk: Desk) -> None:
    assert desk.wrote("kpi", "record", "activation-rate", "57.50", "--note", "a, b") == {
        "kpis/activation-rate.csv": ['+2026-11-20,57.50,"a, b"']
    }


def test_a_reading_goes_into_the_list(desk: Desk) -> None:
    assert desk.wrote("kpi", "record", "trial-sign-ups", "300", "--date", "2026-06-10") == {
        "kpis/growth.yaml": ["+      - {date: 2026-06-10, value: 300}"]
    }


BATCH = """\
kpi,date,value,note
support-load,2026-11-19,8.1,
activation-rate,2026-11-17,55,half a week
support-load,2026-11-18,9.10,
"""
WRITTEN = {
    "kpis/activation-rate.csv": ["+2026-11-17,55,half a week"],
    "kpis/support-load.csv": ["+2026-11-18,9.10,", "+2026-11-19,8.1,"],
}


def test_a_batch_is_written_whole_and_once(desk: Desk) -> None:
    assert desk.wrote("kpi", "record", stdin=BATCH) == WRITTEN
    assert desk.wrote("kpi", "record", stdin=BATCH) == WRITTEN


def test_json_lines_keep_their_digits(desk: Desk) -> None:
    lines = (
        '{"kpi": "support-load", "date": "2026-11-19", "value": 8.1}\n'
        '{"kpi": "activation-rate", "date": "2026-11-17", "value": 55, "note": "half a week"}\n\n'
        '{"kpi": "support-load", "date": "2026-11-18", "value": 9.10}\n'
    )
    assert desk.wrote("kpi", "record", stdin=lines) == WRITTEN


@pytest.mark.parametrize(
    ("stdin", "message"),
    [
        (BATCH + "support-load,2026-11-21,8,\n", "line 5: 2026-11-21 is in the future"),
        (BATCH + "suport-load,2026-11-20,8,\n", 'line 5: there is no KPI "suport-load"'),
        (BATCH + "support-load,2026-11-20,8 tickets,\n", 'line 5: "8 tickets" is not a value'),
        (BATCH + "support-load,,8,\n", "line 5: the date is missing"),
        (BATCH + "support-load,20.11.2026,8,\n", 'line 5: "20.11.2026" is not a day'),
        (BATCH + "support-load,2026-11-20,8,a,b\n", "line 5 has more fields than the header"),
        (BATCH + "support-load,2026-11-18,9,\n", "line 5: support-load has two values on 2026-11-18"),
        (
            BATCH + "support-load,2026-11-20,0.08,\n",
            "line 5: 0.08 tickets is a hundred times off what support-load was",
        ),
        (
            BATCH + "support-load,2026-11-16,8,\n",
            "line 5: support-load has a reading of 2026-11-16 already: 11.3 tickets",
        ),
        (
            BATCH + "referrals,2026-11-16,8,\n",
            'line 5: "referrals" is a key result, and readings are of KPIs',
        ),
        (BATCH + "monthly-churn,2026-11-16,8,\n", "line 5: monthly-churn is computed from other KPIs"),
        (BATCH + "trial-sign-ups,2026-11-16,300,\n", "line 5: trial-sign-ups is retired since 2026-06-30"),
        ("date,value,extra\n2026-11-16,1,2\n", 'line 1: there is no column "extra"'),
        ("date;value\n2026-11-16;6,5\n", 'line 1: there is no column "date;value"'),
        ('[{"date": "2026-11-16", "value": 1}]', "line 1 is no JSON object"),
        ('{"date": "2026-11-16", "value": 1, "extra": 2}', 'line 1: there is no column "extra"'),
        (
            '{"kpi": "support-load", "date": "2026-11-19", "value": NaN}',
            "line 1 is not JSON: NaN is no number",
        ),
        ('{"kpi": "support-load", "date": "2026-11-19", "value": 1e999}', 'line 1: "1e999" is not a value'),
        (
            BATCH + 'support-load,2026-11-20,8,"two\nlines"\n',
            "line 6: the note is more than a line of text, and support-load.csv has a line for each reading",
        ),
        (
            BATCH + "support-load,2026-11-20,8,\x1b[31mred\n",
            "line 5: the note is more than a line of text, and support-load.csv has a line for each reading",
        ),
        ("", "there are no readings on stdin"),
        ('{"kpi": \n', "line 1 is not JSON: Expecting value: line 1 column 9 (char 8)"),
    ],
)
def test_a_batch_with_one_bad_line_writes_nothing(desk: Desk, stdin: str, message: str) -> None:
    assert desk.refused("kpi", "record", stdin=stdin).splitlines()[0] == f"okr: {message}"


@pytest.mark.parametrize(
    ("arguments", "stdin", "message", "hint"),
    [
        (
            ["activation-rate"],
            BATCH,
            "line 2 is of support-load, and activation-rate was asked for",
            "Leave the ID out to record each line where it belongs.",
        ),
        (
            ["activation-rate", "--note", "half a week"],
            "date,value\n2026-11-17,55\n",
            "--note belongs to a VALUE",
            "Write the note into the lines on stdin.",
        ),
        (
            ["--date", "2026-11-17"],
            "kpi,date,value\nactivation-rate,2026-11-17,55\n",
            "--date belongs to a VALUE",
            "Write the date into the lines on stdin.",
        ),
        (
            [],
            "date;value\n2026-11-16;6,5\n",
            'line 1: there is no column "date;value"',
            "Put commas between the columns, and a point into numbers: 2026-10-05,6.5.",
        ),
    ],
)
def test_a_batch_and_its_command_say_the_same(
    desk: Desk, arguments: list[str], stdin: str, message: str, hint: str
) -> None:
    said = desk.refused("kpi", "record", *arguments, stdin=stdin)
    assert said == f"okr: {message}\n     {hint}\n"


def test_a_note_of_several_lines_goes_into_a_list(desk: Desk) -> None:
    wrote = desk.wrote("kpi", "record", "trial-sign-ups", "9", "--date", "2026-06-10", "-m", "a\nb", "--yes")
    assert wrote == {
        "kpis/growth.yaml": [
            "+      - date: 2026-06-10",
            "+        value: 9",
            "+        note: |-",
            "+          a",
            "+          b",
        ]
    }


def test_a_patch_that_would_not_be_written_is_not_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(change: FileChange, _data: bytes) -> None:
        raise OkrError(f"{change.path} would not say what was meant")

    monkeypatch.setattr(FileChange, "prove", refuse)
    said = desk.refused("kpi", "record", "support-load", "9", "--dry-run")
    assert said == "okr: kpis/support-load.csv would not say what was meant\n"


def test_another_value_takes_the_place_of_a_reading_if_it_is_meant(desk: Desk) -> None:
    assert desk.wrote("kpi", "record", "support-load", "11.4", "--date", "2026-11-16", "--yes") == {
        "kpis/support-load.csv": [
            "-2026-11-16,11.3,One bank changed its export",
            "+2026-11-16,11.4,One bank changed its export",
        ]
    }


def test_readings_of_windows_stay_so_and_a_new_csv_is_begun(desk: Desk) -> None:
    kpis = desk.root / "kpis"
    crlf = (kpis / "support-load.csv").read_bytes().replace(b"\n", b"\r\n").rstrip()
    (kpis / "support-load.csv").write_bytes(crlf)
    (kpis / "team-workspaces.csv").unlink()
    desk.wrote("kpi", "record", "support-load", "9")
    desk.wrote("kpi", "record", "team-workspaces", "38")
    assert (kpis / "support-load.csv").read_bytes() == crlf + b"\r\n2026-11-20,9,"
    assert (kpis / "team-workspaces.csv").read_text() == "date,value,note\n2026-11-20,38,\n"


# okr amend, okr drop


def test_an_amendment_says_what_was_there_before(desk: Desk) -> None:
    assert desk.wrote("amend", "referrals", "target=55", "due=2026-12-20", *BY_MIRA) == {
        GROWTH: [
            "-        target: 60",
            "+        target: 55",
            "+        due: 2026-12-20",
            "+        amendments:",
            "+          - date: 2026-11-20",
            "+            field: target",
            "+            from: 60",
            "+            to: 55",
            '+            reason: "Partner: slipped"',
            "+            by: ada",
            "+            approved_by: mira",
            "+          - date: 2026-11-20",
            "+            field: due",
            "+            from: 2026-12-31",
            "+            to: 2026-12-20",
            '+            reason: "Partner: slipped"',
            "+            by: ada",
            "+            approved_by: mira",
        ]
    }


def test_a_key_can_be_taken_away_and_a_range_given(desk: Desk) -> None:
    changed = desk.wrote("amend", "support-load", "target={at_most: 9}", "source=", *BY_MIRA)[
        "kpis/growth.yaml"
    ]
    assert changed == [
        "-    target: {at_most: 8}",
        "+    target: {at_most: 9}",
        "-    source: https://support.example.com/reports/weekly",
        "+    amendments:",
        "+      - date: 2026-11-20",
        "+        field: target",
        "+        from: {at_most: 8}",
        "+        to: {at_most: 9}",
        '+        reason: "Partner: slipped"',
        "+        by: ada",
        "+        approved_by: mira",
        "+      - date: 2026-11-20",
        "+        field: source",
        "+        from: https://support.example.com/reports/weekly",
        '+        reason: "Partner: slipped"',
        "+        by: ada",
        "+        approved_by: mira",
    ]


SHOP = """\
cycle: 2026-Q4
objectives:
  - id: shop
    title: Open the shop
    guardrails: [returns]
    supports: company/shop
    tags: [P1, 2026]
    weight: 2
    x-board: {x-column: 3, row: 4}
    initiatives:
      - {title: Build, status: open, x-issue: 12}
    key_results:
      - id: steps
        title: Take the steps
        milestones:
          - {title: One, weight: 1, due: 2026-12-01, x-issue: 4}
          - {title: Two, weight: 2}
      - id: sold
        title: Sell more
        baseline: 1
        target: 5
        plan: [{date: 2026-12-01, value: 2}]
"""
RETURNS = """\
kpis:
  - id: returns
    title: Returns
    target: {at_most: 8}
    supports: [2026-Q4/company/shop]
  - id: visits
    title: Visits
"""
AMENDED = {
    "shop tags=[P1]": "company/shop: tags [P1, 2026] to [P1]",
    "shop tags=[2026]": "company/shop: tags [P1, 2026] to [2026]",
    "shop tags=": "company/shop: tags [P1, 2026] to nothing",
    "shop guardrails=": "company/shop: guardrails [returns] to nothing",
    "shop links=[https://a.b]": "company/shop: links nothing to [https://a.b]",
    "shop contributors=[ada]": "company/shop: contributors nothing to [ada]",
    "shop supports=": "company/shop: supports company/shop to nothing",
    "shop depends_on=company/shop": "company/shop: depends_on nothing to company/shop",
    "shop weight=": "company/shop: weight 2 to nothing",
    "shop x-board=": "company/shop: x-board {row: 4, x-column: 3} to nothing",
    "shop x-more=[a]": "company/shop: x-more nothing to [a]",
    "shop initiatives=": ("company/shop: initiatives [{title: Build, status: open, x-issue: 12}] to nothing"),
    "steps milestones=[{title: Two, weight: 1}]": (
        "company/shop/steps: milestones [{title: One, weight: 1, due: 2026-12-01, x-issue: 4},"
        " {title: Two, weight: 2}] to [{title: Two, weight: 1}]"
    ),
    "sold plan=": "company/shop/sold: plan [{date: 2026-12-01, value: 2}] to nothing",
    "sold scale=[[1, 0], [5, 1]]": "company/shop/sold: scale nothing to [[1, 0], [5, 1]]",
    "sold kpi=returns": "company/shop/sold: kpi nothing to returns",
    "sold baseline=": "company/shop/sold: baseline 1 to nothing",
    "sold target= baseline= plan= maintain={at_least: 5}": (
        "company/shop/sold: target 5 to nothing, baseline 1 to nothing,"
        " plan [{date: 2026-12-01, value: 2}] to nothing, maintain nothing to {at_least: 5}"
    ),
    "returns target=[{from: 2026-10-01, at_most: 9}]": (
        "returns: target {at_most: 8} to [{from: 2026-10-01, at_most: 9}]"
    ),
    "returns target=": "returns: target {at_most: 8} to nothing",
    "returns drives=[visits]": "returns: drives nothing to [visits]",
    "returns supports=": "returns: supports [2026-Q4/company/shop] to nothing",
}


@pytest.mark.parametrize(("arguments", "said"), AMENDED.items(), ids=AMENDED.keys())
def test_what_an_amendment_says_is_what_changed(empty: Desk, arguments: str, said: str) -> None:
    files = {"okr.yaml": "version: 1\n", "goals.yaml": SHOP, "kpis.yaml": RETURNS}
    for path, text in files.items():
        (empty.root / path).write_text(text)
    words = re.split(r" (?=[\w-]+=)", arguments)
    result = empty.okr("amend", *words, "--reason", "It rained", "--by", "ada")
    assert (result.code, result.out) == (0, f"Amend {said}\n")
    head = {path: data.decode() for path, data in empty.files().items()}
    found = findings(head, base=files, select={"OKR601", "OKR604"})
    assert [each.message for each in found if not each.message.endswith(", as an amendment says")] == []


def test_an_amendment_that_nobody_approved_is_told(desk: Desk) -> None:
    assert desk.okr("amend", "referrals", "target=55", "--reason", "Slipped") == (
        0,
        "Amend growth/word-of-mouth/referrals: target 60 to 55\n",
        f"It counts once mira has approved it, as approved_by or --approved-by says.\nWritten: {GROWTH}\n",
    )


def test_what_is_dropped_stays_with_the_reason(desk: Desk) -> None:
    assert desk.wrote("drop", "onboarding", *BY_MIRA) == {
        GROWTH: [
            "+    status: dropped",
            "+    amendments:",
            "+      - date: 2026-11-20",
            "+        field: status",
            "+        from: active",
            "+        to: dropped",
            '+        reason: "Partner: slipped"',
            "+        by: ada",
            "+        approved_by: mira",
        ]
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["amend", "referrals", "target=60"], "target of growth/word-of-mouth/referrals is 60 already"),
        (["amend", "referrals", "target=60.0"], "target of growth/word-of-mouth/referrals is 60 already"),
        (
            ["amend", "onboarding", "supports=[company/retention/churn]"],
            "supports of growth/onboarding is [company/retention/churn] already",
        ),
        (
            ["amend", "referrals", "target=many"],
            'that cannot be written: target is "many", and a number is expected',
        ),
        (["amend", "referrals", "taget=50"], 'growth/word-of-mouth/referrals can have no "taget"'),
        (["amend", "referrals", "check_ins=[]"], "check_ins is not amended"),
        (["amend", "referrals", "target"], '"target" says no key and value'),
        (
            ["amend", "referrals", "target=50", "--approved-by", "mara"],
            '--approved-by names "mara", who is not among',
        ),
        (
            ["amend", "first-report", "why=x"],
            "growth/first-report was closed on 2026-10-06, and what is closed",
        ),
        (
            ["amend", "onboarding", "owner=nobody"],
            f"that cannot be written: {GROWTH}: there is no person or team",
        ),
        (["drop", "partner-channel"], "status of growth/partner-channel is dropped already"),
    ],
)
def test_an_amendment_that_is_none_is_refused(desk: Desk, arguments: list[str], message: str) -> None:
    assert desk.refused(*arguments, "--reason", "Why not").startswith(f"okr: {message}")


def test_a_reason_is_asked_for(desk: Desk) -> None:
    assert desk.refused("drop", "onboarding") == "okr: --reason is missing\n     Say it with --reason.\n"


# okr move


def test_a_rename_mends_every_reference(desk: Desk) -> None:
    changed = desk.wrote("move", "company/retention", "company/keeping")
    assert changed["goals/2026/company.yaml"] == ["-  - id: retention", "+  - id: keeping"]
    assert changed["goals/2026-Q3/product.yaml"] == [
        "-    supports: company/retention/missed-if-gone",
        "+    supports: company/keeping/missed-if-gone",
    ]
    lines = [line for path, found in changed.items() if path != "goals/2026/company.yaml" for line in found]
    gone, come = ([line[1:] for line in lines if line[0] == sign] for sign in "-+")
    assert [line.replace("/retention", "/keeping") for line in gone] == come
    assert desk.okr("validate", "-q", "--fail-on", "error").code == 0


def test_an_objective_moves_to_another_team_as_it_is_written(desk: Desk) -> None:
    changed = desk.wrote("move", "word-of-mouth", "product")
    gone = [line[1:] for line in changed[GROWTH] if line[1:].strip()]
    come = [line[1:] for line in changed["goals/2026-Q4/product.yaml"] if line[1:].strip()]
    assert gone == come
    assert (
        gone[0]
        == "  # Good numbers, and nobody has looked at the reviews since mid-October: silence is never green."
    )
    assert {line[0] for line in changed[GROWTH]} == {"-"}
    assert {line[0] for line in changed["goals/2026-Q4/product.yaml"]} == {"+"}


def test_an_objective_in_another_cycle_keeps_what_it_means(desk: Desk) -> None:
    changed = desk.wrote("move", "platform/reliability", "2027-Q1/platform/uptime")
    new = (desk.root / "goals/2027-Q1/platform.yaml").read_text()
    assert new.startswith("team: platform\ncycle: 2027-Q1\n\nobjectives:\n")
    assert "  - id: uptime\n" in new
    assert "supports: 2026/company/" in new
    assert "+    depends_on: 2027-Q1/platform/uptime" in changed[GROWTH]
    assert desk.okr("validate", "-q", "--fail-on", "error").err == desk.okr("validate", "-q").err


def test_a_key_result_moves_between_objectives(desk: Desk) -> None:
    changed = desk.wrote("move", "reviews", "growth/onboarding/rating")[GROWTH]
    gone = [line[1:] for line in changed if line[0] == "-" and line[1:].strip()]
    come = [line[1:] for line in changed if line[0] == "+" and line[1:].strip()]
    assert [line.replace("id: reviews", "id: rating") for line in gone] == come


def test_a_kpi_gets_another_id_everywhere(desk: Desk) -> None:
    changed = desk.wrote("move", "support-load", "ticket-load")
    assert changed["kpis/growth.yaml"] == ["-  - id: support-load", "+  - id: ticket-load"]
    assert "+    guardrails: [ticket-load]" in changed[GROWTH]
    assert desk.okr("validate", "-q", "--fail-on", "error").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["onboarding", "nobody"], '"nobody" is no place for an objective'),
        (["onboarding", "growth"], "growth/onboarding is there already"),
        (["onboarding", "growth/word-of-mouth"], 'there is a "2026-Q4/growth/word-of-mouth" already'),
        (["activation", "growth/nothing/else"], '"growth/nothing/else" names no objective'),
        (["onboarding", "growth/No Slug"], "that cannot be written: "),
    ],
)
def test_a_move_to_nowhere_is_refused(desk: Desk, arguments: list[str], message: str) -> None:
    first = f"2026-Q4/growth/onboarding{'/activation' if arguments[0] == 'activation' else ''}"
    assert desk.refused("move", first, arguments[1]).startswith(f"okr: {message}")


# okr close, okr rollover


def test_a_close_takes_the_computed_score_and_what_was_learnt(desk: Desk) -> None:
    said = ("--retro", "Start sooner", "--cause", "focus,capacity", "--next", "carry_over")
    assert desk.wrote("close", "onboarding", "--yes", *said) == {
        GROWTH: [
            "+    close: {date: 2026-11-20, retro: Start sooner, causes: [focus, capacity], next: carry_over}"
        ]
    }


def test_a_grade_that_overrules_needs_its_reason(desk: Desk) -> None:
    assert desk.refused("close", "onboarding", "--yes", "--grade", "0.9") == (
        "okr: a grade of 0.9 for growth/onboarding needs a reason: the computed score is 0.54\n"
        "     Say it with --reason.\n"
    )
    assert desk.wrote("close", "onboarding", "--yes", "--grade", "0.9", "--reason", "We know") == {
        GROWTH: ["+    close: {date: 2026-11-20, grade: 0.9, reason: We know}"]
    }


def test_the_computed_score_is_not_written_as_a_grade(desk: Desk) -> None:
    assert desk.wrote("close", "onboarding", "--yes", "--grade", "0.54") == {
        GROWTH: ["+    close: {date: 2026-11-20}"]
    }


def test_a_whole_cycle_is_closed_at_once(desk: Desk) -> None:
    changed = desk.wrote("close", "2026-Q4", "--yes", "--team", "growth")
    assert changed == {GROWTH: ["+    close: {date: 2026-11-20}"] * 2}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["onboarding"], "2026-Q4 is not over before 2026-12-31"),
        (["first-report"], "growth/first-report was closed on 2026-10-06"),
        (["support-load"], '"support-load" is a KPI, and KPIs are not closed'),
        (["2026-Q3"], "2026-Q3 has no open objectives"),
        (["onboarding", "--cause", "luck"], 'there is no cause "luck"'),
        (["onboarding", "--next", "later"], 'there is no next step "later"'),
    ],
)
def test_a_close_that_fits_nothing_is_refused(desk: Desk, arguments: list[str], message: str) -> None:
    assert desk.refused("close", *arguments).startswith(f"okr: {message}\n")


def test_what_goes_on_begins_at_its_last_value_and_both_sides_say_so(desk: Desk) -> None:
    changed = desk.wrote("rollover", "2026-Q4", "2027-Q1", "--yes", "--team", "growth")
    assert changed[GROWTH] == ["+    close: {date: 2026-11-20, next: carry_over}"] * 2
    new = (desk.root / "goals/2027-Q1/growth.yaml").read_text()
    assert new.count("x-carried-over-from: 2026-Q4/growth/") == 2
    assert "        baseline: 27\n        target: 15\n" in new
    assert "check_ins" not in new
    assert "amendments" not in new
    assert "partner-channel" not in new
    assert "supports: 2026/company/retention/churn" in new
    assert desk.okr("validate", "-q", "--fail-on", "error").code == 0


def test_only_what_a_close_says_goes_on_unasked(desk: Desk) -> None:
    assert desk.refused("rollover", "2026-Q4", "2027-Q1", "-q") == (
        "okr: there is nothing to carry over\n     Say so in a close, with okr close REF --next carry_over.\n"
    )
    desk.wrote("close", "onboarding", "--yes", "--next", "carry_over")
    result = desk.okr("rollover", "2026-Q4", "2027-Q1", "--team", "growth")
    assert result == (
        0,
        "Carry growth/onboarding over to 2027-Q1\n",
        (
            "goes on  growth/onboarding: its close says carry_over\n"
            "stays    growth/word-of-mouth: nobody has said what becomes of it\n"
            "stays    growth/partner-channel: it is dropped\n"
            "Written: goals/2027-Q1/growth.yaml\n"
        ),
    )


# okr new


def test_new_goals_go_where_people_look_for_them(desk: Desk) -> None:
    new = ("new", "objective", "Make month-end calm: for all", "--team", "growth", "--cycle", "2026-Q4")
    assert desk.wrote(*new, "--owner", "ada", "--supports", "company/retention") == {
        GROWTH: [
            "+",
            "+  - id: make-month-end-calm-for-all",
            '+    title: "Make month-end calm: for all"',
            "+    owner: ada",
            "+    supports: company/retention",
        ]
    }
    desk.remember()
    added = desk.wrote(
        "new", "key-result", "make-month-end-calm-for-all", "Cut überhours", "--target", "-2.50"
    )
    assert added == {
        GROWTH: [
            "+    key_results:",
            "+      - id: cut-uberhours",
            "+        title: Cut überhours",
            "+        target: -2.50",
        ]
    }
    desk.remember()
    added = desk.wrote(
        "new", "kpi", "Net promoter score", "--team", "growth", "--at-least", "40", "--unit", "%"
    )
    assert added == {
        "kpis/growth.yaml": [
            "+",
            "+  - id: net-promoter-score",
            "+    title: Net promoter score",
            '+    unit: "%"',
            "+    target: {at_least: 40}",
        ]
    }


def test_a_comment_stays_with_the_entry_that_it_ends(empty: Desk) -> None:
    (empty.root / "okr.yaml").write_text("version: 1\n")
    (empty.root / "goals").mkdir()
    file = empty.root / "goals" / "a.yaml"
    first = dedent("""\
        cycle: 2026-Q4
        objectives:
          - id: calm
            title: Make month-end calm
            key_results:
              - id: hours
                title: Cut the hours
                baseline: 60
                target: 20
                check_ins:
                  - date: 2026-11-13
                    value: 44
                    # only one region was counted
        """)
    check_in = "          - date: 2026-11-20\n            value: 41\n"
    end = "        # the end of hours\n"
    new = "\n      - id: cut-the-errors\n        title: Cut the errors\n        target: 5\n"
    last = "      # more to come\n"
    file.write_text(f"{first}{end}{last}")
    empty.wrote("checkin", "hours", "41")
    assert file.read_text() == f"{first}{check_in}{end}{last}"
    empty.wrote("new", "key-result", "calm", "Cut the errors", "--target", "5")
    assert file.read_text() == f"{first}{check_in}{end}{new}{last}"


def test_a_first_goal_of_a_cycle_begins_its_file(desk: Desk) -> None:
    assert desk.wrote("new", "objective", "Rest", "--team", "growth", "--cycle", "2027-Q1") == {
        "goals/2027-Q1/growth.yaml": [
            "+team: growth",
            "+cycle: 2027-Q1",
            "+",
            "+objectives:",
            "+  - id: rest",
            "+    title: Rest",
        ]
    }


def test_each_measure_can_be_begun(desk: Desk) -> None:
    for arguments in (
        ["A", "--binary"],
        ["B", "--milestone", "One", "--milestone", "Two"],
        ["C", "--at-most", "2"],
    ):
        desk.wrote("new", "key-result", "growth/onboarding", *arguments)
    assert [line for line in desk.changed()[GROWTH] if line != "+"] == [
        "+      - id: a",
        "+        title: A",
        "+        done:",
        "+      - id: b",
        "+        title: B",
        "+        milestones:",
        "+          - {title: One}",
        "+          - {title: Two}",
        "+      - id: c",
        "+        title: C",
        "+        maintain: {at_most: 2}",
    ]


SUPPORTS = {
    "retention": "company/retention",
    "company/retention": "company/retention",
    "2026/company/retention": "2026/company/retention",
    "nrr": "company/retention/nrr",
    "incidents": "2026-Q3/platform/incidents",
    "uptime": "platform/reliability/uptime",
}


@pytest.mark.parametrize(("text", "written"), SUPPORTS.items(), ids=SUPPORTS.keys())
def test_what_a_new_objective_supports_may_be_named_in_short(desk: Desk, text: str, written: str) -> None:
    new = ("new", "objective", "Be calm", "--team", "growth", "--cycle", "2026-Q4", "--supports", text)
    assert desk.wrote(*new) == {
        GROWTH: ["+", "+  - id: be-calm", "+    title: Be calm", f"+    supports: {written}"]
    }


NO_SUPPORT = {
    "retension": 'there is no goal or KPI "retension"\n     Did you mean "retention"?',
    "support-load": "support-load is a KPI, and a goal is expected\n     See okr list for the goals.",
    "trust": (
        '"trust" may mean 2 things\n     Say which:\n     2026/company/trust\n     2026/company/trust/trust'
    ),
}


@pytest.mark.parametrize(("text", "message"), NO_SUPPORT.items(), ids=NO_SUPPORT.keys())
def test_what_nobody_can_support_is_refused(desk: Desk, text: str, message: str) -> None:
    desk.wrote("new", "key-result", "trust", "Trust", "--target", "1")
    desk.remember()
    new = ("new", "objective", "Be calm", "--team", "growth", "--cycle", "2026-Q4", "--supports", text)
    assert desk.refused(*new) == f"okr: {message}\n"


WRONG = {
    "no way to go": (
        "key-result onboarding Sleep --unit h --baseline 10 --target 10",
        "But the target 10 is where the baseline is already (OKR202).",
        "Set another target, or write maintain: with a range to hold the level.",
    ),
    "due too late": (
        "key-result onboarding Sleep --unit h --baseline 5 --target 8 --due 2027-03-01",
        "But 2027-03-01 lies after 2026-Q4 ends on 2026-12-31 (OKR213).",
        "Choose a day within the cycle, or move the key result to a longer one.",
    ),
    "an empty range": (
        "key-result onboarding Sleep --unit h --at-least 8 --at-most 5",
        "But nothing lies between 8 and 5 (OKR216).",
        "Put it in order: a better value never earns a worse score.",
    ),
    "a KPI's empty range": (
        "kpi Sleep --team growth --at-least 8 --at-most 5",
        "But no value lies in this range (OKR408).",
        "Write the lower bound first: between: [low, high].",
    ),
}
RIGHT = {
    "nothing": "key-result onboarding Sleep --unit h --baseline 5 --target 8",
    "no error": "kpi Sleep --team growth",
    "only its objective": "key-result partner-channel Sleep --baseline 5 --target 8",
}


@pytest.mark.parametrize(("arguments", "finding", "advice"), WRONG.values(), ids=WRONG.keys())
def test_what_the_rules_call_an_error_is_said_at_once(
    desk: Desk, arguments: str, finding: str, advice: str
) -> None:
    result = desk.okr("new", *arguments.split())
    (path,) = desk.changed()
    assert (result.code, result.err) == (0, f"Written: {path}\n{finding}\n     {advice}\n")


@pytest.mark.parametrize("arguments", RIGHT.values(), ids=RIGHT.keys())
def test_what_is_no_error_of_the_new_thing_is_left_to_validate(desk: Desk, arguments: str) -> None:
    result = desk.okr("new", *arguments.split())
    (path,) = desk.changed()
    assert (result.code, result.err) == (0, f"Written: {path}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["objective", "日本語", "--team", "growth", "--cycle", "2026-Q4"],
        ["key-result", "growth/onboarding", "日本語"],
        ["kpi", "日本語", "--team", "growth"],
    ],
    ids=["objective", "key result", "KPI"],
)
def test_a_title_without_latin_letters_takes_the_id_that_is_given(desk: Desk, arguments: list[str]) -> None:
    changed = desk.wrote("new", *arguments, "--id", "jp")
    lines = [line.strip("+ ") for lines in changed.values() for line in lines]
    assert [line for line in lines if line][:2] == ["- id: jp", "title: 日本語"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["objective", "X", "--team", "grwth", "--cycle", "2026-Q4"], 'there is no team "grwth"'),
        (["objective", "X", "--team", "growth"], "--cycle is missing"),
        (["objective", "--team", "growth"], "TITLE is missing"),
        (
            ["objective", "X", "--id", "onboarding", "--team", "growth", "--cycle", "2026-Q4"],
            "growth in 2026-Q4 has",
        ),
        (["objective", "日本", "--team", "growth", "--cycle", "2026-Q4"], 'no id can be made of "日本"'),
        (["key-result", "support-load", "X"], '"support-load" is no objective'),
        (["key-result", "growth/onboarding", "X", "--target", "60%"], '"60%" is not a target'),
        (
            ["key-result", "growth/onboarding", "X", "--baseline", "6"],
            "that cannot be written: target is missing",
        ),
        (
            ["kpi", "X", "--id", "support-load", "--team", "growth"],
            'the workspace has "support-load" already',
        ),
    ],
)
def test_a_new_goal_that_cannot_be_is_refused(desk: Desk, arguments: list[str], message: str) -> None:
    assert desk.refused("new", *arguments).startswith(f"okr: {message}")


def test_a_title_that_is_missing_is_asked_for_by_its_place(desk: Desk) -> None:
    message = "okr: TITLE is missing\n     Write it after the command, in quotes.\n"
    assert desk.refused("new", "objective") == message


@pytest.mark.parametrize("group", ["ci", "git", "kpi", "new"])
def test_a_group_without_a_command_shows_what_it_has(desk: Desk, group: str) -> None:
    result = desk.okr(group)
    assert (result.code, result.out) == (2, "")
    assert "\nCommands:\n" in result.err


# okr init


def test_init_makes_a_workspace_that_validates(empty: Desk) -> None:
    result = empty.okr("init", "--organization", "Corner: Bakery", "--pre-commit", "--ci", "gitlab")
    assert result.code == 0
    assert list(empty.files()) == [
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
        "goals/2026-Q4.yaml",
        "kpis/company.yaml",
        "okr.yaml",
    ]
    assert empty.okr("validate", "-q", "--fail-on", "info") == (0, "", "")
    assert empty.okr("fmt", "--check", "-q").code == 0


def test_init_in_a_repository_validates(empty: Desk, new_repo: NewRepo) -> None:
    repo = new_repo("repo")
    empty.root = repo.path
    assert empty.okr("init", "--ci", "github").code == 0
    assert (repo.path / ".github/workflows/okr.yml").is_file()
    assert empty.okr("validate", "-q", "--fail-on", "info") == (0, "", "")


def test_init_below_the_top_of_a_repository_puts_the_job_and_the_hook_at_the_top(
    empty: Desk, new_repo: NewRepo
) -> None:
    """Forges and pre-commit look nowhere else; what they run there is told where the workspace is."""
    repo = new_repo("repo")
    empty.root = repo.path / "our company" / "okr"
    empty.root.mkdir(parents=True)
    assert empty.okr("init", "--ci", "github", "--pre-commit").out.splitlines()[:5] == [
        "made okr.yaml",
        "made goals/2026-Q4.yaml",
        "made kpis/company.yaml",
        "made ../../.github/workflows/okr.yml",
        "made ../../.pre-commit-config.yaml",
    ]
    workflow = YAML(typ="safe").load((repo.path / ".github/workflows/okr.yml").read_text())
    assert workflow["jobs"]["goals"]["env"] == {"OKR_ROOT": "our company/okr"}
    config = YAML(typ="safe").load((repo.path / ".pre-commit-config.yaml").read_text())
    hook = config["repos"][0]["hooks"][0]
    assert [hook["entry"], *hook["args"]] == ["okr validate --staged", "--root", "our company/okr"]
    repo.commit("Make a workspace")
    empty.root = repo.path
    assert empty.okr(*shlex.split(hook["entry"])[1:], *hook["args"], "-q", "--fail-on", "info") == (0, "", "")


def test_init_below_the_top_of_a_repository_makes_the_job_for_gitlab(empty: Desk, new_repo: NewRepo) -> None:
    repo = new_repo("repo")
    empty.root = repo.path / "okr"
    empty.root.mkdir()
    assert empty.okr("init", "--ci", "gitlab").code == 0
    made = YAML(typ="safe").load((repo.path / ".gitlab-ci.yml").read_text())
    assert made[".okr"]["variables"] == {"OKR_ROOT": "okr", "GIT_DEPTH": "0"}
    assert made["goals"]["extends"] == made["goals note"]["extends"] == ".okr"


def test_init_below_the_top_of_a_repository_overwrites_nothing_at_the_top(
    empty: Desk, new_repo: NewRepo
) -> None:
    repo = new_repo("repo")
    repo.write({".gitlab-ci.yml": "# mine\n"})
    empty.root = repo.path / "okr"
    empty.root.mkdir()
    result = empty.okr("init", "--ci", "gitlab")
    assert (result.code, result.out, empty.files()) == (2, "", {})
    first, second, *by_hand = result.err.splitlines()
    assert first == "okr: there is a ../.gitlab-ci.yml already, and nothing is overwritten"
    assert second == "     Leave that option out, and add this to ../.gitlab-ci.yml by hand:"
    assert by_hand == [f"     {line}" for line in job_text("gitlab", "okr").splitlines() if line]
    assert (repo.path / ".gitlab-ci.yml").read_text() == "# mine\n"


def test_init_leaves_other_yaml_alone(empty: Desk) -> None:
    others = {"docker-compose.yml": "services: {}\n", "goals/broken.yaml": "a: [\n", "kpis/x/y.yml": "b: 1\n"}
    for path, text in others.items():
        (empty.root / path).parent.mkdir(parents=True, exist_ok=True)
        (empty.root / path).write_text(text)
    assert empty.okr("init").code == 0
    assert empty.okr("validate", "-q", "--fail-on", "info") == (0, "", "")
    assert {path: (empty.root / path).read_text() for path in others} == others


@pytest.mark.parametrize("there", ["okr.yaml", ".gitlab-ci.yml", "goals/2026-Q4.yaml", "kpis/company.yaml"])
def test_init_never_overwrites(empty: Desk, there: str) -> None:
    (empty.root / there).parent.mkdir(exist_ok=True)
    (empty.root / there).write_text("# mine\n")
    empty.remember()
    result = empty.okr("init", "--ci", "gitlab")
    assert (result.code, result.out, empty.changed()) == (2, "", {})
    assert result.err.startswith(f"okr: there is a{'n' if there == 'okr.yaml' else ''} {there} ")


# okr fmt


UNTIDY = """\
# head
cycle: 2026-Q4
objectives:
  # first
  - title: Be good  # said
    id: good


    key_results:
      - {title: A, id: a, target: 2, baseline: 1}
      # of b
      - check_ins: [{value: 1, date: 2026-10-05}]   # c
        # of the target
        target: 2
        title: |
          B

        id: b
        x-own: 1
  - id: second
    title: Be better
team: company
"""
TIDY = """\
# head
team: company
cycle: 2026-Q4

objectives:
  # first
  - id: good
    title: Be good  # said
    key_results:
      - {id: a, title: A, baseline: 1, target: 2}
      # of b
      - id: b
        title: |
          B
        # of the target
        target: 2
        check_ins: [{date: 2026-10-05, value: 1}]   # c
        x-own: 1

  - id: second
    title: Be better
"""


def test_fmt_puts_keys_and_blank_lines_in_order(empty: Desk) -> None:
    (empty.root / "okr.yaml").write_text("version: 1\n")
    (empty.root / "goals").mkdir()
    file = empty.root / "goals" / "a.yaml"
    file.write_text(UNTIDY)
    empty.remember()
    assert empty.okr("fmt", "--check").code == 1
    assert empty.changed() == {}
    assert empty.okr("fmt", "--diff").out.startswith("--- a/goals/a.yaml\n+++ b/goals/a.yaml\n")
    assert empty.okr("fmt") == (0, "goals/a.yaml\n", "")
    assert file.read_text() == TIDY
    assert empty.okr("fmt", "--check", "goals") == (0, "", "0 files would change, 1 fine\n")


UNCLEAR = {
    "tab.yaml": ("cycle: 2026-Q4\nobjectives:\n\t- id: x\n", "3:1: OKR001 this line is indented with a tab"),
    "twice.yaml": (
        "title: x\ntitle: y\ncycle: 2026-Q4\n",
        "2:1: OKR002 `title` is given twice; the first one is on line 1",
    ),
    "list.yaml": ("- a\n", "1:1: OKR005 the file is a list, and keys with values are expected"),
}


@pytest.mark.parametrize("name", UNCLEAR)
def test_fmt_names_a_file_that_it_leaves_and_goes_on_with_the_others(empty: Desk, name: str) -> None:
    text, mistake = UNCLEAR[name]
    for path, content in {"okr.yaml": "version: 1\n", "a.yaml": UNTIDY, name: text}.items():
        (empty.root / path).write_text(content)
    told = (
        "okr: 1 file cannot be read and stays as it is\n"
        f"     {name}:{mistake}\n"
        "     Mend it first; okr validate says how.\n"
    )
    assert empty.okr("fmt", "--check") == (2, "", f"1 file would change, 0 fine\n{told}")
    assert empty.okr("fmt", "--check", name, "-q") == (2, "", told)
    assert empty.okr("fmt") == (2, "a.yaml\n", told)
    assert (empty.root / "a.yaml").read_text() == TIDY
    assert (empty.root / name).read_text() == text


def test_fmt_names_every_file_that_it_leaves(empty: Desk) -> None:
    (empty.root / "okr.yaml").write_text("version: 1\n")
    (empty.root / "gone.yaml").symlink_to("nowhere.yaml")
    (empty.root / "tab.yaml").write_text(UNCLEAR["tab.yaml"][0])
    told = (
        "okr: 2 files cannot be read and stay as they are\n"
        f"     tab.yaml:{UNCLEAR['tab.yaml'][1]}\n"
        "     gone.yaml:1:1: OKR009 gone.yaml cannot be read: it is a link to nothing\n"
        "     Mend them first; okr validate says how.\n"
    )
    assert empty.okr("fmt") == (2, "", told)


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        pytest.param(
            """\
            objectives:
              - id: second
                title: Customers speak of us warmly
                owner: ada
                # ask Ben before you change this objective

            # of the cycle
            cycle: 2026-Q4
            """,
            """\
            # of the cycle
            cycle: 2026-Q4

            objectives:
              - id: second
                title: Customers speak of us warmly
                owner: ada
                # ask Ben before you change this objective
            """,
            id="below the last entry of a list",
        ),
        pytest.param(
            """\
            cycle: 2026-Q4
            not_goals:
              - Anything else
              # and so we said no to the fair
            # all that we want
            objectives:
              - id: first
                title: Be good
                key_results:
                  - check_ins:
                      - {date: 2026-10-05, value: 1}
                      # no reading in week 43

                        # nor in week 44
                    # what we say
                    title: A
                    id: a
                    note: |+
                      kept

                      # as it is
                    target: 2
                    # the end of a
                  # the end of all
            """,
            """\
            cycle: 2026-Q4
            not_goals:
              - Anything else
              # and so we said no to the fair

            # all that we want
            objectives:
              - id: first
                title: Be good
                key_results:
                  - id: a
                    # what we say
                    title: A
                    target: 2
                    note: |+
                      kept

                      # as it is
                    check_ins:
                      - {date: 2026-10-05, value: 1}
                      # no reading in week 43

                        # nor in week 44
                    # the end of a
                  # the end of all
            """,
            id="below the entries inside",
        ),
        pytest.param(
            """\
            kpis:
              - id: visits
                title: Visits
                readings:
                  - {date: 2026-10-05, value: 100}
                  # the counter stood still in week 43
              # about sales
              - id: sales
                title: Sales
            """,
            """\
            kpis:
              - id: visits
                title: Visits
                readings:
                  - {date: 2026-10-05, value: 100}
                  # the counter stood still in week 43

              # about sales
              - id: sales
                title: Sales
            """,
            id="between two entries",
        ),
    ],
)
def test_fmt_leaves_a_comment_with_what_it_is_in(empty: Desk, untidy: str, tidy: str) -> None:
    (empty.root / "okr.yaml").write_text("version: 1\n")
    (empty.root / "goals").mkdir()
    file = empty.root / "goals" / "a.yaml"
    file.write_text(dedent(untidy))
    assert empty.okr("fmt", "goals/a.yaml") == (0, "goals/a.yaml\n", "")
    assert file.read_text() == dedent(tidy)
    assert empty.okr("fmt", "--check", "goals") == (0, "", "0 files would change, 1 fine\n")


def test_fmt_keeps_windows_line_endings(empty: Desk) -> None:
    (empty.root / "okr.yaml").write_text("version: 1\n")
    (empty.root / "a.yaml").write_bytes(b"kpis:\r\n  - title: A # a\r\n    id: a\r\ncycle: '2026'")
    assert empty.okr("fmt").code == 0
    assert (
        empty.root / "a.yaml"
    ).read_bytes() == b"cycle: '2026'\r\nkpis:\r\n  - id: a\r\n    title: A # a\r\n"


@pytest.mark.parametrize("name", ["northwind", "tiny"])
def test_the_examples_are_in_the_canonical_form(empty: Desk, name: str) -> None:
    result = empty.okr("fmt", "--check", "--diff", "--root", str(EXAMPLES / name))
    assert (result.code, result.out) == (0, "")


def test_fmt_changes_nothing_that_is_said(desk: Desk) -> None:
    before = desk.okr("score", "--format", "json", "-q").out
    file = desk.root / GROWTH
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join((*lines[2:], "\n", *lines[:2])))
    assert desk.okr("fmt") == (0, f"{GROWTH}\n", "")
    assert desk.okr("score", "--format", "json", "-q").out == before
