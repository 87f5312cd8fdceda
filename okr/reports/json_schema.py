"""JSON Schemas of the outputs, read off the types that the outputs are made of, so that both say the same.

An output is a `TypedDict`, or a frozen dataclass as `okr.reports.json_values` writes it. A type may be
`Annotated` with a text, which describes it, or with a pair of a further keyword and its value.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from typing import Annotated, Any, Literal, TypeAlias, is_typeddict

JsonSchema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Date = Annotated[str, ("format", "date")]
Share = Annotated[float, ("minimum", 0), ("maximum", 1)]
Count = Annotated[int, ("minimum", 0)]

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}


def output_schema(output: type) -> JsonSchema:
    """The schema of a whole output. Keys may be added to an output, so further ones are allowed."""
    return {"$schema": DIALECT, **schema_of(output)}


def schema_of(hint: Any) -> JsonSchema:
    """The schema of a type.

    Raises:
        TypeError: The type has no place in JSON.
    """
    if is_typeddict(hint):
        return _object(hint, hint.__required_keys__)
    if is_dataclass(hint):
        return _object(hint, typing.get_type_hints(hint))
    if hint in _TYPES:
        return {"type": _TYPES[hint]}
    if hint is Any:
        return {}
    if hint is dt.date:
        return schema_of(Date)
    return _composed(typing.get_origin(hint), typing.get_args(hint))


def _composed(origin: Any, arguments: tuple[Any, ...]) -> JsonSchema:
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:])
    if origin is Literal:
        return {"enum": list(arguments)} if len(arguments) > 1 else {"const": arguments[0]}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [schema_of(each) for each in arguments]}
    if origin is tuple and Ellipsis not in arguments:
        return {"type": "array", "prefixItems": [schema_of(each) for each in arguments]}
    if origin in (list, tuple):
        return {"type": "array", "items": schema_of(arguments[0])}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": schema_of(arguments[1])}
    raise TypeError(f"{origin}{arguments} has no place in JSON")


def _annotated(hint: Any, notes: tuple[Any, ...]) -> JsonSchema:
    schema = schema_of(hint)
    for note in notes:
        schema.update([("description", note) if isinstance(note, str) else note])
    return schema


def _object(hint: Any, required: Iterable[str]) -> JsonSchema:
    fields = typing.get_type_hints(hint, include_extras=True)
    description = {"description": hint.__doc__.splitlines()[0]} if hint.__doc__ else {}
    return {
        **description,
        "type": "object",
        "properties": {name: schema_of(field) for name, field in fields.items()},
        "required": sorted(required, key=list(fields).index),
    }
