"""Goods: what is released once stays released, and what people say of the outside is checked (RULES §4, §6)."""

import pytest

from tests.memory import World
from tradeward.domain.refusals import OutOfTurn

NO_INSPECTION = [(3000, "signing", 7, "on_capture"), (7000, "shipped", 14, "on_capture")]


def made(world, **more):
    trade = world.signed(world.supplier(limit="20000.00"), **more)
    trade.credit("3000.00", 1)
    return trade


# --- the release of the goods


def test_the_buyer_releases_the_goods_once():
    """R4.6, R4.15: quality cover ends with the first release; a second approval would move that instant, and is refused."""
    world = World()
    trade = made(world, coverage="post_delivery", plan=NO_INSPECTION)
    trade.move(trade.order, "approve", "buyer")
    released = world.now
    world.after(days=3)
    with pytest.raises(OutOfTurn) as refused:
        trade.move(trade.order, "approve", "buyer")
    assert (str(refused.value), trade.order.goods_released_at) == ("Not met: The goods are not released yet.", released)


def test_a_waived_inspection_is_not_approved_later():
    """R4.14: the waiver ends quality cover at its own instant, whatever the buyer approves afterwards."""
    world = World()
    trade = made(world)
    trade.ready()
    trade.waive()
    waived = world.now
    world.after(days=1)
    for verb, said in {"approve": {}, "waive": {"amount": "10000.00"}}.items():
        with pytest.raises(OutOfTurn, match="The goods are not released yet"):
            trade.move(trade.order, verb, "buyer", **said)
    assert trade.order.goods_released_at == waived
