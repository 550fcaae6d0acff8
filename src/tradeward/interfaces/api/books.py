"""The books over HTTP, for the operator: the last run of check-books, and the guarantee fund."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from tradeward.interfaces.api import calling, shapes, telling
from tradeward.queries import books
from tradeward.queries import fund as pots_of

router = Router(tags=["books"])


class Checked(shapes.Told):
    """The last run of check-books: when, and what it found; red stops payouts to suppliers. `at` is null before the first run."""

    at: datetime | None
    red: bool
    findings: list[dict[str, Any]]


class Waits(shapes.Told):
    """A refund that waits for cash."""

    order: shapes.id_of("order")  # type: ignore[valid-type]
    amount: shapes.Money
    due_at: datetime


class Pot(shapes.Told):
    """The fund in one currency: cash, the cover that open orders hold, what waits for cash, what the operator has to pay in."""

    currency: str
    cash: shapes.Money
    reserved: shapes.Money
    waiting: list[Waits]
    due: shapes.Money
    due_since: datetime | None


class Fund(shapes.Told):
    """The guarantee fund, a pot a currency."""

    items: list[Pot]


@router.get("/books", response=Checked, summary="Read the state of the books")
def read(request: HttpRequest):
    """Whether ledger, journals, tables, deadlines, bank and files said the same when they were last checked."""
    viewer, _ = calling.viewing(request)
    found = books.last(viewer)
    return telling.told(found) if found else {"at": None, "red": False, "findings": []}


@router.get("/fund", response=Fund, summary="Read the guarantee fund")
def fund(request: HttpRequest):
    """What stands behind the cover, pot by pot."""
    viewer, _ = calling.viewing(request)
    return {"items": [_pot(one) for one in pots_of.pots(viewer)]}


def _pot(one: pots_of.Pot) -> dict[str, Any]:
    waiting = [
        {
            "order": telling.shown("order", each.order_id),
            "amount": telling.money(each.amount, one.currency),
            "due_at": each.due_at,
        }
        for each in one.waiting
    ]
    return {**telling.told(one, amounts=("cash", "reserved", "due")), "waiting": waiting}
