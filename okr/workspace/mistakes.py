"""From what pydantic finds wrong with a file's values to what a person can mend, and the part that stands."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

from okr.model.checks import names_of_kinds
from okr.model.goals import METRIC_KEYS, KeyResult

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from okr.documents import KeyPath

MISSING_KEY = "OKR004"
INVALID_VALUE = "OKR005"
UNKNOWN_KEY = "OKR003"
CONFLICTING_MEASURES = "OKR010"
MEASURE_KEYS = frozenset({*METRIC_KEYS, "maintain", "milestones", "levels", "done", "kpi", "confidential"})


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong with the values of a file.

    Attributes:
        keys: The keys that lead to it; for a missing key those of the mapping that lacks it.
        at_key: Whether the key is at fault and not its value.
        related_key: Another key of the same mapping that belongs to it.
        remove: What has to be left out so that the rest can be used.
        lacks: The key that is missing, where one is.
        meant: The known key that an unknown one is near to, where one is.
        misplaced: Whether all of the list entry that goes looks like an entry of another list.
    """

    code: str
    keys: KeyPath
    message: str
    help: str | None
    remove: KeyPath
    at_key: bool = False
    related_key: str | None = None
    lacks: str | None = None
    meant: str | None = None
    misplaced: bool = False

    @property
    def is_stranger(self) -> bool:
        """Whether it is a key that an entry of a list does not know, and no misspelt one."""
        of_entry = len(self.keys) > 1 and isinstance(self.keys[-2], int)
        return self.code == UNKNOWN_KEY and of_entry and self.meant is None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """`Did you mean "owner"?` where a known word is near, else nothing."""
    near = nearest(word, known)
    return None if near is None else f'Did you mean "{near}"?'


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is nearest to `word`, if one is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.7)), None)


def _nearest_key(key: str, known: Iterable[str]) -> str | None:
    """The known key that is nearest; of two letters one may be wrong: `di` and `if` are `id`."""
    names = list(known)
    swapped = [each for each in names if sorted(each) == sorted(key.lower())]
    halfway = [each for each in names if len(each) == len(key) == 2 and set(each) & set(key)]
    return nearest(key, names) or next(iter(swapped or halfway), None)


def mistakes(errors: Sequence[ErrorDetails], value: object, root: type) -> list[Mistake]:
    """What pydantic's errors mean to the person who typed `value`, a document that should be a `root`."""
    inside = {error["loc"][:length] for error in errors for length in range(len(error["loc"]))}
    # what is wrong with an entry makes its list too short as well
    own = (error for error in errors if error["type"] != "too_short" or error["loc"] not in inside)
    found = [_Translation(error, value, root).mistake() for error in own]
    return _neighbours_as_one(_misplaced_as_one(_misspelt_as_one(found)), value, root)


def _misspelt_as_one(found: list[Mistake]) -> list[Mistake]:
    """Tell a needed key that stands there misspelt once: as what was typed."""
    lacking = {(each.keys, each.lacks): each for each in found if each.lacks is not None}
    misspelt = {(each.keys[:-1], each.meant): each for each in found if each.meant is not None}
    both = lacking.keys() & misspelt.keys()
    echoes = {lacking[name] for name in both}
    whole = {misspelt[name]: replace(misspelt[name], remove=lacking[name].remove) for name in both}
    return [whole.get(each, each) for each in found if each not in echoes]


_MISPLACED = 3
"""So many keys of an entry that are none of it mean that it is an entry of another list."""


def _misplaced_as_one(found: list[Mistake]) -> list[Mistake]:
    """Tell an entry that stands in the wrong list once, and not key by key."""
    strangers: dict[KeyPath, list[Mistake]] = {}
    for each in found:
        if each.is_stranger:
            strangers.setdefault(each.keys[:-1], []).append(each)
    many = {owner: group for owner, group in strangers.items() if len(group) >= _MISPLACED}
    first = {group[0]: _together(group) for group in many.values()}
    others = {each for group in many.values() for each in group[1:]}
    return [first.get(each, each) for each in found if each not in others]


def _together(group: list[Mistake]) -> Mistake:
    """Keys that an entry does not know as one mistake, for which all of the entry goes."""
    one, two, three = (f'"{each.keys[-1]}"' for each in group[:3])
    rest = three if len(group) == _MISPLACED else f"{len(group) - 2} more"
    message = f"{one}, {two} and {rest} are not known keys"
    return replace(group[0], message=message, remove=group[0].keys[:-1], misplaced=True)


def _neighbours_as_one(found: list[Mistake], value: Any, root: type) -> list[Mistake]:
    """Tell entries once that all belong to another list: most likely the line above them is gone."""
    lists: dict[KeyPath, list[Mistake]] = {}
    for each in found:
        if each.misplaced:
            lists.setdefault(each.remove[:-1], []).append(each)
    first: dict[Mistake, Mistake] = {}
    others: set[Mistake] = set()
    for keys, group in lists.items():
        entries = [_value_at(value, each.remove) for each in group]
        belonging = _list_for(entries, _type_at(root, keys[:-1]))
        if len(group) > 1 and belonging is not None:
            first[group[0]] = _as_one_list(keys, group, belonging)
            others.update(group[1:])
    return [first.get(each, each) for each in found if each not in others]


def _as_one_list(keys: KeyPath, group: list[Mistake], belonging: str) -> Mistake:
    """Entries of a list as one mistake, for which all of the list goes."""
    message = f"{len(group)} entries of {keys[-1]} are entries of {belonging}"
    return replace(group[0], message=message, help=f"Write {belonging}: above them.", remove=keys)


def _list_for(entries: list[Mapping[str, Any]], owner: type | None) -> str | None:
    """The one list of a mapping that takes all of these entries; `None` if there is none or several."""
    models = {} if owner is None else _models(owner)
    fitting = [key for key, model in models.items() if model and all(_fits(each, model) for each in entries)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(entry: Mapping[str, Any], model: type) -> bool:
    own = {key for key in entry if not key.startswith("x-")}
    return _required_keys(model) <= own <= _key_names(model).keys()


def written(value: object) -> str:
    """A value as a message names it: short, and recognizable to whoever typed it."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 40 else f'"{value[:37]}…"'
    return str(value)


@dataclass(frozen=True)
class _Translation:
    error: ErrorDetails
    value: object
    root: type

    def mistake(self) -> Mistake:
        kind = self.error["type"]
        if kind == "unexpected_keyword_argument":
            return self._unknown_key()
        if kind in ("missing", "missing_argument", "okr_missing") or self._is_needed_and_empty():
            return self._missing_key()
        if kind in ("okr_conflict", "okr_check_in"):
            return self._conflict()
        return self._invalid_value()

    @property
    def context(self) -> Mapping[str, Any]:
        return self.error.get("ctx") or {}

    @property
    def keys(self) -> KeyPath:
        inner = self.context.get("keys") or ((self.context["key"],) if "key" in self.context else ())
        return existing_keys(self.value, (*self.error["loc"], *inner))

    @property
    def owner(self) -> KeyPath:
        """The keys of the mapping in which a value stands."""
        return existing_keys(self.value, self.error["loc"])

    def _is_needed_and_empty(self) -> bool:
        return self.error["input"] is None and isinstance(self.error["loc"][-1], str)

    def _unknown_key(self) -> Mistake:
        key = str(self.error["loc"][-1])
        known = _keys_at(self.root, self.keys[:-1])
        meant = _nearest_key(key, known)
        advice = (
            f'Did you mean "{meant}"?'
            if meant
            else f"Known here: {', '.join(known)}. Your own keys begin with x-."
        )
        message = f'"{key}" is not a known key'
        return Mistake(UNKNOWN_KEY, self.keys, message, advice, self.keys, at_key=True, meant=meant)

    def _missing_key(self) -> Mistake:
        key = str(self.context.get("key") or self.error["loc"][-1])
        inside = self.keys if self.error["type"] != "okr_missing" else self.owner
        if inside and inside[-1] == key and isinstance(self.error["loc"][-1], str):
            inside = inside[:-1]
        return Mistake(
            MISSING_KEY,
            inside,
            f"{key} is missing",
            _why_needed(key),
            _element(inside),
            at_key=True,
            lacks=key,
        )

    def _conflict(self) -> Mistake:
        if self.error["type"] == "okr_check_in":
            given, measure = self.context["given"], self.context["measure"]
            message = f"{given} does not fit a {measure} key result"
            return Mistake(
                CONFLICTING_MEASURES, self.keys, message, _what_to_report(measure), self.keys, at_key=True
            )
        key, other = self.context["key"], self.context["other"]
        message = f"{key} and {other} exclude each other"
        return Mistake(
            CONFLICTING_MEASURES,
            self.keys,
            message,
            _which_to_keep(key, other),
            _element(self.owner),
            at_key=True,
            related_key=other,
        )

    def _invalid_value(self) -> Mistake:
        keys = self.keys
        name = _name_of(keys)
        message, advice = _explained(self.error, name)
        is_entry = bool(keys) and isinstance(keys[-1], int) and isinstance(self.error["input"], Mapping)
        return Mistake(INVALID_VALUE, keys, message, advice, self._removable(keys), misplaced=is_entry)

    def _removable(self, keys: KeyPath) -> KeyPath:
        """The key alone where the rest stands without it, else the list entry in which it stands."""
        if not keys or isinstance(keys[-1], int):
            return keys
        owner = _type_at(self.root, keys[:-1])
        if owner is None or keys[-1] in _required_keys(owner):
            return _element(keys[:-1])
        if owner is KeyResult and keys[-1] in MEASURE_KEYS:
            return _element(keys[:-1])
        return keys


def existing_keys(value: Any, location: Iterable[str | int]) -> KeyPath:
    """Those keys of pydantic's location that are keys of the document.

    Pydantic also names members of unions, and positions in what was written without a list: skipped.
    """
    keys: list[str | int] = []
    for part in location:
        if _has(value, part):
            value = value[part]
            keys.append(part)
    return tuple(keys)


def _value_at(value: Any, keys: KeyPath) -> Any:
    return reduce(lambda inner, key: inner[key], keys, value)


def _has(value: Any, key: str | int) -> bool:
    if isinstance(value, Mapping):
        return key in value
    return isinstance(value, list) and isinstance(key, int) and key < len(value)


def _element(keys: KeyPath) -> KeyPath:
    """The nearest list entry around `keys`, or all of the file."""
    while keys and not isinstance(keys[-1], int):
        keys = keys[:-1]
    return keys


def _name_of(keys: KeyPath) -> str:
    names = [key for key in keys if isinstance(key, str)]
    if not names:
        return "the file"
    return names[-1] if isinstance(keys[-1], str) else f"{names[-1]} {keys[-1] + 1}"


def _why_needed(key: str) -> str:
    reasons = {
        "id": "An id is short and stays: small letters, digits and -, as in first-week.",
        "title": "A title says in one line what it is about.",
        "date": "Write date: and a day like 2026-11-20.",
        "target": 'A key result with a baseline, stretch, plan, scale or kpi needs a target or "maintain".',
        "reason": "Say in a sentence why, so that the next reader need not ask.",
        "version": "Write version: 1.",
    }
    return reasons.get(key, f"Write {key}: and its value.")


def _what_to_report(measure: str) -> str:
    ways = {
        "metric": "A check-in on it gives value.",
        "maintain": "A check-in on it gives value.",
        "levels": "A check-in on it gives level, one of its level titles.",
        "graded": "A check-in on it gives score, 0 to 1; for a value, add a baseline and a target.",
        "milestones": "Set done: DATE at the milestone that is reached.",
        "binary": "Set done: DATE at the key result once it is reached.",
    }
    return ways[measure]


def _which_to_keep(key: str, other: str) -> str:
    if key in MEASURE_KEYS and other in MEASURE_KEYS:
        return f"A key result is measured in one way: keep {other} or {key}, or make two key results."
    return f"Keep one of {other} and {key}."


def _explained(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    """The message and the advice for a value that does not fit."""
    explain = _EXPLANATIONS.get(error["type"], _explain_otherwise)
    return explain(error, name)


Explanation = Callable[["ErrorDetails", str], tuple[str, str | None]]
_GROUPED_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[_,' ]\d{3})+(?:\.\d+)?")
_NUMBER_WITH_UNIT = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>\D{1,20})")
_MONEY = re.compile(r"(?P<unit>[$€£¥])\s*(?P<number>\d+(?:\.\d+)?)")


def _explain_number(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    value = error["input"]
    message = f"{name} is {written(value)}, and a number is expected"
    text = value.strip() if isinstance(value, str) else ""
    if _GROUPED_NUMBER.fullmatch(text):
        return message, f"Write {name}: {re.sub(r'[_, ]', '', text.replace(chr(39), ''))}, with digits alone."
    found = _NUMBER_WITH_UNIT.fullmatch(text) or _MONEY.fullmatch(text)
    if found:
        return message, f'Write {name}: {found["number"]} and put "{found["unit"].strip()}" into unit.'
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return message, f"Write {name}: {text} without quotes."
    return message, "Write digits, with a point for decimals."


def _explain_text(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    value = error["input"]
    advice = f'Put it in quotes: {name}: "{written(value)}".' if isinstance(value, bool) else "Write text."
    return f"{name} is {written(value)}, and text is expected", advice


def _explain_choice(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    expected = str((error.get("ctx") or {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    choices = [choice.strip() for choice in expected.split(",")]
    advice = did_you_mean(str(error["input"]), choices) or f"Write one of: {', '.join(choices)}."
    return f"{name} cannot be {written(error['input'])}", advice


def _explain_bound(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    words = {"ge": "at least", "le": "at most", "gt": "more than", "lt": "less than"}
    context = error.get("ctx") or {}
    bounds = " and ".join(f"{words[key]} {value:g}" for key, value in context.items() if key in words)
    return f"{name} is {written(error['input'])}, and must be {bounds}", _share_meant(error)


def _share_meant(error: ErrorDetails) -> str | None:
    """60 where a share from 0 to 1 belongs is a percentage."""
    value = error["input"]
    if (error.get("ctx") or {}).get("le") != 1 or not isinstance(value, int | float) or not 1 < value <= 100:
        return None
    return f"Write {value / 100:g} for {value:g} %."


def _explain_pattern(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    value = error["input"]
    pattern = str((error.get("ctx") or {}).get("pattern", ""))
    if "/" in pattern:
        advice = (
            "A reference is team/objective or team/objective/key-result, with a cycle in front where needed."
        )
        return f"{name} is {written(value)}, and that is not a reference", advice
    if pattern.startswith("^[^"):
        return f"{name} has more than one line", "Keep it to one line, and put the rest into note."
    slug = re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")[:60]
    advice = f"Use small letters, digits and -{f', such as {slug}' if slug else ''}."
    return f"{name} is {written(value)}, and that is not an id", advice


def _explain_length(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    context = error.get("ctx") or {}
    if error["type"] == "string_too_short":
        return f"{name} is empty", "Write something, or leave the key out."
    if error["type"] == "string_too_long":
        return f"{name} has more than {context['max_length']} characters", "Make it shorter."
    least = context.get("min_length", 1)
    return (
        f"{name} needs at least {least} {'entry' if least == 1 else 'entries'}",
        "Add to it, or leave the key out.",
    )


def _explain_mapping(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    advice = "Write keys with values, each on a line of its own: id: …, title: …"
    if name.startswith(("maintain", "target", "alert")):
        advice = "Write a range, such as {at_least: 95} or {between: [40, 60]}."
    return f"{name} is {written(error['input'])}, and keys with values are expected", advice


def _explain_list(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    return f"{name} is {written(error['input'])}, and a list is expected", f"Write {name}: [one, another]."


def _explain_flag(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    return f"{name} is {written(error['input'])}, and true or false is expected", f"Write {name}: true."


def _explain_date(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    return f"{name} is {written(error['input'])}, and {_sentence(error)}", _nearest_date(error["input"])


def _nearest_date(value: object) -> str | None:
    parts = re.fullmatch(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?:[T ].*)?", str(value))
    if parts is None:
        return None
    first, month, last = parts.groups()
    year, day = (first, last) if len(first) == 4 else (last, first)
    try:
        return f"Write {dt.date(int(year), int(month), int(day))}, if that is the day."
    except ValueError:
        return None


def _explain_level(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    context = error.get("ctx") or {}
    known = [str(title) for title in context["known"]]
    advice = did_you_mean(context["level"], known) or f"Write one of: {', '.join(known)}."
    return f"{name} is {written(context['level'])}, and the key result has no such level", advice


def _explain_itself(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    return f"{name}: {_sentence(error)}", None


def _explain_point(_error: ErrorDetails, name: str) -> tuple[str, str | None]:
    return f"{name} is not a pair", "Write two numbers in brackets, such as [40, 60]."


def _explain_otherwise(error: ErrorDetails, name: str) -> tuple[str, str | None]:
    return f"{name} is {written(error['input'])}, and that does not fit: {_sentence(error)}", None


def _sentence(error: ErrorDetails) -> str:
    return error["msg"].rstrip(".")


_EXPLANATIONS: Mapping[str, Explanation] = {
    **dict.fromkeys(
        ("float_type", "int_type", "float_parsing", "int_from_float", "finite_number"), _explain_number
    ),
    "string_type": _explain_text,
    **dict.fromkeys(("literal_error", "enum"), _explain_choice),
    **dict.fromkeys(("greater_than", "greater_than_equal", "less_than", "less_than_equal"), _explain_bound),
    "string_pattern_mismatch": _explain_pattern,
    **dict.fromkeys(("string_too_short", "string_too_long", "too_short"), _explain_length),
    **dict.fromkeys(("dataclass_type", "mapping_type", "dict_type"), _explain_mapping),
    **dict.fromkeys(("tuple_type", "list_type"), _explain_list),
    "bool_type": _explain_flag,
    "okr_date": _explain_date,
    "okr_level": _explain_level,
    **dict.fromkeys(("okr_cadence", "okr_range", "okr_cycle", "okr_scoring"), _explain_itself),
    **dict.fromkeys(("unexpected_positional_argument", "missing_positional_only_argument"), _explain_point),
}


def _type_at(root: type, keys: KeyPath) -> type | None:
    """The model of the mapping that `keys` lead to; `None` where there is no model for it."""
    found: type | None = root
    for key in keys:
        if isinstance(key, int):
            continue
        if found is None:
            return None
        found = _models(found).get(key)
    return found


def _keys_at(root: type, keys: KeyPath) -> tuple[str, ...]:
    model = _type_at(root, keys)
    return () if model is None else tuple(_key_names(model))


@cache
def _models(model: type) -> Mapping[str, type | None]:
    """The model behind each key of a model, if there is one."""
    hints = typing.get_type_hints(model, localns=names_of_kinds(), include_extras=True)
    return {key: _model_in(hints[name]) for key, name in _key_names(model).items()}


@cache
def _key_names(model: type) -> Mapping[str, str]:
    """Each key as it is written, with the name of its field."""
    names = {name.rstrip("_"): name for name in (each.name for each in dataclasses.fields(model))}
    names.pop("extensions", None)
    return types.MappingProxyType(names)


@cache
def _required_keys(model: type) -> frozenset[str]:
    return frozenset(
        each.name.rstrip("_")
        for each in dataclasses.fields(model)
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    )


def _model_in(hint: Any) -> type | None:
    if dataclasses.is_dataclass(hint):
        return hint if isinstance(hint, type) else None
    inner = (_model_in(argument) for argument in typing.get_args(hint))
    return next((model for model in inner if model is not None), None)


def without(value: Any, removed: Iterable[KeyPath]) -> Any:
    """A copy of `value` in which the given places are left out; only what lies around them is copied."""
    by_first: dict[str | int, list[KeyPath]] = {}
    for keys in removed:
        by_first.setdefault(keys[0], []).append(keys[1:])
    gone = {key for key, rests in by_first.items() if () in rests}
    if isinstance(value, Mapping):
        return {
            key: without(item, by_first[key]) if key in by_first else item
            for key, item in value.items()
            if key not in gone
        }
    return [
        without(item, by_first[index]) if index in by_first else item
        for index, item in enumerate(value)
        if index not in gone
    ]


def restored(keys: KeyPath, removed: Iterable[KeyPath]) -> KeyPath:
    """Keys in the document for `keys` in the value without what was `removed`."""
    result: KeyPath = ()
    for key in keys:
        result = (*result, _restored_index(result, key, removed) if isinstance(key, int) else key)
    return result


def _restored_index(parent: KeyPath, index: int, removed: Iterable[KeyPath]) -> int:
    gone = sorted(keys[-1] for keys in removed if keys[:-1] == parent and isinstance(keys[-1], int))
    for missing in gone:
        if missing <= index:
            index += 1
    return index
