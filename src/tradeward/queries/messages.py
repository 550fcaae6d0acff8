"""What is said in an order; all in it read the same (RULES §5, §6)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain import rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message: who said what when, with which files of the order."""

    id: UUID
    by: str
    at: datetime
    text: str
    evidence: tuple[UUID, ...]


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Message]:
    """The messages of an order, oldest first. Refuses: NotFound."""
    return of_bundle(reading.order(viewer, order_id=order_id, at=at))


def of_bundle(bundle: OrderBundle) -> list[Message]:
    """The same of an order that is read."""
    return [
        Message(id=one.id, by=one.by, at=one.at, text=one.text, evidence=tuple(UUID(file) for file in one.evidence))
        for one in bundle.of(rows.Message)
    ]
