"""How the orders of the rule stories come about."""

from uuid import UUID

from tradeward.domain.vocabulary import Actor, Role

HELD = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_acceptance")]
OPERATOR = Actor(Role.OPERATOR, None, UUID(int=1))


def held_order(world, limit="20000.00", **more):
    """3,000 released, 7,000 held, passed and ready."""
    trade = world.signed(world.supplier(limit=limit), plan=HELD, **more)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    return trade


def delivered(world, **more):
    """Post-delivery coverage, paid, shipped and received on 10 May."""
    trade = world.signed(world.supplier(limit="20000.00"), coverage="post_delivery", **more)
    trade.credit("3000.00", 1)
    world.on("2027-04-20")
    trade.ship()
    trade.credit("7000.00", 2)
    world.on("2027-05-10")
    trade.receive()
    return trade


def late(world, trade, **claim):
    world.on("2027-05-02")
    return trade.dispute("ship_date", **claim)
