"""Events over HTTP: everything that happened, in an order that skips nothing."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tradeward.domain import events
from tradeward.interfaces.api import calling, shapes
from tradeward.queries import events as seen

router = Router(tags=["events"])


class About(shapes.Told):
    """The row that an event is about; `state` is the one it has since, null where the event left it as it was."""

    noun: str
    id: str
    state: str | None


class Event(shapes.Told):
    """Something that happened. Its `id` is the `webhook-id` under which webhooks tell it."""

    id: Annotated[str, Field(pattern="^evt_[0-9a-f]{32}$")]
    type: Annotated[str, Field(examples=["dispute.open"])]
    at: datetime
    by: str
    order: shapes.id_of("order") | None  # type: ignore[valid-type]
    about: About


class EventPage(shapes.Told):
    """Events, oldest first. Keep `next`: it is where to go on, also after the last page; `more` says that you need not wait."""

    items: list[Event]
    next: str
    more: bool


After = Annotated[str, Field(pattern="^[0-9]{1,20}-[0-9]{1,19}$", description="`next` of the page before.")]


@router.get("/events", response=EventPage, summary="Read what happened")
def page(
    request: HttpRequest,
    after: After = seen.START,
    limit: Annotated[int, Field(ge=1, le=seen.LONGEST_PAGE)] = seen.LONGEST_PAGE,
) -> dict[str, Any]:
    """The events of your orders from behind a cursor: none is skipped and none comes twice, however late it was committed."""
    viewer, _ = calling.viewing(request)
    found = seen.page(viewer, after=after, limit=limit)
    return {"items": [events.told(one) for one in found.items], "next": found.next, "more": found.more}
