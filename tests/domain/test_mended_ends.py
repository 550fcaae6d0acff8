"""Orders that end when goods have left already, all of them or some (RULES §4, §8)."""

import pytest

from tests.memory import World
from tradeward.domain import lives, postings, rows
from tradeward.domain.refusals import OutOfTurn

ALL_HELD = [(3000, "signing", 7, "on_acceptance"), (7000, "shipped", 14, "on_acceptance")]
LOTS = [
    {"ship_date": "2027-04-01", "value": "4000.00"},
    {"ship_date": "2027-05-01", "value": "6000.00"},
]


def books(world, trade):
    """Net to the supplier, fees, back to the buyer, still held."""
    paid_out = sum(one.amount_minor for one in trade.bundle.supplier.tables["payment_out"])
    net = world.purse.owed(postings.payable(trade.order.supplier_id), "USD") + paid_out
    return trade.amount(net), world.owed(postings.FEES), trade.returned, trade.held


def partly_shipped(world, plan=ALL_HELD):
    """The first of two lots has left, worth 4,000 of 10,000."""
    trade = world.signed(world.supplier(limit="20000.00"), coverage="none", plan=plan, lots=LOTS)
    trade.credit("3000.00", 1)
    world.on("2027-03-31")
    trade.ship(lot=1)
    return trade


@pytest.mark.parametrize("state", ["shipped", "received"])
def test_a_buyer_who_defaults_on_goods_that_left_has_paid_for_them(state):
    """RULES §8, R8.3: one cent short after shipment, what was paid is the supplier's (buyer-default-after-shipment)."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), coverage="none", plan=ALL_HELD)
    trade.credit("3000.00", 1)
    world.on("2027-04-20")
    trade.ship()
    trade.credit("6999.99", 2)
    if state == "received":
        world.on("2027-04-25")
        trade.receive()
    world.left_alone(60)
    assert (trade.order.state, trade.order.outcome) == ("cancelled", "buyer_default")
    assert books(world, trade) == ("9799.99", "200.00", "0.00", "0.00")


@pytest.mark.parametrize(("verb", "side"), [("walk_away", "buyer"), ("give_up", "supplier")])
def test_nobody_walks_away_alone_when_a_lot_has_left(verb, side):
    """RULES §8, R8.7: a partly shipped order is ended by both, by a dispute or by the clock."""
    world = World()
    trade = partly_shipped(world)
    with pytest.raises(OutOfTurn, match="No lot has left yet"):
        trade.move(trade.order, verb, side)


def test_left_alone_a_partly_shipped_order_ends_and_the_lot_that_left_is_paid():
    """RULES §4, §8, R4.19, R8.6: the clock ends it; the supplier gets the price of what left as far as it was paid."""
    world = World()
    trade = partly_shipped(world)
    world.left_alone()
    assert (trade.order.outcome, trade.held) == ("non_delivery", "0.00")
    assert books(world, trade) == ("2940.00", "60.00", "0.00", "0.00")
    assert [row for one in world.bundles for row in lives.open_rows(one) if row.noun != "supplier"] == []


def test_what_was_paid_beyond_the_lots_that_left_goes_back():
    """RULES §8, R8.6: 10,000 paid at signing, 4,000 worth left: 6,000 go back."""
    world = World()
    plan = [(10000, "signing", 7, "on_acceptance")]
    trade = world.signed(world.supplier(limit="20000.00"), coverage="none", plan=plan, lots=LOTS)
    trade.credit("10000.00", 1)
    world.on("2027-03-31")
    trade.ship(lot=1)
    world.left_alone()
    assert books(world, trade) == ("3920.00", "80.00", "6000.00", "0.00")
    assert [one.cause for one in trade.bundle.of(rows.Refund)] == ["non_delivery"]
