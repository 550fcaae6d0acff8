"""Drafts over HTTP: prepared by one side for itself, changed under If-Match, offered once."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from tradeward.interfaces.api import calling, contracts, matching, paging, shapes, telling
from tradeward.interfaces.api.orders import Offered
from tradeward.queries import drafts as seen
from tradeward.usecases import drafts

router = Router(tags=["drafts"])

DraftId = shapes.id_of("draft")


class NewDraft(shapes.Said):
    """A title for yourself, and as much of the contract as there is yet."""

    title: Annotated[str, Field(min_length=1, max_length=drafts.LONGEST_TITLE)]
    contract: contracts.Partial


class Begun(shapes.Told):
    """The draft and its revision, which is its ETag."""

    draft: DraftId  # type: ignore[valid-type]
    revision: int


class Draft(shapes.Told):
    """A draft; `lacks` says why it could not be offered, or signed, as it is. `order` once it was offered.

    `decidable_bp`: basis points of its value that measurement could decide.
    """

    id: DraftId  # type: ignore[valid-type]
    title: str
    revision: int
    contract: dict[str, Any]
    lacks: list[str]
    decidable_bp: int
    created_at: datetime
    changed_at: datetime
    order: shapes.id_of("order") | None  # type: ignore[valid-type]


Drafts = paging.page_of(Draft, says="The drafts of your organisation, the newest first.")


@router.post("/drafts", response={201: Begun}, summary="Begin a draft")
def begin(request: HttpRequest, response: HttpResponse, key: shapes.Key, body: NewDraft):
    """Begin to write a contract. Nobody outside your organisation sees it until you offer it."""
    told = calling.do(request, key, drafts.begin, title=body.title, body=contracts.plain(body.contract))
    response["ETag"] = matching.tag(told["revision"])
    return Status(201, told)


@router.get("/drafts", response=Drafts, summary="List drafts")
def listed(request: HttpRequest, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):
    """The drafts of your organisation."""
    viewer, at = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    found = seen.listed(viewer, after=place[0] if place else None, limit=limit + 1, at=at)
    return paging.page(found, limit=limit, tell=_told, place=lambda one: [one.id])


@router.get("/drafts/{draft}", response=Draft, summary="Read a draft")
def read(request: HttpRequest, response: HttpResponse, draft: DraftId):  # type: ignore[valid-type]
    """A draft of your organisation, with what it lacks; its ETag is its revision."""
    viewer, at = calling.viewing(request)
    found = seen.one(viewer, draft_id=shapes.read("draft", draft), at=at)
    response["ETag"] = matching.tag(found.revision)
    return _told(found)


@router.put("/drafts/{draft}", response=Begun, summary="Change a draft")
def change(
    request: HttpRequest, response: HttpResponse, draft: DraftId, body: NewDraft, if_match: matching.IfMatch = None
):  # type: ignore[valid-type]
    """Put another text in the place of the revision you read. To send the same again is harmless."""
    revision = matching.revision(if_match)
    told = calling.change(
        request, drafts.change, draft_id=shapes.read("draft", draft), revision=revision, title=body.title,
        body=contracts.plain(body.contract),
    )  # fmt: skip
    response["ETag"] = matching.tag(told["revision"])
    return told


@router.delete("/drafts/{draft}", response={204: None}, summary="Discard a draft")
def discard(request: HttpRequest, draft: DraftId, if_match: matching.IfMatch = None):  # type: ignore[valid-type]
    """Throw the revision you read away. A draft that was offered stays."""
    revision = matching.revision(if_match)
    by, at = calling.viewing(request)
    drafts.discard(draft_id=shapes.read("draft", draft), revision=revision, by=by, at=at)
    return Status(204, None)


@router.post("/drafts/{draft}/offer", response={201: Offered}, summary="Offer a draft")
def offer(request: HttpRequest, key: shapes.Key, draft: DraftId, if_match: matching.IfMatch = None):  # type: ignore[valid-type]
    """Put the revision you read on the table as the first version of an order."""
    revision = matching.revision(if_match)
    return Status(201, calling.do(request, key, drafts.offer, draft_id=shapes.read("draft", draft), revision=revision))


def _told(one: seen.Draft) -> dict[str, Any]:
    told = telling.told(one, ids={"id": "draft", "order_id": "order"})
    bp = one.decidable.bp if one.decidable else 0
    return {**told, "order": told["order_id"], "lacks": list(one.lacks), "decidable_bp": bp}
