"""Screening over HTTP: the operator's lists, whom they name here, and hits that two people let go (RULES §9)."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.interfaces.api import approvals, calling, paging, shapes, telling
from tradeward.queries import screenings as seen
from tradeward.usecases import screenings

router = Router(tags=["screenings"])

ListId, HitId = shapes.id_of("list"), shapes.id_of("hit")
OrganisationId = shapes.id_of("organisation")


class ListedName(shapes.Said):
    """Whom a list names, as it writes the name and the country."""

    name: Annotated[str, Field(min_length=1, max_length=500)]
    country: Annotated[str, Field(max_length=100)] = ""


class NewList(shapes.Said):
    """A list of the operator's, whole; it takes the place of the one of that name."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    source: Annotated[str, Field(min_length=1, max_length=500)]
    entries: Annotated[list[ListedName], Field(min_length=1, max_length=20_000)]


class ListImported(shapes.Told):
    """The list, and whom a hit on it holds now."""

    list: ListId  # type: ignore[valid-type]
    entries: int
    held: list[OrganisationId]  # type: ignore[valid-type]


class ListOfNames(shapes.Told):
    """A list that was imported; `counts` says that no newer one of its name took its place."""

    id: ListId  # type: ignore[valid-type]
    name: str
    source: str
    entries: int
    imported_by: shapes.id_of("person")  # type: ignore[valid-type]
    imported_at: datetime
    counts: bool


class Hit(shapes.Told):
    """An entry of a list that a party may be: `score_bp` says how alike the names are, of 10,000."""

    id: HitId  # type: ignore[valid-type]
    organisation: OrganisationId  # type: ignore[valid-type]
    name: str
    list_name: str
    entry_name: str
    entry_country: str
    score_bp: int
    occasion: str
    at: datetime
    cleared_at: datetime | None
    reason: str


class Clearing(shapes.Said):
    """Why it is somebody else."""

    reason: Annotated[str, Field(min_length=1, max_length=4_000)]


Lists = paging.page_of(ListOfNames, says="The lists that were imported, the oldest first.")
Hits = paging.page_of(Hit, says="Screening hits, the oldest first.")


@router.get("/screening_lists", response=Lists, summary="List screening lists")
def lists(request: HttpRequest, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):
    """Every list that the operator imported, with its source and how many it names."""
    viewer, _ = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    found = seen.lists(viewer, after=place[0] if place else None, limit=limit + 1)
    return paging.page(
        found, limit=limit, place=lambda one: [one.id],
        tell=lambda one: telling.told(one, ids={"id": "list", "imported_by": "person"}),
    )  # fmt: skip


@router.post("/screening_lists", response={201: ListImported}, summary="Import a screening list")
def add(request: HttpRequest, key: shapes.Key, body: NewList):
    """The operator imports a list, and everybody here is held against it at once; a longer one goes in under several names."""
    told = calling.do(request, key, screenings.import_list, **body.model_dump())
    held = [shapes.told({"organisation": one})["organisation"] for one in told["held"]]
    return Status(201, {"list": told["list"], "entries": int(told["entries"]), "held": held})


@router.get("/screening_hits", response=Hits, summary="List screening hits")
def hits(request: HttpRequest, cursor: paging.Cursor | None = None, limit: paging.Limit = 50, cleared: bool = False):
    """The hits that wait, and hold the payments of whom they name; or those that were cleared."""
    viewer, _ = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    found = seen.hits(viewer, cleared=cleared, after=place[0] if place else None, limit=limit + 1)
    return paging.page(found, limit=limit, tell=_hit, place=lambda one: [one.id])


@router.post("/screening_hits/{hit}/clear", response={202: approvals.Asked}, summary="Ask to clear a hit")
def clear(request: HttpRequest, key: shapes.Key, hit: HitId, body: Clearing):  # type: ignore[valid-type]
    """Once a second person agrees, the hit is none, and what waited for it goes on, dated then."""
    hit_id = shapes.read("hit", hit)
    return Status(202, calling.do(request, key, screenings.clear, hit_id=hit_id, reason=body.reason))


def _hit(one: seen.Hit) -> dict[str, Any]:
    told = telling.told(one, ids={"id": "hit", "organisation_id": "organisation"})
    return {**told, "organisation": told["organisation_id"]}
