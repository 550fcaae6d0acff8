"""Recoveries over HTTP: debts, how they are collected, and what is left. To agree on a plan is a move."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import recoveries

router = Router(tags=["money"])

OrderId, RecoveryId = shapes.id_of("order"), shapes.id_of("recovery")


class PlanPart(shapes.Told):
    """One part of a repayment plan."""

    due: date
    amount: shapes.Money


class Recovery(shapes.Told):
    """A debt: what it was, what is left, by what it was covered, the plan to repay it, and the reference to pay it by."""

    id: RecoveryId  # type: ignore[valid-type]
    kind: str
    state: str
    debt: shapes.Money
    owed: shapes.Money
    set_off: shapes.Money
    from_security: shapes.Money
    paid: shapes.Money
    cancelled: shapes.Money
    written_off: shapes.Money
    reference: str
    plan: list[PlanPart]


class DebtEntry(shapes.Told):
    """A debt in a list."""

    id: RecoveryId  # type: ignore[valid-type]
    order: OrderId  # type: ignore[valid-type]
    kind: str
    state: str
    debt: shapes.Money
    at: datetime


Recoveries = paging.page_of(Recovery, says="The debts of an order, the oldest first.")
Entries = paging.page_of(DebtEntry, says="Debts, the oldest first.")


@router.get("/orders/{order}/recoveries", response=Recoveries, summary="List an order's debts")
def of_order(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """What is owed from an order, and how it is collected."""
    viewer, at = calling.viewing(request)
    found = recoveries.listed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=_told)


@router.get("/recoveries", response=Entries, summary="List debts")
def listed(
    request: HttpRequest,
    cursor: paging.Cursor | None = None,
    limit: paging.Limit = 50,
    state: Annotated[str, Field(pattern="^[a-z_]*$", max_length=20)] = "",
):
    """Debts over all orders: the operator sees all, a party those it owes."""
    viewer, _ = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    found = recoveries.everywhere(viewer, state=state, after=place[0] if place else None, limit=limit + 1)
    return paging.page(found, limit=limit, tell=_entry, place=lambda one: [one.id])


@router.get("/recoveries/{recovery}", response=Recovery, summary="Read a debt")
def read(request: HttpRequest, recovery: RecoveryId):  # type: ignore[valid-type]
    """One debt, for whoever may see its order."""
    viewer, at = calling.viewing(request)
    return _told(recoveries.one(viewer, recovery_id=shapes.read("recovery", recovery), at=at))


def _told(one: recoveries.Recovery) -> dict[str, Any]:
    amounts = ("debt", "owed", "set_off", "from_security", "paid", "cancelled", "written_off")
    plan = [{"due": part.due, "amount": telling.money(part.amount, one.currency)} for part in one.plan]
    return {**telling.told(one, ids={"id": "recovery"}, amounts=amounts), "plan": plan}


def _entry(one: recoveries.Entry) -> dict[str, Any]:
    told = telling.told(one, ids={"id": "recovery", "order_id": "order"}, amounts=("debt",))
    return {**told, "order": told["order_id"]}
