"""A marketplace moves in: many offers at once, all of them or none."""

from uuid import UUID

import pytest

from tests.world import BUYER, SUPPLIER, World
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.queries import sheets
from tradeward.usecases import orders

OTHER = "Amber Works (fictional)"


def bodies(world: World, *values: str):
    return [world.stage.contract(buyer=BUYER, supplier=SUPPLIER, value=value) for value in values]


def test_many_offers_are_each_an_order_that_can_be_signed(world):
    """RULES §4: an offer made among many is an offer like any other, with its own order, hash and history."""
    told = orders.offer_many(bodies=bodies(world, "100.00", "200.00", "300.00"), **world.stage.by(SUPPLIER))
    ids = [UUID(one) for one in told["orders"]]
    seen = [sheets.order(world.stage.people[BUYER], order_id=id, at=world.now) for id in ids]
    assert [(one.state, one.value, one.version) for one in seen] == [
        ("offered", "100.00", 1),
        ("offered", "200.00", 1),
        ("offered", "300.00", 1),
    ]
    world.stage.sign(ids[1], BUYER)
    assert world.stage.sign(ids[1], SUPPLIER) == {"order": str(ids[1]), "state": "signed"}


def test_the_same_key_offers_them_once(world):
    """DESIGN §5: the same key and bodies give the same orders; with other bodies the key is refused."""
    said = {"by": world.stage.people[SUPPLIER], "at": world.now, "key": "moving in"}
    first = orders.offer_many(bodies=bodies(world, "100.00", "200.00"), **said)
    assert orders.offer_many(bodies=bodies(world, "100.00", "200.00"), **said) == first
    with pytest.raises(RuleBroken) as refused:
        orders.offer_many(bodies=bodies(world, "100.00"), **said)
    assert refused.value.field == "key"


def test_one_that_is_refused_leaves_none(world):
    """RULES §4: all of them or none: a contract with a fault, of another party, of another supplier."""
    world.stage.supplier(OTHER)
    good, broken = bodies(world, "100.00", "200.00")
    del broken["ship_date"]
    strange = world.stage.contract(buyer=BUYER, supplier=OTHER)
    for wrong, kind in (([good, broken], RuleBroken), ([good, strange], NotAllowed), ([], RuleBroken)):
        with pytest.raises(kind):
            orders.offer_many(bodies=wrong, **world.stage.by(SUPPLIER))
    with pytest.raises(RuleBroken) as refused:
        orders.offer_many(bodies=[good, strange], **world.stage.by(BUYER))
    assert refused.value.field == "bodies"
    assert sheets.listed(world.stage.people[BUYER], after=None, limit=10) == []
