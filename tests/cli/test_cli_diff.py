"""`okr diff` and `okr validate --base` as they are called, in real repositories."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from gitrepo import NewRepo, Repo

from okr.cli.boundary import run

SETTINGS = "version: 1\nrules: {ignore: [OKR1, OKR2, OKR5]}\n"
GOALS = "goals/growth.yaml"
BASE = """\
cycle: 2026-Q4
objectives:
  - id: onboarding
    title: Make the first week easy
    key_results:
      - id: activation
        title: Activation
        unit: "%"
        baseline: 42
        target: 60
        check_ins:
          - {date: 2026-10-12, value: 45}
"""
EASED = BASE.replace("target: 60", "target: 50")
TOLD = BASE + "          - {date: 2026-11-16, value: 48, confidence: 0.6}\n"
FIRST, SECOND, THIRD = (f"2026-11-{day}T12:00:00+01:00" for day in (2, 9, 16))


@dataclass(frozen=True)
class Ran:
    """What came of a run."""

    code: int
    out: str
    err: str

    @property
    def kinds(self) -> list[str]:
        return [change["kind"] for change in json.loads(self.out)["changes"]]


Okr = Callable[..., Ran]


@pytest.fixture
def okr(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Okr:
    monkeypatch.setattr("okr.cli.session.today", lambda: dt.date(2026, 11, 20))

    def call(*arguments: str) -> Ran:
        code = run(arguments)
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture
def goals(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with a commit, in whose folder we are."""
    repo.commit("Begin", {"okr.yaml": SETTINGS, GOALS: BASE}, at=FIRST)
    monkeypatch.chdir(repo.path)
    return repo


TERMINAL = """\
HEAD ({revision}) → work tree, as of 2026-11-20
1 needs a decision

Needs a decision
  Activation  2026-Q4/company/onboarding/activation
    · Target made 56 % easier: 60 % → 50 %
      error OKR601 moved-goalpost, goals/growth.yaml:10

effect on score           before  after  progress  goalposts  scope
Make the first week easy    0.16   0.37         –      +0.21      –
"""


def test_the_work_tree_is_compared_with_the_last_commit(goals: Repo, okr: Okr) -> None:
    goals.write({GOALS: EASED})
    revision = goals.git("rev-parse", "HEAD")[:10]
    assert okr("diff") == Ran(0, TERMINAL.format(revision=revision), "")


def test_nothing_changed(goals: Repo, okr: Okr) -> None:
    revision = goals.git("rev-parse", "HEAD")[:10]
    said = f"HEAD ({revision}) → work tree, as of 2026-11-20\nNo goal changed\n"
    assert okr("diff", "--exit-code", "--fail-on", "info") == Ran(0, said, "")
    assert okr("diff", "--stat") == Ran(0, "No goal changed\n", "")


def test_paths_are_as_seen_from_the_current_folder(
    goals: Repo, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    goals.write({GOALS: EASED})
    monkeypatch.chdir(goals.path / "goals")
    assert "moved-goalpost, growth.yaml:10" in okr("diff").out
    assert okr("diff", "--stat").out == "growth.yaml | 1 goalposts\n"
    assert "file=goals/growth.yaml,line=10" in okr("diff", "--format", "github").out


def history(goals: Repo) -> None:
    """Three commits on `main`, and a branch `feature` from the first."""
    goals.git("switch", "--quiet", "-c", "feature")
    goals.commit("Feature", {GOALS: BASE.replace("title: Activation", "title: Activate")}, at=SECOND)
    goals.git("switch", "--quiet", "main")
    goals.commit("Ease", {GOALS: EASED}, at=SECOND)
    goals.commit(
        "Tell", {GOALS: EASED.replace("45}\n", "45}\n          - {date: 2026-11-16, value: 48}\n")}, at=THIRD
    )


@pytest.mark.parametrize(
    ("sides", "kinds"),
    [
        (["HEAD~2"], ["target-eased", "check-in-added"]),
        (["HEAD~2", "HEAD~1"], ["target-eased"]),
        (["HEAD~2..HEAD~1"], ["target-eased"]),
        (["HEAD~1..HEAD"], ["check-in-added"]),
        (["HEAD~1.."], ["check-in-added"]),
        (["main", "feature"], ["target-hardened", "check-in-removed", "retitled"]),
        (["main..feature"], ["target-hardened", "check-in-removed", "retitled"]),
        (["main...feature"], ["retitled"]),
        (["feature...main"], ["target-eased", "check-in-added"]),
        (["feature..."], ["target-eased", "check-in-added"]),
    ],
)
def test_the_sides_are_named_as_with_git(goals: Repo, okr: Okr, sides: list[str], kinds: list[str]) -> None:
    history(goals)
    assert okr("diff", *sides, "--format", "json").kinds == kinds


def test_the_numbers_are_of_the_heads_day(goals: Repo, okr: Okr) -> None:
    history(goals)
    output = json.loads(okr("diff", "HEAD~2", "HEAD~1", "--format", "json").out)
    ids = goals.git("rev-parse", "HEAD~2", "HEAD~1").split()
    assert (output["base"], output["head"]) == (
        {"revision": ids[0], "as_of": "2026-11-02"},
        {"revision": ids[1], "as_of": "2026-11-09"},
    )
    output = json.loads(okr("diff", "HEAD~2", "HEAD~1", "--as-of", "2026-12-24", "--format", "json").out)
    assert output["head"]["as_of"] == "2026-12-24"


def test_what_is_staged_is_compared_with_the_last_commit(goals: Repo, okr: Okr) -> None:
    goals.write({GOALS: EASED})
    goals.git("add", "--all")
    goals.write({GOALS: BASE.replace("title: Activation", "title: Activate")})
    assert okr("diff", "--staged", "--format", "json").kinds == ["target-eased"]
    assert okr("diff", "--format", "json").kinds == ["retitled"]


@pytest.mark.parametrize("since", ["2026-11-12", "8d"])
def test_since_a_day_is_since_the_last_commit_before_it(goals: Repo, okr: Okr, since: str) -> None:
    history(goals)
    ran = okr("diff", "--since", since)
    assert ran.out.startswith(f"before {since} (")
    assert okr("diff", "--since", since, "--format", "json").kinds == ["check-in-added"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 0),
        (["--exit-code"], 1),
        (["--fail-on", "error"], 1),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "never"], 0),
    ],
)
def test_exit_codes_for_an_error(goals: Repo, okr: Okr, arguments: list[str], code: int) -> None:
    goals.write({GOALS: EASED})
    assert okr("diff", *arguments).code == code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 0), ("info", 1)])
def test_exit_codes_for_what_is_only_told(goals: Repo, okr: Okr, fail_on: str, code: int) -> None:
    goals.write({GOALS: TOLD})
    assert okr("diff", "--fail-on", fail_on).code == code


def test_several_formats_in_one_run(goals: Repo, okr: Okr, tmp_path: Path) -> None:
    goals.write({GOALS: EASED})
    page, data = tmp_path / "diff.md", tmp_path / "diff.json"
    ran = okr("diff", "--format", "github", "--output", f"markdown={page}", "--output", f"json={data}")
    assert ran.out == (
        "::error title=OKR601 moved-goalpost,file=goals/growth.yaml,line=10,col=17"
        "::Activation: Target made 56 %25 easier: 60 %25 → 50 %25\n"
    )
    assert page.read_text().startswith("<!-- okr diff -->\n")
    assert json.loads(data.read_text())["summary"] == {"error": 1, "warning": 0, "info": 0}


def test_a_file_that_cannot_be_read_is_told_beside_the_result(goals: Repo, okr: Okr) -> None:
    goals.write({GOALS: BASE + "  oops: [\n"})
    ran = okr("diff")
    assert ran.err == "work tree: goals/growth.yaml cannot be read whole: see okr validate\n"
    assert "Objective removed" in ran.out


def test_refusals(goals: Repo, okr: Okr) -> None:
    assert okr("diff", "--at", "HEAD") == Ran(
        2, "", "okr: okr diff has no --at\n     Name the revisions, as in okr diff HEAD~1 HEAD.\n"
    )
    assert okr("diff", "--since", "7d", "HEAD") == Ran(
        2, "", "okr: --since names the base\n     Leave out the revision, or --since.\n"
    )
    assert okr("diff", "nowhere").err.startswith("okr: git knows no revision `nowhere`\n")
    assert okr("diff", "--fail-on", "grave").err.startswith('okr: there is no severity "grave"\n')
    assert okr("diff", "--format", "html").err.startswith('okr: there is no format "html"\n')


def test_there_must_be_a_repository(tmp_path: Path, new_repo: NewRepo, okr: Okr) -> None:
    (tmp_path / "okr.yaml").write_text(SETTINGS)
    ran = okr("diff", "--root", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "is not in a git repository" in ran.err


def test_a_workspace_in_a_subfolder(repo: Repo, okr: Okr) -> None:
    repo.commit("Begin", {"okrs/okr.yaml": SETTINGS, f"okrs/{GOALS}": BASE, "README.md": "Hi"}, at=FIRST)
    repo.write({f"okrs/{GOALS}": EASED})
    root = str(repo.path / "okrs")
    assert okr("diff", "--root", root, "--format", "json").kinds == ["target-eased"]
    assert "file=okrs/goals/growth.yaml" in okr("diff", "--root", root, "--format", "github").out


# okr validate --base


def test_validate_judges_the_change_since_the_branch_left(goals: Repo, okr: Okr) -> None:
    goals.git("switch", "--quiet", "-c", "feature")
    goals.commit("Ease", {GOALS: EASED}, at=SECOND)
    goals.git("switch", "--quiet", "main")
    goals.commit("Harden", {GOALS: BASE.replace("target: 60", "target: 70")}, at=SECOND)
    goals.git("switch", "--quiet", "feature")
    assert okr("validate", "--base", "main", "--format", "concise") == Ran(
        1,
        "goals/growth.yaml:10:17: OKR601 target made 56 % easier: 60 % → 50 %, and no amendment says so\n",
        "1 error in 1 file\n",
    )
    assert okr("validate", "--format", "concise").code == 0


def test_validate_judges_what_is_staged(goals: Repo, okr: Okr) -> None:
    goals.write({GOALS: EASED})
    goals.git("add", "--all")
    goals.write({GOALS: BASE})
    assert okr("validate", "--base", "HEAD", "--staged").code == 1
    assert okr("validate", "--base", "HEAD").code == 0


def test_validate_judges_a_revision(goals: Repo, okr: Okr) -> None:
    history(goals)
    assert okr("validate", "--base", "HEAD~2", "--at", "HEAD~1").code == 1
    assert okr("validate", "--base", "HEAD~1", "--at", "HEAD").code == 0


def test_a_baseline_that_grows_is_told_and_does_not_silence_the_guard(goals: Repo, okr: Okr) -> None:
    goals.write({"okr.yaml": "version: 1\n", GOALS: EASED})
    goals.commit("Mind every rule", at=SECOND)
    goals.write({GOALS: EASED.replace("target: 50", "target: 48")})
    written = okr("validate", "--base", "HEAD", "--write-baseline", "known.json")
    assert written.code == 0
    ran = okr("validate", "--base", "HEAD", "--baseline", "known.json", "--format", "json")
    told = [(each["severity"], each["code"], each["path"]) for each in json.loads(ran.out)["diagnostics"]]
    assert told == [("error", "OKR601", "goals/growth.yaml"), ("warning", "OKR607", "known.json")]


def test_the_base_must_be_known(goals: Repo, okr: Okr) -> None:
    ran = okr("validate", "--base", "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("okr: git knows no revision `nowhere`\n")


def test_validate_follows_a_workspace_that_moved(goals: Repo, okr: Okr) -> None:
    moved = goals.path / "okrs"
    moved.mkdir()
    goals.git("mv", "okr.yaml", "goals", "okrs")
    goals.write({f"okrs/{GOALS}": EASED})
    ran = okr("validate", "--root", str(moved), "--base", "HEAD", "--format", "concise")
    assert ran.code == 1
    eased = "OKR601 target made 56 % easier: 60 % → 50 %, and no amendment says so"
    assert ran.out == f"okrs/goals/growth.yaml:10:17: {eased}\n"
    assert okr("diff", "--root", str(moved), "--format", "json").kinds == ["target-eased"]


def test_a_workspace_beside_one_that_is_still_there_is_new(goals: Repo, okr: Okr) -> None:
    goals.write({"okrs/okr.yaml": SETTINGS, f"okrs/{GOALS}": EASED})
    root = str(goals.path / "okrs")
    kinds = okr("diff", "--root", root, "--format", "json").kinds
    assert kinds == ["rules-loosened", "rules-loosened", "rules-loosened", "objective-added"]


def test_what_of_the_base_cannot_be_read_is_told(goals: Repo, okr: Okr) -> None:
    goals.commit("Break", {GOALS: BASE.replace("objectives:", "objectives: [")}, at=SECOND)
    goals.write({GOALS: EASED})
    assert okr("validate", "--base", "HEAD", "--format", "concise") == Ran(
        0,
        "",
        "goals/growth.yaml of the base cannot be read whole: changes of its goals are not judged\n"
        "2 files, 1 objective, 1 key result, 0 KPIs: no mistakes\n",
    )


def test_a_grade_is_no_key_result_that_was_closed_too(goals: Repo, okr: Okr) -> None:
    close = "    close: {date: 2026-11-19, grade: 1, reason: Done.}\n    key_results:"
    goals.write({GOALS: BASE.replace("    key_results:", close)})
    assert "Objective closed, with a grade of 1\n" in okr("diff").out
