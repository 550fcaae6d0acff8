"""The rules of RULES §5 about a dispute, each as the shortest story that shows it."""

from datetime import timedelta

import pytest

from tests.domain.orders_in_memory import delivered, held_order, late
from tests.memory import World
from tradeward.domain import refunding, rows
from tradeward.domain.refusals import OutOfTurn

# --- §5 disputes


def test_offers_expire_at_the_next_deadline():
    """RULES §5, R5.5: offers expire at the next deadline; a new one replaces the old."""
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
    """RULES §5, §6, R5.4, R6.9: not proven without evidence, and the clock's computed ruling dismisses it."""
    world = World()
    trade = delivered(world)
    trade.dispute("quality", remedy="refuse")
    world.left_alone()
    assert (trade.dispute_row.outcome, trade.order.outcome, trade.returned) == ("dismissed", "accepted", "0.00")


def test_a_document_after_the_claim_does_not_undo_a_cancel():
    """RULES §5, R5.4: cure by shipping does not undo a *cancel* claim; refused after shipment, the order closes."""
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
    """RULES §5 (table), R5.22: held up to the award to the buyer; rest when final to the supplier."""
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
    assert refunding.goods_until(trade.bundle) == ruling.issued_at.replace(hour=22, minute=0) + timedelta(days=30)
    assert trade.bundle.instalments[1].released_minor == 300000


def test_settling_on_rework_until_a_day():
    """RULES §5 (table), R5.23: rework by D goes on, ship date D, held as before, reservation stays."""
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
    """RULES §5, R5.11: second signature when the amount ≥ 10,000 USD or > 50 % of the limit."""
    world = World()
    trade = held_order(world, limit="10000.00")
    late(world, trade, remedy="keep", asked=asked)  # of an order given up the rest of held money counts too
    world.after(days=8)
    trade.take()
    trade.rule(award=asked, reasons={"award": "As asked."})
    assert trade.dispute_row.state == ("drafted" if second else "ruled")
    if second:
        with pytest.raises(OutOfTurn, match="Another officer"):
            trade.countersign(0)
        trade.says("send_back", trade.officer(1), tie="none", reason="Look again.")
        trade.rule(award=asked, reasons={"award": "As asked."})
        with pytest.raises(OutOfTurn, match="still be sent back"):
            trade.says("send_back", trade.officer(1), tie="none", reason="Again.")
        world.after(days=5)
        assert (trade.dispute_row.state, trade.dispute_row.officer_id) == ("escalated", None)


def test_officers_windows():
    """R5.7, R5.8: takes in 2 working days, items in 3 with one extension, rules in 5 after the file closes, else reassigned."""
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
    """RULES §5, R5.6, profile `seed`: answered and left 30 days: withdrawn by the clock."""
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
    """RULES §5, R5.13, R5.16: ≤ 10 days, else the ruling stands; an appeal stops recovery, not the payout freeze."""
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
    """RULES §5, R5.2, R5.3: frozen = the amount asked; one open dispute per order; the same facts not twice."""
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
