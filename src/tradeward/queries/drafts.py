"""Drafts: contracts that one side prepares for itself, and what each still lacks (RULES §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import contract, decidability, decision
from tradeward.domain.decidability import Decidable
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import UNKNOWN, NotFound, RuleBroken
from tradeward.domain.vocabulary import Actor
from tradeward.store import market
from tradeward.store.models import Draft as Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft; `lacks` says why it cannot be offered or signed as it is, nothing when it can. `order_id` once it was offered.

    `decidable`: what of it measurement could decide; None while no contract can be read from it.
    """

    id: UUID
    title: str
    revision: int
    contract: dict[str, Any]
    lacks: tuple[str, ...]
    decidable: Decidable | None
    created_at: datetime
    changed_at: datetime
    order_id: UUID | None


def one(viewer: Actor, *, draft_id: UUID, at: datetime) -> Draft:
    """A draft, for the organisation that prepares it and nobody else. Refuses: NotFound."""
    row = Row.objects.filter(id=draft_id, organisation_id=viewer.organisation_id).values().first()
    if row is None:
        raise NotFound(UNKNOWN)
    return _draft(row, market.policy_at(at=at))


def listed(viewer: Actor, *, after: UUID | None, limit: int, at: datetime) -> list[Draft]:
    """The drafts of the viewer's organisation, newest first."""
    found = Row.objects.filter(organisation_id=viewer.organisation_id).order_by("-id")
    policy = market.policy_at(at=at)
    return [_draft(row, policy) for row in (found.filter(id__lt=after) if after else found).values()[:limit]]


def _draft(row: dict[str, Any], policy: Policy) -> Draft:
    decidable, lacks = _read(row["body"], policy)
    return Draft(
        id=row["id"], title=row["title"], revision=row["revision"], contract=row["body"],
        lacks=tuple(lacks), decidable=decidable, created_at=row["created_at"], changed_at=row["changed_at"],
        order_id=row["order_id"],
    )  # fmt: skip


def _read(body: Mapping[str, Any], policy: Policy) -> tuple[Decidable | None, list[str]]:
    """First what an offer would be refused for, then what a signature would be."""
    try:
        read = contract.read(body=body, policy=policy)
        decision.agreed(body=body, currency=read.currency, value_minor=read.value_minor)
    except RuleBroken as refused:
        return None, list(refused.reasons)
    return decidability.of(read), contract.not_executable(read)
