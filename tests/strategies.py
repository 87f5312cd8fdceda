"""Random workspaces that are small and hold everything: every measure, KPIs, teams, cycles; and their edits.

A `Goals` value is a workspace as plain data, free of files. `written` lays it out in files in one of two ways
that mean the same; `loaded` reads it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from okr.snapshot import MemorySnapshot
from okr.workspace import Workspace, load

Mapping = dict[str, Any]

TEAMS = ("company", "growth", "platform")
CYCLES = ("2026-Q4", "2026", "sprint")
PEOPLE = ("ada", "ben")
IDS = ("alpha", "beta", "gamma", "delta")
KPIS = ("activation", "load")
TITLES = ("Make it easy", "Be loved", "Grow with care", "Stand firm")
DATES = ("2026-10-05", "2026-10-19", "2026-11-02", "2026-11-16", "2026-12-20")


@dataclass
class Goals:
    """A workspace as data.

    Attributes:
        settings: What `okr.yaml` says.
        objectives: Each with its team and cycle.
        kpis: Each with its team.
        not_goals: By team and cycle.
    """

    settings: Mapping
    objectives: list[tuple[str, str, Mapping]]
    kpis: list[tuple[str, Mapping]]
    not_goals: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def unique(self) -> Goals:
        """Without things that share a reference with an earlier one."""
        objectives = {
            (team, cycle, each["id"]): (team, cycle, each) for team, cycle, each in reversed(self.objectives)
        }
        kpis = {each["id"]: (team, each) for team, each in reversed(self.kpis)}
        for _, _, each in objectives.values():
            each["key_results"] = _unique(each["key_results"])
        return Goals(self.settings, list(objectives.values()), list(kpis.values()), self.not_goals)


def _unique(entries: list[Mapping]) -> list[Mapping]:
    return list({each["id"]: each for each in entries}.values())


# Layouts


def written(goals: Goals) -> dict[str, str]:
    """A file for each team and cycle, in block style."""
    files: dict[str, Mapping] = {}
    for team, cycle, objective in goals.objectives:
        content = files.setdefault(
            f"goals/{cycle}/{team}.yaml", {"team": team, "cycle": cycle, "objectives": []}
        )
        content["objectives"].append(objective)
    for (team, cycle), texts in goals.not_goals.items():
        if f"goals/{cycle}/{team}.yaml" in files:
            files[f"goals/{cycle}/{team}.yaml"]["not_goals"] = texts
    for team, kpi in goals.kpis:
        files.setdefault(f"kpis/{team}.yaml", {"team": team, "kpis": []})["kpis"].append(kpi)
    texts = {path: "\n".join(_block(content)) + "\n" for path, content in files.items()}
    return {"okr.yaml": "\n".join(_block(goals.settings)) + "\n", **texts}


def rewritten(goals: Goals) -> dict[str, str]:
    """The same in other files, in another order of entries and keys, in flow style and with comments."""
    files = {"okr.yaml": _flow(goals.settings)}
    noted = set()
    for number, (team, cycle, objective) in enumerate(reversed(goals.objectives)):
        content: Mapping = {"objectives": [_reordered(objective)], "cycle": cycle, "team": team}
        if (team, cycle) in goals.not_goals and (team, cycle) not in noted:
            noted.add((team, cycle))
            content["not_goals"] = goals.not_goals[team, cycle][::-1]
        files[f"goals/all/{number}.yaml"] = _flow(content)
    for number, (team, kpi) in enumerate(reversed(goals.kpis)):
        files[f"kpis/all/{number}.yaml"] = _flow({"kpis": [_reversed(kpi)], "team": team})
    return files


_SETS = (
    "contributors",
    "tags",
    "links",
    "guardrails",
    "supports",
    "depends_on",
    "drives",
    "key_results",
    "initiatives",
)
_LISTS = ("check_ins", "readings", "milestones", "plan")


def _reordered(objective: Mapping) -> Mapping:
    key_results = [_reversed(each) for each in objective["key_results"]]
    return _reversed({**objective, "key_results": key_results})


def _reversed(entry: Mapping) -> Mapping:
    """Keys the other way round, and every list whose order says nothing."""
    turned = {key: entry[key] for key in reversed(entry)}
    for key in (*_SETS, *_LISTS):
        if isinstance(turned.get(key), list):
            turned[key] = turned[key][::-1]
    return turned


def _flow(content: Mapping) -> str:
    return f"# written by another hand\n{json.dumps(content, indent=1)}\n"


def _block(content: Any, indent: str = "") -> Iterator[str]:
    for key, value in content.items():
        if value and isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _block(value, f"{indent}  ")
        elif value and isinstance(value, list) and isinstance(value[0], dict):
            yield f"{indent}{key}:"
            for entry in value:
                first, *rest = _block(entry, f"{indent}    ")
                yield f"{indent}  - {first.strip()}"
                yield from rest
        else:
            yield f"{indent}{key}: {json.dumps(value)}"


def loaded(goals: Goals, layout: Callable[[Goals], dict[str, str]] = written) -> Workspace:
    """The workspace that the data is."""
    return load(MemorySnapshot({path: text.encode() for path, text in layout(goals).items()}))


# What is drawn


def maybe(keys: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Mapping]:
    """A mapping with some of these keys."""
    return st.fixed_dictionaries({}, optional=keys)


numbers = st.sampled_from((-20, -5.5, 0, 0.7, 12, 40, 55.25, 100))
shares = st.sampled_from((0, 0.3, 0.7, 1))
dates = st.sampled_from(DATES)
people = st.sampled_from(PEOPLE)
texts = st.sampled_from(("One thing.", "Another thing."))
ids = st.sampled_from(IDS)
kpi_ids = st.sampled_from(KPIS)
weights = st.sampled_from((1, 2, 0.5))
cadences = st.sampled_from(("weekly", "monthly", "10 days"))
references = st.builds(
    lambda cycle, team, objective: f"{cycle}/{team}/{objective}",
    st.sampled_from(CYCLES),
    st.sampled_from(TEAMS),
    ids,
)
ranges = st.one_of(
    *(
        st.builds(lambda value, bound=bound: {bound: value}, numbers)
        for bound in ("at_least", "at_most", "above", "below")
    ),
    st.builds(lambda ends: {"between": sorted(ends)}, st.tuples(numbers, numbers)),
)


def short_lists(entries: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(entries, max_size=most, unique_by=lambda entry: json.dumps(entry, sort_keys=True))


def dated(
    entry: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]] | None = None
) -> st.SearchStrategy[list[Mapping]]:
    """Entries in order of date, one a date."""
    each = st.fixed_dictionaries({"date": dates, **entry}, optional=optional or {})
    return st.lists(each, max_size=3, unique_by=lambda entry: entry["date"]).map(
        lambda entries: sorted(entries, key=lambda entry: entry["date"])
    )


def check_ins(reported: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[list[Mapping]]:
    more = {
        **reported,
        "confidence": shares,
        "note": texts,
        "status": st.sampled_from(("on_track", "at_risk")),
    }
    return dated({}, more)


milestones = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(TITLES)},
        optional={"weight": weights, "due": dates, "done": dates, "owner": people},
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda entry: entry["title"],
)
initiatives = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(TITLES)}, optional={"done": dates, "owner": people, "note": texts}
    ),
    max_size=2,
    unique_by=lambda entry: entry["title"],
)
amendments = short_lists(
    st.fixed_dictionaries(
        {"date": dates, "field": st.sampled_from(("target", "due", "status")), "reason": texts},
        optional={"from": numbers, "to": numbers, "approved_by": people},
    )
)
closes = st.fixed_dictionaries(
    {"date": st.just("2026-11-10"), "reason": texts},
    optional={"grade": shares, "retro": texts, "next": st.sampled_from(("done", "drop"))},
)
statuses = st.sampled_from(("active", "active", "draft", "dropped"))
ambitions = st.sampled_from(("aspirational", "committed"))

_COMMON = {
    "owner": people,
    "contributors": short_lists(people),
    "ambition": ambitions,
    "weight": weights,
    "status": statuses,
    "note": texts,
    "tags": short_lists(st.sampled_from(("P1", "growth"))),
    "links": short_lists(st.just("https://example.com")),
    "initiatives": initiatives,
    "amendments": amendments,
    "close": closes,
    "x-key": texts,
}
_KEY_RESULT = {
    **_COMMON,
    "start": st.sampled_from(("2026-10-01", "2026-10-12")),
    "due": st.sampled_from(("2026-12-01", "2026-12-31")),
    "unit": st.sampled_from(("%", "pts")),
    "cadence": cadences,
    "indicator": st.sampled_from(("leading", "lagging")),
}
_METRIC = {
    "baseline": numbers,
    "stretch": numbers,
    "kpi": kpi_ids,
    "plan": dated({"value": numbers}).filter(bool),
    "scale": st.lists(
        st.tuples(numbers, shares).map(list), min_size=2, max_size=3, unique_by=lambda point: point[0]
    ),
    "check_ins": check_ins({"value": numbers}),
}
_LEVELS = [{"title": "none", "score": 0}, {"title": "half", "score": 0.5}, {"title": "whole", "score": 1}]

MEASURES: dict[str, tuple[dict[str, st.SearchStrategy[Any]], dict[str, st.SearchStrategy[Any]]]] = {
    "metric": ({"target": numbers}, _METRIC),
    "maintain": ({"maintain": ranges}, {"kpi": kpi_ids, "check_ins": check_ins({"value": numbers})}),
    "milestones": ({"milestones": milestones}, {"check_ins": check_ins({})}),
    "binary": ({"done": st.none() | dates}, {"check_ins": check_ins({})}),
    "levels": (
        {"levels": st.sampled_from((_LEVELS, _LEVELS[:2]))},
        {"check_ins": check_ins({"level": st.sampled_from(("none", "half"))})},
    ),
    "graded": ({}, {"check_ins": check_ins({"score": shares}), "confidential": st.booleans()}),
}
"""What each measure must have, and what it may have."""


@st.composite
def key_results(draw: st.DrawFn) -> Mapping:
    """A key result of any measure."""
    needed, optional = MEASURES[draw(st.sampled_from(tuple(MEASURES)))]
    named = {"id": ids, "title": st.sampled_from(TITLES)}
    return draw(st.fixed_dictionaries({**named, **needed}, optional={**_KEY_RESULT, **optional}))


@st.composite
def objectives(draw: st.DrawFn) -> Mapping:
    """An objective with its key results."""
    named = {
        "id": ids,
        "title": st.sampled_from(TITLES),
        "key_results": st.lists(key_results(), max_size=3, unique_by=lambda each: each["id"]),
    }
    optional = {
        **_COMMON,
        "why": texts,
        "supports": short_lists(references),
        "depends_on": short_lists(references),
        "guardrails": short_lists(kpi_ids),
        "rollup": st.sampled_from(("key_results", "children", "both", "none")),
    }
    return draw(st.fixed_dictionaries(named, optional=optional))


@st.composite
def kpis(draw: st.DrawFn) -> Mapping:
    """A KPI, its readings written or computed."""
    optional = {
        "definition": texts,
        "owner": people,
        "unit": st.sampled_from(("%", "tickets")),
        "cadence": cadences,
        "target": ranges | st.tuples(ranges, ranges).map(_two_targets),
        "alert": ranges,
        "better": st.sampled_from(("up", "down")),
        "drives": short_lists(kpi_ids),
        "supports": short_lists(references),
        "retired": st.just("2026-11-01"),
        "no_target": texts,
        "note": texts,
        "x-key": texts,
    }
    kpi = draw(st.fixed_dictionaries({"id": kpi_ids, "title": st.sampled_from(TITLES)}, optional=optional))
    if draw(st.integers(0, 4)) == 0:
        return {**kpi, "formula": "{load} * 2"}
    return {**kpi, "readings": draw(dated({"value": numbers}))}


def _two_targets(pair: tuple[Mapping, Mapping]) -> list[Mapping]:
    return [{**pair[0], "from": DATES[0]}, {**pair[1], "from": DATES[2]}]


@st.composite
def settings(draw: st.DrawFn) -> Mapping:
    """What `okr.yaml` says."""
    sprint = {
        "id": "sprint",
        "start": "2026-10-05",
        "end": draw(st.sampled_from(("2026-10-30", "2026-11-27"))),
    }
    required: Mapping = {
        "version": 1,
        "teams": [{"id": team, "parent": None if team == "company" else "company"} for team in TEAMS],
        "people": [{"id": person} for person in PEOPLE],
        "cycles": [sprint],
    }
    optional = {
        "mission": texts,
        "scoring": maybe({"good": st.sampled_from((0.7, 0.8)), "fair": st.sampled_from((0.3, 0.4))}),
        "check_ins": maybe({"cadence": cadences, "grace_days": st.sampled_from((1, 3))}),
        "rules": maybe(
            {
                "profile": st.sampled_from(("relaxed", "default", "strict")),
                "ignore": short_lists(st.sampled_from(("OKR105", "OKR2"))),
                "severity": maybe({"OKR104": st.sampled_from(("error", "warning"))}),
                "options": maybe({"OKR101": st.just({"max": 7})}),
            }
        ),
        "review": maybe({"freeze_after_days": st.sampled_from((7, 14)), "approvers": short_lists(people)}),
    }
    return {**required, **draw(maybe(optional))}


@st.composite
def goals(draw: st.DrawFn) -> Goals:
    """A workspace."""
    placed = st.tuples(st.sampled_from(TEAMS), st.sampled_from(CYCLES), objectives())
    return Goals(
        settings=draw(settings()),
        objectives=draw(st.lists(placed, max_size=3)),
        kpis=draw(st.lists(st.tuples(st.sampled_from(TEAMS), kpis()), max_size=2)),
        not_goals=draw(
            st.dictionaries(
                st.tuples(st.sampled_from(TEAMS), st.sampled_from(CYCLES)), st.just(["No app."]), max_size=1
            )
        ),
    ).unique()


@st.composite
def crowded(draw: st.DrawFn) -> Goals:
    """Active objectives with key results, of few teams and cycles, some made of others, and KPIs."""
    drawn = draw(goals())
    full = objectives().filter(lambda each: each["key_results"])
    places = st.tuples(st.sampled_from(TEAMS[:2]), st.sampled_from(CYCLES[:2]), full)
    drawn.objectives += draw(st.lists(places, min_size=2, max_size=3))
    drawn.kpis += draw(st.lists(st.tuples(st.just(TEAMS[0]), kpis()), min_size=1, max_size=2))
    for _, _, each in drawn.objectives:
        each.pop("status", None)
    return drawn.unique()


def _as_it_is(each: Goals) -> Goals:
    return each


def _made_of_others(each: Goals) -> Goals:
    """The first objective is made of the others, too."""
    for team, cycle, parent in each.objectives[:1]:
        parent["rollup"] = "both"
        for _, _, child in each.objectives[1:]:
            child["supports"] = [f"{cycle}/{team}/{parent['id']}"]
    return each


def _bound_to_kpis(each: Goals) -> Goals:
    """Every metric is measured by a KPI."""
    for key_result in key_results_of(each):
        if "target" in key_result and each.kpis:
            key_result.update(kpi=each.kpis[0][1]["id"], check_ins=[])
    return each


SHAPES = (_as_it_is, _made_of_others, _bound_to_kpis)
"""What a workspace may look like as a whole."""


def key_results_of(each: Goals) -> list[Mapping]:
    """All key results of all objectives."""
    return [key_result for _, _, objective in each.objectives for key_result in objective["key_results"]]


# Edits


@st.composite
def edited(draw: st.DrawFn, before: Goals) -> Goals:
    """The same workspace after one to three edits."""
    after = copy.deepcopy(before)
    for _ in range(draw(st.integers(1, 3))):
        draw(st.sampled_from(_EDITS))(draw, after)
    return after.unique()


def _add_objective(draw: st.DrawFn, after: Goals) -> None:
    placed = (draw(st.sampled_from(TEAMS)), draw(st.sampled_from(CYCLES)), draw(objectives()))
    after.objectives.append(placed)


def _remove_objective(draw: st.DrawFn, after: Goals) -> None:
    if after.objectives:
        after.objectives.pop(draw(st.integers(0, len(after.objectives) - 1)))


def _move_objective(draw: st.DrawFn, after: Goals) -> None:
    if after.objectives:
        _, _, objective = after.objectives.pop()
        after.objectives.append((draw(st.sampled_from(TEAMS)), draw(st.sampled_from(CYCLES)), objective))


def _edit_objective(draw: st.DrawFn, after: Goals) -> None:
    if after.objectives:
        _redraw_key(draw, draw(st.sampled_from(after.objectives))[2], draw(objectives()))


def _redraw_key(draw: st.DrawFn, entry: Mapping, other: Mapping) -> None:
    """Take one key from another entry, its absence too."""
    key = draw(st.sampled_from(sorted({*entry, *other} - {"key_results"})))
    if key in other:
        entry[key] = other[key]
    elif key not in ("id", "title", "target", "maintain", "milestones", "levels", "done", "check_ins"):
        del entry[key]


def _edit_key_result(draw: st.DrawFn, after: Goals) -> None:
    for entry in _some_key_results(draw, after):
        _redraw_key(draw, entry, draw(_of_measure(entry)))


def _some_key_results(draw: st.DrawFn, after: Goals) -> list[Mapping]:
    found = key_results_of(after)
    return [draw(st.sampled_from(found))] if found else []


def _measure(entry: Mapping) -> str:
    told = (name for name, (needed, _) in MEASURES.items() if needed and needed.keys() <= entry.keys())
    return next(told, "graded")


def _of_measure(entry: Mapping) -> st.SearchStrategy[Mapping]:
    """A key result with the same measure as this one."""
    needed, optional = MEASURES[_measure(entry)]
    return st.fixed_dictionaries(
        {"title": st.sampled_from(TITLES), **needed}, optional={**_KEY_RESULT, **optional}
    )


def _redraw_measure(draw: st.DrawFn, after: Goals) -> None:
    """All of how a key result is measured, and nothing else of it."""
    for entry in _some_key_results(draw, after):
        needed, optional = MEASURES[_measure(entry)]
        for key in {*needed, *optional} & entry.keys():
            del entry[key]
        entry.update(draw(st.fixed_dictionaries(needed, optional=optional)))


def _replace_key_result(draw: st.DrawFn, after: Goals) -> None:
    for entry in _some_key_results(draw, after):
        other = {**draw(key_results()), "id": entry["id"]}
        entry.clear()
        entry.update(other)


def _move_key_result(draw: st.DrawFn, after: Goals) -> None:
    if after.objectives:
        one, other = (draw(st.sampled_from(after.objectives))[2] for _ in range(2))
        if one["key_results"]:
            other["key_results"].append(one["key_results"].pop())


def _rename_key_result(draw: st.DrawFn, after: Goals) -> None:
    for _, _, objective in after.objectives:
        for each in objective["key_results"][:1]:
            each["id"] = draw(ids)


def _edit_kpi(draw: st.DrawFn, after: Goals) -> None:
    for _, kpi in after.kpis[:1]:
        other = draw(kpis())
        kpi.pop("readings", None)
        kpi.pop("formula", None)
        kpi.update({key: value for key, value in other.items() if key in ("readings", "formula")})
        _redraw_key(draw, kpi, other)


def _remove_kpi(draw: st.DrawFn, after: Goals) -> None:
    after.kpis[:1] = []


def _edit_settings(draw: st.DrawFn, after: Goals) -> None:
    after.settings = draw(settings())


_EDITS = (
    _add_objective,
    _remove_objective,
    _move_objective,
    _edit_objective,
    _edit_key_result,
    _redraw_measure,
    _redraw_measure,
    _replace_key_result,
    _move_key_result,
    _rename_key_result,
    _edit_kpi,
    _remove_kpi,
    _edit_settings,
)
