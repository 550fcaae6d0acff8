"""Onboarding over HTTP: how far a party is, and the token that proves its e-mail address (RULES §9)."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain.vocabulary import Actor
from tradeward.interfaces.api import calling, shapes, telling
from tradeward.queries import screenings as seen
from tradeward.usecases import onboarding

router = Router(tags=["organisations"])

OrganisationId = shapes.id_of("organisation")


class Onboarding(shapes.Told):
    """How far a party is: it trades once `verified_at` says when its address was verified, and while no hit holds it."""

    organisation: OrganisationId  # type: ignore[valid-type]
    email: str
    verified_at: datetime | None
    screened_at: datetime | None
    held: bool


class ProofAsked(shapes.Told):
    """The token to send to the address, told this once, and null where the key was used before."""

    organisation: OrganisationId  # type: ignore[valid-type]
    email: str
    expires_at: datetime
    token: str | None


class Proof(shapes.Said):
    """The token as it came by e-mail."""

    token: Annotated[str, Field(min_length=1, max_length=200)]


class Proven(shapes.Told):
    """Whose address is verified."""

    organisation: OrganisationId  # type: ignore[valid-type]
    email: str


@router.get("/organisations/{organisation}/onboarding", response=Onboarding, summary="Read how far a party is")
def read(request: HttpRequest, organisation: OrganisationId):  # type: ignore[valid-type]
    """For the party itself and the operator: whether its address is verified and it was screened, and whether a hit holds it."""
    viewer, _ = calling.viewing(request)
    found = seen.onboarding(viewer, organisation_id=shapes.read("organisation", organisation))
    told = telling.told(found, ids={"organisation_id": "organisation"})
    return {**told, "organisation": told["organisation_id"]}


@router.post(
    "/organisations/{organisation}/email_proofs", response={201: ProofAsked}, summary="Ask for proof of an e-mail address"
)  # fmt: skip
def ask(request: HttpRequest, key: shapes.Key, organisation: OrganisationId):  # type: ignore[valid-type]
    """The operator gets a token and sends it to the address; whoever brings it back has read what is sent there."""
    organisation_id = shapes.read("organisation", organisation)
    return Status(201, {"token": None, **calling.do(request, key, onboarding.ask, organisation_id=organisation_id)})


@router.post("/email_proofs/confirm", response=Proven, summary="Prove an e-mail address")
def confirm(request: HttpRequest, key: shapes.Key, body: Proof):
    """Bring the token back that was sent to the address: it is verified. The token says whose it is, and tells the same again."""

    def act(*, by: Actor, at: datetime, key: str) -> dict[str, Any]:
        return onboarding.confirm(token=body.token, at=at)

    return calling.do(request, key, act)
