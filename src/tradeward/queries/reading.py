"""An order as a viewer may read it, without a lock; who may not know of it is told that there is none (DESIGN §4)."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tradeward.domain import lives, postings, rows
from tradeward.domain.bundle import OrderBundle, Purse, party
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.ledger import statements
from tradeward.store import loading, market


def order(viewer: Actor, *, order_id: UUID, at: datetime) -> OrderBundle:
    """The order with all its rows as it stands at `at`, whether or not the worker has made the clock's moves yet (RULES §2).

    From one snapshot; nothing is written. Refuses: NotFound.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT supplier_id FROM orders WHERE id = %s", [order_id])
            found = cursor.fetchone()
        if found is None:
            raise NotFound("There is no such order.")
        supplier_id: UUID = found[0]
        due, waiting = loading.due_orders(supplier_id=supplier_id, before=at)
        read = [order_id, *sorted({*due, *waiting} - {order_id})] if due else [order_id]
        kinds = (postings.payable, postings.security, postings.supplier_debt)
        names = [name(supplier_id) for name in kinds] + [name(one) for one in read for name in _OF_AN_ORDER]
        stored = market.Read(at=at)
        supplier = loading.supplier(supplier_id=supplier_id, purse=Purse(statements.balances(names)), market=stored)
        stored.loaded += [loading.order(order_id=one, supplier=supplier) for one in read]
        if not _may_know(viewer, stored.loaded[0]):
            raise NotFound("There is no such order.")
        lives.catch_up([*stored.loaded, supplier], at=at)
    return stored.loaded[0]


_OF_AN_ORDER = (postings.held, postings.early, postings.refund_due, postings.inspector_fee, postings.buyer_debt)


def _may_know(viewer: Actor, bundle: OrderBundle) -> bool:
    if viewer.role in (Role.OFFICER, Role.OPERATOR) or party(bundle, viewer):
        return True
    return viewer.role is Role.INSPECTOR and any(
        one.inspector_id == viewer.organisation_id for one in bundle.of(rows.Inspection)
    )
