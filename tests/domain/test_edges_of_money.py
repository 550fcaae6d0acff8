"""Where money goes at edges other stories pass by: more cover, refused goods, lots that left before a default (RULES §4–§8)."""

import pytest

from tests.memory import World
from tradeward.domain import rows

LOTS = [{"ship_date": "2027-05-01", "value": "4000.00"}, {"ship_date": "2027-05-15", "value": "6000.00"}]


def test_more_value_reserves_more_of_limit_and_pot():
    """R4.3, R3.12: of 10,000 on capture 3,000 were released; at 12,000 the cover grows by what the balance does."""
    world = World()
    plan = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_capture")]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan)
    trade.credit("3000.00", 1)
    pot, supplier = world.market.pot("USD"), trade.bundle.supplier.supplier
    before = (trade.bundle.cover, pot.reserved_minor, supplier.reserved_minor)
    trade.amended("price", "buyer", value="12000.00")
    after = (trade.bundle.cover, pot.reserved_minor, supplier.reserved_minor)
    assert (before, after) == ((1000000,) * 3, (1200000,) * 3)


def refused(world, *, limit, asked=None):
    """3,000 released and 7,000 held, delivered, found bad after it, and refused."""
    trade = world.signed(
        world.supplier(limit=limit), coverage="post_delivery",
        plan=[(3000, "signing", 7, "on_capture"), (7000, "shipped", 14, "on_acceptance")],
    )  # fmt: skip
    trade.credit("3000.00", 1)
    world.on("2027-04-20")
    trade.ship()
    trade.credit("7000.00", 2)
    world.on("2027-05-10")
    trade.receive()
    trade.dispute("quality", remedy="refuse", **({"asked": asked} if asked else {}))
    trade.says("inspect", "buyer")
    trade.book()
    trade.report("9.0", "10.0")
    world.after(days=8)
    return trade, trade.ruled()


@pytest.mark.parametrize(
    ("limit", "figures"), [("20000.00", (1000000, 700000, 300000, 0)), ("1000.00", (800000, 700000, 100000, 200000))]
)
def test_of_refused_goods_it_is_said_what_nobody_covers(limit, figures):
    """R5.22, R7.5: held money first, then the fund up to the cover; the rest of the award is told as not covered."""
    world = World()
    trade, ruling = refused(world, limit=limit)
    found = (ruling.refund_minor, ruling.held_minor, ruling.advance_minor, ruling.not_covered_minor)
    assert (ruling.award_minor, found) == (1000000, figures)
    world.after(days=8)
    assert (trade.held, trade.returned) == ("0.00", trade.amount(figures[0]))


def test_a_lot_that_left_before_the_buyers_default_is_the_suppliers():
    """R8.3: lot 1 of 4,000 has left; 5,000 of the balance are recalled and not paid again: 4,000 to the supplier, 1,000 back."""
    world = World()
    plan = [(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_acceptance")]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan, lots=LOTS)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("2000.00", 2)
    rest = trade.credit("5000.00", 2)
    trade.ship(lot=1)
    trade.recall(rest)
    assert (trade.order.state, trade.held, trade.bundle.of(rows.Recovery)) == ("ready", "5000.00", [])
    world.after(days=35)
    assert (trade.order.outcome, [one.released_minor for one in trade.bundle.instalments]) == (
        "buyer_default", [300000, 100000],
    )  # fmt: skip
    assert (trade.held, trade.returned) == ("0.00", "1000.00")
