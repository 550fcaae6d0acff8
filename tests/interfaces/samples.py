"""Requests made from the reference itself: for every operation a path, a query and a body of the form it asks for."""

from functools import cache
from typing import Any

from tradeward.interfaces.api.app import api

ZERO = "00000000-0000-7000-8000-000000000000"
_BY_PATTERN = {
    r"^[A-Z]{2}$": "DE", r"^[A-Z]{3}$": "USD", r"^[0-9a-f]{64}$": "0" * 64, "^[a-z_]{1,40}$": "cancel",
    r"^([a-z]{3}_)?[0-9a-f-]{32,36}$": ZERO, r"^[0-9]{1,12}$": "1",
}  # fmt: skip


@cache
def operations() -> dict[str, dict[str, Any]]:
    """Every operation by `METHOD /path`, as OpenAPI tells it."""
    schema = api.get_openapi_schema()
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}": {**told, "components": schema["components"]["schemas"]}
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    }


def body(operation: dict[str, Any]) -> Any:
    """The smallest body that has the form asked for; None where no JSON is asked for."""
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    return sample(content["application/json"]["schema"], operation["components"])


def query(operation: dict[str, Any]) -> str:
    """The query parameters that an operation cannot do without."""
    needed = [one for one in operation.get("parameters", []) if one["in"] == "query" and one.get("required")]
    return "?" + "&".join(f"{one['name']}=1" for one in needed) if needed else ""


def sample(schema: dict[str, Any], components: dict[str, Any]) -> Any:
    """A value of the form of a schema: the example it gives, its first choice, or the smallest there is."""
    if "$ref" in schema:
        return sample(components[schema["$ref"].rpartition("/")[2]], components)
    if schema.get("examples"):
        return schema["examples"][0]
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return sample(schema[several][0], components)
    kind = schema.get("type")
    return _SAMPLES[kind[0] if isinstance(kind, list) else kind](schema, components)


def _text(schema: dict[str, Any], components: dict[str, Any]) -> str:
    if schema.get("pattern") in _BY_PATTERN:
        return _BY_PATTERN[schema["pattern"]]
    known = {"date": "2026-08-01", "date-time": "2026-08-01T08:00:00Z", "uri": "https://example.com/hook"}
    return known.get(schema.get("format", ""), "1" if "pattern" in schema else "x")


_SAMPLES: dict[Any, Any] = {
    "object": lambda schema, components: {
        name: sample(schema["properties"][name], components) for name in schema.get("required", ())
    },
    "array": lambda schema, components: [sample(schema["items"], components)] * schema.get("minItems", 1),
    "string": _text,
    "integer": lambda schema, components: schema.get("minimum", 1),
    "boolean": lambda schema, components: False,
    "null": lambda schema, components: None,
    None: lambda schema, components: {},
}
