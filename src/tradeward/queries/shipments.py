"""The lots of an order and how each left the supplier's hands (RULES §4)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tradeward.domain import money, rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A lot: until when it ships, the document that proves that it did."""

    id: UUID
    lot: int
    state: str
    value: str
    currency: str
    ship_on: date
    document: dict[str, Any]
    dispatched_on: date | None
    shown_at: datetime | None


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Shipment]:
    """The lots of an order; one that is not divided has one. Refuses: NotFound."""
    return of_bundle(reading.order(viewer, order_id=order_id, at=at))


def of_bundle(bundle: OrderBundle) -> list[Shipment]:
    """The same of an order that is read."""
    currency = bundle.order.currency
    return [
        Shipment(
            id=one.id, lot=one.lot, state=one.state, value=money.Money(one.value_minor, currency).amount, currency=currency,
            ship_on=one.ship_on, document=dict(one.document), dispatched_on=one.dispatched_on, shown_at=one.shown_at,
        )
        for one in sorted(bundle.of(rows.Shipment), key=lambda row: row.lot)
    ]  # fmt: skip
