"""Which check-ins count, whatever order they are written in and whatever they correct."""

from __future__ import annotations

import datetime as dt

from goals import workspace
from hypothesis import example, given
from hypothesis import strategies as st

from okr.scoring import Scores

START = dt.date(2026, 10, 5)
GOALS = """\
cycle: 2026-Q4
objectives:
  - id: o
    title: Be good
    key_results: [{id: k, title: Done, start: 2026-10-05, baseline: 0, target: 9, check_ins: [CHECK_INS]}]
"""
CheckIn = tuple[int, int | None, bool]
"""Days after the start, a value, and whether it corrects another one."""

check_ins = st.tuples(st.integers(-2, 4), st.none() | st.integers(0, 9), st.booleans())


def written(entry: CheckIn) -> str:
    days, value, corrects = entry
    said = "note: Busy" if value is None else f"value: {value}"
    return f"{{date: {START + dt.timedelta(days=days)}, {said}{', corrects: true' if corrects else ''}}}"


@given(st.lists(check_ins, max_size=5), st.integers(-1, 4))
@example([(1, 3, False), (1, None, True)], 2)
@example([(1, None, False), (1, 3, False)], 2)
@example([(1, None, False), (1, 3, True)], 2)
@example([(2, 3, False), (1, None, False)], 2)
def test_there_are_values_exactly_where_some_count(entries: list[CheckIn], day: int) -> None:
    loaded = workspace(GOALS.replace("CHECK_INS", ", ".join(map(written, entries))))
    scores = Scores(loaded, START + dt.timedelta(days=day))
    (node,) = loaded.key_results.values()
    assert scores.has_values(node) == bool(scores.evidence(node).values)
