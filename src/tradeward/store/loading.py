"""Load and lock: one order with all its rows, its supplier, and the end of both journals (DESIGN §3: one lock order)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import evidence, rows
from tradeward.domain.bundle import Market, OrderBundle, Purse, SupplierBundle
from tradeward.domain.refusals import NotFound
from tradeward.store import rowing
from tradeward.store.models import TABLES

_CHILDREN = [noun for noun in rows.ORDER_TABLES if noun != "order"]
_ORDER = "SELECT to_jsonb(o), {children}, {head} FROM orders o WHERE o.id = %s".format(
    children=", ".join(
        f"(SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM {TABLES[noun]} t WHERE t.order_id = o.id)"
        for noun in _CHILDREN
    ),
    head="(SELECT jsonb_build_array(seq, hash) FROM journal WHERE subject_id = o.id ORDER BY seq DESC LIMIT 1)",
)
_SUPPLIER = """
    SELECT to_jsonb(s),
        (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM points t WHERE t.supplier_id = s.id),
        (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM payments_out t
            WHERE t.supplier_id = s.id AND t.state <> 'booked'),
        (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM deadlines t
            WHERE t.supplier_id = s.id AND t.order_id IS NULL),
        (SELECT jsonb_build_array(seq, hash) FROM journal WHERE subject_id = s.id ORDER BY seq DESC LIMIT 1)
    FROM suppliers s WHERE s.id = %s"""


def lock(*, order_id: UUID) -> UUID:
    """Lock the order's supplier, then the order; returns the supplier. Refuses: NotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock_order(%s)", [order_id])
        (supplier_id,) = cursor.fetchone()
    if supplier_id is None:
        raise NotFound("There is no such order.")
    found: UUID = supplier_id
    return found


def lock_supplier(*, supplier_id: UUID) -> None:
    """Lock a supplier. Refuses: NotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM suppliers WHERE id = %s FOR UPDATE", [supplier_id])
        if cursor.fetchone() is None:
            raise NotFound("There is no such supplier.")


def supplier(*, supplier_id: UUID, purse: Purse, market: Market) -> SupplierBundle:
    """A supplier that is locked. `purse` will hold the balances of everything in the unit of work."""
    with connection.cursor() as cursor:
        cursor.execute(_SUPPLIER, [supplier_id])
        found, points, payouts, deadlines, head = rowing.loaded(cursor.fetchone())
    tables: dict[str, list[Any]] = {
        "supplier": [rowing.row(rows.Supplier, found)],
        "point": [rowing.row(rows.Point, one) for one in points],
        "payment_out": [rowing.row(rows.PaymentOut, one) for one in payouts],
        "deadline": [rowing.row(rows.Deadline, one) for one in deadlines],
    }
    seq, last = head or (0, evidence.empty(subject=str(supplier_id)))
    return SupplierBundle(tables=tables, seq=seq, head=last, purse=purse, market=market)


def order(*, order_id: UUID, supplier: SupplierBundle) -> OrderBundle:
    """An order that is locked, with all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(_ORDER, [order_id])
        found, *children, head = rowing.loaded(cursor.fetchone())
    tables: dict[str, list[Any]] = {"order": [rowing.row(rows.Order, found)]}
    for noun, listed in zip(_CHILDREN, children, strict=True):
        tables[noun] = [rowing.row(rows.ORDER_TABLES[noun], one) for one in listed]
    seq, last = head or (0, evidence.empty(subject=str(order_id)))
    return OrderBundle(tables=tables, seq=seq, head=last, supplier=supplier)


def due_orders(*, supplier_id: UUID, before: datetime) -> tuple[list[UUID], list[UUID]]:
    """The orders of a supplier with a move of the clock due before an instant, and those whose debt waits for his money."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT order_id, false FROM deadlines"
            " WHERE supplier_id = %s AND state = 'open' AND due_at < %s AND order_id IS NOT NULL"
            " UNION SELECT order_id, true FROM deadlines"
            " WHERE supplier_id = %s AND state = 'parked' AND verb = 'set_off' AND order_id IS NOT NULL ORDER BY order_id",
            [supplier_id, before, supplier_id],
        )
        found = cursor.fetchall()
    return [one for one, waits in found if not waits], [one for one, waits in found if waits]


def parked_orders(*, supplier_id: UUID, verb: str) -> list[UUID]:
    """The orders of a supplier that wait with a parked move of the clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT order_id FROM deadlines"
            " WHERE supplier_id = %s AND state = 'parked' AND verb = %s AND order_id IS NOT NULL ORDER BY order_id",
            [supplier_id, verb],
        )
        return [one for (one,) in cursor.fetchall()]


def order_of(*, noun: str, id: UUID) -> UUID:
    """The order that a row belongs to. Refuses: NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT order_id FROM {TABLES[noun]} WHERE id = %s", [id])
        found = cursor.fetchone()
    if found is None or found[0] is None:
        raise NotFound(f"There is no such {noun}.")
    order_id: UUID = found[0]
    return order_id


def by_reference(reference: str) -> UUID | None:
    """The order whose instalment or debt bears a creditor reference."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT order_id FROM instalments WHERE reference = %s UNION ALL SELECT order_id FROM recoveries WHERE reference = %s",
            [reference, reference],
        )
        found = cursor.fetchone()
    return found[0] if found else None
