"""Whose silence lets the clock move: the party who could still act, not whoever has some move (DESIGN §3, §4)."""

import pytest

from tests.domain.orders_in_memory import delivered, held_order, late
from tests.memory import World
from tradeward.domain import lives, silence
from tradeward.domain.vocabulary import Role


def waits(trade):
    """For each move that the clock would make, of whom."""
    return {(one.row.noun, one.move.verb): lives.waits_on(trade.bundle, one).value for one in lives.due(trade.bundle)}


def test_every_window_says_whom_it_waits_on():
    """A window of a life without a row here would have nobody to tell."""
    assert set(silence.WAITS_ON) == {one.window for life in lives.LIVES.values() for one in life.moves if one.window}


def test_an_order_that_is_made_as_it_should_be():
    """RULES §4, §8: signature, deposit, goods, choice, release, receipt, examination."""
    world = World()
    trade = world.offer(world.supplier(limit="20000.00"))
    assert waits(trade) == {("order", "lapse"): "buyer"}
    trade.sign("buyer")
    assert waits(trade) == {("order", "lapse"): "supplier", ("reservation", "free"): "supplier"}
    trade.sign("supplier")
    assert waits(trade) == {("order", "lapse"): "buyer"}
    trade.credit("3000.00", 1)
    assert waits(trade) == {("order", "fail"): "supplier"}
    trade.ready()
    assert waits(trade) == {("order", "fail"): "supplier", ("order", "forgo"): "buyer"}
    trade.book()
    trade.report("9.0", "10.0")
    failed = {("inspection", "rework"): "buyer", ("inspection", "reject"): "buyer", ("order", "fail"): "supplier"}
    assert waits(trade) == failed


def test_goods_that_are_on_their_way():
    """RULES §4: until receipt and through the fifteen days it is the buyer's turn."""
    world = World()
    trade = delivered(world)
    assert waits(trade)[("order", "accept")] == "buyer"


def test_a_dispute():
    """RULES §5: the supplier's to answer, then the buyer's to take up; the officers' until it is ruled."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    assert waits(trade)[("dispute", "escalate")] == "supplier"
    trade.answer()
    assert waits(trade)[("dispute", "escalate")] == "buyer"
    trade.offer_settlement("supplier", "500.00")
    assert waits(trade)[("offer", "expire")] == "buyer"
    trade.escalate()
    assert {waits(trade)[("dispute", verb)] for verb in ("call", "compute")} == {"officer"}


@pytest.mark.parametrize(("outcome", "whose"), [("dismissed", Role.BUYER), ("cancel", Role.SUPPLIER)])
def test_an_appeal_is_of_who_lost(outcome, whose):
    """RULES §5: either party may appeal; who lost would."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled(outcome=outcome, reasons={"outcome": "By the papers."})
    assert waits(trade)[("dispute", "stand")] == whose


def test_money_owed():
    """RULES §7: notice, set-off and write-off wait on the debtor."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"))
    trade.credit("3000.00", 1)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    assert {of for (noun, _), of in waits(trade).items() if noun == "recovery"} == {"supplier"}


@pytest.mark.parametrize(("by", "whose"), [("buyer", "supplier"), ("supplier", "buyer")])
def test_an_amendment_is_of_the_other_side(by, whose):
    """RULES §4: open 72 hours for the other to sign."""
    world = World()
    trade = held_order(world)
    trade.amend("ship_date", by, ship_date="2027-06-01")
    assert waits(trade)[("amendment", "lapse")] == whose
