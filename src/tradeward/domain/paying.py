"""Money in and on: a credit finds its instalment, which opens, is paid and released; the rest goes back (RULES §4, §7–§9)."""

from datetime import timedelta

from tradeward.domain import days, money, needs, offsetting, payouts, postings, recovering, rows, securing, windows
from tradeward.domain.bundle import Bundle, OrderBundle, SupplierBundle
from tradeward.domain.credit import CREDIT
from tradeward.domain.instalment import INSTALMENT
from tradeward.domain.lifecycle import Act
from tradeward.domain.recovery import OF_BUYER


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


@INSTALMENT.effect("return_early")
def _return_early(bundle: OrderBundle, instalment: rows.Instalment, act: Act) -> None:
    """Money that came before its instalment opened goes back on request (RULES §9)."""
    _early_back(bundle, instalment, cause="early", act=act)


@INSTALMENT.effect("void")
def _void(bundle: OrderBundle, instalment: rows.Instalment, act: Act) -> None:
    """The order is over before it opened: what came early goes back."""
    _early_back(bundle, instalment, cause="void", act=act)


def _early_back(bundle: OrderBundle, instalment: rows.Instalment, *, cause: str, act: Act) -> None:
    offsetting.from_early(bundle, instalment, act=act)
    early, instalment.early_minor = instalment.early_minor, 0
    if not early:
        return
    refund = bundle.add(_refund_row(bundle, cause, act))
    refund.early_minor = early
    bundle.post(
        postings.returned(
            cause=str(refund.id),
            currency=bundle.order.currency,
            order_id=bundle.order.id,
            held_minor=0,
            early_minor=early,
        )
    )
    payouts.pay_buyer(bundle, minor=early, purpose=cause, act=act)


@CREDIT.effect("match")
def _match(bundle: OrderBundle | SupplierBundle, credit: rows.Credit, act: Act) -> None:
    """Put a credit to what its reference names: an instalment, an inspection, a debt; what is too much goes back (RULES §9, W9)."""
    if isinstance(bundle, SupplierBundle):
        return securing.take(bundle, credit, act)
    credit.matched_at = act.at
    credit.matched_to = needs.reference_of(credit, act)
    debt = needs.debt_named(bundle, credit.matched_to)
    inspection = needs.inspection_named(bundle, credit.matched_to)
    if debt:
        credit.applied_minor = recovering.paid(bundle, debt, credit=credit, act=act)
        _send_rest(bundle, credit, credit.amount_minor - credit.applied_minor, act)
    elif inspection:
        credit.applied_minor = _keep_fee(bundle, inspection, credit)
        _send_rest(bundle, credit, credit.amount_minor - credit.applied_minor, act)
    else:
        _pay_in(bundle, credit, act)


def _keep_fee(bundle: OrderBundle, inspection: rows.Inspection, credit: rows.Credit) -> int:
    """The inspection fee is kept for the inspector until he reports (RULES §7)."""
    room = inspection.fee_minor - inspection.fee_held_minor if inspection.ended_at is None else 0
    if inspection.reported_at or not (minor := min(credit.amount_minor, room)):
        return 0
    inspection.fee_held_minor += minor
    bundle.post(
        postings.inspection_fee_held(
            cause=str(credit.id), currency=credit.currency, order_id=bundle.order.id, minor=minor
        )
    )
    return minor


def _pay_in(bundle: OrderBundle, credit: rows.Credit, act: Act) -> None:
    """A credit for an instalment; what the buyer owes after a recall is made good first (RULES §9)."""
    debt = needs.buyer_debt(bundle)
    made_good = recovering.paid(bundle, debt, credit=credit, act=act) if debt else 0
    instalment = needs.instalment_named(bundle, credit.matched_to)
    assert instalment is not None, "the need finds_its_debt is met"
    came = credit.amount_minor - made_good
    room = instalment.amount_minor - instalment.paid_minor - instalment.early_minor
    taken = max(0, min(came, room)) if instalment.state in ("planned", "open", "paid") else 0
    held = taken if instalment.state != "planned" else 0
    if held:
        instalment.paid_minor += held
        instalment.paid_on = credit.value_on
    else:
        instalment.early_minor += taken
    credit.applied_minor = made_good + taken
    if came:
        bundle.post(
            postings.credit_matched(
                cause=str(credit.id), currency=credit.currency, order_id=bundle.order.id,
                held_minor=held, early_minor=taken - held, excess_minor=came - taken,
            )
        )  # fmt: skip
    if came > taken:
        bundle.add(_refund_row(bundle, "excess", act))
        payouts.pay_buyer(
            bundle, minor=came - taken, purpose="excess", act=act, account=credit.payer_account,
            due_at=windows.excess(bundle, act.at), credit_id=credit.id,
        )  # fmt: skip


def _send_rest(bundle: OrderBundle, credit: rows.Credit, minor: int, act: Act) -> None:
    """What was paid too much on a debt or a fee goes back where it came from, in five working days (RULES §9)."""
    if minor:
        payouts.pay_out(
            bundle, act, order_id=bundle.order.id, payee_id=None, account=credit.payer_account, purpose="excess",
            source=postings.SUSPENSE, currency=credit.currency, minor=minor,
            due_at=windows.excess(bundle, act.at), credit_id=credit.id,
        )  # fmt: skip


@CREDIT.effect("send_back")
def _send_back(bundle: Bundle, credit: rows.Credit, act: Act) -> None:
    """Out of suspense, to the account it came from (RULES §9)."""
    payouts.pay_out(
        bundle, act, order_id=credit.order_id, payee_id=None, account=credit.payer_account, purpose="return",
        source=postings.SUSPENSE, currency=credit.currency, minor=credit.amount_minor, credit_id=credit.id,
        supplier_id=credit.supplier_id,
    )  # fmt: skip


@CREDIT.effect("propose")
def _propose(bundle: OrderBundle, credit: rows.Credit, act: Act) -> None:
    """One of the operator's people says what it pays; another has to agree (RULES §9)."""
    credit.proposed_reference, credit.proposed_by_id = str(act.said["reference"]), act.by.person_id


@CREDIT.effect("decline")
def _decline(bundle: OrderBundle, credit: rows.Credit, act: Act) -> None:
    """It is not this order's: it waits again for somebody to say whose it is (RULES §9)."""
    credit.proposed_reference, credit.proposed_by_id, credit.order_id, credit.supplier_id = "", None, None, None


@CREDIT.effect("recall")
def _recall(bundle: OrderBundle | SupplierBundle, credit: rows.Credit, act: Act) -> None:
    """The bank took a credit back: what is still held of it goes, for the rest there is a debt (RULES §9, W12)."""
    credit.recall_id = str(act.said["recall_id"])
    if credit.matched_at is None:
        bundle.post(
            postings.suspense_recalled(cause=str(credit.id), currency=credit.currency, minor=credit.amount_minor)
        )
        return
    if isinstance(bundle, SupplierBundle):
        securing.give_back(bundle, credit, act)
    else:
        _take_back(bundle, credit, act)


def _take_back(bundle: OrderBundle, credit: rows.Credit, act: Act) -> None:
    instalment = needs.instalment_named(bundle, credit.matched_to)
    inspection = needs.inspection_named(bundle, credit.matched_to)
    debt = needs.debt_named(bundle, credit.matched_to)
    if debt and debt.instalment_id:  # it made a recall good, so it counts on the instalment of that
        instalment = bundle.row(rows.Instalment, debt.instalment_id)
    held = early = fee = released = refunded = 0
    if instalment:
        back = min(credit.applied_minor, instalment.paid_minor + instalment.early_minor)
        early = min(back, instalment.early_minor)
        own = instalment.held_minor
        held = max(0, min(back - early, own, bundle.held))
        instalment.early_minor -= early
        instalment.paid_minor -= back - early
        released = min(back - early - held, instalment.released_minor)
        refunded = back - early - held - released
        instalment.released_minor -= released
        instalment.returned_minor -= refunded
    elif inspection and inspection.reported_at is None and inspection.ended_at is None:
        fee = min(credit.applied_minor, inspection.fee_held_minor)
        inspection.fee_held_minor -= fee
    excess = _unsent(bundle, credit, source=postings.refund_due(bundle.order.id))
    suspense = _unsent(bundle, credit, source=postings.SUSPENSE)
    owed = credit.amount_minor - held - early - fee - excess - suspense
    by_supplier = debt is not None and debt.kind not in OF_BUYER
    bundle.post(
        postings.credit_recalled(
            cause=str(credit.id), currency=credit.currency, order_id=bundle.order.id, held_minor=held, early_minor=early,
            fee_minor=fee, excess_minor=excess, suspense_minor=suspense,
            debt_minor=owed, owed_by=bundle.order.supplier_id if by_supplier else None,
        )
    )  # fmt: skip
    if owed:
        made = recovering.recalled(bundle, minor=owed, by_supplier=by_supplier, act=act)
        made.released_minor, made.refunded_minor = released, refunded
        made.instalment_id = instalment.id if instalment else None
    recovering.shrink_cover(bundle)


def _unsent(bundle: OrderBundle, credit: rows.Credit, *, source: str) -> int:
    """What of a credit was to go back from `source` and has not left: it is taken back with the credit (RULES §9)."""
    return sum(
        one.amount_minor
        for one in bundle.of(rows.PaymentOut)
        if (one.credit_id, one.purpose, one.source) == (credit.id, "excess", source)
        and one.state in ("due", "returned")
    )


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
    release(bundle, instalment, minor=needs.releasable_minor(bundle, instalment), act=act)


def release(bundle: OrderBundle, instalment: rows.Instalment, *, minor: int, act: Act) -> None:
    """Move `minor` of an instalment from held to the supplier; the fee on its sum is taken from it (RULES §7)."""
    if not minor:
        return
    fee_before = money.share(minor=instalment.released_minor, bp=bundle.policy.fee_bp)
    instalment.released_minor += minor
    fee = money.share(minor=instalment.released_minor, bp=bundle.policy.fee_bp) - fee_before
    bundle.post(
        postings.released(
            cause=f"{instalment.id}:{instalment.released_minor}:{act.key}", currency=bundle.order.currency,
            order_id=bundle.order.id, supplier_id=bundle.order.supplier_id, minor=minor, fee_minor=fee,
        )
    )  # fmt: skip
    payouts.plan_payout(bundle.supplier, at=act.at)


def return_held(bundle: OrderBundle, *, cause: str, act: Act) -> None:
    """Send the buyer's own held money back, outside the cover, less what he owes from this order (RULES §7)."""
    offsetting.from_held(bundle, act=act)
    held = bundle.held
    if not held:
        return
    offsetting.take_from_instalments(bundle, held)
    refund = bundle.add(_refund_row(bundle, cause, act))
    refund.held_minor = held
    bundle.post(
        postings.returned(
            cause=str(refund.id),
            currency=bundle.order.currency,
            order_id=bundle.order.id,
            held_minor=held,
            early_minor=0,
        )
    )
    payouts.pay_buyer(bundle, minor=held, purpose=cause, act=act)


def _refund_row(bundle: OrderBundle, cause: str, act: Act) -> rows.Refund:
    return rows.Refund(
        id=bundle.new_id("refund", act), order_id=bundle.order.id, dispute_id=None, cause=cause, counts=False, at=act.at
    )
