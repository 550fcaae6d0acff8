"""The books over HTTP, for the operator: the last run of check-books, and the guarantee fund."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from tradeward.interfaces.api import calling, shapes, telling
from tradeward.queries import books, funds

router = Router(tags=["books"])


class Checked(shapes.Told):
    """The last run of check-books: when, and what it found; red stops payouts to suppliers. `at` is null before the first run."""

    at: datetime | None
    red: bool
    findings: list[dict[str, Any]]


class Pot(shapes.Told):
    """The fund in one currency: cash, the cover that open orders hold, what waits for cash, what it must not fall below."""

    currency: str
    cash: shapes.Money
    reserved: shapes.Money
    waiting: shapes.Money
    least: shapes.Money


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
    viewer, at = calling.viewing(request)
    amounts = ("cash", "reserved", "waiting", "least")
    return {"items": [telling.told(one, amounts=amounts) for one in funds.pots(viewer, at=at)]}
