"""A fund that is short: who waits longest is paid first, and nothing new is promised (RULES §3)."""

import pytest

from tests.domain.orders_in_memory import OPERATOR, held_order, late
from tests.memory import World
from tradeward.domain import lives, refunding, rows
from tradeward.domain.refusals import OutOfTurn


def waiting_for(trade):
    return trade.amount(sum(one.waiting_minor for one in trade.bundle.of(rows.Refund)))


def short(world):
    """Two orders with 3,000 covered each; the fund then has 1,000, and the first is ruled on."""
    first, second = held_order(world), held_order(world)
    world.market.pot("USD").cash_minor = 100000
    late(world, first)
    second.dispute("ship_date")
    world.after(days=8)
    first.ruled()
    return first, second


def test_a_new_refund_does_not_overtake_one_that_waits():
    """RULES §3, R3.14: 2,000 wait; 500 come back; the next ruling gets none of it before the first has all."""
    world = World()
    first, second = short(world)
    assert (waiting_for(first), world.market.pot("USD").waiting_minor) == ("2000.00", 200000)
    world.fund("500.00")
    second.ruled()
    assert (waiting_for(first), waiting_for(second), world.market.pot("USD").waiting_minor) == (
        "2000.00",
        "3000.00",
        500000,
    )
    world.fund("4500.00")
    for trade in (first, second):
        act = world.act("advance", OPERATOR)
        refunding.pay_waiting(trade.bundle, act=act)
        lives.note(trade.bundle, "order", trade.order.id, act=act)
    assert (waiting_for(first), waiting_for(second), world.market.pot("USD").waiting_minor) == ("0.00", "0.00", 0)


def test_no_new_cover_while_a_refund_waits():
    """RULES §3, R3.14: new cover stops, also when some cash has come back."""
    world = World()
    short(world)
    world.fund("500.00")
    trade = world.offer(world.supplier(limit="20000.00"))
    with pytest.raises(OutOfTurn):
        trade.sign("buyer", cover="100.00")
    trade.sign("buyer")
    assert trade.bundle.cover == 0


def test_an_appeal_that_awards_less_makes_less_wait():
    """RULES §3, §5, R3.14, R5.15: what is reversed waits no more."""
    world = World()
    first, _ = short(world)
    first.appeal("supplier")
    first.appeal_ruled(outcome="dismissed", reasons={"outcome": "It was shipped."})
    assert (waiting_for(first), world.market.pot("USD").waiting_minor) == ("0.00", 0)
