"""The values of other days under the goalposts of now, for one day after the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from okr.changes.comparison import Comparison
from okr.changes.effect import with_progress
from okr.workspace import ObjectiveNode, Workspace

Pair = tuple[ObjectiveNode, ObjectiveNode]
"""An objective of now, and what it was then."""


@dataclass
class Hindsight:
    """Goals with values of then; two that were made of the same are the same object.

    Attributes:
        known: What was made of pairs that only each other decide on.
    """

    known: dict[Pair, ObjectiveNode] = field(default_factory=dict)

    def values_of(self, then: Workspace, now: Workspace, day: dt.date) -> Workspace:
        """The goals of now with the values of then, as `with_progress` makes them.

        Only what is not known yet is compared. Nothing else can be the same thing as a goal of a settled pair
        or of its key results, so that the others are matched as they would be among all.
        """
        settled = {
            ref: made
            for ref, node in now.objectives.items()
            if (was := then.objectives.get(ref)) is not None
            and (made := self._settled(node, was)) is not None
        }
        base = {ref: node for ref, node in now.objectives.items() if ref not in settled}
        head = {ref: node for ref, node in then.objectives.items() if ref not in settled}
        sides = Comparison(replace(now, objectives=base), replace(then, objectives=head), day)
        progressed = with_progress(sides)
        self.known |= {
            (node, was): progressed.objectives[ref]
            for ref, node in base.items()
            if (was := head.get(ref)) is not None and _is_settled(node, was)
        }
        return replace(progressed, objectives={**now.objectives, **settled, **progressed.objectives})

    def _settled(self, node: ObjectiveNode, was: ObjectiveNode) -> ObjectiveNode | None:
        return node if node is was else self.known.get((node, was))


def _is_settled(node: ObjectiveNode, was: ObjectiveNode) -> bool:
    """Whether each key result of either is known to be one of the other by its name."""
    return {each.ref for each in node.key_results} == {each.ref for each in was.key_results}
