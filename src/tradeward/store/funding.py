"""The fund's own rows, and what waits for its cash."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from tradeward.store import models


def add(
    *, id: UUID, currency: str, minor: int, direction: str, proposed_by: UUID, approved_by: UUID, at: datetime
) -> None:
    """Write a movement of the fund."""
    models.FundMovement.objects.create(
        id=id,
        currency=currency,
        minor=minor,
        direction=direction,
        proposed_by_id=proposed_by,
        approved_by_id=approved_by,
        at=at,
    )


def is_operator(*, person_id: UUID) -> bool:
    """Whether a person acts for the operator."""
    return models.Person.objects.filter(id=person_id, role="operator").exists()


def waiting_orders(*, currency: str) -> list[UUID]:
    """The orders with a refund that waits for the fund's cash, the oldest refund first (RULES §3: paid first come)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.order_id FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.waiting_minor > 0 AND o.currency = %s"
            " GROUP BY r.order_id ORDER BY min(r.at), r.order_id",
            [currency],
        )
        return [one for (one,) in cursor.fetchall()]
