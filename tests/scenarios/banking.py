"""What the stories of the bank share: credits with any reference, suspense as the operator sees it, and how a story settles."""

from uuid import UUID

from tests.world import BUYER, plan
from tradeward.queries import bank as seen
from tradeward.queries import orders

HELD = plan((3000, "signing", "on_acceptance"), (7000, "inspection", "on_acceptance"))
CAPTURE = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture"))


def operator(world):
    return world.stage.people["operator"]


def reference(order, number=1):
    return orders.instalments(operator(order.world), order_id=order.id, at=order.world.now)[number - 1].reference


def credit(world, text, amount="3000.00", *, payer=BUYER, currency="USD", **told):
    """A credit with any reference, from anybody; returns its id and what became of it."""
    told = world.stage.credit(reference=text, amount=amount, currency=currency, payer=payer, **told)
    return UUID(told["credit"]), told["state"]


def waiting(world):
    return [(one.amount, one.proposed_reference) for one in seen.suspense(operator(world))]


def settled(world):
    """Payments leave, the bank books them, nothing is in transit, suspense is empty, bank and books agree to the cent."""
    world.after(days=8)  # excess goes back in five working days
    world.stage.statement_day()
    world.after(days=1)
    world.stage.statement_day()
    for currency in seen.currencies(operator(world)):
        found = seen.reconciliation(operator(world), currency=currency)
        assert (found.difference_minor, found.incoming, found.outgoing) == (0, (), ())
        assert found.fits
    assert world.balance("suspense") == "USD 0.00"
    return True
