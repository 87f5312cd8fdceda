"""What `okr diff` says: the changes in the order in which a reviewer decides, and their effect on scores."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from okr.changes.change import Change, Effect
from okr.changes.compare import compare
from okr.changes.kinds import Area
from okr.diagnostics import Severity
from okr.rules.registry import BY_CODE
from okr.rules.rulebook import RULEBOOK
from okr.workspace import Place, Workspace

DECISIONS = "Needs a decision"
FOLDED = (Area.ALIGNMENT, Area.PEOPLE, Area.WORDING, Area.WORKSPACE)
"""Areas that a reviewer may leave for later, unless something in them needs a decision."""
_HEADINGS = {
    Area.GOALPOSTS: "Goalposts",
    Area.SCOPE: "Scope",
    Area.PROGRESS: "Progress",
    Area.ALIGNMENT: "Alignment",
    Area.PEOPLE: "People",
    Area.WORDING: "Wording",
    Area.WORKSPACE: "Workspace",
}


@dataclass(frozen=True, slots=True)
class SideLabel:
    """One side of a comparison.

    Attributes:
        name: What people call it: `main`, `HEAD~1`, `work tree`.
        revision: The id of its commit; `None` where it is none.
        as_of: The day of its commit, or that of the numbers.
        damaged: Its files that could not be read whole, so that goals in them may seem to be missing.
    """

    name: str
    revision: str | None
    as_of: dt.date
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, 1-based, with the path relative to the workspace."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change as it is told.

    Attributes:
        title: Of the goal, KPI or objective that it is about; `None` where it has none.
        rule: The code and the name of the rule that it breaks.
        base: Where it is written in the base; `None` where it is not. Likewise `head`.
    """

    change: Change
    title: str | None
    rule: str | None
    base: Spot | None
    head: Spot | None

    @property
    def spot(self) -> Spot | None:
        """Where to look: in the head, or in the base where it is gone."""
        return self.head or self.base

    @property
    def needs_decision(self) -> bool:
        """Whether it breaks a rule, amended or not."""
        return self.change.severity is not Severity.INFO


@dataclass(frozen=True, slots=True)
class EffectLine:
    """The effect on one objective, with its title."""

    effect: Effect
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """Changes that are told together, under a heading."""

    heading: str
    lines: tuple[ChangeLine, ...]
    folded: bool


@dataclass(frozen=True)
class DiffReport:
    """A comparison as it is told.

    Attributes:
        lines: What matters most first.
        effects: On every objective that is touched, in the order of the head's files.
        paths: How the reader of this output writes a path of the workspace; as it is, where not given.
        folder: The folder of the workspace, where the reader has to know which of several it is.
    """

    base: SideLabel
    head: SideLabel
    lines: tuple[ChangeLine, ...]
    effects: tuple[EffectLine, ...]
    paths: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""

    def path(self, path: str) -> str:
        """A path of the workspace as the reader of this output writes it."""
        return self.paths.get(path, path)

    @property
    def named_paths(self) -> frozenset[str]:
        """Every path that the changes name."""
        return frozenset(spot.path for line in self.lines for spot in (line.base, line.head) if spot)

    @property
    def by_severity(self) -> Mapping[Severity, int]:
        """How many changes there are of each severity, the gravest first."""
        counts = Counter(line.change.severity for line in self.lines)
        return {severity: counts[severity] for severity in Severity}

    @property
    def by_file(self) -> Mapping[str, Mapping[Area, int]]:
        """How many changes there are in each file, by area."""
        spots = ((line.spot.path, line.change.area) for line in self.lines if line.spot is not None)
        counts: dict[str, Counter[Area]] = {}
        for path, area in spots:
            counts.setdefault(path, Counter())[area] += 1
        return {
            path: {area: counts[path][area] for area in Area if counts[path][area]} for path in sorted(counts)
        }

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """What needs a decision, then the rest by area; empty ones are left out."""
        return tuple(section for section in self._sections() if section.lines)

    def _sections(self) -> Iterator[Section]:
        yield Section(DECISIONS, tuple(line for line in self.lines if line.needs_decision), folded=False)
        rest = [line for line in self.lines if not line.needs_decision]
        for area, heading in _HEADINGS.items():
            lines = tuple(line for line in rest if line.change.area is area)
            yield Section(heading, lines, folded=area in FOLDED)

    @property
    def moved_effects(self) -> tuple[EffectLine, ...]:
        """The effects that are any."""
        return tuple(line for line in self.effects if _is_any(line.effect))


def _is_any(effect: Effect) -> bool:
    parts = (effect.progress, effect.goalposts, effect.scope)
    return any(abs(part) >= _SMALLEST for part in parts) or (effect.before is None) != (effect.after is None)


_SMALLEST = 0.005
"""A part of an effect that two decimals cannot show is none to a reader."""


def diff_report(base: Workspace, head: Workspace, labels: tuple[SideLabel, SideLabel]) -> DiffReport:
    """Compare two workspaces, as of the head's day."""
    diff = compare(base, head, labels[1].as_of, RULEBOOK)
    return DiffReport(
        base=replace(labels[0], damaged=_damaged(base)),
        head=replace(labels[1], damaged=_damaged(head)),
        lines=tuple(_line(change, base, head) for change in diff.changes),
        effects=tuple(EffectLine(each, head.objectives[each.ref].goal.title) for each in diff.effects),
    )


def _damaged(workspace: Workspace) -> tuple[str, ...]:
    errors = (each for each in workspace.diagnostics if each.severity is Severity.ERROR)
    return tuple(sorted({each.path for each in errors}))


def _line(change: Change, base: Workspace, head: Workspace) -> ChangeLine:
    return ChangeLine(
        change=change,
        title=_title(change, base, head),
        rule=None if change.rule is None else f"{change.rule} {BY_CODE[change.rule].name}",
        base=_spot(change.base, base),
        head=_spot(change.head, head),
    )


def _title(change: Change, base: Workspace, head: Workspace) -> str | None:
    """The head's title, or the base's where the thing is gone."""
    node = head.nodes.get(change.ref or "") or base.nodes.get(change.base_ref or "")
    return None if node is None else node.goal.title


def _spot(place: Place | None, workspace: Workspace) -> Spot | None:
    if place is None:
        return None
    start = workspace.span(place).start
    return Spot(place.path, start.line, start.column)
