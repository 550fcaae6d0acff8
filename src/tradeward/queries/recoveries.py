"""A debt and how it is collected (RULES §7)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tradeward.domain import money, needs, rows
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading


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
    bundle = reading.order(viewer, order_id=order_id, at=at)
    currency = bundle.order.currency

    def amount(minor: int) -> str:
        return money.Money(minor, currency).amount

    return [
        Recovery(
            id=one.id, kind=one.kind, state=one.state, currency=currency, debt=amount(one.debt_minor),
            owed=amount(needs.owed(one)), set_off=amount(one.set_off_minor), from_security=amount(one.security_minor),
            paid=amount(one.paid_minor), cancelled=amount(one.cancelled_minor),
            written_off=amount(one.written_off_minor), reference=one.reference,
            plan=tuple(_part(part, currency) for part in one.plan),
        )
        for one in bundle.of(rows.Recovery)
    ]  # fmt: skip


def _part(told: dict[str, str], currency: str) -> Part:
    return Part(due=date.fromisoformat(told["due"]), amount=money.Money(int(told["minor"]), currency).amount)
