"""Ten offers that a buyer signed first do not become ten signed orders (RULES §8)."""

import pytest

from tests.memory import World
from tests.trading import Trade
from tradeward.domain.refusals import OutOfTurn
from tradeward.domain.vocabulary import Actor, Role


def test_the_last_signature_counts_the_unpaid_orders_too():
    """R8.2: at most five signed orders unpaid, whichever side signs last; the sixth waits until a deposit is there."""
    world = World()
    buyer = Actor(Role.BUYER, world.id("organisation"), world.id("person"))
    offers = [Trade(world, world.supplier(), buyer=buyer, value="1000.00") for _ in range(7)]
    for one in offers:
        one.sign("buyer")
    for one in offers[:5]:
        one.sign("supplier")
    for one in offers[5:]:
        with pytest.raises(OutOfTurn, match="5 signed orders whose deposit is unpaid"):
            one.sign("supplier")
    assert [one.order.state for one in offers] == ["signed"] * 5 + ["offered"] * 2
    offers[0].credit("300.00", 1)
    offers[5].sign("supplier")
    assert [one.order.state for one in offers] == ["making"] + ["signed"] * 5 + ["offered"]
