"""Inspections and their reports over HTTP. What people do with them are moves."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import inspections

router = Router(tags=["inspections"])

OrderId = shapes.id_of("order")


class Report(shapes.Told):
    """A report as it was filed, the `version`-th of its inspection, with the verdict computed from it and why (RULES §4, §6).

    `may_hold`: the most per cent of units with defects of each class that the lot may still hold, 95 times in 100.
    """

    inspection: shapes.id_of("inspection")  # type: ignore[valid-type]
    version: int
    inspector: shapes.id_of("organisation")  # type: ignore[valid-type]
    phase: str
    reported_at: datetime
    report: dict[str, Any]
    verdict: str
    reasons: list[str]
    may_hold: dict[str, str]


class Inspection(shapes.Told):
    """One inspection; under `reference` the buyer pays its fee."""

    id: shapes.id_of("inspection")  # type: ignore[valid-type]
    number: int
    phase: str
    state: str
    inspector: shapes.id_of("organisation") | None  # type: ignore[valid-type]
    fee: shapes.Money
    fee_held: shapes.Money
    reference: str
    requested_at: datetime
    booked_at: datetime | None
    reported_at: datetime | None
    report: dict[str, Any]
    verdict: str
    reasons: list[str]
    may_hold: dict[str, str]


Inspections = paging.page_of(Inspection, says="The inspections of an order, the oldest first.")
Reports = paging.page_of(Report, says="Every version of every report filed for an order, the oldest first.")


@router.get("/orders/{order}/inspections", response=Inspections, summary="List inspections")
def listed(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """The inspections of an order: who looks, what was reported, what follows from it."""
    viewer, at = calling.viewing(request)
    found = inspections.listed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=_told)


@router.get("/orders/{order}/reports", response=Reports, summary="List inspection reports")
def reports(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """The reports as the inspectors filed them, also those that a later version completed. The verdict is computed, never said."""
    viewer, at = calling.viewing(request)
    found = inspections.filed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=_filed)


@router.get("/inspections/{inspection}", response=Inspection, summary="Read an inspection")
def read(request: HttpRequest, inspection: shapes.id_of("inspection")):  # type: ignore[valid-type]
    """One inspection, for whoever may see its order."""
    viewer, at = calling.viewing(request)
    return _told(inspections.one(viewer, inspection_id=shapes.read("inspection", inspection), at=at))


def _told(one: inspections.Inspection) -> dict[str, Any]:
    told = telling.told(one, ids={"id": "inspection", "inspector_id": "organisation"}, amounts=("fee", "fee_held"))
    return {**told, "inspector": told["inspector_id"], "reasons": list(one.reasons)}


def _filed(one: inspections.Filed) -> dict[str, Any]:
    told = telling.told(one, ids={"inspection_id": "inspection", "inspector_id": "organisation"})
    return {
        **told,
        "inspection": told["inspection_id"],
        "inspector": told["inspector_id"],
        "reasons": list(one.reasons),
    }
