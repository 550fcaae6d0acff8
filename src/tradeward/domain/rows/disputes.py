"""The rows of a dispute: the claim, the offers, the rulings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from tradeward.domain.rows.base import Json, Row


@dataclass(slots=True, kw_only=True, eq=False)
class Dispute(Row):
    """A buyer's claim on named terms and all that is done with it."""

    noun: ClassVar[str] = "dispute"
    order_id: UUID
    number: int
    state: str
    grounds: list[str]
    terms: list[str] | None
    remedy: str
    asked_minor: int | None
    story: str
    opened_at: datetime
    frozen_minor: int
    answered_at: datetime | None = None
    answer: str = ""
    escalated_at: datetime | None = None
    escalated_by: str = ""
    called_at: datetime | None = None
    officer_id: UUID | None = None
    taken_at: datetime | None = None
    file_closes_at: datetime | None = None
    items: list[Json] = field(default_factory=list)
    sent_back_at: datetime | None = None
    settled_minor: int | None = None
    settled_at: datetime | None = None
    admitted: bool = False
    appealed_at: datetime | None = None
    appealed_by: list[str] = field(default_factory=list)
    appeal_officer_id: UUID | None = None
    ended_at: datetime | None = None
    outcome: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Offer(Row):
    """A settlement figure: it stands until replaced, withdrawn, accepted or overtaken by the next deadline."""

    noun: ClassVar[str] = "offer"
    order_id: UUID
    dispute_id: UUID
    number: int
    by: str
    amount_minor: int
    at: datetime
    state: str


@dataclass(slots=True, kw_only=True, eq=False)
class Ruling(Row):
    """A decision on a dispute: findings, reasons and every figure; number 1 rules, number 2 is the appeal's.

    `forged` are the buyer's files that an appeal found forged, each with the reason. `basis` is what the figures were reckoned from
    and the order's journal does not tell: the policy of the day, and how the money stood.
    """

    noun: ClassVar[str] = "ruling"
    order_id: UUID
    dispute_id: UUID
    number: int
    officer_id: UUID | None
    second_officer_id: UUID | None = None
    outcome: str
    findings: Json
    reasons: list[str]
    departures: Json
    award_minor: int
    refund_minor: int
    held_minor: int
    security_minor: int
    advance_minor: int
    not_covered_minor: int
    fee_borne_by: str
    drafted_at: datetime
    sent_back_at: datetime | None = None
    issued_at: datetime | None = None
    final_at: datetime | None = None
    reversed_at: datetime | None = None
    forged: Json = field(default_factory=dict)
    basis: Json = field(default_factory=dict)
