"""`action.yml` as it is written, and its steps run as GitHub runs them: real bash, real git, real okr.

Expressions are looked up, not evaluated: whoever runs a step says what each one is, and one that nobody has
thought of is an error.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
ACTION: Any = YAML(typ="safe").load(ROOT / "action.yml")
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
EXAMPLES = [path for path in sorted(ROOT.glob("examples/ci/*.yml")) if path.name != "gitlab.yml"]
"""Workflows for others to copy."""
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS: dict[str, str] = {step["name"]: step["run"] for step in STEPS if "run" in step}
BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
"""What GitHub makes of `shell: bash`."""


def as_workflow() -> dict[str, Any]:
    """The steps in a workflow with the same inputs, for tools that read workflows alone."""
    inputs = {name: {"type": "string", "required": False} for name in ACTION["inputs"]}
    job = {"runs-on": "ubuntu-latest", "steps": STEPS}
    return {"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"action": job}}


@dataclass(frozen=True)
class Done:
    """What came of a step."""

    code: int
    out: str
    err: str


@dataclass
class Runner:
    """A machine of GitHub's with a checkout.

    Attributes:
        workspace: The checkout, where steps run.
        temp: A folder for everything else: what steps hand on, and the summary.
        event: The number of the pull request; empty on a push.
        variables: What the job's environment holds.
        inputs: What the workflow gives, besides the defaults.
        token: The job's.
        before: A folder whose programs come before all others.
    """

    workspace: Path
    temp: Path
    event: str
    variables: Mapping[str, str]
    inputs: Mapping[str, str] = field(default_factory=dict)
    token: str = ""
    before: Path = Path(sys.executable).parent

    def run(self, *names: str) -> dict[str, Done]:
        """Run the steps of these names, with what they hand on, whether or not one before has failed."""
        return {name: self._run(next(step for step in STEPS if step.get("name") == name)) for name in names}

    def _run(self, step: Mapping[str, Any]) -> Done:
        expressions = dict(self._expressions())
        return self.bash(
            step["run"], {name: expressions[value] for name, value in step.get("env", {}).items()}
        )

    def bash(self, script: str, variables: Mapping[str, str] | None = None) -> Done:
        """Run a script as a job does."""
        done = subprocess.run(
            [*BASH, "-c", script],
            cwd=self.workspace,
            env={**os.environ, **self._files(), **self.variables, **(variables or {})},
            capture_output=True,
            text=True,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def _files(self) -> dict[str, str]:
        path = os.pathsep.join((str(self.before), os.environ["PATH"]))
        return {
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_PATH": str(self.temp / "path"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "PATH": path,
            "RUNNER_TEMP": str(self.temp),
        }

    def _expressions(self) -> Iterator[tuple[str, str]]:
        for name, about in ACTION["inputs"].items():
            yield f"${{{{ inputs.{name} }}}}", self.inputs.get(name, about["default"])
        yield "${{ inputs.token }}", self.token
        yield "${{ github.event.pull_request.number }}", self.event
        yield "${{ steps.base.outputs.base }}", self.output("base")

    def output(self, name: str) -> str:
        """What a step has handed on."""
        place = self.temp / "output"
        lines = place.read_text().splitlines() if place.exists() else []
        return dict(line.split("=", 1) for line in lines).get(name, "")

    @property
    def summary(self) -> str:
        """What the job's summary says."""
        place = self.temp / "summary.md"
        return place.read_text() if place.exists() else ""
