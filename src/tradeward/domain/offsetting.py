"""What a buyer owes from an order is taken from what would go back to him there, before anything does (RULES §7, §9).

Why, and what is left alone: docs/decisions/buyer-debt-set-off.md.
"""

from tradeward.domain import needs, postings, rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.lifecycle import Act


def from_held(bundle: OrderBundle, *, act: Act) -> None:
    """Held money covers the buyer's debts from this order, the oldest first, as far as it goes."""
    for debt in needs.buyer_debts(bundle):
        cover(bundle, debt, act=act)


def cover(bundle: OrderBundle, debt: rows.Recovery, *, act: Act) -> None:
    """Held money covers one of them."""
    if minor := min(needs.owed(debt), bundle.held):
        take_from_instalments(bundle, minor)
        _set_off(bundle, debt, held_minor=minor, early_minor=0, act=act)


def from_early(bundle: OrderBundle, instalment: rows.Instalment, *, act: Act) -> None:
    """So does what came before its instalment opened."""
    for debt in needs.buyer_debts(bundle):
        if minor := min(needs.owed(debt), instalment.early_minor):
            instalment.early_minor -= minor
            _set_off(bundle, debt, held_minor=0, early_minor=minor, act=act)


def _set_off(bundle: OrderBundle, debt: rows.Recovery, *, held_minor: int, early_minor: int, act: Act) -> None:
    """The money leaves like what returns, with a refund's row that counts towards no award, and makes the debt good."""
    order, minor = bundle.order, held_minor + early_minor
    refund = bundle.add(
        rows.Refund(
            id=bundle.new_id("refund", act), order_id=order.id, dispute_id=None, cause="set_off", counts=False, at=act.at,
            held_minor=held_minor, early_minor=early_minor,
        )
    )  # fmt: skip
    bundle.post(
        postings.buyer_debt_set_off(
            cause=str(refund.id), currency=order.currency, order_id=order.id, held_minor=held_minor, early_minor=early_minor
        )
    )  # fmt: skip
    debt.set_off_minor += minor
    bundle.market.pot(order.currency).cash_minor += minor
    restore(bundle, debt, minor)


def restore(bundle: OrderBundle, debt: rows.Recovery, minor: int) -> None:
    """What the buyer made good counts as paid again, and as released or refunded as it had been."""
    instalment = bundle.row(rows.Instalment, debt.instalment_id) if debt.instalment_id else None
    if instalment:
        released = min(minor, debt.released_minor)
        refunded = min(minor - released, debt.refunded_minor)
        debt.released_minor -= released
        debt.refunded_minor -= refunded
        instalment.paid_minor += released + refunded
        instalment.released_minor += released
        instalment.returned_minor += refunded


def take_from_instalments(bundle: OrderBundle, minor: int) -> None:
    """Note on the instalments that `minor` of their held money has left towards the buyer, the last one first."""
    for instalment in reversed(bundle.instalments):
        part = max(0, min(minor, instalment.held_minor))
        instalment.returned_minor += part
        minor -= part
