"""Organisations and their people over HTTP: taken on by the operator, read by themselves."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain.vocabulary import Role
from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import organisations as seen
from tradeward.usecases import organisations

router = Router(tags=["organisations"])

OrganisationId, PersonId = shapes.id_of("organisation"), shapes.id_of("person")
Kind = Literal["buyer", "supplier", "inspector", "operator", "arbiter"]
Text = Annotated[str, Field(max_length=400)]
Needed = Annotated[str, Field(min_length=1, max_length=400)]


class NewOrganisation(shapes.Said):
    """A party to take on: what it is, where it is, its e-mail address, its bank account, who owns it."""

    kind: Kind
    name: Needed
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["DE"])]
    zone: Annotated[str, Field(max_length=60, examples=["Europe/Berlin"])]
    email: Needed
    account: Needed
    owner: Text = ""
    address: Text = ""


class Registered(shapes.Told):
    """The organisation that was taken on; `held` says that a screening list may name it."""

    organisation: OrganisationId  # type: ignore[valid-type]
    held: bool


class Coming(shapes.Told):
    """Bank details that are noted, and from when on they are in force."""

    account: str
    at: datetime
    in_force_at: datetime


class Organisation(shapes.Told):
    """An organisation. `account` is the one in force, null for who may not see it; `account_changes` are on their way."""

    id: OrganisationId  # type: ignore[valid-type]
    kind: str
    name: str
    country: str
    zone: str
    email: str
    owner: str
    address: str
    account: str | None
    account_changes: list[Coming]
    verified_at: datetime | None
    screened_at: datetime | None
    created_at: datetime


class NewPerson(shapes.Said):
    """Somebody to act for an organisation in one role; the label is how the journal calls them."""

    role: Literal["buyer", "supplier", "inspector", "officer", "operator"]
    label: Needed


class PersonAdded(shapes.Told):
    """The person who acts for the organisation from now on."""

    person: PersonId  # type: ignore[valid-type]


class Person(shapes.Told):
    """Somebody who acts for an organisation."""

    id: PersonId  # type: ignore[valid-type]
    role: str
    label: str
    created_at: datetime


Organisations = paging.page_of(Organisation, says="The organisations that you may see, the oldest first.")
People = paging.page_of(Person, says="The people of an organisation, the oldest first.")


@router.post("/organisations", response={201: Registered}, summary="Take an organisation on")
def register(request: HttpRequest, key: shapes.Key, body: NewOrganisation):
    """The operator takes a party on, screened against the lists; it proves its e-mail address before it trades."""
    return Status(201, calling.do(request, key, organisations.register, **body.model_dump()))


@router.get("/organisations", response=Organisations, summary="List organisations")
def listed(
    request: HttpRequest, cursor: paging.Cursor | None = None, limit: paging.Limit = 50, kind: Kind | None = None
):
    """Officers and the operator see all, others their own."""
    viewer, at = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    found = seen.listed(viewer, after=place[0] if place else None, limit=limit + 1, kind=kind or "", at=at)
    return paging.page(found, limit=limit, tell=_told, place=lambda one: [one.id])


@router.get("/organisations/{organisation}", response=Organisation, summary="Read an organisation")
def read(request: HttpRequest, organisation: OrganisationId):  # type: ignore[valid-type]
    """An organisation, for its own people, officers and the operator."""
    viewer, at = calling.viewing(request)
    return _told(seen.one(viewer, organisation_id=shapes.read("organisation", organisation), at=at))


@router.get("/organisations/{organisation}/people", response=People, summary="List people")
def people(
    request: HttpRequest, organisation: OrganisationId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50
):  # type: ignore[valid-type]
    """Who acts for an organisation."""
    viewer, _ = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    organisation_id = shapes.read("organisation", organisation)
    found = seen.people(viewer, organisation_id=organisation_id, after=place[0] if place else None, limit=limit + 1)
    return paging.page(
        found, limit=limit, tell=lambda one: telling.told(one, ids={"id": "person"}), place=lambda one: [one.id]
    )


@router.post("/organisations/{organisation}/people", response={201: PersonAdded}, summary="Add a person")
def add(request: HttpRequest, key: shapes.Key, organisation: OrganisationId, body: NewPerson):  # type: ignore[valid-type]
    """The operator gives an organisation somebody who acts for it; a token for them is made with POST /tokens."""
    organisation_id = shapes.read("organisation", organisation)
    return Status(201, calling.do(
        request, key, organisations.add_person, organisation_id=organisation_id, role=Role(body.role), label=body.label
    ))  # fmt: skip


def _told(one: seen.Party) -> dict[str, Any]:
    return telling.told(one, ids={"id": "organisation"})
