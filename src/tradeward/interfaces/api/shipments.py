"""Shipments over HTTP. To ship is a move."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from tradeward.interfaces.api import calling, shapes, telling
from tradeward.queries import shipments

router = Router(tags=["shipments"])


class Shipment(shapes.Told):
    """A lot of the goods: until when it ships, and the document that proves that it did."""

    id: shapes.id_of("shipment")  # type: ignore[valid-type]
    lot: int
    state: str
    value: shapes.Money
    ship_on: date
    document: dict[str, Any]
    dispatched_on: date | None
    shown_at: datetime | None


class Shipments(shapes.Told):
    """The lots of an order; one that is not divided has one."""

    items: list[Shipment]


@router.get("/orders/{order}/shipments", response=Shipments, summary="List shipments")
def listed(request: HttpRequest, order: shapes.id_of("order")):  # type: ignore[valid-type]
    """The lots of an order and how each left the supplier's hands."""
    viewer, at = calling.viewing(request)
    found = shipments.listed(viewer, order_id=shapes.read("order", order), at=at)
    return {"items": [telling.told(one, ids={"id": "shipment"}, amounts=("value",)) for one in found]}
