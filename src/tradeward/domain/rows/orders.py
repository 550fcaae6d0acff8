"""The rows of an order itself: contract, goods, inspection, evidence, deadlines."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from tradeward.domain.rows.base import Json, Row


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
    `fee_debt_id` is the debt that charges the fee to the supplier, who bears it once. Of the `eligible_count` inspectors who could
    look, those `drawn` are the buyer's to pick from; to those `objected` the supplier said no, or they declared a tie.
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
    fee_debt_id: UUID | None = None
    inspector_id: UUID | None = None
    booked_at: datetime | None = None
    called_at: datetime | None = None
    objections: int = 0
    eligible_count: int = 0
    drawn: list[str] = field(default_factory=list)
    objected: list[str] = field(default_factory=list)
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
class Evidence(Row):
    """A file in an order's chain: the bytes lie content-addressed elsewhere; erased bytes leave hash and reason.

    `channel` is where it comes from, and `origin` what proves that, for what did not come into being here (RULES §5).
    """

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
    channel: str = "here"
    origin: str = ""


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
