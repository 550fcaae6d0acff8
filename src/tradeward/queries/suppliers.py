"""A supplier's standing in the scheme, with the arithmetic of its limit (RULES §3: supplier and buyer can read it)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain import coverage, money
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor
from tradeward.store import market
from tradeward.store.models import Organisation, Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Life, limit and what is left of it; outside the scheme there is none (RULES §1 S10)."""

    id: UUID
    name: str
    state: str
    limit: str
    free: str
    currency: str
    arithmetic: tuple[str, ...]
    reasons: tuple[str, ...]
    sentence: str = coverage.SENTENCE


def standing(viewer: Actor, *, supplier_id: UUID, at: datetime) -> Standing:
    """How a supplier stands. Whoever trades here may ask; the reasons of a decision are for him and the operator.

    Refuses: NotFound.
    """
    row = Supplier.objects.filter(id=supplier_id).values().first()
    if row is None:
        raise NotFound("There is no such supplier.")
    name = Organisation.objects.values_list("name", flat=True).get(id=supplier_id)
    currency = market.policy_at(at=at).policy_currency
    free = coverage.free(limit=row["limit_minor"], reserved=row["reserved_minor"], advanced=row["advanced_minor"])
    own = viewer.role in ("operator", "officer") or viewer.organisation_id == supplier_id
    return Standing(
        id=supplier_id, name=name, state=row["state"], currency=currency,
        limit=money.Money(row["limit_minor"], currency).amount, free=money.Money(free, currency).amount,
        arithmetic=tuple(row["arithmetic"]), reasons=tuple(row["reasons"]) if own else (),
    )  # fmt: skip
