"""The rules of RULES §2–§4 about one order or one supplier, each as the shortest story that shows it."""

from datetime import timedelta

import pytest

from tests.domain.orders_in_memory import OPERATOR, delivered, held_order, late
from tests.memory import World
from tradeward.domain import lives, refunding, rows, signing
from tradeward.domain.refusals import OutOfTurn, RuleBroken

# --- §2 time


def test_a_paused_window_resumes_with_at_least_a_day():
    """R2.8, R5.19: paused windows resume, ≥ 24 h left."""
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
    """RULES §2, R2.6: a party's move at the deadline's own instant beats the clock."""
    world = World()
    trade = world.offer()
    world.on(trade.bundle.version.at + timedelta(days=30))
    trade.sign("buyer")
    assert trade.order.state == "offered"
    world.after(microseconds=1)
    assert (trade.order.state, trade.bundle.reservation) == ("lapsed", None)


def test_a_lapse_waits_for_the_statement_of_the_due_day():
    """RULES §2, §8, R2.9: parked until the statement is imported, fired then, dated then."""
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
    """RULES §3, R3.16: orders are allowed, all money held to acceptance, cover 0."""
    world = World()
    trade = world.signed(world.supplier(state="outside"), release="on_capture")
    assert (trade.bundle.cover, [one.release for one in trade.bundle.instalments]) == (0, ["on_acceptance"] * 2)
    trade.credit("3000.00", 1)
    assert trade.held == "3000.00"
    closed = World(outside_orders=False)
    outsider = closed.supplier(state="outside")
    with pytest.raises(OutOfTurn, match="in the scheme where others are not let in"):
        closed.signed(outsider)


def test_related_parties_have_no_cover():
    """RULES §3, R3.15: checked at signing and before each advance."""
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
    """RULES §3, R3.13: a signing that would break the ratio reserves less."""
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
    """RULES §4, R4.3: total extension ≤ 90 days; last signature before the deadline it moves."""
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
    """RULES §4, R4.2: both sign, open 72 h."""
    world = World()
    trade = held_order(world)
    row = trade.amend("ship_date", ship_date="2027-05-20")
    with pytest.raises(OutOfTurn, match="The other side proposed it"):
        trade.move(row, "sign", "buyer")
    world.after(hours=72, microseconds=1)
    assert row.state == "lapsed"


def test_more_value_needs_more_cover_or_is_refused():
    """RULES §4, R4.3: more value → more cover reserved or plainly refused."""
    world = World()
    trade = world.signed(world.supplier(limit="11000.00"))
    trade.credit("3000.00", 1)
    with pytest.raises(OutOfTurn, match=r"only USD 1,000\.00 more can be given"):
        trade.amended("price", value="12000.00")
    trade.amended("price", value="11000.00")
    assert (trade.bundle.cover, trade.order.value_minor) == (1100000, 1100000)
    assert [one.amount_minor for one in trade.bundle.instalments] == [300000, 800000]
    assert trade.bundle.supplier.supplier.reserved_minor == 1100000


def test_more_value_without_more_cover_leaves_the_reservation_as_it_was_read():
    """RULES §3: a reservation says on which sums it was made; a raise that takes no cover leaves them."""
    world = World()
    trade = world.signed(world.supplier(limit="11000.00"))
    trade.credit("3000.00", 1)
    held = trade.bundle.reservation
    before = (held.limit_read, held.reserved_read, held.advanced_read, held.cover_minor, held.reserved_limit)
    trade.bundle.supplier.supplier.state, trade.bundle.supplier.supplier.limit_minor = "suspended", 0
    trade.amended("price", value="10500.00")
    assert trade.order.value_minor == 1050000
    assert (held.limit_read, held.reserved_read, held.advanced_read, held.cover_minor, held.reserved_limit) == before


def test_a_price_cut_leaves_paid_instalments_alone():
    """RULES §4, R4.3: an amendment may not touch paid instalments."""
    trade = held_order(World())
    with pytest.raises(RuleBroken, match="leaves paid instalments as they are"):
        trade.amend("price", value="9000.00")


def test_waiving_opens_the_gate_and_ends_quality_cover():
    """RULES §4, R4.14: `waive`, typed, opens it and ends quality cover at that instant."""
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
    """RULES §4, R4.13: not proven → shut, 3 working days to complete."""
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
    """RULES §4, R4.16: rework is the default in silence, once; second fail: reject in silence, which opens the dispute."""
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
    """RULES §4, R4.16: price cut (amendment)."""
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
    """RULES §4, R4.17: within 3 days, the supplier may contest 72 h; none: auto-receipt."""
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
    """RULES §1, R4.18 S8, §4: claims to the end of day 15 after clearance, in the buyer's zone."""
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
