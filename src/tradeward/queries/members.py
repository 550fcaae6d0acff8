"""Who acts for which organisation."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person, and the organisation they act for in one role."""

    person_id: UUID
    organisation_id: UUID
    organisation: str
    role: str
    label: str
    email: str = ""
    """Under which the person signs in; empty for who cannot."""
    invited: str = ""
    """The address to which an invitation went that nobody has taken up."""


def members(viewer: Actor) -> list[Member]:
    """The people of the viewer's organisation, the longest there first; the operator sees everybody's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, o.id, o.name, p.role, p.label, coalesce(a.email, ''), coalesce(i.email, '') FROM persons p"
            " JOIN organisations o ON o.id = p.organisation_id LEFT JOIN accounts a ON a.person_id = p.id"
            " LEFT JOIN LATERAL (SELECT email FROM invitations WHERE person_id = p.id AND used_at IS NULL AND a.id IS NULL"
            " ORDER BY at DESC LIMIT 1) i ON true"
            " WHERE %s OR o.id = %s ORDER BY p.created_at, p.id",
            [viewer.role is Role.OPERATOR, viewer.organisation_id],
        )
        return [
            Member(
                person_id=id, organisation_id=organisation_id, organisation=name, role=role, label=label, email=email,
                invited=invited,
            )
            for id, organisation_id, name, role, label, email, invited in cursor.fetchall()
        ]  # fmt: skip


def known(viewer: Actor, *, person_id: UUID) -> Member:
    """A person of the viewer's organisation; for the operator, of any. Refuses: NotFound."""
    found = next((one for one in members(viewer) if one.person_id == person_id), None)
    if found is None:
        raise NotFound(UNKNOWN)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a person sits: whom they act for, in which role, in which zone their days end, and which language they chose."""

    actor: Actor
    label: str
    organisation: str
    zone: str
    language: str


def seat(viewer: Actor, *, person_id: UUID) -> Seat | None:
    """The seat of a person: one of the viewer's organisation, or, for the operator, anybody's. None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.role, p.label, o.id, o.name, o.zone, p.language FROM persons p"
            " JOIN organisations o ON o.id = p.organisation_id WHERE p.id = %s AND (%s OR o.id = %s)",
            [person_id, viewer.role is Role.OPERATOR, viewer.organisation_id],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    role, label, organisation_id, name, zone, language = found
    actor = Actor(Role(role), organisation_id, person_id)
    return Seat(actor=actor, label=label, organisation=name, zone=zone, language=language)
