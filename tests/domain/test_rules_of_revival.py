"""An order that lapsed while its deposit was there: money that the bank told late, of a day that was not (RULES §9)."""

from datetime import date

import pytest

from tests.memory import World
from tradeward.domain import rows

LAST = date(2027, 3, 10)
"""Signed on 1 March: seven days, and two bank days."""


def lapsed(world, **contract):
    trade = world.signed(world.supplier(limit="7500.00"), release="on_capture", **contract)
    world.on("2027-03-15")
    assert (trade.order.state, trade.order.outcome) == ("lapsed", "lapsed")
    return trade


def test_money_of_the_last_day_revives_the_order():
    """R9.5: the cover is reserved anew, what was void is open again, and the order goes on to its end."""
    world = World()
    trade = lapsed(world)
    world.after(minutes=1)
    assert trade.bundle.reservation is None
    credit = trade.credit("3000.00", on=LAST)
    assert (credit.state, trade.order.state, trade.order.ended_at, trade.bundle.cover) == (
        "matched",
        "making",
        None,
        750000,
    )
    assert [one.state for one in trade.bundle.instalments] == ["paid", "planned"]
    trade.passed()
    trade.credit("7000.00", 2)
    trade.ship()
    world.left_alone()
    assert (trade.order.outcome, trade.held, trade.bundle.supplier.supplier.reserved_minor) == ("accepted", "0.00", 0)


def test_too_much_revives_it_and_the_rest_goes_back():
    """R9.5, R9.3."""
    world = World()
    trade = lapsed(world)
    trade.credit("3100.00", on=LAST)
    world.after(days=10)
    assert (trade.order.state, trade.returned) == ("making", "100.00")


@pytest.mark.parametrize(
    "credit",
    [
        {"on": date(2027, 3, 11)},
        {"on": LAST, "amount": "2999.99"},
        {"on": LAST, "number": 2, "amount": "7000.00"},
        {"on": LAST, "currency": "EUR"},
    ],
    ids=str,
)
def test_what_does_not_keep_the_deadline_goes_back(credit):
    """R9.5: a day late, a cent short, for a later instalment, in another currency."""
    world = World()
    trade = lapsed(world)
    trade.credit(credit.pop("amount", "3000.00"), **credit)
    world.after(days=20)
    assert trade.order.state == "lapsed"
    (payment,) = [one for one in trade.bundle.of(rows.PaymentOut)]
    assert (payment.state, payment.amount_minor) == ("booked", trade.bundle.of(rows.Credit)[0].amount_minor)


def test_a_stranger_revives_nothing_and_neither_does_a_hit():
    """R9.5, R9.3, R9.10: both wait with the lapsed order."""
    world = World()
    trade = lapsed(world)
    world.market.hits[trade.order.buyer_id] = [(world.now, None)]
    one = trade.credit("3000.00", on=LAST)
    world.market.hits.clear()
    other = trade.credit("3000.00", on=LAST, payer="a stranger's")
    assert (trade.order.state, other.state) == ("making", "suspense")
    assert one.state == "matched"


def test_without_its_cover_it_stays_lapsed():
    """R9.5, R3.10: another order has the cover now; the money goes back."""
    world = World()
    trade = lapsed(world)
    world.after(minutes=1)
    world.signed(trade.bundle.supplier, release="on_capture")
    trade.credit("3000.00", on=LAST)
    world.after(days=10)
    assert (trade.order.state, trade.returned) == ("lapsed", "3000.00")


def test_a_deposit_that_came_in_part_before_is_not_kept():
    """R9.5: the part went back when the order lapsed."""
    world = World()
    trade = world.signed(release="on_capture")
    trade.credit("100.00")
    world.on("2027-03-15")
    trade.credit("3000.00", on=LAST)
    world.after(days=10)
    assert (trade.order.state, trade.returned) == ("lapsed", "3100.00")


def test_an_offer_that_lapsed_or_was_withdrawn_is_not_revived():
    """R9.5: nobody signed it."""
    world = World()
    withdrawn, forgotten = world.offer(), world.offer()
    withdrawn.move(withdrawn.order, "withdraw", "buyer")
    world.after(days=40)
    for trade in (withdrawn, forgotten):
        trade.fact("force_majeure", start="2027-03-01", end="2027-03-02", notice="2027-03-02", certificate="true")
        assert trade.order.state == "lapsed"
