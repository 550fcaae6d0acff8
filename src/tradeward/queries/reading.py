"""An order as a viewer may read it, without a lock; who may not know of it is told that there is none (DESIGN §4)."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tradeward.domain import postings, rows
from tradeward.domain.bundle import OrderBundle, Purse, party
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.ledger import statements
from tradeward.store import loading, market


def order(viewer: Actor, *, order_id: UUID, at: datetime) -> OrderBundle:
    """The order with all its rows, from one snapshot. Refuses: NotFound."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT supplier_id FROM orders WHERE id = %s", [order_id])
            found = cursor.fetchone()
        if found is None:
            raise NotFound("There is no such order.")
        supplier_id: UUID = found[0]
        names = [
            name(order_id) for name in (postings.held, postings.early, postings.refund_due, postings.inspector_fee, postings.buyer_debt)
        ]
        names += [name(supplier_id) for name in (postings.payable, postings.security, postings.supplier_debt)]
        purse = Purse(statements.balances(names))
        supplier = loading.supplier(supplier_id=supplier_id, purse=purse, market=market.Read(at=at))
        bundle = loading.order(order_id=order_id, supplier=supplier)
    if not _may_know(viewer, bundle):
        raise NotFound("There is no such order.")
    return bundle


def _may_know(viewer: Actor, bundle: OrderBundle) -> bool:
    if viewer.role in (Role.OFFICER, Role.OPERATOR) or party(bundle, viewer):
        return True
    return viewer.role is Role.INSPECTOR and any(
        one.inspector_id == viewer.organisation_id for one in bundle.of(rows.Inspection)
    )
