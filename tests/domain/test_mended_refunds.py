"""What a decision pays, once and to whom: after an unpaid settlement, after a refusal, after two disputes (RULES §5, §7)."""

from tests.memory import World
from tradeward.domain import rows

ALL_HELD = [(10000, "signing", 7, "on_acceptance")]


def test_what_a_settlement_took_from_held_money_is_not_paid_again_at_finality():
    """R5.18, R5.20: 3,000 settled, 1,000 of it paid from held money; escalated as admitted, the other 2,000 come once."""
    world = World()
    plan = [
        (2000, "signing", 7, "on_capture"),
        (1000, "signing", 7, "on_acceptance"),
        (7000, "inspection", 14, "on_acceptance"),
    ]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan)
    trade.credit("2000.00", 1)
    trade.credit("1000.00", 2)
    world.on("2027-04-20")
    trade.passed()
    world.on("2027-05-02")
    trade.dispute("ship_date", remedy="keep")
    trade.offer_settlement("supplier", "3000.00")
    trade.settle("buyer")
    assert (trade.held, trade.refunded, trade.debt.debt_minor) == ("0.00", "1000.00", 200000)
    trade.credit("7000.00", 3)
    world.after(days=8)
    trade.escalate()
    ruling = trade.ruled()
    assert (ruling.award_minor, ruling.refund_minor, ruling.held_minor) == (300000, 300000, 300000)
    assert trade.bundle.frozen == 200000
    world.after(days=9)
    assert (trade.dispute_row.state, trade.refunded, trade.held) == ("final", "3000.00", "5000.00")
    assert [one.held_minor for one in trade.bundle.of(rows.Refund) if one.counts] == [100000, 200000]


def refused(world, *, limit="2000.00"):
    """10,000 paid and all held; received, found bad after delivery, refused by a ruling."""
    trade = world.signed(world.supplier(limit=limit), plan=ALL_HELD, coverage="post_delivery")
    trade.credit("10000.00", 1)
    trade.ready()
    world.on("2027-04-20")
    trade.ship()
    world.after(days=20)
    trade.receive()
    world.after(days=1)
    trade.dispute("quality", remedy="refuse")
    world.after(days=7, microseconds=1)
    trade.ruled(outcome="refuse", award="7000.00", reasons={"outcome": "It is bad.", "award": "A part of it is bad."})
    return trade


def test_of_refused_goods_held_money_goes_to_the_buyer_up_to_the_award():
    """R5.22, R7.5 (seed): cover 2,000, award 7,000: 2,000 refund, 5,000 returned, and 3,000 are the supplier's when final."""
    world = World(profile="seed")
    trade = refused(world)
    assert (trade.held, trade.refund_due) == ("10000.00", "0.00")
    world.after(days=9)
    assert (trade.order.outcome, trade.held, trade.refunded, trade.returned) == (
        "refused",
        "0.00",
        "2000.00",
        "7000.00",
    )
    assert trade.bundle.instalments[0].released_minor == 300000


def test_a_partly_shipped_order_that_is_cancelled_releases_no_held_money():
    """R7.7, R5.21: one of two lots left, the order is cancelled for the other: what the cover leaves of held money goes back."""
    world = World(profile="seed")
    lots = [{"ship_date": "2027-04-20", "value": "4000.00"}, {"ship_date": "2027-05-01", "value": "6000.00"}]
    trade = world.signed(world.supplier(limit="2000.00"), plan=ALL_HELD, lots=lots)
    trade.credit("10000.00", 1)
    world.on("2027-04-19")
    trade.passed()
    trade.ship(lot=1)
    world.on("2027-05-02")
    trade.dispute("ship_date")
    world.after(days=7, microseconds=1)
    trade.ruled(award="6000.00", reasons={"award": "The first lot is kept."})
    world.after(days=9)
    assert (trade.order.outcome, trade.refunded, trade.returned) == ("cancelled", "2000.00", "10000.00")
    assert (trade.held, trade.bundle.instalments[0].released_minor) == ("0.00", 0)
