"""What the operator sees of the bank: the account against the books, money that waits in suspense, payments on their way."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from tradeward.domain import money, postings
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.ledger import statements as ledger
from tradeward.store import statements
from tradeward.store.statements import Item, Reconciliation

__all__ = ["Item", "Payment", "Reconciliation", "Waiting", "currencies", "payments", "reconciliation", "suspense"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A credit in suspense: who paid what with which words, the order it came to, and what somebody proposed."""

    id: UUID
    order_id: UUID | None
    amount: str
    currency: str
    payer: str
    payer_account: str
    reference: str
    value_on: date
    recorded_at: datetime
    proposed_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment out as it stands."""

    id: UUID
    state: str
    purpose: str
    account: str
    amount: str
    currency: str


def reconciliation(viewer: Actor, *, currency: str) -> Reconciliation:
    """The last statement of a currency against the books, from one snapshot (RULES §7). Refuses: NotAllowed."""
    _operator(viewer)
    names = (postings.BANK, postings.BANK_IN, postings.BANK_OUT)
    with transaction.atomic():
        if not connection.in_atomic_block or len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = ledger.balances(names, currency=currency)
        bank, bank_in, bank_out = (found.get((name, currency), 0) for name in names)
        return statements.reconciliation(
            currency=currency, bank_minor=bank, bank_in_minor=bank_in, bank_out_minor=bank_out
        )


def currencies(viewer: Actor) -> list[str]:
    """Every currency of an order, and in which the bank or the fund has moved anything. Refuses: NotAllowed."""
    _operator(viewer)
    return statements.currencies()


def suspense(viewer: Actor) -> list[Waiting]:
    """The credits that wait in suspense, the oldest first (RULES §9). Refuses: NotAllowed."""
    _operator(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, order_id, amount_minor, currency, payer, payer_account, reference, value_on, recorded_at,"
            " proposed_reference FROM credits WHERE state = 'suspense' ORDER BY recorded_at, id"
        )
        return [
            Waiting(
                id=id, order_id=order_id, amount=money.Money(minor, currency).amount, currency=currency, payer=payer,
                payer_account=account, reference=reference, value_on=value_on, recorded_at=recorded_at, proposed_reference=proposed,
            )
            for id, order_id, minor, currency, payer, account, reference, value_on, recorded_at, proposed in cursor.fetchall()
        ]  # fmt: skip


def payments(viewer: Actor, *, payee_id: UUID | None = None, order_id: UUID | None = None) -> list[Payment]:
    """Payments out, the oldest first; of one payee or one order if given. Refuses: NotAllowed."""
    _operator(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, state, purpose, account, amount_minor, currency FROM payments_out"
            " WHERE (%s::uuid IS NULL OR payee_id = %s) AND (%s::uuid IS NULL OR order_id = %s) ORDER BY due_at, id",
            [payee_id, payee_id, order_id, order_id],
        )
        return [
            Payment(
                id=id,
                state=state,
                purpose=purpose,
                account=account,
                amount=money.Money(minor, currency).amount,
                currency=currency,
            )
            for id, state, purpose, account, minor, currency in cursor.fetchall()
        ]


def _operator(viewer: Actor) -> None:
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees this.")
