"""The worked money of RULES §12 over the pure domain, in memory: every balance exactly."""

from datetime import date, timedelta

import pytest

from tests.memory import World
from tradeward.domain import lives, postings, rows
from tradeward.domain.refusals import OutOfTurn

DELIVERED = [(3000, "signing", 7, "on_capture"), (7000, "shipped", 14, "on_acceptance")]
DEPOSIT_ONLY = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_acceptance")]


def never_shipped(world, sup, **contract):
    """W1 up to the ruling: both instalments released, passed, never shipped, disputed, escalated by itself."""
    trade = world.signed(sup, release="on_capture", **contract)
    trade.credit("3000.00", 1)
    world.after(days=10)
    trade.passed()
    world.after(days=2)
    trade.credit("7000.00", 2)
    world.on("2027-05-02")
    dispute = trade.dispute("ship_date")
    world.on(dispute.opened_at + timedelta(hours=168))
    assert dispute.state == "open"
    world.after(microseconds=1)
    assert (dispute.state, dispute.escalated_by) == ("escalated", "clock")
    return trade


def second_order(world, sup, net="2000.00"):
    """Another order of the same supplier, that releases 2,040.82 gross = 2,000.00 net."""
    other = world.signed(sup, value="2040.82", plan=[(10000, "signing", 7, "on_capture")], ship_date="2028-01-01")
    other.credit("2040.82", 1)
    assert world.owed(postings.payable(sup.subject_id)) == net
    return other


def books(world, trade, currency="USD"):
    """Held, early, on its way to the buyer, payable, debt, fees, fund."""
    sup = trade.order.supplier_id
    names = [
        postings.held(trade.order.id), postings.early(trade.order.id), postings.refund_due(trade.order.id), postings.payable(sup),
        postings.supplier_debt(sup), postings.FEES, postings.FUND,
    ]  # fmt: skip
    return [world.owed(name, currency) for name in names]


def test_w1_the_founding_example():
    """RULES §12, W1: refund 7,500 from the fund, 2,500 not covered, debt 2,000 set off and 5,500 paid, fund unchanged."""
    world = World()
    sup = world.supplier(limit="7500.00")
    trade = never_shipped(world, sup)
    assert trade.bundle.cover == 750000
    assert [one.amount_minor for one in sup.payouts] == [294000, 686000]
    sup.supplier.limit_minor = 1200000
    second_order(world, sup)
    ruling = trade.ruled()
    assert (ruling.refund_minor, ruling.advance_minor, ruling.not_covered_minor) == (750000, 750000, 250000)
    assert ruling.second_officer_id is not None
    assert (trade.order.state, trade.order.outcome) == ("cancelled", "cancelled")
    assert books(world, trade) == ["0.00", "0.00", "7500.00", "2000.00", "-7500.00", "240.82", "20000.00"]
    ruled_at = world.now
    world.on(ruled_at + timedelta(days=7))
    assert trade.debt.state == "noticed"
    world.after(microseconds=1)
    assert (trade.debt.state, trade.debt.set_off_minor) == ("overdue", 200000)
    assert sup.supplier.overdue_count == 1
    world.on(ruled_at + timedelta(days=12))
    trade.credit("5500.00", debt=trade.debt)
    assert trade.debt.state == "collected"
    world.after(days=1)
    assert books(world, trade) == ["0.00", "0.00", "0.00", "0.00", "0.00", "240.82", "20000.00"]
    assert (sup.supplier.advanced_minor, sup.supplier.overdue_count) == (0, 0)
    assert trade.bundle.reservation is None
    assert trade.returned == "7500.00"
    assert sorted((one.cause, one.points) for one in sup.points) == [("debt", 24), ("non_delivery", 24)]


@pytest.mark.parametrize(
    ("cap", "refund", "advance", "not_covered", "back"),
    [("advance", 900000, 200000, 100000, "9000.00"), ("refund", 200000, 0, 300000, "7000.00")],
)
def test_w2_the_deposit_is_released_and_the_rest_held(cap, refund, advance, not_covered, back):
    """RULES §12, W2: what the cover caps is the advance, or the whole refund; held money above the cap goes back to the buyer."""
    world = World(coverage_cap=cap)
    trade = world.signed(world.supplier(limit="2000.00"), plan=DEPOSIT_ONLY)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    world.on("2027-05-02")
    trade.dispute("ship_date")
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.refund_minor, ruling.advance_minor, ruling.not_covered_minor) == (refund, advance, not_covered)
    world.after(days=9)
    assert (trade.dispute_row.state, trade.returned, trade.held) == ("final", back, "0.00")
    world.left_alone()
    assert lives.open_rows(trade.bundle) == []


def test_w3_a_second_refund_after_an_earlier_one_from_held():
    """RULES §12, W3: 2,000 from held before, then 5,000 from held and 3,000 from the fund."""
    world = World()
    trade = world.signed(world.supplier(limit="3000.00"), plan=DEPOSIT_ONLY)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    world.on("2027-05-02")
    trade.dispute("ship_date", remedy="keep", asked="2000.00")
    trade.offer_settlement("supplier", "2000.00")
    trade.settle("buyer")
    assert (trade.dispute_row.state, trade.held, trade.order.state) == ("final", "5000.00", "ready")
    trade.dispute("ship_date")
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.held_minor, ruling.advance_minor, ruling.refund_minor) == (500000, 300000, 800000)
    world.after(days=9)
    assert trade.returned == "10000.00"


def test_w4_two_days_late_with_liquidated_damages():
    """RULES §12, W4: 400 from held, 11,600 held, 28,000 still due, goes on."""
    world = World(fund="50000.00")
    plan = [(3000, "signing", 7, "on_acceptance"), (7000, "shipped", 14, "on_acceptance")]
    trade = world.signed(
        world.supplier(limit="50000.00"), value="40000.00", coverage="post_delivery", plan=plan,
        late_ld={"pct_per_day": "0.5", "cap_pct": "10"},
    )  # fmt: skip
    trade.credit("12000.00", 1)
    world.on("2027-05-03")
    trade.ship()
    trade.dispute("ship_date", remedy="keep")
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.outcome, ruling.refund_minor, ruling.held_minor) == ("keep", 40000, 40000)
    world.after(days=9)
    assert (trade.held, trade.order.state) == ("11600.00", "shipped")
    assert trade.bundle.instalments[1].amount_minor - trade.bundle.instalments[1].paid_minor == 2800000
    assert [(one.cause, one.points) for one in trade.bundle.supplier.points] == [("late", 3)]


def test_w5_the_balance_stays_unpaid():
    """RULES §12, W5: 14 + 14 days, then cancelled by the clock; the supplier has 2,940 of the deposit, no points."""
    world = World()
    trade = world.signed(plan=[(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_acceptance")])
    trade.credit("3000.00", 1)
    trade.passed()
    world.after(days=29)
    assert (trade.order.state, trade.order.outcome) == ("cancelled", "buyer_default")
    assert (
        books(world, trade)[:6] == ["0.00", "0.00", "0.00", "2940.00", "0.00", "60.00"] or trade.bundle.supplier.payouts
    )
    assert trade.bundle.instalments[0].released_minor == 300000
    assert trade.bundle.supplier.points == []


def test_w6_an_appeal_reverses():
    """W6, R3.7, R5.15: 5,500 of the debt cancelled, 2,000 back to the supplier, the fund bears 7,500, the buyer keeps it."""
    world = World()
    sup = world.supplier(limit="7500.00")
    trade = never_shipped(world, sup)
    sup.supplier.limit_minor = 1200000
    second_order(world, sup)
    trade.ruled()
    world.on(world.now + timedelta(days=7, hours=1))
    assert trade.debt.set_off_minor == 200000
    assert world.owed(postings.payable(sup.subject_id)) == "0.00"
    trade.appeal("supplier")
    trade.appeal_ruled(outcome="dismissed", reasons={"outcome": "The bill of lading was in the file."})
    assert trade.dispute_row.state == "final"
    assert (trade.debt.state, trade.debt.cancelled_minor, trade.debt.returned_minor) == ("cancelled", 550000, 200000)
    assert world.owed(postings.payable(sup.subject_id)) == "2000.00"
    assert world.owed(postings.FUND) == "12500.00"
    assert world.market.pot("USD").cash_minor == 1250000
    assert [one for one in sup.points if one.deleted_at is None] == []
    assert trade.returned == "7500.00"
    assert (sup.supplier.advanced_minor, sup.supplier.overdue_count) == (0, 0)


def test_w7_a_settlement_on_released_money():
    """RULES §12, W7: the fund pays nothing; unpaid after 7 days the buyer escalates, and 4,000 are admitted."""
    world = World()
    trade = world.signed(world.supplier(limit="7500.00"), release="on_capture")
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    world.on("2027-05-02")
    trade.dispute("ship_date", remedy="keep")
    trade.offer_settlement("supplier", "4000.00")
    trade.settle("buyer")
    assert (trade.dispute_row.state, trade.debt.kind, trade.debt.debt_minor) == ("settled", "settlement", 400000)
    assert world.owed(postings.FUND) == "20000.00"
    with pytest.raises(OutOfTurn):
        trade.escalate()
    world.after(days=7, microseconds=1)
    trade.escalate()
    assert trade.dispute_row.admitted
    assert trade.debt.state == "cancelled"
    ruling = trade.ruled()
    assert (ruling.award_minor, ruling.refund_minor, ruling.advance_minor) == (400000, 400000, 400000)


def test_w7_paid_in_time_it_is_over():
    """RULES §5, R5.18: the supplier pays his part of the settlement, and no points are given."""
    world = World()
    trade = world.signed(world.supplier(limit="7500.00"), release="on_capture")
    trade.credit("3000.00", 1)
    world.on("2027-05-02")
    trade.dispute("ship_date", remedy="keep")
    trade.offer_settlement("supplier", "1000.00")
    trade.settle("buyer")
    world.after(days=3)
    trade.credit("1000.00", debt=trade.debt)
    assert (trade.dispute_row.state, trade.debt.state, trade.returned) == ("final", "collected", "1000.00")
    assert trade.bundle.supplier.points == []


def test_w8_the_cover_fell_before_the_last_signature():
    """RULES §12, W8: refused with the new figure; the buyer confirms or walks."""
    world = World()
    sup = world.supplier(limit="7500.00")
    trade = world.offer(sup, release="on_capture")
    trade.sign("buyer")
    assert trade.bundle.cover == 750000
    world.after(days=3, microseconds=1)
    assert trade.bundle.reservation is None
    sup.supplier.limit_minor = 90000
    world.after(days=1)
    with pytest.raises(OutOfTurn, match=r"USD 900\.00"):
        trade.sign("supplier", cover="7500.00")
    trade.sign("buyer", cover="900.00")
    trade.sign("supplier", cover="900.00")
    assert (trade.order.state, trade.bundle.cover) == ("signed", 90000)


def test_w9_credits_short_over_and_twice():
    """RULES §12, W9: 2,990 + 10 pay 3,000; another 3,000 goes back; the same bank entry has one effect."""
    world = World()
    trade = world.signed()
    trade.credit("2990.00", 1)
    assert trade.order.state == "signed"
    trade.credit("10.00", 1, bank_id="B-2")
    trade.credit("10.00", 1, bank_id="B-2")
    assert trade.order.state == "making"
    trade.credit("3000.00", 1)
    assert (trade.bundle.paid, trade.refund_due) == (300000, "3000.00")
    world.after(days=9)
    assert (trade.refund_due, trade.returned) == ("0.00", "3000.00")


def test_w10_a_part_is_disputed_at_shipment():
    """RULES §12, W10: 6,600 released (6,468 + fee 132), 400 stays until final."""
    world = World()
    plan = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_shipment")]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    world.on("2027-05-02")
    trade.dispute("ship_date", remedy="keep", asked="400.00")
    fees = world.purse.owed(postings.FEES, "USD")
    trade.ship()
    world.after(days=5)
    assert trade.bundle.instalments[1].released_minor == 660000
    assert world.purse.owed(postings.FEES, "USD") - fees == 13200
    assert trade.held == "400.00"
    trade.says("withdraw", "buyer")
    assert trade.held == "0.00"
    assert world.purse.owed(postings.FEES, "USD") == 20000


def test_w11_late_because_the_buyer_was():
    """RULES §12, W11: balance 10 days after its due day, shipped 8 days after the contract date: not late, no points."""
    world = World(start="2027-03-30")
    plan = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 7, "on_shipment")]
    trade = world.signed(plan=plan, late_ld={"pct_per_day": "0.5", "cap_pct": "10"})
    trade.credit("3000.00", 1)
    world.on("2027-04-22")
    trade.passed()
    world.on("2027-05-09")
    with pytest.raises(OutOfTurn):
        trade.ship()
    trade.credit("7000.00", 2)
    trade.ship()
    with pytest.raises(OutOfTurn, match="had not passed"):
        trade.dispute("ship_date", remedy="keep")


def test_w12_a_deposit_is_recalled_after_its_payout():
    """RULES §12, W12: paid 0, the buyer owes 3,000, frozen, cover 0; on day 60 the fund has lost 3,000."""
    world = World()
    trade = world.signed(release="on_capture")
    credit = trade.credit("3000.00", 1)
    world.after(days=2)
    assert world.owed(postings.payable(trade.order.supplier_id)) == "0.00"
    trade.recall(credit)
    assert (trade.bundle.paid, trade.debt.kind, trade.debt.debt_minor, trade.bundle.cover) == (0, "buyer", 300000, 0)
    assert world.market.pot("USD").reserved_minor == 0
    recalled_at = world.now
    world.on(recalled_at + timedelta(days=60))
    assert world.owed(postings.FUND) == "20000.00"
    world.after(microseconds=1)
    assert (world.owed(postings.FUND), trade.order.state, trade.order.outcome) == ("17000.00", "cancelled", "recalled")


def test_w12_made_good_in_time():
    """RULES §9: the buyer pays again under the instalment's reference, and it pays the debt, not the supplier twice."""
    world = World()
    trade = world.signed(release="on_capture")
    trade.recall(trade.credit("3000.00", 1))
    world.after(days=20)
    trade.credit("3000.00", 1)
    assert (trade.bundle.paid, trade.debt.state, trade.bundle.instalments[0].released_minor) == (
        300000,
        "collected",
        300000,
    )
    assert world.market.pot("USD").cash_minor == 2000000


@pytest.mark.parametrize(
    ("currency", "value", "plan", "parts"),
    [
        ("JPY", "1000000", [(3000, "signing", 7, "on_acceptance"), (7000, "shipped", 14, "on_acceptance")], [300000, 700000]),
        (
            "KWD", "1000.000",
            [(3333, "signing", 7, "on_capture"), (3333, "ready", 7, "on_capture"), (3334, "shipped", 7, "on_acceptance")],
            [333300, 333300, 333400],
        ),
    ],
)  # fmt: skip
def test_w13_other_currencies(currency, value, plan, parts):
    """RULES §12, W13: JPY without digits, KWD with three; rounding never makes or loses a unit."""
    world = World()
    world.fund("5000000" if currency == "JPY" else "5000.000", currency)
    from decimal import Decimal

    world.market.rates[currency, "USD"] = Decimal("0.0065") if currency == "JPY" else Decimal("3.25")
    ld = {"pct_per_day": "0.35", "cap_pct": "10"}
    trade = world.signed(coverage="post_delivery", currency=currency, value=value, plan=plan, late_ld=ld)
    assert [one.amount_minor for one in trade.bundle.instalments] == parts
    if currency == "JPY":
        trade.credit("300000", 1)
        world.on("2027-05-04")
        trade.ship()
        trade.dispute("ship_date", remedy="keep")
        world.after(days=8)
        assert trade.ruled().refund_minor == 10500


def test_w14_settling_and_ruling():
    """RULES §12, W14: one wins, the other is out of turn, and there is one refund."""
    for first in ("settle", "rule"):
        world = World()
        trade = world.signed(plan=DEPOSIT_ONLY)
        trade.credit("3000.00", 1)
        trade.passed()
        trade.credit("7000.00", 2)
        world.on("2027-05-02")
        trade.dispute("ship_date", remedy="keep", asked="700.00")
        world.after(days=8)
        trade.take()
        trade.offer_settlement("supplier", "500.00")
        departure = {"award": "700.00", "reasons": {"award": "It took 14 days of storage."}}
        if first == "settle":
            trade.settle("buyer")
            with pytest.raises(OutOfTurn):
                trade.rule(**departure)
        else:
            trade.rule(**departure)
            with pytest.raises(OutOfTurn):
                trade.settle("buyer")
        world.after(days=9)
        assert (trade.refunded, trade.dispute_row.state) == ({"settle": "500.00", "rule": "700.00"}[first], "final")


@pytest.mark.parametrize(("profile", "state"), [("seed", "answered"), ("standard", "escalated")])
def test_w15_an_answer_at_exactly_168_hours(profile, state):
    """RULES §12, W15: it is answered; `seed` does not escalate by itself, `standard` does."""
    world = World(profile=profile)
    trade = world.signed(world.supplier(limit="10000.00"), release="on_capture")
    trade.credit("3000.00", 1)
    world.on("2027-05-02")
    dispute = trade.dispute("ship_date")
    world.on(dispute.opened_at + timedelta(hours=168))
    trade.answer()
    world.after(seconds=1)
    assert dispute.state == state


def test_a_good_order_ends_by_silence():
    """RULES §4: nobody complains; receipt and acceptance come by themselves, and everything is free again."""
    world = World()
    sup = world.supplier(limit="20000.00")
    trade = world.signed(sup)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    world.on("2027-04-20")
    trade.ship()
    world.left_alone()
    assert (trade.order.state, trade.order.outcome) == ("closed", "accepted")
    assert lives.open_rows(trade.bundle) == []
    assert [one.amount_minor for one in sup.payouts] == [294000, 686000]
    assert (sup.supplier.reserved_minor, world.market.pot("USD").reserved_minor) == (0, 0)
    assert trade.order.received_at.date() == date(2027, 6, 4)


def test_pot_and_counters_after_all():
    """RULES §7: cash of the fund = fund − debts."""
    world = World()
    sup = world.supplier(limit="7500.00")
    never_shipped(world, sup).ruled()
    debt = world.purse.balance(postings.supplier_debt(sup.subject_id), "USD")
    assert world.market.pot("USD").cash_minor == world.purse.owed(postings.FUND, "USD") - debt
    assert [row.state for row in sup.tables["deadline"] if isinstance(row, rows.Deadline)] != []
