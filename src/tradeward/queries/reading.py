"""An order, or a supplier, as it may be read, without a lock; who may not know of an order is told that there is none (DESIGN §4).

Both stand as of the instant that is asked for, whether or not the worker has made the clock's moves yet (RULES §2).
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tradeward.domain import knowing, lives, postings
from tradeward.domain.bundle import OrderBundle, Purse, SupplierBundle
from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Actor
from tradeward.ledger import statements
from tradeward.store import loading, market


def order(viewer: Actor, *, order_id: UUID, at: datetime) -> OrderBundle:
    """The order with all its rows as it stands at `at`. From one snapshot; nothing is written. Refuses: NotFound."""
    unit = loading.unlocked(order_id=order_id, before=at, accounts=_ACCOUNTS)
    _, (found, *_) = _standing(unit, order_id, at) if not unit.due else _caught_up(order_id, unit.supplier_id, at)
    if not knowing.may_know(found, viewer):
        raise NotFound(UNKNOWN)
    return found


def supplier(viewer: Actor, *, supplier_id: UUID, at: datetime) -> SupplierBundle:
    """A supplier, whom whoever trades here may look up, as he stands at `at`. Refuses: NotFound."""
    unit = loading.unlocked(supplier_id=supplier_id, before=at, accounts=_ACCOUNTS)
    found, _ = _standing(unit, None, at) if not unit.due else _caught_up(None, supplier_id, at)
    return found


Read = tuple[SupplierBundle, list[OrderBundle]]
"""A supplier and the orders of his that are read, the one that was asked for first."""


def _standing(unit: loading.Unit, order_id: UUID | None, at: datetime) -> Read:
    """As it is stored; the clock owes his orders nothing, at most himself."""
    stored = market.Read(at=at, policy=market.policy_of(text=unit.policy))
    supplier = loading.supplier(unit=unit, purse=Purse(unit.balances), market=stored)
    if order_id is not None:
        stored.loaded.append(loading.order(order_id=order_id, supplier=supplier, told=unit.order))
    lives.catch_up([*stored.loaded, supplier], at=at)
    return supplier, stored.loaded


def _caught_up(order_id: UUID | None, supplier_id: UUID, at: datetime) -> Read:
    """As it will be once the clock's moves are made: with all orders of the supplier that they touch."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        unit = loading.unlocked(order_id=order_id, supplier_id=supplier_id, before=at, accounts=_ACCOUNTS)
        others = sorted({*unit.due, *unit.waiting} - {order_id})
        names = [f"{kind}:{one}" for one in others for kind in postings.ORDER_ACCOUNTS]
        stored = market.Read(at=at, policy=market.policy_of(text=unit.policy))
        purse = Purse(unit.balances | statements.balances(names))
        supplier = loading.supplier(unit=unit, purse=purse, market=stored)
        if order_id is not None:
            stored.loaded.append(loading.order(order_id=order_id, supplier=supplier, told=unit.order))
        stored.loaded += [loading.order(order_id=one, supplier=supplier) for one in others]
        lives.catch_up([*stored.loaded, supplier], at=at)
    return supplier, stored.loaded


_ACCOUNTS = (postings.SUPPLIER_ACCOUNTS, postings.ORDER_ACCOUNTS)
