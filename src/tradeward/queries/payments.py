"""Payments out: to whom, for what, how far they are; and those the bank is to be told (RULES §9)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import money
from tradeward.domain.refusals import UNKNOWN, NotAllowed, NotFound
from tradeward.domain.vocabulary import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment to one party."""

    id: UUID
    order_id: UUID | None
    payee_id: UUID | None
    state: str
    purpose: str
    account: str
    amount: str
    currency: str
    due_at: datetime
    sent_at: datetime | None
    booked_at: datetime | None
    returned_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A payment by the id the bank knows it by; `told_at` is None while it waits to be handed out."""

    end_to_end: str
    payment_id: UUID
    told_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An imported statement: complete through a day, what the account held then, and what nothing here explains."""

    id: UUID
    currency: str
    through: date
    closing: str
    difference: str
    imported_at: datetime


def listed(viewer: Actor, *, state: str, after: UUID | None, limit: int) -> list[Payment]:
    """The operator's view of all payments, and everybody's of those to himself, the oldest first."""
    return _read(
        "(%(all)s OR payee_id = %(me)s) AND (%(after)s::uuid IS NULL OR id > %(after)s)"
        " AND (%(state)s = '' OR state = %(state)s)",
        viewer,
        {"after": after, "state": state, "limit": limit},
    )


def one(viewer: Actor, *, payment_id: UUID) -> Payment:
    """A payment, for its payee and the operator. Refuses: NotFound."""
    found = _read("(%(all)s OR payee_id = %(me)s) AND id = %(id)s", viewer, {"id": payment_id, "limit": 1})
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def orders(viewer: Actor, *, waiting: bool, after: str, limit: int) -> list[Told]:
    """The payments by the bank's id for them, in the order of those ids, perhaps only those that wait. Refuses: NotAllowed."""
    _operator(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT end_to_end, payment_id, told_at FROM payment_orders WHERE end_to_end > %s"
            " AND (NOT %s OR told_at IS NULL) ORDER BY end_to_end LIMIT %s",
            [after, waiting, limit],
        )
        return [Told(end_to_end=id, payment_id=payment_id, told_at=told) for id, payment_id, told in cursor.fetchall()]


def statements(viewer: Actor, *, after: UUID | None, limit: int) -> list[Statement]:
    """The statements that were imported, the newest first. Refuses: NotAllowed."""
    _operator(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, currency, through, closing_minor, difference_minor, imported_at FROM statements"
            " WHERE %s::uuid IS NULL OR id < %s ORDER BY id DESC LIMIT %s",
            [after, after, limit],
        )
        return [
            Statement(
                id=id, currency=currency, through=through, closing=money.Money(closing, currency).amount,
                difference=money.Money(difference, currency).amount, imported_at=imported_at,
            )
            for id, currency, through, closing, difference, imported_at in cursor.fetchall()
        ]  # fmt: skip


_COLUMNS = (
    "id", "order_id", "payee_id", "state", "purpose", "account", "amount_minor", "currency", "due_at", "sent_at", "booked_at",
    "returned_at",
)  # fmt: skip


def _read(where: str, viewer: Actor, said: dict[str, Any]) -> list[Payment]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM payments_out WHERE {where} ORDER BY id LIMIT %(limit)s",
            {**said, "all": viewer.role is Role.OPERATOR, "me": viewer.organisation_id},
        )
        found = [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    return [_payment(one) for one in found]


def _payment(told: dict[str, Any]) -> Payment:
    amount = money.Money(told.pop("amount_minor"), told["currency"]).amount
    return Payment(**told, amount=amount)


def _operator(viewer: Actor) -> None:
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees this.")
