"""The deadlines that are due: found by a partial index on what is open (DESIGN §4)."""

from datetime import datetime
from uuid import UUID

from django.db import connection


def due_suppliers(*, before: datetime, most: int) -> list[UUID]:
    """Suppliers with a move of the clock due before an instant, the longest overdue first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT supplier_id FROM (SELECT supplier_id, due_at FROM deadlines WHERE state = 'open' AND due_at < %s"
            " AND supplier_id IS NOT NULL ORDER BY due_at LIMIT %s) AS due GROUP BY supplier_id ORDER BY min(due_at), supplier_id",
            [before, most],
        )
        return [one for (one,) in cursor.fetchall()]
