"""How the progress of a key result came about: one step for each measure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from okr.scoring.entries import between, check_ins
from okr.scoring.explain.inputs import dated, place_of_value, start_of, written
from okr.scoring.explain.values import Input, Step
from okr.scoring.explain.words import number, score, term
from okr.scoring.progress import in_range_by_period

if TYPE_CHECKING:
    from okr.scoring.results import KeyResultScore
    from okr.scoring.scores import Scores


def progress_step(scores: Scores, result: KeyResultScore) -> Step:
    """How the progress of a key result came about, by its measure."""
    if result.progress is None:
        return _no_progress(result)
    if _is_graded_by_close(scores, result):
        close = result.node.goal.close
        grade = Input("grade", close.grade if close else None, result.node.place.at("close", "grade"))
        return Step(
            "progress",
            result.progress,
            "the grade of the close, cut to 0..1",
            score(result.progress),
            (grade,),
        )
    match result.node.goal.measure:
        case "metric":
            return _metric(scores, result)
        case "maintain":
            return _maintain(scores, result)
        case "milestones":
            return _milestones(scores, result)
        case "binary":
            return _binary(result)
        case _:
            return _reported(scores, result)


def _no_progress(result: KeyResultScore) -> Step:
    if result.state == "upcoming":
        return Step(
            "progress",
            None,
            "none before the start",
            f"it starts on {result.node.start}",
            (start_of(result.node),),
        )
    source = f"no reading of {result.node.goal.kpi}" if result.node.goal.kpi else "no check-in"
    return Step("progress", None, "none before the first value", f"{source} gives one in its window so far")


def _is_graded_by_close(scores: Scores, result: KeyResultScore) -> bool:
    goal = result.node.goal
    if goal.measure in ("milestones", "binary") or goal.close is None or goal.close.date > scores.as_of:
        return False
    entries = check_ins(result.node, scores.as_of)
    said = {"levels": "level", "graded": "score"}.get(goal.measure)
    return not result.values if said is None else all(getattr(each, said) is None for each in entries)


def _metric(scores: Scores, result: KeyResultScore) -> Step:
    goal, baseline = result.node.goal, scores.baseline(result.node)
    value, target, progress = result.value or 0.0, goal.target or 0.0, result.progress or 0.0
    inputs = tuple(_metric_inputs(scores, result))
    if goal.scale is not None:
        return _on_scale(result, sorted(goal.scale), inputs[0])
    if baseline.already_met:
        formula = "1 while the value holds the target, else 0"
        worked = f"{number(value)} against a target of {number(target)}: {score(progress)}"
        notes = ("the assumed baseline already reached the target",)
        return Step("progress", progress, formula, worked, inputs, notes)
    base = baseline.value or 0.0
    worked = f"({number(value)} − {term(base)}) / ({number(target)} − {term(base)}) = {score(progress)}"
    return Step("progress", progress, "(value − baseline) / (target − baseline)", worked, inputs)


def _on_scale(result: KeyResultScore, points: list[tuple[float, float]], value: Input) -> Step:
    written_points = "; ".join(f"{number(x)}: {number(y)}" for x, y in points)
    scale = Input("scale", written_points, result.node.place.at("scale"))
    formula = "the line through the points of the scale, flat outside of them"
    worked = f"{_on_the_line(result.value or 0.0, points)} = {score(result.progress or 0.0)}"
    return Step("progress", result.progress or 0.0, formula, worked, (value, scale))


def _metric_inputs(scores: Scores, result: KeyResultScore) -> Iterator[Input]:
    node = result.node
    if result.value_date is not None:
        yield Input(
            "value", result.value, place_of_value(scores, node, result.value_date), _dated_note(result)
        )
    if result.baseline_assumed:
        yield _assumed_baseline(scores, result)
    else:
        yield written("baseline", result.baseline, node, "baseline")
    yield written("target", node.goal.target, node, "target")


def _dated_note(result: KeyResultScore) -> str:
    return f"on {result.value_date}{', late' if result.late else ''}"


def _assumed_baseline(scores: Scores, result: KeyResultScore) -> Input:
    """The baseline that nobody wrote: the KPI's last reading before the window, or the first value in it."""
    node = result.node
    earlier = [day for day, _ in scores.evidence(node).history if day < node.start]
    day = earlier[-1] if earlier else result.values[0][0]
    which = "the last reading before the start" if earlier else "the first value"
    return Input(
        "baseline", result.baseline, place_of_value(scores, node, day), f"assumed: {which}, on {day}"
    )


def _on_the_line(value: float, points: list[tuple[float, float]]) -> str:
    """Where a value lies between two points, as a formula; at which end if it is outside of them."""
    for (left, low), (right, high) in pairwise(points):
        if left <= value < right:
            share = f"({number(value)} − {term(left)}) / ({number(right)} − {term(left)})"
            return f"{number(low)} + ({number(high)} − {number(low)}) × {share}"
    nearest = points[0] if value < points[0][0] else points[-1]
    return f"{number(value)} is at or beyond the point {number(nearest[0])}"


def _maintain(scores: Scores, result: KeyResultScore) -> Step:
    node = result.node
    counted = between(result.values, node.start, node.due)
    met = in_range_by_period(node, counted)
    limits = node.goal.maintain
    what = "values" if node.goal.cadence is None else "periods whose last value is"
    inputs = [Input("maintain", str(limits), node.place.at("maintain"))]
    for each, (_, value) in zip(dated(scores, node, counted), counted, strict=True):
        inside = limits is not None and value in limits
        inputs.append(
            Input(each.name, each.value, each.place, f"{each.note}, {'in' if inside else 'outside'}")
        )
    worked = f"{sum(met)} of {len(met)} = {score(result.progress or 0.0)}"
    return Step("progress", result.progress, f"{what} in the range / all", worked, tuple(inputs))


def _milestones(scores: Scores, result: KeyResultScore) -> Step:
    node = result.node
    milestones = node.goal.milestones or ()
    done = [each.done is not None and each.done <= scores.as_of for each in milestones]
    inputs = tuple(
        Input(
            each.title,
            each.weight,
            node.place.at("milestones", index),
            f"done {each.done}" if reached else "open",
        )
        for index, (each, reached) in enumerate(zip(milestones, done, strict=True))
    )
    reached = sum(each.weight for each, is_done in zip(milestones, done, strict=True) if is_done)
    whole = sum(each.weight for each in milestones)
    worked = f"{number(reached)} / {number(whole)} = {score(result.progress or 0.0)}"
    return Step("progress", result.progress, "weight of the milestones done / weight of all", worked, inputs)


def _binary(result: KeyResultScore) -> Step:
    done = written("done", result.node.goal.done_on, result.node, "done")
    worked = f"done on {done.value}: 1" if result.progress else "not done: 0"
    return Step("progress", result.progress, "1 once it is done, else 0", worked, (done,))


def _reported(scores: Scores, result: KeyResultScore) -> Step:
    """Levels and graded: what the latest check-in that says one says."""
    node, levels = result.node, result.node.goal.levels
    key = "score" if levels is None else "level"
    entry = next(each for each in reversed(check_ins(node, scores.as_of)) if getattr(each, key) is not None)
    index = next(index for index, each in enumerate(node.goal.check_ins) if each is entry)
    said = Input(key, getattr(entry, key), node.place.at("check_ins", index, key), f"on {entry.date}")
    if levels is None:
        return Step(
            "progress",
            result.progress,
            "the latest score that was given",
            number(result.progress or 0),
            (said,),
        )
    place = next(
        node.place.at("levels", at, "score") for at, each in enumerate(levels) if each.title == entry.level
    )
    worth = Input("its score", result.progress, place)
    return Step(
        "progress",
        result.progress,
        "the score of the latest level",
        f'"{entry.level}": {number(result.progress or 0)}',
        (said, worth),
    )


def score_step(progress: float, cut: float) -> Step:
    """How a progress became a score."""
    notes = () if progress == cut else (f"cut from {score(progress)} to {number(cut)}",)
    return Step("score", cut, "progress, cut to 0..1", score(cut), notes=notes)
