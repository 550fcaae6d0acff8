"""The amendments of an order, and until when a proposal can be signed (RULES §4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain import amendment, rows, windows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change to the signed contract; `open_until` is None once it is over."""

    id: UUID
    number: int
    kind: str
    content: dict[str, str]
    state: str
    proposed_by: str
    proposed_at: datetime
    open_until: datetime | None
    ended_at: datetime | None


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Amendment]:
    """The amendments of an order, oldest first. Refuses: NotFound."""
    return of_bundle(reading.order(viewer, order_id=order_id, at=at))


def of_bundle(bundle: OrderBundle) -> list[Amendment]:
    """The same of an order that is read."""
    return [
        Amendment(
            id=one.id, number=one.number, kind=one.kind, content=dict(one.content), state=one.state,
            proposed_by=one.proposed_by, proposed_at=one.proposed_at, ended_at=one.ended_at,
            open_until=windows.amendment(bundle, one) if one.state == amendment.S.PROPOSED else None,
        )
        for one in bundle.of(rows.Amendment)
    ]  # fmt: skip
