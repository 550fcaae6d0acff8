"""A debt and how it is collected (RULES §7)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from tradeward.domain import money, needs, rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import reading
from tradeward.store import loading


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a repayment plan."""

    due: date
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """A debt from one order: what it was, what is left, and by what it was covered."""

    id: UUID
    kind: str
    state: str
    currency: str
    debt: str
    owed: str
    set_off: str
    from_security: str
    paid: str
    cancelled: str
    written_off: str
    reference: str
    plan: tuple[Part, ...]


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Recovery]:
    """The debts of an order, oldest first. Refuses: NotFound."""
    return of_bundle(reading.order(viewer, order_id=order_id, at=at))


def of_bundle(bundle: OrderBundle) -> list[Recovery]:
    """The same of an order that is read."""
    return [_recovery(one, bundle.order.currency) for one in bundle.of(rows.Recovery)]


def one(viewer: Actor, *, recovery_id: UUID, at: datetime) -> Recovery:
    """A debt, for whoever may see its order. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=loading.order_of(noun="recovery", id=recovery_id), at=at)
    row = bundle.row(rows.Recovery, recovery_id)
    assert row is not None, "a debt's order holds it"
    return _recovery(row, bundle.order.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A debt in a list, as it is stored: what the clock owes it is made when it is read by itself."""

    id: UUID
    order_id: UUID
    kind: str
    state: str
    currency: str
    debt: str
    at: datetime


def everywhere(viewer: Actor, *, state: str, after: UUID | None, limit: int) -> list[Entry]:
    """Debts over all orders, the oldest first: the operator sees all, a party those it owes. Refuses: NotAllowed."""
    if viewer.role not in (Role.OPERATOR, Role.SUPPLIER, Role.BUYER):
        raise NotAllowed("Debts are for who owes them and the operator.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, r.order_id, r.kind, r.state, o.currency, r.debt_minor, r.at FROM recoveries r"
            f" JOIN orders o ON o.id = r.order_id WHERE {_OWED_BY[viewer.role]}"
            " AND (%(after)s::uuid IS NULL OR r.id > %(after)s) AND (%(state)s = '' OR r.state = %(state)s)"
            " ORDER BY r.id LIMIT %(limit)s",
            {"me": viewer.organisation_id, "after": after, "state": state, "limit": limit},
        )
        return [
            Entry(id=id, order_id=order, kind=kind, state=its, currency=its_currency, at=at,
                  debt=money.Money(minor, its_currency).amount)
            for id, order, kind, its, its_currency, minor, at in cursor.fetchall()
        ]  # fmt: skip


_OWED_BY = {
    Role.OPERATOR: "true",
    Role.SUPPLIER: "r.supplier_id = %(me)s AND r.kind <> 'buyer'",
    Role.BUYER: "o.buyer_id = %(me)s AND r.kind = 'buyer'",
}


def _recovery(row: rows.Recovery, currency: str) -> Recovery:
    def amount(minor: int) -> str:
        return money.Money(minor, currency).amount

    return Recovery(
        id=row.id, kind=row.kind, state=row.state, currency=currency, debt=amount(row.debt_minor),
        owed=amount(needs.owed(row)), set_off=amount(row.set_off_minor), from_security=amount(row.security_minor),
        paid=amount(row.paid_minor), cancelled=amount(row.cancelled_minor), written_off=amount(row.written_off_minor),
        reference=row.reference, plan=tuple(_part(part, currency) for part in row.plan),
    )  # fmt: skip


def _part(told: dict[str, str], currency: str) -> Part:
    return Part(due=date.fromisoformat(told["due"]), amount=money.Money(int(told["minor"]), currency).amount)
