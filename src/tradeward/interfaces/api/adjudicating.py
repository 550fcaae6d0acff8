"""Stand-alone cases over HTTP: a case goes in, findings come out; the same function as `tradeward adjudicate`."""

import json
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Body
from pydantic import WithJsonSchema

from tradeward.domain.adjudication import answer
from tradeward.domain.adjudication.form import reading

router = Router(tags=["adjudication"])


def _schema() -> dict[str, Any]:
    """The form of a case as JSON Schema, its definitions written out in place."""
    told: dict[str, Any] = json.loads(reading.schema())
    defined = told.pop("$defs")
    for name in ("$schema", "$id"):
        told.pop(name)

    def inlined(value: Any) -> Any:
        if isinstance(value, list):
            return [inlined(one) for one in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if reference:
            return inlined(defined[reference.rpartition("/")[2]])
        most = {"maximum": 10**15 - 1} if value.get("type") == "integer" else {}
        return {**most, **{key: inlined(one) for key, one in value.items()}}

    found: dict[str, Any] = inlined(told)
    return found


Case = Annotated[dict[str, Any], WithJsonSchema(_schema())]


@router.post("/adjudicate", response=dict[str, Any], summary="Adjudicate a case")
def adjudicate(request: HttpRequest, body: Annotated[Case, Body(...)]):
    """What follows from contract and evidence by profile `seed`, with every reason. Nothing is written, so no key is needed."""
    return answer.as_json(answer=answer.adjudicate(case=reading.case_of(value=body)))
