"""Money that came: of an order as its people see it, and all of it for the operator (RULES §9)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import money, rows
from tradeward.domain.refusals import UNKNOWN, NotAllowed, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A bank credit; `payer_account` is for the operator alone, empty for others."""

    id: UUID
    order_id: UUID | None
    state: str
    amount: str
    currency: str
    applied: str
    payer: str
    payer_account: str
    reference: str
    matched_to: str
    proposed_reference: str
    value_on: date
    recorded_at: datetime
    matched_at: datetime | None


def of_order(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Credit]:
    """The credits that name an order, in the order in which they came. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    sees_account = viewer.role is Role.OPERATOR
    return [
        _credit({name: getattr(one, name) for name in _COLUMNS}, sees_account=sees_account)
        for one in bundle.of(rows.Credit)
    ]


def listed(viewer: Actor, *, state: str, after: UUID | None, limit: int) -> list[Credit]:
    """Every credit, perhaps of one state alone (`suspense` waits for the operator), the oldest first. Refuses: NotAllowed."""
    _operator(viewer)
    return _read(
        "(%(after)s::uuid IS NULL OR id > %(after)s) AND (%(state)s = '' OR state = %(state)s)",
        {"after": after, "state": state, "limit": limit},
    )


def one(viewer: Actor, *, credit_id: UUID) -> Credit:
    """A credit. Refuses: NotAllowed (not the operator), NotFound."""
    _operator(viewer)
    found = _read("id = %(id)s", {"id": credit_id, "limit": 1})
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


_COLUMNS = (
    "id", "order_id", "state", "amount_minor", "currency", "applied_minor", "payer", "payer_account", "reference", "matched_to",
    "proposed_reference", "value_on", "recorded_at", "matched_at",
)  # fmt: skip


def _read(where: str, said: dict[str, Any]) -> list[Credit]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_COLUMNS)} FROM credits WHERE {where} ORDER BY id LIMIT %(limit)s", said)
        return [_credit(dict(zip(_COLUMNS, found, strict=True)), sees_account=True) for found in cursor.fetchall()]


def _credit(told: dict[str, Any], *, sees_account: bool) -> Credit:
    currency = told["currency"]
    amount, applied = (money.Money(told.pop(f"{name}_minor"), currency).amount for name in ("amount", "applied"))
    return Credit(
        **{**told, "payer_account": told["payer_account"] if sees_account else ""}, amount=amount, applied=applied
    )


def _operator(viewer: Actor) -> None:
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees all credits.")
