"""The CI jobs and the hook that `okr init` makes: as `examples/ci` has them, with this version of okr."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from okr import __version__

Forge = Literal["github", "gitlab"]

_INSTALL = f'python -m pip install --quiet "okr=={__version__}"  # that which wrote this file'

_GITHUB = f"""\
# Reviews goals: marks what is wrong beside its line, and keeps one comment on the pull request up to date
# that says what it does to the goals.
name: Goals

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read
  pull-requests: write  # for the comment; a fork's pull request gets the job's summary instead

jobs:
  goals:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0  # the goals are compared with where the branch has left its target
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
      - name: Install okr
        run: {_INSTALL}
      - name: Check the goals
        id: check
        run: |
          if [ -n "$GITHUB_BASE_REF" ]; then
            base=$(okr ci base)
            okr validate --base "$base"
          else
            okr validate
          fi
      - name: Comment on what changes
        if: ${{{{ !cancelled() && steps.check.outcome != 'skipped' && github.event.pull_request }}}}
        env:
          GITHUB_TOKEN: ${{{{ github.token }}}}
        run: okr ci comment
"""

_GITLAB = f"""\
# Reviews goals: shows what is wrong in the merge request's Code Quality, and keeps one note up to date that
# says what it does to the goals. For the note, add a CI variable GITLAB_TOKEN: a project access token with
# the scope api and the role Reporter. Without one, as on a fork, the job says so and goes on.

.okr:
  image: python:3.13
  variables:
    GIT_DEPTH: "0"  # the whole history: the goals are compared with where the branch has left its target
  before_script:
    - {_INSTALL}

goals:
  extends: .okr
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - |
      if [ -n "$CI_MERGE_REQUEST_IID" ]; then
        base=$(okr ci base)
        okr validate --base "$base" --output gitlab=gl-code-quality-report.json
      else
        okr validate --output gitlab=gl-code-quality-report.json
      fi
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json

goals note:
  extends: .okr
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - okr ci comment
"""

_PRE_COMMIT = """\
repos:
  - repo: local
    hooks:
      - id: okr-validate
        name: okr validate
        entry: okr validate --staged
        language: system
        files: \\.(ya?ml|csv)$
        pass_filenames: false
        require_serial: true
"""

JOBS: Mapping[Forge, str] = {"github": ".github/workflows/okr.yml", "gitlab": ".gitlab-ci.yml"}
"""The file of each forge's job, seen from the top of the repository, where alone the forge looks for it."""

HOOK = ".pre-commit-config.yaml"
"""The file of the pre-commit hook, seen from there too."""


def job_text(forge: Forge, root: str = "") -> str:
    """What is in the file of a forge's job.

    Args:
        forge: Whose job it is.
        root: The folder of the workspace, seen from the top of the repository; empty if it is the top.
    """
    if not root:
        return _GITHUB if forge == "github" else _GITLAB
    variable = f"OKR_ROOT: {_quoted(root)}  # the workspace"
    if forge == "github":
        return _GITHUB.replace("    steps:\n", f"    env:\n      {variable}\n    steps:\n", 1)
    return _GITLAB.replace("  variables:\n", f"  variables:\n    {variable}\n", 1)


def hook_text(root: str = "") -> str:
    """What is in the file of the pre-commit hook, for a workspace in a folder as above."""
    entry = "        entry: okr validate --staged\n"
    args = f"        args: [--root, {_quoted(root)}]\n" if root else ""
    return _PRE_COMMIT.replace(entry, entry + args)


def _quoted(text: str) -> str:
    """Text as YAML has it in double quotes, which JSON's are too."""
    return json.dumps(text, ensure_ascii=False)
