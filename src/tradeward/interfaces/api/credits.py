"""Credits over HTTP: money that came, of an order and altogether. To propose, match, decline and send back are moves."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import credits as seen

router = Router(tags=["money"])

OrderId, CreditId = shapes.id_of("order"), shapes.id_of("credit")


class Credit(shapes.Told):
    """A bank credit: who paid what with which reference, and what it was put to; `suspense` waits for the operator."""

    id: CreditId  # type: ignore[valid-type]
    order: OrderId | None  # type: ignore[valid-type]
    state: str
    amount: shapes.Money
    applied: shapes.Money
    payer: str
    payer_account: str
    reference: str
    matched_to: str
    proposed_reference: str
    value_on: date
    recorded_at: datetime
    matched_at: datetime | None


Credits = paging.page_of(Credit, says="Credits, the oldest first.")


@router.get("/orders/{order}/credits", response=Credits, summary="List an order's credits")
def of_order(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """What came from the bank for an order. The payer's account is for the operator alone."""
    viewer, at = calling.viewing(request)
    found = seen.of_order(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=_told)


@router.get("/credits", response=Credits, summary="List credits")
def listed(
    request: HttpRequest,
    cursor: paging.Cursor | None = None,
    limit: paging.Limit = 50,
    state: Annotated[str, Field(pattern="^[a-z_]*$", max_length=20)] = "",
):
    """Everything that came, for the operator; `state=suspense` is what waits for him."""
    viewer, _ = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    found = seen.listed(viewer, state=state, after=place[0] if place else None, limit=limit + 1)
    return paging.page(found, limit=limit, tell=_told, place=lambda one: [one.id])


@router.get("/credits/{credit}", response=Credit, summary="Read a credit")
def read(request: HttpRequest, credit: CreditId):  # type: ignore[valid-type]
    """One credit, for the operator."""
    viewer, _ = calling.viewing(request)
    return _told(seen.one(viewer, credit_id=shapes.read("credit", credit)))


def _told(one: seen.Credit) -> dict[str, Any]:
    told = telling.told(one, ids={"id": "credit", "order_id": "order"}, amounts=("amount", "applied"))
    return {**told, "order": told["order_id"]}
