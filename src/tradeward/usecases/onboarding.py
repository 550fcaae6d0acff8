"""A party proves that its e-mail address is its own, by a token that is told once (RULES §9)."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tradeward.domain import vocabulary
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import market, screenings, transactions
from tradeward.usecases import work


@transactions.durable
def ask(*, organisation_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Make the token that proves an organisation's e-mail address; whoever asked sends it there.

    Only its hash is kept: the same key again tells the same, without the token. A newer token takes the place of the one before.
    Refuses: NotAllowed (not the operator), NotFound, OutOfTurn (the address is verified).
    """
    body: dict[str, Any] = {"organisation": organisation_id, "ask": "e-mail"}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    if by.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator asks a party to verify its address.")
    found = screenings.address(organisation_id=organisation_id)
    if found is None:
        raise NotFound("There is no such organisation.")
    email, verified_at = found
    if verified_at is not None:
        raise OutOfTurn("The e-mail address is verified already.")
    token = secrets.token_urlsafe(32)
    expires_at = at + timedelta(hours=market.policy_at(at=at).email_token_hours)
    screenings.add_proof(
        id=vocabulary.new_id(noun="email_proof", key=f"{work.actor_name(by)}:{key}", at=at),
        organisation_id=organisation_id,
        email=email,
        token_hash=_hash(token),
        at=at,
        expires_at=expires_at,
    )
    answer = {"organisation": str(organisation_id), "email": email, "expires_at": expires_at.isoformat()}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return {**answer, "token": token}


@transactions.durable
def confirm(*, token: str, at: datetime) -> work.Answer:
    """The token came back: the address is verified. Confirming again tells the same.

    Refuses: NotFound (no such token), OutOfTurn (its time is over, or a newer one took its place).
    """
    found = screenings.proof(token_hash=_hash(token))
    if found is None:
        raise NotFound("There is no such token.")
    id, organisation_id, email, expires_at, used_at = found
    if used_at is None:
        if at >= expires_at:
            raise OutOfTurn("The token's time is over: ask the operator for a new one.")
        screenings.verify(proof_id=id, organisation_id=organisation_id, at=at)
    return {"organisation": str(organisation_id), "email": email}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
