"""What happened to an order and what happens next, over HTTP: its journal, its deadlines, the money at risk."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from tradeward.domain.money import Money
from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.interfaces.api.orders import AtRisk, Deadline
from tradeward.queries import orders

router = Router(tags=["orders"])

OrderId = shapes.id_of("order")


class JournalEvent(shapes.Told):
    """A line of the journal: who did what to what when, and what they said with it; chained to the line before by its hash."""

    seq: int
    at: datetime
    by: str
    person: shapes.id_of("person") | None  # type: ignore[valid-type]
    noun: str
    verb: str
    said: dict[str, Any]
    hash: str


class Deadlines(shapes.Told):
    """What the clock does next if nobody acts, soonest first."""

    items: list[Deadline]


Journal = paging.page_of(JournalEvent, says="Lines of an order's journal, the oldest first.")


@router.get("/orders/{order}/journal", response=Journal, summary="Read the journal")
def journal(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """The order's history, which nobody can change: every act, every fact, every move of the clock."""
    viewer, at = calling.viewing(request)
    place = paging.after(cursor, read=[paging.count])
    found = orders.page_of_journal(
        viewer, order_id=shapes.read("order", order), after=place[0] if place else 0, limit=limit + 1, at=at
    )
    return paging.page(
        found, limit=limit, place=lambda one: [one.seq],
        tell=lambda one: {**telling.told(one, ids={"person_id": "person"}), "person": telling.shown("person", one.person_id)},
    )  # fmt: skip


@router.get("/orders/{order}/deadlines", response=Deadlines, summary="List deadlines")
def deadlines(request: HttpRequest, order: OrderId):  # type: ignore[valid-type]
    """What happens next if nobody acts, when, and on whom it waits."""
    viewer, at = calling.viewing(request)
    return {
        "items": [telling.told(one) for one in orders.deadlines(viewer, order_id=shapes.read("order", order), at=at)]
    }


@router.get("/orders/{order}/at_risk", response=AtRisk, summary="Read the money at risk")
def at_risk(request: HttpRequest, order: OrderId):  # type: ignore[valid-type]
    """The buyer's money now: held and safe, covered, and what nobody answers for."""
    viewer, at = calling.viewing(request)
    order_id = shapes.read("order", order)
    risk = orders.at_risk(viewer, order_id=order_id, at=at)
    currency = orders.currency(viewer, order_id=order_id, at=at)
    return {
        name: telling.money(Money(getattr(risk, name), currency).amount, currency)
        for name in ("held", "covered", "not_covered")
    }
