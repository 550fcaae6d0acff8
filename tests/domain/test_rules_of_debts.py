"""Awards, refunds, recovery, fees and what is at risk (RULES §7, §8, §9), each rule as a table or the shortest story."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.memory import TICK, World
from tradeward.domain import coverage, lives, postings, rows
from tradeward.domain.refusals import OutOfTurn

HELD = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_acceptance")]
ALL_AT_ONCE = [(10000, "signing", 7, "on_capture")]


def paid(world, *, limit="50000.00", plan=None, **more):
    """3,000 released, 7,000 held, passed."""
    trade = world.signed(world.supplier(limit=limit), plan=plan or HELD, **more)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    return trade


def ruled(world, **more):
    """Never shipped, cancelled by a ruling: 7,000 from held when final, 3,000 advanced by the fund."""
    trade = paid(world, **more)
    world.on("2027-05-02")
    trade.dispute("ship_date")
    world.after(days=8)
    trade.ruled()
    return trade


# --- refund


@pytest.mark.parametrize(
    ("cap", "changes", "sources"),
    [
        ("advance", {}, (7000, 0, 2000)),  # room 7,000 + 2,000
        ("advance", {"security": 500}, (7000, 500, 2000)),
        ("advance", {"asked": 8000}, (7000, 0, 1000)),
        ("advance", {"award": 400}, (400, 0, 0)),
        ("advance", {"award": 400, "refunded": 400}, (0, 0, 0)),
        ("advance", {"award": 400, "refunded": 900}, (0, 0, 0)),
        ("advance", {"advanced": 1500}, (7000, 0, 500)),
        ("advance", {"award": 99999}, (7000, 0, 2000)),
        ("advance", {"asked": 0}, (0, 0, 0)),
        ("advance", {"cover": 0}, (7000, 0, 0)),
        ("advance", {"returned": 6000}, (4000, 0, 0)),
        ("refund", {}, (2000, 0, 0)),
        ("refund", {"refunded": 500}, (1500, 0, 0)),
        ("refund", {"paid": 1000, "held": 700}, (700, 0, 300)),
        ("refund", {"cover": 0}, (0, 0, 0)),
        ("refund", {"held": 0, "security": 500}, (0, 500, 1500)),
    ],
)
def test_a_refund_is_the_least_of_what_is_asked_awarded_and_room(cap, changes, sources):
    """R7.4, R7.5, R7.6: of 10,000 paid 7,000 are held and 2,000 covered; from held, then security, then the fund."""
    file = {
        "asked": None, "award": 10000, "refunded": 0, "paid": 10000, "held": 7000, "security": 0, "cover": 2000, "advanced": 0,
    }  # fmt: skip
    found = coverage.refund(cap=cap, **(file | changes))
    assert (found.held, found.security, found.fund) == sources
    assert found.total == sum(sources)


def test_what_the_fund_pays_is_a_debt_at_that_instant():
    """R7.6: dated by the ruling."""
    world = World()
    trade = ruled(world)
    assert (trade.debt.kind, trade.debt.at, trade.debt.debt_minor) == ("advance", world.now, 300000)
    assert world.owed(postings.supplier_debt(trade.order.supplier_id)) == "-3000.00"
    assert world.owed(postings.FUND) == "20000.00"


def test_a_cancelled_order_never_releases_held_money():
    """R7.7: what the cap leaves returns to the buyer by its own recipe; only a signed split gives the supplier any."""
    world = World(coverage_cap="refund")
    trade = ruled(world, limit="2000.00")
    released = trade.bundle.instalments[1].released_minor
    world.after(days=9)
    recipes = [entry.recipe for line in trade.bundle.lines for entry in line.entries]
    assert (recipes.count("returned"), recipes.count("refunded"), trade.held) == (1, 1, "0.00")
    assert (trade.bundle.instalments[1].released_minor, released) == (0, 0)
    split = paid(World())
    split.amended("split", to_supplier="2500.00")
    assert (split.order.state, split.bundle.instalments[1].released_minor, split.returned) == (
        "cancelled",
        250000,
        "4500.00",
    )


# --- recovery


def test_payouts_are_frozen_up_to_the_debt_and_money_held_for_others_is_not_touched():
    """R7.8: of 4,900 released meanwhile 3,000 stay and 1,900 go; notice is seven days; another buyer's held money stays held."""
    world = World()
    trade = ruled(world)
    sup = trade.bundle.supplier
    held = world.signed(sup, value="9000.00", plan=[(10000, "signing", 7, "on_acceptance")], ship_date="2028-01-01")
    held.credit("9000.00", 1)
    other = world.signed(sup, value="5000.00", plan=ALL_AT_ONCE, ship_date="2028-01-01")
    other.credit("5000.00", 1)
    world.after(days=2)
    assert [one.amount_minor for one in sup.payouts] == [294000, 190000]
    assert world.owed(postings.payable(sup.subject_id)) == "3000.00"
    world.on(trade.debt.at + timedelta(days=7))
    assert (trade.debt.state, trade.debt.set_off_minor) == ("noticed", 0)
    world.after(microseconds=1)
    assert (trade.debt.state, trade.debt.set_off_minor) == ("collected", 300000)
    assert held.held == "9000.00"


def test_security_is_taken_after_released_money():
    """R7.8: of a debt of 3,000 what is released goes first, then security that was refilled since."""
    world = World()
    trade = ruled(world)
    supplier = trade.order.supplier_id
    other = world.signed(trade.bundle.supplier, value="1000.00", plan=ALL_AT_ONCE, ship_date="2028-01-01")
    other.credit("1000.00", 1)
    world.post(postings.credit_received(cause="s", currency="USD", minor=50000))
    world.post(postings.security_paid_in(cause="s", currency="USD", supplier_id=supplier, minor=50000))
    world.on(trade.debt.at + timedelta(days=7) + TICK)
    assert (trade.debt.set_off_minor, trade.debt.security_minor, trade.debt.state) == (98000, 50000, "overdue")


def test_a_debt_is_written_off_after_180_days():
    """R7.9: the fund bears it, and nothing is owed any more."""
    world = World()
    trade = ruled(world)
    at = trade.debt.at + timedelta(days=180)
    world.on(at)
    assert trade.debt.state == "overdue"
    world.after(microseconds=1)
    assert (trade.debt.state, trade.debt.ended_at, world.owed(postings.FUND)) == ("written_off", at, "17000.00")
    assert trade.bundle.supplier.supplier.advanced_minor == 0


def test_set_off_stays_within_one_currency():
    """R7.2: a debt in dollars takes no euros; each currency has its own pot."""
    world = World()
    world.fund("5000.00", "EUR")
    world.market.rates["EUR", "USD"] = Decimal("1.1")
    trade = ruled(world)
    other = world.signed(
        trade.bundle.supplier, currency="EUR", value="5000.00", plan=ALL_AT_ONCE, ship_date="2028-01-01"
    )
    other.credit("5000.00", 1)
    world.on(trade.debt.at + timedelta(days=10))
    assert (trade.debt.state, trade.debt.set_off_minor) == ("overdue", 0)
    assert [one.currency for one in trade.bundle.supplier.payouts] == ["USD", "EUR"]
    assert (world.market.pot("USD").cash_minor, world.market.pot("EUR").cash_minor) == (1700000, 500000)


# --- fee


def test_the_fee_is_taken_at_release_and_of_nothing_else():
    """R7.10: 2 % of 3,000 released; none of 7,000 that go back; on a breach it is not returned."""
    world = World()
    trade = paid(world)
    assert world.owed(postings.FEES) == "60.00"
    world.on("2027-05-02")
    trade.dispute("ship_date")
    world.after(days=8)
    trade.ruled()
    world.after(days=9)
    assert (trade.returned, world.owed(postings.FEES)) == ("10000.00", "60.00")


def test_an_inspection_fee_that_the_supplier_bears_is_outside_the_cap_and_never_advanced():
    """R7.11: without any cover he owes it all the same, and the fund pays nothing; to dispute costs nothing."""
    world = World()
    trade = world.signed(world.supplier(limit="0.00"), plan=HELD, inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("200.00", reference=trade.inspection().reference)
    trade.book()
    trade.report("9.0")
    paid_to = [(one.payee_id, one.amount_minor) for one in trade.bundle.of(rows.PaymentOut)]
    assert paid_to == [(trade.inspector.organisation_id, 20000)]
    trade.move(trade.inspection(), "reject", "buyer")
    world.after(days=8)
    assert trade.ruled().advance_minor == 0
    assert [(one.kind, one.debt_minor) for one in trade.bundle.of(rows.Recovery)] == [("fee", 20000)]
    assert (world.owed(postings.FUND), world.owed(postings.FEES)) == ("20000.00", "60.00")


# --- when somebody does not do his part


def test_a_deposit_that_does_not_come_lets_the_order_lapse_and_frees_its_cover():
    """R8.1: signed on 1 March, due on the 8th, two bank days more: over with the 10th, when the statement of it is there."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"))
    over = next(one.at for one in lives.due(trade.bundle) if one.move.verb == "lapse" and one.row.noun == "order")
    assert over.isoformat() == "2027-03-10T23:00:00+00:00"  # midnight in Berlin
    world.on(over)
    assert (trade.order.state, trade.bundle.cover) == ("signed", 1000000)
    world.on("2027-03-11T06:00:01")
    assert (trade.order.state, trade.bundle.reservation) == ("lapsed", None)
    assert trade.bundle.supplier.supplier.reserved_minor == 0


def test_five_orders_unpaid_and_room_again_when_one_is_paid():
    """R8.2: the sixth is refused by the buyer's signature until a deposit comes."""
    world = World(fund="90000.00")
    sup = world.supplier(limit="90000.00")
    first = world.signed(sup)
    for _ in range(4):
        world.signed(sup, buyer=first.buyer)
    sixth = world.offer(sup, buyer=first.buyer)
    with pytest.raises(OutOfTurn, match="5 signed orders whose deposit is unpaid"):
        sixth.sign("buyer")
    first.credit("3000.00", 1)
    sixth.sign("buyer")


def test_a_balance_unpaid_for_fourteen_and_fourteen_days_is_the_buyers_default():
    """R8.3: due 14 days after the pass; nothing happens while it is disputed; the deposit is the supplier's, no points."""
    world = World()
    plan = [(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_acceptance")]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("100.00", 2)
    end = next(one.at for one in lives.due(trade.bundle) if one.move.verb == "default")
    assert end.isoformat() == "2027-03-29T22:00:00+00:00"
    world.on(end)
    assert trade.order.state == "ready"
    world.after(microseconds=1)
    assert (trade.order.state, trade.order.outcome, trade.order.ended_at) == ("cancelled", "buyer_default", end)
    assert [one.released_minor for one in trade.bundle.instalments] == [300000, 0]
    assert (trade.returned, trade.bundle.supplier.points) == ("100.00", [])


@pytest.mark.parametrize("supplier_at_fault", [False, True])
def test_thirty_days_without_a_report_are_the_buyers_default_unless_the_supplier_is_at_fault(supplier_at_fault):
    """R8.4: booked within 3 days or the supplier may ask; goods that were not presented begin the days anew."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD)
    trade.credit("3000.00", 1)
    trade.ready()
    with pytest.raises(OutOfTurn, match="days to book"):
        trade.move(trade.inspection(), "call", "supplier")
    world.after(days=20)
    trade.move(trade.inspection(), "call", "supplier")
    if supplier_at_fault:
        trade.book()
        trade.move(trade.inspection(), "not_presented", "inspector")
    world.after(days=11)
    assert (trade.order.state, trade.order.outcome) == (
        ("making", "") if supplier_at_fault else ("cancelled", "buyer_default")
    )


def test_an_absent_inspector_is_replaced_and_his_days_are_nobodys():
    """R8.5: the seven days and the thirty begin anew with his successor, and the ship date does not move."""
    world = World(start="2027-04-01")
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD)
    trade.credit("3000.00", 1)
    trade.ready()
    trade.book()
    world.after(days=20)
    trade.move(trade.inspection(), "decline", "inspector")
    trade.book()
    world.after(days=20)
    assert trade.order.state == "ready"
    trade.report()
    assert trade.bundle.instalments[1].state == "open"


@pytest.mark.parametrize(
    ("held", "claimable", "cover_left", "covered", "not_covered"),
    [
        (7000, 3000, 7500, 3000, 0),
        (0, 10000, 7500, 7500, 2500),
        (7000, 3000, 0, 0, 3000),
        (0, 0, 7500, 0, 0),
        (0, 3000, 3000, 3000, 0),
    ],
)
def test_money_at_risk_has_three_parts(held, claimable, cover_left, covered, not_covered):
    """R8.9: held is safe, covered the smaller of what can be claimed and the cover left, the rest is not covered."""
    found = coverage.at_risk(held=held, claimable=claimable, cover_left=cover_left)
    assert (found.held, found.covered, found.not_covered) == (held, covered, not_covered)
