"""Who is onboarded, and which hits wait (RULES §9)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tradeward.domain.refusals import NotAllowed, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store.models import Organisation, ScreeningHit


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """A list that was imported; `counts`: no newer one of its name took its place."""

    id: UUID
    name: str
    source: str
    entries: int
    imported_by: UUID
    imported_at: datetime
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry of a list that a party, of that name, may be, and what two people said to it."""

    id: UUID
    organisation_id: UUID
    name: str
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


def lists(viewer: Actor, *, after: UUID | None = None, limit: int | None = None) -> list[Names]:
    """The lists that were imported, the oldest first, from behind `after`. Refuses: NotAllowed (not the operator)."""
    _operator(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id, l.name, l.source, (SELECT count(*) FROM screening_entries e WHERE e.list_id = l.id), l.imported_by_id,"
            " l.imported_at, NOT EXISTS (SELECT 1 FROM screening_lists n WHERE n.name = l.name"
            "   AND (n.imported_at, n.id) > (l.imported_at, l.id))"
            " FROM screening_lists l WHERE %(after)s::uuid IS NULL OR l.id > %(after)s ORDER BY l.id LIMIT %(limit)s",
            {"after": after, "limit": limit},
        )
        return [
            Names(
                id=id, name=name, source=source, entries=entries, imported_by=by, imported_at=imported_at, counts=counts
            )
            for id, name, source, entries, by, imported_at, counts in cursor.fetchall()
        ]


def hits(viewer: Actor, *, cleared: bool = False, after: UUID | None = None, limit: int | None = None) -> list[Hit]:
    """The hits that wait, the oldest first, or those that were cleared. Refuses: NotAllowed (not the operator)."""
    _operator(viewer)
    found = ScreeningHit.objects.filter(cleared_at__isnull=not cleared).select_related("organisation").order_by("id")
    found = found.filter(id__gt=after) if after else found
    return [
        Hit(
            id=one.id, organisation_id=one.organisation.id, name=one.organisation.name, list_name=one.list_name,
            entry_name=one.entry_name, entry_country=one.entry_country, score_bp=one.score_bp, occasion=one.occasion,
            at=one.at, cleared_at=one.cleared_at, reason=one.reason,
        )
        for one in found[:limit]
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


def _operator(viewer: Actor) -> None:
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees this.")
