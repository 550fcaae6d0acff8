"""Suppliers over HTTP: found, read with the arithmetic of their limit, their facts and points. Their moves stand elsewhere."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain import supplier_facts as kinds
from tradeward.interfaces.api import calling, orders, paging, shapes, telling
from tradeward.queries import directory, suppliers
from tradeward.usecases import supplier_facts

router = Router(tags=["suppliers"])

SupplierId = shapes.id_of("supplier")
Needed = Annotated[str, Field(min_length=1, max_length=2_000)]
Day = Annotated[str, Field(max_length=10, json_schema_extra={"format": "date"})]


class Found(shapes.Told):
    """A supplier in a list; one that gives no cover is shown all the same, and it is said."""

    id: SupplierId  # type: ignore[valid-type]
    name: str
    country: str
    state: str
    limit: shapes.Money
    free: shapes.Money
    gives_cover: bool


class Supplier(shapes.Told):
    """How a supplier stands in the scheme. Reasons of a decision and deadlines are for him, officers and the operator."""

    id: SupplierId  # type: ignore[valid-type]
    name: str
    state: str
    limit: shapes.Money
    free: shapes.Money
    arithmetic: list[str]
    reasons: list[str]
    sentence: str
    deadlines: list[orders.Deadline]
    allowed_moves: list[orders.Allowed]


class Limit(shapes.Told):
    """A limit, what open orders reserve and what the fund advanced of it, what is left, and the lines it was reckoned by."""

    limit: shapes.Money
    reserved: shapes.Money
    advanced: shapes.Money
    free: shapes.Money
    ceiling: shapes.Money | None
    verification: str
    reviewed_at: datetime | None
    arithmetic: list[str]
    sentence: str


class Point(shapes.Told):
    """Penalty points from one final ruling; deleted when it was reversed."""

    id: shapes.id_of("point")  # type: ignore[valid-type]
    order: shapes.id_of("order")  # type: ignore[valid-type]
    dispute: shapes.id_of("dispute") | None  # type: ignore[valid-type]
    cause: str
    points: int
    at: datetime
    deleted_at: datetime | None


class NewSupplierFact(shapes.Said):
    """What is known of a supplier, where it comes from, of which day it is, and the last day on which it holds."""

    kind: Annotated[str, Field(max_length=40, json_schema_extra={"enum": list(kinds.KINDS)})]
    says: Needed
    source: Needed
    dated_on: Day
    expires_on: Day


class SupplierFactRecorded(shapes.Told):
    """The fact that was written down."""

    fact: shapes.id_of("fact")  # type: ignore[valid-type]


class SupplierFact(shapes.Told):
    """Something known of a supplier. What it says and where it comes from are for him, officers and the operator."""

    id: shapes.id_of("fact")  # type: ignore[valid-type]
    kind: str
    says: str
    source: str
    dated_on: date
    expires_on: date
    recorded_at: datetime
    counts: bool
    expired: bool


Suppliers = paging.page_of(Found, says="Suppliers, the oldest first.")
Points = paging.page_of(Point, says="The penalty points of a supplier, the oldest first.")
Facts = paging.page_of(SupplierFact, says="The facts of a supplier, the newest of each kind first.")


@router.get("/suppliers", response=Suppliers, summary="Find suppliers")
def listed(
    request: HttpRequest,
    cursor: paging.Cursor | None = None,
    limit: paging.Limit = 50,
    name: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = "",
    state: Annotated[str, Field(pattern="^[a-z]*$", max_length=20)] = "",
):
    """Suppliers in the scheme and out of it, by the beginning of their name."""
    viewer, at = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    after = place[0] if place else None
    found = directory.suppliers(viewer, name=name, state=state, after=after, limit=limit + 1, at=at)
    return paging.page(
        found, limit=limit, place=lambda one: [one.id],
        tell=lambda one: telling.told(one, ids={"id": "supplier"}, amounts=("limit", "free")),
    )  # fmt: skip


@router.get("/suppliers/{supplier}", response=Supplier, summary="Read a supplier")
def read(request: HttpRequest, supplier: SupplierId):  # type: ignore[valid-type]
    """How a supplier stands: his state, his limit and what is left of it, what the clock does next, and your moves."""
    viewer, at = calling.viewing(request)
    found = suppliers.standing(viewer, supplier_id=shapes.read("supplier", supplier), at=at)
    moves = [{**asdict(one), "id": telling.shown(one.noun, one.id)} for one in found.allowed_moves]
    return {**telling.told(found, ids={"id": "supplier"}, amounts=("limit", "free")), "allowed_moves": moves}


@router.get("/suppliers/{supplier}/limit", response=Limit, summary="Read a coverage limit")
def limit_of(request: HttpRequest, supplier: SupplierId):  # type: ignore[valid-type]
    """The most the platform reimburses for a supplier's breaches, with its arithmetic line by line."""
    viewer, at = calling.viewing(request)
    found = directory.limit(viewer, supplier_id=shapes.read("supplier", supplier), at=at)
    return telling.told(found, amounts=("limit", "reserved", "advanced", "free", "ceiling"))


@router.get("/suppliers/{supplier}/points", response=Points, summary="List penalty points")
def points(request: HttpRequest, supplier: SupplierId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """The points that final rulings gave a supplier, for himself, officers and the operator."""
    viewer, _ = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    supplier_id = shapes.read("supplier", supplier)
    found = directory.points(viewer, supplier_id=supplier_id, after=place[0] if place else None, limit=limit + 1)
    return paging.page(found, limit=limit, tell=_point, place=lambda one: [one.id])


@router.get("/suppliers/{supplier}/facts", response=Facts, summary="List a supplier's facts")
def facts(request: HttpRequest, supplier: SupplierId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """What is known of a supplier, from where, and until when it holds."""
    viewer, at = calling.viewing(request)
    found = suppliers.facts(viewer, supplier_id=shapes.read("supplier", supplier), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=lambda one: telling.told(one, ids={"id": "fact"}))


@router.post("/suppliers/{supplier}/facts", response={201: SupplierFactRecorded}, summary="Record a supplier's fact")
def record(request: HttpRequest, key: shapes.Key, supplier: SupplierId, body: NewSupplierFact):  # type: ignore[valid-type]
    """The operator writes down what is known of a supplier; the newest fact of a kind counts."""
    supplier_id = shapes.read("supplier", supplier)
    return Status(201, calling.do(request, key, supplier_facts.record, supplier_id=supplier_id, **body.model_dump()))


def _point(one: directory.Point) -> dict[str, Any]:
    told = telling.told(one, ids={"id": "point", "order_id": "order", "dispute_id": "dispute"})
    return {**told, "order": told["order_id"], "dispute": told["dispute_id"]}
