"""Who acts for which organisation."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tradeward.domain.vocabulary import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person, and the organisation they act for in one role."""

    person_id: UUID
    organisation_id: UUID
    organisation: str
    role: str
    label: str


def members(viewer: Actor) -> list[Member]:
    """The people of the viewer's organisation, the longest there first; the operator sees everybody's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, o.id, o.name, p.role, p.label FROM persons p JOIN organisations o ON o.id = p.organisation_id"
            " WHERE %s OR o.id = %s ORDER BY p.created_at, p.id",
            [viewer.role is Role.OPERATOR, viewer.organisation_id],
        )
        return [
            Member(person_id=id, organisation_id=organisation_id, organisation=name, role=role, label=label)
            for id, organisation_id, name, role, label in cursor.fetchall()
        ]
