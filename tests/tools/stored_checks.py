"""Writes down the checks that pydantic reads off the models, as a module of Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

import pydantic_core

from okr.model.checks import adapter
from okr.model.settings import GoalFile, Settings

_HEAD = '''"""What pydantic reads off the models, made by tests/drift.py: see `okr.model.checks`."""

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


def stored_checks() -> str:
    """The text of `okr/model/stored_checks.py` as the models have it now, a field of a model on a line."""
    parts = [f"PYDANTIC_CORE = {pydantic_core.__version__!r}\n"]
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
