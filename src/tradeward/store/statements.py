"""Bank statements as imported, payments as told to the bank, and what is in transit between the books and the bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import rows
from tradeward.store import models, rowing


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something in the books that no statement shows, or the other way round; it adds `minor` to bank_in or bank_out."""

    kind: str
    id: str
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The last statement of a currency against the books (RULES §7), in minor units.

    `difference_minor` is what the statement's closing has more than the account `bank` and what is about to be booked there;
    `unlisted_in_minor` and `unlisted_out_minor` are what bank_in and bank_out hold beyond the listed items.
    """

    currency: str
    through: date | None
    closing_minor: int
    bank_minor: int
    incoming: tuple[Item, ...]
    outgoing: tuple[Item, ...]
    difference_minor: int
    unlisted_in_minor: int
    unlisted_out_minor: int

    @property
    def fits(self) -> bool:
        """Whether bank and books agree, item by item."""
        return not (self.difference_minor or self.unlisted_in_minor or self.unlisted_out_minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a credit or a payment lives: in an order, with a supplier, or on its own as a credit in suspense."""

    id: UUID
    order_id: UUID | None
    supplier_id: UUID | None
    credit_id: UUID | None
    state: str
    currency: str
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A payment that the bank is to be told."""

    end_to_end: str
    account: str
    currency: str
    minor: int
    purpose: str


def imported(*, currency: str, through: date) -> UUID | None:
    """The statement of a currency that ends with a day, if it was imported."""
    return models.Statement.objects.filter(currency=currency, through=through).values_list("id", flat=True).first()


def add(
    *,
    id: UUID,
    currency: str,
    through: date,
    closing_minor: int,
    difference_minor: int,
    at: datetime,
    lines: Sequence[Any],
) -> None:
    """Write a statement with its lines, each with `bank_id`, `kind`, `minor` and `about`."""
    models.Statement.objects.create(
        id=id,
        currency=currency,
        through=through,
        closing_minor=closing_minor,
        difference_minor=difference_minor,
        imported_at=at,
    )
    models.StatementLine.objects.bulk_create(
        models.StatementLine(statement_id=id, bank_id=one.bank_id, kind=one.kind, minor=one.minor, about=one.about)
        for one in lines
    )


def known_lines(bank_ids: Sequence[str]) -> set[str]:
    """Those of these bank entry ids that a statement has shown."""
    return set(models.StatementLine.objects.filter(bank_id__in=bank_ids).values_list("bank_id", flat=True))


def is_kept(*, bank_id: str, kind: str) -> bool:
    """Whether a statement's line was kept as what it says it is."""
    return models.StatementLine.objects.filter(bank_id=bank_id, kind=kind).exists()


def credit_home(*, bank_id: str) -> Home | None:
    """The credit with a bank entry id, and where it lives."""
    return _home(
        "SELECT id, order_id, supplier_id, id, state, currency, amount_minor FROM credits WHERE bank_id = %s", bank_id
    )


def payment_home(*, end_to_end: str) -> Home | None:
    """The payment that the bank knows by an id, and where it lives."""
    return _home(
        "SELECT p.id, p.order_id, p.supplier_id, p.credit_id, p.state, p.currency, p.amount_minor"
        " FROM payments_out p JOIN payment_orders o ON o.payment_id = p.id WHERE o.end_to_end = %s",
        end_to_end,
    )


def home_of_payment(*, id: UUID) -> Home | None:
    """Where a payment lives."""
    return _home(
        "SELECT id, order_id, supplier_id, credit_id, state, currency, amount_minor FROM payments_out WHERE id = %s", id
    )


def _home(query: str, key: object) -> Home | None:
    with connection.cursor() as cursor:
        cursor.execute(query, [key])
        found = cursor.fetchone()
    if found is None:
        return None
    id, order_id, supplier_id, credit_id, state, currency, minor = found
    return Home(
        id=id,
        order_id=order_id,
        supplier_id=supplier_id,
        credit_id=credit_id,
        state=state,
        currency=currency,
        minor=minor,
    )


def expected(*, direction: str, currency: str) -> dict[UUID, int]:
    """The movements of the fund that no statement shows yet, with their amounts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, minor FROM fund_movements m WHERE direction = %s AND currency = %s"
            " AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.about = m.id::text)",
            [direction, currency],
        )
        return dict(cursor.fetchall())


def untold() -> list[Telling]:
    """Every payment that is sent and not told to the bank, now with the id by which the bank will know it.

    A second try has another id than the first: the payment's own, hashed with the instant at which it came back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TO_TELL)
        cursor.execute(
            "SELECT o.end_to_end, coalesce(p.account, h.account), coalesce(p.currency, m.currency),"
            " coalesce(p.amount_minor, m.minor), coalesce(p.purpose, 'fund') FROM payment_orders o"
            " LEFT JOIN payments_out p ON p.id = o.payment_id LEFT JOIN fund_movements m ON m.id = o.payment_id"
            " LEFT JOIN organisations h ON h.kind = 'operator'"
            " WHERE o.told_at IS NULL ORDER BY coalesce(p.sent_at, m.at), o.end_to_end"
        )
        return [
            Telling(end_to_end=id, account=account, currency=currency, minor=minor, purpose=purpose)
            for id, account, currency, minor, purpose in cursor.fetchall()
        ]


_TO_TELL = """
    INSERT INTO payment_orders (end_to_end, payment_id)
    SELECT CASE WHEN returned_at IS NULL THEN replace(id::text, '-', '')
                ELSE md5(id::text || extract(epoch FROM returned_at)::text) END, id
      FROM payments_out WHERE state = 'sent'
     UNION ALL
    SELECT replace(id::text, '-', ''), id FROM fund_movements m WHERE direction = 'out'
       AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.about = m.id::text)
    ON CONFLICT DO NOTHING"""


def told(end_to_end: Sequence[str], *, at: datetime) -> set[str]:
    """Note that the bank was told of payments; returns those of them that it was not told of before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payment_orders SET told_at = %s WHERE end_to_end = ANY(%s) AND told_at IS NULL RETURNING end_to_end",
            [at, sorted(end_to_end)],
        )
        return {id for (id,) in cursor.fetchall()}


def payment(*, id: UUID) -> rows.PaymentOut:
    """A payment, of whoever is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p) FROM payments_out p WHERE id = %s", [id])
        (found,) = rowing.loaded(cursor.fetchone())
    row: rows.PaymentOut = rowing.row(rows.PaymentOut, found)
    return row


def credit(*, id: UUID) -> rows.Credit:
    """A credit, of whoever is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c) FROM credits c WHERE id = %s", [id])
        (found,) = rowing.loaded(cursor.fetchone())
    row: rows.Credit = rowing.row(rows.Credit, found)
    return row


def last_secured(*, supplier_id: UUID, currency: str) -> UUID | None:
    """The last order of a currency for which a supplier's security was used: in a refund, or for a debt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id FROM orders o JOIN (SELECT order_id, at FROM refunds WHERE security_minor > 0 UNION ALL"
            " SELECT order_id, coalesce(overdue_at, at) FROM recoveries WHERE security_minor > 0) used ON used.order_id = o.id"
            " WHERE o.supplier_id = %s AND o.currency = %s ORDER BY used.at DESC, o.id DESC LIMIT 1",
            [supplier_id, currency],
        )
        found = cursor.fetchone()
    return found[0] if found else None


def unexplained(*, bank_id: str) -> tuple[UUID, str, int] | None:
    """The statement, currency and amount of a statement's line that nothing here explains."""
    found = models.StatementLine.objects.filter(bank_id=bank_id, kind="unexplained")
    return found.values_list("statement_id", "statement__currency", "minor").first()


def waiting_orders(*, currency: str, verb: str, before: datetime) -> list[UUID]:
    """The orders of a currency whose move `verb` of the clock fell due before an instant and has not happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id FROM deadlines d JOIN orders o ON o.id = d.subject_id"
            " WHERE d.subject = 'order' AND d.verb = %s AND d.due_at < %s AND o.currency = %s ORDER BY d.due_at, o.id",
            [verb, before, currency],
        )
        return [one for (one,) in cursor.fetchall()]


def waiting_suppliers(*, verb: str, before: datetime) -> list[UUID]:
    """The suppliers whose own move `verb` of the clock fell due before an instant and is parked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT supplier_id FROM deadlines WHERE subject = 'supplier' AND state = 'parked' AND verb = %s AND due_at < %s"
            " ORDER BY due_at, supplier_id",
            [verb, before],
        )
        return [one for (one,) in cursor.fetchall()]


def in_transit(*, currency: str) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """What stands on bank_in and on bank_out and on no statement, and what a statement shows and the books not yet (RULES §7)."""
    with connection.cursor() as cursor:
        cursor.execute(_INCOMING, {"currency": currency})
        incoming = tuple(Item(kind=kind, id=id, minor=minor) for kind, id, minor in cursor.fetchall())
        cursor.execute(_OUTGOING, {"currency": currency})
        outgoing = tuple(Item(kind=kind, id=id, minor=minor) for kind, id, minor in cursor.fetchall())
    return incoming, outgoing


_INCOMING = """
    SELECT 'credit', bank_id, amount_minor FROM credits c WHERE currency = %(currency)s
       AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.bank_id = c.bank_id AND l.kind = 'credit')
     UNION ALL
    SELECT 'recall', recall_id, -amount_minor FROM credits c WHERE currency = %(currency)s AND recall_id <> ''
       AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.bank_id = c.recall_id AND l.kind = 'recall')
     UNION ALL
    SELECT 'fund', id::text, minor FROM fund_movements m WHERE currency = %(currency)s AND direction = 'in'
       AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.about = m.id::text)
     ORDER BY 1, 2"""
_OUTGOING = """
    SELECT 'payment', id::text, -amount_minor FROM payments_out WHERE currency = %(currency)s AND state = 'sent'
     UNION ALL
    SELECT 'fund', id::text, -minor FROM fund_movements m WHERE currency = %(currency)s AND direction = 'out'
       AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.about = m.id::text)
     ORDER BY 1, 2"""


def shown_unbooked(*, currency: str, actor: str) -> int:
    """What the statements' lines about payments add to the account, as far as `actor` has not yet booked them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(CASE l.kind WHEN 'payment' THEN -l.minor ELSE l.minor END), 0)::bigint"
            " FROM statement_lines l JOIN statements s ON s.id = l.statement_id"
            " JOIN payment_orders o ON o.end_to_end = l.about WHERE l.kind IN ('payment', 'returned') AND s.currency = %s"
            " AND NOT EXISTS (SELECT 1 FROM commands c WHERE c.actor = %s AND c.key = l.bank_id)",
            [currency, actor],
        )
        (minor,) = cursor.fetchone()
    return int(minor)


def last(*, currency: str) -> tuple[date, int] | None:
    """The day and the closing of the last statement of a currency."""
    found = (
        models.Statement.objects.filter(currency=currency).order_by("-through").values_list("through", "closing_minor")
    )
    return found.first()


def currencies() -> list[str]:
    """Every currency of an order, and in which the bank or the fund has moved anything."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT currency FROM statements UNION SELECT currency FROM credits UNION SELECT currency FROM payments_out"
            " UNION SELECT currency FROM fund_movements UNION SELECT currency FROM orders ORDER BY 1"
        )
        return [one for (one,) in cursor.fetchall()]


def reconciliation(
    *, currency: str, bank_minor: int, bank_in_minor: int, bank_out_minor: int, actor: str = "reaction:"
) -> Reconciliation:
    """The last statement against the books, whose balances are given, debit positive (RULES §7); `actor` books the bank's news."""
    through, closing = last(currency=currency) or (None, 0)
    incoming, outgoing = in_transit(currency=currency)
    return Reconciliation(
        currency=currency,
        through=through,
        closing_minor=closing,
        bank_minor=bank_minor,
        incoming=incoming,
        outgoing=outgoing,
        difference_minor=closing - bank_minor - shown_unbooked(currency=currency, actor=actor),
        unlisted_in_minor=bank_in_minor - sum(one.minor for one in incoming),
        unlisted_out_minor=bank_out_minor - sum(one.minor for one in outgoing),
    )
