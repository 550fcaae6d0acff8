"""Amendments over HTTP. Proposing, signing and withdrawing are acts of their own."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router

from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import amendments

router = Router(tags=["amendments"])


class Amendment(shapes.Told):
    """A change to the signed contract, open until both have signed it or `open_until`."""

    id: shapes.id_of("amendment")  # type: ignore[valid-type]
    number: int
    kind: str
    content: dict[str, str]
    state: str
    proposed_by: str
    proposed_at: datetime
    open_until: datetime | None
    ended_at: datetime | None


Amendments = paging.page_of(Amendment, says="The amendments of an order, the oldest first.")


@router.get("/orders/{order}/amendments", response=Amendments, summary="List amendments")
def listed(
    request: HttpRequest, order: shapes.id_of("order"), cursor: paging.Cursor | None = None, limit: paging.Limit = 50
):  # type: ignore[valid-type]
    """Every change to the signed contract that either side proposed."""
    viewer, at = calling.viewing(request)
    found = amendments.listed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=lambda one: telling.told(one, ids={"id": "amendment"}))
