"""Load and lock: one order with all its rows, its supplier, and the end of both journals (DESIGN §3: one lock order)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import evidence, rows
from tradeward.domain.bundle import Market, OrderBundle, Purse, SupplierBundle
from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.store import rowing
from tradeward.store.models import TABLES

Accounts = tuple[tuple[str, ...], tuple[str, ...]]
"""The kinds of account whose balances a unit loads: those of a supplier, and those of an order."""

Told = Sequence[tuple[str, Any]]
"""Rows as the database tells them: each with its noun, the end of the journal among them as `head`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What one round trip brings of a supplier, and perhaps of an order of his; both still as told."""

    supplier_id: UUID
    policy: str | None
    supplier: Told
    order: Told | None
    balances: dict[tuple[str, str], int]
    due: list[UUID]
    waiting: list[UUID]


def locked(
    *, order_id: UUID | None = None, supplier_id: UUID | None = None, before: datetime, accounts: Accounts
) -> Unit:
    """Lock a supplier, or an order after its supplier, and load them; the orders due before an instant come by id.

    Refuses: NotFound.
    """
    found = _unit(
        "SELECT * FROM work_on(%s, %s, %s, %s::text[], %s::text[])", [supplier_id, order_id], before, accounts
    )
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def begun(
    *, actor: str, key: str, order_id: UUID | None, supplier_id: UUID | None, before: datetime, accounts: Accounts
) -> Unit | tuple[str, Any]:
    """`locked`, after the key: where it was answered before, the hash of what was asked and the answer. Refuses: NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM begin_work(%s, %s, %s, %s, %s, %s::text[], %s::text[])",
            [actor, key, supplier_id, order_id, before, *_listed(accounts)],
        )
        found = cursor.fetchone()
    if found is None:
        raise NotFound(UNKNOWN)
    body_hash, answer, *unit = found
    return (body_hash, json.loads(answer)) if body_hash is not None else _read(unit)


def unlocked(
    *, order_id: UUID | None = None, supplier_id: UUID | None = None, before: datetime, accounts: Accounts
) -> Unit:
    """The same for who only reads: from one snapshot, without a lock. Refuses: NotFound."""
    whose = "SELECT supplier_id FROM orders WHERE id = %s" if order_id else "SELECT id FROM suppliers WHERE id = %s"
    sql = f"SELECT * FROM unit_of(({whose}), %s, %s, %s::text[], %s::text[])"
    found = _unit(sql, [order_id or supplier_id, order_id], before, accounts)
    if found is None:
        raise NotFound(UNKNOWN)
    return found


@cache
def _listed(accounts: Accounts) -> tuple[str, str]:
    """Both lists as the text of an SQL array: the driver takes its time to write one."""
    one, other = (f"{{{','.join(kinds)}}}" for kinds in accounts)
    return one, other


def _unit(sql: str, ids: list[UUID | None], before: datetime, accounts: Accounts) -> Unit | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [*ids, before, *_listed(accounts)])
        found = cursor.fetchone()
    return None if found is None or found[2] is None else _read(found)


def _read(found: Sequence[Any]) -> Unit:
    supplier_id, policy, supplier, order, balances, due, waiting = found
    return Unit(
        supplier_id=supplier_id,
        policy=policy,
        supplier=supplier,
        order=order,
        balances={(name, currency): minor for name, currency, minor in balances},
        due=due,
        waiting=waiting,
    )


def supplier(*, unit: Unit, purse: Purse, market: Market) -> SupplierBundle:
    """The supplier of a unit. `purse` will hold the balances of everything in the unit of work."""
    tables, seq, last = _read_rows(unit.supplier, rows.SUPPLIER_TABLES, unit.supplier_id)
    return SupplierBundle(tables=tables, seq=seq, head=last, purse=purse, market=market)


def order(*, order_id: UUID, supplier: SupplierBundle, told: Told | None = None) -> OrderBundle:
    """An order with all its rows; `told` when they have been loaded already."""
    if told is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT whole_order(%s)", [order_id])
            (told,) = cursor.fetchone()
    tables, seq, last = _read_rows(told or (), rows.ORDER_TABLES, order_id)
    return OrderBundle(tables=tables, seq=seq, head=last, supplier=supplier)


def _read_rows(
    told: Told, classes: Mapping[str, type[rows.Row]], subject_id: UUID
) -> tuple[dict[str, list[Any]], int, str]:
    tables: dict[str, list[Any]] = {noun: [] for noun in classes}
    head = (0, "")
    for noun, one in told:
        if noun == "head":
            head = one
        else:
            tables[noun].append(rowing.row(classes[noun], one))
    seq, last = head
    return tables, seq, last or evidence.empty(subject=str(subject_id))


def more(*, order_ids: Sequence[UUID], accounts: Accounts, supplier: SupplierBundle) -> list[OrderBundle]:
    """Lock and load more orders of a supplier who is locked; their balances join those of the unit of work."""
    if not order_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM more_work(%s, %s::text[])", [list(order_ids), _listed(accounts)[1]])
        found = cursor.fetchall()
    loaded = []
    for order_id, told, balances in found:
        supplier.purse.balances |= {(name, currency): minor for name, currency, minor in balances}
        loaded.append(order(order_id=order_id, supplier=supplier, told=told))
    return loaded


def order_of(*, noun: str, id: UUID) -> UUID:
    """The order that a row belongs to. Refuses: NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT order_id FROM {TABLES[noun]} WHERE id = %s", [id])
        found = cursor.fetchone()
    if found is None or found[0] is None:
        raise NotFound(UNKNOWN)
    order_id: UUID = found[0]
    return order_id


def by_security(reference: str) -> UUID | None:
    """The supplier who puts up security under a reference."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM suppliers WHERE security_reference = %s AND security_reference <> ''", [reference]
        )
        found = cursor.fetchone()
    return found[0] if found else None


def by_reference(reference: str) -> UUID | None:
    """The order whose instalment, inspection or debt bears a creditor reference."""
    tables = ("instalments", "inspections", "recoveries")
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT order_id FROM {table} WHERE reference = %s" for table in tables),
            [reference] * len(tables),
        )
        found = cursor.fetchone()
    return found[0] if found else None
