"""What is begun on an order over HTTP: a dispute, an amendment. What happens to them then are moves (`moves.py`)."""

from typing import Annotated, Literal, get_args

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain import policy
from tradeward.interfaces.api import calling, shapes
from tradeward.usecases import amendments, disputes

router = Router()

Ground = Literal[get_args(policy.Ground)]  # type: ignore[valid-type]
Amount = Annotated[str, Field(pattern=r"^[0-9]{1,20}(\.[0-9]{1,20})?$", examples=["7500.00"])]
TermId = Annotated[str, Field(min_length=1, max_length=100)]


class Claim(shapes.Said):
    """The grounds, one remedy, perhaps the terms meant, an amount, and the story in the buyer's words."""

    grounds: Annotated[list[Ground], Field(min_length=1, max_length=5)]
    remedy: Annotated[str, Field(pattern="^[a-z_]{1,40}$", examples=["cancel"])]
    terms: Annotated[list[TermId], Field(max_length=400)] | None = None
    amount: Amount | None = None
    story: Annotated[str, Field(max_length=4_000)] = ""


class Claimed(shapes.Told):
    """The dispute that was opened."""

    dispute: shapes.id_of("dispute")  # type: ignore[valid-type]
    state: str


class Change(shapes.Said):
    """What changes: `ship_date`, `price` or `split`, with what that kind takes; `settles` names the open dispute it ends."""

    kind: Annotated[str, Field(pattern="^[a-z_]{1,40}$", examples=["ship_date"])]
    content: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=400)]]


class Proposed(shapes.Told):
    """The amendment, open until the other side signs it or its time is over."""

    amendment: shapes.id_of("amendment")  # type: ignore[valid-type]
    number: str
    state: str


@router.post(
    "/orders/{order}/disputes",
    response={201: Claimed},
    tags=["disputes"],
    summary="Open a dispute",
    operation_id="dispute_open",
)
def dispute(request: HttpRequest, key: shapes.Key, order: shapes.id_of("order"), body: Claim):  # type: ignore[valid-type]
    """The buyer claims; the supplier has three days to answer and put it right."""
    order_id = shapes.read("order", order)
    return Status(201, calling.do(request, key, disputes.open_dispute, order_id=order_id, **body.model_dump()))


@router.post(
    "/orders/{order}/amendments", response={201: Proposed}, tags=["amendments"], summary="Propose an amendment",
    operation_id="amendment_propose",
)  # fmt: skip
def amendment(request: HttpRequest, key: shapes.Key, order: shapes.id_of("order"), body: Change):  # type: ignore[valid-type]
    """Propose to change the signed contract; it is open for 72 hours and binds when the other side signs."""
    content = dict(body.content)
    if "settles" in content:
        content["settles"] = str(shapes.read("dispute", content["settles"]))
    order_id = shapes.read("order", order)
    told = calling.do(request, key, amendments.propose, order_id=order_id, kind=body.kind, content=content)
    return Status(201, told)
