"""Penalty points: given by final rulings and for goods never shipped, deleted by a reversal (RULES §3)."""

from datetime import datetime
from uuid import UUID

from tradeward.domain import rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.lifecycle import Act


def give(bundle: OrderBundle, *, cause: str, points: int, dispute_id: UUID | None, act: Act) -> None:
    """Give the supplier `points`; the same cause of the same order once."""
    given = [one for one in bundle.supplier.points if one.order_id == bundle.order.id and one.cause == cause]
    if points and not any(one.deleted_at is None for one in given):
        bundle.supplier.add(
            rows.Point(
                id=bundle.new_id("point", act),
                supplier_id=bundle.order.supplier_id,
                order_id=bundle.order.id,
                dispute_id=dispute_id,
                cause=cause,
                points=points,
                at=act.at,
            )
        )


def delete(bundle: OrderBundle, *, cause: str, at: datetime) -> None:
    """A reversal deletes what the order gave for a cause that is none."""
    for point in bundle.supplier.points:
        if (point.order_id, point.cause, point.deleted_at) == (bundle.order.id, cause, None):
            point.deleted_at = at
