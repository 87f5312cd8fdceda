"""A new workspace: the files that make it one, and where people begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, relpath
from typing import Any

from okr.authoring.jobs import HOOK, JOBS, Forge, hook_text, job_text
from okr.authoring.plans import Plan
from okr.edits import Draft, FileChange, new_document
from okr.errors import OkrError
from okr.model.settings import GoalFile
from okr.snapshot import GOAL_SUFFIXES, WORKSPACE_FILE
from okr.workspace.files import goal_paths
from okr.workspace.sources import read_source

FOLDERS = ("goals/**", "kpis/**")

_SETTINGS = """\
# The one file that makes this folder a workspace. Only `version` is required.
version: 1
{organization}include: ["goals/**", "kpis/**"]
{exclude}
# Teams and people are optional. Once people are listed, every owner must be one of them.
# teams:
#   - {{id: growth, title: Growth, lead: ada}}
# people:
#   - {{id: ada, name: Ada Brandt, email: ada@example.com}}
"""

_GOALS = """\
# A first goal, to be replaced by your own. `okr new objective` adds one, `okr checkin` says how it goes.
cycle: {cycle}

objectives:
  - id: first-week
    title: Make the first week feel effortless for every new customer
    why: Whoever gets something done in the first week stays.
    owner: {owner}
    guardrails: [support-load]
    key_results:
      - id: second-week
        title: Raise the share of new customers who come back in their second week
        unit: "%"
        baseline: 40
        target: 55
        indicator: leading
        check_ins:
          - {{date: {today}, value: 40, confidence: 0.6}}

      - id: first-result
        title: Cut the median time from sign-up to a first result
        unit: min
        baseline: 45
        target: 20
        indicator: leading
        check_ins:
          - {{date: {today}, value: 45, confidence: 0.6}}
"""

_KPIS = """\
# What is measured all the time, whatever the goals are. `okr kpi record` adds a reading.
kpis:
  - id: support-load
    title: Tickets per 100 active customers
    definition: New tickets in the week, per 100 customers who signed in during that week.
    owner: {owner}
    unit: tickets
    indicator: lagging
    cadence: weekly
    target: {{at_most: 8}}
    alert: {{at_most: 10}}
    source: the help desk's weekly report
    readings:
      - {{date: {today}, value: 6.5}}
"""


def plan_init(
    files: Mapping[str, bytes],
    *,
    today: dt.date,
    owner: str,
    name: str | None,
    ci: Forge | None,
    pre_commit: bool,
    root: str = "",
) -> Plan:
    """The plan for a workspace in a folder.

    Args:
        files: The YAML files that are there, by path, and every other path with no bytes.
        today: The day of the run, from which the first cycle follows.
        owner: Who owns the first goal.
        name: The organization, if anybody has said.
        ci: The forge whose job is to be made.
        pre_commit: Whether to make the hook.
        root: The folder, seen from the top of its repository; empty if it is the top, or in none.

    Raises:
        OkrError: There is a workspace already, or one of the files that would be made.
    """
    if WORKSPACE_FILE in files:
        raise OkrError("there is an okr.yaml here already", hint="Add goals with okr new objective.")
    new = {**_workspace_files(files, today, owner, name), **dict(_jobs(ci, pre_commit, root))}
    there = sorted(path for path in new if path in files)
    if there:
        raise OkrError(
            f"there is a {there[0]} already, and nothing is overwritten", hint=_by_hand(there[0], new)
        )
    changes = tuple(FileChange(path, None, text.encode(), _meaning(path, text)) for path, text in new.items())
    return Plan(changes, f"Make a workspace of {', '.join(new)}")


def _by_hand(path: str, new: Mapping[str, str]) -> str:
    return f"Leave that option out, and add this to {path} by hand:\n{new[path]}"


def _meaning(path: str, text: str) -> Any:
    return Draft.of(path, None, text).value if path.endswith(GOAL_SUFFIXES) else None


def _workspace_files(
    files: Mapping[str, bytes], today: dt.date, owner: str, name: str | None
) -> dict[str, str]:
    organization = new_document({"organization": name}) if name else ""
    strange = list(_strange_files(files))
    exclude = f"exclude: [{', '.join(strange)}]\n" if strange else ""
    cycle = f"{today.year}-Q{(today.month + 2) // 3}"
    has_goals = any(_is_goal_file(path, data) for path, data in files.items())
    settings = {WORKSPACE_FILE: _SETTINGS.format(organization=organization, exclude=exclude)}
    if has_goals:
        return settings
    return {
        **settings,
        f"goals/{cycle}.yaml": _GOALS.format(cycle=cycle, owner=owner, today=today),
        "kpis/company.yaml": _KPIS.format(owner=owner, today=today),
    }


def _jobs(ci: Forge | None, pre_commit: bool, root: str) -> Iterator[tuple[str, str]]:
    """The job and the hook, at the top of the repository, as forges and pre-commit look nowhere else."""
    if ci is not None:
        yield at_top(JOBS[ci], root), job_text(ci, root)
    if pre_commit:
        yield at_top(HOOK, root), hook_text(root)


def at_top(path: str, root: str) -> str:
    """A path from the top of the repository, seen from a folder in it."""
    return relpath(path, root or ".")


def _strange_files(files: Mapping[str, bytes]) -> Iterator[str]:
    """YAML files in the folders of goals that have nothing to do with goals."""
    for path in goal_paths(files, FOLDERS, ()):
        if not _is_goal_file(path, files[path]):
            yield '"' + path + '"'


def _is_goal_file(path: str, data: bytes) -> bool:
    if not list(goal_paths([path], FOLDERS, ())) or basename(path).startswith("."):
        return False
    source = read_source(path, data, GoalFile, {})
    return source.model is not None and bool(source.model.objectives or source.model.kpis)


def yaml_paths(paths: Iterable[str]) -> list[str]:
    """Those that may be goal files, and so are read."""
    return list(goal_paths(paths, FOLDERS, ()))
