"""The two commands that git calls, called as git calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from okr.cli.boundary import run

GOALS = """\
cycle: 2026-Q4
x-board: spring
objectives:
  - title: Be where the street has its breakfast
    id: breakfast
    team: shop
    key_results:
      - id: guests
        title: Guests   before nine
        baseline: 35
        target: 80
        check_ins:
          - {date: 2026-10-26, value: 52, blockers: [Rain, Snow]}
          - {date: 2026-10-12, value: 41}
      - id: counter
        title: The second counter is open
        done:
  - just words
"""
SENTENCES = """\
cycle: 2026-Q4
x-board: spring
breakfast  team: shop
breakfast  title: Be where the street has its breakfast
breakfast/guests  baseline: 35
breakfast/guests  check_ins: date 2026-10-12, value 41
breakfast/guests  check_ins: date 2026-10-26, value 52, blockers Rain; Snow
breakfast/guests  target: 80
breakfast/guests  title: Guests before nine
breakfast/counter  done: not yet
breakfast/counter  title: The second counter is open
just words
"""


def driven(file: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> bytes:
    assert run(["diff-driver", str(file)]) == 0
    out, err = capfdbinary.readouterr()
    assert err == b""
    return out


def test_a_goal_file_is_told_in_sentences(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "goals.yaml"
    file.write_text(GOALS)
    assert driven(file, capfdbinary).decode() == SENTENCES


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "version: 1\nrules: {ignore: [OKR1], severity: {OKR2: error}}\n",
            "rules.ignore: OKR1\nrules.severity: OKR2 error\nversion: 1\n",
        ),
        ("a: true\nb: [x, {title: z}, {title: y}]\n", "a: yes\nb: x\nb: title y\nb: title z\n"),
        ("kpis:\n  - id: nps\n    unit: points\n", "nps  unit: points\n"),
        ('a: "\\e[2J"\n', "a: \N{REPLACEMENT CHARACTER}[2J\n"),
    ],
)
def test_any_yaml_is_told(
    text: str, sentences: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "any.yaml"
    file.write_text(text)
    assert driven(file, capfdbinary).decode() == sentences


@pytest.mark.parametrize("data", [b"a: [\n", b"\xff\xfe\x00binary", b"- a list\n", b"", b"date,value\n"])
def test_what_is_no_goal_file_is_left_as_it_is(
    data: bytes, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "any"
    file.write_bytes(data)
    assert driven(file, capfdbinary) == data


def merged(tmp_path: Path, base: bytes, ours: bytes, theirs: bytes, *options: str) -> tuple[int, bytes]:
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    for file, data in zip(files, (base, ours, theirs), strict=True):
        file.write_bytes(data)
    code = run(["merge-driver", *map(str, files), "goals.yaml", *options])
    return code, files[1].read_bytes()


BASE = GOALS.encode()


def test_changes_of_both_sides_are_merged_by_meaning(tmp_path: Path) -> None:
    ours = BASE.replace(b"target: 80", b"target: 90")
    theirs = BASE.replace(b"baseline: 35", b"baseline: 30")
    both = ours.replace(b"baseline: 35", b"baseline: 30")
    assert merged(tmp_path, BASE, ours, theirs) == (0, both)


def test_a_conflict_is_marked_as_long_as_git_asks_for(tmp_path: Path) -> None:
    ours = BASE.replace(b"target: 80", b"target: 90")
    theirs = BASE.replace(b"target: 80", b"target: 70")
    code, text = merged(tmp_path, BASE, ours, theirs, "--marker-size", "9")
    marked = b"<<<<<<<<< ours\n        target: 90\n=========\n        target: 70\n>>>>>>>>> theirs\n"
    assert (code, text) == (1, BASE.replace(b"        target: 80\n", marked))


def test_what_is_no_text_of_utf_8_is_merged_by_lines(tmp_path: Path) -> None:
    base, ours, theirs = b"a: \xe9\n1\n2\n3\n", b"a: \xe8\n1\n2\n3\n", b"a: \xe9\n1\n2\n4\n"
    assert merged(tmp_path, base, ours, theirs) == (0, b"a: \xe8\n1\n2\n4\n")


def test_a_conflict_of_lines_is_one(tmp_path: Path) -> None:
    code, text = merged(tmp_path, b"a: \xe9\n", b"a: \xe8\n", b"a: \xea\n")
    assert (code, text) == (1, b"<<<<<<< ours\na: \xe8\n=======\na: \xea\n>>>>>>> theirs\n")


def test_what_git_cannot_merge_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = merged(tmp_path, b"\x00\xff", b"\x00\xfe", b"\x00\xfd")
    assert (code, text) == (2, b"\x00\xfe")
    assert capsys.readouterr().err.startswith(f"okr: git cannot merge {tmp_path / 'ours'}: ")
