"""What the shell offers on Tab, asked for as bash asks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from okr.cli.boundary import run

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


Offered = Callable[[str, Path], tuple[list[str], str]]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Offered:
    """What is offered for the last word of a line, and what is said on stderr."""
    for name in [name for name in os.environ if name.startswith("OKR_")]:
        monkeypatch.delenv(name)

    def ask(line: str, folder: Path) -> tuple[list[str], str]:
        monkeypatch.chdir(folder)
        monkeypatch.setenv("_OKR_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        assert run([]) == 0
        captured = capfd.readouterr()
        return captured.out.split(), captured.err

    return ask


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("okr val", ["validate"]),
        ("okr --ver", ["--version"]),
        ("okr validate --new", ["--new-since"]),
        ("okr validate --format g", ["github", "gitlab"]),
        ("okr validate --fail-on ", ["error", "info", "never", "warning"]),
        ("okr rule OKR10", [f"OKR{number}" for number in range(101, 110)]),
        ("okr rule objective-is", ["objective-is-a-metric", "objective-is-a-task"]),
        ("okr rules --profile s", ["strict"]),
        ("okr schema work", ["workspace"]),
        ("okr score --cycle ", ["2026", "2026-Q3", "2026-Q4"]),
        ("okr score --team ", ["company", "growth", "platform", "product"]),
        ("okr score --owner mi", ["mira"]),
        ("okr score --tag P", ["P1"]),
        ("okr score --color a", ["always", "auto"]),
    ],
)
def test_what_is_offered(offered: Offered, line: str, words: list[str]) -> None:
    assert offered(line, EXAMPLES / "northwind") == (words, "")


def test_references_are_offered_whole_or_by_their_last_parts(offered: Offered) -> None:
    whole, _ = offered("okr show ", EXAMPLES / "tiny")
    last = [ref.rsplit("/", 1)[1] for ref in whole if ref.count("/") == 3]
    assert len(last) == 3
    assert offered(f"okr show {last[0][:4]}", EXAMPLES / "tiny")[0] == sorted(
        each for each in last if each.startswith(last[0][:4])
    )


def test_references_of_another_workspace_are_offered(offered: Offered) -> None:
    whole, _ = offered("okr show --root tiny ", EXAMPLES)
    assert {ref.split("/")[0] for ref in whole} == {"2026-Q4"}


@pytest.mark.parametrize(
    "content",
    [b"[", b"\xff", b"objectives: 5\n", b"objectives: [a, {id: {b: c}}, {id: '$(rm)'}]\n", b"- a\n"],
)
def test_broken_files_offer_nothing_and_say_nothing(offered: Offered, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "okr.yaml").write_text("version: 1\n")
    (tmp_path / "a.yaml").write_bytes(content)
    assert offered("okr show ", tmp_path) == ([], "")


def test_no_workspace_offers_nothing_and_says_nothing(offered: Offered, tmp_path: Path) -> None:
    assert offered("okr show ", tmp_path) == ([], "")
