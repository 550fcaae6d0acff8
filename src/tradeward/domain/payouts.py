"""Money out: to buyers and inspectors when it is due, to suppliers in the daily batch, and what the bank says of it (RULES §9)."""

from datetime import datetime
from uuid import UUID

from tradeward.domain import needs, payment_out, postings, rows, windows
from tradeward.domain.bundle import Bundle, OrderBundle, SupplierBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.payment_out import PAYMENT_OUT
from tradeward.domain.supplier import SUPPLIER


def pay_buyer(
    bundle: OrderBundle, *, minor: int, purpose: str, act: Act, account: str = "", due_at: datetime | None = None,
    credit_id: UUID | None = None,
) -> None:  # fmt: skip
    """Money on its way back leaves at once, or at `due_at`, to `account`, else to the accounts it came from (RULES §9)."""
    for to, part in [(account, minor)] if account else _ways_back(bundle, minor, fee=purpose == "fee", act=act):
        pay_out(
            bundle, act, order_id=bundle.order.id, payee_id=bundle.order.buyer_id, account=to, purpose=purpose,
            source=postings.refund_due(bundle.order.id), currency=bundle.order.currency, minor=part, due_at=due_at,
            credit_id=credit_id,
        )  # fmt: skip


def _ways_back(bundle: OrderBundle, minor: int, *, fee: bool, act: Act) -> list[tuple[str, int]]:
    """Each account gets at most what came from it and has not gone back, the latest credit's first; the rest is the buyer's own.

    What was paid for the goods and what was paid for inspections are two things: neither goes back for the other.
    """
    came: dict[str, int] = {}
    for credit in reversed(bundle.of(rows.Credit)):
        if credit.state == "matched" and _came_for(bundle, credit, fee=fee):
            came[credit.payer_account] = came.get(credit.payer_account, 0) + credit.applied_minor
    ways: dict[str, int] = {}
    for account, paid in came.items():
        part = max(0, min(minor, paid - _gone_back(bundle, account, fee=fee)))
        minor -= part
        ways[account] = part
    if minor:
        own = bundle.market.account(bundle.order.buyer_id, act.at) or next(iter(came), "")
        ways[own] = ways.get(own, 0) + minor
    return [(account, part) for account, part in ways.items() if part]


def _came_for(bundle: OrderBundle, credit: rows.Credit, *, fee: bool) -> bool:
    """Whether a credit paid an inspection, or else the goods: an instalment, or what a recall had left owing."""
    if fee:
        return needs.inspection_named(bundle, credit.matched_to) is not None
    debt = needs.debt_named(bundle, credit.matched_to)
    return needs.instalment_named(bundle, credit.matched_to) is not None or (debt is not None and debt.kind == "buyer")


def _gone_back(bundle: OrderBundle, account: str, *, fee: bool) -> int:
    """What has been paid back to an account; an excess was never applied, so it does not count."""
    source = postings.refund_due(bundle.order.id)
    return sum(
        one.amount_minor
        for one in bundle.of(rows.PaymentOut)
        if one.source == source and one.account == account and one.purpose != "excess" and (one.purpose == "fee") == fee
    )


def pay_out(
    bundle: Bundle, act: Act, *, order_id: UUID | None, payee_id: UUID | None, account: str, purpose: str, source: str,
    currency: str, minor: int, supplier_id: UUID | None = None, due_at: datetime | None = None,
    credit_id: UUID | None = None,
) -> rows.PaymentOut:  # fmt: skip
    """Put a payment on the table, due now or at `due_at`."""
    return bundle.add(
        rows.PaymentOut(
            id=bundle.new_id("payment_out", act),
            order_id=order_id,
            supplier_id=supplier_id,
            payee_id=payee_id,
            account=account,
            purpose=purpose,
            source=source,
            currency=currency,
            amount_minor=minor,
            state=payment_out.S.DUE,
            due_at=due_at or act.at,
            credit_id=credit_id,
        )
    )


@PAYMENT_OUT.effect("send")
def _send(bundle: Bundle, payment: rows.PaymentOut, act: Act) -> None:
    payment.sent_at = act.at
    bundle.post(
        postings.sent_out(
            cause=f"{payment.id}:{_tries(payment)}",
            currency=payment.currency,
            source=payment.source,
            minor=payment.amount_minor,
        )
    )


def _tries(payment: rows.PaymentOut) -> str:
    return payment.returned_at.isoformat() if payment.returned_at else "first"


@PAYMENT_OUT.effect("book")
def _book(bundle: Bundle, payment: rows.PaymentOut, act: Act) -> None:
    payment.booked_at = act.at
    bundle.post(
        postings.booked_out(
            cause=f"{payment.id}:{_tries(payment)}", currency=payment.currency, minor=payment.amount_minor
        )
    )


@PAYMENT_OUT.effect("return")
def _returned(bundle: Bundle, payment: rows.PaymentOut, act: Act) -> None:
    """The bank sent it back: the money is due again, to an account that works (RULES §9)."""
    bundle.post(
        postings.came_back(
            cause=f"{payment.id}:{act.at.isoformat()}", currency=payment.currency, source=payment.source,
            minor=payment.amount_minor, booked=payment.booked_at is not None,
        )
    )  # fmt: skip
    payment.returned_at, payment.booked_at = act.at, None


@PAYMENT_OUT.effect("renew")
def _renew(bundle: Bundle, payment: rows.PaymentOut, act: Act) -> None:
    known = bundle.market.account(payment.payee_id, act.at) if payment.payee_id else ""
    payment.account = known or payment.account
    payment.due_at = act.at


@PAYMENT_OUT.effect("rebatch")
def _rebatch(bundle: SupplierBundle, payment: rows.PaymentOut, act: Act) -> None:
    plan_payout(bundle, at=act.at)


def plan_payout(bundle: SupplierBundle, *, at: datetime) -> None:
    """See to it that the next daily batch pays out what the supplier has coming and no debt freezes (RULES §7, §9)."""
    if bundle.payable():
        if bundle.supplier.payout_due_at is None:
            bundle.supplier.payout_due_at = windows.next_batch(at=at)
    else:
        bundle.supplier.payout_due_at = None


@SUPPLIER.effect("pay_out")
def _pay_out(bundle: SupplierBundle, supplier: rows.Supplier, act: Act) -> None:
    """One payment a currency: what is released, less what the supplier owes (RULES §7)."""
    for currency, minor in sorted(bundle.payable().items()):
        pay_out(
            bundle, act, order_id=None, payee_id=supplier.id, account=bundle.market.account(supplier.id, act.at), purpose="payout",
            source=postings.payable(supplier.id), currency=currency, minor=minor, supplier_id=supplier.id,
        )  # fmt: skip
    supplier.payout_due_at = None
