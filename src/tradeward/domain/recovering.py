"""Debts: opened, set off, paid, planned, written off, cancelled; what they do to limit, cover and fund (RULES §3, §5, §7, §9)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from tradeward.domain import (
    coverage,
    needs,
    offsetting,
    payouts,
    pointing,
    postings,
    recovery,
    rows,
    signing,
    underwriting,
)
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.recovery import RECOVERY
from tradeward.domain.references import reference


def open_debt(bundle: OrderBundle, *, kind: str, minor: int, dispute_id: UUID | None, act: Act) -> rows.Recovery:
    """Open a debt of `minor`: `advance` (the fund paid), `settlement`, `fee`, `buyer` (a recalled credit), `forged`."""
    id = bundle.new_id("recovery", act)
    debt = bundle.add(
        rows.Recovery(
            id=id,
            order_id=bundle.order.id,
            supplier_id=bundle.order.supplier_id,
            dispute_id=dispute_id,
            kind=kind,
            state=recovery.S.NOTICED,
            debt_minor=minor,
            rate=bundle.of(rows.Reservation)[-1].rate,
            reference=reference(id),
            at=act.at,
        )
    )
    if kind == "fee":
        _owe_fees(bundle, unpaid_fee(debt))
        payouts.plan_payout(bundle.supplier, at=act.at)
    return debt


def unpaid_fee(debt: rows.Recovery) -> int:
    """What of a debt for an inspection's fee is unpaid and freezes payouts, in minor units (RULES §7)."""
    return needs.owed(debt) if debt.kind == "fee" and debt.ended_at is None else 0


def _owe_fees(bundle: OrderBundle, more: int) -> None:
    """Add to what the supplier owes of fees in the order's currency."""
    supplier, currency = bundle.supplier.supplier, bundle.order.currency
    owed = int(supplier.fees_owed.get(currency, 0)) + more
    others = {one: minor for one, minor in supplier.fees_owed.items() if one != currency}
    supplier.fees_owed = others | ({currency: str(owed)} if owed else {})


@contextmanager
def _counted(bundle: OrderBundle, debt: rows.Recovery) -> Iterator[None]:
    """Keep the supplier's unpaid advances, in the limit's currency, overdue debts and fees true while `debt` changes (RULES §3)."""
    unpaid, overdue, fee = unpaid_limit(debt), _overdue(debt), unpaid_fee(debt)
    yield
    supplier = bundle.supplier.supplier
    supplier.advanced_minor += unpaid_limit(debt) - unpaid
    supplier.overdue_count += _overdue(debt) - overdue
    if unpaid_fee(debt) != fee:
        _owe_fees(bundle, unpaid_fee(debt) - fee)


def unpaid_limit(debt: rows.Recovery) -> int:
    """What an unpaid advance takes from the limit, in its minor units."""
    if debt.ended_at is not None or debt.kind != "advance":
        return 0
    return coverage.in_limit(minor=needs.owed(debt), rate=debt.rate)


def _overdue(debt: rows.Recovery) -> int:
    return int(debt.overdue_at is not None and debt.ended_at is None and debt.kind not in recovery.OF_BUYER)


def advance(bundle: OrderBundle, *, minor: int, dispute_id: UUID, act: Act) -> None:
    """The fund paid `minor`: it uses the order's cover and is the supplier's debt at that instant (RULES §7)."""
    held = bundle.reservation
    assert held is not None, "the fund pays within a reservation"
    supplier, pot = bundle.supplier.supplier, bundle.market.pot(bundle.order.currency)
    before = signing.open_limit(held)
    held.advanced_minor += minor
    supplier.reserved_minor += signing.open_limit(held) - before
    pot.reserved_minor -= minor
    pot.cash_minor -= minor
    debt = open_debt(bundle, kind="advance", minor=minor, dispute_id=dispute_id, act=act)
    supplier.advanced_minor += unpaid_limit(debt)
    payouts.plan_payout(bundle.supplier, at=act.at)


def recalled(bundle: OrderBundle, *, minor: int, by_supplier: bool, act: Act) -> rows.Recovery:
    """The bank took back money that is gone: whoever had paid it owes it again, and the fund stands in (RULES §9)."""
    kind = "advance" if by_supplier else "buyer"
    debt = open_debt(bundle, kind=kind, minor=minor, dispute_id=None, act=act)
    bundle.market.pot(bundle.order.currency).cash_minor -= minor
    bundle.supplier.supplier.advanced_minor += unpaid_limit(debt)
    payouts.plan_payout(bundle.supplier, at=act.at)
    return debt


def ask_back(bundle: OrderBundle, *, minor: int, dispute_id: UUID, act: Act) -> None:
    """The buyer repays what a reversal finds too much, since it was won by forged evidence (RULES §5); the fund is owed it."""
    if minor:
        debt = open_debt(bundle, kind="forged", minor=minor, dispute_id=dispute_id, act=act)
        order = bundle.order
        bundle.post(postings.repayment_due(cause=str(debt.id), currency=order.currency, order_id=order.id, minor=minor))


def shrink_cover(bundle: OrderBundle) -> None:
    """After a recall the cover falls to what is paid (RULES §9)."""
    held = bundle.reservation
    if held is None or held.cover_minor <= max(bundle.paid, held.advanced_minor):
        return
    lost = held.cover_minor - max(bundle.paid, held.advanced_minor)
    before = signing.open_limit(held)
    held.cover_minor -= lost
    held.reserved_limit = coverage.in_limit(minor=held.cover_minor, rate=held.rate)
    bundle.supplier.supplier.reserved_minor += signing.open_limit(held) - before
    bundle.market.pot(bundle.order.currency).reserved_minor -= lost


def paid(bundle: OrderBundle, debt: rows.Recovery, *, credit: rows.Credit, act: Act) -> int:
    """A credit pays a debt (RULES §7). Returns how much of it the debt took; the rest is the payer's."""
    minor = min(credit.amount_minor, needs.owed(debt)) if debt.state in recovery.OPEN else 0
    if not minor:
        return 0
    order, cause = bundle.order, str(credit.id)
    currency, pot = order.currency, bundle.market.pot(order.currency)
    if debt.kind in recovery.OF_BUYER:
        bundle.post(postings.buyer_debt_paid(cause=cause, currency=currency, order_id=order.id, minor=minor))
        pot.cash_minor += minor
        offsetting.restore(bundle, debt, minor)
    elif debt.kind == "advance":
        bundle.post(postings.debt_paid(cause=cause, currency=currency, supplier_id=order.supplier_id, minor=minor))
        pot.cash_minor += minor
    else:
        bundle.post(postings.settlement_paid(cause=cause, currency=currency, order_id=order.id, minor=minor))
        _note_refund(bundle, debt, minor, act)
        payouts.pay_buyer(bundle, minor=minor, purpose=debt.kind, act=act)
    with _counted(bundle, debt):
        debt.paid_minor += minor
    payouts.plan_payout(bundle.supplier, at=act.at)
    return minor


def _note_refund(bundle: OrderBundle, debt: rows.Recovery, minor: int, act: Act) -> None:
    """A refund row for what the supplier himself paid to the buyer: of a settlement it counts, of a fee it does not."""
    bundle.add(
        rows.Refund(
            id=bundle.new_id("refund", act),
            order_id=bundle.order.id,
            dispute_id=debt.dispute_id,
            cause=debt.kind,
            counts=debt.kind == "settlement",
            at=act.at,
            supplier_minor=minor,
        )
    )


@RECOVERY.effect("fall_due", "default")
def _fall_due(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    """An overdue debt has the limit reckoned at once (RULES §3)."""
    _set_overdue(bundle, debt, act.at)
    if debt.kind not in recovery.OF_BUYER:
        underwriting.after_debt(bundle.supplier, act=act)


def _set_overdue(bundle: OrderBundle, debt: rows.Recovery, at: datetime | None) -> None:
    with _counted(bundle, debt):
        debt.overdue_at = at


@RECOVERY.effect("set_off")
def _set_off(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    """Released and unpaid money first, then security (RULES §7)."""
    from_payable, from_security = needs.set_off_parts(bundle, debt)
    order, cause = bundle.order, f"{debt.id}:{needs.owed(debt)}"
    supplier_id, currency = order.supplier_id, order.currency
    if debt.kind == "fee":
        bundle.post(
            postings.inspection_fee_recovered(
                cause=cause, currency=currency, order_id=order.id, supplier_id=supplier_id, minor=from_payable
            )
        )
        _note_refund(bundle, debt, from_payable, act)
        payouts.pay_buyer(bundle, minor=from_payable, purpose="fee", act=act)
    elif from_payable:
        bundle.post(postings.debt_set_off(cause=cause, currency=currency, supplier_id=supplier_id, minor=from_payable))
    if from_security:
        bundle.post(
            postings.debt_from_security(cause=cause, currency=currency, supplier_id=supplier_id, minor=from_security)
        )
    with _counted(bundle, debt):
        debt.set_off_minor += from_payable
        debt.security_minor += from_security
    if debt.kind == "advance":
        bundle.market.pot(currency).cash_minor += from_payable + from_security
    payouts.plan_payout(bundle.supplier, at=act.at)


@RECOVERY.effect("collect", "cancel")
def _over(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    with _counted(bundle, debt):
        debt.ended_at = act.at
    payouts.plan_payout(bundle.supplier, at=act.at)


@RECOVERY.effect("plan")
def _plan(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    """The parts of a plan are counted from what is paid already."""
    debt.plan = [{"due": part["due"], "minor": str(part["minor"])} for part in act.said["plan"]]
    debt.plan_from_minor = debt.debt_minor - needs.owed(debt)
    _set_overdue(bundle, debt, None)


@RECOVERY.effect("mark")
def _mark(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    """A debt left unpaid costs points (RULES §3)."""
    points = bundle.market.policy.points_debt_count
    pointing.give(bundle, cause="debt", points=points, dispute_id=debt.dispute_id, act=act)


@RECOVERY.effect("write_off")
def _write_off(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    """The fund bears what could not be collected; a fee or a settlement it never advanced (RULES §7).

    A recall that was never made good ends the order: what is held for the buyer there covers it first.
    """
    if debt.kind == "buyer":
        offsetting.cover(bundle, debt, act=act)
    left, order = needs.owed(debt), bundle.order
    cause = str(debt.id)
    if debt.kind == "advance":
        bundle.post(
            postings.debt_written_off(cause=cause, currency=order.currency, supplier_id=order.supplier_id, minor=left)
        )
    elif debt.kind in recovery.OF_BUYER and left:
        bundle.post(postings.buyer_debt_lost(cause=cause, currency=order.currency, order_id=order.id, minor=left))
    with _counted(bundle, debt):
        debt.written_off_minor += left
        debt.ended_at = act.at
    payouts.plan_payout(bundle.supplier, at=act.at)


def reverse(bundle: OrderBundle, debt: rows.Recovery, *, minor: int, act: Act) -> int:
    """A reversal takes up to `minor` off an advance (RULES §5, W6). Returns how much it took off.

    The open part is the fund's loss; what was collected goes back the same day.
    """
    open_part = min(minor, needs.owed(debt)) if debt.state in recovery.OPEN else 0
    collected = debt.set_off_minor + debt.security_minor + debt.paid_minor - debt.returned_minor
    back = min(minor - open_part, collected)
    if not open_part + back:
        return 0
    order = bundle.order
    bundle.post(
        postings.debt_reversed(
            cause=f"{debt.id}:{act.key}", currency=order.currency, supplier_id=order.supplier_id,
            debt_minor=open_part, collected_minor=back,
        )
    )  # fmt: skip
    with _counted(bundle, debt):
        debt.cancelled_minor += open_part
        debt.returned_minor += back
    bundle.market.pot(order.currency).cash_minor -= back
    payouts.plan_payout(bundle.supplier, at=act.at)
    return open_part + back


def make_good(bundle: OrderBundle, *, security_minor: int, payable_minor: int, cause: str, act: Act) -> None:
    """A reversal: what the buyer keeps of the supplier's own money the fund makes good (RULES §5)."""
    order = bundle.order
    if security_minor + payable_minor:
        bundle.post(
            postings.made_good(
                cause=cause, currency=order.currency, supplier_id=order.supplier_id, security_minor=security_minor,
                payable_minor=payable_minor,
            )
        )  # fmt: skip
        bundle.market.pot(order.currency).cash_minor -= security_minor + payable_minor
        payouts.plan_payout(bundle.supplier, at=act.at)


def forgive(bundle: OrderBundle, debt: rows.Recovery) -> None:
    """What was never the ledger's is owed no more: of a settlement that goes up again, of a fee that a reversal moves."""
    with _counted(bundle, debt):
        debt.cancelled_minor += needs.owed(debt)
