"""How the health of a KPI came about, and what its chart says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from okr.scoring import formula
from okr.scoring.behaviour import BASELINE_READINGS, LIMIT_FACTOR, Chart
from okr.scoring.explain.inputs import place_of_reading
from okr.scoring.explain.values import Input, Move, Step
from okr.scoring.explain.words import DIGITS, ROUGH_DIGITS, count, number, rough
from okr.scoring.health import DatedSignal, signals
from okr.scoring.numbers import told_apart

if TYPE_CHECKING:
    from okr.scoring.results import KpiHealth
    from okr.scoring.scores import Scores

_WHAT_IT_IS = {
    "outside": "outside the limits",
    "run": "8 or more in a row on one side of the centre",
    "near-limit": "3 of 4 in a row nearer to a limit than to the centre",
}


def steps(scores: Scores, health: KpiHealth) -> Iterator[Step]:
    """Every number of a KPI."""
    yield _value(scores, health)
    yield _health(health)
    if health.node.goal.cadence is not None and health.value_date is not None:
        yield _freshness(scores, health)
    if health.chart is not None:
        yield _chart(health, health.chart)


def moves(scores: Scores, health: KpiHealth) -> Iterator[Move]:
    """What makes it healthy; nothing is asked of what is retired."""
    if health.target is None or not health.node.goal.is_live(scores.as_of):
        return
    if health.health == "pending" and health.target.by is not None:
        yield Move("healthy", health.target.by, f"a reading {health.target}")
    elif health.health != "healthy":
        yield Move("healthy", scores.as_of, f"a reading {health.target}")


def _value(scores: Scores, health: KpiHealth) -> Step:
    node = health.node
    if health.value is None or health.value_date is None:
        return Step("value", None, "the latest reading", "there is none yet")
    if node.goal.formula is not None:
        return _computed(scores, health)
    read = Input(
        "reading", health.value, place_of_reading(node, health.value_date), f"on {health.value_date}"
    )
    return Step("value", health.value, "the latest reading", _told(health), (read,), bounds=health.bounds)


def _told(health: KpiHealth) -> str:
    """The value, on its own side of what its health is decided by."""
    value = health.value or 0.0
    if health.node.goal.formula is None:
        return told_apart(value, health.bounds, number, DIGITS)
    return told_apart(value, health.bounds, rough, ROUGH_DIGITS)


def _computed(scores: Scores, health: KpiHealth) -> Step:
    """A value that a formula gave: what it says, with the readings of the day in it."""
    text, day = health.node.goal.formula or "", health.value_date
    kpis = (scores.workspace.kpis[kpi] for kpi in formula.parse(text).references)
    inputs = [Input("formula", text, health.node.place.at("formula"))]
    worked = text
    for kpi in kpis:
        reading = dict(scores.series(kpi)).get(day) if day is not None else None
        if reading is None or day is None:
            continue
        inputs.append(Input(kpi.ref, reading, place_of_reading(kpi, day), f"on {day}"))
        worked = worked.replace(f"{{{kpi.ref}}}", number(reading))
    worked = f"{worked} = {_told(health)}"
    return Step("value", health.value, text, worked, tuple(inputs), bounds=health.bounds)


def _health(health: KpiHealth) -> Step:
    formula_ = "healthy in the target, watch outside it but in the alert, else unhealthy"
    inputs = tuple(_ranges(health))
    notes = (f"people last said: {health.reported}",) if health.reported else ()
    return Step("health", health.health, formula_, _verdict(health), inputs, notes)


def _ranges(health: KpiHealth) -> Iterator[Input]:
    goal, place = health.node.goal, health.node.place
    if health.target is not None:
        index = goal.target.index(health.target)
        yield Input("target", str(health.target), place.at("target", index), _when(health))
    if goal.alert is not None:
        yield Input("alert", str(goal.alert), place.at("alert"))


def _when(health: KpiHealth) -> str | None:
    target = health.target
    if target is None or (target.from_ is None and target.by is None):
        return None
    return f"from {target.from_}" if target.from_ else f"by {target.by}"


def _verdict(health: KpiHealth) -> str:
    match health.health:
        case "no_target":
            return "no target is in force"
        case "no_data":
            return "there is no reading yet"
        case "pending":
            return f"the target is for {health.target and health.target.by}"
        case "healthy":
            return f"{_told(health)} is in {health.target}"
        case verdict:
            alert = health.node.goal.alert
            in_alert = "" if alert is None else f", {'and in' if verdict == 'watch' else 'nor in'} {alert}"
            return f"{_told(health)} is not in {health.target}{in_alert}"


def _freshness(scores: Scores, health: KpiHealth) -> Step:
    cadence, settings = health.node.goal.cadence, scores.workspace.settings.check_ins
    days = (scores.as_of - health.value_date).days if health.value_date is not None else 0
    most = (cadence.days if cadence is not None else 0) + settings.grace_days
    worked = f"{count(days, 'day')} since the last reading, {most} are fine"
    cadence_ = Input(
        "cadence", cadence.days if cadence is not None else None, health.node.place.at("cadence"), "days"
    )
    formula_ = "stale where the last reading is older than one cadence and the days of grace"
    notes = (f"retired on {health.node.goal.retired}",) if not health.node.goal.is_live(scores.as_of) else ()
    return Step("freshness", "stale" if health.stale else "fresh", formula_, worked, (cadence_,), notes)


def _chart(health: KpiHealth, chart: Chart) -> Step:
    used = min(len(health.readings), BASELINE_READINGS)
    worked = (
        f"{rough(chart.centre)} ± {LIMIT_FACTOR} × {rough(chart.moving_range)}"
        f" = {rough(chart.lower)} to {rough(chart.upper)}"
    )
    formula_ = f"mean ± {LIMIT_FACTOR} × mean moving range, of the first {count(used, 'reading')}"
    notes = tuple(_signal(each) for each in signals(health)) or ("no signal: what moved is noise",)
    return Step("limits", chart.centre, formula_, worked, notes=notes)


def _signal(signal: DatedSignal) -> str:
    when = f"on {signal.first}" if signal.first == signal.last else f"{signal.first} to {signal.last}"
    way = {True: ", toward the target", False: ", away from the target", None: ""}[signal.favourable]
    return f"signal {when}: {_WHAT_IT_IS[signal.kind]}, {signal.side} the centre{way}"
