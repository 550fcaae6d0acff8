"""Debts: opened, set off, paid, planned, written off, cancelled; and what they do to limit, cover and fund (RULES §3, §5, §7, §9)."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_UP, Decimal
from uuid import UUID

from tradeward.domain import needs, payouts, postings, recovery, rows, signing
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.recovery import RECOVERY
from tradeward.domain.references import reference


def open_debt(bundle: OrderBundle, *, kind: str, minor: int, dispute_id: UUID | None, act: Act) -> rows.Recovery:
    """Open a debt of `minor`: `advance` (the fund paid), `settlement`, `fee` (of an inspection) or `buyer` (a recalled credit)."""
    id = bundle.new_id("recovery", act)
    return bundle.add(
        rows.Recovery(
            id=id,
            order_id=bundle.order.id,
            supplier_id=bundle.order.supplier_id,
            dispute_id=dispute_id,
            kind=kind,
            state=recovery.S.NOTICED,
            debt_minor=minor,
            rate=bundle.reservation.rate if bundle.reservation else "1",
            reference=reference(id),
            at=act.at,
        )
    )


@contextmanager
def _advances(bundle: OrderBundle, debt: rows.Recovery) -> Iterator[None]:
    """Keep the supplier's sum of unpaid advances, in the limit's currency, true while `debt` changes (RULES §3)."""
    before = unpaid_limit(debt)
    yield
    bundle.supplier.supplier.advanced_minor += unpaid_limit(debt) - before


def unpaid_limit(debt: rows.Recovery) -> int:
    """What an unpaid advance takes from the limit, in its minor units."""
    return _limit_of(debt) if debt.state in recovery.OPEN else 0


def _limit_of(debt: rows.Recovery) -> int:
    exact = needs.owed(debt) * Decimal(debt.rate)
    return int(exact.to_integral_value(rounding=ROUND_UP)) if debt.kind == "advance" else 0


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


def shrink_cover(bundle: OrderBundle) -> None:
    """After a recall the cover falls to what is paid (RULES §9)."""
    held = bundle.reservation
    if held is None or held.cover_minor <= max(bundle.paid, held.advanced_minor):
        return
    lost = held.cover_minor - max(bundle.paid, held.advanced_minor)
    before = signing.open_limit(held)
    held.cover_minor -= lost
    held.reserved_limit = int((held.cover_minor * Decimal(held.rate)).to_integral_value(rounding=ROUND_UP))
    bundle.supplier.supplier.reserved_minor += signing.open_limit(held) - before
    bundle.market.pot(bundle.order.currency).reserved_minor -= lost


def paid(bundle: OrderBundle, debt: rows.Recovery, *, credit: rows.Credit, act: Act) -> None:
    """A credit with the debt's reference arrived (RULES §7): what is too much stays the supplier's, or goes back to the buyer."""
    minor = min(credit.amount_minor, needs.owed(debt)) if debt.state in recovery.OPEN else 0
    rest = credit.amount_minor - minor
    order, cause = bundle.order, str(credit.id)
    if minor and debt.kind == "buyer":
        bundle.post(postings.buyer_debt_paid(cause=cause, currency=order.currency, order_id=order.id, minor=minor))
        bundle.market.pot(order.currency).cash_minor += minor
        _restore(bundle, minor)
    elif minor and debt.kind == "advance":
        bundle.post(
            postings.debt_paid(cause=cause, currency=order.currency, supplier_id=order.supplier_id, minor=minor)
        )
        bundle.market.pot(order.currency).cash_minor += minor
    elif minor:
        bundle.post(postings.settlement_paid(cause=cause, currency=order.currency, order_id=order.id, minor=minor))
        _note_refund(bundle, debt, minor)
        payouts.pay_buyer(bundle, minor=minor, purpose=debt.kind, act=act)
    with _advances(bundle, debt):
        debt.paid_minor += minor
    if rest:
        payouts.pay_out(
            bundle, act, order_id=order.id, payee_id=None, account=credit.payer_account, purpose="excess",
            source=postings.SUSPENSE, currency=credit.currency, minor=rest,
        )  # fmt: skip


def _restore(bundle: OrderBundle, minor: int) -> None:
    """What the buyer made good counts as paid and released again."""
    for instalment in bundle.instalments:
        part = min(minor, instalment.amount_minor - instalment.paid_minor)
        instalment.paid_minor += part
        instalment.released_minor += part
        minor -= part


def _note_refund(bundle: OrderBundle, debt: rows.Recovery, minor: int) -> None:
    if debt.kind == "settlement":
        refund = next(
            one for one in bundle.of(rows.Refund) if one.dispute_id == debt.dispute_id and one.cause == "settlement"
        )
        refund.supplier_minor += minor


@RECOVERY.effect("fall_due")
def _fall_due(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    debt.overdue_at = act.at


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
        payouts.pay_buyer(bundle, minor=from_payable, purpose="fee", act=act)
    elif from_payable:
        bundle.post(postings.debt_set_off(cause=cause, currency=currency, supplier_id=supplier_id, minor=from_payable))
    if from_security:
        bundle.post(
            postings.debt_from_security(cause=cause, currency=currency, supplier_id=supplier_id, minor=from_security)
        )
    with _advances(bundle, debt):
        debt.set_off_minor += from_payable
        debt.security_minor += from_security
    if debt.kind == "advance":
        bundle.market.pot(currency).cash_minor += from_payable + from_security
    payouts.plan_payout(bundle.supplier, at=act.at)


@RECOVERY.effect("collect")
def _collect(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    debt.ended_at = act.at
    payouts.plan_payout(bundle.supplier, at=act.at)


@RECOVERY.effect("plan")
def _plan(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    debt.plan = [{"due": part["due"], "minor": str(part["minor"])} for part in act.said["plan"]]
    debt.overdue_at = None


@RECOVERY.effect("default")
def _default(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    debt.overdue_at = act.at


@RECOVERY.effect("write_off")
def _write_off(bundle: OrderBundle, debt: rows.Recovery, act: Act) -> None:
    """The fund bears what could not be collected; a fee or a settlement was never advanced, so it bears nothing of those (RULES §7)."""
    left, order = needs.owed(debt), bundle.order
    cause = str(debt.id)
    if debt.kind == "advance":
        bundle.post(
            postings.debt_written_off(cause=cause, currency=order.currency, supplier_id=order.supplier_id, minor=left)
        )
    elif debt.kind == "buyer":
        bundle.post(postings.buyer_debt_lost(cause=cause, currency=order.currency, order_id=order.id, minor=left))
    bundle.supplier.supplier.advanced_minor -= _limit_of(debt)
    debt.written_off_minor += left
    debt.ended_at = act.at
    payouts.plan_payout(bundle.supplier, at=act.at)


def reverse(bundle: OrderBundle, debt: rows.Recovery, *, minor: int, act: Act) -> None:
    """A reversal takes `minor` off an advance: the open part is the fund's, what was collected goes back the same day (RULES §5, W6)."""
    open_part = min(minor, needs.owed(debt)) if debt.state in recovery.OPEN else 0
    collected = min(minor - open_part, debt.set_off_minor + debt.security_minor + debt.paid_minor)
    order, pot = bundle.order, bundle.market.pot(bundle.order.currency)
    bundle.post(
        postings.debt_reversed(
            cause=str(debt.id), currency=order.currency, supplier_id=order.supplier_id,
            debt_minor=open_part, collected_minor=collected,
        )
    )  # fmt: skip
    with _advances(bundle, debt):
        debt.cancelled_minor += open_part
        if needs.owed(debt) == 0 and debt.state in recovery.OPEN:
            debt.state, debt.ended_at = recovery.S.CANCELLED, act.at
    pot.cash_minor -= collected
    payouts.plan_payout(bundle.supplier, at=act.at)


def forgive(debt: rows.Recovery, *, act: Act) -> None:
    """A debt that was never the ledger's is no debt any more: a settlement that goes up again, a fee that a reversal moves."""
    debt.cancelled_minor += needs.owed(debt)
    debt.state, debt.ended_at = recovery.S.CANCELLED, act.at
