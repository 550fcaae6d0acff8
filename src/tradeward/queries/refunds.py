"""What goes back to the buyer of an order, by source (RULES §7)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain import money, rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money that goes back to the buyer, by source; `waiting` is the fund's part while the fund is short of cash."""

    id: UUID
    dispute_id: UUID | None
    cause: str
    of_a_claim: bool
    at: datetime
    currency: str
    total: str
    from_held: str
    from_early: str
    from_security: str
    from_fund: str
    from_supplier: str
    waiting: str
    reversed_at: datetime | None


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Refund]:
    """What went or goes back to the buyer, oldest first. Refuses: NotFound."""
    return of_bundle(reading.order(viewer, order_id=order_id, at=at))


def of_bundle(bundle: OrderBundle) -> list[Refund]:
    """The same of an order that is read."""
    return [_refund(one, bundle.order.currency) for one in bundle.of(rows.Refund)]


def _refund(row: rows.Refund, currency: str) -> Refund:
    parts = {
        "from_held": row.held_minor, "from_early": row.early_minor, "from_security": row.security_minor,
        "from_fund": row.fund_minor, "from_supplier": row.supplier_minor, "waiting": row.waiting_minor,
    }  # fmt: skip
    total = money.Money(sum(parts.values()), currency).amount
    return Refund(
        id=row.id, dispute_id=row.dispute_id, cause=row.cause, of_a_claim=row.counts, at=row.at, currency=currency, total=total,
        reversed_at=row.reversed_at, **{name: money.Money(minor, currency).amount for name, minor in parts.items()},
    )  # fmt: skip
