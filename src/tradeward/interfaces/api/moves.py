"""Every move a person makes, as an operation: drawn from the table of what may be said with it, so that none is forgotten."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import WithJsonSchema

from tradeward.domain import saying, vocabulary
from tradeward.domain.saying import Fields
from tradeward.interfaces.api import calling, forms, shapes
from tradeward.usecases import moves

router = Router()

PATHS = {
    "order": "orders", "instalment": "instalments", "inspection": "inspections", "shipment": "shipments",
    "amendment": "amendments", "dispute": "disputes", "recovery": "recoveries", "credit": "credits",
    "payment_out": "payments", "supplier": "suppliers",
}  # fmt: skip
"""The path of each life's rows."""
ELSEWHERE = {("order", "propose")}
"""Moves whose operation asks for more than the table says: a counter-proposal names the version it answers (If-Match)."""


OF_TWO = {("recovery", "plan"), ("supplier", "return_security")}
"""Moves that one of the operator's people asks for and another agrees to: they are answered by what waits."""


def _moved(noun: str, verb: str) -> Any:
    """The type of an answer to a move: which row, in what state it is now, and what else is told; of two: what waits."""
    told = {
        noun: {"type": "string", "pattern": f"^{vocabulary.PREFIXES[noun]}_[0-9a-f]{{32}}$"},
        "state": {"type": "string"},
    }
    if (noun, verb) in OF_TWO:
        told = {
            "approval": {"type": "string"},
            "what": {"type": "string"},
            "expires_at": {"type": "string", "format": "date-time"},
        }
    shape = {"type": "object", "properties": told, "required": [next(iter(told))], "additionalProperties": True}
    return Annotated[dict[str, Any], WithJsonSchema(shape)]


def _operation(noun: str, verb: str, fields: Fields) -> Callable[..., Any]:
    """The operation of one move."""
    Id, Said = shapes.id_of(noun), forms.body_of(fields)

    def make(request: HttpRequest, key: shapes.Key, id: Id, body: Said):  # type: ignore[valid-type]
        told = forms.plain_ids(fields, body or {})
        return calling.do(request, key, moves.make, noun=noun, id=shapes.read(noun, id), verb=verb, told=told)

    return make


for (noun, verb), fields in saying.SAID.items():
    if (noun, verb) not in ELSEWHERE:
        router.add_api_operation(
            f"/{PATHS[noun]}/{{id}}/{verb}", ["POST"], _operation(noun, verb, fields), response=_moved(noun, verb),
            tags=[PATHS[noun]],
            operation_id=f"{noun}_{verb}", summary=f"{verb.replace('_', ' ').capitalize()} ({noun.replace('_', ' ')})",
            description=f"The move `{verb}` of the {noun.replace('_', ' ')}; `allowed_moves` says when it is yours and open.",
        )  # fmt: skip
