"""The inspection fee that the supplier bears: charged once, frozen from the ruling on; and who signs a ruling (RULES §5, §7)."""

from tests.memory import World
from tradeward.domain import postings, rows

HELD = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 60, "on_acceptance")]
BAD = {"outcome": "keep", "award": "100.00", "reasons": {"outcome": "It can be used.", "award": "A tenth is bad."}}


def failed(world, supplier=None, plan=HELD, **more):
    """3,000 paid and released; the inspection at 200 failed, and the goods were rejected."""
    trade = world.signed(supplier or world.supplier(limit="50000.00"), plan=plan, inspection_fee="200.00", **more)
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


def test_what_the_supplier_has_coming_is_frozen_up_to_a_fee_he_owes():
    """R7.8, R7.11: of 980 released meanwhile on another order the fee's 200 stay, and are set off after the notice."""
    world = World()
    trade = failed(world)
    world.after(days=8)
    trade.ruled(**BAD)
    supplier = trade.bundle.supplier
    assert (fees(trade), supplier.supplier.fees_owed) == ([(20000, "noticed")], {"USD": "20000"})
    paid_before = sum(one.amount_minor for one in supplier.payouts)
    plan = [(10000, "signing", 7, "on_capture")]
    other = world.signed(supplier, value="1000.00", plan=plan, ship_date="2028-01-01")
    other.credit("1000.00", 1)
    world.after(days=2)
    account = postings.payable(trade.order.supplier_id)
    assert sum(one.amount_minor for one in supplier.payouts) - paid_before == 68000  # 100 of an advance stay too
    assert (world.owed(account), trade.returned) == ("300.00", "100.00")
    world.after(days=8)
    assert (fees(trade), supplier.supplier.fees_owed) == ([(20000, "collected")], {})
    assert world.owed(account) == "0.00"
    refunds = [(one.cause, one.supplier_minor) for one in trade.bundle.of(rows.Refund) if one.cause == "fee"]
    assert refunds == [("fee", 20000)]


def test_a_second_officer_signs_for_all_that_a_ruling_sends_back():
    """R5.11, R7.7 (seed): 4,000 refunded within the cover and 8,000 returned are 12,000, and one signature is not enough."""
    world = World(profile="seed")
    plan = [(10000, "signing", 7, "on_acceptance")]
    trade = world.signed(world.supplier(limit="8000.00"), plan=plan, value="12000.00")
    trade.credit("12000.00", 1)
    world.on("2027-05-02")
    trade.dispute("ship_date", asked="4000.00")
    world.after(days=7, microseconds=1)
    trade.take()
    trade.rule()
    draft = trade.bundle.of(rows.Ruling)[-1]
    assert (draft.outcome, draft.refund_minor, trade.dispute_row.state) == ("cancel", 400000, "drafted")
    trade.countersign()
    assert trade.ruling is draft
    world.after(days=9)
    assert (trade.returned, trade.held) == ("12000.00", "0.00")
