"""Tokens: who a secret's hash speaks for, and how often it was used."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store.models import Person, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a token: who acts by it, and how many uses this minute has seen, this one included."""

    token_id: UUID
    actor: Actor
    uses: int


def use(*, hash: str, at: datetime) -> Use | None:
    """Count a use of the token with this hash; None when there is none, or its time is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT token_id, person_id, organisation_id, role, uses FROM use_token(%s, %s)", [hash, at])
        found = cursor.fetchone()
    if not found:
        return None
    token_id, person_id, organisation_id, role, uses = found
    return Use(token_id=token_id, actor=Actor(Role(role), organisation_id, person_id), uses=uses)


def person(*, id: UUID) -> Actor:
    """A person as an actor. Refuses: NotFound."""
    found = Person.objects.filter(id=id).values_list("role", "organisation_id").first()
    if found is None:
        raise NotFound("There is no such person.", field="person")
    return Actor(Role(found[0]), found[1], id)


def add(
    *, id: UUID, person_id: UUID, label: str, hash: str, hint: str, at: datetime, expires_at: datetime | None
) -> None:
    """Write a token."""
    Token.objects.create(
        id=id, person_id=person_id, label=label, hash=hash, hint=hint, created_at=at, expires_at=expires_at
    )


def owner(*, id: UUID) -> UUID:
    """The organisation whose token this is. Refuses: NotFound."""
    found = Token.objects.filter(id=id).values_list("person__organisation_id", flat=True).first()
    if found is None:
        raise NotFound(UNKNOWN)
    return UUID(str(found))


def revoke(*, id: UUID, at: datetime) -> None:
    """End a token; one that has ended stays as it is."""
    Token.objects.filter(id=id, revoked_at=None).update(revoked_at=at)
