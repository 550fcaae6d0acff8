"""Bodies described by the domain's own table of what may be said: one truth, read by the domain and told by the reference."""

import re
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from ninja.params.functions import Body
from pydantic import WithJsonSchema

from tradeward.domain import vocabulary
from tradeward.domain.saying import Field, Fields, Kind

_SHOWN_ID = re.compile(r"[a-z]{3}_[0-9a-f]{32}")
_DECIMAL = r"^[0-9]{1,20}(\.[0-9]{1,20})?$"


def body_of(fields: Fields) -> Any:
    """The type of a body with these fields: JSON of any kind for the web's layer, checked by the domain, by name."""
    shape = Annotated[dict[str, Any], WithJsonSchema(schema(fields))]
    if any(one.required for one in fields):
        return Annotated[shape, Body(...)]
    return Annotated[shape | None, Body(None)]


def plain_ids(fields: Fields, told: Mapping[str, Any]) -> dict[str, Any]:
    """What is told, with every id as the domain keeps it: API ids carry the prefix of their noun."""
    by_name = {one.name: one for one in fields}
    return {name: _plain(by_name[name], value) if name in by_name else value for name, value in told.items()}


def _plain(field: Field, value: Any) -> Any:
    if field.kind is Kind.ID and isinstance(value, str) and _SHOWN_ID.fullmatch(value):
        return str(UUID(value[4:])) if value[:3] in vocabulary.PREFIXES.values() else value
    if field.kind in (Kind.OBJECT, Kind.VERBATIM) and isinstance(value, dict):
        return plain_ids(field.of, value)
    if field.kind is Kind.LIST and isinstance(value, list):
        return [_plain(field.of[0], one) for one in value]
    return value


def schema(fields: Fields) -> dict[str, Any]:
    """The JSON Schema of an object with these fields and no others."""
    found: dict[str, Any] = {
        "type": "object", "additionalProperties": False, "properties": {one.name: _schema_of(one) for one in fields},
    }  # fmt: skip
    if required := [one.name for one in fields if one.required]:
        found["required"] = required
    return found


def _schema_of(field: Field) -> dict[str, Any]:
    return {**_SCHEMAS[field.kind](field), "description": field.says}


def _text(field: Field) -> dict[str, Any]:
    return {"type": "string", "maxLength": field.max_length, **({"minLength": 1} if field.required else {})}


_WORDS = {
    "anyOf": [
        {"type": ["string", "boolean", "null"]},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"type": "string"}},
    ]
}
"""Strings, lists and objects of them: no number stands where something is judged later."""
_SCHEMAS = {
    Kind.TEXT: _text,
    Kind.AMOUNT: lambda field: {"type": "string", "pattern": _DECIMAL, "examples": ["7500.00"]},
    Kind.NUMBER: lambda field: {"type": "string", "pattern": _DECIMAL.replace("^", "^-?")},
    Kind.DIGITS: lambda field: {"type": "string", "pattern": "^[0-9]{1,12}$"},
    Kind.WHOLE: lambda field: {"type": "integer", "minimum": field.least, "maximum": field.most},
    Kind.DAY: lambda field: {"type": "string", "format": "date"},
    Kind.INSTANT: lambda field: {"type": "string", "format": "date-time"},
    Kind.ID: lambda field: {"type": "string", "pattern": "^([a-z]{3}_)?[0-9a-f-]{32,36}$"},
    Kind.CHOICE: lambda field: {"type": "string", "enum": list(field.choices)},
    Kind.LIST: lambda field: {"type": "array", "maxItems": field.max_length, "items": _schema_of(field.of[0])},
    Kind.MAP: lambda field: {
        "type": "object", "maxProperties": field.max_length, "additionalProperties": _schema_of(field.of[0]),
    },
    Kind.OBJECT: lambda field: schema(field.of),
    Kind.VERBATIM: lambda field: schema(field.of),
    Kind.OPEN: lambda field: {"anyOf": [{"type": "object", "additionalProperties": _WORDS}, _WORDS]},
}  # fmt: skip
