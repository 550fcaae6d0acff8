"""Time, suppliers and cover (RULES §2, §3), each rule as the shortest story or table that shows it."""

from datetime import timedelta

import pytest

from tests.memory import TICK, World
from tradeward.domain import coverage, lives, postings, rows, signing
from tradeward.domain.refusals import OutOfTurn
from tradeward.domain.terms.payment import PlanPart

HELD = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_acceptance")]


def late(world, *, limit="20000.00", **claim):
    """3,000 released, 7,000 held, never shipped, disputed."""
    trade = world.signed(world.supplier(limit=limit), plan=HELD)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    world.on("2027-05-02")
    trade.dispute("ship_date", **claim)
    return trade


def dues(bundle):
    return {(one.row.noun, one.move.verb): one.at for one in lives.due(bundle)}


# --- §2


def test_hours_of_a_dispute_to_the_microsecond():
    """R2.4: after 72 h the buyer may escalate, at 168 h exactly the clock does, and an answer until then is in time."""
    world = World()
    trade = late(world)
    opened = trade.dispute_row.opened_at
    world.on(opened + timedelta(hours=72))
    with pytest.raises(OutOfTurn, match="his hours are over"):
        trade.escalate()
    trade.answer()
    assert (trade.dispute_row.state, trade.dispute_row.answered_at) == ("answered", opened + timedelta(hours=72))
    world.on(opened + timedelta(hours=168) + TICK)
    assert (trade.dispute_row.state, trade.dispute_row.escalated_at) == ("escalated", opened + timedelta(hours=168))
    silent = late(World())
    silent.world.on(silent.dispute_row.opened_at + timedelta(hours=72) + TICK)
    silent.escalate()
    assert silent.dispute_row.state == "escalated"


def test_a_dispute_pauses_what_moves_money_or_closes_and_nothing_else():
    """R2.8: the clock's acceptance and the release on shipment wait; the dispute's own windows and a lapse of an amendment run."""
    world = World()
    plan = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_shipment")]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan)
    trade.credit("3000.00", 1)
    trade.ready()
    before = dues(trade.bundle)
    assert {("order", "forgo"), ("order", "fail")} <= {*before}
    trade.book()
    trade.report()
    trade.credit("7000.00", 2)
    world.on("2027-05-02")
    trade.dispute("ship_date", remedy="keep")
    assert [key for key in dues(trade.bundle) if key[0] == "order"] == []
    assert {key for key in dues(trade.bundle) if key[0] == "dispute"} == {("dispute", "escalate")}
    trade.ship()
    world.after(days=8)
    assert trade.bundle.instalments[1].released_minor == 0
    assert trade.dispute_row.state == "escalated"
    assert ("order", "receive") not in dues(trade.bundle)
    trade.says("withdraw", "buyer")
    assert ("order", "receive") in dues(trade.bundle)
    assert trade.bundle.instalments[1].released_minor == 700000


def test_the_buyers_default_is_paused_and_the_ship_date_is_not():
    """R2.8: a balance unpaid while disputed is no default; the contract's day stays."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD)
    trade.credit("3000.00", 1)
    world.on("2027-04-20")
    trade.passed()
    default = dues(trade.bundle)["order", "default"]
    world.on("2027-05-02")
    trade.dispute("ship_date", remedy="keep")
    assert ("order", "default") not in dues(trade.bundle)
    world.after(days=3)
    trade.says("withdraw", "buyer")
    assert dues(trade.bundle)["order", "default"] == default + timedelta(days=3)
    assert [one.ship_on.isoformat() for one in trade.bundle.of(rows.Shipment)] == ["2027-05-01"]


# --- §3


def test_a_limit_is_reckoned_monthly_and_at_once_after_an_overdue_debt_and_signed_cover_stays():
    """R3.5: the clock on the first of the month; the debt when it falls overdue; the other order keeps what it has."""
    world = World()
    trade = late(world)
    supplier = trade.bundle.supplier.supplier
    other = world.signed(trade.bundle.supplier, value="1000.00", release="on_capture", ship_date="2028-01-01")
    other.credit("300.00", 1)
    supplier.reviewed_at = world.now
    world.after(days=8)
    trade.ruled()
    overdue = world.now + timedelta(days=7)
    world.on(overdue + TICK)
    assert (trade.debt.overdue_at, supplier.reviewed_at, supplier.limit_minor) == (overdue, overdue, 500000)
    assert other.bundle.cover == 100000
    assert dues(trade.bundle.supplier)["supplier", "review_limit"].isoformat() == "2027-06-01T00:00:00+00:00"
    assert any("limit (USD 5,000.00" in line for line in supplier.arithmetic)


@pytest.mark.parametrize(
    ("limit", "reserved", "advanced", "free"),
    [
        (7500, 0, 0, 7500),
        (7500, 6600, 0, 900),
        (7500, 2000, 3000, 2500),
        (7500, 7500, 0, 0),
        (5000, 7500, 0, 0),
        (5000, 0, 7500, 0),
    ],
)
def test_free_cover(limit, reserved, advanced, free):
    """R3.8: the limit less reservations less unpaid advances, never below 0."""
    assert coverage.free(limit=limit, reserved=reserved, advanced=advanced) == free


def part(bp, release):
    return PlanPart(bp=bp, anchor="signing", days=7, release=release)


@pytest.mark.parametrize(
    ("plan", "covered", "measure", "exposure"),
    [
        ([part(3000, "on_capture"), part(7000, "on_acceptance")], "pre_shipment", "released", 300000),
        ([part(3000, "on_capture"), part(7000, "on_shipment")], "pre_shipment", "released", 1000000),
        ([part(3000, "on_capture"), part(7000, "on_acceptance")], "post_delivery", "released", 300000),
        ([part(10000, "on_acceptance")], "pre_shipment", "released", 0),
        ([part(3000, "on_capture"), part(7000, "on_capture")], "none", "released", 0),
        ([part(3000, "on_capture"), part(7000, "on_acceptance")], "pre_shipment", "value", 1000000),
        ([part(10000, "on_capture")], "none", "value", 0),
    ],
)
def test_the_amount_to_cover(plan, covered, measure, exposure):
    """R3.9: what the plan can have released while a claim is open; all held to acceptance needs none."""
    found = coverage.exposure(plan=plan, coverage=covered, value_minor=1000000, measure=measure)
    assert found == exposure


def test_the_cover_of_an_order_is_its_reservation():
    """R3.9: what the plan releases is reserved, and nothing where all is held to acceptance."""
    world = World()
    sup = world.supplier(limit="20000.00")
    assert world.signed(sup, plan=HELD).bundle.cover == 300000
    assert world.signed(sup, plan=[(10000, "signing", 7, "on_acceptance")]).bundle.cover == 0
    assert sup.supplier.reserved_minor == 300000


def test_a_ruling_turns_what_was_advanced_into_a_debt_and_frees_the_rest_when_final():
    """R3.11: reserved 10,000 of which 3,000 are advanced: an unpaid advance at once; the rest is free after the appeal's time."""
    world = World()
    plan = [(3000, "signing", 7, "on_capture"), (7000, "shipped", 14, "on_shipment")]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan)
    trade.credit("3000.00", 1)
    supplier, pot = trade.bundle.supplier.supplier, world.market.pot("USD")
    assert (supplier.reserved_minor, supplier.advanced_minor, pot.reserved_minor) == (1000000, 0, 1000000)
    world.on("2027-05-02")
    trade.dispute("ship_date")
    world.after(days=8)
    trade.ruled()
    assert (supplier.reserved_minor, supplier.advanced_minor, pot.reserved_minor) == (700000, 300000, 700000)
    world.after(days=7)
    assert trade.bundle.reservation is not None
    world.after(days=1)
    assert trade.dispute_row.state == "final"
    assert (supplier.reserved_minor, supplier.advanced_minor, pot.reserved_minor) == (0, 300000, 0)
    trade.credit("3000.00", debt=trade.debt)
    assert supplier.advanced_minor == 0


def test_each_signature_states_its_cover_and_the_first_holds_it():
    """R3.10: another figure is refused with the right one; 72 h the cover is kept from others, then it is free."""
    world = World()
    sup = world.supplier(limit="7500.00")
    trade = world.offer(sup, release="on_capture")
    with pytest.raises(OutOfTurn, match=r"USD 7,500\.00"):
        trade.sign("buyer", cover="10000.00")
    trade.sign("buyer", cover="7500.00")
    other = world.offer(sup, release="on_capture")
    assert signing.quote(other.bundle, at=world.now).cover == 0
    world.after(hours=72, microseconds=1)
    assert signing.quote(other.bundle, at=world.now).cover == 750000
    assert [one.cover_minor for one in trade.bundle.of(rows.Signature)] == [750000]


def test_an_empty_fund_gives_no_new_cover():
    """R3.14: short of cash, new cover stops."""
    world = World(fund="600.00")
    trade = late(world, limit="50000.00")
    assert trade.bundle.cover == 300000  # 20 % of it in cash
    world.after(days=8)
    trade.ruled()
    assert world.market.pot("USD").cash_minor == 0
    other = world.offer(trade.bundle.supplier, release="on_capture")
    found = signing.quote(other.bundle, at=world.now)
    assert (found.cover, found.why) == (0, "the guarantee fund stands behind no more.")


def test_reservations_keep_what_was_read():
    """R3.12: limit, reserved and advanced as they were when the cover was taken; two never share."""
    world = World()
    sup = world.supplier(limit="7500.00")
    first, second = (world.signed(sup, value="5000.00", release="on_capture") for _ in range(2))
    read = [
        (one.limit_read, one.reserved_read, one.advanced_read, one.cover_minor)
        for trade in (first, second)
        for one in trade.bundle.of(rows.Reservation)
    ]
    assert read == [(750000, 0, 0, 500000), (750000, 500000, 0, 250000)]
    assert world.owed(postings.FUND) == "20000.00"
