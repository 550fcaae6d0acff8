"""The guarantee fund as the operator sees it: cash, reservations, what waits for it, and what he owes it (RULES §3, §7)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain import money
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import funding


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A refund that waits for cash: of which order, how much, and since when it is due."""

    order_id: UUID
    amount: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """The fund in one currency. `due` is what the operator has to pay in so that its cash is not below zero, `due_since` when."""

    currency: str
    cash: str
    reserved: str
    waiting: tuple[Waiting, ...]
    due: str
    due_since: datetime | None


def pots(viewer: Actor) -> list[Pot]:
    """The fund in every currency it has moved in. Refuses: NotAllowed (not the operator)."""
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees the fund.")
    return [_pot(*one) for one in funding.pots()]


def _pot(currency: str, cash: int, reserved: int) -> Pot:
    def amount(minor: int) -> str:
        return money.Money(minor, currency).amount

    return Pot(
        currency=currency,
        cash=amount(cash),
        reserved=amount(reserved),
        waiting=tuple(
            Waiting(order_id=one.order_id, amount=amount(one.minor), due_at=one.due_at)
            for one in funding.waiting(currency=currency, with_cash=False)
        ),
        due=amount(max(0, -cash)),
        due_since=funding.below_since(currency=currency) if cash < 0 else None,
    )
