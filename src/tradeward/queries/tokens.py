"""An organisation's tokens, as its people see them: never the secret."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tradeward.domain.vocabulary import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token: whom it speaks for, its last letters, and when it was last used."""

    id: UUID
    person_id: UUID
    role: str
    label: str
    hint: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None


def listed(viewer: Actor) -> list[Token]:
    """The tokens of the viewer's organisation, newest first; the operator sees everybody's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, t.person_id, p.role, t.label, t.hint, t.created_at, t.expires_at, t.revoked_at, u.used_at"
            " FROM tokens t JOIN persons p ON p.id = t.person_id LEFT JOIN token_uses u ON u.token_id = t.id"
            " WHERE %s OR p.organisation_id = %s ORDER BY t.id DESC",
            [viewer.role is Role.OPERATOR, viewer.organisation_id],
        )
        return [
            Token(
                id=id, person_id=person_id, role=role, label=label, hint=hint, created_at=created_at, expires_at=expires_at,
                revoked_at=revoked_at, used_at=used_at,
            )
            for id, person_id, role, label, hint, created_at, expires_at, revoked_at, used_at in cursor.fetchall()
        ]  # fmt: skip
