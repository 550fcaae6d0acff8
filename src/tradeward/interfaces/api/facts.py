"""Facts over HTTP: what happened outside, told here, never refused for being out of turn."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain import facts as kinds
from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import facts as seen
from tradeward.usecases import facts

router = Router(tags=["facts"])

OrderId = shapes.id_of("order")
Word = Annotated[str, Field(min_length=1, max_length=40)]
Text = Annotated[str, Field(max_length=400)]


class NewFact(shapes.Said):
    """What happened: `force_majeure`, a `count` or a `document`, with what its kind says, and when (now if left out)."""

    kind: Annotated[str, Field(json_schema_extra={"enum": list(kinds.KINDS)}, max_length=40)]
    content: Annotated[dict[Word, Text], Field(max_length=20)]
    happened_at: shapes.Instant | None = None


class Recorded(shapes.Told):
    """The fact that was written down."""

    fact: shapes.id_of("fact")  # type: ignore[valid-type]


class Fact(shapes.Told):
    """Something that happened outside: when, and when and by whom it was told here."""

    id: shapes.id_of("fact")  # type: ignore[valid-type]
    kind: str
    at: datetime
    recorded_at: datetime
    by: str
    content: dict[str, str]


class ShipDeadline(shapes.Told):
    """The last day on which the goods may ship: agreed, and moved by force majeure and by the buyer's own days."""

    day: date
    agreed: date
    force_majeure_days: int
    buyers_days: int


Facts = paging.page_of(Fact, says="The facts of an order, in the order in which they were told.")


@router.get("/orders/{order}/facts", response=Facts, summary="List facts")
def listed(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """What happened outside, as it was told here."""
    viewer, at = calling.viewing(request)
    found = seen.listed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=lambda one: telling.told(one, ids={"id": "fact"}))


@router.post("/orders/{order}/facts", response={201: Recorded}, summary="Report a fact")
def record(request: HttpRequest, key: shapes.Key, order: OrderId, body: NewFact):  # type: ignore[valid-type]
    """Write down what happened. No state changes by it; what hangs on it is reckoned anew."""
    return Status(201, calling.do(
        request, key, facts.record, order_id=shapes.read("order", order), kind=body.kind, content=body.content,
        happened_at=body.happened_at,
    ))  # fmt: skip


@router.get("/orders/{order}/ship_deadline", response=ShipDeadline, summary="Read the ship deadline")
def ship_deadline(request: HttpRequest, order: OrderId):  # type: ignore[valid-type]
    """The last day for shipment with its arithmetic, as known now."""
    viewer, at = calling.viewing(request)
    return telling.told(seen.ship_deadline(viewer, order_id=shapes.read("order", order), at=at))
