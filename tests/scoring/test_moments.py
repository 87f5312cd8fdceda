"""What is remembered from one moment to another is what would be computed."""

from __future__ import annotations

import copy
import datetime as dt
import sys
from collections.abc import Callable

from goals import sound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import CYCLES, SHAPES, TEAMS, Goals, crowded, loaded

from okr.scoring import Scores
from okr.scoring.moments import Memory, Moment
from okr.workspace import ObjectiveNode

FIRST = dt.date(2026, 9, 30)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(96)]
modestly = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@modestly
@given(crowded(), st.sampled_from(SHAPES), st.booleans())
def test_every_day_has_the_scores_that_are_computed_for_it_alone(
    drawn: Goals, shape: Callable[[Goals], Goals], is_reversed: bool
) -> None:
    workspace = loaded(shape(copy.deepcopy(drawn)))
    memory = Memory()
    for day in reversed(DAYS) if is_reversed else DAYS:
        scores, moment = Scores(workspace, day), Moment(workspace, day, memory)
        for node in (*workspace.objectives.values(), *workspace.key_results.values()):
            alone = scores.objective(node) if isinstance(node, ObjectiveNode) else scores.key_result(node)
            part = moment.part(node)
            assert (part.ref, part.weight, part.state, part.score, part.expected) == (
                node.ref,
                node.goal.weight,
                alone.state,
                alone.score,
                alone.expected,
            )


@modestly
@given(crowded(), st.sampled_from(SHAPES), st.sampled_from((None, *TEAMS)))
def test_a_total_counts_what_scores_count(
    drawn: Goals, shape: Callable[[Goals], Goals], team: str | None
) -> None:
    workspace = loaded(shape(copy.deepcopy(drawn)))
    memory = Memory()
    for day in DAYS[::7]:
        scores, moment = Scores(workspace, day), Moment(workspace, day, memory)
        for cycle in filter(None, map(workspace.cycle, CYCLES)):
            total, mean = scores.total(scores.objectives(cycle, team)), moment.mean_of(cycle, team)
            assert (mean.state, mean.score, mean.coverage, mean.expected) == (
                total.state,
                total.score,
                total.coverage,
                total.expected,
            )


def test_a_child_without_a_score_keeps_its_parent_in_the_total() -> None:
    measured = "[{id: k, title: K, baseline: 0, target: 10, check_ins: [{date: 2026-10-05, value: 4}]}]"
    workspace = sound(
        f"""\
        cycle: 2026-Q4
        objectives:
          - {{id: whole, title: Be whole, rollup: both, key_results: {measured}}}
          - {{id: part, title: Be part, rollup: none, supports: company/whole}}
        """
    )
    moment = Moment(workspace, dt.date(2026, 11, 1), Memory())
    assert moment.mean_of(workspace.cycles["2026-Q4"], None).score == 0.4


def test_a_chain_longer_than_pythons_stack_has_parts() -> None:
    links = (
        f"  - {{id: o{number}, title: O, rollup: both, supports: company/o{number + 1}}}\n"
        for number in range(sys.getrecursionlimit())
    )
    top = f"  - {{id: o{sys.getrecursionlimit()}, title: Top, rollup: children}}\n"
    key_result = "{id: k, title: K, baseline: 0, target: 10, check_ins: [{date: 2026-10-05, value: 4}]}"
    goals = f"cycle: 2026-Q4\nobjectives:\n{''.join(links)}{top}"
    workspace = sound(goals.replace("rollup: both", f"key_results: [{key_result}], rollup: both", 1))
    moment = Moment(workspace, dt.date(2026, 11, 1), Memory())
    assert moment.part([*workspace.objectives.values()][-1]).score == 0.4
