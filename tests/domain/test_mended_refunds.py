"""What a decision pays, once and to whom: after an unpaid settlement, after a refusal, after two disputes (RULES §5, §7)."""

from tests.memory import World
from tradeward.domain import rows

ACCEPTED = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_acceptance")]


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
