"""Money goes back the way it came (RULES §9)."""

from uuid import UUID

from tests.domain.orders_in_memory import HELD, OPERATOR, held_order, late
from tests.memory import World
from tradeward.domain import rows


def went_back(trade):
    """What is paid out to the buyer, by account."""
    back = {}
    for one in trade.bundle.of(rows.PaymentOut):
        if one.payee_id == trade.order.buyer_id:
            back[one.account] = back.get(one.account, 0) + one.amount_minor
    return {account: trade.amount(minor) for account, minor in back.items()}


def paid_from_two(world):
    """3,000 from the buyer's first account, 7,000 from his second."""
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD)
    world.market.accounts[trade.order.buyer_id] = "first"
    trade.credit("3000.00", 1)
    trade.passed()
    world.market.accounts[trade.order.buyer_id] = "second"
    trade.credit("7000.00", 2)
    return trade


def test_a_refund_goes_back_to_each_account_that_paid():
    """RULES §9, R9.7: the latest account first, none gets more than came from it."""
    world = World()
    trade = paid_from_two(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    world.left_alone(30)
    assert went_back(trade) == {"first": "3000.00", "second": "7000.00"}


def test_a_part_goes_to_the_account_that_paid_last():
    """RULES §9, R9.7: a refund that fits is one payment."""
    world = World()
    trade = paid_from_two(world)
    late(world, trade)
    trade.offer_settlement("supplier", "500.00")
    trade.settle("buyer")
    assert went_back(trade) == {"second": "500.00"}


def test_a_third_party_that_paid_gets_its_own_money_back():
    """RULES §9, R9.7: a payer let through by two people is no less the one it came from."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD)
    trade.credit("3000.00", 1)
    trade.passed()
    other = trade.credit("7000.00", 2, payer="parent")
    trade.move(other, "match", OPERATOR, approved_by=UUID(int=2))
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    world.left_alone(30)
    own = world.market.account(trade.order.buyer_id, world.now)
    assert went_back(trade) == {own: "3000.00", "parent": "7000.00"}


def test_one_account_gets_one_payment():
    """RULES §9, R9.7: the ordinary order, paid from one account, is paid back at once what the fund and the held money give."""
    world = World()
    trade = held_order(world)
    own = world.market.account(trade.order.buyer_id, world.now)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    world.left_alone(30)
    assert went_back(trade) == {own: "10000.00"}
    assert len([one for one in trade.bundle.of(rows.PaymentOut) if one.payee_id == trade.order.buyer_id]) == 2
