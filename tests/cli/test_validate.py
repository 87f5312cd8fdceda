"""`okr validate` as it is called: what it says on stdout and stderr, and its exit code."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from gitrepo import Repo

from okr.cli import checking, progress, watching
from okr.cli.boundary import run
from okr.documents import together
from okr.rules import linter
from okr.rules.rule import Finding
from okr.snapshot import MemorySnapshot

EXAMPLES = Path(__file__).parents[2] / "examples"
SETTINGS = "version: 1\nrules: {ignore: [OKR2, OKR3, OKR4, OKR5], options: {OKR101: {min: 0}}}\n"
GOOD = """\
cycle: 2026-Q4
objectives:
  - id: first-week
    title: Make the first week feel effortless for everybody
    owner: ada
"""
TASK = GOOD.replace(
    "Make the first week feel effortless for everybody", "Launch the new portal for all customers"
)
BAD = GOOD.replace("owner: ada", "ownr: ada\n    weight: 0")
FIXABLE = GOOD.replace("  - id: first-week\n    title", "  - title")


@dataclass(frozen=True)
class Ran:
    """What came of a run."""

    code: int
    out: str
    err: str


Okr = Callable[..., Ran]


@pytest.fixture
def okr(capfd: pytest.CaptureFixture[str]) -> Okr:
    def call(*arguments: str) -> Ran:
        code = run(["validate", "--as-of", "2026-11-20", *arguments])
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, and the current folder."""
    for name in ("GITHUB_ACTIONS", "CI", "FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"okr.yaml": SETTINGS, "goals/growth.yaml": GOOD})
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def places(output: str) -> list[str]:
    """`path:line:col: code` of each line of the format concise."""
    return [" ".join(line.split(" ")[:2]) for line in output.splitlines()]


def test_no_mistakes(here: Path, okr: Okr) -> None:
    assert okr() == Ran(0, "", "2 files, 1 objective, 0 key results, 0 KPIs: no mistakes\n")


def test_quiet_says_nothing_beside_the_result(here: Path, okr: Okr) -> None:
    assert okr("--quiet") == Ran(0, "", "")


def test_mistakes_as_text(here: Path, okr: Okr) -> None:
    write(here, {"goals/growth.yaml": BAD})
    assert okr() == Ran(
        1,
        "goals/growth.yaml\n"
        '  5:5 error OKR003 unknown-key: "ownr" is not a known key\n'
        "     5 |     ownr: ada\n"
        "       |     ^^^^\n"
        '    help: Did you mean "owner"?\n'
        "\n"
        "  6:13 error OKR005 invalid-value: weight is 0, and must be more than 0\n"
        "     6 |     weight: 0\n"
        "       |             ^\n"
        "\n",
        "2 errors in 1 file\n",
    )


def test_colours_where_they_are_wanted(here: Path, okr: Okr) -> None:
    write(here, {"goals/growth.yaml": BAD})
    assert okr("--color", "always").out.startswith(
        "\x1b[1mgoals/growth.yaml\x1b[0m\n  5:5 \x1b[1;31merror\x1b[0m"
    )
    assert "\x1b" not in okr("--color", "auto").out


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_what_fails_is_chosen(here: Path, okr: Okr, fail_on: str, code: int) -> None:
    write(here, {"goals/growth.yaml": TASK})
    ran = okr("--format", "concise", "--fail-on", fail_on)
    assert (ran.code, places(ran.out), ran.err) == (
        code,
        ["goals/growth.yaml:4:12: OKR105"],
        "1 warning in 1 file\n",
    )


def test_paths_narrow_what_is_shown(here: Path, okr: Okr) -> None:
    write(here, {"goals/growth.yaml": BAD, "goals/platform/core.yaml": BAD.replace("first", "last")})
    ran = okr("--format", "concise", "goals/platform")
    assert (ran.code, places(ran.out)) == (
        1,
        ["goals/platform/core.yaml:5:5: OKR003", "goals/platform/core.yaml:6:13: OKR005"],
    )
    assert okr("okr.yaml") == Ran(0, "", "3 files, 2 objectives, 0 key results, 0 KPIs: no mistakes\n")
    assert len(okr("--format", "concise", ".").out.splitlines()) == 4


def test_paths_never_narrow_what_is_checked_against(here: Path, okr: Okr) -> None:
    write(here, {"goals/portal.yaml": GOOD})
    ran = okr("--format", "concise", "goals/portal.yaml")
    assert places(ran.out) == ["goals/portal.yaml:3:9: OKR007"]


@pytest.mark.parametrize("path", ["goals/grwth.yaml", "missing"])
def test_a_path_that_is_not_there_is_refused(here: Path, okr: Okr, path: str) -> None:
    assert okr(path) == Ran(
        2, "", f"okr: there is no {path} in the workspace\n     Name its files and folders.\n"
    )


def test_a_path_outside_is_refused(here: Path, okr: Okr) -> None:
    ran = okr("..")
    assert (ran.code, ran.err) == (
        2,
        f"okr: .. lies outside of the workspace {here}\n     Name another one with --root DIR.\n",
    )


def test_paths_are_told_as_seen_from_the_current_folder(
    here: Path, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, {"goals/growth.yaml": BAD})
    monkeypatch.chdir(here / "goals")
    assert okr().out.splitlines()[0] == "growth.yaml"
    monkeypatch.chdir(here.parent)
    assert okr("--root", here.name).out.splitlines()[0] == f"{here.name}/goals/growth.yaml"


def test_forges_are_told_paths_as_seen_from_the_repository(
    here: Path, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, {".git/HEAD": "", "team/okr.yaml": SETTINGS, "team/goals.yaml": BAD})
    monkeypatch.chdir(here / "team")
    assert okr("--format", "github").out.startswith(
        "::error title=OKR003 unknown-key,file=team/goals.yaml,line=5,col=5,endLine=5,endColumn=9::"
    )


def test_auto_is_github_in_github_actions(here: Path, okr: Okr, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, {"goals/growth.yaml": BAD})
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert okr().out.startswith("::error title=OKR003")
    assert okr("--format", "text").out.startswith("goals/growth.yaml\n")


def test_one_run_writes_several_formats(here: Path, okr: Okr) -> None:
    write(here, {"goals/growth.yaml": BAD})
    ran = okr("--format", "concise", "-o", "sarif=okr.sarif", "-o", "junit=okr.xml", "-o", "json=okr.json")
    assert places(ran.out) == ["goals/growth.yaml:5:5: OKR003", "goals/growth.yaml:6:13: OKR005"]
    assert json.loads((here / "okr.sarif").read_text())["version"] == "2.1.0"
    assert (here / "okr.xml").read_text().startswith("<?xml")
    assert json.loads((here / "okr.json").read_text())["summary"]["error"] == 2


@pytest.mark.parametrize("workspace", ["broken", "northwind"])
def test_a_large_workspace_is_told_of_as_a_small_one(
    workspace: str, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES / workspace)
    alone = okr("--format", "json", "--all-cycles")
    monkeypatch.setattr(together, "LEAST_SHARED", 1)
    monkeypatch.setattr(together, "BATCH", 1)
    monkeypatch.setattr(checking, "SHARED", range(1_000))
    assert okr("--format", "json", "--all-cycles") == alone


def test_json_says_everything(here: Path, okr: Okr) -> None:
    write(here, {"goals/growth.yaml": FIXABLE})
    output = json.loads(okr("--format", "json").out)
    fingerprint = output["diagnostics"][0].pop("fingerprint")
    assert len(fingerprint) == 16
    assert output == {
        "schema": "okr.validate/1",
        "as_of": "2026-11-20",
        "diagnostics": [
            {
                "code": "OKR004",
                "name": "missing-key",
                "severity": "error",
                "message": "id is missing",
                "help": "An id is short and stays: small letters, digits and -, as in first-week.",
                "path": "goals/growth.yaml",
                "line": 3,
                "column": 5,
                "end_line": 3,
                "end_column": 10,
                "ref": None,
                "fix": {
                    "description": "give it the id make-the-first-week-feel-effortless-for-everybody",
                    "edits": [
                        {
                            "line": 3,
                            "column": 5,
                            "end_line": 3,
                            "end_column": 5,
                            "text": "id: make-the-first-week-feel-effortless-for-everybody\n    ",
                        }
                    ],
                },
                "related": [],
            }
        ],
        "summary": {
            "files": 2,
            "objectives": 0,
            "key_results": 0,
            "kpis": 0,
            "error": 1,
            "warning": 0,
            "info": 0,
        },
    }


def test_a_fix_is_written(here: Path, okr: Okr) -> None:
    write(here, {"goals/growth.yaml": FIXABLE})
    assert okr("--fix") == Ran(
        0,
        "",
        "fixed goals/growth.yaml\n2 files, 1 objective, 0 key results, 0 KPIs: no mistakes\n",
    )
    fixed = (here / "goals/growth.yaml").read_text()
    assert fixed == FIXABLE.replace(
        "  - title", "  - id: make-the-first-week-feel-effortless-for-everybody\n    title"
    )
    assert okr("--fix").err == "2 files, 1 objective, 0 key results, 0 KPIs: no mistakes\n"
    assert (here / "goals/growth.yaml").read_text() == fixed


def test_a_fix_is_shown_first(here: Path, okr: Okr) -> None:
    write(here, {"goals/growth.yaml": FIXABLE})
    diff = (
        "--- a/goals/growth.yaml\n"
        "+++ b/goals/growth.yaml\n"
        "@@ -1,4 +1,5 @@\n"
        " cycle: 2026-Q4\n"
        " objectives:\n"
        "-  - title: Make the first week feel effortless for everybody\n"
        "+  - id: make-the-first-week-feel-effortless-for-everybody\n"
        "+    title: Make the first week feel effortless for everybody\n"
        "     owner: ada\n"
    )
    told = "1 error in 1 file; okr validate --fix puts 1 right\n"
    assert okr("--fix", "--diff") == Ran(1, diff, told)
    assert okr("--diff") == Ran(1, diff, told)
    assert (here / "goals/growth.yaml").read_text() == FIXABLE


def test_statistics_count_by_rule(here: Path, okr: Okr) -> None:
    write(here, {"goals/growth.yaml": BAD, "goals/b.yaml": "team: company\nxx: 1\nkpis: []\n"})
    ran = okr("--statistics")
    assert (ran.code, ran.out) == (
        1,
        "     2  error    OKR003  unknown-key\n     1  error    OKR005  invalid-value\n",
    )


def test_a_baseline_leaves_out_what_is_known(here: Path, okr: Okr) -> None:
    write(here, {"goals/growth.yaml": BAD})
    assert okr("--write-baseline", "known.json") == Ran(
        0, "", "known.json holds 2 findings; --baseline known.json leaves them out\n"
    )
    assert okr("--baseline", "known.json").code == 0
    write(here, {"goals/growth.yaml": f"# a line above\n{BAD}    rollup: some\n"})
    ran = okr("--baseline", "known.json", "--format", "concise")
    assert (ran.code, places(ran.out)) == (1, ["goals/growth.yaml:8:13: OKR005"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [(None, "No such file or directory"), ("[]", 'it has no "schema": "okr.baseline/1"')],
)
def test_a_bad_baseline_is_refused(here: Path, okr: Okr, text: str | None, reason: str) -> None:
    if text is not None:
        write(here, {"known.json": text})
    assert okr("--baseline", "known.json") == Ran(
        2,
        "",
        f"okr: known.json cannot be read as a baseline: {reason}\n"
        "     Make one with okr validate --write-baseline known.json.\n",
    )


def test_text_of_an_editor_stands_in_for_a_file(
    here: Path, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, {"goals/other.yaml": BAD})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.replace("first", "last").encode())))
    ran = okr("--stdin-filename", "goals/growth.yaml", "--format", "concise")
    assert places(ran.out) == ["goals/growth.yaml:5:5: OKR003", "goals/growth.yaml:6:13: OKR005"]
    assert (here / "goals/growth.yaml").read_text() == GOOD


def test_text_of_an_editor_may_be_a_new_file(here: Path, okr: Okr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    ran = okr("--stdin-filename", str(here / "goals/new.yaml"), "--format", "concise")
    assert places(ran.out) == ["goals/new.yaml:3:9: OKR007"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--staged", "--at", "HEAD"),
            "okr: --at and --staged exclude each other\n     Leave out one of them.\n",
        ),
        (("--staged", "--fix"), "okr: --fix works on the files on disk\n     Leave out --staged.\n"),
        (("--at", "HEAD", "--watch"), "okr: --watch works on the files on disk\n     Leave out --at.\n"),
        (
            ("--statistics", "--format", "sarif"),
            "okr: there are no statistics in the format sarif\n     Leave out --format.\n",
        ),
        (("--fail-on", "eror"), 'okr: there is no severity "eror"\n     Did you mean "error"?\n'),
        (("--format", "sraif"), 'okr: there is no format "sraif"\n     Did you mean "sarif"?\n'),
    ],
)
def test_wrong_use_is_refused(here: Path, okr: Okr, arguments: tuple[str, ...], message: str) -> None:
    assert okr(*arguments) == Ran(2, "", message)


def test_a_rule_that_crashes_is_told_and_makes_the_run_fail(
    here: Path, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_context: object) -> Iterator[Finding]:
        raise ZeroDivisionError("by a bug")
        yield

    rules = tuple(each._replace(check=crash) if each.code == "OKR105" else each for each in linter.RULES)
    monkeypatch.setattr(linter, "RULES", rules)
    ran = okr("goals", "--fail-on", "never", "--format", "concise")
    assert ran.code == 2
    assert ran.out.startswith("okr.yaml:1:1: OKR999 OKR105 crashed: ZeroDivisionError: by a bug")


def test_a_branch_answers_only_for_what_it_brings(
    repo: Repo, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.path)
    repo.commit("Begin", {"okr.yaml": SETTINGS, "goals/growth.yaml": BAD})
    repo.git("switch", "--quiet", "-c", "feature")
    repo.commit("Add a goal", {"goals/growth.yaml": f"# moved down\n{BAD}    rollup: some\n"})
    repo.git("switch", "--quiet", "main")
    repo.commit("Mend main", {"goals/growth.yaml": GOOD})
    repo.git("switch", "--quiet", "feature")
    ran = okr("--new-since", "main", "--format", "concise")
    assert (ran.code, places(ran.out)) == (1, ["goals/growth.yaml:8:13: OKR005"])


def test_what_is_staged_is_checked(repo: Repo, okr: Okr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.path)
    repo.commit("Begin", {"okr.yaml": SETTINGS, "goals/growth.yaml": GOOD})
    repo.write({"goals/growth.yaml": BAD})
    assert okr("--staged").code == 0
    repo.git("add", "goals/growth.yaml")
    repo.write({"goals/growth.yaml": GOOD})
    assert okr("--staged").code == 1
    assert okr().code == 0


def test_a_revision_is_checked_on_its_day(repo: Repo, okr: Okr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.path)
    first = repo.commit("Begin", {"okr.yaml": SETTINGS, "goals/growth.yaml": BAD}, at="2026-10-05T12:00:00Z")
    repo.commit("Mend", {"goals/growth.yaml": GOOD})
    code = run(["validate", "--at", first, "--quiet", "--output", "json=found.json"])
    assert code == 1
    assert json.loads((repo.path / "found.json").read_text())["as_of"] == "2026-10-05"


def test_watching_sees_every_change(tmp_path: Path) -> None:
    write(tmp_path, {"okr.yaml": SETTINGS, "goals/growth.yaml": GOOD})
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        steps[len(waits) - 1]()

    steps = [
        lambda: None,
        lambda: write(tmp_path, {"notes.txt": "not watched"}),
        lambda: write(tmp_path, {"goals/growth.yaml": BAD}),
        (tmp_path / "goals/growth.yaml").unlink,
    ]
    turns = watching.changes(tmp_path, wait)
    seen = []
    for _ in range(3):
        next(turns)
        seen.append(len(waits))
    assert seen == [0, 3, 4]


def test_watch_ends_by_an_interruption(here: Path, okr: Okr, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, {"goals/growth.yaml": BAD})

    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watching.changes, "__defaults__", (interrupt,))
    ran = okr("--watch", "--format", "concise")
    assert (ran.code, len(ran.out.splitlines())) == (130, 2)
    assert ran.err.startswith("2 errors in 1 file\n")


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """stderr as a terminal on which nobody waits half a second."""
    stderr = io.StringIO()
    monkeypatch.setattr(stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(progress, "_AFTER_SECONDS", 0)
    monkeypatch.setattr(progress, "_EVERY_SECONDS", 0)
    yield stderr


@pytest.mark.parametrize(
    ("ci", "quiet", "shown"), [("", False, True), ("true", False, False), ("", True, False)]
)
def test_progress_shows_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, ci: str, quiet: bool, shown: bool
) -> None:
    monkeypatch.setenv("CI", ci)
    with terminal(monkeypatch) as stderr:
        files = MemorySnapshot({"okr.yaml": b"version: 1\n", "a.yaml": b"kpis: []\n", "b.csv": b""})
        with progress.progress(files, quiet=quiet) as snapshot:
            assert [snapshot.read(path) for path in sorted(snapshot.paths())] == [
                b"kpis: []\n",
                b"",
                b"version: 1\n",
            ]
    assert ("Reading" in stderr.getvalue()) is shown
