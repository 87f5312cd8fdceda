"""Wrong use of commands and options is told in the words that everything is told in."""

from __future__ import annotations

import shlex

import pytest

from okr.cli.app import COMMANDS, Entry, command
from okr.cli.boundary import run
from okr.cli.usage import Command, Group


def told(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What is said of a wrong line: what is wrong, and what to do."""
    assert run(shlex.split(line)) == 2
    out, err = capsys.readouterr()
    wrong, hint = err.splitlines()
    assert (out, wrong[:5], hint[:5]) == ("", "okr: ", "     ")
    return wrong[5:], hint[5:]


@pytest.mark.parametrize(
    ("line", "wrong", "hint"),
    [
        ("scroe", 'there is no command "okr scroe"', 'Did you mean "okr score"?'),
        ("xyzzy", 'there is no command "okr xyzzy"', "See okr --help for what there is."),
        ("-- xyzzy", 'there is no command "okr xyzzy"', "See okr --help for what there is."),
        ("diff-drive", 'there is no command "okr diff-drive"', "See okr --help for what there is."),
        ("kpi lst", 'there is no command "okr kpi lst"', 'Did you mean "okr kpi list"?'),
        ("kpi rec", 'there is no command "okr kpi rec"', 'Did you mean "okr kpi record"?'),
        ("kpi xyzzy", 'there is no command "okr kpi xyzzy"', "See okr kpi --help for what there is."),
    ],
)
def test_an_unknown_command_is_told_with_the_nearest(
    line: str, wrong: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(line, capsys) == (wrong, hint)


@pytest.mark.parametrize(
    ("line", "wrong", "hint"),
    [
        ("score --roo x", "there is no option --roo", 'Did you mean "--root"?'),
        ("score --rooot=x", "there is no option --rooot", 'Did you mean "--root"?'),
        ("validate --stat", "there is no option --stat", 'Did you mean "--statistics"?'),
        ("validate -root x", "there is no option -root", 'Did you mean "--root"?'),
        ("checkin --not x", "there is no option --not", 'Did you mean "--note"?'),
        ("kpi list --heath stale", "there is no option --heath", 'Did you mean "--health"?'),
        ("score --xyzzy", "there is no option --xyzzy", "See okr score --help for what there is."),
        ("score -x", "there is no option -x", "See okr score --help for what there is."),
        ("score -qx", "there is no option -x", "See okr score --help for what there is."),
        ("--versoin", "there is no option --versoin", 'Did you mean "--version"?'),
        ("--root x score", "there is no option --root", "Options of a command follow it; see okr --help."),
        (
            "kpi --root x list",
            "there is no option --root",
            "Options of a command follow it; see okr kpi --help.",
        ),
    ],
)
def test_an_unknown_option_is_told_with_the_nearest(
    line: str, wrong: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(line, capsys) == (wrong, hint)


@pytest.mark.parametrize(
    ("line", "wrong", "hint"),
    [
        ("score --cycle", "--cycle needs a value", "Write --cycle ID."),
        ("score -o", "-o needs a value", "Write -o FILE."),
        ("validate --fail-on", "--fail-on needs a value", "Write --fail-on SEVERITY."),
        ("drop x --reason", "--reason needs a value", "Write --reason TEXT."),
        ("score --quiet=3", "--quiet takes no value", "Write --quiet alone."),
        (
            "merge-driver --marker-size x a b c d",
            "--marker-size: 'x' is not a valid int",
            "See okr merge-driver --help.",
        ),
    ],
)
def test_an_option_that_is_written_wrongly_is_told_with_the_right_way(
    line: str, wrong: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(line, capsys) == (wrong, hint)


@pytest.mark.parametrize(
    ("line", "wrong", "hint"),
    [
        ("explain", "REF is missing", "Write okr explain REF."),
        ("rollover 2026-Q4", "TO is missing", "Write okr rollover FROM TO."),
        ("amend x", "KEY=VALUE is missing", "Write okr amend REF KEY=VALUE."),
        (
            "explain a b c",
            'there is no place for "b c"',
            "Write okr explain REF, with quotes around what has spaces.",
        ),
        (
            "checkin a 1 -5",
            'there is no place for "\N{MINUS SIGN}5"',
            "Write okr checkin [REF] [VALUE], with quotes around what has spaces.",
        ),
        ("calibration x", 'there is no place for "x"', "Write okr calibration."),
    ],
)
def test_too_few_words_and_too_many_are_told_with_the_right_number(
    line: str, wrong: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(line, capsys) == (wrong, hint)


def test_a_flag_in_the_environment_says_yes_or_no(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OKR_COMMIT", "perhaps")
    assert told("checkin activation 47", capsys) == (
        "OKR_COMMIT says neither yes nor no",
        "Set it to 1 or 0, or leave it out.",
    )


@pytest.mark.parametrize("line", ["", "--", "kpi", "kpi --"])
def test_a_group_without_a_command_shows_its_help(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shlex.split(line)) == 2
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[0]) == (
        "",
        f"Usage: okr {'kpi ' * ('kpi' in line)}[OPTIONS] COMMAND [ARGS]...",
    )


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_command_speaks_so(entry: Entry, capsys: pytest.CaptureFixture[str]) -> None:
    found = command(entry.name)
    inner = (
        {f"{entry.name} {name}": each for name, each in found.commands.items()}
        if isinstance(found, Group)
        else {}
    )
    for name, each in (inner or {entry.name: found}).items():
        assert isinstance(each, Command)
        assert told(f"{name} --xyzzy", capsys) == (
            "there is no option --xyzzy",
            f"See okr {name} --help for what there is.",
        )


def test_what_is_typed_wrongly_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--\x1b[2J"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == "okr: there is no option --\N{REPLACEMENT CHARACTER}[2J"
