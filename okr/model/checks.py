"""The checks of a file against its model, ready-made: building them takes longer than checking a file.

pydantic reads them off the annotations of the models, as a schema for `pydantic_core`. That schema is kept in
`okr.model.stored_checks` and serves as long as `pydantic_core` is the version that it was made for; with any
other one the checks are built from the models, which takes longer and finds the same. `tests/drift.py` holds
it to the models.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic_core import SchemaValidator
from pydantic_core import __version__ as pydantic_core_version

from okr.model import stored_checks
from okr.model.goals import METRIC_KEYS, KeyResult, Objective
from okr.model.kpis import Kpi
from okr.model.settings import GoalFile, Settings

if TYPE_CHECKING:
    from pydantic import ConfigDict, TypeAdapter

_CONFIG: ConfigDict = {"extra": "forbid", "coerce_numbers_to_str": True, "defer_build": True}
"""Unknown keys are refused; a number where text is expected is taken as it was written."""

_STORED: Mapping[type, Any] = {GoalFile: stored_checks.GOAL_FILE, Settings: stored_checks.SETTINGS}


@cache
def checks(root: type[Any]) -> SchemaValidator:
    """What turns the values of a file into a model, or raises a `ValidationError` with all that is wrong.

    Args:
        root: `GoalFile` or `Settings`.
    """
    if pydantic_core_version == stored_checks.PYDANTIC_CORE:
        return SchemaValidator(_STORED[root])
    return SchemaValidator(adapter(root).core_schema)  # type: ignore[arg-type]  # every class is hashable


def value_of_key(thing: Objective | KeyResult | Kpi, key: str, written: Any) -> Any:
    """What is written means as the value of a key of such a thing; where nothing is, the key's default.

    Raises:
        ValueError: It cannot stand there, or there is no such key.
    """
    if key not in {each.name for each in fields(thing)}:
        raise ValueError(f"there is no key {key}")
    needs_target = isinstance(thing, KeyResult) and key in (*METRIC_KEYS, "kpi")
    others = {"id": "id", "title": "title"} | ({"target": 0} if needs_target else {})
    given = {} if written is None else {key: written}
    entry = {other: value for other, value in others.items() if other != key} | given
    return getattr(_read_alone(type(thing), entry), key)


def _read_alone(kind: type[Any], entry: Mapping[str, Any]) -> Any:
    """An objective, key result or KPI as a file gives it that holds nothing else."""
    read = checks(GoalFile).validate_python
    if kind is Kpi:
        return read({"kpis": [entry]}).kpis[0]
    if kind is Objective:
        return read({"objectives": [entry]}).objectives[0]
    return _read_alone(Objective, {"id": "id", "title": "title", "key_results": [entry]}).key_results[0]


@cache
def adapter(root: type[Any]) -> TypeAdapter[Any]:
    """The same as pydantic builds it, which can tell of itself as a JSON Schema too."""
    from pydantic import TypeAdapter, with_config

    made: TypeAdapter[Any] = TypeAdapter(with_config(_CONFIG)(root))
    made.rebuild(force=True, _types_namespace=names_of_kinds())
    return made


def names_of_kinds() -> dict[str, Any]:
    """What the names in the annotations of the models mean."""
    from okr.model import fields, kinds, kpis

    return {**vars(fields), **vars(kpis), **vars(kinds)}
