"""What takes two of the operator's people, over HTTP: one asks, another agrees, and only then it happens (RULES §3, §7, §9)."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Role
from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import approvals as seen
from tradeward.usecases import approvals, bank, fund, organisations

router = Router(tags=["approvals"])

ApprovalId = shapes.id_of("approval")
Amount = Annotated[str, Field(pattern=r"^[0-9]{1,18}(\.[0-9]{1,4})?$", examples=["20000.00"])]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["USD"])]


class Asked(shapes.Told):
    """What waits for a second person: its hash is over what it says, and it runs out."""

    approval: ApprovalId  # type: ignore[valid-type]
    what: str
    hash: str
    expires_at: datetime


class Approval(shapes.Told):
    """Something that one person asked for; `mine` when that was you, and then somebody else has to agree."""

    id: ApprovalId  # type: ignore[valid-type]
    what: str
    told: dict[str, Any]
    about: str | None
    asked_by: shapes.id_of("person")  # type: ignore[valid-type]
    asked_at: datetime
    expires_at: datetime
    mine: bool


class Refusal(shapes.Said):
    """Why not."""

    reason: Annotated[str, Field(max_length=4_000)] = ""


class Refused(shapes.Told):
    """What nobody can agree to any more."""

    approval: ApprovalId  # type: ignore[valid-type]
    state: str


class NewAccount(shapes.Said):
    """The bank account to pay to from then on."""

    account: Annotated[str, Field(min_length=1, max_length=100)]


class FundPayment(shapes.Said):
    """How much, in which currency."""

    amount: Amount
    currency: Currency


class Bearing(shapes.Said):
    """A line of a statement that nothing here explains, by the bank's id, and why the operator bears it."""

    bank_id: Annotated[str, Field(min_length=1, max_length=200)]
    reason: Annotated[str, Field(min_length=1, max_length=4_000)]


Approvals = paging.page_of(Approval, says="What waits for a second person, the oldest first.")


@router.get("/approvals", response=Approvals, summary="List what waits for a second person")
def listed(request: HttpRequest, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):
    """What one of the operator's people asked for and another has to agree to."""
    viewer, at = calling.viewing(request)
    return paging.cut(seen.waiting(viewer, at=at), limit=limit, told=cursor, tell=_told)


@router.post("/approvals/{approval}/agree", response=dict[str, Any], summary="Agree")
def agree(request: HttpRequest, key: shapes.Key, approval: ApprovalId):  # type: ignore[valid-type]
    """Agree to what another of the operator's people asked for: it happens now, and its own answer is told."""
    viewer, at = calling.viewing(request)
    approval_id = shapes.read("approval", approval)
    if viewer.role is Role.OPERATOR and seen.what(viewer, approval_id=approval_id, at=at) in approvals.SECOND_FACTOR:
        _no_token()
    return calling.do(request, key, approvals.agree, approval_id=approval_id)


@router.post("/approvals/{approval}/refuse", response=Refused, summary="Refuse")
def refuse(request: HttpRequest, key: shapes.Key, approval: ApprovalId, body: Refusal):  # type: ignore[valid-type]
    """Say no, or take back what you asked for."""
    approval_id = shapes.read("approval", approval)
    return calling.do(request, key, approvals.refuse, approval_id=approval_id, reason=body.reason)


@router.post("/organisations/{organisation}/account", response={202: Asked}, summary="Ask for new bank details")
def account(request: HttpRequest, key: shapes.Key, organisation: shapes.id_of("organisation"), body: NewAccount):  # type: ignore[valid-type]
    """Once a second person agrees: notice goes to the old contact, and 72 hours later the account is in force."""
    _no_token()
    organisation_id = shapes.read("organisation", organisation)
    told = calling.do(request, key, organisations.change_account, organisation_id=organisation_id, account=body.account)
    return Status(202, told)


def _no_token() -> None:
    """Refuses, but in a demo, whose people have no second factor: what takes one is done on the pages (RULES §9, R9.8)."""
    if not settings.DEMO:
        raise NotAllowed("Changed bank details need a second factor, which a token is not: sign in, and do it there.")


@router.post("/fund/pay_in", response={202: Asked}, summary="Ask to pay into the fund")
def pay_in(request: HttpRequest, key: shapes.Key, body: FundPayment):
    """Once a second person agrees, the fund has more cash, and refunds that waited for it are paid first."""
    return Status(202, calling.do(request, key, fund.pay_in, amount=body.amount, currency=body.currency))


@router.post("/fund/pay_out", response={202: Asked}, summary="Ask to take money out of the fund")
def pay_out(request: HttpRequest, key: shapes.Key, body: FundPayment):
    """Once a second person agrees, and never below the fund's share of open cover."""
    return Status(202, calling.do(request, key, fund.pay_out, amount=body.amount, currency=body.currency))


@router.post("/statements/bear", response={202: Asked}, summary="Ask to bear a difference")
def bear(request: HttpRequest, key: shapes.Key, body: Bearing):
    """Once a second person agrees, what the bank took and nothing explains is paid out of the operator's fees."""
    return Status(202, calling.do(request, key, bank.bear, bank_id=body.bank_id, reason=body.reason))


def _told(one: seen.Waiting) -> dict[str, Any]:
    found = telling.told(one, ids={"id": "approval", "asked_by": "person"})
    return {**found, "about": str(one.about) if one.about else None}
