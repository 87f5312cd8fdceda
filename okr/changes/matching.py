"""Which thing of the base is which of the head: by reference, then by the rename rules of changes.md."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from okr.workspace import KeyResultNode, KpiNode, Node, ObjectiveNode, Workspace

NodeT = TypeVar("NodeT", ObjectiveNode, KeyResultNode, KpiNode)
Likeness = Callable[[NodeT], Hashable]
"""What a thing of the base and one of the head must share to be the same under another reference."""


@dataclass(frozen=True, slots=True)
class Pairs(Generic[NodeT]):
    """Things of one sort.

    Attributes:
        both: The same thing in the base and in the head.
        gone: Only in the base.
        new: Only in the head.
    """

    both: tuple[tuple[NodeT, NodeT], ...]
    gone: tuple[NodeT, ...]
    new: tuple[NodeT, ...]


@dataclass(frozen=True)
class Matching:
    """Everything of two workspaces in pairs."""

    objectives: Pairs[ObjectiveNode]
    key_results: Pairs[KeyResultNode]
    kpis: Pairs[KpiNode]

    @cached_property
    def head_refs(self) -> Mapping[str, str]:
        """The reference in the head of everything that both have, by that in the base."""
        every: tuple[Pairs[ObjectiveNode] | Pairs[KeyResultNode] | Pairs[KpiNode], ...]
        every = (self.objectives, self.key_results, self.kpis)
        return {base.ref: head.ref for pairs in every for base, head in pairs.both}

    @cached_property
    def _kept(self) -> frozenset[str]:
        return frozenset(self.head_refs.values())

    def meant_in_base(self, ref: str) -> Hashable:
        """What a reference of the base means: equal to what one of the head means if both mean the same.

        A thing that both sides have is meant by itself, whatever it is called; anything else by its name.
        """
        return (self.head_refs[ref],) if ref in self.head_refs else ref

    def meant_in_head(self, ref: str) -> Hashable:
        """As `meant_in_base`, for a reference of the head."""
        return (ref,) if ref in self._kept else ref


def match(base: Workspace, head: Workspace) -> Matching:
    """Pair what two workspaces hold.

    What no reference pairs is paired by the first rule that finds one thing on either side and no second:
    the same file and title; the same id and title; for a key result, the same id and measure. Ties stay added
    and removed.
    """
    objectives = _matched(base.objectives, head.objectives, (_file_and_title, _id_and_title))
    key_results = _matched_key_results(objectives, base, head)
    kpis = _matched(base.kpis, head.kpis, (_file_and_title,))
    return Matching(objectives, key_results, kpis)


def _file_and_title(node: Node) -> Hashable:
    return node.place.path, node.goal.title


def _id_and_title(node: Node) -> Hashable:
    return node.goal.id, node.goal.title


def _id_and_measure(node: KeyResultNode) -> Hashable:
    return node.goal.id, node.goal.measure


def _matched(
    base: Mapping[str, NodeT], head: Mapping[str, NodeT], rules: Iterable[Likeness[NodeT]]
) -> Pairs[NodeT]:
    both = [(node, head[ref]) for ref, node in base.items() if ref in head]
    gone = [node for ref, node in base.items() if ref not in head]
    new = [node for ref, node in head.items() if ref not in base]
    return _renamed(both, gone, new, rules)


def _renamed(
    both: list[tuple[NodeT, NodeT]],
    gone: list[NodeT],
    new: list[NodeT],
    rules: Iterable[Likeness[NodeT]],
) -> Pairs[NodeT]:
    for likeness in rules:
        ones, others = _unique(gone, likeness), _unique(new, likeness)
        found = [(node, others[like]) for like, node in ones.items() if like in others]
        both = both + found
        paired = {node.ref for node, _ in found}, {node.ref for _, node in found}
        gone = [node for node in gone if node.ref not in paired[0]]
        new = [node for node in new if node.ref not in paired[1]]
    return Pairs(tuple(both), tuple(gone), tuple(new))


def _unique(nodes: Iterable[NodeT], likeness: Likeness[NodeT]) -> dict[Hashable, NodeT]:
    """The things that no other one is like."""
    groups: dict[Hashable, list[NodeT]] = {}
    for node in nodes:
        groups.setdefault(likeness(node), []).append(node)
    return {like: group[0] for like, group in groups.items() if len(group) == 1}


def _matched_key_results(
    objectives: Pairs[ObjectiveNode], base: Workspace, head: Workspace
) -> Pairs[KeyResultNode]:
    """Under objectives that are the same, an id is a reference; then the rename rules look further."""
    both: list[tuple[KeyResultNode, KeyResultNode]] = []
    for one, other in objectives.both:
        by_id = {node.goal.id: node for node in other.key_results}
        both += [(node, by_id[node.goal.id]) for node in one.key_results if node.goal.id in by_id]
    paired = {node.ref for node, _ in both}, {node.ref for _, node in both}
    gone = [node for ref, node in base.key_results.items() if ref not in paired[0]]
    new = [node for ref, node in head.key_results.items() if ref not in paired[1]]
    siblings = {other.ref: one.ref for one, other in objectives.both}

    def objective_and_title(node: KeyResultNode) -> Hashable:
        return siblings.get(node.objective_ref, node.objective_ref), node.goal.title

    rules = (objective_and_title, _file_and_title, _id_and_title, _id_and_measure)
    return _renamed(both, gone, new, rules)
