"""The rows of an order's money: in, held, back, owed, out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from tradeward.domain.rows.base import Json, Row


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

    @property
    def held_minor(self) -> int:
        """What of the paid money is neither released nor gone back."""
        return self.paid_minor - self.released_minor - self.returned_minor


@dataclass(slots=True, kw_only=True, eq=False)
class Credit(Row):
    """Money that arrived at the bank, dated by value date; one row a bank entry id.

    `matched_to` is the reference it was put to; `applied_minor` of it count there, the rest goes back. `proposed_reference` is
    where one of the operator's people would put it. `recall_id` is the bank's entry id of its taking back.
    `supplier_id` is whose security it is or would be, which is no order's.
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
    supplier_id: UUID | None = None


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
