"""The inspection fee that the supplier bears: charged once, frozen from the ruling on; and who signs a ruling (RULES §5, §7)."""

from tests.memory import World
from tradeward.domain import rows

HELD = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_acceptance")]
BAD = {"outcome": "keep", "award": "100.00", "reasons": {"outcome": "It can be used.", "award": "A tenth is bad."}}


def failed(world, supplier=None):
    """3,000 paid and released; the inspection at 200 failed, and the goods were rejected."""
    trade = world.signed(supplier or world.supplier(limit="50000.00"), plan=HELD, inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("200.00", reference=trade.inspection().reference)
    trade.book()
    trade.report("9.0", "10.0")
    trade.move(trade.inspection(), "reject", "buyer")
    return trade


def fees(trade):
    return [(one.debt_minor, one.state) for one in trade.bundle.of(rows.Recovery) if one.kind == "fee"]


def test_a_fee_is_charged_once_whatever_number_of_disputes_is_won_on_it():
    """R7.11: two won disputes on one inspection reimburse one fee."""
    world = World()
    trade = failed(world)
    world.after(days=8)
    trade.ruled(**BAD)
    world.after(days=9)
    assert trade.dispute_row.state == "final"
    world.on("2027-05-02")
    trade.dispute("quality", "ship_date", remedy="cancel")
    world.after(days=8)
    trade.ruled()
    world.after(days=9)
    assert [one.fee_borne_by for one in trade.bundle.of(rows.Ruling)] == ["supplier"] * 2
    assert [one for one, _ in fees(trade)] == [20000]
