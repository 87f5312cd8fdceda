"""Loops in what supports, needs or drives what."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from okr.rules.loops import loops

graphs = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3, unique=True)
)


def is_acyclic(graph: dict[str, list[str]]) -> bool:
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError:
        return False
    return True


@given(graphs)
def test_there_is_one_exactly_where_there_is_no_order(graph: dict[str, list[str]]) -> None:
    assert (list(loops(graph)) == []) == is_acyclic(graph)


@given(graphs)
def test_each_is_a_way_back_to_where_it_began(graph: dict[str, list[str]]) -> None:
    for loop in loops(graph):
        assert len(set(loop)) == len(loop)
        assert all(after in graph[before] for before, after in pairwise([*loop, loop[0]]))


@given(graphs)
def test_without_the_links_that_close_them_there_is_none(graph: dict[str, list[str]]) -> None:
    closing = {(loop[-1], loop[0]) for loop in loops(graph)}
    open_graph = {
        start: [end for end in ends if (start, end) not in closing] for start, ends in graph.items()
    }
    assert is_acyclic(open_graph)


def test_a_long_chain_is_no_trouble() -> None:
    chain = {str(i): [str(i + 1)] for i in range(5000)}
    assert list(loops(chain)) == []
    assert len(next(loops({**chain, "5000": ["0"]}))) == 5001
