"""Disputes as the parties and the officers read them: claim, offers, what was asked for, rulings with every figure (RULES §5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import decision, lives, money, rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import orders, reading, sheets
from tradeward.store import loading


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A settlement figure, by whom, and what became of it."""

    id: UUID
    number: int
    by: str
    amount: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision: what was found and why, what it awards, and out of what the refund is paid."""

    id: UUID
    number: int
    officer_id: UUID | None
    second_officer_id: UUID | None
    outcome: str
    findings: dict[str, Any]
    reasons: list[str]
    departures: dict[str, Any]
    award: str
    refund: str
    from_held: str
    from_security: str
    advance: str
    not_covered: str
    fee_borne_by: str
    drafted_at: datetime
    sent_back_at: datetime | None
    issued_at: datetime | None
    final_at: datetime | None
    reversed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A dispute whole. `findings` are those computed from contract and evidence as the file stands, for who decides alone."""

    id: UUID
    order_id: UUID
    number: int
    currency: str
    state: str
    grounds: list[str]
    terms: list[str] | None
    remedy: str
    asked: str | None
    frozen: str
    story: str
    opened_at: datetime
    answered_at: datetime | None
    answer: str
    escalated_at: datetime | None
    escalated_by: str
    officer_id: UUID | None
    taken_at: datetime | None
    file_closes_at: datetime | None
    requests: list[dict[str, Any]]
    settled: str | None
    settled_at: datetime | None
    appealed_by: list[str]
    appealed_at: datetime | None
    appeal_officer_id: UUID | None
    ended_at: datetime | None
    outcome: str
    findings: dict[str, Any] | None
    offers: list[Offer]
    rulings: list[Ruling]
    deadlines: list[orders.Deadline]
    allowed_moves: list[sheets.Allowed]


def one(viewer: Actor, *, dispute_id: UUID, at: datetime) -> Dispute:
    """A dispute with all that belongs to it, for who may see its order. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=loading.order_of(noun="dispute", id=dispute_id), at=at)
    row = bundle.row(rows.Dispute, dispute_id)
    assert row is not None, "a dispute's order holds it"
    return of_bundle(bundle, row=row, viewer=viewer, at=at)


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Dispute]:
    """The disputes of an order, oldest first. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    return [of_bundle(bundle, row=row, viewer=viewer, at=at) for row in bundle.of(rows.Dispute)]


def of_bundle(bundle: OrderBundle, *, row: rows.Dispute, viewer: Actor, at: datetime) -> Dispute:
    """One dispute of an order that is read."""
    currency = bundle.order.currency
    decides = viewer.role in (Role.OFFICER, Role.OPERATOR)
    kept = {name: getattr(row, name) for name in _KEPT}
    return Dispute(
        **kept, currency=currency, requests=list(row.items),
        asked=None if row.asked_minor is None else money.Money(row.asked_minor, currency).amount,
        settled=None if row.settled_minor is None else money.Money(row.settled_minor, currency).amount,
        frozen=money.Money(row.frozen_minor, currency).amount,
        findings=decision.computed(bundle, row, at=at).findings if decides and row.ended_at is None else None,
        offers=[_offer(one, currency) for one in bundle.of(rows.Offer) if one.dispute_id == row.id],
        rulings=[
            _ruling(one, currency)
            for one in bundle.of(rows.Ruling)
            if one.dispute_id == row.id and (decides or one.issued_at)
        ],
        deadlines=[
            orders.Deadline(at=one.at, noun=one.row.noun, verb=one.move.verb, waits_on=lives.waits_on(bundle, one))
            for one in lives.due(bundle)
            if one.row.id == row.id or getattr(one.row, "dispute_id", None) == row.id
        ],
        allowed_moves=[
            sheets.Allowed(noun=one.noun, id=one.id, verb=move.verb, why_not=why)
            for one, move, why in lives.allowed_moves(bundle, viewer, at=at)
            if one.id == row.id
        ],
    )  # fmt: skip


_KEPT = (
    "id", "order_id", "number", "state", "grounds", "terms", "remedy", "story", "opened_at", "answered_at", "answer",
    "escalated_at", "escalated_by", "officer_id", "taken_at", "file_closes_at", "settled_at", "appealed_by", "appealed_at",
    "appeal_officer_id", "ended_at", "outcome",
)  # fmt: skip


def _offer(row: rows.Offer, currency: str) -> Offer:
    amount = money.Money(row.amount_minor, currency).amount
    return Offer(id=row.id, number=row.number, by=row.by, amount=amount, at=row.at, state=row.state)


def _ruling(row: rows.Ruling, currency: str) -> Ruling:
    def amount(minor: int) -> str:
        return money.Money(minor, currency).amount

    return Ruling(
        id=row.id, number=row.number, officer_id=row.officer_id, second_officer_id=row.second_officer_id, outcome=row.outcome,
        findings=row.findings, reasons=row.reasons, departures=row.departures, award=amount(row.award_minor),
        refund=amount(row.refund_minor), from_held=amount(row.held_minor), from_security=amount(row.security_minor),
        advance=amount(row.advance_minor), not_covered=amount(row.not_covered_minor), fee_borne_by=row.fee_borne_by,
        drafted_at=row.drafted_at, sent_back_at=row.sent_back_at, issued_at=row.issued_at, final_at=row.final_at,
        reversed_at=row.reversed_at,
    )  # fmt: skip
