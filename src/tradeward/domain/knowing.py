"""Who may know of an order: its parties, its inspectors, the operator and his officers (DESIGN §4)."""

from tradeward.domain import rows
from tradeward.domain.bundle import OrderBundle, party
from tradeward.domain.vocabulary import Actor, Role


def may_know(bundle: OrderBundle, by: Actor) -> bool:
    """Whether there is such an order for `by`; to everybody else there is none. The product's own hands know of all."""
    if by.role in (Role.BUYER, Role.SUPPLIER):
        return bool(party(bundle, by))
    if by.role is Role.INSPECTOR:
        return any(one.inspector_id == by.organisation_id for one in bundle.of(rows.Inspection))
    return True
