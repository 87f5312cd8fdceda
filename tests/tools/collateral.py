"""How often a write changes its own lines and nothing else: on every goal of whole workspaces.

    python tests/tools/collateral.py examples        # and every workspace below the folder $OKR_CORPUS

Each key result gets the check-in that fits its measure, each KPI a reading; each is amended, and each
dropped, every time in the workspace as it was. A write holds if, line by line and byte for byte, nothing of
the old files is gone but the one value that is amended or set, or the line of a list in brackets, and the
model says what was meant. What a closed or dropped goal refuses is counted by itself.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from okr.authoring.amend import Decision, plan_amendment, plan_drop
from okr.authoring.batches import NewReading
from okr.authoring.checkin import Report, plan_checkin
from okr.authoring.plans import Plan
from okr.authoring.record import plan_record
from okr.documents import Node as Placed
from okr.edits import FileChange
from okr.errors import OkrError
from okr.snapshot import WORKSPACE_FILE, WorkTreeSnapshot
from okr.workspace import KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace, load

LISTS = ("readings", "check_ins", "amendments")
KEYS = ("target", "why", "weight", "definition", "status", "done", "retired", *LISTS)
"""The keys that a write here may set or start."""

NEVER = dt.date(9999, 12, 31)


@dataclass
class Tally:
    """What came of the writes of one kind."""

    held: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return self.held + len(self.failed)


def main(arguments: list[str]) -> int:
    """Try every workspace below the folders that are named; 1 if any write touched what it should not."""
    folders = [Path(each) for each in (*arguments, os.environ.get("OKR_CORPUS", "")) if each]
    roots = sorted({path.parent for folder in folders for path in folder.rglob(WORKSPACE_FILE)})
    tallies = {kind: Tally() for kind in ("check-in", "reading", "amend", "drop")}
    for root in roots:
        workspace = load(WorkTreeSnapshot(root))
        for node in workspace.nodes.values():
            for kind, plan in writes(workspace, node):
                count(tallies[kind], workspace, node, plan)
    for kind, tally in tallies.items():
        print(f"{kind:9} {tally.held} of {tally.asked} changed exactly their own lines")
        for why, times in tally.refused.most_common():
            print(f"{'':9} {times} refused: {why}")
        for failure in tally.failed[:20]:
            print(f"{'':9} FAILED {failure}")
    return int(any(tally.failed for tally in tallies.values()))


def writes(workspace: Workspace, node: Node) -> Iterator[tuple[str, Callable[[], Plan]]]:
    """What can be written about a goal or KPI: the kind of it, and its plan."""
    decision = Decision(date=dt.date(2030, 1, 1), reason="Something: has changed, #1", by=None)
    if isinstance(node, KeyResultNode):
        yield "check-in", lambda: plan_checkin(workspace, node.ref, fitting(node), NEVER, sure=True)
    if isinstance(node, KpiNode):
        reading = NewReading(node.ref, "2030-01-01", 47.5)
        yield "reading", lambda: plan_record(workspace, [reading], NEVER, sure=True)
    yield "amend", lambda: plan_amendment(workspace, node.ref, [amended(node)], decision)
    yield "drop", lambda: plan_drop(workspace, node.ref, decision)


def fitting(node: KeyResultNode) -> Report:
    """The check-in that fits a key result."""
    day = max((entry.date for entry in node.goal.check_ins), default=node.start) + dt.timedelta(days=1)
    goal = node.goal
    if goal.measure == "binary":
        return Report(date=day, done=day)
    if goal.measure == "milestones":
        return Report(date=day, done=day, milestone=(goal.milestones or ())[0].title)
    if goal.measure == "levels":
        return Report(date=day, level=(goal.levels or ())[0].title, note="Reached: at last")
    if goal.measure == "graded":
        return Report(date=day, score=0.4, note="Half of it: done, #1")
    if goal.kpi is not None:
        return Report(date=day, confidence=0.5)
    return Report(date=day, value=47.5, confidence=0.5)


def amended(node: Node) -> tuple[str, object]:
    """One key of a goal with a new value: its target if it has one."""
    goal = node.goal
    if isinstance(node, KeyResultNode) and node.goal.target is not None:
        return "target", node.goal.target + 1.5
    if isinstance(node, ObjectiveNode):
        return "why", "Because it matters: a lot"
    return (
        ("weight", 2.5) if isinstance(node, KeyResultNode) else ("definition", f"What {goal.title!r} means")
    )


def count(tally: Tally, workspace: Workspace, node: Node, plan: Callable[[], Plan]) -> None:
    """Make one plan and see what it does."""
    try:
        changes = plan().changes
    except OkrError as error:
        if "cannot change safely" in error.message or "cannot be written" in error.message:
            tally.failed.append(f"{node.ref}: {error.message}")
        else:
            tally.refused[without_names(error.message)] += 1
        return
    problem = next((found for change in changes if (found := collateral(workspace, node, change))), None)
    if problem or not changes:
        tally.failed.append(f"{node.ref}: {problem or 'nothing is written'}")
    else:
        tally.held += 1


def without_names(message: str) -> str:
    """A message with what differs from goal to goal left out."""
    for mark in (" was closed on ", " is dropped", " is computed from", " already", " is retired"):
        if mark in message:
            return f"…{mark.rstrip()}"
    return message


def collateral(workspace: Workspace, node: Node, change: FileChange) -> str | None:
    """What a change does to lines that are not its own; `None` where nothing."""
    old, new = lines(change.before or b""), lines(change.after)
    allowed = own_lines(workspace, node, change.path)
    if old and not old[-1].endswith(b"\n"):
        old[-1] += b"\n"  # the last line of a file may gain its line break
    for kind, start, end, _, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "insert":
            continue
        if kind != "equal" and not set(range(start + 1, end + 1)) <= allowed:
            return f"{change.path}: lines {start + 1} to {end} are not as they were"
    return None


def lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def own_lines(workspace: Workspace, node: Node, path: str) -> set[int]:
    """The lines of values that a write may set where they stand already."""
    source = workspace.sources.get(path)
    found: set[int] = set()
    if source is None or path != node.place.path:
        return found
    place = source.in_document(node.place.keys)
    for key in KEYS:
        placed = source.document.node((*place, key))
        if placed is not None and not (placed.children and key in LISTS and not placed.flow):
            found |= covered(placed)
    milestones = source.document.node((*place, "milestones"))
    for milestone in milestones.children.values() if milestones is not None else ():
        done = milestone if milestone.flow else milestone.children.get("done")
        found |= covered(done) if done is not None else set()
    return found


def covered(node: Placed) -> set[int]:
    """The lines that a value stands on."""
    return set(range(node.value_span.start.line, node.value_span.end.line + 1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
