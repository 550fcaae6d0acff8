"""Credits that no order owns: found, locked, loaded with what is paid back of them, and recorded (RULES §9)."""

from uuid import UUID

from django.db import connection

from tradeward.domain import evidence, rows
from tradeward.domain.bundle import Market, Purse, SuspenseBundle
from tradeward.domain.refusals import NotFound
from tradeward.store import rowing

_CREDIT = """
    SELECT to_jsonb(c),
        (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM payments_out t
            WHERE t.credit_id = c.id AND t.order_id IS NULL AND t.supplier_id IS NULL),
        (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM deadlines t
            WHERE t.order_id IS NULL AND t.supplier_id IS NULL
            AND t.subject_id IN (SELECT c.id UNION SELECT p.id FROM payments_out p WHERE p.credit_id = c.id)),
        (SELECT jsonb_build_array(seq, hash) FROM journal WHERE subject_id = c.id ORDER BY seq DESC LIMIT 1)
    FROM credits c WHERE c.id = %s"""


def home_of(*, credit_id: UUID) -> tuple[UUID | None, UUID | None]:
    """The order that a credit came to, or else the supplier whose security it is or would be, if any. Refuses: NotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT order_id, supplier_id FROM credits WHERE id = %s", [credit_id])
        found = cursor.fetchone()
    if found is None:
        raise NotFound("There is no such credit.")
    order_id, supplier_id = found
    return order_id, supplier_id


def load(*, credit_id: UUID, market: Market) -> SuspenseBundle:
    """A credit, locked, with what belongs to it alone; the credit itself only while nobody owns it. Refuses: NotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM credits WHERE id = %s FOR UPDATE", [credit_id])
        if cursor.fetchone() is None:
            raise NotFound("There is no such credit.")
        cursor.execute(_CREDIT, [credit_id])
        found, payments, deadlines, head = rowing.loaded(cursor.fetchone())
    credit = rowing.row(rows.Credit, found)
    seq, last = head or (0, evidence.empty(subject=str(credit_id)))
    tables = {
        "credit": [credit] if credit.order_id is None and credit.supplier_id is None else [],
        "payment_out": [rowing.row(rows.PaymentOut, one) for one in payments],
        "deadline": [rowing.row(rows.Deadline, one) for one in deadlines],
    }
    return SuspenseBundle(credit_id, tables, seq, last, Purse({}), market)


def fresh(*, credit: rows.Credit, market: Market) -> SuspenseBundle:
    """A credit that nobody has recorded yet."""
    head = evidence.empty(subject=str(credit.id))
    bundle = SuspenseBundle(credit.id, {}, 0, head, Purse({}), market)
    bundle.add(credit)
    return bundle
