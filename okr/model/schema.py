"""JSON Schemas of the files that people write, read off the models, so that editors know what okr knows.

Draft 7, because every editor's YAML support reads it. What a schema can say plainly is said: keys and their
kinds, ranges, and which keys exclude or need each other. That names exist and that dates fit together is for
`okr validate` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from inspect import cleandoc
from typing import Any, cast

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from okr.model.checks import adapter
from okr.model.fields import EXTENSIONS_KEY
from okr.model.goals import METRIC_KEYS, RANGE_BOUNDS, Close, KeyResult, Range
from okr.model.kpis import Kpi, TargetRange
from okr.model.settings import GoalFile, Settings, WordSettings

DIALECT = "http://json-schema.org/draft-07/schema#"

_ATTRIBUTE = re.compile(r"^    (?P<name>\w+): (?P<text>.*(?:\n {5}.*)*)", re.MULTILINE)
_INNER_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def goals_schema() -> JsonSchemaValue:
    """The schema of a goal file."""
    return _schema(GoalFile, "goals")


def workspace_schema() -> JsonSchemaValue:
    """The schema of `okr.yaml`."""
    return _schema(Settings, "workspace")


SCHEMAS: dict[str, Callable[[], JsonSchemaValue]] = {"goals": goals_schema, "workspace": workspace_schema}
"""By the name that `okr schema` knows them by."""


def _schema(root: type, name: str) -> JsonSchemaValue:
    made = adapter(root).json_schema(schema_generator=_Generator, ref_template="#/definitions/{model}")
    definitions = made.pop("$defs")
    whole = {"$schema": DIALECT, "$id": f"urn:okr:{name}:1", **made, "definitions": definitions}
    return cast("JsonSchemaValue", _in_draft_7(whole))


def _in_draft_7(schema: Any) -> Any:
    """The same with pairs as draft 7 writes them."""
    if isinstance(schema, list):
        return [_in_draft_7(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {"items" if key == "prefixItems" else key: _in_draft_7(value) for key, value in schema.items()}
    return {**made, "additionalItems": False} if "prefixItems" in schema else made


class _Generator(GenerateJsonSchema):
    """As pydantic does it, with what this format does otherwise, and for editors rather than for programs."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """A number is taken as it was written, wherever digits may stand."""
        made = super().str_schema(schema)
        takes_digits = re.search(made.get("pattern", ""), "5") is not None
        return {**made, "type": ["string", "number"]} if takes_digits else made

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Told apart by their type: a number is none of them."""
        choices = super().tagged_union_schema(schema)["oneOf"]
        return {
            "anyOf": [{**each, "type": "string"} if "string" in each["type"] else each for each in choices]
        }

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Whether a key may be empty is a matter of whether it is required; see `_property`."""
        return self.generate_inner(schema["schema"])

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        """A mapping: its keys, each as the docstring of the model tells of it, and what hangs together."""
        made, model = super().dataclass_schema(schema), schema["cls"]
        required, texts = made.get("required", ()), dict(_keys_told_of(model))
        made["properties"] = {
            key: _property(value, texts.get(key), is_required=key in required)
            for key, value in made["properties"].items()
            if key != EXTENSIONS_KEY
        }
        made["patternProperties"] = {f"^{EXTENSIONS_KEY}": {}}
        made["additionalProperties"] = False
        if model in _RULES:
            made["allOf"] = list(_RULES[model]())
        return {**made, "title": _title(model), "description": _introduction(model)}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Never: it would only repeat the key."""
        return False


def _property(value: JsonSchemaValue, text: str | None, *, is_required: bool) -> JsonSchemaValue:
    """What a key may hold. An empty key is as if absent, so that only a required one may not be empty."""
    kind = {key: each for key, each in value.items() if key != "default"}
    default = (
        {"default": value["default"]} if value.get("default") and value["default"] != "not binary" else {}
    )
    description = {} if text is None else {"description": text}
    return {**description, **(kind if is_required else _or_empty(kind)), **default}


def _or_empty(kind: JsonSchemaValue) -> JsonSchemaValue:
    """The same, or nothing."""
    if "$ref" in kind:
        return {"anyOf": [kind, {"type": "null"}]}
    if "anyOf" in kind:
        return {**kind, "anyOf": [*kind["anyOf"], {"type": "null"}]}
    if "type" not in kind:
        return kind
    types = [kind["type"]] if isinstance(kind["type"], str) else kind["type"]
    values = {"enum": [*kind["enum"], None]} if "enum" in kind else {}
    return {**kind, "type": [*types, "null"], **values}


def _title(model: type) -> str:
    """`Key result` for `KeyResult`."""
    return "KPI" if model is Kpi else _INNER_CAPITAL.sub(" ", model.__name__).capitalize()


def _introduction(model: type) -> str:
    """What the docstring of a model says before it comes to the keys."""
    introduction = cleandoc(model.__doc__ or "").partition("\n\nAttributes:\n")[0]
    return "\n\n".join(" ".join(each.split()) for each in introduction.split("\n\n"))


def _keys_told_of(model: type) -> Iterator[tuple[str, str]]:
    """Each key of a model with what its docstring, or that of a model it extends, says of it."""
    for ancestor in reversed(model.__mro__):
        attributes = cleandoc(ancestor.__doc__ or "").partition("\nAttributes:\n")[2]
        for match in _ATTRIBUTE.finditer(attributes):
            yield match["name"].rstrip("_"), " ".join(match["text"].split())


def _given(key: str) -> JsonSchemaValue:
    """There is such a key, and it is not empty."""
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


def _any_given(*keys: str) -> JsonSchemaValue:
    return {"anyOf": [_given(key) for key in keys]} if len(keys) > 1 else _given(keys[0])


def _excludes(keys: tuple[str, ...], others: tuple[str, ...], **more: Any) -> JsonSchemaValue:
    """Where one of some keys is given, none of others is."""
    empty = {"type": "null", "errorMessage": f"{keys[0]} and this exclude each other"}
    return {"if": _any_given(*keys), "then": {"properties": {**dict.fromkeys(others, empty), **more}}}


def _needs(keys: tuple[str, ...], *others: str) -> JsonSchemaValue:
    """Where one of some keys is given, one of others is as well."""
    return {"if": _any_given(*keys), "then": _any_given(*others)}


def _of_key_result() -> Iterator[JsonSchemaValue]:
    """A key result is measured in one way. `done` speaks of a measure even where it is empty."""
    yield _excludes(METRIC_KEYS, ("maintain", "milestones", "levels"), done=False)
    yield _excludes(("maintain",), ("milestones", "levels"), done=False)
    yield _excludes(("milestones",), ("levels",), done=False)
    yield _excludes(("levels",), (), done=False)
    yield _needs(METRIC_KEYS, "target")
    yield _needs(("kpi",), "target", "maintain")
    is_confidential = {"required": ["confidential"], "properties": {"confidential": {"const": True}}}
    measured = _any_given(*METRIC_KEYS, "maintain", "milestones", "levels")
    yield {"if": is_confidential, "then": {"not": {"anyOf": [measured, {"required": ["done"]}]}}}


def _of_range() -> Iterator[JsonSchemaValue]:
    yield {"oneOf": [_given(bound) for bound in RANGE_BOUNDS]}


def _of_target() -> Iterator[JsonSchemaValue]:
    yield from _of_range()
    yield _excludes(("from",), ("by",))


def _of_close() -> Iterator[JsonSchemaValue]:
    yield _needs(("grade",), "reason")


def _of_kpi() -> Iterator[JsonSchemaValue]:
    yield _excludes(("formula",), ("readings",))


def _of_words() -> Iterator[JsonSchemaValue]:
    yield _excludes(("extend",), ("replace",))


_RULES: dict[type, Callable[[], Iterator[JsonSchemaValue]]] = {
    KeyResult: _of_key_result,
    Range: _of_range,
    TargetRange: _of_target,
    Close: _of_close,
    Kpi: _of_kpi,
    WordSettings: _of_words,
}
"""What hangs together within a model; the same that its validators say."""
