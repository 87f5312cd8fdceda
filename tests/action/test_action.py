"""The action on a pull request: its own shell in real bash, in what a checkout leaves, and what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from composite import ACTION, EXAMPLES, ROOT, SCRIPTS, STEPS, WORKFLOWS, Done, Runner
from forgeserver import TOKEN, Forge, serving
from gitrepo import Repo
from ruamel.yaml import YAML

from okr import __version__
from okr.authoring.jobs import job_text

INSTALL = "Install okr"
BASE = "Find what the goals are compared with"
CHECK = "Check the goals"
COMMENT = "Comment on what changes"
GOALS = """\
cycle: 2026-Q4
objectives:
  - id: onboarding
    title: Make the first week feel effortless for every new customer
    owner: ada
    key_results:
      - id: activation
        title: Raise the share of customers who come back in their second week
        unit: "%"
        baseline: 42
        target: 60
        check_ins:
          - {date: 2026-11-16, value: 51, confidence: 0.6}
"""
SETTINGS = "version: 1\nrules: {ignore: [OKR1, OKR2, OKR3, OKR4, OKR5]}\n"
REF = "2026-Q4/company/onboarding/activation"


@pytest.fixture
def forge() -> Iterator[Forge]:
    with serving("github") as forge:
        yield forge


@pytest.fixture
def runner(repo: Repo, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A job for a pull request that eases a target, while its base has gone on, as GitHub starts it."""
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "GITLAB_", "CI", "OKR_", "GH_"))]:
        monkeypatch.delenv(name)
    old = repo.commit("Begin", {"okr.yaml": SETTINGS, "goals/growth.yaml": GOALS})
    repo.git("switch", "--quiet", "-c", "feature")
    repo.commit("Ease", {"goals/growth.yaml": GOALS.replace("target: 60", "target: 50")})
    repo.git("switch", "--quiet", "main")
    repo.commit("Go on", {"README.md": "Our goals\n"})
    merge = merged(repo)
    event = {"pull_request": {"number": 7, "base": {"sha": old}}}
    temp = tmp_path / "temp"
    temp.mkdir()
    (temp / "event.json").write_text(json.dumps(event))
    variables = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": forge.address,
        "GITHUB_EVENT_PATH": str(temp / "event.json"),
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_REPOSITORY": "acme/goals",
        "GITHUB_SHA": merge,
        "OKR_AS_OF": "2026-11-20",
    }
    return Runner(checkout(repo, merge), temp, "7", variables, token=TOKEN)


def merged(repo: Repo) -> str:
    """The commit that GitHub makes of both branches; main stays where it is."""
    repo.git("switch", "--quiet", "--detach")
    repo.git("merge", "--quiet", "--no-edit", "feature")
    merge = repo.git("rev-parse", "HEAD")
    repo.git("update-ref", "refs/pull/7/merge", merge)
    repo.git("switch", "--quiet", "main")
    return merge


def checkout(repo: Repo, commit: str) -> Path:
    """What `actions/checkout` leaves: one commit, without its parents."""
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    workspace = Repo(repo.path.parent / "workspace")
    workspace.path.mkdir()
    workspace.git("init", "--quiet")
    workspace.git("remote", "add", "origin", repo.path.as_uri())
    ref = "refs/remotes/pull/7/merge"
    workspace.git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", f"+{commit}:{ref}")
    workspace.git("checkout", "--quiet", "--force", ref)
    return workspace.path


FINDING = (
    "::error title=OKR601 moved-goalpost,file=goals/growth.yaml,line=11,col=17,endLine=11,endColumn=19::"
    "target made 56 %25 easier: 60 %25 → 50 %25, and no amendment says so%0A"
    "Take it back, or add an amendment of `target` with from, to and reason.\n"
)
SUMMARY = """\
### okr validate

1 error in 1 file

#### `goals/growth.yaml`

| place | severity | rule | finding |
|--:|---|---|---|
| 11:17 | 🔴 error | OKR601 moved-goalpost | **target made 56 % easier: 60 % → 50 %, and no amendment says \
so**<br>Take it back, or add an amendment of \\`target\\` with from, to and reason. |
"""


def told(runner: Runner) -> str:
    """The comment; the base that it names is the merge's first parent."""
    return f"""\
<!-- okr diff -->
### Goals: 1 needs a decision

<sub>{runner.output("base")[:10]} → this branch, as of 2026-11-20</sub>

#### Needs a decision

- 🔴 **Raise the share of customers who come back in their second week**: \
Target made 56 % easier: 60 % → 50 % <sub>`{REF}`, OKR601 moved-goalpost</sub>

#### Effect on the score

| objective | before | after | progress | goalposts | scope |
|---|--:|--:|--:|--:|--:|
| Make the first week feel effortless for every new customer | 0.50 | 1.00 | – | +0.50 | – |
"""


def test_a_pull_request_is_checked_and_commented_on(runner: Runner, forge: Forge, repo: Repo) -> None:
    assert runner.run(BASE, CHECK, COMMENT) == {
        BASE: Done(0, "", ""),
        CHECK: Done(1, FINDING, "1 error in 1 file\n"),
        COMMENT: Done(0, "", "commented on what changes\n"),
    }
    assert runner.output("base") == repo.git("rev-parse", "main")
    assert runner.summary == SUMMARY
    assert forge.bodies == [told(runner)]


def test_a_pull_request_of_a_fork_gets_all_of_it_in_the_summary(runner: Runner, forge: Forge) -> None:
    forge.read_only = True
    done = runner.run(BASE, CHECK, COMMENT)
    assert [each.code for each in done.values()] == [0, 1, 0]
    assert done[COMMENT].err.startswith("no comment: ")
    assert runner.summary == SUMMARY + told(runner)
    assert forge.bodies == []


def test_a_failure_is_as_grave_as_the_workflow_says(runner: Runner) -> None:
    runner.inputs = {"fail-on": "never"}
    assert runner.run(BASE, CHECK)[CHECK] == Done(0, FINDING, "1 error in 1 file\n")


def test_a_base_that_the_workflow_names_is_taken(runner: Runner, forge: Forge) -> None:
    runner.inputs = {"base": "HEAD"}
    assert runner.run(BASE, CHECK, COMMENT) == {
        BASE: Done(0, "", ""),
        CHECK: Done(0, "", "2 files, 1 objective, 1 key result, 0 KPIs: no mistakes\n"),
        COMMENT: Done(0, "", "no goal changes, so there is no comment\n"),
    }
    assert forge.bodies == []


def test_a_push_is_checked_without_a_base(runner: Runner) -> None:
    runner.event = ""
    done = runner.run(BASE, CHECK)
    assert runner.output("base") == ""
    assert done[CHECK] == Done(0, "", "2 files, 1 objective, 1 key result, 0 KPIs: no mistakes\n")


def test_trouble_fails_the_job_and_leaves_the_summary_whole(runner: Runner) -> None:
    runner.event, runner.inputs = "", {"root": "nowhere"}
    runner.temp.joinpath("summary.md").write_text("Before\n")
    assert runner.run(CHECK)[CHECK] == Done(
        2,
        "",
        "okr: nowhere has no okr.yaml\n     Name the folder that has one, or run okr init there.\n",
    )
    assert runner.summary == "Before\n"


HOSTILE = "$(touch pwned)`touch pwned`; touch pwned #' \"; touch pwned"


@pytest.mark.parametrize("name", ["root", "base", "fail-on"])
def test_no_input_is_run(runner: Runner, name: str) -> None:
    runner.inputs = {"base": "HEAD", name: HOSTILE}
    assert runner.run(BASE, CHECK)[CHECK].code == 2
    assert not list(runner.workspace.rglob("pwned"))


def test_what_lies_in_the_checkout_is_not_imported(runner: Runner) -> None:
    for name in ("okr", "typer", "json", "pip", "sitecustomize"):
        (runner.workspace / f"{name}.py").write_text("open('pwned', 'w')\n")
    assert runner.run(BASE, CHECK)[CHECK].code == 1
    assert not (runner.workspace / "pwned").exists()


PYTHON = """\
#!/bin/sh
printf '%s\\n' "$*" >>"$RUNNER_TEMP/calls"
[ -d "$RUNNER_TEMP/okr" ] || { mkdir -p "$RUNNER_TEMP/okr/bin"; cp "$0" "$RUNNER_TEMP/okr/bin/python"; }
"""


def test_the_action_installs_itself_in_an_environment_of_its_own(runner: Runner) -> None:
    bin_folder = runner.temp / "bin"
    bin_folder.mkdir()
    (bin_folder / "python").write_text(PYTHON)
    (bin_folder / "python").chmod(0o755)
    runner.before = bin_folder
    assert runner.run(INSTALL)[INSTALL] == Done(0, "", "")
    assert (runner.temp / "calls").read_text().splitlines() == [
        f"-I -m venv {runner.temp}/okr",
        f"-I -m pip install --quiet --disable-pip-version-check {ROOT}",
    ]
    assert (runner.temp / "path").read_text() == f"{runner.temp}/okr/bin\n"


def test_the_comment_waits_for_nothing_but_the_base() -> None:
    (comment,) = [step for step in STEPS if step.get("name") == COMMENT]
    assert comment["if"] == (
        "!cancelled() && steps.base.outcome == 'success' && inputs.comment == 'true' "
        "&& github.event.pull_request"
    )


# The text of the action and of the workflows


def steps_of(workflows: list[Path]) -> Iterator[dict[str, Any]]:
    for workflow in workflows:
        for job in YAML(typ="safe").load(workflow)["jobs"].values():
            yield from job["steps"]


def test_no_script_holds_an_expression() -> None:
    scripts = [step["run"] for step in (*STEPS, *steps_of(WORKFLOWS + EXAMPLES)) if "run" in step]
    assert len(scripts) > len(SCRIPTS)
    assert [script for script in scripts if "${{" in script] == []


def test_actions_of_others_are_pinned_by_commit() -> None:
    uses = {step["uses"] for step in (*STEPS, *steps_of(WORKFLOWS)) if "uses" in step}
    assert [each for each in uses if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", each)] == ["./"]


def test_the_example_for_github_gives_the_action_the_permissions_that_it_takes() -> None:
    (example,) = [path for path in EXAMPLES if path.name == "github.yml"]
    assert YAML(typ="safe").load(example)["permissions"] == {"contents": "read", "pull-requests": "write"}


def test_every_input_says_what_it_is_and_has_a_default() -> None:
    assert {
        name for name, about in ACTION["inputs"].items() if set(about) != {"description", "default"}
    } == set()


@pytest.mark.parametrize("name", SCRIPTS)
def test_shellcheck_finds_nothing_in_the_scripts_of_the_action(name: str) -> None:
    check(SCRIPTS[name], "bash")


def gitlab() -> Any:
    return YAML(typ="safe").load(ROOT / "examples/ci/gitlab.yml")


@pytest.mark.parametrize("part", ["before_script", "script"])
@pytest.mark.parametrize("job", [".okr", "goals", "goals note"])
def test_shellcheck_finds_nothing_in_the_scripts_for_gitlab(job: str, part: str) -> None:
    check("\n".join(gitlab()[job].get(part, [])), "sh")


def check(script: str, shell: str) -> None:
    if shutil.which("shellcheck") is None:
        pytest.skip("shellcheck is not installed")
    done = subprocess.run(
        ["shellcheck", f"--shell={shell}", "-"],
        input=script,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "")


# The template for GitLab


def gitlab_script(job: str) -> str:
    return "\n".join(gitlab()[job]["script"])


@pytest.fixture
def on_gitlab(runner: Runner, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Runner, Forge]]:
    """The same request as a merge request: its branch is checked out, with its history."""
    branch = repo.clone("branch", "--branch=feature")
    with serving("gitlab") as forge:
        variables = {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": forge.address,
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": repo.git("merge-base", "main", "feature"),
            "CI_MERGE_REQUEST_EVENT_TYPE": "detached",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_PROJECT_ID": "acme/goals",
            "GITLAB_TOKEN": TOKEN,
            "OKR_AS_OF": "2026-11-20",
        }
        yield Runner(branch.path, runner.temp, "", variables), forge


def test_a_merge_request_gets_a_code_quality_report(on_gitlab: tuple[Runner, Forge]) -> None:
    runner, _ = on_gitlab
    done = runner.bash(gitlab_script("goals"))
    assert (done.code, done.err) == (1, "1 error in 1 file\n")
    assert "11:17 error OKR601 moved-goalpost" in done.out
    report = json.loads(
        (runner.workspace / gitlab()["goals"]["artifacts"]["reports"]["codequality"]).read_text()
    )
    assert [(each["check_name"], each["location"]["path"]) for each in report] == [
        ("OKR601", "goals/growth.yaml")
    ]


def test_a_merge_request_gets_a_note(on_gitlab: tuple[Runner, Forge]) -> None:
    runner, forge = on_gitlab
    assert runner.bash(gitlab_script("goals note")) == Done(0, "", "commented on what changes\n")
    assert [body.splitlines()[1] for body in forge.bodies] == ["### Goals: 1 needs a decision"]


def test_the_main_branch_is_checked_without_a_base_on_gitlab(on_gitlab: tuple[Runner, Forge]) -> None:
    runner, _ = on_gitlab
    runner.variables = {"GITLAB_CI": "true", "OKR_AS_OF": "2026-11-20"}
    assert runner.bash(gitlab_script("goals")) == Done(
        0, "", "2 files, 1 objective, 1 key result, 0 KPIs: no mistakes\n"
    )


# The jobs that `okr init --ci` makes


PINNED = f'python -m pip install --quiet "okr=={__version__}"'


def job_of(kind: Literal["github", "gitlab"]) -> Any:
    return YAML(typ="safe").load(job_text(kind))


def step(name: str) -> dict[str, Any]:
    (found,) = [each for each in job_of("github")["jobs"]["goals"]["steps"] if each.get("name") == name]
    return dict(found)


def made_script(job: str) -> str:
    return "\n".join(job_of("gitlab")[job]["script"])


def test_the_made_job_compares_a_pull_request_with_its_base_and_comments(
    runner: Runner, forge: Forge
) -> None:
    runner.bash("git fetch --quiet --unshallow origin")
    check_goals, comment = step("Check the goals"), step("Comment on what changes")
    done = runner.bash(check_goals["run"], {"GITHUB_BASE_REF": "main"})
    assert (done.code, done.out, done.err) == (1, FINDING, "1 error in 1 file\n")
    assert comment["env"] == {"GITHUB_TOKEN": "${{ github.token }}"}
    told_so = runner.bash(comment["run"], {"GITHUB_TOKEN": runner.token})
    assert told_so == Done(0, "", "commented on what changes\n")
    assert [body.splitlines()[1] for body in forge.bodies] == ["### Goals: 1 needs a decision"]


def test_the_made_job_checks_a_push_without_a_base(runner: Runner) -> None:
    done = runner.bash(step("Check the goals")["run"], {"GITHUB_BASE_REF": ""})
    assert (done.code, done.out) == (0, "")


def test_the_made_job_fails_where_the_base_cannot_be_found(runner: Runner) -> None:
    done = runner.bash(step("Check the goals")["run"], {"GITHUB_BASE_REF": "main"})
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("okr: this shallow clone ends before the commit to compare with\n")


def test_the_made_job_comments_although_the_check_has_failed() -> None:
    assert step("Comment on what changes")["if"] == (
        "${{ !cancelled() && steps.check.outcome != 'skipped' && github.event.pull_request }}"
    )
    assert job_of("github")["permissions"] == {"contents": "read", "pull-requests": "write"}


def test_the_made_job_gives_a_merge_request_a_report_and_a_note(on_gitlab: tuple[Runner, Forge]) -> None:
    runner, forge = on_gitlab
    done = runner.bash(made_script("goals"))
    assert (done.code, done.err) == (1, "1 error in 1 file\n")
    reports = job_of("gitlab")["goals"]["artifacts"]["reports"]
    report = json.loads((runner.workspace / reports["codequality"]).read_text())
    assert [each["check_name"] for each in report] == ["OKR601"]
    assert runner.bash(made_script("goals note")) == Done(0, "", "commented on what changes\n")
    assert [body.splitlines()[1] for body in forge.bodies] == ["### Goals: 1 needs a decision"]


def test_the_made_jobs_install_the_version_that_wrote_them() -> None:
    assert step("Install okr")["run"] == PINNED
    assert job_of("gitlab")[".okr"]["before_script"] == [PINNED]


def test_no_made_script_holds_an_expression() -> None:
    scripts = [each["run"] for each in job_of("github")["jobs"]["goals"]["steps"] if "run" in each]
    assert ["${{" in script for script in scripts] == [False] * 3


@pytest.mark.parametrize("job", ["goals", "goals note"])
def test_shellcheck_finds_nothing_in_the_made_scripts_for_gitlab(job: str) -> None:
    check(made_script(job), "sh")


def test_shellcheck_finds_nothing_in_the_made_script_for_github() -> None:
    check(step("Check the goals")["run"], "bash")
