"""`okr ci` in a real repository, as a job of a forge calls it, against a server that speaks as theirs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from forgeserver import TOKEN, Forge, serving
from gitrepo import Repo

from okr.cli.boundary import run

SETTINGS = "version: 1\n"
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
OTHERS = "cycle: 2026-Q4\nobjectives:\n  - {id: churn, title: Lose no customer we have won}\n"


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
        code = run(["ci", *arguments])
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No CI job, whatever runs the tests."""
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "GITLAB_", "CI", "OKR_", "GH_"))]:
        monkeypatch.delenv(name)


@dataclass(frozen=True)
class Job:
    """A job for a request whose branch eases a target, in a repository that it has checked out.

    Attributes:
        base: The commit that the branch starts from.
    """

    kind: str
    forge: Forge
    repo: Repo
    base: str
    setenv: Callable[[str, str], None]

    @property
    def short(self) -> str:
        return self.base[:10]


@pytest.fixture
def start(repo: Repo, outside: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Job]:
    def make(kind: str, forge: Forge) -> Job:
        base = repo.commit("Begin", {"okr.yaml": SETTINGS, GOALS: BASE})
        repo.git("switch", "--quiet", "-c", "feature")
        repo.commit("Ease", {GOALS: EASED})
        monkeypatch.chdir(repo.path)
        variables = github(tmp_path, forge, base) if kind == "github" else gitlab(forge, base)
        for name, value in {**variables, "OKR_AS_OF": "2026-11-20"}.items():
            monkeypatch.setenv(name, value)
        return Job(kind, forge, repo, base, monkeypatch.setenv)

    return make


def github(folder: Path, forge: Forge, base: str) -> dict[str, str]:
    event = {"pull_request": {"number": 7, "base": {"sha": base}}}
    (folder / "event.json").write_text(json.dumps(event), encoding="utf-8")
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": forge.address,
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_REPOSITORY": "acme/goals",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_TOKEN": TOKEN,
    }


def gitlab(forge: Forge, base: str) -> dict[str, str]:
    return {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": forge.address,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_PROJECT_ID": "acme/goals",
        "GITLAB_TOKEN": TOKEN,
    }


@pytest.fixture(params=["github", "gitlab"])
def job(request: pytest.FixtureRequest, start: Callable[..., Job]) -> Iterator[Job]:
    with serving(request.param) as forge:
        yield start(request.param, forge)


@pytest.fixture
def on_github(start: Callable[..., Job]) -> Iterator[Job]:
    with serving("github") as forge:
        yield start("github", forge)


@pytest.fixture
def on_gitlab(start: Callable[..., Job]) -> Iterator[Job]:
    with serving("gitlab") as forge:
        yield start("gitlab", forge)


def told(job: Job) -> str:
    """The comment about the eased target."""
    return f"""\
<!-- okr diff -->
### Goals: 1 needs a decision

<sub>{job.short} → this branch, as of 2026-11-20</sub>

#### Needs a decision

- 🔴 **Activation**: Target made 56 % easier: 60 % → 50 % \
<sub>`2026-Q4/company/onboarding/activation`, OKR601 moved-goalpost</sub>

#### Effect on the score

| objective | before | after | progress | goalposts | scope |
|---|--:|--:|--:|--:|--:|
| Make the first week easy | 0.16 | 0.37 | – | +0.21 | – |
"""


def told_nothing(job: Job) -> str:
    return f"""\
<!-- okr diff -->
### Goals: No goal changed

<sub>{job.short} → this branch, as of 2026-11-20</sub>
"""


def test_the_first_job_comments(job: Job, okr: Okr) -> None:
    job.forge.say("Looks good to me.")
    assert okr("comment") == Ran(0, "", "commented on what changes\n")
    assert job.forge.bodies == ["Looks good to me.", told(job)]


def test_a_later_job_updates_the_comment(job: Job, okr: Okr) -> None:
    okr("comment")
    job.repo.commit("Rename", {GOALS: BASE.replace("title: Activation", "title: Active customers")})
    assert okr("comment") == Ran(0, "", "updated the comment on what changes\n")
    assert len(job.forge.bodies) == 1
    assert 'Retitled: "Activation" → "Active customers"' in job.forge.bodies[0]
    assert "60 % → 50 %" not in job.forge.bodies[0]


def test_a_job_that_has_nothing_new_to_say_says_nothing(job: Job, okr: Okr) -> None:
    okr("comment")
    assert okr("comment") == Ran(0, "", "the comment says already what changes\n")
    assert [method for method, _ in job.forge.calls] == ["GET", "POST", "GET"]


def test_no_change_makes_no_comment(job: Job, okr: Okr) -> None:
    job.repo.commit("Take back", {GOALS: BASE, "src/main.py": "pass\n"})
    assert okr("comment") == Ran(0, "", "no goal changes, so there is no comment\n")
    assert job.forge.bodies == []


def test_a_comment_that_is_there_says_that_nothing_changes_any_more(job: Job, okr: Okr) -> None:
    okr("comment")
    job.repo.commit("Take back", {GOALS: BASE})
    assert okr("comment") == Ran(0, "", "updated the comment on what changes\n")
    assert job.forge.bodies == [told_nothing(job)]


def test_a_dry_run_prints_what_it_would_say(job: Job, okr: Okr) -> None:
    assert okr("comment", "--dry-run") == Ran(0, told(job), "")
    assert job.forge.calls == []


def test_a_dry_run_needs_no_job(repo: Repo, outside: None, okr: Okr, monkeypatch: pytest.MonkeyPatch) -> None:
    base = repo.commit("Begin", {"okr.yaml": SETTINGS, GOALS: BASE})
    repo.write({GOALS: EASED})
    monkeypatch.chdir(repo.path)
    ran = okr("comment", "--dry-run", "--base", "main", "--as-of", "2026-11-20")
    assert (ran.code, ran.err) == (0, "")
    assert f"<sub>{base[:10]} → this branch, as of 2026-11-20</sub>" in ran.out


def test_without_a_job_there_is_nowhere_to_comment(
    repo: Repo, outside: None, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Begin", {"okr.yaml": SETTINGS, GOALS: BASE})
    monkeypatch.chdir(repo.path)
    assert okr("comment") == Ran(
        2,
        "",
        "okr: this is no CI job of GitHub or GitLab\n"
        "     Here, okr ci comment --dry-run --base REV prints what a comment would say.\n",
    )


READ_ONLY = "no comment: {} does not let this token write comments (403)"
ELSEWHERE = "; the summary of the job says it instead"


def test_on_github_a_fork_that_may_only_read_gets_the_summary(
    on_github: Job, okr: Okr, tmp_path: Path
) -> None:
    on_github.forge.read_only = True
    (tmp_path / "summary.md").write_text("Findings\n")
    host = on_github.forge.address.removeprefix("http://")
    assert okr("comment") == Ran(0, "", f"{READ_ONLY.format(host)}{ELSEWHERE}\n")
    assert (tmp_path / "summary.md").read_text() == "Findings\n" + told(on_github)
    assert on_github.forge.bodies == []


def test_on_github_no_token_gets_the_summary(on_github: Job, okr: Okr, tmp_path: Path) -> None:
    on_github.setenv("GITHUB_TOKEN", "")
    assert okr("comment") == Ran(0, "", f"no comment: this job has no token{ELSEWHERE}\n")
    assert (tmp_path / "summary.md").read_text() == told(on_github)


def test_on_gitlab_a_token_that_may_only_read_is_told(on_gitlab: Job, okr: Okr) -> None:
    on_gitlab.forge.read_only = True
    host = on_gitlab.forge.address.removeprefix("http://")
    assert okr("comment") == Ran(0, "", f"{READ_ONLY.format(host)}\n")


def test_on_gitlab_no_token_is_told(on_gitlab: Job, okr: Okr) -> None:
    on_gitlab.setenv("GITLAB_TOKEN", "")
    assert okr("comment") == Ran(0, "", "no comment: this job has no token\n")


def test_a_summary_that_cannot_be_written_is_an_error(on_github: Job, okr: Okr, tmp_path: Path) -> None:
    on_github.setenv("GITHUB_TOKEN", "")
    on_github.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    assert okr("comment") == Ran(2, "", f"okr: cannot write {tmp_path}: Is a directory\n")


def test_a_wrong_token_fails_the_job(job: Job, okr: Okr) -> None:
    job.setenv("GITHUB_TOKEN", "wrong")
    job.setenv("GITLAB_TOKEN", "wrong")
    host = job.forge.address.removeprefix("http://")
    assert okr("comment") == Ran(
        2,
        "",
        f"okr: {host} refuses: 401 Unauthorized\n     Check the token, and that it may write comments.\n",
    )


def test_each_workspace_of_a_repository_has_its_own_comment(job: Job, okr: Okr) -> None:
    okr("comment")
    job.repo.write({"teams/a & b/okr.yaml": SETTINGS, f"teams/a & b/{GOALS}": OTHERS})
    assert okr("comment", "--root", "teams/a & b").err == "commented on what changes\n"
    assert okr("comment", "--root", "teams/a & b").err == "the comment says already what changes\n"
    first, second = job.forge.bodies
    assert first == told(job)
    assert second.startswith(
        "<!-- okr diff teams/a%20%26%20b -->\n### Goals in `teams/a & b`: 1 to know (1 scope)\n"
    )


def merge_with_later_base(job: Job) -> str:
    """Check out what a forge makes of a request whose base has gone on: a merge of both."""
    job.repo.git("switch", "--quiet", "main")
    later = job.repo.commit("Others", {"goals/others.yaml": OTHERS})
    job.repo.git("switch", "--quiet", "--detach")
    job.repo.git("merge", "--quiet", "--no-edit", "feature")
    merge = job.repo.git("rev-parse", "HEAD")
    job.setenv("GITHUB_SHA", merge)
    job.setenv("CI_COMMIT_SHA", merge)
    job.setenv("CI_MERGE_REQUEST_EVENT_TYPE", "merged_result")
    return later


def test_what_others_have_merged_meanwhile_is_not_the_requests(job: Job, okr: Okr) -> None:
    later = merge_with_later_base(job)
    assert okr("comment", "--dry-run").out == told(job).replace(job.short, later[:10])
    assert okr("base") == Ran(0, f"{later}\n", "")


def test_a_job_on_the_branch_itself_compares_with_where_it_started(job: Job, okr: Okr) -> None:
    job.repo.git("switch", "--quiet", "main")
    later = job.repo.commit("Others", {"goals/others.yaml": OTHERS})
    job.repo.git("switch", "--quiet", "feature")
    if job.kind == "github":
        github_event = Path(os.environ["GITHUB_EVENT_PATH"])
        github_event.write_text(json.dumps({"pull_request": {"number": 7, "base": {"sha": later}}}))
    job.setenv("GITHUB_SHA", "0" * 40)
    assert okr("comment", "--dry-run").out == told(job)
    assert okr("base") == Ran(0, f"{job.base}\n", "")


def test_a_shallow_clone_of_the_merge_says_which_commit_to_fetch(
    job: Job, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge_with_later_base(job)
    merge = job.repo.git("rev-parse", "HEAD")
    job.repo.git("switch", "--quiet", "-c", "merge")
    job.repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    shallow = job.repo.clone("shallow", "--depth=1", "--branch=merge")
    monkeypatch.chdir(shallow.path)
    command = f"git fetch --depth=2 origin {merge}"
    assert okr("comment") == Ran(
        2,
        "",
        "okr: this shallow clone ends before the commit to compare with\n"
        f"     Run {command}, or check out with fetch-depth: 2.\n",
    )
    shallow.git(*command.split()[1:])
    assert okr("comment") == Ran(0, "", "commented on what changes\n")


def test_a_shallow_clone_of_the_branch_says_what_to_fetch(
    job: Job, okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    shallow = job.repo.clone("shallow", "--depth=1", "--branch=feature")
    monkeypatch.chdir(shallow.path)
    assert okr("comment") == Ran(
        2, "", f"okr: `{job.base}` is not in this clone\n     Run `git fetch --unshallow`.\n"
    )
    shallow.git("fetch", "--quiet", "--unshallow")
    assert okr("comment") == Ran(0, "", "commented on what changes\n")


def test_what_titles_contain_does_no_harm(job: Job, okr: Okr) -> None:
    hostile = "'@everyone <script>x</script> | `a` ::error::b --> <!-- okr diff'"
    job.repo.commit("Rename", {GOALS: BASE.replace("Make the first week easy", hostile)})
    okr("comment")
    (line,) = [each for each in job.forge.bodies[0].splitlines() if "everyone" in each and "- " in each]
    assert "@<!-- -->everyone" in line
    assert "<script>" not in line.replace("\\<", "")


def test_a_goal_in_a_file_that_cannot_be_read_is_not_called_removed_without_a_word(
    job: Job, okr: Okr
) -> None:
    job.repo.commit("Break", {GOALS: BASE + "  - id: [\n"})
    caution = f"{GOALS} cannot be read whole: see okr validate"
    assert okr("comment") == Ran(0, "", f"work tree: {caution}\ncommented on what changes\n")
    lines = job.forge.bodies[0].splitlines()
    assert lines[1] == "### Goals: 1 needs a decision"
    assert lines[5] == f"> ⚠️ this branch: {caution}"


def test_a_file_name_cannot_give_orders_to_the_runner(on_github: Job, okr: Okr) -> None:
    on_github.repo.commit("Break", {"goals/a\n::stop-commands::x.yaml": "cycle: [\n"})
    caution = "goals/a ::stop-commands::x.yaml cannot be read whole: see okr validate"
    assert okr("comment").err == f"work tree: {caution}\ncommented on what changes\n"
