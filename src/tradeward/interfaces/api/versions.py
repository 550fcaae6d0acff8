"""Contract versions over HTTP: all of an order's, and what changed between two."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from ninja.params.functions import Body, Query

from tradeward.interfaces.api import calling, contracts, matching, paging, shapes, telling
from tradeward.interfaces.api.orders import Offered
from tradeward.queries import versions
from tradeward.usecases import orders

router = Router(tags=["orders"])

OrderId = shapes.id_of("order")


class Signature(shapes.Told):
    """A signature: of which side, by whom, when, on which cover (RULES §3)."""

    party: str
    person: shapes.id_of("person") | None  # type: ignore[valid-type]
    at: datetime
    cover: shapes.Money


class Version(shapes.Told):
    """A version as it was offered; its hash is over `contract`."""

    number: int
    hash: str
    offered_by: str
    at: datetime
    contract: dict[str, Any]
    signatures: list[Signature]


class VersionChange(shapes.Told):
    """A place that differs (RFC 6901), what stood there, what stands there now (null: nothing), and that as a sentence."""

    pointer: str
    was: Any
    now: Any
    says: str


class Difference(shapes.Told):
    """What changed from one version to another; nothing when they say the same."""

    changes: list[VersionChange]


Versions = paging.page_of(Version, says="The versions of an order, the first one first.")


@router.get("/orders/{order}/versions", response=Versions, summary="List contract versions")
def listed(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """Every version that was ever on the table, with its signatures. A version never changes."""
    viewer, at = calling.viewing(request)
    found = versions.listed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=_told)


@router.get("/orders/{order}/versions/changes", response=Difference, summary="Compare two versions")
def between(
    request: HttpRequest,
    order: OrderId,  # type: ignore[valid-type]
    old: Annotated[int, Query(..., alias="from", ge=1, le=100_000)],
    new: Annotated[int, Query(..., alias="to", ge=1, le=100_000)],
):
    """What changed from one version to another, place by place, in words that both sides can read."""
    viewer, at = calling.viewing(request)
    found = versions.between(viewer, order_id=shapes.read("order", order), old=old, new=new, at=at)
    return {"changes": [telling.told(one) for one in found]}


@router.post(
    "/orders/{order}/propose", response={201: Offered}, summary="Propose another version", operation_id="order_propose"
)
def propose(
    request: HttpRequest,
    key: shapes.Key,
    order: OrderId,  # type: ignore[valid-type]
    body: Annotated[contracts.Whole, Body(...)],
    if_match: matching.IfMatch = None,
):
    """Put another version on the table instead of the one whose ETag (its hash) you send; earlier signatures are void."""
    on = matching.version(if_match)
    order_id = shapes.read("order", order)
    return Status(201, calling.do(request, key, orders.propose, order_id=order_id, body=contracts.plain(body), on=on))


def _told(one: versions.Version) -> dict[str, Any]:
    return {
        "number": one.number, "hash": one.hash, "offered_by": one.offered_by, "at": one.at, "contract": one.contract,
        "signatures": [
            {
                "party": each.party, "person": telling.shown("person", each.person_id), "at": each.at,
                "cover": telling.money(each.cover, one.currency),
            }
            for each in one.signatures
        ],
    }  # fmt: skip
