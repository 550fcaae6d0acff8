"""The worked money of RULES §12 over the pure domain, in memory."""

from datetime import timedelta

from tests.memory import World
from tradeward.domain import postings, rows


def test_w1_never_shipped():
    world = World()
    sup = world.supplier(limit="7500.00")
    trade = world.signed(sup, release="on_capture")
    assert trade.bundle.cover == 750000
    trade.credit("3000.00", 1)
    world.after(days=10)
    trade.passed()
    world.after(days=2)
    trade.credit("7000.00", 2)
    world.on("2027-05-02")
    print(*world.journal(), sep="\n")
    dispute = trade.dispute("ship_date")
    world.on(dispute.opened_at + timedelta(hours=168))
    assert dispute.state == "open"
    world.after(microseconds=1)
    assert dispute.state == "escalated"
    trade.ruled()
