"""Accreditations over HTTP: who may inspect what on which days."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain import contract
from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import inspections
from tradeward.usecases import accreditations, organisations

router = Router(tags=["inspections"])

OrganisationId = shapes.id_of("organisation")
Day = Annotated[str, Field(max_length=10, json_schema_extra={"format": "date"})]


class NewAccreditation(shapes.Said):
    """For what an inspector is accredited, and on which days, the last one included."""

    scope: Annotated[str, Field(min_length=1, max_length=200)]
    first_on: Day
    last_on: Day


class Granted(shapes.Told):
    """The accreditation that was granted."""

    accreditation: shapes.id_of("accreditation")  # type: ignore[valid-type]


class Withdrawal(shapes.Said):
    """From which day on, and why."""

    on: Day
    reason: Annotated[str, Field(min_length=1, max_length=2_000)]


class Withdrawn(shapes.Told):
    """How many accreditations of the inspector ended."""

    inspector: OrganisationId  # type: ignore[valid-type]
    withdrawn: int
    on: date


class Accredited(shapes.Told):
    """An inspector who may look on the day asked for: at what, until when, and who said so."""

    inspector: OrganisationId  # type: ignore[valid-type]
    name: str
    scope: str
    last_on: date
    granted_by: str


Inspectors = paging.page_of(Accredited, says="The inspectors accredited on a day, by name.")


@router.get("/inspectors", response=Inspectors, summary="List accredited inspectors")
def listed(request: HttpRequest, on: Day | None = None, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):
    """Who may inspect on a day, today if none is named."""
    viewer, at = calling.viewing(request)
    day = contract.read_day(field="on", text=on) if on else at.date()
    return paging.cut(inspections.accredited(viewer, on=day), limit=limit, told=cursor, tell=_told)


@router.post("/inspectors/{inspector}/accreditations", response={201: Granted}, summary="Accredit an inspector")
def grant(request: HttpRequest, key: shapes.Key, inspector: OrganisationId, body: NewAccreditation):  # type: ignore[valid-type]
    """The operator accredits an inspector for a scope and days."""
    inspector_id = shapes.read("organisation", inspector)
    return Status(201, calling.do(request, key, organisations.accredit, inspector_id=inspector_id, **body.model_dump()))


@router.post("/inspectors/{inspector}/accreditations/withdraw", response=Withdrawn, summary="Withdraw accreditations")
def withdraw(request: HttpRequest, key: shapes.Key, inspector: OrganisationId, body: Withdrawal):  # type: ignore[valid-type]
    """The operator ends an inspector's accreditations from a day on, with a reason."""
    inspector_id = shapes.read("organisation", inspector)
    told = calling.do(request, key, accreditations.withdraw, inspector_id=inspector_id, **body.model_dump())
    return {**told, "inspector": inspector}


def _told(one: inspections.Accredited) -> dict[str, Any]:
    told = telling.told(one, ids={"inspector_id": "organisation"})
    return {**told, "inspector": told["inspector_id"]}
