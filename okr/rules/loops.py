"""Loops in a graph: what supports, needs or drives itself in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]


def loops(graph: Graph) -> Iterator[tuple[str, ...]]:
    """One loop for each link that closes one, as the things on it in order; found depth first.

    Args:
        graph: What each thing leads to. Things that lead nowhere may be left out.
    """
    finished: set[str] = set()
    for start in graph:
        if start not in finished:
            yield from _loops_from(start, graph, finished)


def _loops_from(start: str, graph: Graph, finished: set[str]) -> Iterator[tuple[str, ...]]:
    """Depth first with a stack of its own, since chains of goals can be longer than Python's."""
    path = [start]
    ahead = [iter(graph[start])]
    while path:
        following = next(ahead[-1], None)
        if following is None:
            finished.add(path.pop())
            ahead.pop()
        elif following in path:
            yield tuple(path[path.index(following) :])
        elif following not in finished:
            path.append(following)
            ahead.append(iter(graph.get(following, ())))
