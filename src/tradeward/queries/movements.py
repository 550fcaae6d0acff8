"""Every movement of money that an order caused, line by line, as the ledger has it (RULES §7)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain import money
from tradeward.domain.vocabulary import Actor
from tradeward.ledger import statements as ledger
from tradeward.queries import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One posting: by which recipe, from which account to which. `entry` and `line` are its place in the book."""

    entry: int
    line: int
    at: datetime
    recipe: str
    debit: str
    credit: str
    amount: str
    currency: str


def listed(viewer: Actor, *, order_id: UUID, after: tuple[int, int] | None, limit: int, at: datetime) -> list[Movement]:
    """What the order moved, in the order of the book, from behind a place in it. Refuses: NotFound."""
    reading.order(viewer, order_id=order_id, at=at)
    return [
        Movement(
            entry=one.entry, line=one.line, at=one.at, recipe=one.recipe, debit=one.debit, credit=one.credit,
            amount=money.Money(one.minor, one.currency).amount, currency=one.currency,
        )
        for one in ledger.caused(subject=str(order_id), after=after or (0, 0), limit=limit)
    ]  # fmt: skip
