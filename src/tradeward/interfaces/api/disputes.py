"""Disputes over HTTP. To open one and every move of it are acts of their own."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.interfaces.api.orders import Allowed, Deadline
from tradeward.queries import disputes

router = Router(tags=["disputes"])

PersonId = shapes.id_of("person")


class Offer(shapes.Told):
    """A settlement figure, by whom, and what became of it."""

    id: shapes.id_of("offer")  # type: ignore[valid-type]
    number: int
    by: str
    amount: shapes.Money
    at: datetime
    state: str


class Ruling(shapes.Told):
    """A decision: findings with their reasons, the award, and out of what the refund is paid; number 2 is the appeal's."""

    id: shapes.id_of("ruling")  # type: ignore[valid-type]
    number: int
    officer: PersonId | None  # type: ignore[valid-type]
    second_officer: PersonId | None  # type: ignore[valid-type]
    outcome: str
    findings: dict[str, Any]
    reasons: list[str]
    departures: dict[str, Any]
    award: shapes.Money
    refund: shapes.Money
    from_held: shapes.Money
    from_security: shapes.Money
    advance: shapes.Money
    not_covered: shapes.Money
    fee_borne_by: str
    drafted_at: datetime
    sent_back_at: datetime | None
    issued_at: datetime | None
    final_at: datetime | None
    reversed_at: datetime | None


class Dispute(shapes.Told):
    """A dispute whole: the claim, the offers, what the officer asked for, the rulings, and what can be done now.

    `findings` are those computed from contract and evidence as the file stands, shown to officers and the operator alone.
    """

    id: shapes.id_of("dispute")  # type: ignore[valid-type]
    order: shapes.id_of("order")  # type: ignore[valid-type]
    number: int
    state: str
    grounds: list[str]
    terms: list[str] | None
    remedy: str
    asked: shapes.Money | None
    frozen: shapes.Money
    story: str
    opened_at: datetime
    answered_at: datetime | None
    answer: str
    escalated_at: datetime | None
    escalated_by: str
    officer: PersonId | None  # type: ignore[valid-type]
    taken_at: datetime | None
    file_closes_at: datetime | None
    requests: list[dict[str, Any]]
    settled: shapes.Money | None
    settled_at: datetime | None
    appealed_by: list[str]
    appealed_at: datetime | None
    appeal_officer: PersonId | None  # type: ignore[valid-type]
    ended_at: datetime | None
    outcome: str
    findings: dict[str, Any] | None
    offers: list[Offer]
    rulings: list[Ruling]
    deadlines: list[Deadline]
    allowed_moves: list[Allowed]


Disputes = paging.page_of(Dispute, says="The disputes of an order, the oldest first.")


@router.get("/orders/{order}/disputes", response=Disputes, summary="List disputes")
def listed(
    request: HttpRequest, order: shapes.id_of("order"), cursor: paging.Cursor | None = None, limit: paging.Limit = 50
):  # type: ignore[valid-type]
    """The disputes of an order, each whole."""
    viewer, at = calling.viewing(request)
    found = disputes.listed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=_told)


@router.get("/disputes/{dispute}", response=Dispute, summary="Read a dispute")
def read(request: HttpRequest, dispute: shapes.id_of("dispute")):  # type: ignore[valid-type]
    """A dispute whole, for whoever may see its order."""
    viewer, at = calling.viewing(request)
    return _told(disputes.one(viewer, dispute_id=shapes.read("dispute", dispute), at=at))


def _told(one: disputes.Dispute) -> dict[str, Any]:
    ids = {"id": "dispute", "order_id": "order", "officer_id": "person", "appeal_officer_id": "person"}
    told = telling.told(one, ids=ids, amounts=("asked", "frozen", "settled"))
    return {
        **told, "order": told["order_id"], "officer": told["officer_id"], "appeal_officer": told["appeal_officer_id"],
        "offers": [telling.told(each, ids={"id": "offer"}, amounts=("amount",), currency=one.currency) for each in one.offers],
        "rulings": [_ruling(each, one.currency) for each in one.rulings],
        "allowed_moves": [{**asdict(each), "id": telling.shown(each.noun, each.id)} for each in one.allowed_moves],
    }  # fmt: skip


def _ruling(one: disputes.Ruling, currency: str) -> dict[str, Any]:
    ids = {"id": "ruling", "officer_id": "person", "second_officer_id": "person"}
    amounts = ("award", "refund", "from_held", "from_security", "advance", "not_covered")
    told = telling.told(one, ids=ids, amounts=amounts, currency=currency)
    return {**told, "officer": told["officer_id"], "second_officer": told["second_officer_id"]}
