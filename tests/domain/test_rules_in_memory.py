"""The rules of RULES §2–§9 about one order or one supplier, each as the shortest story that shows it."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.memory import World, instant
from tradeward.domain import lives, postings, refunding, rows, signing
from tradeward.domain.refusals import OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role

HELD = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_acceptance")]
OPERATOR = Actor(Role.OPERATOR, None, UUID(int=1))


def held_order(world, limit="20000.00", **more):
    """3,000 released, 7,000 held, passed and ready."""
    trade = world.signed(world.supplier(limit=limit), plan=HELD, **more)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    return trade


def delivered(world, **more):
    """Post-delivery coverage, paid, shipped and received on 10 May."""
    trade = world.signed(world.supplier(limit="20000.00"), coverage="post_delivery", **more)
    trade.credit("3000.00", 1)
    world.on("2027-04-20")
    trade.ship()
    trade.credit("7000.00", 2)
    world.on("2027-05-10")
    trade.receive()
    return trade


def late(world, trade, **claim):
    world.on("2027-05-02")
    return trade.dispute("ship_date", **claim)


# --- §2 time


def test_a_paused_window_resumes_with_at_least_a_day():
    """RULES §2, §5: paused windows resume, ≥ 24 h left."""
    world = World()
    trade = delivered(world)
    end = [one.at for one in lives.due(trade.bundle) if one.move.verb == "accept"][0]
    world.on(end - timedelta(hours=1))
    trade.dispute("quantity", remedy="keep", asked="100.00")
    world.after(days=3)
    assert [one for one in lives.due(trade.bundle) if one.move.verb == "accept"] == []
    trade.says("withdraw", "buyer")
    resumed = [one.at for one in lives.due(trade.bundle) if one.move.verb == "accept"]
    assert resumed == [max(end + timedelta(days=3), world.now + timedelta(hours=24))]
    world.on(resumed[0])
    assert trade.order.state == "received"
    world.after(microseconds=1)
    assert trade.order.state == "closed"


def test_a_move_at_the_deadlines_own_instant_beats_the_clock():
    """RULES §2: a party's move at the deadline's own instant beats the clock."""
    world = World()
    trade = world.offer()
    world.on(trade.bundle.version.at + timedelta(days=30))
    trade.sign("buyer")
    assert trade.order.state == "offered"
    world.after(microseconds=1)
    assert (trade.order.state, trade.bundle.reservation) == ("lapsed", None)


def test_a_lapse_waits_for_the_statement_of_the_due_day():
    """RULES §2, §8: parked until the statement is imported, fired then, dated then."""
    world = World()
    world.bank_works = False
    trade = world.signed()
    world.after(days=30)
    assert trade.order.state == "signed"
    world.last_morning = world.now.replace(hour=6)
    world.bank_works = True
    world.after(days=1)
    assert (trade.order.state, trade.order.ended_at) == ("lapsed", world.last_morning)


# --- §3 suppliers and cover


def test_outside_the_scheme_all_is_held_to_acceptance():
    """RULES §3: orders are allowed, all money held to acceptance, cover 0."""
    world = World()
    trade = world.signed(world.supplier(state="outside"), release="on_capture")
    assert (trade.bundle.cover, [one.release for one in trade.bundle.instalments]) == (0, ["on_acceptance"] * 2)
    trade.credit("3000.00", 1)
    assert trade.held == "3000.00"
    with pytest.raises(OutOfTurn, match="in the scheme where others are not let in"):
        world = World(outside_orders=False)
        world.signed(world.supplier(state="outside"))


def test_related_parties_have_no_cover():
    """RULES §3: checked at signing and before each advance."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    world.market.relations.add(frozenset({trade.order.buyer_id, trade.order.supplier_id}))
    ruling = trade.ruled()
    assert (ruling.advance_minor, ruling.held_minor, ruling.not_covered_minor) == (0, 700000, 300000)
    other = world.offer(trade.bundle.supplier, buyer=trade.buyer)
    assert signing.quote(other.bundle, at=world.now).cover == 0


def test_the_fund_ratio_reserves_less():
    """RULES §3: a signing that would break the ratio reserves less."""
    world = World(fund="1000.00")
    trade = world.offer(world.supplier(limit="20000.00"), release="on_capture")
    found = signing.quote(trade.bundle, at=world.now)
    assert (found.exposure, found.cover, found.why) == (1000000, 500000, "the guarantee fund stands behind no more.")


def test_short_of_cash_a_refund_waits_and_is_paid_first():
    """RULES §3: short of cash, a refund is due, dated, and paid when there is cash again."""
    world = World(fund="1000.00", fund_ratio_bp=0)
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    refund = trade.last(rows.Refund)
    assert (refund.fund_minor, refund.waiting_minor, trade.bundle.reservation.advanced_minor) == (
        100000,
        200000,
        100000,
    )
    world.after(days=20)
    assert trade.bundle.reservation is not None
    world.fund("5000.00")
    act = world.act("pay_waiting", OPERATOR)
    refunding.pay_waiting(trade.bundle, act=act)
    trade.bundle.line(act, "refund", refund.id)
    world.after(days=2)
    assert (refund.fund_minor, refund.waiting_minor, trade.bundle.reservation) == (300000, 0, None)
    assert trade.returned == "10000.00"


def test_no_new_cover_while_a_debt_is_overdue():
    """RULES §7: new cover suspended while overdue."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    other = world.offer(trade.bundle.supplier)
    assert signing.quote(other.bundle, at=world.now).cover > 0
    world.after(days=7, microseconds=1)
    assert trade.debt.state == "overdue"
    assert signing.quote(other.bundle, at=world.now).cover == 0
    trade.credit("3000.00", debt=trade.debt)
    assert signing.quote(other.bundle, at=world.now).cover > 0


def test_a_deposit_above_the_cover_is_only_a_warning():
    """RULES §1 S10: a warning, or by policy a block."""
    world = World()
    trade = world.offer(world.supplier(limit="1000.00"))
    assert "only USD 1,000.00 of it is covered" in signing.uncovered_deposit(trade.bundle, cover=100000)
    trade.sign("buyer")
    blocked = World(deposit_over_cover="block")
    with pytest.raises(OutOfTurn, match="only USD 1,000.00 of it is covered"):
        blocked.offer(blocked.supplier(limit="1000.00")).sign("buyer")


def test_five_unpaid_orders_and_no_sixth():
    """RULES §8: at most 5 unpaid signed orders per buyer."""
    world = World(fund="90000.00")
    sup = world.supplier(limit="90000.00")
    first = world.signed(sup)
    for _ in range(4):
        world.signed(sup, buyer=first.buyer)
    with pytest.raises(OutOfTurn, match="5 signed orders whose deposit is unpaid"):
        world.signed(sup, buyer=first.buyer)


# --- §4 the order


def test_early_money_is_kept_applied_or_returned_on_request():
    """RULES §9: before its instalment opens: kept as early, applied when due, returned on request."""
    world = World()
    trade = world.signed()
    trade.credit("7000.00", 2)
    assert (trade.bundle.early, trade.bundle.paid) == (700000, 0)
    trade.move(trade.bundle.instalments[1], "return_early", "buyer")
    assert (trade.bundle.early, trade.refund_due) == (0, "7000.00")
    trade.credit("7000.00", 2)
    trade.credit("3000.00", 1)
    trade.passed()
    assert (trade.bundle.early, trade.held, trade.bundle.instalments[1].state) == (0, "7000.00", "paid")


def test_an_extension_ends_after_ninety_days_in_all():
    """RULES §4: total extension ≤ 90 days; last signature before the deadline it moves."""
    world = World()
    trade = held_order(world)
    with pytest.raises(RuleBroken, match="all extensions together end by 2027-07-30"):
        trade.amend("ship_date", ship_date="2027-07-31")
    trade.amended("ship_date", ship_date="2027-07-30")
    assert trade.bundle.of(rows.Shipment)[0].ship_on.isoformat() == "2027-07-30"
    world.on("2027-07-31")
    row = trade.amend("ship_date", ship_date="2027-07-20")
    with pytest.raises(OutOfTurn, match="before the deadline"):
        trade.move(row, "sign", "supplier")


def test_an_amendment_is_open_for_72_hours():
    """RULES §4: both sign, open 72 h."""
    world = World()
    trade = held_order(world)
    row = trade.amend("ship_date", ship_date="2027-05-20")
    with pytest.raises(OutOfTurn, match="The other side proposed it"):
        trade.move(row, "sign", "buyer")
    world.after(hours=72, microseconds=1)
    assert row.state == "lapsed"


def test_more_value_needs_more_cover_or_is_refused():
    """RULES §4: more value → more cover reserved or plainly refused."""
    world = World()
    trade = world.signed(world.supplier(limit="11000.00"))
    trade.credit("3000.00", 1)
    with pytest.raises(OutOfTurn, match=r"only USD 1,000\.00 more can be given"):
        trade.amended("price", value="12000.00")
    trade.amended("price", value="11000.00")
    assert (trade.bundle.cover, trade.order.value_minor) == (1100000, 1100000)
    assert [one.amount_minor for one in trade.bundle.instalments] == [300000, 800000]
    assert trade.bundle.supplier.supplier.reserved_minor == 1100000


def test_a_price_cut_leaves_paid_instalments_alone():
    """RULES §4: an amendment may not touch paid instalments."""
    trade = held_order(World())
    with pytest.raises(RuleBroken, match="leaves paid instalments as they are"):
        trade.amend("price", value="9000.00")


def test_waiving_opens_the_gate_and_ends_quality_cover():
    """RULES §4: `waive`, typed, opens it and ends quality cover at that instant."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    trade.ready()
    with pytest.raises(OutOfTurn, match="typed in"):
        trade.move(trade.order, "waive", "buyer", amount="1.00")
    trade.waive()
    trade.credit("7000.00", 2)
    trade.ship()
    with pytest.raises(OutOfTurn, match="had released the goods"):
        trade.dispute("quality", remedy="keep")


def test_a_report_that_proves_too_little_keeps_the_gate_shut():
    """RULES §4: not proven → shut, 3 working days to complete."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    trade.ready()
    trade.book()
    trade.move(trade.inspection(), "report", "inspector", report={"sample_size": 2})
    assert (trade.inspection().state, trade.inspection().verdict) == ("reported", "not_proven")
    world.after(days=4)
    assert [one.state for one in trade.bundle.of(rows.Inspection)] == ["void", "requested"]


def test_silence_after_a_fail_means_rework_once_and_then_reject():
    """RULES §4: rework is the default in silence, once; second fail: reject in silence, which opens the dispute."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    trade.failed()
    world.after(days=6)
    assert (trade.inspection().state, trade.order.state) == ("rework", "making")
    trade.failed()
    assert trade.inspection().report["after_rework"]
    world.after(days=6)
    assert (trade.inspection().state, trade.dispute_row.state, trade.dispute_row.remedy) == (
        "rejected",
        "open",
        "refuse",
    )
    world.left_alone()
    assert (trade.order.state, trade.dispute_row.outcome, trade.returned) == ("cancelled", "cancel", "3000.00")
    assert [(one.cause, one.points) for one in trade.bundle.supplier.points][0] == ("nonconforming", 6)


def test_a_price_cut_after_a_fail_opens_the_gate():
    """RULES §4: price cut (amendment)."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    trade.failed()
    trade.amended("price", value="9000.00")
    assert (trade.inspection().state, trade.bundle.instalments[1].state) == ("agreed", "open")
    trade.credit("6000.00", 2)
    trade.ship()
    assert trade.order.state == "shipped"


def test_rejecting_with_nothing_paid_ends_the_order():
    """RULES §4: reject, where there is nothing to claim."""
    world = World()
    trade = world.signed(plan=[(10000, "inspection", 14, "on_acceptance")])
    assert trade.order.state == "making"
    trade.failed()
    trade.move(trade.inspection(), "reject", "buyer")
    assert (trade.order.state, trade.order.outcome, trade.bundle.dispute) == ("cancelled", "rejected", None)


def test_clearance_is_reported_in_time_and_may_be_contested():
    """RULES §4: within 3 days, the supplier may contest 72 h; none: auto-receipt."""
    world = World()
    trade = world.signed(coverage="post_delivery")
    trade.credit("3000.00", 1)
    world.on("2027-04-20")
    trade.ship()
    trade.credit("7000.00", 2)
    world.on("2027-05-10")
    with pytest.raises(OutOfTurn, match="reported within its days"):
        trade.receive("2027-05-06")
    with pytest.raises(OutOfTurn, match="after the goods left"):
        trade.receive("2027-04-01")
    trade.receive("2027-05-07")
    world.after(hours=72)
    trade.move(trade.order, "contest", "supplier", reason="The ship is still at sea.")
    assert (trade.order.state, trade.order.received_at) == ("shipped", None)
    trade.receive()
    world.after(hours=72, microseconds=1)
    with pytest.raises(OutOfTurn, match="hours to contest"):
        trade.move(trade.order, "contest", "supplier", reason="Again.")


def test_fifteen_days_to_claim_and_then_silence_accepts():
    """RULES §1 S8, §4: claims to the end of day 15 after clearance, in the buyer's zone."""
    world = World()
    trade = delivered(world)
    world.on("2027-05-25T21:59")
    assert trade.order.state == "received"
    world.on("2027-05-25T22:00")
    world.after(microseconds=1)
    assert (trade.order.state, trade.order.outcome, trade.held) == ("closed", "accepted", "0.00")
    with pytest.raises(OutOfTurn, match="closed cannot be disputed"):
        trade.dispute("quality", remedy="keep")


def test_lots_ship_one_by_one():
    """RULES §4, §6: a lot is late by itself, and the order has left when all have."""
    world = World()
    lots = [{"ship_date": "2027-04-01", "value": "4000.00"}, {"ship_date": "2027-05-01", "value": "6000.00"}]
    trade = held_order(world, lots=lots, late_ld={"pct_per_day": "0.5", "cap_pct": "10"})
    world.on("2027-04-05")
    trade.ship(lot=1)
    assert trade.order.state == "ready"
    trade.dispute("ship_date", remedy="keep")
    world.after(days=8)
    assert trade.ruled().refund_minor == 8000  # 4 days × 0.5 % of 4,000.00
    trade.ship(lot=2)
    assert trade.order.state == "shipped"


def test_the_document_must_prove_shipment_at_the_place():
    """RULES §4: kind, number, date, carrier, file, place agreeing with the contract; received for shipment is not on board."""
    trade = held_order(World())
    for changed in ({"kind": "received_for_shipment"}, {"place": "Hamburg"}, {"number": ""}, {"date": "2027-03-04"}):
        with pytest.raises(OutOfTurn, match="proves shipment"):
            trade.ship(**changed)
    with pytest.raises(RuleBroken, match="no date"):
        trade.ship(date="soon")


# --- §5 disputes


def test_offers_expire_at_the_next_deadline():
    """RULES §5: offers expire at the next deadline; a new one replaces the old."""
    world = World()
    trade = held_order(world)
    opened = late(world, trade).opened_at
    trade.offer_settlement("supplier", "500.00")
    trade.offer_settlement("supplier", "600.00")
    world.on(opened + timedelta(hours=72, microseconds=1))
    assert [one.state for one in trade.bundle.of(rows.Offer)] == ["replaced", "expired"]
    with pytest.raises(OutOfTurn, match="An offer of the other side stands"):
        trade.settle("buyer")
    trade.offer_settlement("supplier", "700.00")
    world.on(opened + timedelta(hours=168, microseconds=1))
    assert (trade.bundle.of(rows.Offer)[-1].state, trade.dispute_row.state) == ("expired", "escalated")
    trade.offer_settlement("buyer", "900.00")
    trade.settle("supplier")
    assert (trade.refunded, trade.dispute_row.state) == ("900.00", "final")


def test_silence_is_no_admission():
    """RULES §5, §6: not proven without evidence, and the clock's computed ruling dismisses it."""
    world = World()
    trade = delivered(world)
    trade.dispute("quality", remedy="refuse")
    world.left_alone()
    assert (trade.dispute_row.outcome, trade.order.outcome, trade.returned) == ("dismissed", "accepted", "0.00")


def test_a_document_after_the_claim_does_not_undo_a_cancel():
    """RULES §5: cure by shipping does not undo a *cancel* claim; refused after shipment, the order closes."""
    world = World()
    trade = held_order(world)
    late(world, trade, remedy="cancel")
    world.after(days=1)
    trade.ship()
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.outcome, ruling.award_minor, trade.order.state, trade.order.outcome) == (
        "refuse", 1000000, "closed", "refused",
    )  # fmt: skip
    world.after(days=10)
    assert trade.returned == "10000.00"
    assert [one.cause for one in trade.bundle.supplier.points if one.cause != "debt"] == ["late"]


def test_refused_after_delivery_the_rest_of_held_is_the_suppliers():
    """RULES §5, table: held up to the award to the buyer; rest when final to the supplier."""
    world = World()
    trade = delivered(world)
    trade.dispute("quality", remedy="refuse", asked="4000.00")
    trade.says("inspect", "buyer")
    trade.book()
    trade.report("9.0", "10.0")
    assert trade.inspection().state == "rejected"
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.outcome, ruling.refund_minor, trade.order.outcome) == ("refuse", 400000, "refused")
    world.after(days=8)
    assert (trade.held, trade.returned) == ("0.00", "4000.00")
    assert trade.bundle.instalments[1].released_minor == 300000


def test_settling_on_rework_until_a_day():
    """RULES §5, table: rework by D goes on, ship date D, held as before, reservation stays."""
    world = World()
    trade = held_order(world)
    dispute = late(world, trade)
    with pytest.raises(OutOfTurn, match="settles the open dispute"):
        trade.amend("ship_date", ship_date="2027-05-20")
    cover = trade.bundle.cover
    trade.amended("ship_date", ship_date="2027-05-20", settles=str(dispute.id))
    assert (dispute.state, dispute.outcome, trade.held, trade.bundle.cover) == ("final", "agreed", "7000.00", cover)
    world.on("2027-05-20")
    with pytest.raises(OutOfTurn, match="had not passed"):
        trade.dispute("ship_date")
    world.on("2027-05-21T04:00")
    trade.dispute("ship_date")


@pytest.mark.parametrize(("asked", "second"), [("5000.00", False), ("5000.01", True)])
def test_a_second_officer_signs_above_half_the_limit(asked, second):
    """RULES §5: second signature when the amount ≥ 10,000 USD or > 50 % of the limit."""
    world = World()
    trade = held_order(world, limit="10000.00")
    late(world, trade, asked=asked)
    world.after(days=8)
    trade.take()
    trade.rule()
    assert trade.dispute_row.state == ("drafted" if second else "ruled")
    if second:
        with pytest.raises(OutOfTurn, match="Another officer"):
            trade.countersign(0)
        trade.says("send_back", trade.officer(1), tie="none", reason="Look again.")
        trade.rule()
        with pytest.raises(OutOfTurn, match="still be sent back"):
            trade.says("send_back", trade.officer(1), tie="none", reason="Again.")
        world.after(days=5)
        assert (trade.dispute_row.state, trade.dispute_row.officer_id) == ("escalated", None)


def test_officers_windows():
    """RULES §5: takes in 2 working days, items in 3 with one extension, rules in 5 after the file closes, else reassigned."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=7, microseconds=1)
    world.after(days=4)
    assert trade.dispute_row.called_at is not None
    trade.take()
    trade.says("ask", trade.officer(0), item="Log book", of="supplier")
    trade.says("extend", trade.officer(0), item="Log book")
    with pytest.raises(OutOfTurn, match="can still be extended"):
        trade.says("extend", trade.officer(0), item="Log book")
    world.after(days=14)
    assert trade.dispute_row.officer_id is None
    world.after(days=6)
    assert (trade.dispute_row.state, trade.ruling.officer_id, trade.ruling.outcome) == ("ruled", None, "cancel")


def test_seed_escalates_only_on_silence_and_withdraws_what_is_left():
    """RULES §5, `seed`: answered and left 30 days: withdrawn by the clock."""
    world = World(profile="seed")
    trade = held_order(world)
    late(world, trade)
    trade.answer()
    world.after(days=30)
    assert trade.dispute_row.state == "answered"
    world.after(microseconds=1)
    assert (trade.dispute_row.state, trade.bundle.frozen) == ("withdrawn", 0)


def test_seed_settles_until_escalated_and_the_fund_advances_it():
    """RULES §5, §10: `seed` settles until escalated, and the fund advances what a settlement needs."""
    world = World(profile="seed")
    trade = world.signed(world.supplier(limit="10000.00"), release="on_capture")
    trade.credit("3000.00", 1)
    late(world, trade, remedy="keep")
    trade.offer_settlement("supplier", "1000.00")
    trade.settle("buyer")
    assert (trade.last(rows.Refund).fund_minor, trade.debt.kind, trade.dispute_row.state) == (
        100000,
        "advance",
        "final",
    )
    again = world.signed(trade.bundle.supplier, value="1000.00", release="on_capture")
    again.credit("300.00", 1)
    again.dispute("ship_date", remedy="keep")
    world.after(days=8)
    with pytest.raises(OutOfTurn, match="too late to settle"):
        again.offer_settlement("supplier", "100.00")


def test_the_held_part_is_paid_at_the_ruling_by_policy():
    """RULES §5: the part from held money when final (pol: at once)."""
    for when, at_once in (("final", "3000.00"), ("ruling", "10000.00")):
        world = World(held_paid_when=when)
        trade = held_order(world)
        late(world, trade)
        world.after(days=8)
        trade.ruled()
        assert trade.returned == at_once
        world.after(days=8)
        assert trade.returned == "10000.00"


def test_an_appeal_may_award_more():
    """RULES §5: to another officer; the second ruling is final, and what is still due is paid."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled(outcome="dismissed", reasons={"outcome": "A storm."})
    trade.appeal("buyer")
    with pytest.raises(OutOfTurn, match="Another officer"):
        trade.appeal_ruled(0)
    trade.appeal_ruled(2)
    assert (trade.order.state, trade.dispute_row.outcome, trade.returned, trade.held) == (
        "cancelled",
        "cancel",
        "10000.00",
        "0.00",
    )
    assert [one.final_at is not None for one in trade.bundle.of(rows.Ruling)] == [False, True]


def test_an_appeal_nobody_rules_on_leaves_the_ruling():
    """RULES §5: ≤ 10 days, else the ruling stands; an appeal stops recovery, not the payout freeze."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    trade.appeal("supplier")
    world.after(days=9)
    assert (trade.debt.state, trade.dispute_row.state) == ("noticed", "appealed")
    world.after(days=3)
    assert (trade.debt.state, trade.dispute_row.state, trade.returned) == ("overdue", "final", "10000.00")


def test_frozen_is_the_amount_asked_and_grounds_are_added_until_escalation():
    """RULES §5: frozen = the amount asked; one open dispute per order; the same facts not twice."""
    world = World()
    trade = world.signed(plan=[(3000, "signing", 7, "on_capture"), (7000, "ready", 14, "on_acceptance")])
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    late(world, trade, remedy="keep", asked="400.00")
    assert trade.bundle.frozen == 40000
    with pytest.raises(OutOfTurn, match="a dispute on this order already"):
        trade.dispute("ship_date")
    trade.says("add_ground", "buyer", ground="quantity")
    assert trade.dispute_row.grounds == ["ship_date", "quantity"]
    world.after(days=8)
    trade.ruled(outcome="dismissed", reasons={"outcome": "Nothing of it."})
    world.after(days=8)
    with pytest.raises(OutOfTurn, match="decided before on the same facts"):
        trade.dispute("ship_date", remedy="keep")


def test_too_early_is_refused():
    """RULES §5: refused at opening, naming the rule."""
    trade = held_order(World())
    with pytest.raises(OutOfTurn, match="r7: .*had not passed"):
        trade.dispute("ship_date")


# --- §7 money


def test_security_is_taken_before_the_fund_and_restored_by_a_reversal():
    """RULES §5, §7: held → security → fund; what was collected returns from the fund."""
    world = World()
    trade = held_order(world)
    name = postings.security(trade.order.supplier_id)
    world.post(postings.credit_received(cause="s", currency="USD", minor=100000))
    world.post(postings.security_paid_in(cause="s", currency="USD", supplier_id=trade.order.supplier_id, minor=100000))
    late(world, trade)
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.held_minor, ruling.security_minor, ruling.advance_minor) == (700000, 100000, 200000)
    trade.appeal("supplier")
    trade.appeal_ruled(outcome="dismissed", reasons={"outcome": "It was shipped."})
    assert (world.owed(name), world.owed(postings.FUND), trade.debt.state) == ("1000.00", "17000.00", "cancelled")


def test_a_debt_in_parts_and_its_default():
    """RULES §7: instalment plan by four eyes; written off at 180 days."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    plan = [{"due": "2027-06-10", "minor": 100000}, {"due": "2027-07-10", "minor": 200000}]
    with pytest.raises(OutOfTurn, match="Two people"):
        trade.move(trade.debt, "plan", OPERATOR, plan=plan, approved_by=OPERATOR.person_id)
    trade.move(trade.debt, "plan", OPERATOR, plan=plan, approved_by=UUID(int=2))
    world.on("2027-06-05")
    trade.credit("1000.00", debt=trade.debt)
    world.on("2027-07-10")
    assert trade.debt.state == "planned"
    world.after(days=1)
    assert trade.debt.state == "overdue"
    world.left_alone()
    assert (trade.debt.state, trade.debt.written_off_minor, world.owed(postings.FUND)) == (
        "written_off",
        200000,
        "18000.00",
    )


def test_released_money_is_set_off_when_it_comes():
    """RULES §7: set-off against released-but-unpaid money, also of a later order: parked, then fired."""
    world = World()
    trade = held_order(world, limit="50000.00")
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    world.after(days=10)
    other = world.signed(
        trade.bundle.supplier, value="1000.00", plan=[(10000, "signing", 7, "on_capture")], ship_date="2028-01-01"
    )
    other.credit("1000.00", 1)
    assert (trade.debt.set_off_minor, world.owed(postings.payable(trade.order.supplier_id))) == (98000, "0.00")


def test_the_inspection_fee_follows_the_loser():
    """RULES §7: held for the inspector, paid on the report; the supplier's debt outside the cap, never advanced."""
    world = World()
    trade = world.signed(inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("250.00", reference=trade.inspection().reference)
    assert world.owed(postings.inspector_fee(trade.order.id)) == "200.00"
    trade.book()
    trade.report("9.0", "10.0")
    world.after(days=1)
    assert world.owed(postings.inspector_fee(trade.order.id)) == "0.00"
    trade.move(trade.inspection(), "reject", "buyer")
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.fee_borne_by, ruling.advance_minor) == ("supplier", 300000)
    fee = next(one for one in trade.bundle.of(rows.Recovery) if one.kind == "fee")
    assert fee.debt_minor == 20000
    trade.credit("200.00", debt=fee)
    world.after(days=12)
    assert (fee.state, trade.returned) == ("collected", "3200.00")


def test_goods_not_presented_go_back_to_making_at_the_suppliers_fee():
    """RULES §8: back to MAKING, fee to supplier; a declined inspector's days are nobody's."""
    world = World()
    trade = world.signed(inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("200.00", reference=trade.inspection().reference)
    trade.book()
    world.after(days=5)
    trade.move(trade.inspection(), "decline", "inspector")
    assert trade.inspection().requested_at == world.now
    trade.book()
    trade.move(trade.inspection(), "object", "supplier", reason="My cousin.")
    trade.book()
    with pytest.raises(OutOfTurn, match="may still object"):
        trade.move(trade.inspection(), "object", "supplier", reason="My aunt.")
    trade.move(trade.inspection(), "not_presented", "inspector")
    assert (trade.order.state, trade.debt.kind, trade.debt.debt_minor) == ("making", "fee", 20000)


def test_a_fee_without_an_inspection_goes_back():
    """RULES §7: waived before the report."""
    world = World()
    trade = world.signed(inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("200.00", reference=trade.inspection().reference)
    trade.waive()
    assert (trade.refund_due, world.owed(postings.inspector_fee(trade.order.id))) == ("200.00", "0.00")


# --- §8 when somebody does not do his part


def test_never_shipped_and_never_claimed():
    """RULES §8: 60 days after the ship deadline: held to the buyer, points, 30 more days to claim the released part."""
    world = World()
    trade = held_order(world)
    world.on("2027-07-01")
    assert (trade.order.state, trade.order.outcome, trade.returned, trade.held) == (
        "cancelled",
        "non_delivery",
        "7000.00",
        "0.00",
    )
    assert [(one.cause, one.points) for one in trade.bundle.supplier.points] == [("non_delivery", 24)]
    trade.dispute("ship_date")
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.refund_minor, ruling.advance_minor, ruling.not_covered_minor) == (300000, 300000, 0)
    world.left_alone()
    assert (trade.returned, trade.bundle.reservation) == ("10000.00", None)
    assert [one.cause for one in trade.bundle.supplier.points if one.cause != "debt"] == ["non_delivery"]


def test_after_thirty_days_the_cover_is_free():
    """RULES §8: 30 more days to claim."""
    world = World()
    trade = held_order(world)
    world.on("2027-07-01")
    world.after(days=32)
    assert trade.bundle.reservation is None
    with pytest.raises(OutOfTurn, match="cancelled cannot be disputed"):
        trade.dispute("ship_date")


def test_an_inspection_nobody_books_is_the_buyers_default():
    """RULES §8: not booked in 3 days: the supplier may ask the platform; 30 days without a report: buyer default."""
    world = World()
    trade = world.signed(plan=[(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_acceptance")])
    trade.credit("3000.00", 1)
    trade.ready()
    with pytest.raises(OutOfTurn, match="days to book"):
        trade.move(trade.inspection(), "call", "supplier")
    world.after(days=4)
    trade.move(trade.inspection(), "call", "supplier")
    assert trade.inspection().called_at == world.now
    world.after(days=28)
    assert (trade.order.outcome, trade.bundle.instalments[0].released_minor) == ("buyer_default", 300000)


@pytest.mark.parametrize(
    ("act", "outcome", "back", "points"),
    [
        (lambda t: t.move(t.order, "walk_away", "buyer"), "buyer_default", "7000.00", 0),
        (lambda t: t.move(t.order, "give_up", "supplier"), "non_delivery", "7000.00", 24),
        (lambda t: t.amended("split", to_supplier="2500.00"), "parted", "4500.00", 0),
    ],
)  # fmt: skip
def test_parting(act, outcome, back, points):
    """RULES §8: by the buyer alone: buyer default; by the supplier alone: non-delivery; by both: a signed split."""
    world = World()
    trade = held_order(world)
    with pytest.raises(OutOfTurn, match="cannot call off"):
        trade.move(trade.order, "call_off", "buyer")
    act(trade)
    assert (trade.order.outcome, trade.returned, trade.held) == (outcome, back, "0.00")
    assert sum(one.points for one in trade.bundle.supplier.points) == points


def test_before_the_first_credit_either_may_call_off():
    """RULES §8: before the first credit free for either."""
    for side in ("buyer", "supplier"):
        world = World()
        trade = world.signed()
        trade.move(trade.order, "call_off", side)
        world.after(microseconds=1)
        assert (trade.order.state, trade.bundle.reservation, trade.bundle.supplier.points) == ("cancelled", None, [])


def test_for_fraud_releases_wait():
    """RULES §8: signed orders go on with their cover; for fraud releases wait, and after the end the payout does."""
    world = World()
    trade = world.signed(release="on_capture")
    supplier = trade.bundle.supplier
    world.move(supplier, supplier.supplier, "suspend", OPERATOR, reason="Forged papers.", cause="fraud")
    trade.credit("3000.00", 1)
    assert (trade.held, trade.order.state) == ("3000.00", "making")
    with pytest.raises(OutOfTurn, match="neither suspended nor out"):
        world.signed(supplier)
    world.move(supplier, supplier.supplier, "restore", OPERATOR, reason="They were not.")
    assert trade.held == "0.00"


# --- §9 money in and out


def test_what_is_unclear_waits_ten_working_days():
    """RULES §9: payer ≠ buyer held until cleared, else returned from suspense; wrong currency back."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    stranger = trade.credit("3000.00", 1, payer="somebody else")
    euro = trade.credit("3000.00", 1, currency="EUR")
    assert (stranger.state, euro.state) == ("suspense", "sent_back")
    world.on("2027-03-15T23:59")
    assert stranger.state == "suspense"
    world.on("2027-03-16T00:00:01")
    assert stranger.state == "sent_back"
    cleared = trade.credit("7000.00", 2, payer="somebody else")
    trade.move(cleared, "match", OPERATOR, approved_by=UUID(int=2))
    assert trade.bundle.early == 700000


def test_a_returned_payment_is_tried_again():
    """RULES §9: due → sent → booked | returned, each a row; refund to the account it came from."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    trade.credit("100.00", 1)
    world.bank_works = False
    world.after(days=9)
    payment = trade.last(rows.PaymentOut)
    assert (payment.state, trade.refund_due) == ("sent", "0.00")
    trade.move(payment, "return", Actor(Role.REACTION), returned="R-1")
    assert (payment.state, trade.refund_due) == ("returned", "100.00")
    world.after(hours=72)
    assert payment.state == "returned"
    world.after(microseconds=1)
    assert (payment.state, trade.refund_due) == ("sent", "0.00")


def test_no_payout_while_the_books_are_red():
    """RULES §9: one payout batch a day; none while check-books is red."""
    world = World()
    trade = world.signed(release="on_capture")
    world.market.books_are_green = False
    trade.credit("3000.00", 1)
    world.after(days=3)
    assert world.owed(postings.payable(trade.order.supplier_id)) == "2940.00"
    world.market.books_are_green = True
    world.on(instant("2027-03-05"))
    assert world.owed(postings.payable(trade.order.supplier_id)) == "0.00"
    assert [one.amount_minor for one in trade.bundle.supplier.payouts] == [294000]


def test_a_supplier_whose_payment_is_recalled_owes_again():
    """RULES §9: a recalled credit of the supplier's is his debt anew."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    credit = trade.credit("3000.00", debt=trade.debt)
    first = trade.debt
    assert first.state == "collected"
    trade.recall(credit)
    again = next(one for one in trade.bundle.of(rows.Recovery) if one is not first)
    assert (again.kind, again.debt_minor, again.state) == ("advance", 300000, "noticed")
    assert world.market.pot("USD").cash_minor == 1700000


def test_a_fact_is_never_refused():
    """DESIGN §3: recorded, dated, immutable, whatever the state."""
    trade = World().signed()
    trade.move(trade.order, "call_off", "buyer")
    trade.fact("count", quantity="900")
    assert trade.last(rows.Fact).content == {"quantity": "900"}
