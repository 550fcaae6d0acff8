"""What a decision does with money, cover, goods and points: at once, when final, and when reversed (RULES §3, §5, §7)."""

from datetime import datetime
from uuid import UUID

from tradeward.domain import offsetting, paying, payouts, pointing, postings, recovering, rows, windows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.coverage import Sources
from tradeward.domain.decision import Decided
from tradeward.domain.lifecycle import Act
from tradeward.domain.order import ORDER
from tradeward.domain.recovery import OPEN
from tradeward.domain.room import Room

NOTHING = Sources(held=0, security=0, fund=0)


def refunded(bundle: OrderBundle, *, dispute: rows.Dispute | None = None) -> int:
    """Refunds of claims made so far, of the order or of one dispute, wherever they came from, in minor units."""
    counted = [one for one in bundle.of(rows.Refund) if one.counts and dispute in (None, _of(bundle, one))]
    return sum(
        one.held_minor + one.security_minor + one.fund_minor + one.waiting_minor + one.supplier_minor for one in counted
    )


def _of(bundle: OrderBundle, refund: rows.Refund) -> rows.Dispute | None:
    return bundle.row(rows.Dispute, refund.dispute_id) if refund.dispute_id else None


def returned(bundle: OrderBundle) -> int:
    """What was paid and went back to the buyer outside claims: the rest of a cancelled order (RULES §7)."""
    return sum(one.held_minor for one in bundle.of(rows.Refund) if not one.counts)


def room(bundle: OrderBundle, dispute: rows.Dispute) -> Room:
    """How the order's money stands for a ruling on this dispute (RULES §7)."""
    cover, advanced = _cover(bundle)
    own = [one for one in bundle.of(rows.Refund) if one.counts and one.dispute_id == dispute.id]
    return Room(
        asked=dispute.asked_minor,
        paid=bundle.paid,
        held=bundle.held,
        security=bundle.purse.owed(postings.security(bundle.order.supplier_id), bundle.order.currency),
        cover=cover,
        advanced=advanced,
        refunded=refunded(bundle),
        returned=returned(bundle),
        own=refunded(bundle, dispute=dispute),
        own_held=sum(one.held_minor for one in own),
        own_security=sum(one.security_minor for one in own),
        own_advance=sum(one.fund_minor + one.waiting_minor for one in own),
        cap=bundle.policy.coverage_cap,
    )


def _cover(bundle: OrderBundle) -> tuple[int, int]:
    """The order's cover and what of it is advanced; related parties have none (RULES §3)."""
    held = bundle.reservation
    if held is None or bundle.market.related(bundle.order.buyer_id, bundle.order.supplier_id):
        return 0, 0
    return held.cover_minor, held.advanced_minor


@ORDER.effect("cancel", "refuse")
def _given_up(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """A ruling ends the order: cancelled, or closed as refused with the goods at the supplier's disposal (RULES §5, table)."""
    order.ended_at = act.at
    order.outcome = {"cancel": "cancelled", "refuse": "refused"}[act.verb]
    if bundle.dispute is None:
        _settle_rest(bundle, act)


def draft(bundle: OrderBundle, dispute: rows.Dispute, *, decided: Decided, act: Act) -> rows.Ruling:
    """Write a ruling with every figure as it stands now; it is reckoned again when it is issued."""
    before = [one for one in bundle.of(rows.Ruling) if one.dispute_id == dispute.id and one.issued_at is not None]
    ruling = bundle.add(
        rows.Ruling(
            id=bundle.new_id("ruling", act),
            order_id=bundle.order.id,
            dispute_id=dispute.id,
            number=1 + len(before),
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
    ruling.basis = {"policy": bundle.market.policy.of_today()}
    _figures(ruling, room(bundle, dispute))
    return ruling


def _figures(ruling: rows.Ruling, stands: Room) -> None:
    """Every figure of a ruling, and what it was reckoned from, so that anybody can reckon it again."""
    found = stands.figures(award=ruling.award_minor, outcome=ruling.outcome)
    ruling.refund_minor, ruling.not_covered_minor = found.refund, found.not_covered
    ruling.held_minor, ruling.security_minor, ruling.advance_minor = found.held, found.security, found.advance
    ruling.basis = {**ruling.basis, "room": stands.written()}


def issue(bundle: OrderBundle, dispute: rows.Dispute, ruling: rows.Ruling, *, act: Act) -> None:
    """The platform pays first (RULES §1 S6): security and fund at once, the held part when final, or by policy (RULES §5)."""
    ruling.issued_at = act.at
    stands = room(bundle, dispute)
    found = stands.sources(award=ruling.award_minor)
    _figures(ruling, stands)
    if ruling.outcome == "keep":
        dispute.frozen_minor = found.held
    elif ruling.outcome != "dismissed":
        dispute.frozen_minor = bundle.held
    at_once = found.held if bundle.policy.held_paid_when == "ruling" else 0
    pay(bundle, dispute, Sources(held=at_once, security=found.security, fund=found.fund), cause="ruling", act=act)
    dispute.frozen_minor -= at_once
    _charge_fee(bundle, dispute, ruling, act)


def _charge_fee(bundle: OrderBundle, dispute: rows.Dispute, ruling: rows.Ruling, act: Act) -> None:
    """The inspection fee that the supplier bears is a debt outside the cap, which the fund never advances (RULES §7).

    Each inspection is charged once, whatever number of disputes is won on it.
    """
    borne = {"supplier": 1, "split": 2}.get(ruling.fee_borne_by)
    uncharged = [one for one in bundle.of(rows.Inspection) if one.reported_at and one.fee_debt_id is None]
    paid = sum(one.fee_held_minor for one in uncharged)
    if borne and paid // borne:
        debt = recovering.open_debt(bundle, kind="fee", minor=paid // borne, dispute_id=dispute.id, act=act)
        for one in uncharged:
            one.fee_debt_id = debt.id


def pay(bundle: OrderBundle, dispute: rows.Dispute, found: Sources, *, cause: str, act: Act) -> None:
    """Pay a refund: held, then security, then the fund as far as it has cash; the rest waits for cash, dated now (RULES §3, §7)."""
    if not found.total:
        return
    fund = _from_fund(bundle, found.fund) if found.fund else 0
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


def _from_fund(bundle: OrderBundle, wanted: int) -> int:
    """How much of `wanted` the fund can pay now; the rest waits behind what waits already (RULES §3: paid first come)."""
    pot = bundle.market.pot(bundle.order.currency)
    fund = min(wanted, pot.usable_minor)
    pot.waiting_minor += wanted - fund
    return fund


def _move(bundle: OrderBundle, refund: rows.Refund, found: Sources, *, act: Act) -> None:
    if not found.total:
        return
    order = bundle.order
    offsetting.take_from_instalments(bundle, found.held)
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


def pay_waiting(bundle: OrderBundle, *, refund_id: UUID | None = None, act: Act) -> int:
    """The fund has cash again: what waited, or one refund of it, is paid so far (RULES §3). Returns what still waits."""
    waited = [one for one in bundle.of(rows.Refund) if refund_id in (None, one.id)]
    for refund in waited:
        fund = min(refund.waiting_minor, max(0, bundle.market.pot(bundle.order.currency).cash_minor))
        if fund:
            refund.waiting_minor -= fund
            refund.fund_minor += fund
            bundle.market.pot(bundle.order.currency).waiting_minor -= fund
            _move(bundle, refund, Sources(held=0, security=0, fund=fund), act=act)
    return sum(one.waiting_minor for one in waited)


def conclude(bundle: OrderBundle, dispute: rows.Dispute, *, act: Act) -> None:
    """The ruling is final: what differs from the first is put right, held money goes, points are given (RULES §3, §5)."""
    first, *appealed = [one for one in bundle.of(rows.Ruling) if one.dispute_id == dispute.id and one.issued_at]
    last = appealed[-1] if appealed else first
    last.final_at = act.at
    dispute.ended_at, dispute.outcome = act.at, last.outcome
    if appealed:
        _put_right(bundle, dispute, first=first, last=last, act=act)
        found = room(bundle, dispute).sources(award=last.award_minor)
        _charge_fee(bundle, dispute, last, act)
    else:
        left = first.held_minor - _held_paid(bundle, dispute) if bundle.policy.held_paid_when == "final" else 0
        found = Sources(held=max(0, min(left, bundle.held)), security=0, fund=0)
    pay(bundle, dispute, NOTHING if last.outcome == "dismissed" else found, cause="ruling", act=act)
    dispute.frozen_minor = 0
    if bundle.order.ended_at:
        _settle_rest(bundle, act)
    _points(bundle, dispute, last, act)


def _held_paid(bundle: OrderBundle, dispute: rows.Dispute) -> int:
    """What refunds of a dispute took from held money so far: a settlement that then went unpaid may have taken its part."""
    return sum(one.held_minor for one in bundle.of(rows.Refund) if one.counts and one.dispute_id == dispute.id)


def _settle_rest(bundle: OrderBundle, act: Act) -> None:
    """What stays held when a ruling that ended the order is final (RULES §5, table; §7).

    Of refused goods the buyer gets it up to the award and the supplier the rest; of a cancelled order it all goes back.
    """
    final = [one for one in bundle.of(rows.Ruling) if one.final_at]
    if bundle.order.outcome == "refused" and final:
        last = max(final, key=lambda one: (one.final_at, one.number))
        back = _still_due(bundle, last)
        for instalment in bundle.instalments:
            own = instalment.held_minor
            paying.release(bundle, instalment, minor=max(0, min(own, bundle.held - back)), act=act)
    paying.return_held(bundle, cause=bundle.order.outcome, act=act)


def _still_due(bundle: OrderBundle, ruling: rows.Ruling) -> int:
    """What of an award, as far as it was asked for, has not gone back to the buyer yet, by claim or outside it."""
    dispute = bundle.row(rows.Dispute, ruling.dispute_id)
    assert dispute is not None, "a ruling decides a dispute"
    return room(bundle, dispute).still_due(award=ruling.award_minor)


def _put_right(bundle: OrderBundle, dispute: rows.Dispute, *, first: rows.Ruling, last: rows.Ruling, act: Act) -> None:
    """An appeal that awards less: the fund bears the difference, and the buyer keeps what was paid (RULES §5, W6).

    Only what forged evidence has won he repays.
    """
    mine = refunded(bundle, dispute=dispute)
    others = refunded(bundle) - mine + returned(bundle)
    entitled = 0 if last.outcome == "dismissed" else max(0, last.award_minor - others)
    too_much = max(0, mine - entitled)
    if last.outcome == "dismissed":
        first.reversed_at = act.at
        if (
            "ship_date" in dispute.grounds
        ):  # its own points would come now; those of an order that seemed never shipped came before
            pointing.delete(bundle, cause="non_delivery", at=act.at)
    own = [one for one in bundle.of(rows.Refund) if one.dispute_id == dispute.id and one.counts]
    for refund in own:
        less = min(too_much, refund.waiting_minor)
        refund.waiting_minor -= less
        if less:
            bundle.market.pot(bundle.order.currency).waiting_minor -= less
        too_much -= less
        refund.reversed_at = act.at if first.reversed_at else None
    won = too_much
    for debt in bundle.of(rows.Recovery):
        if debt.dispute_id == dispute.id and debt.kind == "advance":
            too_much -= recovering.reverse(bundle, debt, minor=too_much, act=act)
    security = min(too_much, sum(one.security_minor for one in own))
    cause = f"{last.id}"
    recovering.make_good(bundle, security_minor=security, payable_minor=too_much - security, cause=cause, act=act)
    _move_fee(bundle, dispute, last, act)
    if last.forged:
        recovering.ask_back(bundle, minor=won, dispute_id=dispute.id, act=act)


def _move_fee(bundle: OrderBundle, dispute: rows.Dispute, last: rows.Ruling, act: Act) -> None:
    """A fee that the supplier does not bear after all is not owed, and what he paid of it the fund makes good.

    The inspection stays charged: the buyer has what was collected, and the fee was decided on.
    """
    for debt in bundle.of(rows.Recovery):
        if debt.kind == "fee" and debt.dispute_id == dispute.id and last.fee_borne_by not in ("supplier", "split"):
            collected = debt.set_off_minor + debt.paid_minor
            recovering.make_good(bundle, security_minor=0, payable_minor=collected, cause=f"{debt.id}", act=act)
            if debt.state in OPEN:
                recovering.forgive(bundle, debt)


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
    """Both said yes to one figure: paid from held, then security, then by the supplier, or the fund by policy (RULES §5)."""
    dispute.settled_minor, dispute.settled_at, dispute.outcome = minor, act.at, "keep"
    held = min(minor, bundle.held)
    security = min(minor - held, bundle.purse.owed(postings.security(bundle.order.supplier_id), bundle.order.currency))
    rest = minor - held - security
    fund = min(rest, _settlement_room(bundle, held + security)) if bundle.policy.settlement_advance else 0
    pay(bundle, dispute, Sources(held=held, security=security, fund=fund), cause="settlement", act=act)
    if rest > fund:
        recovering.open_debt(bundle, kind="settlement", minor=rest - fund, dispute_id=dispute.id, act=act)
    dispute.frozen_minor = 0


def _settlement_room(bundle: OrderBundle, own: int) -> int:
    """What the fund may advance of a settlement of which `own` is the supplier's and the buyer's own money (RULES §5, §7)."""
    cover, advanced = _cover(bundle)
    left = cover - advanced
    if bundle.policy.coverage_cap == "refund":
        left = min(left, min(bundle.paid, cover) - refunded(bundle) - own)
    return max(0, left)


def most_left(bundle: OrderBundle) -> int:
    """The most that can still go back to the buyer of what was paid, in minor units."""
    return max(0, bundle.paid - refunded(bundle) - returned(bundle))


def goods_until(bundle: OrderBundle) -> datetime | None:
    """Until when refused goods are at the supplier's disposal, a whole last day (RULES §5, table); None: none were refused."""
    order = bundle.order
    if order.outcome != "refused" or order.ended_at is None:
        return None
    return windows.after_days(bundle, order.ended_at, bundle.policy.refused_goods_days)
