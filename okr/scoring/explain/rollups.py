"""How the numbers of an objective, a team or a cycle came about, and what it takes to change them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from okr.model.goals import EDGE
from okr.scoring.explain.inputs import weight_of
from okr.scoring.explain.moves import reach
from okr.scoring.explain.pace import grade_step, status_step
from okr.scoring.explain.values import Input, Move, Step
from okr.scoring.explain.words import number, score
from okr.scoring.numbers import at_least
from okr.scoring.rollup import Mean, Part, rolled_up
from okr.workspace import KeyResultNode, ObjectiveNode

if TYPE_CHECKING:
    from okr.scoring.results import KeyResultScore, ObjectiveScore, Rollup
    from okr.scoring.scores import Scores

_UNCOUNTED = {"draft": "it is a draft and", "dropped": "it was dropped and"}
MEAN = "sum of weight × score / sum of weights"


def objective_steps(scores: Scores, result: ObjectiveScore) -> Iterator[Step]:
    """Every number of an objective, in the order in which each rests on those before."""
    mean = mean_of(scores, result.node)
    if mean.score is None:
        yield _no_mean(result)
    else:
        yield from mean_steps(scores, scores.parts(result.node), mean)
    if result.score is not None and result.expected is not None and result.status is not None:
        notes = [*_held_back_by(result)]
        yield status_step(scores, result.score, result.expected, result.status, notes)
    if result.score is not None and result.grade is not None:
        yield grade_step(scores, result.score, result.grade, result.node.goal.ambition)


def total_steps(scores: Scores, objectives: Sequence[ObjectiveScore], total: Rollup) -> Iterator[Step]:
    """Every number of a team's or a cycle's total."""
    counted = scores.counted(objectives)
    parts = scores.parts_of(counted)
    mean = rolled_up(parts)
    if mean.score is None or total.expected is None or total.status is None:
        yield Step("score", None, MEAN, f"nothing is scored: {mean.state.replace('_', ' ')}")
        return
    left_out = [each.node.ref for each in objectives if each not in counted]
    notes = tuple(f"{ref} is left out: its score has none, or is made of others here" for ref in left_out)
    yield from mean_steps(scores, parts, mean, notes)
    yield status_step(scores, mean.score, total.expected, total.status, [])


def mean_of(scores: Scores, node: ObjectiveNode) -> Mean:
    """The mean that an objective's score is, with what enters it."""
    return rolled_up(scores.parts(node), over=scores.as_of > node.cycle.end)


def mean_steps(
    scores: Scores, parts: Sequence[Part], mean: Mean, notes: tuple[str, ...] = ()
) -> Iterator[Step]:
    """Score, coverage and expectation of a weighted mean."""
    entering, whole = mean.entering, sum(part.weight for part in mean.entering)
    inputs = tuple(_part_input(scores, part, whole) for part in entering)
    left_out = tuple(
        f"{part.ref} is left out: {part.state.replace('_', ' ')}" for part in parts if part not in entering
    )
    as_zero = tuple(f"{part.ref} was never measured: 0" for part in entering if part.score is None)
    worked = _worked([(part.weight, part.score or 0.0) for part in entering], mean.score or 0.0)
    yield Step("score", mean.score, MEAN, worked, inputs, (*left_out, *as_zero, *notes))
    measured = sum(part.weight for part in parts if part.score is not None)
    all_of_it = sum(part.weight for part in parts)
    worked = f"{number(measured)} / {number(all_of_it)} = {score(mean.coverage)}"
    yield Step("coverage", mean.coverage, "weight of what is measured / weight of all", worked)
    worked = _worked([(part.weight, part.expected or 0.0) for part in entering], mean.expected or 0.0)
    formula = "sum of weight × expected / sum of weights, of what enters the score"
    yield Step("expected", mean.expected, formula, worked)


def share_step(scores: Scores, node: KeyResultNode | ObjectiveNode, mean: Mean, whole: str) -> Step:
    """What a part weighs in a mean."""
    weight = weight_of(node, scores.workspace)
    formula = "weight / sum of the weights that enter"
    part = next((part for part in mean.entering if part.ref == node.ref), None)
    if part is None:
        why = _UNCOUNTED.get(node.goal.status, "it")
        return Step("share", None, formula, f"none: {why} does not enter the score of {whole}", (weight,))
    weights = sum(each.weight for each in mean.entering)
    share = part.weight / weights
    given = f"{score(share * (part.score or 0.0))} of the {score(mean.score or 0.0)} of {whole}"
    worked = f"{number(part.weight)} / {number(weights)} = {score(share)}, which gives {given}"
    return Step("share", share, formula, worked, (weight,))


def _no_mean(result: ObjectiveScore) -> Step:
    if result.score is not None:
        close = result.node.goal.close
        grade = Input("grade", close.grade if close else None, result.node.place.at("close", "grade"))
        return Step(
            "score", result.score, "the grade of the close, cut to 0..1", score(result.score), (grade,)
        )
    if result.state == "unscored":
        rollup = Input("rollup", "none", result.node.place.at("rollup"))
        return Step("score", None, "none: rollup is none", "no score of its own", (rollup,))
    why = "every part of it is still to come" if result.state == "upcoming" else "nothing is measured yet"
    return Step("score", None, MEAN, why)


def _part_input(scores: Scores, part: Part, whole: float) -> Input:
    node = scores.workspace.nodes[part.ref]
    share = f"weight {number(part.weight)}, {part.weight / whole:.0%}".replace("%", " %")
    return Input(part.ref, part.score or 0.0, node.place, share)


def _worked(pairs: Sequence[tuple[float, float]], mean: float) -> str:
    """The sum as it is written down; weights that are all alike are left out of it."""
    weights = {weight for weight, _ in pairs}
    if len(weights) == 1:
        terms = " + ".join(score(value) for _, value in pairs)
        return f"({terms}) / {len(pairs)} = {score(mean)}" if len(pairs) > 1 else score(mean)
    terms = " + ".join(f"{number(weight)} × {score(value)}" for weight, value in pairs)
    return f"({terms}) / {number(sum(weight for weight, _ in pairs))} = {score(mean)}"


def _held_back_by(result: ObjectiveScore) -> Iterator[str]:
    for kpi in result.breached_guardrails:
        yield f"the guardrail {kpi} is unhealthy: it is at most at_risk"
    for kpi in result.uncertain_guardrails:
        yield f"the guardrail {kpi} is stale or has no readings; that changes no status"
    for each in result.key_results:
        if each.stale:
            yield f"{each.node.goal.id} is stale: silence is never on track"


def objective_moves(scores: Scores, result: ObjectiveScore) -> Iterator[Move]:
    """What makes an objective on_track today, and what `good` takes at the end of its cycle."""
    node = result.node
    if result.score is None or result.expected is None or scores.as_of > node.cycle.end:
        return
    mean = mean_of(scores, node)
    if result.status not in ("on_track", "done"):
        rises = tuple(rise_moves(scores, mean))
        yield from rises
        yield from _silence_moves(scores, result.key_results, {move.ref for move in rises})
        yield from _guardrail_moves(scores, result)
    yield _at_the_end(scores, result)


def rise_moves(scores: Scores, mean: Mean) -> Iterator[Move]:
    """The part that makes a mean on_track with the smallest rise, the furthest behind of equal ones.

    One that cannot rise so far is none of them.
    """
    if mean.score is None or mean.expected is None:
        return
    needed = scores.workspace.settings.scoring.on_track * mean.expected
    if at_least(mean.score, needed):
        return
    lacking = (needed - mean.score) * sum(part.weight for part in mean.entering)
    ahead = sorted(
        mean.entering, key=lambda part: (-part.weight, (part.score or 0.0) - (part.expected or 0.0))
    )
    raised = (_raised(scores, part, (part.score or 0.0) + lacking / part.weight) for part in ahead)
    more = f"{score(needed - mean.score)} more on average: no single one can make up for it"
    yield next((move for move in raised if move is not None), Move("on_track", scores.as_of, more))


def _raised(scores: Scores, part: Part, needed: float) -> Move | None:
    """What gives a part of a mean a score; `None` where nothing does."""
    if needed > 1 + EDGE:
        return None
    node = scores.workspace.nodes[part.ref]
    if not isinstance(node, KeyResultNode):
        return Move("on_track", scores.as_of, f"a score of {score(needed)}", part.ref, needed)
    enough = reach(scores, scores.key_result(node), needed)
    return Move("on_track", scores.as_of, enough.what, part.ref, enough.value) if enough.possible else None


def _silence_moves(
    scores: Scores, key_results: Sequence[KeyResultScore], moved: Collection[str | None]
) -> Iterator[Move]:
    for each in key_results:
        if each.stale and each.node.ref not in moved:
            what = f"a reading of {each.node.goal.kpi}" if each.node.goal.kpi else "a check-in"
            yield Move("on_track", scores.as_of, f"{what}: it is stale", each.node.ref)


def _guardrail_moves(scores: Scores, result: ObjectiveScore) -> Iterator[Move]:
    for health in scores.guardrails(result.node):
        limits = health.node.goal.alert or health.target
        if health.health == "unhealthy" and limits is not None:
            yield Move("on_track", scores.as_of, f"a reading {limits}: it is unhealthy", health.node.ref)


def _at_the_end(scores: Scores, result: ObjectiveScore) -> Move:
    node, settings = result.node, scores.workspace.settings.scoring
    committed = node.goal.ambition == "committed"
    needed = 1.0 if committed else settings.good
    mean = rolled_up(scores.parts(node), over=True)
    reached = mean.score if mean.score is not None else result.score or 0.0
    what = f"a score of {number(needed)}; if it ended today: {score(reached)}"
    unmeasured = [part.ref.rpartition("/")[2] for part in mean.entering if part.score is None]
    if unmeasured:
        what += f", with 0 for {', '.join(unmeasured)}, where nothing is measured"
    return Move("met" if committed else "good", node.cycle.end, what, value=needed)
