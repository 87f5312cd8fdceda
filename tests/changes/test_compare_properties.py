"""What must hold for every comparison of any two workspaces."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import Goals, edited, goals, loaded, rewritten

from okr.changes.change import Change, Diff
from okr.changes.compare import compare
from okr.changes.kinds import BY_NAME
from okr.workspace import Workspace

AS_OF = dt.date(2026, 11, 20)
modestly = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

two = goals().flatmap(lambda before: st.tuples(st.just(before), edited(before))) | st.tuples(goals(), goals())


def diff(base: Workspace, head: Workspace) -> Diff:
    return compare(base, head, AS_OF)


@modestly
@given(goals())
def test_nothing_changes_when_nothing_changes(written: Goals) -> None:
    assert diff(loaded(written), loaded(written)) == Diff((), ())


@modestly
@given(goals())
def test_other_files_order_style_and_comments_are_no_change(written: Goals) -> None:
    assert diff(loaded(written), loaded(written, rewritten)) == Diff((), ())
    assert diff(loaded(written, rewritten), loaded(written)) == Diff((), ())


def forwards(change: Change) -> str:
    return repr(
        (
            change.kind,
            change.base_ref,
            change.ref,
            change.field,
            change.old,
            change.new,
            change.base,
            change.head,
            change.claims,
        )
    )


def backwards(change: Change) -> str:
    """The change as it is seen from the other side."""
    is_gone = change.ref == change.base_ref and change.kind.endswith("-removed") and change.field is None
    is_new = change.base_ref is None
    base_ref = None if is_gone else change.ref
    ref = change.ref if is_new else change.base_ref
    kind = BY_NAME[change.kind].mirror
    return repr(
        (kind, base_ref, ref, change.field, change.new, change.old, change.head, change.base, change.claims)
    )


@modestly
@given(two)
def test_a_comparison_mirrors_that_of_the_other_direction(pair: tuple[Goals, Goals]) -> None:
    base, head = map(loaded, pair)
    there, back = diff(base, head), diff(head, base)
    assert Counter(map(backwards, there.changes)) == Counter(map(forwards, back.changes))


@modestly
@given(two)
def test_the_parts_of_an_effect_sum_to_the_whole(pair: tuple[Goals, Goals]) -> None:
    for effect in diff(*map(loaded, pair)).effects:
        whole = (effect.after or 0.0) - (effect.before or 0.0)
        assert abs(effect.progress + effect.goalposts + effect.scope - whole) < 1e-9


@modestly
@given(two)
def test_every_change_has_its_own_name_and_a_known_kind(pair: tuple[Goals, Goals]) -> None:
    changes = diff(*map(loaded, pair)).changes
    assert {change.kind for change in changes} <= set(BY_NAME)
    doubled = [name for name, count in Counter(change.fingerprint for change in changes).items() if count > 1]
    assert doubled == []
