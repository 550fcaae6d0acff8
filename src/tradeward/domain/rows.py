"""The rows of one order and of one supplier, as the domain sees them: plain records, one class a table.

Amounts are minor units of the order's currency unless the name says otherwise; `_at` is an instant, `_on` a day.
The tables are made from these classes (store/models.py), so a field is written down once.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True, eq=False)
class Row:
    """A row with its own id; `noun` is the word for it in journal, URL and table name."""

    noun: ClassVar[str]
    id: UUID


@dataclass(slots=True, kw_only=True, eq=False)
class Order(Row):
    """An order: the parties, the contract version in force, and what happened to the goods as a whole."""

    noun: ClassVar[str] = "order"
    buyer_id: UUID
    supplier_id: UUID
    currency: str
    value_minor: int
    state: str
    version: int
    policy: Json
    offered_at: datetime
    signed_at: datetime | None = None
    ready_at: datetime | None = None
    shipped_at: datetime | None = None
    dispatched_on: date | None = None
    received_at: datetime | None = None
    goods_released_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Version(Row):
    """An immutable contract version; `hash` is over the canonical JSON of `body`."""

    noun: ClassVar[str] = "version"
    order_id: UUID
    number: int
    body: Json
    hash: str
    offered_by: str
    at: datetime


@dataclass(slots=True, kw_only=True, eq=False)
class Signature(Row):
    """A party's signature over a version's hash, with the cover it was given on."""

    noun: ClassVar[str] = "signature"
    order_id: UUID
    version_id: UUID
    hash: str
    party: str
    person_id: UUID | None
    at: datetime
    cover_minor: int


@dataclass(slots=True, kw_only=True, eq=False)
class Reservation(Row):
    """The part of a supplier's coverage limit that an order holds, with what was read when it was made (RULES §3).

    `limit_read`, `reserved_read`, `advanced_read` and `reserved_limit` are minor units of the limit's currency.
    """

    noun: ClassVar[str] = "reservation"
    order_id: UUID
    supplier_id: UUID
    state: str
    at: datetime
    held_until: datetime | None
    cover_minor: int
    advanced_minor: int = 0
    rate: str
    limit_read: int
    reserved_read: int
    advanced_read: int
    reserved_limit: int
    freed_at: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Instalment(Row):
    """A part of the price: when it falls due, what was paid on it, and where that money is."""

    noun: ClassVar[str] = "instalment"
    order_id: UUID
    number: int
    bp: int
    amount_minor: int
    anchor: str
    days: int
    release: str
    reference: str
    state: str
    early_minor: int = 0
    opened_at: datetime | None = None
    due_on: date | None = None
    paid_minor: int = 0
    paid_on: date | None = None
    released_minor: int = 0
    returned_minor: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Fact(Row):
    """Something that happened outside: dated, immutable, never refused for being out of turn."""

    noun: ClassVar[str] = "fact"
    order_id: UUID
    kind: str
    at: datetime
    recorded_at: datetime
    by: str
    content: Json


@dataclass(slots=True, kw_only=True, eq=False)
class Credit(Row):
    """Money that arrived at the bank, dated by value date; one row a bank entry id.

    `matched_to` is the reference it was put to; `applied_minor` of it count there, the rest goes back. `proposed_reference` is
    where one of the operator's people would put it. `recall_id` is the bank's entry id of its taking back.
    """

    noun: ClassVar[str] = "credit"
    bank_id: str
    order_id: UUID | None
    currency: str
    amount_minor: int
    payer: str
    payer_account: str
    reference: str
    value_on: date
    recorded_at: datetime
    state: str
    matched_at: datetime | None = None
    matched_to: str = ""
    applied_minor: int = 0
    proposed_reference: str = ""
    proposed_by_id: UUID | None = None
    recall_id: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Shipment(Row):
    """One lot's way out of the supplier's hands, with the document that proves it."""

    noun: ClassVar[str] = "shipment"
    order_id: UUID
    lot: int
    value_minor: int
    ship_on: date
    state: str
    document: Json = field(default_factory=dict)
    dispatched_on: date | None = None
    shown_at: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Inspection(Row):
    """One inspection: who looks, the report as filed, and the verdict computed from it.

    Under `reference` the buyer pays the fee; `called_at` is when the supplier asked the platform to assign an inspector.
    """

    noun: ClassVar[str] = "inspection"
    order_id: UUID
    number: int
    state: str
    requested_at: datetime
    phase: str
    reference: str = ""
    fee_minor: int = 0
    fee_held_minor: int = 0
    inspector_id: UUID | None = None
    booked_at: datetime | None = None
    called_at: datetime | None = None
    objections: int = 0
    report: Json = field(default_factory=dict)
    reported_at: datetime | None = None
    verdict: str = ""
    reasons: list[str] = field(default_factory=list)
    ended_at: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Amendment(Row):
    """A change to the signed contract, open until both sign or its time is over."""

    noun: ClassVar[str] = "amendment"
    order_id: UUID
    number: int
    kind: str
    content: Json
    state: str
    proposed_by: str
    proposed_at: datetime
    ended_at: datetime | None = None


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
    """A decision on a dispute: findings, reasons and every figure; number 1 rules, number 2 is the appeal's."""

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


@dataclass(slots=True, kw_only=True, eq=False)
class Refund(Row):
    """Money that goes back to the buyer, by source; `waiting_minor` is the fund's part while the fund is short.

    `counts` says that it is a refund of a claim; what else returns (excess, unused deposit, the rest of a cancelled
    order) does not count towards an award.
    """

    noun: ClassVar[str] = "refund"
    order_id: UUID
    dispute_id: UUID | None
    cause: str
    counts: bool
    at: datetime
    held_minor: int = 0
    early_minor: int = 0
    security_minor: int = 0
    fund_minor: int = 0
    supplier_minor: int = 0
    waiting_minor: int = 0
    reversed_at: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Recovery(Row):
    """A debt from one order and how it is collected.

    A buyer's, after a recall, says of which instalment it is and how much of it had been released and refunded: what he makes good
    counts there again.
    """

    noun: ClassVar[str] = "recovery"
    order_id: UUID
    supplier_id: UUID
    dispute_id: UUID | None
    kind: str
    state: str
    debt_minor: int
    rate: str
    reference: str
    at: datetime
    set_off_minor: int = 0
    security_minor: int = 0
    paid_minor: int = 0
    cancelled_minor: int = 0
    written_off_minor: int = 0
    returned_minor: int = 0
    overdue_at: datetime | None = None
    plan: list[Json] = field(default_factory=list)
    plan_from_minor: int = 0
    instalment_id: UUID | None = None
    released_minor: int = 0
    refunded_minor: int = 0
    ended_at: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class PaymentOut(Row):
    """One payment to one party over the bank, from the day it is due until the bank has booked it.

    `credit_id` is the credit that a payment out of suspense sends back.
    """

    noun: ClassVar[str] = "payment_out"
    order_id: UUID | None
    supplier_id: UUID | None
    payee_id: UUID | None
    account: str
    purpose: str
    source: str
    currency: str
    amount_minor: int
    state: str
    due_at: datetime
    sent_at: datetime | None = None
    booked_at: datetime | None = None
    returned_at: datetime | None = None
    credit_id: UUID | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Point(Row):
    """Penalty points of a supplier from one final ruling (RULES §3)."""

    noun: ClassVar[str] = "point"
    supplier_id: UUID
    order_id: UUID
    dispute_id: UUID | None
    cause: str
    points: int
    at: datetime
    deleted_at: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Supplier(Row):
    """A supplier in the scheme. Amounts are minor units of the limit's currency; the three counters are sums over rows.

    `ceiling_minor` is a lower limit that the operator set with a reason.
    """

    noun: ClassVar[str] = "supplier"
    state: str
    verification: str
    limit_minor: int
    ceiling_minor: int | None = None
    reserved_minor: int = 0
    advanced_minor: int = 0
    overdue_count: int = 0
    arithmetic: list[str] = field(default_factory=list)
    applied_at: datetime | None = None
    decided_at: datetime | None = None
    reviewed_at: datetime | None = None
    suspended_for: str = ""
    reasons: list[str] = field(default_factory=list)
    appealed_at: datetime | None = None
    payout_due_at: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Evidence(Row):
    """A file in an order's chain: the bytes lie content-addressed elsewhere; erased bytes leave hash and reason."""

    noun: ClassVar[str] = "evidence"
    order_id: UUID
    sha256: str
    name: str
    media_type: str
    size: int
    by: str
    organisation_id: UUID
    at: datetime
    late: bool = False
    erased_at: datetime | None = None
    erased_why: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Message(Row):
    """A message between the parties of an order; append-only and part of the chain."""

    noun: ClassVar[str] = "message"
    order_id: UUID
    by: str
    organisation_id: UUID
    at: datetime
    text: str
    evidence: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Deadline(Row):
    """When the clock will move one row: a projection of the rows, kept so that the worker finds it (RULES §2)."""

    noun: ClassVar[str] = "deadline"
    order_id: UUID | None
    supplier_id: UUID | None
    subject: str
    subject_id: UUID
    verb: str
    due_at: datetime
    waits_on: str
    state: str


ORDER_TABLES: dict[str, type[Row]] = {
    cls.noun: cls
    for cls in (
        Order, Version, Signature, Reservation, Instalment, Fact, Credit, Shipment, Inspection, Amendment, Dispute, Offer, Ruling,
        Refund, Recovery, PaymentOut, Evidence, Message, Deadline,
    )
}  # fmt: skip
SUPPLIER_TABLES: dict[str, type[Row]] = {cls.noun: cls for cls in (Supplier, Point, PaymentOut, Deadline)}
