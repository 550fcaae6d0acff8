"""The terms of a contract as its readers see them: what each says, what decides it, what it lacks, what its plan lets through."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from tradeward.domain import decidability, sampling_risk
from tradeward.domain.decidability import Decidable
from tradeward.domain.sampling_risk import Risk
from tradeward.domain.terms.sampling import Sampling
from tradeward.domain.vocabulary import Actor
from tradeward.queries import drafts, reading

UNREADABLE = Decidable(bp=0, open_lines=(), terms=())
"""A draft that no contract can be read from yet; why not is among what it lacks."""


def of_order(viewer: Actor, *, order_id: UUID, at: datetime) -> Decidable:
    """The terms of the version on offer, or signed. Refuses: NotFound."""
    return decidability.of(reading.order(viewer, order_id=order_id, at=at).contract)


def of_draft(viewer: Actor, *, draft_id: UUID, at: datetime) -> Decidable:
    """The terms of a draft as far as it can be read, for the organisation that prepares it. Refuses: NotFound."""
    return drafts.one(viewer, draft_id=draft_id, at=at).decidable or UNREADABLE


def risk(viewer: Actor, *, term: Sampling, lot: Decimal) -> tuple[Risk, ...]:
    """What a sampling term lets through in a lot of so many units. Refuses: RuleBroken (a lot of less than one unit)."""
    return sampling_risk.of_term(term=term.complete, lot=lot)
