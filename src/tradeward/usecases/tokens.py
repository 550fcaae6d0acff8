"""Tokens: the secrets by which programs act for a person (DESIGN §5). A secret is shown once; only its hash is kept."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import vocabulary
from tradeward.domain.refusals import UNKNOWN, NotFound, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import tokens, transactions
from tradeward.usecases import work

SHORTEST = 32
"""Characters of a secret: fewer can be guessed."""


def use(*, secret: str, at: datetime) -> tokens.Use | None:
    """Whom a secret speaks for, counting the use; None when it is unknown, revoked or over."""
    return tokens.use(hash=_hash(secret), at=at)


@transactions.durable
def issue(
    *, person_id: UUID, label: str, secret: str, expires_at: datetime | None = None, by: Actor, at: datetime, key: str
) -> work.Answer:
    """Let a program act as the asker himself; the operator opens the door for people of other organisations (DESIGN §5).

    Nobody makes a token for a colleague: two pairs of eyes would be one (RULES §7). Whoever sits at the server's console, the
    operator without a person, makes the first ones for anybody.

    `secret` is random and made by the caller; it is not part of what the key was asked, so that asking again finds the
    token made first, whose secret nobody can tell any more (`fresh` is then false).
    Refuses: NotFound (somebody else's), RuleBroken (no label, a short secret, an end that is over).
    """
    body: dict[str, Any] = {"person": person_id, "label": label, "expires_at": expires_at}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return {**done, "fresh": False}
    person = tokens.person(id=person_id)
    if not _at_console(by) and by != person and not (_operator(by) and person.organisation_id != by.organisation_id):
        raise NotFound(UNKNOWN, field="person")
    if not label.strip():
        raise RuleBroken("label is missing: say what the token is for", field="label")
    if len(secret) < SHORTEST:
        raise RuleBroken(f"the secret has fewer than {SHORTEST} characters", field="secret")
    if expires_at is not None and expires_at <= at:
        raise RuleBroken(f"expires_at {expires_at.isoformat()} is over", field="expires_at")
    id = vocabulary.new_id(noun="token", key=f"{work.actor_name(by)}:{key}", at=at)
    tokens.add(
        id=id, person_id=person_id, label=label, hash=_hash(secret), hint=secret[-4:], at=at, expires_at=expires_at
    )
    answer: work.Answer = {"token": str(id)}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return {**answer, "fresh": True}


@transactions.durable
def revoke(*, token_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """End a token of one's own organisation, at once; the operator may end any. Refuses: NotFound."""
    body: dict[str, Any] = {"revoke": token_id}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    if not _operator(by) and by.organisation_id != tokens.owner(id=token_id):
        raise NotFound(UNKNOWN)
    tokens.revoke(id=token_id, at=at)
    answer: work.Answer = {"token": str(token_id)}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


def _operator(by: Actor) -> bool:
    return by.role is Role.OPERATOR


def _at_console(by: Actor) -> bool:
    return _operator(by) and by.person_id is None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
