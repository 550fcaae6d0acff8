"""The facts of an order, and the ship deadline that follows from them (RULES §4)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tradeward.domain import rows, shipdate
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened outside: when, and when and by whom it was told here."""

    id: UUID
    kind: str
    at: datetime
    recorded_at: datetime
    by: str
    content: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipDeadline:
    """The last day on which the goods may ship, with its arithmetic."""

    day: date
    agreed: date
    force_majeure_days: int
    buyers_days: int


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Fact]:
    """The facts of an order, in the order in which they were told. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    return [
        Fact(id=one.id, kind=one.kind, at=one.at, recorded_at=one.recorded_at, by=one.by, content=dict(one.content))
        for one in bundle.of(rows.Fact)
    ]


def ship_deadline(viewer: Actor, *, order_id: UUID, at: datetime) -> ShipDeadline:
    """Contract date with amendments, force majeure and the buyer's days, as known now (RULES §4). Refuses: NotFound."""
    return ship_deadline_of(reading.order(viewer, order_id=order_id, at=at))


def ship_deadline_of(bundle: OrderBundle) -> ShipDeadline:
    """The same of an order that is read."""
    planned = [one.ship_on for one in bundle.of(rows.Shipment)]
    return ShipDeadline(
        day=shipdate.last_deadline(bundle),
        agreed=max(planned, default=bundle.contract.ship_on),
        force_majeure_days=shipdate.force_majeure_days(bundle),
        buyers_days=shipdate.buyers_days(bundle),
    )
