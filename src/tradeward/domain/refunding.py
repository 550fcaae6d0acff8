"""What a decision does with money, cover, goods and points: at once, when it is final, and when it is reversed (RULES §3, §5, §7)."""

from tradeward.domain import coverage, paying, payouts, pointing, postings, recovering, rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.coverage import Sources
from tradeward.domain.decision import Decided
from tradeward.domain.lifecycle import Act
from tradeward.domain.order import ORDER
from tradeward.domain.recovery import OPEN


def refunded(bundle: OrderBundle) -> int:
    """Refunds of claims made so far, wherever they came from, in minor units."""
    counted = [one for one in bundle.of(rows.Refund) if one.counts]
    return sum(
        one.held_minor + one.security_minor + one.fund_minor + one.waiting_minor + one.supplier_minor for one in counted
    )


def sources(bundle: OrderBundle, dispute: rows.Dispute, *, award: int) -> Sources:
    """Where the refund of an award comes from, as things stand (RULES §7)."""
    held = bundle.reservation
    related = bundle.market.related(bundle.order.buyer_id, bundle.order.supplier_id)
    return coverage.refund(
        asked=dispute.asked_minor,
        award=award,
        refunded=refunded(bundle),
        paid=bundle.paid,
        held=bundle.held,
        security=bundle.purse.owed(postings.security(bundle.order.supplier_id), bundle.order.currency),
        cover=held.cover_minor if held and not related else 0,
        advanced=held.advanced_minor if held and not related else 0,
        cap=bundle.policy.coverage_cap,
    )


@ORDER.effect("cancel", "refuse")
def _given_up(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """A ruling ends the order: cancelled, or closed as refused with the goods at the supplier's disposal (RULES §5, table)."""
    order.ended_at = act.at
    order.outcome = {"cancel": "cancelled", "refuse": "refused"}[act.verb]


def draft(bundle: OrderBundle, dispute: rows.Dispute, *, decided: Decided, act: Act) -> rows.Ruling:
    """Write a ruling with every figure as it stands now; it is reckoned again when it is issued."""
    ruling = bundle.add(
        rows.Ruling(
            id=bundle.new_id("ruling", act),
            order_id=bundle.order.id,
            dispute_id=dispute.id,
            number=1
            + sum(one.dispute_id == dispute.id and one.issued_at is not None for one in bundle.of(rows.Ruling)),
            officer_id=act.by.person_id,
            outcome=decided.outcome,
            findings=decided.findings,
            reasons=decided.reasons,
            departures={key: str(reason) for key, reason in act.said.get("reasons", {}).items()},
            award_minor=decided.award_minor,
            refund_minor=0,
            held_minor=0,
            security_minor=0,
            advance_minor=0,
            not_covered_minor=0,
            fee_borne_by=decided.fee_borne_by,
            drafted_at=act.at,
        )
    )
    _figures(bundle, ruling, sources(bundle, dispute, award=ruling.award_minor))
    return ruling


def _figures(bundle: OrderBundle, ruling: rows.Ruling, found: Sources) -> None:
    returned = max(0, bundle.held - found.held) if ruling.outcome == "cancel" else 0
    ruling.held_minor, ruling.security_minor, ruling.advance_minor = found.held, found.security, found.fund
    ruling.refund_minor = found.total
    ruling.not_covered_minor = max(0, ruling.award_minor - refunded(bundle) - found.total - returned)


def issue(bundle: OrderBundle, dispute: rows.Dispute, ruling: rows.Ruling, *, act: Act) -> None:
    """The platform pays first (RULES §1 S6): security and fund at once, the held part when final, or at once by policy (RULES §5)."""
    ruling.issued_at = act.at
    found = sources(bundle, dispute, award=ruling.award_minor)
    _figures(bundle, ruling, found)
    if ruling.outcome != "keep":
        dispute.frozen_minor = bundle.held
    else:
        dispute.frozen_minor = found.held
    at_once = found.held if bundle.policy.held_paid_when == "ruling" else 0
    pay(bundle, dispute, Sources(held=at_once, security=found.security, fund=found.fund), cause="ruling", act=act)
    if ruling.fee_borne_by in ("supplier", "split") and bundle.contract.inspection_fee_minor:
        share = bundle.contract.inspection_fee_minor // (2 if ruling.fee_borne_by == "split" else 1)
        recovering.open_debt(bundle, kind="fee", minor=share, dispute_id=dispute.id, act=act)


def pay(bundle: OrderBundle, dispute: rows.Dispute, found: Sources, *, cause: str, act: Act) -> None:
    """Pay a refund: held, then security, then the fund as far as it has cash; the rest waits for cash, dated now (RULES §3, §7)."""
    if not found.total:
        return
    cash = max(0, bundle.market.pot(bundle.order.currency).cash_minor) if found.fund else 0
    fund = min(found.fund, cash)
    refund = bundle.add(
        rows.Refund(
            id=bundle.new_id("refund", act),
            order_id=bundle.order.id,
            dispute_id=dispute.id,
            cause=cause,
            counts=True,
            at=act.at,
            held_minor=found.held,
            security_minor=found.security,
            fund_minor=fund,
            waiting_minor=found.fund - fund,
        )
    )
    _move(bundle, refund, Sources(held=found.held, security=found.security, fund=fund), act=act)


def _move(bundle: OrderBundle, refund: rows.Refund, found: Sources, *, act: Act) -> None:
    if not found.total:
        return
    order = bundle.order
    paying.take_from_instalments(bundle, found.held)
    bundle.post(
        postings.refunded(
            cause=f"{refund.id}:{act.key}", currency=order.currency, order_id=order.id, supplier_id=order.supplier_id,
            held_minor=found.held, security_minor=found.security, fund_minor=found.fund,
        )
    )  # fmt: skip
    if found.fund:
        assert refund.dispute_id is not None, "the fund pays for a dispute"
        recovering.advance(bundle, minor=found.fund, dispute_id=refund.dispute_id, act=act)
    payouts.pay_buyer(bundle, minor=found.total, purpose="refund", act=act)


def pay_waiting(bundle: OrderBundle, *, act: Act) -> None:
    """The fund has cash again: what waited is paid, first come first (RULES §3)."""
    for refund in bundle.of(rows.Refund):
        fund = min(refund.waiting_minor, max(0, bundle.market.pot(bundle.order.currency).cash_minor))
        if fund:
            refund.waiting_minor -= fund
            refund.fund_minor += fund
            _move(bundle, refund, Sources(held=0, security=0, fund=fund), act=act)


def conclude(bundle: OrderBundle, dispute: rows.Dispute, *, act: Act) -> None:
    """The ruling is final: what differs from the first is put right, held money goes, points are given (RULES §3, §5)."""
    issued = [one for one in bundle.of(rows.Ruling) if one.dispute_id == dispute.id and one.issued_at]
    last = issued[-1]
    last.final_at = act.at
    dispute.ended_at, dispute.outcome = act.at, last.outcome
    if len(issued) > 1:
        _put_right(bundle, dispute, first=issued[0], last=last, act=act)
    found = sources(bundle, dispute, award=last.award_minor)
    pay(
        bundle,
        dispute,
        found if last.outcome != "dismissed" else Sources(held=0, security=0, fund=0),
        cause="ruling",
        act=act,
    )
    dispute.frozen_minor = 0
    if bundle.order.state == "cancelled":
        paying.return_held(bundle, cause="cancelled", act=act)
    elif bundle.order.state == "closed":
        _rest_to_supplier(bundle, act)
    _points(bundle, dispute, last, act)


def _rest_to_supplier(bundle: OrderBundle, act: Act) -> None:
    """Refused after delivery: beyond the award held money is the supplier's (RULES §5, table)."""
    for instalment in bundle.instalments:
        own = instalment.paid_minor - instalment.released_minor - instalment.returned_minor
        paying.release(bundle, instalment, minor=min(own, bundle.held), act=act)


def _put_right(bundle: OrderBundle, dispute: rows.Dispute, *, first: rows.Ruling, last: rows.Ruling, act: Act) -> None:
    """An appeal that awards less takes the difference off the supplier's debt; the buyer keeps what was paid (RULES §5, W6)."""
    if last.outcome == "dismissed":
        first.reversed_at = act.at
        pointing.delete(bundle, dispute_id=dispute.id, at=act.at)
    too_much = max(0, refunded(bundle) - last.award_minor)
    for refund in bundle.of(rows.Refund):
        if refund.dispute_id == dispute.id and refund.waiting_minor:
            less = min(too_much, refund.waiting_minor)
            refund.waiting_minor -= less
            too_much -= less
    for debt in bundle.of(rows.Recovery):
        if debt.dispute_id == dispute.id and debt.kind == "advance" and too_much:
            less = min(too_much, debt.debt_minor - debt.cancelled_minor)
            recovering.reverse(bundle, debt, minor=less, act=act)
            too_much -= less
        elif (
            debt.dispute_id == dispute.id and debt.kind == "fee" and last.fee_borne_by == "buyer" and debt.state in OPEN
        ):
            recovering.forgive(debt, act=act)


def _points(bundle: OrderBundle, dispute: rows.Dispute, last: rows.Ruling, act: Act) -> None:
    """Points come from final rulings only (RULES §3)."""
    policy = bundle.market.policy
    breached = {ground for ground, found in last.findings.items() if found["result"] == "breached"}
    if last.outcome == "dismissed":
        return
    late = "non_delivery" if bundle.order.shipped_at is None else "late"
    for ground in sorted(breached):
        cause = late if ground == "ship_date" else "nonconforming"
        counts = {
            "non_delivery": policy.points_non_delivery_count,
            "late": policy.points_late_count,
            "nonconforming": policy.points_nonconforming_count,
        }
        pointing.give(bundle, cause=cause, points=counts[cause], dispute_id=dispute.id, act=act)


def settle(bundle: OrderBundle, dispute: rows.Dispute, *, minor: int, act: Act) -> None:
    """Both said yes to one figure: paid from held, then security, then by the supplier; the fund advances only by policy (RULES §5)."""
    dispute.settled_minor, dispute.settled_at, dispute.outcome = minor, act.at, "keep"
    held = min(minor, bundle.held)
    security = min(minor - held, bundle.purse.owed(postings.security(bundle.order.supplier_id), bundle.order.currency))
    rest = minor - held - security
    reserved = bundle.reservation
    room = reserved.cover_minor - reserved.advanced_minor if reserved else 0
    fund = min(rest, room) if bundle.policy.settlement_advance else 0
    pay(bundle, dispute, Sources(held=held, security=security, fund=fund), cause="settlement", act=act)
    if rest > fund:
        recovering.open_debt(bundle, kind="settlement", minor=rest - fund, dispute_id=dispute.id, act=act)
    dispute.frozen_minor = 0
