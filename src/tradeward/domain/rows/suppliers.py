"""The rows of a supplier."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from tradeward.domain.rows.base import Json, Row


@dataclass(slots=True, kw_only=True, eq=False)
class Supplier(Row):
    """A supplier in the scheme. Amounts are minor units of the limit's currency; the counters are sums over rows.

    `ceiling_minor` is a lower limit that the operator set with a reason. `fees_owed`, a counter too, is what is unpaid of
    inspection fees by currency, in minor units as text; a currency without any is left out.
    Under `security_reference` he pays security in.
    """

    noun: ClassVar[str] = "supplier"
    state: str
    verification: str
    limit_minor: int
    ceiling_minor: int | None = None
    reserved_minor: int = 0
    advanced_minor: int = 0
    overdue_count: int = 0
    fees_owed: Json = field(default_factory=dict)
    arithmetic: list[str] = field(default_factory=list)
    applied_at: datetime | None = None
    decided_at: datetime | None = None
    reviewed_at: datetime | None = None
    suspended_for: str = ""
    reasons: list[str] = field(default_factory=list)
    appealed_at: datetime | None = None
    payout_due_at: datetime | None = None
    security_reference: str = ""


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
class SupplierFact(Row):
    """Something known of a supplier: what it says, where it comes from, its day, and the last day on which it holds (RULES §3).

    `dated_on` is the day of the paper or the visit; a newer fact of its kind takes the place of the one before.
    """

    noun: ClassVar[str] = "supplier_fact"
    supplier_id: UUID
    kind: str
    says: str
    source: str
    dated_on: date
    expires_on: date
    recorded_at: datetime
    recorded_by_id: UUID | None
