"""The part of the alignment tree that a report shows: objectives, and the key results between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from okr.reports.tree import Alignment, alignment

if TYPE_CHECKING:
    from okr.scoring import Scores
    from okr.workspace import KeyResultNode, ObjectiveNode, Workspace


def aligned(nodes: Iterable[ObjectiveNode], scores: Scores) -> Alignment:
    """Some objectives with all that they support and that supports them.

    Of key results only those that an objective supports: the others stand with their objectives.
    """
    chosen = list(nodes)
    links = alignment(scores, [*chosen, *_descendants(chosen, scores.workspace)])
    between = {
        ref: [each for each in key_results if each.node.ref in links.supporters]
        for ref, key_results in links.key_results.items()
    }
    return replace(links, key_results=between)


def _descendants(nodes: Iterable[ObjectiveNode], workspace: Workspace) -> list[ObjectiveNode]:
    """Every objective that supports some, directly or through others, each once."""
    found: dict[str, ObjectiveNode] = {}
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        goals: tuple[ObjectiveNode | KeyResultNode, ...] = (node, *node.key_results)
        fresh = [each for goal in goals for each in workspace.children(goal) if each.ref not in found]
        found |= {each.ref: each for each in fresh}
        ahead += fresh
    return list(found.values())
