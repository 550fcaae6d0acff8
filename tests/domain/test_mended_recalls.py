"""A recalled credit takes along what of it was still to go back (RULES §9)."""

import pytest

from tests.domain.orders_in_memory import HELD, held_order, late
from tests.memory import World
from tradeward.domain import postings, rows


def paid_too_much(world):
    """3,000 were due, 3,400 came: 400 go back in five working days."""
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD)
    return trade, trade.credit("3400.00", 1)


def excess_of(trade):
    (payment,) = [one for one in trade.bundle.of(rows.PaymentOut) if one.purpose == "excess"]
    return payment


@pytest.mark.parametrize(("days", "debt", "state"), [(0, 300000, "taken_back"), (20, 340000, "booked")])
def test_a_recall_stops_the_excess_that_has_not_left(days, debt, state):
    """RULES §9, R9.3, R9.6: what of the recalled credit was still to go back stays; what has left is owed."""
    world = World()
    trade, credit = paid_too_much(world)
    world.after(days=days)
    trade.recall(credit)
    world.left_alone(30)
    payment = excess_of(trade)
    assert (trade.debt.debt_minor, payment.state, trade.refund_due) == (debt, state, "0.00")
    assert world.market.pot("USD").cash_minor == 2000000 - debt


def test_an_excess_on_a_debt_is_stopped_too():
    """RULES §9, R9.3, R9.6: what a supplier paid too much on his debt lies in suspense until it goes back."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    credit = trade.credit("3500.00", debt=trade.debt)
    trade.recall(credit)
    world.left_alone(30)
    payment = excess_of(trade)
    assert (payment.state, world.owed(postings.SUSPENSE), trade.debt.debt_minor) == ("taken_back", "0.00", 300000)
