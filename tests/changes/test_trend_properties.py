"""A trend has the very numbers that reading, scoring and comparing everything at each commit gives."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import (
    CYCLES,
    SHAPES,
    TEAMS,
    Goals,
    closes,
    crowded,
    dated,
    edited,
    key_results_of,
    numbers,
    rewritten,
    written,
)

from okr.changes.comparison import Comparison
from okr.changes.effect import with_progress
from okr.changes.history import Past, Point, total_trend
from okr.model.cycles import Cycle
from okr.scoring import Rollup, Scores
from okr.snapshot import MemorySnapshot
from okr.workspace import FileCache, Workspace, load

Files = dict[str, bytes]
Numbers = tuple[float | None, float | None, float | None]
DAYS = [dt.date(2026, 10, 4), dt.date(2026, 10, 19), dt.date(2026, 11, 10), dt.date(2027, 1, 2)]
modestly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@dataclass
class History:
    """Versions of all files, the oldest first, each with its day; read as one run of `okr` reads them."""

    versions: list[Files]
    days: list[dt.date]
    cache: FileCache = field(default_factory=FileCache)

    @property
    def now(self) -> Workspace:
        return load(MemorySnapshot(self.versions[-1]), self.cache)

    @property
    def pasts(self) -> list[Past]:
        """The newest first."""
        return [self._past(number) for number in range(len(self.versions))][::-1]

    def _past(self, number: int) -> Past:
        return Past(
            commit=str(number),
            author="Ada",
            date=self.days[number],
            subject="Check in",
            touched=frozenset(),  # a total is told of every commit, whatever it touched
            read=lambda _: load(MemorySnapshot(self.versions[number]), self.cache),
            read_parents=lambda _: [],
        )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A crowded workspace that is edited and laid out in other files, on days that may be the same."""
    shape = draw(st.sampled_from(SHAPES))
    told = [shape(draw(crowded()))]
    for _ in range(draw(st.integers(2, 4))):
        after = copy.deepcopy(draw(st.just(told[-1]) | edited(told[-1])))
        told.append(shape(draw(st.sampled_from(_EDITS))(draw, after)))
    layouts = [draw(st.sampled_from((written, written, rewritten))) for _ in told]
    versions = [
        {path: text.encode() for path, text in layout(each).items()}
        for layout, each in zip(layouts, told, strict=True)
    ]
    days = draw(st.lists(st.sampled_from(DAYS), min_size=len(told), max_size=len(told)))
    return History(versions, sorted(days))


def _nothing(_: st.DrawFn, each: Goals) -> Goals:
    return each


def _with_check_ins(draw: st.DrawFn, each: Goals) -> Goals:
    """The check-ins of other days."""
    for key_result in key_results_of(each):
        if "target" in key_result and draw(st.booleans()):
            key_result["check_ins"] = draw(dated({"value": numbers}))
    return each


def _with_readings(draw: st.DrawFn, each: Goals) -> Goals:
    """The readings of other days."""
    for _, kpi in each.kpis:
        if "formula" not in kpi:
            kpi["readings"] = draw(dated({"value": numbers}))
    return each


def _closed(draw: st.DrawFn, each: Goals) -> Goals:
    """An objective is closed in which nothing was measured."""
    for _, _, objective in each.objectives[:1]:
        objective.update(key_results=[], rollup="key_results", close=draw(closes))
    return each


_EDITS = (
    _nothing,
    _with_check_ins,
    _with_check_ins,
    _with_readings,
)


def told_by(points: list[Point]) -> dict[str, Numbers]:
    return {each.past.commit: (each.reported, each.expected, each.rescored) for each in points}


def total(workspace: Workspace, day: dt.date, cycle: Cycle, team: str | None) -> Rollup:
    scores = Scores(workspace, day)
    return scores.total(scores.objectives(cycle, team))


def at_each_commit(told: History, cycle: Cycle, team: str | None) -> dict[str, Numbers]:
    """What a total trend is, told without a thought of what it costs."""
    found = {}
    now = load(MemorySnapshot(told.versions[-1]))
    for number, (files, day) in enumerate(zip(told.versions, told.days, strict=True)):
        then = load(MemorySnapshot(files))
        reported = total(then, day, cycle, team)
        rescored = total(with_progress(Comparison(now, then, day)), day, cycle, team).score
        if reported.score is not None or rescored is not None:
            found[str(number)] = (reported.score, reported.expected, rescored)
    return found


@modestly
@given(histories(), st.sampled_from((None, *TEAMS)))
def test_the_trend_of_a_total_is_what_scoring_everything_gives(told: History, team: str | None) -> None:
    for each in CYCLES:
        cycle = told.now.cycle(each)
        assert cycle is not None
        assert told_by(total_trend(cycle, team, told.now, told.pasts)) == at_each_commit(told, cycle, team)
