"""The checks of a file against its model, ready-made: building them takes longer than checking a file.

pydantic reads them off the annotations of the models, as a schema for `pydantic_core`. That schema is kept in
`okr.model.stored_checks` and serves as long as `pydantic_core` is the version that it was made for; with any
other one the checks are built from the models, which takes longer and finds the same. `tests/drift.py` holds
it to the models.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import SchemaValidator
from pydantic_core import __version__ as pydantic_core_version

from okr.model import stored_checks
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


_HEAD = '''"""The checks that pydantic reads off the models. Made by tests/drift.py; see `checks`."""

from __future__ import annotations

from typing import Any

from okr.model import cycles, fields, goals, kpis, settings

'''
_FIELD = re.compile(r"(?<=[\[,]) ?(?={'type': 'dataclass-field')")
_ON_A_LINE = "\n "
_FOR_OTHERS = frozenset({"metadata", "serialization", "json_schema_input_schema"})
"""Keys of a schema by which nothing is checked."""
_ADDRESS = re.compile(r"(?<=\w):\d+\Z")
"""What pydantic puts behind the name of a model to tell it from others: where it lies in memory."""


def to_store() -> str:
    """The text of `stored_checks.py` as the models have it now, with each field of a model on a line."""
    parts = [f"PYDANTIC_CORE = {pydantic_core_version!r}\n"]
    for name, root in (("GOAL_FILE", GoalFile), ("SETTINGS", Settings)):
        schema = repr(_storable(adapter(root).core_schema))
        parts.append(f"{name}: Any = {_FIELD.sub(_ON_A_LINE, schema)}\n")
    return _HEAD + "".join(parts)


class _Name(NamedTuple):
    """Something of Python's, which is written by its name."""

    text: str

    def __repr__(self) -> str:
        return self.text


def _storable(value: Any) -> Any:
    """A part of a schema without what differs from run to run, and with names for what has no literal."""
    if isinstance(value, Mapping):
        return {key: _storable(each) for key, each in value.items() if key not in _FOR_OTHERS}
    if isinstance(value, list | tuple):
        return type(value)(map(_storable, value))
    if isinstance(value, str):
        return _ADDRESS.sub("", value)
    if value is None or isinstance(value, int | float):
        return value
    owner = type(value) if isinstance(value, Enum) else value
    module = owner.__module__.removeprefix("okr.model.").replace("builtins", "")
    name = f"{owner.__qualname__}.{value.name}" if isinstance(value, Enum) else owner.__qualname__
    return _Name(f"{module}.{name}".removeprefix("."))
