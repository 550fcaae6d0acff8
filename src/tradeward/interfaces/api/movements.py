"""An order's money over HTTP: its instalments, what goes back to the buyer, and the statement of every movement."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.interfaces.api.orders import Instalment
from tradeward.queries import movements, orders, refunds

router = Router(tags=["money"])

OrderId = shapes.id_of("order")


class Refund(shapes.Told):
    """Money that goes back to the buyer, by source; `waiting` is the fund's part while the fund is short of cash."""

    id: shapes.id_of("refund")  # type: ignore[valid-type]
    dispute: shapes.id_of("dispute") | None  # type: ignore[valid-type]
    cause: str
    of_a_claim: bool
    at: datetime
    total: shapes.Money
    from_held: shapes.Money
    from_early: shapes.Money
    from_security: shapes.Money
    from_fund: shapes.Money
    from_supplier: shapes.Money
    waiting: shapes.Money
    reversed_at: datetime | None


class Movement(shapes.Told):
    """A posting: by which recipe, and from the credited to the debited account."""

    at: datetime
    recipe: str
    debit: str
    credit: str
    amount: shapes.Money


class Instalments(shapes.Told):
    """The instalments in the order of the plan."""

    items: list[Instalment]


Refunds = paging.page_of(Refund, says="What went or goes back to the buyer, the oldest first.")
Statement = paging.page_of(Movement, says="Every movement of money that the order caused, the oldest first.")


@router.get("/orders/{order}/instalments", response=Instalments, summary="List instalments")
def instalments(request: HttpRequest, order: OrderId):  # type: ignore[valid-type]
    """What is due when, under which reference, what came, and where it is."""
    viewer, at = calling.viewing(request)
    found = orders.instalments(viewer, order_id=shapes.read("order", order), at=at)
    return {"items": [telling.told(one, amounts=("amount", "paid", "released")) for one in found]}


@router.get("/orders/{order}/refunds", response=Refunds, summary="List refunds")
def refunded(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """What went or goes back to the buyer, and out of which pocket."""
    viewer, at = calling.viewing(request)
    found = refunds.listed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=_refund)


@router.get("/orders/{order}/statement", response=Statement, summary="Read the statement")
def statement(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """Every movement of money that the order caused, as the ledger has it."""
    viewer, at = calling.viewing(request)
    place = paging.after(cursor, read=[paging.count, paging.count])
    order_id = shapes.read("order", order)
    found = movements.listed(viewer, order_id=order_id, after=place and (place[0], place[1]), limit=limit + 1, at=at)
    return paging.page(
        found,
        limit=limit,
        tell=lambda one: telling.told(one, amounts=("amount",)),
        place=lambda one: [one.entry, one.line],
    )


def _refund(one: refunds.Refund) -> dict[str, Any]:
    amounts = ("total", "from_held", "from_early", "from_security", "from_fund", "from_supplier", "waiting")
    told = telling.told(one, ids={"id": "refund", "dispute_id": "dispute"}, amounts=amounts)
    return {**told, "dispute": told["dispute_id"]}
