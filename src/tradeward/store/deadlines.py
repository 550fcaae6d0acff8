"""The deadlines that are due: found by a partial index on what is open; and whose clock has stalled (DESIGN §4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection


class Owner(NamedTuple):
    """Whose clock is due: a supplier, with all his orders, or a credit that no order owns."""

    noun: str
    id: UUID


class Found(NamedTuple):
    """What a look at the deadlines found: the owners, the longest overdue first, and whether that is all."""

    owners: list[Owner]
    whole: bool


_DUE = "SELECT supplier_id, subject_id, stalled FROM due_deadlines(%(since)s, %(before)s, %(most)s)"


def due(*, since: datetime | None, before: datetime, most: int) -> Found:
    """Whose moves of the clock fell due from `since` on (None: ever) and before an instant, and which stalls are to be tried again.

    At most `most` deadlines are looked at. What is due and stalled is left out until its time has come.
    """
    said = {"since": since or "-infinity", "before": before, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_DUE, said)
        rows = cursor.fetchall()
    owners: dict[Owner, None] = {}
    alone: dict[UUID, None] = {}
    for supplier_id, subject_id, noun in rows:
        if supplier_id is None:
            alone[subject_id] = None
        else:
            owners[Owner(noun or "supplier", supplier_id)] = None
    if alone:
        owners |= dict.fromkeys(_credits(list(alone)))
    return Found(list(owners), sum(noun is None for _, _, noun in rows) < most)


def _credits(subjects: Sequence[UUID]) -> list[Owner]:
    """The credits that rows without supplier belong to: themselves, or a payment of what came in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, credit_id FROM payments_out WHERE id = ANY(%s)", [list(subjects)])
        paid = dict(cursor.fetchall())
    return [Owner("credit", paid.get(one) or one) for one in subjects]


def take(*, supplier_id: UUID) -> bool:
    """Lock a supplier, unless somebody has him: then the answer is no, at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM suppliers WHERE id = %s FOR UPDATE SKIP LOCKED", [supplier_id])
        return cursor.fetchone() is not None


def stall(*, owner: Owner, at: datetime, fault: str) -> None:
    """Note that an owner's moves failed: tried again after 1, 2, 4, … minutes, at most 6 hours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stalls AS s (id, noun, tries, since, retry_at, fault)"
            " VALUES (%(id)s, %(noun)s, 1, %(at)s, %(at)s + interval '1 minute', %(fault)s)"
            " ON CONFLICT (id) DO UPDATE SET tries = s.tries + 1, fault = EXCLUDED.fault,"
            " retry_at = %(at)s + least(interval '6 hours', interval '1 minute' * (1 << least(s.tries, 10)))",
            {"id": owner.id, "noun": owner.noun, "at": at, "fault": fault},
        )


def stalled() -> bool:
    """Whether anybody's clock stalls."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM stalls)")
        (found,) = cursor.fetchone()
    return bool(found)


def move_on(*, owner: Owner) -> None:
    """An owner's moves are made: forget that they ever failed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM stalls WHERE id = %s", [owner.id])
