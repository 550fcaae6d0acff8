"""What one order needs to know of the rest of the market: the fund's pots, and everything that is asked as of an instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from tradeward.domain import rows
from tradeward.domain.policy import Policy
from tradeward.domain.supplier_limit import History


@dataclass(slots=True)
class Pot:
    """The guarantee fund in one currency, locked: `cash_minor` is the fund less all debts to it (RULES §7).

    `waiting_minor` is what refunds wait for already, which comes first (RULES §3).
    """

    currency: str
    cash_minor: int
    reserved_minor: int
    waiting_minor: int = 0

    @property
    def usable_minor(self) -> int:
        """The cash for what is new: what waits longer is paid first."""
        return max(0, self.cash_minor - self.waiting_minor)


class Market(Protocol):
    """What an order needs to know of the rest of the market, always as it stood at an instant."""

    policy: Policy

    def books_were_green(self, at: datetime) -> bool:
        """Whether at `at` the last run of check-books had found nothing and the last statements fitted (RULES §7, §9)."""

    def history(self, supplier: rows.Supplier, day: date) -> History:
        """What a supplier's limit is reckoned from, as of a day (RULES §3)."""

    def pot(self, currency: str) -> Pot:
        """The fund's pot, locked until the transaction ends."""

    def statement_imported_at(self, currency: str, day: date) -> datetime | None:
        """When the first bank statement of a currency reaching `day` was imported."""

    def unpaid_orders(self, buyer_id: UUID, at: datetime) -> int:
        """Signed orders of the buyer whose deposit is unpaid and not yet overdue at `at`."""

    def still_open(self, supplier_id: UUID) -> bool:
        """Whether a signed order, a dispute, a debt of any kind or a payment of the supplier's is not over yet (RULES §3)."""

    def related(self, one: UUID, other: UUID) -> bool:
        """Whether two organisations share owner, bank account or address (RULES §3)."""

    def rate(self, from_currency: str, to_currency: str, at: datetime) -> Decimal:
        """The operator's rate in force at `at`: units of `to_currency` for one of `from_currency` (RULES §7)."""

    def account(self, organisation_id: UUID, at: datetime) -> str:
        """The bank account of an organisation in force at `at` (RULES §9)."""

    def held(self, organisation_id: UUID, at: datetime) -> bool:
        """Whether at `at` a hit of a screening list waits to be cleared (RULES §9)."""

    def not_onboarded(self, organisation_ids: Sequence[UUID], at: datetime) -> list[str]:
        """What is missing of these organisations before they may trade, a sentence each (RULES §9)."""

    def accredited(self, inspector_id: UUID, on: date, goods: frozenset[str]) -> bool:
        """Whether the inspector is accredited on that day for these categories of goods (RULES §6)."""

    def inspectors(self, on: date, goods: frozenset[str], sides: tuple[UUID, UUID], at: datetime) -> list[UUID]:
        """The inspectors accredited on that day for these goods, as known at `at`, and related to neither side (RULES §6)."""
