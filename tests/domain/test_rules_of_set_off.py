"""What a buyer owes from an order is taken from what would go back to him there (RULES §7, §9; decision: buyer-debt-set-off)."""

from datetime import timedelta

import pytest

from tests.domain.orders_in_memory import held_order, late
from tests.domain.test_rules_of_forgery import WON, forged
from tests.memory import World
from tradeward.domain import postings, refunding, rows

TURNED = [(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_capture")]


def recall(trade, amount):
    """The bank takes back the credit of that amount."""
    minor = trade.minor(amount)
    trade.recall(next(one for one in trade.bundle.of(rows.Credit) if one.amount_minor == minor))


def back(trade):
    """What went back, by cause: how much of it was held, and how much had come early."""
    return sorted((one.cause, one.held_minor, one.early_minor) for one in trade.bundle.of(rows.Refund))


def debts(trade):
    """What the buyer owes: how much, set off, paid and lost, and in what state it is."""
    return [
        (one.debt_minor, one.set_off_minor, one.written_off_minor, one.state) for one in trade.bundle.of(rows.Recovery)
    ]


def settled(figure):
    """All 10,000 are held until acceptance; the goods are late, and the sides have settled on a figure, paid from held money."""
    world = World()
    plan = [(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_acceptance")]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    late(world, trade)
    trade.offer_settlement("supplier", figure)
    trade.settle("buyer")
    return world, trade


def cash(world):
    return world.market.pot("USD").cash_minor


@pytest.mark.parametrize(
    ("who", "verb", "outcome"), [("buyer", "walk_away", "buyer_default"), ("supplier", "give_up", "non_delivery")]
)
def test_a_buyer_in_debt_gets_back_what_is_left_of_held_money(who, verb, outcome):
    """R7.2, R9.6: 3,000 were released, paid out and recalled, 7,000 are held: 4,000 go back, and the fund lost nothing."""
    world = World()
    trade = held_order(world)
    recall(trade, "3000.00")
    assert (cash(world), trade.bundle.paid) == (1700000, 700000)
    trade.move(trade.order, verb, who)
    assert (trade.order.outcome, trade.held, trade.refund_due, trade.returned) == (
        outcome,
        "0.00",
        "4000.00",
        "4000.00",
    )
    assert back(trade) == [(outcome, 400000, 0), ("set_off", 300000, 0)]
    assert debts(trade) == [(300000, 300000, 0, "collected")]
    assert (cash(world), world.purse.balance(postings.buyer_debt(trade.order.id), "USD")) == (2000000, 0)
    first, second = trade.bundle.instalments
    assert [(one.paid_minor, one.released_minor, one.returned_minor) for one in (first, second)] == [
        (300000, 300000, 0), (700000, 0, 700000),
    ]  # fmt: skip
    assert (refunding.most_left(trade.bundle), refunding.refunded(trade.bundle)) == (300000, 0)
    world.left_alone()
    assert (world.owed(postings.FUND), cash(world)) == ("20000.00", 2000000)


def test_of_a_larger_debt_the_rest_is_still_owed():
    """R7.2, R9.6: 7,000 recalled and 3,000 held: nothing goes back, and at 60 days the fund bears the 4,000 that are left."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), plan=TURNED)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    world.after(days=2)
    recall(trade, "7000.00")
    trade.move(trade.order, "walk_away", "buyer")
    assert (back(trade), debts(trade), trade.held) == (
        [("set_off", 300000, 0)],
        [(700000, 300000, 0, "noticed")],
        "0.00",
    )
    assert [(one.paid_minor, one.released_minor) for one in trade.bundle.instalments] == [(300000, 0), (300000, 300000)]
    assert cash(world) == 1600000
    world.after(days=61)
    assert (debts(trade), world.owed(postings.FUND)) == ([(700000, 300000, 400000, "written_off")], "16000.00")


def test_after_the_goods_have_left_the_debt_comes_first_and_the_rest_is_the_suppliers():
    """R8.3, R9.6: the deposit is recalled after shipment and never made good: 3,000 to the fund, the rest to the supplier."""
    world = World()
    trade = held_order(world)
    world.on("2027-04-20")
    trade.ship()
    recall(trade, "3000.00")
    world.after(days=61)
    first, second = trade.bundle.instalments
    assert (trade.order.outcome, back(trade)) == ("recalled", [("set_off", 300000, 0)])
    assert (first.released_minor, second.released_minor, trade.held) == (300000, 400000, "0.00")
    assert (debts(trade), cash(world)) == ([(300000, 300000, 0, "written_off")], 2000000)


def test_a_recall_that_is_never_made_good_takes_held_money_before_the_funds():
    """R9.6, W12 with 7,000 held: on day 60 the order is over, 3,000 of them make the recall good and 4,000 go back."""
    world = World()
    trade = held_order(world)
    recall(trade, "3000.00")
    at = world.now
    world.on(at + timedelta(days=60, microseconds=1))
    assert (trade.order.outcome, back(trade)) == ("recalled", [("recalled", 400000, 0), ("set_off", 300000, 0)])
    assert (debts(trade), world.owed(postings.FUND), cash(world)) == (
        [(300000, 300000, 0, "written_off")], "20000.00", 2000000,
    )  # fmt: skip


@pytest.mark.parametrize(("early", "left"), [("1000.00", 200000), ("3000.00", 0), ("4000.00", 0)])
def test_early_money_that_is_asked_back_makes_a_recall_good_first(early, left):
    """R7.2, R9.4: what came before its instalment opened is the buyer's own money as well."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), release="on_capture")
    deposit = trade.credit("3000.00", 1)
    trade.credit(early, 2)
    trade.recall(deposit)
    trade.move(trade.bundle.instalments[1], "return_early", "buyer")
    minor = trade.minor(early)
    kept = min(minor, 300000)
    assert back(trade) == [*([("early", 0, minor - kept)] if minor > kept else []), ("set_off", 0, kept)]
    assert (debts(trade), cash(world)) == (
        [(300000, kept, 0, "noticed" if left else "collected")], 2000000 - left,
    )  # fmt: skip
    assert (trade.refund_due, trade.bundle.paid) == (trade.amount(minor - kept), kept)


def test_early_money_of_an_order_that_ends_makes_a_recall_good_first():
    """R7.2, R9.4: its instalment never opens."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), release="on_capture")
    trade.credit("3000.00", 1)
    trade.credit("4000.00", 2)
    recall(trade, "3000.00")
    trade.move(trade.order, "walk_away", "buyer")
    assert back(trade) == [("set_off", 0, 300000), ("void", 0, 100000)]
    assert (debts(trade), trade.refund_due, cash(world)) == ([(300000, 300000, 0, "collected")], "1000.00", 2000000)


def test_what_forged_evidence_has_won_is_taken_from_held_money_as_well():
    """R5.15, R7.2: cancelled by a ruling that an appeal reverses; 3,000 of the 7,000 held are the fund's, and 4,000 go back."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    trade.bundle.add(
        rows.Evidence(
            id=world.id("evidence"), order_id=trade.order.id, sha256="0" * 64, name="paper.pdf", media_type="a/b", size=1,
            by="buyer", organisation_id=trade.by("buyer").organisation_id, at=world.now,
        )
    )  # fmt: skip
    world.after(days=8)
    trade.ruled()
    trade.appeal("supplier")
    trade.appeal_ruled(**WON, **forged(trade))
    assert [one for one in back(trade) if one[1]] == [("cancelled", 400000, 0), ("set_off", 300000, 0)]
    found = {one.kind: (one.set_off_minor, one.state) for one in trade.bundle.of(rows.Recovery)}
    assert found == {"advance": (0, "cancelled"), "forged": (300000, "collected")}
    assert (trade.held, cash(world)) == ("0.00", 2000000)


def test_what_had_been_refunded_before_the_recall_counts_as_refunded_again():
    """R7.2, R9.6: 500 of 7,000 were settled on and went back; after a recall he owes those 500, which held money makes good."""
    world, trade = settled("500.00")
    recall(trade, "7000.00")
    assert (debts(trade), trade.held) == ([(50000, 0, 0, "noticed")], "3000.00")
    trade.move(trade.order, "walk_away", "buyer")
    assert [(one.paid_minor, one.released_minor, one.returned_minor) for one in trade.bundle.instalments] == [
        (300000, 250000, 50000), (50000, 0, 50000),
    ]  # fmt: skip
    assert (debts(trade), cash(world)) == ([(50000, 50000, 0, "collected")], 2000000)
    assert [one for one in back(trade) if one[0] == "set_off"] == [("set_off", 50000, 0)]


def test_what_is_made_good_in_parts_counts_first_as_released_and_then_as_refunded():
    """R9.6: of 7,000 the buyer got 400 back, the supplier 6,600; recalled when all was over, 6,700 and then 300 are paid again."""
    world, trade = settled("400.00")
    trade.ship()
    trade.receive()
    trade.accept()
    recall(trade, "7000.00")
    second, found = trade.bundle.instalments[1], []
    for part in ("6700.00", "300.00"):
        found.append((second.paid_minor, second.released_minor, second.returned_minor))
        trade.credit(part, debt=trade.debt)
    found.append((second.paid_minor, second.released_minor, second.returned_minor))
    assert found == [(0, 0, 0), (670000, 660000, 10000), (700000, 660000, 40000)]
    assert (debts(trade), cash(world), trade.held) == ([(700000, 0, 0, "collected")], 2000000, "0.00")


def test_two_debts_are_set_off_the_oldest_first():
    """R7.2, R9.6: two instalments of 3,000 were released and recalled, 4,000 are held: the younger debt keeps 2,000 open."""
    world = World()
    plan = [
        (3000, "signing", 7, "on_capture"),
        (3000, "ready", 7, "on_capture"),
        (4000, "inspection", 7, "on_acceptance"),
    ]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan)
    first = trade.credit("3000.00", 1)
    trade.passed()
    second = trade.credit("3000.00", 2)
    trade.credit("4000.00", 3)
    for credit in (second, first):
        world.after(hours=1)
        trade.recall(credit)
    trade.move(trade.order, "walk_away", "buyer")
    assert back(trade) == [("set_off", 100000, 0), ("set_off", 300000, 0)]
    assert debts(trade) == [(300000, 300000, 0, "collected"), (300000, 100000, 0, "noticed")]
    assert [one.released_minor for one in trade.bundle.instalments] == [100000, 300000, 0]
    assert (trade.held, trade.refund_due, cash(world)) == ("0.00", "0.00", 1800000)
