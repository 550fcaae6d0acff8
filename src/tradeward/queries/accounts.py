"""A supplier's account with the platform: what became his, what was taken from it, what he owes and keeps here (RULES §7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tradeward.domain import money, postings
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.ledger import statements as ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands on the account in one currency."""

    currency: str
    payable: str
    security: str
    debt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the statement: `amount` is in the supplier's favour above 0. `account`: payable, security or debt."""

    at: datetime
    order_id: UUID | None
    recipe: str
    account: str
    amount: str
    currency: str


_KINDS = {"payable": postings.payable, "security": postings.security, "debt": postings.supplier_debt}


def standing(viewer: Actor) -> list[Standing]:
    """What the viewer, a supplier, has here, by currency. Refuses: NotAllowed (no supplier)."""
    names = _names(viewer)
    found = ledger.balances(list(names))
    sums: dict[str, dict[str, int]] = {}
    for (name, currency), minor in found.items():
        sums.setdefault(currency, {})[names[name]] = -minor
    return [
        Standing(
            currency=currency, payable=money.Money(kinds.get("payable", 0), currency).amount,
            security=money.Money(kinds.get("security", 0), currency).amount,
            debt=money.Money(-kinds.get("debt", 0), currency).amount,
        )
        for currency, kinds in sorted(sums.items())
    ]  # fmt: skip


def statement(viewer: Actor) -> Iterator[Line]:
    """Every line on the viewer's accounts here, in the order of the book. Refuses: NotAllowed (no supplier)."""
    names = _names(viewer)
    return _lines(names)


def _lines(names: dict[str, str]) -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.at, e.subject, e.recipe, a.name, a.currency, CASE WHEN p.debit_id = a.id THEN -p.minor ELSE p.minor END"
            " FROM ledger.account a JOIN ledger.posting p ON p.debit_id = a.id OR p.credit_id = a.id"
            " JOIN ledger.entry e ON e.id = p.entry_id WHERE a.name = ANY(%s) ORDER BY e.id, p.line",
            [list(names)],
        )
        for at, subject, recipe, name, currency, minor in cursor.fetchall():
            yield Line(
                at=at, order_id=_order(subject, names), recipe=recipe, account=names[name],
                amount=money.Money(minor, currency).amount, currency=currency,
            )  # fmt: skip


def _order(subject: str | None, names: dict[str, str]) -> UUID | None:
    """The order that a movement is about; what is about the supplier himself has none."""
    if subject is None or any(name.endswith(subject) for name in names):
        return None
    return UUID(subject)


def _names(viewer: Actor) -> dict[str, str]:
    if viewer.role is not Role.SUPPLIER or viewer.organisation_id is None:
        raise NotAllowed("The account is the supplier's own.")
    return {name(viewer.organisation_id): kind for kind, name in _KINDS.items()}
