"""What a command works on: the workspace that is meant, read once, and the day that counts."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from okr.cli.options import Selection, Where
from okr.diagnostics import Severity
from okr.errors import OkrError
from okr.model.cycles import chronologically
from okr.render.plain import counted
from okr.snapshot import WORKSPACE_FILE, Snapshot, WorkTreeSnapshot
from okr.workspace import FileCache, KpiNode, Workspace, load
from okr.workspace.mistakes import did_you_mean

if TYPE_CHECKING:
    from okr.git import Commit, Repository
    from okr.model.cycles import Cycle
    from okr.scoring import Scores
    from okr.workspace import Node


def today() -> dt.date:
    """The day of the run: the one place that reads a clock."""
    return dt.date.today()  # noqa: DTZ011  # people mean their own calendar day


def find_root(root: Path | None) -> Path:
    """The folder of the workspace: the one that is named, else the nearest around the current folder.

    Raises:
        OkrError: There is none.
    """
    if root is not None:
        if (root / WORKSPACE_FILE).is_file():
            return root
        raise OkrError(f"{root} has no okr.yaml", hint="Name the folder that has one, or run okr init there.")
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / WORKSPACE_FILE).is_file():
            return folder
    raise OkrError(
        "there is no okr.yaml here or in any folder above",
        hint="Run okr init to make a workspace here, or name one with --root DIR.",
    )


def parse_day(text: str) -> dt.date:
    """A day as an option gives it.

    Raises:
        OkrError: It is not written like 2026-11-20.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise OkrError(f'"{text}" is not a day', hint="Write it like 2026-11-20.") from None


@dataclass(frozen=True)
class Session:
    """The workspace and the day of one run."""

    where: Where

    @cached_property
    def root(self) -> Path:
        """The folder of the workspace."""
        return find_root(self.where.root)

    @cached_property
    def repository(self) -> Repository:
        """The git repository around the workspace."""
        from okr.git import Repository

        return Repository.discover(self.root)

    @cached_property
    def commit(self) -> Commit | None:
        """The commit that `--at` names, if it is given."""
        return None if self.where.at is None else self.repository.commit(self.where.at)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The files that are read: those on disk, or those of the commit."""
        return WorkTreeSnapshot(self.root) if self.commit is None else self.repository.snapshot(self.commit)

    @cached_property
    def cache(self) -> FileCache:
        """The files that this run has read, in whichever snapshot."""
        return FileCache()

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace, read once."""
        return self.read(self.snapshot)

    def read(self, snapshot: Snapshot) -> Workspace:
        """The workspace of a snapshot; what git started in order to read it is ended."""
        try:
            return load(snapshot, self.cache)
        finally:
            if "repository" in self.__dict__:
                self.repository.close()

    @cached_property
    def today(self) -> dt.date:
        """The day after which nothing can be dated: that of the run, with `--at` that of the commit."""
        return today() if self.commit is None else self.commit.committed.date()

    @cached_property
    def as_of(self) -> dt.date:
        """The day that the numbers are of: `--as-of`, else that of the run or of the commit."""
        return parse_day(self.where.as_of) if self.where.as_of else self.today

    @cached_property
    def scores(self) -> Scores:
        """The numbers of the workspace on the day."""
        from okr.scoring import Scores

        return Scores(self.workspace, self.as_of)

    def say(self, message: str) -> None:
        """Tell the person something beside the result, unless they asked for quiet."""
        if not self.where.quiet:
            sys.stderr.write(f"{message}\n")

    def cycle(self, selection: Selection, *, told: bool = False) -> Cycle:
        """The cycle that is asked for, else the one that is on: said on stderr, so that nobody has to guess.

        The shortest of at least a month that the day lies in and that has goals, else the latest that has
        ended, else the next.

        Args:
            selection: What may ask for one.
            told: Whether the result itself tells which cycle it is.
        """
        if selection.cycle is not None:
            return self.named_cycle(selection.cycle)
        chosen = default_cycle(self.used_cycles, self.as_of)
        if not told:
            self.say(f"cycle {chosen.id}, as of {self.as_of}")
        return chosen

    @property
    def used_cycles(self) -> list[Cycle]:
        """The cycles that have objectives, in the order of time.

        Raises:
            OkrError: There are none.
        """
        used = {node.cycle.id: node.cycle for node in self.workspace.objectives.values()}
        if not used:
            raise _without_objectives(len(self.workspace.kpis))
        return sorted(used.values(), key=chronologically)

    def tell_mistakes(self) -> None:
        """Say on stderr that files have mistakes, so that nobody takes what could be read for all there is.

        Raises:
            OkrError: Nothing could be read.
        """
        errors = (each for each in self.workspace.diagnostics if each.severity is Severity.ERROR)
        paths = {each.path for each in errors}
        if not paths:
            return
        files = "1 file has" if len(paths) == 1 else f"{len(paths)} files have"
        if not self.workspace.nodes:
            raise OkrError(f"no goal could be read: {files} mistakes", hint="See them with okr validate.")
        self.say(f"{files} mistakes, and what could not be read of them is missing here: see okr validate")

    def named_cycle(self, cycle_id: str) -> Cycle:
        """The cycle of an id.

        Raises:
            OkrError: There is none.
        """
        cycle = self.workspace.cycle(cycle_id)
        if cycle is None:
            known = sorted(self.workspace.cycles)
            hint = did_you_mean(cycle_id, known) or f"Cycles here: {', '.join(known) or 'none yet'}."
            raise OkrError(f'there is no cycle "{cycle_id}"', hint=hint)
        return cycle

    def node(self, text: str, cycle: Cycle | None = None) -> Node:
        """The one goal or KPI that a person means, in a cycle or in all of them.

        Raises:
            OkrError: There is none, or there are several; then the hint names them.
        """
        found = self._found(text, cycle)
        if len(found) == 1:
            return found[0]
        if not found:
            near = did_you_mean(text, [*self.workspace.nodes, *_endings(self.workspace.nodes)])
            where = "" if cycle is None else f" in {cycle.id}"
            raise OkrError(
                f'there is no goal or KPI "{text}"{where}', hint=near or "See okr list for what there is."
            )
        names = "\n     ".join(node.ref for node in found[:10])
        raise OkrError(f'"{text}" may mean {len(found)} things', hint=f"Say which:\n     {names}")

    def _found(self, text: str, cycle: Cycle | None) -> list[Node]:
        """What may be meant; of the same goal in several cycles the one that is on, if there is one."""
        found = self.workspace.find(text)
        if cycle is not None:
            # a KPI lives outside of cycles, whatever its file names
            return [node for node in found if isinstance(node, KpiNode) or node.cycle.id == cycle.id]
        if len(found) < 2:
            return found
        running = [node for node in found if node.cycle is not None and self.as_of in node.cycle]
        return running if len(running) == 1 else found


def _without_objectives(kpis: int) -> OkrError:
    nothing = "the workspace has no objectives yet"
    if not kpis:
        return OkrError(nothing, hint="Add one with okr new objective, or see okr validate.")
    return OkrError(
        f"{nothing}, only {counted(kpis, 'KPI')}",
        hint="See okr kpi list or okr report; okr new objective adds an objective.",
    )


def default_cycle(cycles: Iterable[Cycle], day: dt.date) -> Cycle:
    """The cycle that people mean on a day when they name none."""
    ordered = sorted(cycles, key=chronologically)
    running = [cycle for cycle in ordered if day in cycle]
    if running:
        of_a_month = [cycle for cycle in running if cycle.days >= 28]
        return min(of_a_month or running, key=lambda cycle: cycle.days)
    ended = [cycle for cycle in ordered if cycle.end < day]
    return max(ended, key=lambda cycle: (cycle.end, cycle.start)) if ended else ordered[0]


def _endings(refs: Iterable[str]) -> list[str]:
    """The shorter forms in which references are written."""
    parts = (ref.split("/") for ref in refs)
    return ["/".join(each[start:]) for each in parts for start in range(1, len(each))]
