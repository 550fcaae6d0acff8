"""Who is onboarded, and which hits wait (RULES §9)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain.refusals import NotAllowed, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store.models import Organisation, ScreeningHit


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry of a list that a party may be, and what two people said to it."""

    id: UUID
    organisation_id: UUID
    organisation: str
    list_name: str
    entry_name: str
    entry_country: str
    score_bp: int
    occasion: str
    at: datetime
    cleared_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Onboarding:
    """How far a party is: its address is verified, and whether it is held."""

    organisation_id: UUID
    email: str
    verified_at: datetime | None
    screened_at: datetime | None
    held: bool


def hits(viewer: Actor, *, cleared: bool = False) -> list[Hit]:
    """The hits that wait, the oldest first, or those that were cleared. Refuses: NotAllowed (not the operator)."""
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees this.")
    found = (
        ScreeningHit.objects.filter(cleared_at__isnull=not cleared).select_related("organisation").order_by("at", "id")
    )
    return [
        Hit(
            id=one.id, organisation_id=one.organisation.id, organisation=one.organisation.name, list_name=one.list_name,
            entry_name=one.entry_name, entry_country=one.entry_country, score_bp=one.score_bp, occasion=one.occasion,
            at=one.at, cleared_at=one.cleared_at, reason=one.reason,
        )
        for one in found
    ]  # fmt: skip


def onboarding(viewer: Actor, *, organisation_id: UUID) -> Onboarding:
    """How far a party's onboarding is, for itself and the operator. Refuses: NotFound."""
    row = Organisation.objects.filter(id=organisation_id).first()
    if row is None or (viewer.role is not Role.OPERATOR and viewer.organisation_id != organisation_id):
        raise NotFound("There is no such organisation.")
    held = ScreeningHit.objects.filter(organisation_id=organisation_id, cleared_at=None).exists()
    return Onboarding(
        organisation_id=row.id, email=row.email, verified_at=row.verified_at, screened_at=row.screened_at, held=held
    )
