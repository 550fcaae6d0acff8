"""Exchange rates over HTTP."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import rates as seen
from tradeward.usecases import rates

router = Router(tags=["policy"])

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["EUR"])]


class NewRate(shapes.Said):
    """What one unit of a currency is worth in another from an instant on, and where that comes from."""

    from_currency: Currency
    to_currency: Currency
    rate: Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,12})?$", examples=["1.0842"])]
    source: Annotated[str, Field(min_length=1, max_length=400)]
    since: shapes.Instant


class Rate(shapes.Told):
    """A rate of the table."""

    from_currency: str
    to_currency: str
    rate: str
    source: str
    since: datetime


Rates = paging.page_of(Rate, says="Every rate ever set, pair by pair, the oldest first.")


@router.get("/rates", response=Rates, summary="List exchange rates")
def listed(request: HttpRequest, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):
    """Every rate ever set; everybody may read it."""
    viewer, _ = calling.viewing(request)
    return paging.cut(seen.listed(viewer), limit=limit, told=cursor, tell=telling.told)


@router.post("/rates", response={201: Rate}, summary="Set an exchange rate")
def publish(request: HttpRequest, key: shapes.Key, body: NewRate):
    """The operator sets a rate from an instant on; what is signed keeps its own."""
    calling.do(request, key, rates.publish, **body.model_dump())
    return Status(201, body.model_dump())
