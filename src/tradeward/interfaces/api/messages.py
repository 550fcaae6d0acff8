"""Messages over HTTP: what is said in an order; all in it read the same."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import messages as seen
from tradeward.usecases import messages

router = Router(tags=["messages"])

OrderId = shapes.id_of("order")
FileId = shapes.id_of("evidence")


class NewMessage(shapes.Said):
    """A text, perhaps with files of the order."""

    text: Annotated[str, Field(min_length=1, max_length=10_000)]
    evidence: Annotated[list[FileId], Field(max_length=200)] = []  # type: ignore[valid-type]


class MessageSent(shapes.Told):
    """The message that stands in the order's chain."""

    message: shapes.id_of("message")  # type: ignore[valid-type]


class Message(shapes.Told):
    """A message: who said what when, with which files."""

    id: shapes.id_of("message")  # type: ignore[valid-type]
    by: str
    at: datetime
    text: str
    evidence: list[FileId]  # type: ignore[valid-type]


Messages = paging.page_of(Message, says="The messages of an order, the oldest first.")


@router.get("/orders/{order}/messages", response=Messages, summary="List messages")
def listed(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """What was said in the order. Nobody can change or take back a message."""
    viewer, at = calling.viewing(request)
    found = seen.listed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=_told)


@router.post("/orders/{order}/messages", response={201: MessageSent}, summary="Send a message")
def send(request: HttpRequest, key: shapes.Key, order: OrderId, body: NewMessage):  # type: ignore[valid-type]
    """Say something to everybody in the order; there is no private message to an officer."""
    files = [shapes.read("evidence", one) for one in body.evidence]
    order_id = shapes.read("order", order)
    return Status(201, calling.do(request, key, messages.send, order_id=order_id, text=body.text, evidence_ids=files))


def _told(one: seen.Message) -> dict[str, Any]:
    files = [telling.shown("evidence", file) for file in one.evidence]
    return {**telling.told(one, ids={"id": "message"}), "evidence": files}
