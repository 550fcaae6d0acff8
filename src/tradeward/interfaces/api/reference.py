"""The reference: OpenAPI of every operation, with the problems that each may answer, declared in one place."""

from typing import Any

from tradeward.interfaces.api import problems

_EVERYWHERE = (400, 401, 403, 429, 503)
_WITH_A_BODY = (411, 413, 415, 422)
_ACTING = (404, 409, 422)
_MATCHING = (412, 428)

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A problem as RFC 9457 has it; its type is a page that says what to do.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["/api/problems/out-of-turn"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "reasons": {"type": "array", "items": {"type": "string"}, "description": "The needs not met, a sentence each."},
        "field": {"type": "string", "description": "The input at fault."},
        "pointer": {"type": "string", "description": "The same as RFC 6901."},
        "errors": {
            "type": "array",
            "description": "Each fault of the form, with its place.",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {name: {"type": "string"} for name in ("detail", "pointer", "in", "parameter")},
            },
        },
        "request_id": {"type": "string", "description": "What to say when you report it."},
    },
}


def completed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with every problem that an operation may answer."""
    schema["components"]["schemas"]["Problem"] = PROBLEM
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            for status in _statuses(path, method, operation):
                operation["responses"].setdefault(status, _response(status))
    return schema


def _statuses(path: str, method: str, operation: dict[str, Any]) -> list[int]:
    found = {*_EVERYWHERE}
    if "{" in path:
        found.add(404)
    if "requestBody" in operation:
        found |= {*_WITH_A_BODY}
    if method != "get":
        found |= {*_ACTING}
    parameters = {one["name"] for one in operation.get("parameters", ())}
    if "If-Match" in parameters:
        found |= {*_MATCHING}
    if parameters & {"cursor", "on", "after", "lot"}:
        found.add(422)
    if "name" in parameters:
        found.add(404)
    return sorted(found)


def _response(status: int) -> dict[str, Any]:
    kinds = [one for one in problems.KINDS.values() if one.status == status]
    told: dict[str, Any] = {
        "description": "; ".join(f"{one.title}: {one.way_out}" for one in kinds),
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in (429, 503):
        told["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}}
    return told
