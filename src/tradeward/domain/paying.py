"""Money in and on: a credit finds its instalment, an instalment opens, is paid and released; what is left goes back (RULES §4, §7–§9)."""

from datetime import timedelta

from tradeward.domain import days, money, needs, payouts, postings, recovering, rows, windows
from tradeward.domain.bundle import Bundle, OrderBundle
from tradeward.domain.credit import CREDIT
from tradeward.domain.instalment import INSTALMENT
from tradeward.domain.lifecycle import Act


@INSTALMENT.effect("open")
def _open(bundle: OrderBundle, instalment: rows.Instalment, act: Act) -> None:
    """Its anchor has happened: due so many days later, and early money is applied at once (RULES §4, §9)."""
    instalment.opened_at = act.at
    today = days.day_of(at=act.at, zone=windows.buyer_zone(bundle))
    instalment.due_on = today + timedelta(days=instalment.days)
    if instalment.early_minor:
        applied, instalment.early_minor = instalment.early_minor, 0
        bundle.post(
            postings.early_applied(
                cause=f"{instalment.id}", currency=bundle.order.currency, order_id=bundle.order.id, minor=applied
            )
        )
        instalment.paid_minor += applied
        instalment.paid_on = today


@CREDIT.effect("match")
def _match(bundle: OrderBundle, credit: rows.Credit, act: Act) -> None:
    """Put a credit to what its reference names: an instalment, or a debt; what is too much goes back (RULES §9, W9)."""
    credit.matched_at = act.at
    debt = next((one for one in bundle.of(rows.Recovery) if one.reference == credit.reference), None)
    if debt:
        recovering.paid(bundle, debt, credit=credit, act=act)
        return
    instalment = next(one for one in bundle.instalments if one.reference == credit.reference)
    room = instalment.amount_minor - instalment.paid_minor - instalment.early_minor
    taken = min(credit.amount_minor, room) if instalment.state in ("planned", "open") else 0
    held = taken if instalment.state == "open" else 0
    if held:
        instalment.paid_minor += held
        instalment.paid_on = credit.value_on
    else:
        instalment.early_minor += taken
    excess = credit.amount_minor - taken
    bundle.post(
        postings.credit_matched(
            cause=str(credit.id), currency=credit.currency, order_id=bundle.order.id,
            held_minor=held, early_minor=taken - held, excess_minor=excess,
        )
    )  # fmt: skip
    if excess:
        bundle.add(_refund_row(bundle, "excess", act))
        payouts.pay_buyer(bundle, minor=excess, purpose="excess", act=act, account=credit.payer_account)


@CREDIT.effect("send_back")
def _send_back(bundle: Bundle, credit: rows.Credit, act: Act) -> None:
    """Out of suspense, to the account it came from (RULES §9)."""
    payouts.pay_out(
        bundle, act, order_id=credit.order_id, payee_id=None, account=credit.payer_account, purpose="return",
        source=postings.SUSPENSE, currency=credit.currency, minor=credit.amount_minor,
    )  # fmt: skip


@CREDIT.effect("recall")
def _recall(bundle: OrderBundle, credit: rows.Credit, act: Act) -> None:
    """The bank took a credit back: what is still held goes, what was released the buyer owes (RULES §9, W12)."""
    instalment = next(one for one in bundle.instalments if one.reference == credit.reference)
    back = min(credit.amount_minor, instalment.paid_minor + instalment.early_minor)
    early = min(back, instalment.early_minor)
    own = instalment.paid_minor - instalment.released_minor - instalment.returned_minor
    held = min(back - early, own, bundle.held)
    owed = credit.amount_minor - early - held
    instalment.early_minor -= early
    instalment.paid_minor -= back - early
    bundle.post(
        postings.credit_recalled(
            cause=str(credit.id), currency=credit.currency, order_id=bundle.order.id,
            held_minor=held, early_minor=early, debt_minor=owed,
        )
    )  # fmt: skip
    if owed:
        instalment.released_minor -= min(owed, instalment.released_minor)
        recovering.open_debt(bundle, kind="buyer", minor=owed, dispute_id=None, act=act)
        bundle.market.pot(credit.currency).cash_minor -= owed
    recovering.shrink_cover(bundle)


@INSTALMENT.effect("pay")
def _pay(bundle: OrderBundle, instalment: rows.Instalment, act: Act) -> None:
    """Paying the inspection's instalment after a pass counts as approving the shipment (RULES §4)."""
    order = bundle.order
    passed = any(one.state == "passed" for one in bundle.of(rows.Inspection))
    if instalment.anchor == "inspection" and passed and order.goods_released_at is None:
        order.goods_released_at = act.at


@INSTALMENT.effect("reopen")
def _reopen(bundle: OrderBundle, instalment: rows.Instalment, act: Act) -> None:
    """After a recall it is due anew, as a balance is (RULES §8, §9)."""
    today = days.day_of(at=act.at, zone=windows.buyer_zone(bundle))
    instalment.due_on, instalment.paid_on = today + timedelta(days=bundle.policy.balance_due_days), None


@INSTALMENT.effect("release")
def _release(bundle: OrderBundle, instalment: rows.Instalment, act: Act) -> None:
    """Release what may be released, less the fee (RULES §7)."""
    release(bundle, instalment, minor=needs.releasable_minor(bundle, instalment, act), act=act)


def release(bundle: OrderBundle, instalment: rows.Instalment, *, minor: int, act: Act) -> None:
    """Move `minor` of an instalment from held to the supplier; the fee is taken from it (RULES §7)."""
    if not minor:
        return
    instalment.released_minor += minor
    bundle.post(
        postings.released(
            cause=f"{instalment.id}:{instalment.released_minor}:{act.key}",
            currency=bundle.order.currency,
            order_id=bundle.order.id,
            supplier_id=bundle.order.supplier_id,
            minor=minor,
            fee_minor=money.share(minor=minor, bp=bundle.policy.fee_bp),
        )
    )
    payouts.plan_payout(bundle.supplier, at=act.at)


def return_held(bundle: OrderBundle, *, cause: str, act: Act, keep: int = 0) -> int:
    """Send the buyer's own held and early money back, all but `keep`, outside the cover (RULES §7). Returns what went."""
    held, early = max(0, bundle.held - keep), bundle.early
    if not held + early:
        return 0
    take_from_instalments(bundle, held)
    for instalment in bundle.instalments:
        instalment.early_minor = 0
    refund = bundle.add(_refund_row(bundle, cause, act))
    refund.held_minor, refund.early_minor = held, early
    bundle.post(
        postings.returned(
            cause=str(refund.id),
            currency=bundle.order.currency,
            order_id=bundle.order.id,
            held_minor=held,
            early_minor=early,
        )
    )
    payouts.pay_buyer(bundle, minor=held + early, purpose=cause, act=act)
    return held + early


def take_from_instalments(bundle: OrderBundle, minor: int) -> None:
    """Note on the instalments that `minor` of their held money has left towards the buyer, the last one first."""
    for instalment in reversed(bundle.instalments):
        part = min(minor, instalment.paid_minor - instalment.released_minor - instalment.returned_minor)
        instalment.returned_minor += part
        minor -= part


def _refund_row(bundle: OrderBundle, cause: str, act: Act) -> rows.Refund:
    return rows.Refund(
        id=bundle.new_id("refund", act), order_id=bundle.order.id, dispute_id=None, cause=cause, counts=False, at=act.at
    )
