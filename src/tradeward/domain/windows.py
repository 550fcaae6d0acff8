"""When the clock moves a row, as a function of the rows alone (RULES §2, §4, §5, §8). None: it does not, as things stand.

Each function is named by the `window` of a table row. A day ends at the first instant too late for it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from tradeward.domain import days, rows, shipdate, supplier_limit
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.recovery import OF_BUYER

Window = Callable[[OrderBundle, Any], datetime | None]


def buyer_zone(bundle: OrderBundle) -> ZoneInfo:
    """The zone of the buyer's days."""
    return days.zone(bundle.contract.buyer_zone)


def end_of(bundle: OrderBundle, day: date) -> datetime:
    """The first instant after the buyer's local `day`."""
    return days.too_late_from(day=day, zone=buyer_zone(bundle))


def after_days(bundle: OrderBundle, at: datetime, count: int) -> datetime:
    """The end of day `count` after the buyer's local day of `at`, which is day 0."""
    return end_of(bundle, days.day_of(at=at, zone=buyer_zone(bundle)) + timedelta(days=count))


def after_working_days(bundle: OrderBundle, at: datetime, count: int) -> datetime:
    """The end of the operator's working day `count` after the operator's local day of `at`."""
    zone = days.zone(bundle.market.policy.operator_zone)
    day = bundle.market.policy.calendar().add(days.day_of(at=at, zone=zone), count)
    return days.too_late_from(day=day, zone=zone)


def resumed(bundle: OrderBundle, due: datetime) -> datetime | None:
    """`due` moved by the disputes that paused it, at least 24 hours after each; None while one pauses it now (RULES §2, §5)."""
    floor = timedelta(hours=bundle.policy.resume_floor_hours)
    for dispute in bundle.of(rows.Dispute):
        if dispute.opened_at >= due:
            continue
        if dispute.ended_at is None:
            return None
        due = max(due + (dispute.ended_at - dispute.opened_at), dispute.ended_at + floor)
    return due


# --- order


def offer(bundle: OrderBundle, order: rows.Order) -> datetime | None:
    """An offer that nobody concludes lapses."""
    return bundle.version.at + timedelta(days=bundle.market.policy.offer_open_days)


def deposit(bundle: OrderBundle, order: rows.Order) -> datetime | None:
    """The deposit's due day and two bank days (RULES §8)."""
    due = [i.due_on for i in bundle.instalments if i.anchor == "signing" and i.due_on]
    assert due, "an order waits for what is due at signing, or has started"
    grace = bundle.policy.deposit_grace_bank_days
    return end_of(bundle, bundle.market.policy.calendar().add(max(due), grace))


def unpaid(bundle: OrderBundle, order: rows.Order) -> datetime | None:
    """A due instalment unpaid for 14 days more is the buyer's default (RULES §8)."""
    due = [i.due_on for i in bundle.instalments if i.state == "open" and i.due_on]
    frozen = any(one.kind == "buyer" and one.ended_at is None for one in bundle.of(rows.Recovery))
    if not due or order.state == "signed" or frozen:
        return None
    return resumed(bundle, end_of(bundle, min(due) + timedelta(days=bundle.policy.buyer_default_days)))


def inspection_missing(bundle: OrderBundle, order: rows.Order) -> datetime | None:
    """Thirty days without a report are the buyer's default (RULES §8)."""
    waits = [i for i in bundle.of(rows.Inspection) if i.state in ("requested", "booked") and i.phase == "pre_shipment"]
    if not waits:
        return None
    return resumed(bundle, after_days(bundle, waits[-1].requested_at, bundle.policy.inspection_missing_days))


def non_delivery(bundle: OrderBundle, order: rows.Order) -> datetime | None:
    """Sixty days after the last ship deadline, an order never shipped is not delivered (RULES §8)."""
    zone = days.zone(bundle.contract.ship_zone)
    day = shipdate.last_deadline(bundle) + timedelta(days=bundle.policy.non_delivery_days)
    return resumed(bundle, days.too_late_from(day=day, zone=zone))


def auto_receipt(bundle: OrderBundle, order: rows.Order) -> datetime | None:
    """Goods count as received so many days after dispatch, by the way they travel (RULES §4)."""
    assert order.dispatched_on is not None, "goods that left have their day"
    count = getattr(bundle.policy, f"auto_receipt_{bundle.contract.transport}_days")
    shown = days.day_of(at=order.shipped_at or order.offered_at, zone=buyer_zone(bundle))
    return resumed(bundle, end_of(bundle, max(order.dispatched_on + timedelta(days=count), shown)))


def examine(bundle: OrderBundle, order: rows.Order) -> datetime | None:
    """Fifteen days after receipt, silence accepts (RULES §1 S8, §4); not while a claim could still be made."""
    assert order.received_at is not None, "goods that came have their instant"
    policy = bundle.policy
    late = policy.late_claim_days if bundle.contract.coverage == "post_delivery" else 0
    return resumed(bundle, after_days(bundle, order.received_at, max(policy.examine_days, late)))


# --- money, goods, inspection, amendment


def shipment_release(bundle: OrderBundle, instalment: rows.Instalment) -> datetime | None:
    """Three working days after the last shipping document was shown (RULES §4)."""
    if instalment.release != "on_shipment" or bundle.order.shipped_at is None:
        return None
    return after_working_days(bundle, bundle.order.shipped_at, bundle.policy.shipment_release_working_days)


def suspense(bundle: OrderBundle, credit: rows.Credit) -> datetime | None:
    """An unmatched credit goes back after ten working days (RULES §9)."""
    return after_working_days(bundle, credit.recorded_at, bundle.market.policy.suspense_return_working_days)


def excess(bundle: OrderBundle, at: datetime) -> datetime:
    """What was paid too much leaves when the fourth working day is over, so that it is back within five (RULES §9)."""
    return after_working_days(bundle, at, bundle.market.policy.excess_return_working_days - 1)


def hold(bundle: OrderBundle, reservation: rows.Reservation) -> datetime | None:
    """The first signature's cover is held for 72 hours (RULES §3)."""
    return reservation.held_until


def claims_over(bundle: OrderBundle, reservation: rows.Reservation) -> datetime | None:
    """Cover is freed when the order is final and no dispute, appeal or claim window is open (RULES §3)."""
    order = bundle.order
    waiting = any(one.waiting_minor for one in bundle.of(rows.Refund))
    if order.ended_at is None or bundle.dispute or waiting:
        return None
    over = order.ended_at
    if order.outcome == "non_delivery":
        over = after_days(bundle, over, bundle.policy.non_delivery_claim_days)
    return max([over, *(d.ended_at for d in bundle.of(rows.Dispute) if d.ended_at)])


def completion(bundle: OrderBundle, inspection: rows.Inspection) -> datetime | None:
    """A report that proves too little may be completed for three working days (RULES §4)."""
    assert inspection.reported_at is not None, "a report has its instant"
    return after_working_days(bundle, inspection.reported_at, bundle.policy.report_completion_working_days)


def fail_choice(bundle: OrderBundle, inspection: rows.Inspection) -> datetime | None:
    """After a fail the buyer has five days to choose, and a day once a claim of it was given up (RULES §4, §5)."""
    assert inspection.reported_at is not None, "what failed was reported"
    due = resumed(bundle, after_days(bundle, inspection.reported_at, bundle.policy.fail_choice_days))
    ended = [
        one.ended_at for one in bundle.of(rows.Dispute) if one.ended_at and one.opened_at >= inspection.reported_at
    ]
    floor = timedelta(hours=bundle.policy.resume_floor_hours)
    return max(due, *(one + floor for one in ended)) if due and ended else due


def claim_report(bundle: OrderBundle, inspection: rows.Inspection) -> datetime | None:
    """A post-delivery inspection is reported within 15 days of the claim, or it is given up (RULES §6)."""
    claimed = [one.opened_at for one in bundle.of(rows.Dispute) if one.opened_at <= inspection.requested_at]
    return after_days(bundle, max(claimed), bundle.policy.claim_report_days) if claimed else None


def amendment(bundle: OrderBundle, amendment: rows.Amendment) -> datetime | None:
    """A proposed amendment is open for 72 hours (RULES §4)."""
    return amendment.proposed_at + timedelta(hours=bundle.policy.amendment_open_hours)


# --- dispute and recovery


def offer_end(bundle: OrderBundle, offer: rows.Offer) -> datetime | None:
    """An offer stands until the dispute's next deadline: answer, escalation, end of silence, ruling (RULES §5)."""
    dispute = bundle.row(rows.Dispute, offer.dispute_id)
    assert dispute is not None, "an offer is made in a dispute"
    if dispute.escalated_at is not None:
        ends = [computed_ruling(bundle, dispute)]
    else:
        hours = bundle.policy.answer_hours, bundle.policy.escalation_hours
        ends = [*(days.after_hours(start=dispute.opened_at, hours=one) for one in hours), withdrawal(bundle, dispute)]
    return min((end for end in ends if end and end > offer.at), default=None)


def take(bundle: OrderBundle, dispute: rows.Dispute) -> datetime | None:
    """An officer takes the case in two working days; then the operator is called (RULES §5)."""
    if dispute.escalated_at is None or dispute.officer_id or dispute.called_at:
        return None
    return after_working_days(bundle, dispute.escalated_at, bundle.policy.take_working_days)


def escalation(bundle: OrderBundle, dispute: rows.Dispute) -> datetime | None:
    """By itself at exactly 168 hours: whenever unsettled, or only while unanswered, by policy (RULES §1 S4, §5)."""
    if bundle.policy.escalates_when == "unanswered" and dispute.answered_at:
        return None
    return days.after_hours(start=dispute.opened_at, hours=bundle.policy.escalation_hours)


def withdrawal(bundle: OrderBundle, dispute: rows.Dispute) -> datetime | None:
    """Answered and left for thirty days, where an answer stops the escalation (RULES §5)."""
    if bundle.policy.escalates_when != "unanswered" or dispute.answered_at is None:
        return None
    return dispute.answered_at + timedelta(days=bundle.policy.answered_withdrawal_days)


def computed_ruling(bundle: OrderBundle, dispute: rows.Dispute) -> datetime | None:
    """Fifteen working days after escalation the computed findings are issued by the clock (RULES §5)."""
    assert dispute.escalated_at is not None, "an officer's case was escalated"
    return after_working_days(bundle, dispute.escalated_at, bundle.policy.clock_ruling_working_days)


def ruling_overdue(bundle: OrderBundle, dispute: rows.Dispute) -> datetime | None:
    """Five working days after the file closes a case without a ruling is reassigned (RULES §5)."""
    if dispute.officer_id is None or dispute.file_closes_at is None:
        return None
    return after_working_days(bundle, dispute.file_closes_at, bundle.policy.ruling_working_days)


def countersignature(bundle: OrderBundle, dispute: rows.Dispute) -> datetime | None:
    """Two working days to sign or send back; then the case is reassigned (RULES §5)."""
    drafted = [
        r.drafted_at
        for r in bundle.of(rows.Ruling)
        if r.dispute_id == dispute.id and not (r.issued_at or r.sent_back_at)
    ]
    return after_working_days(bundle, max(drafted), bundle.policy.countersign_working_days) if drafted else None


def appeal(bundle: OrderBundle, dispute: rows.Dispute) -> datetime | None:
    """Seven days to appeal, the last one whole (RULES §5)."""
    issued = [r.issued_at for r in bundle.of(rows.Ruling) if r.dispute_id == dispute.id and r.issued_at]
    return after_days(bundle, max(issued), bundle.policy.appeal_days) if issued else None


def appeal_ruling(bundle: OrderBundle, dispute: rows.Dispute) -> datetime | None:
    """Ten days to rule on an appeal, else the ruling stands (RULES §5)."""
    return after_days(bundle, dispute.appealed_at, bundle.policy.appeal_ruling_days) if dispute.appealed_at else None


def settlement_payment(bundle: OrderBundle, dispute: rows.Dispute) -> datetime | None:
    """The supplier's days to pay his part, and as many again for the buyer to escalate (RULES §5)."""
    assert dispute.settled_at is not None, "a settlement has its instant"
    return dispute.settled_at + timedelta(days=2 * max(1, bundle.policy.settlement_payment_days))


def notice(bundle: OrderBundle, recovery: rows.Recovery) -> datetime | None:
    """Seven days from the notice of a debt to the first set-off, which an appeal stops (RULES §5, §7)."""
    if recovery.kind in OF_BUYER:
        return None
    return _unless_appealed(bundle, recovery, recovery.at + timedelta(days=bundle.policy.recovery_notice_days))


def set_off(bundle: OrderBundle, recovery: rows.Recovery) -> datetime | None:
    """From then on, whatever there is (RULES §7)."""
    return _unless_appealed(bundle, recovery, recovery.overdue_at) if recovery.overdue_at else None


def plan_part(bundle: OrderBundle, recovery: rows.Recovery) -> datetime | None:
    """The next unpaid part of a repayment plan (RULES §7): there is one, or the debt would be collected."""
    covered = recovery.set_off_minor + recovery.security_minor + recovery.paid_minor + recovery.cancelled_minor
    covered -= recovery.plan_from_minor
    sums = accumulate(int(part["minor"]) for part in recovery.plan)
    unpaid = next(part for part, until in zip(recovery.plan, sums, strict=True) if until > covered)
    return end_of(bundle, date.fromisoformat(unpaid["due"]))


def write_off(bundle: OrderBundle, recovery: rows.Recovery) -> datetime | None:
    """Written off at 180 days, not before its plan is over; what a buyer owes after a recall is lost at 60 (RULES §7, §9)."""
    if recovery.kind == "buyer":
        return recovery.at + timedelta(days=bundle.policy.recall_loss_days)
    due = recovery.at + timedelta(days=bundle.policy.write_off_days)
    if recovery.state == "planned":
        due = max(due, end_of(bundle, date.fromisoformat(recovery.plan[-1]["due"])))
    return _unless_appealed(bundle, recovery, due)


def debt_points(bundle: OrderBundle, recovery: rows.Recovery) -> datetime | None:
    """A debt that a final ruling left, unpaid after seven days, costs points once (RULES §3)."""
    dispute = bundle.row(rows.Dispute, recovery.dispute_id) if recovery.dispute_id else None
    given = any(one.cause == "debt" and one.order_id == recovery.order_id for one in bundle.supplier.points)
    costs = bundle.market.policy.points_debt_count and recovery.kind == "advance"
    if not costs or given or dispute is None or dispute.ended_at is None:
        return None
    return max(recovery.at + timedelta(days=bundle.market.policy.points_debt_after_days), dispute.ended_at)


def _unless_appealed(bundle: OrderBundle, recovery: rows.Recovery, due: datetime) -> datetime | None:
    for dispute in bundle.of(rows.Dispute):
        if dispute.id == recovery.dispute_id and dispute.appealed_at and due > dispute.appealed_at:
            if dispute.ended_at is None:
                return None
            due = max(due, dispute.ended_at)
    return due


def at_once(bundle: OrderBundle, payment: rows.PaymentOut) -> datetime | None:
    """A payment to a buyer or an inspector leaves when it is due."""
    return payment.due_at


def retry(bundle: Any, payment: rows.PaymentOut) -> datetime | None:
    """What the bank returned is tried again when changed bank details would be in force (RULES §9)."""
    assert payment.returned_at is not None, "what came back has its instant"
    return payment.returned_at + timedelta(hours=bundle.market.policy.bank_change_hours)


def next_batch(*, at: datetime) -> datetime:
    """The next daily payout batch, at 06:00 UTC (RULES §9: one a day)."""
    today = at.astimezone(UTC).replace(hour=6, minute=0, second=0, microsecond=0)
    return today if today > at else today + timedelta(days=1)


def limit_review(bundle: Any, supplier: rows.Supplier) -> datetime | None:
    """Limits are reckoned anew as the operator's day of each month begins (RULES §3)."""
    if supplier.reviewed_at is None:
        return None
    policy = bundle.market.policy
    zone = days.zone(policy.operator_zone)
    day = supplier_limit.next_review(day=days.day_of(at=supplier.reviewed_at, zone=zone), policy=policy)
    return days.too_late_from(day=day - timedelta(days=1), zone=zone)


def payout(bundle: Any, supplier: rows.Supplier) -> datetime | None:
    """The batch that pays out what the supplier has coming."""
    return supplier.payout_due_at
