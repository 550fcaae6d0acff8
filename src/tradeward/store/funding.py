"""The fund's own rows, and what waits for its cash."""

from datetime import datetime
from typing import NamedTuple
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


class Waiting(NamedTuple):
    """A refund that waits for the fund's cash."""

    id: UUID
    order_id: UUID
    currency: str
    minor: int
    due_at: datetime


def waiting(*, currency: str | None = None, with_cash: bool = True) -> list[Waiting]:
    """The refunds that wait, the oldest first; only those of currencies in which there is cash, unless told otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, r.order_id, o.currency, r.waiting_minor, r.at FROM refunds r JOIN orders o ON o.id = r.order_id"
            " JOIN pots p ON p.currency = o.currency WHERE r.waiting_minor > 0 AND (%s::text IS NULL OR o.currency = %s)"
            " AND (p.cash_minor > 0 OR NOT %s) ORDER BY r.at, r.id",
            [currency, currency, with_cash],
        )
        return [Waiting(*one) for one in cursor.fetchall()]


def pots() -> list[tuple[str, int, int]]:
    """Currency, cash and reservations of every pot, in minor units."""
    return list(models.Pot.objects.order_by("currency").values_list("currency", "cash_minor", "reserved_minor"))


def below_since(*, currency: str) -> datetime | None:
    """Since when the fund's cash in a currency, as the ledger has it, has been below zero; None when it is not."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"currency": currency})
        (found,) = cursor.fetchone()
    at: datetime | None = found
    return at


_BELOW = """
    WITH own AS (
        SELECT id FROM ledger.account WHERE currency = %(currency)s
           AND (name = 'fund' OR name LIKE 'debt\\_supplier:%%' OR name LIKE 'debt\\_buyer:%%')
    ), stood AS (
        SELECT e.id, e.at, sum(sum(CASE WHEN c.id IS NULL THEN 0 ELSE p.minor END - CASE WHEN d.id IS NULL THEN 0 ELSE p.minor END))
                           OVER (ORDER BY e.id) AS cash
          FROM ledger.posting p JOIN ledger.entry e ON e.id = p.entry_id
          LEFT JOIN own c ON c.id = p.credit_id LEFT JOIN own d ON d.id = p.debit_id
         WHERE c.id IS NOT NULL OR d.id IS NOT NULL GROUP BY e.id, e.at
    )
    SELECT min(at) FROM stood WHERE id > coalesce((SELECT max(id) FROM stood WHERE cash >= 0), 0)"""
