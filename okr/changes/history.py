"""The life of a goal: what each commit did to it, and how its score went.

History is read from the newest commit to the oldest, because a goal is known by the name that it has now;
each comparison tells which name it had before. A commit that touched no file in which the goal is told of is
not looked into, and of one that did only these files and those that it touched are read: the others are the
same on both sides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial

from okr.changes.change import Change
from okr.changes.compare import changes_of
from okr.changes.comparison import Comparison
from okr.changes.hindsight import Hindsight
from okr.model.cycles import Cycle
from okr.model.goals import Objective
from okr.scoring.formula import references_of
from okr.scoring.moments import Memory, Moment
from okr.scoring.rollup import Mean, Part
from okr.workspace import WORKSPACE_FILE, KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace

Paths = AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Past:
    """The workspace as one commit left it.

    Attributes:
        commit: Its id.
        date: The day of the commit.
        touched: The files that differ from its first parent.
        read: Reads the workspace; of the goal files only those that are given, or all.
        read_parents: Reads that of each parent in the same way; nothing at the beginning.
    """

    commit: str
    author: str
    date: dt.date
    subject: str
    touched: frozenset[str]
    read: Callable[[Paths | None], Workspace]
    read_parents: Callable[[Paths | None], list[Workspace]]


@dataclass(frozen=True, slots=True)
class Episode:
    """What one commit did to a goal, and the name that the goal had after it."""

    past: Past
    ref: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A score on the day of a commit.

    Attributes:
        reported: The score as it was computed then, by the goals of then.
        expected: The score that the plan of then expected.
        rescored: The score of then's values under the goalposts of now.
    """

    past: Past
    reported: float | None
    expected: float | None
    rescored: float | None


Measured = Callable[[Moment], Part | Mean | None]
"""What looks up one score among all."""

_CARRYING = frozenset({"objective-added", "objective-removed", "objective-moved"})
"""Changes of an objective that are its key results' too, which have none of their own then."""


def life(ref: str, now: Workspace, pasts: Iterable[Past]) -> Iterator[Episode]:
    """What each commit did to a goal or KPI, the newest first, through moves and renames.

    Args:
        ref: Its whole reference in `now`.
        now: The workspace that is read first; for what was removed, the one before (see `last_seen`).
        pasts: The commits, the newest first.
    """
    trail = _Trail(ref, now)
    for past in pasts:
        if not past.touched & trail.files:
            continue
        paths = past.touched | trail.files
        parents = past.read_parents(paths)
        head = past.read(paths if parents else trail.files)  # a first commit may have touched everything
        sides = [Comparison(base, head, past.date) for base in parents or [_empty(head)]]
        changes = _done_by_all(sides, trail.names)
        if changes:
            yield Episode(past, trail.name_in(head) or ref, changes)
        for parent, each in enumerate(sides):
            trail.follow(each, partial(_whole_parent, past, parent))


def last_seen(text: str, pasts: Sequence[Past]) -> tuple[str, Workspace, Sequence[Past]] | None:
    """Where a goal that is gone was last: its reference, the workspace, and the commits from then on.

    `None` where no commit ever had it, or where the text means several.
    """
    for index, past in enumerate(pasts):
        for parent, before in enumerate(past.read_parents(past.touched)):
            found = before.find(text)
            if len(found) == 1:
                return found[0].ref, past.read_parents(None)[parent], pasts[index:]
    return None


def trend(ref: str, now: Workspace, pasts: Iterable[Past]) -> list[Point]:
    """The score of an objective or key result after each commit that touched it, the oldest first.

    That of an objective which is made of others may be touched by any commit.
    """
    trail, course = _Trail(ref, now), _Course()
    points: list[Point] = []
    for past in pasts:
        if not (trail.is_made_of_others or past.touched & trail.files):
            continue
        then = trail.read(past)
        name = trail.name_in(then)
        if name is not None:
            known = _by_name_of_now(then, name, ref)
            points.append(
                course.point(past, trail.part_of(now), (then, known), _score_of(name), _score_of(ref))
            )
        paths = past.touched | trail.files
        for parent, before in enumerate(past.read_parents(paths)):
            sides = Comparison(before, past.read(paths), past.date)
            trail.follow(sides, partial(_whole_parent, past, parent))
    return points[::-1]


def total_trend(cycle: Cycle, team: str | None, now: Workspace, pasts: Iterable[Past]) -> list[Point]:
    """The score of a cycle, or of a team in it, after each commit, the oldest first."""
    course = _Course()

    def total(moment: Moment) -> Mean:
        return moment.mean_of(cycle, team)

    thens = ((past, past.read(None)) for past in pasts)
    points = [course.point(past, now, (then, then), total, total) for past, then in thens]
    return [point for point in points if point.reported is not None or point.rescored is not None][::-1]


def weekly(pasts: Iterable[Past]) -> Iterator[Past]:
    """The last commit of each ISO week, of commits that come the newest first."""
    seen: set[tuple[int, int]] = set()
    for past in pasts:
        year, week, _ = past.date.isocalendar()
        if (year, week) not in seen:
            seen.add((year, week))
            yield past


@dataclass
class _Course:
    """What makes one point after the other, and remembers what is the same at several."""

    hindsight: Hindsight = field(default_factory=Hindsight)
    memory: Memory = field(default_factory=Memory)

    def point(
        self,
        past: Past,
        now: Workspace,
        then: tuple[Workspace, Workspace],
        of_then: Measured,
        of_now: Measured,
    ) -> Point:
        """The scores of a day.

        Args:
            past: The day.
            now: The goalposts of now.
            then: The goals of then, as they were, and by names by which now's can be found in them.
            of_then: What looks up a score of then's.
            of_now: What looks up a score of now's.
        """
        reported = of_then(Moment(then[0], past.date, self.memory))
        values_of_then = self.hindsight.values_of(then[1], now, past.date)
        rescored = of_now(Moment(values_of_then, past.date, self.memory))
        return Point(
            past,
            reported.score if reported else None,
            reported.expected if reported else None,
            rescored.score if rescored else None,
        )


def _by_name_of_now(then: Workspace, name: str, ref: str) -> Workspace:
    """The goals of then with the one called `name` under the reference that it has now.

    The trail knows it by all the names that it ever had; a comparison of then with now may not.
    """
    node = then.nodes[name]
    if name == ref or isinstance(node, KpiNode):
        return then
    objective = then.objective_of(node)
    owner = ref if node is objective else ref.rpartition("/")[0]
    if owner != objective.ref and owner in then.objectives:
        return then  # it moved from one objective to another, which a comparison sees
    known = replace(objective, ref=owner, goal=_renamed(objective.goal, node, ref))
    objectives = (known if each is objective else each for each in then.objectives.values())
    return replace(then, objectives={each.ref: each for each in objectives})


def _renamed(goal: Objective, node: ObjectiveNode | KeyResultNode, ref: str) -> Objective:
    """An objective in which a key result has the id that its reference of now says."""
    if isinstance(node, ObjectiveNode):
        return goal
    id_ = ref.rpartition("/")[2]
    own = tuple(replace(each, id=id_) if each is node.goal else each for each in goal.key_results)
    return replace(goal, key_results=own)


def _score_of(ref: str) -> Measured:
    """What looks up a goal's score; there is none for what is draft or dropped."""

    def of(moment: Moment) -> Part | None:
        node = moment.workspace.nodes[ref]
        if isinstance(node, KpiNode) or node.goal.status != "active":
            return None
        return moment.part(node)

    return of


def _done_by_all(sides: Sequence[Comparison], names: set[str]) -> tuple[Change, ...]:
    """The changes that a commit made against every parent: a merge tells only what it did itself."""
    first, *others = [[each for each in changes_of(side) if _is_about(each, names)] for side in sides]
    kept = set.intersection(*({each.fingerprint for each in told} for told in (first, *others)))
    return tuple(change for change in first if change.fingerprint in kept)


def _is_about(change: Change, names: set[str]) -> bool:
    """Whether a change is of a goal of one of these names or of something in it, or carries it along."""
    refs = [ref for ref in (change.ref, change.base_ref) if ref is not None]
    if any(ref == name or ref.startswith(f"{name}/") for ref in refs for name in names):
        return True
    return change.kind in _CARRYING and any(name.startswith(f"{ref}/") for ref in refs for name in names)


def _whole_parent(past: Past, parent: int) -> Workspace:
    return past.read_parents(None)[parent]


def _empty(workspace: Workspace) -> Workspace:
    """A workspace without goals: what there was before the first commit."""
    return replace(workspace, objectives={}, kpis={})


class _Trail:
    """The names that a goal had, the files in which it is told of, and whether others make its score."""

    def __init__(self, ref: str, now: Workspace) -> None:
        self.names = {ref}
        self.files = {WORKSPACE_FILE}
        self.is_made_of_others = False
        self._note(now, lambda: now)

    def name_in(self, workspace: Workspace) -> str | None:
        """The name that the goal has in a workspace; `None` where it is not there."""
        return next((name for name in sorted(self.names) if name in workspace.nodes), None)

    def read(self, past: Past) -> Workspace:
        """As much of a workspace as the goal's score takes."""
        if not self.is_made_of_others:
            self._note(past.read(self.files), lambda: past.read(None))
        return past.read(None if self.is_made_of_others else self.files)

    def part_of(self, now: Workspace) -> Workspace:
        """As much of a workspace that has been read as the goal's score takes."""
        if self.is_made_of_others:
            return now
        own = {ref: node for ref, node in now.objectives.items() if node.place.path in self.files}
        return replace(now, objectives=own)

    def follow(self, sides: Comparison, whole_base: Callable[[], Workspace]) -> None:
        """Learn the name and the files that the goal had on the base's side."""
        older = {head: base for base, head in sides.matching.head_refs.items()}
        self.names |= {older[name] for name in self.names if name in older}
        self._note(sides.base, whole_base)

    def _note(self, workspace: Workspace, whole: Callable[[], Workspace]) -> None:
        """Learn from a workspace; from all of it where a KPI stands in a file that nobody thought of yet."""
        if not all(_has_its_kpis(workspace, node) for node in self._nodes_in(workspace)):
            workspace = whole()
        for node in self._nodes_in(workspace):
            self.files.update(_files_of(workspace, node))
            self.is_made_of_others |= _is_made_of_others(node)

    def _nodes_in(self, workspace: Workspace) -> list[Node]:
        return [workspace.nodes[name] for name in self.names if name in workspace.nodes]


def _is_made_of_others(node: Node) -> bool:
    return isinstance(node, ObjectiveNode) and node.goal.rollup in ("children", "both")


def _files_of(workspace: Workspace, node: Node) -> Iterator[str]:
    """The files that tell of a goal: its own, and those in which its KPIs and their readings are."""
    yield node.place.path
    for kpi in _kpis_behind(workspace, node).values():
        if kpi is not None:
            yield kpi.place.path
            yield from (place.path for place in kpi.reading_places[:1])


def _has_its_kpis(workspace: Workspace, node: Node) -> bool:
    return None not in _kpis_behind(workspace, node).values()


def _kpis_behind(workspace: Workspace, node: Node) -> dict[str, KpiNode | None]:
    """The KPIs by which a goal is measured, and those that make them; `None` for one that is lacking."""
    found: dict[str, KpiNode | None] = {}
    ahead = _measured_by(node)
    while ahead:
        ref = ahead.pop()
        if ref not in found:
            kpi = found[ref] = workspace.kpis.get(ref)
            ahead += () if kpi is None else references_of(kpi.goal.formula)
    return found


def _measured_by(node: Node) -> list[str]:
    if isinstance(node, KpiNode):
        return [node.ref]
    key_results = node.key_results if isinstance(node, ObjectiveNode) else (node,)
    return [each.goal.kpi for each in key_results if each.goal.kpi is not None]
