"""Who may sign in: a person is invited, takes the invitation up with a password of their own, and has an account (RULES §9)."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tradeward.domain import vocabulary
from tradeward.domain.refusals import UNKNOWN, NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import logins, people, tokens, transactions
from tradeward.usecases import work

Tell = Callable[[str], None]
"""Writes a letter to an e-mail address."""
_PARTIES = (Role.BUYER, Role.SUPPLIER, Role.INSPECTOR)
OPEN_FOR = timedelta(days=7)
"""How long an invitation can be taken up."""
JOURNAL_KEPT = timedelta(days=180)
"""How long the sign-in journal remembers."""


@transactions.durable
def invite(
    *, person_id: UUID, email: str, secret: str, by: Actor, at: datetime, key: str, tell: Tell = lambda address: None
) -> work.Answer:
    """Invite a person to sign in, at an e-mail address. A newer invitation ends the one before.

    `tell` puts the letter to that address into the outbox, in the same transaction. The answer is `fresh` once: said again,
    the secret is another one, which opens nothing.
    Refuses: NotAllowed (as `may_invite`), NotFound, OutOfTurn (there is an account already), RuleBroken (an address that is none).
    """
    body: dict[str, Any] = {"invite": person_id, "email": email}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return {**done, "fresh": False}
    if not may_invite(by=by, organisation_id=tokens.person(id=person_id).organisation_id):
        raise NotAllowed(
            "Parties invite their own people, the operator other organisations'; his own are invited at the console."
        )
    address = read_address(email=email)
    if logins.has_account(person_id=person_id):
        raise OutOfTurn("This person has an account already.")
    id = vocabulary.new_id(noun="invitation", key=f"{work.actor_name(by)}:{key}", at=at)
    logins.add_invitation(
        id=id, person_id=person_id, email=address, secret_hash=hash_of(secret=secret), at=at, expires_at=at + OPEN_FOR
    )
    tell(address)
    answer: work.Answer = {"invitation": str(id), "email": address, "expires_at": (at + OPEN_FOR).isoformat()}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return {**answer, "fresh": True}


@transactions.durable
def invite_colleague(
    *, label: str, email: str, secret: str, by: Actor, at: datetime, key: str, tell: Tell = lambda address: None
) -> work.Answer:
    """Take a colleague on, in one's own role, and invite them to sign in, as `invite` does.

    Refuses: NotAllowed (not a party: the operator's own people are invited at the console), RuleBroken by name.
    """
    body: dict[str, Any] = {"colleague": label, "email": email}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return {**done, "fresh": False}
    if by.organisation_id is None or by.role not in _PARTIES:
        raise NotAllowed("Parties invite their own people; the operator's own are invited at the console.")
    if not label.strip():
        raise RuleBroken("label is missing: say what your colleague is called here", field="label")
    address, name = read_address(email=email), f"{work.actor_name(by)}:{key}"
    person_id = vocabulary.new_id(noun="person", key=name, at=at)
    people.add_person(id=person_id, organisation_id=by.organisation_id, role=by.role, label=label.strip(), at=at)
    id = vocabulary.new_id(noun="invitation", key=name, at=at)
    logins.add_invitation(
        id=id, person_id=person_id, email=address, secret_hash=hash_of(secret=secret), at=at, expires_at=at + OPEN_FOR
    )
    tell(address)
    answer: work.Answer = {"invitation": str(id), "person": str(person_id), "email": address}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return {**answer, "fresh": True}


@transactions.durable
def tried(*, email: str, network: str, browser: str, succeeded: bool, at: datetime) -> None:
    """Somebody tried to sign in: a line in the journal, of whatever length a browser says."""
    email = email.strip().lower()[:254].replace("\0", "")
    logins.tried(email=email, network=network, browser=browser[:300].replace("\0", ""), succeeded=succeeded, at=at)


@transactions.durable
def forget(*, at: datetime, machine_at: datetime) -> None:
    """Forget what is over: sessions, which end by the machine's clock, sign-ups not taken up, the journal after half a year."""
    logins.forget(sessions_before=machine_at, sign_ups_before=at, sign_ins_before=at - JOURNAL_KEPT)


@transactions.durable
def end_session(*, session_id: int, by: Actor) -> None:
    """End a session of one's own, wherever it is. Refuses: NotFound (somebody else's, or over)."""
    if by.person_id is None or not logins.end_session(id=session_id, person_id=by.person_id):
        raise NotFound(UNKNOWN)


def read_address(*, email: str) -> str:
    """An e-mail address as it is kept. Refuses: a text that is none (RuleBroken)."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise RuleBroken("email is no e-mail address", field="email") from None
    return address


def may_invite(*, by: Actor, organisation_id: UUID | None) -> bool:
    """Whether somebody may invite people of an organisation: parties their own, the operator those of others.

    The operator's own people and officers are invited at the console alone, or two pairs of eyes could become one (RULES §9).
    """
    if by.role is Role.OPERATOR:
        return by.person_id is None or by.organisation_id != organisation_id
    return by.role in _PARTIES and by.organisation_id == organisation_id


@transactions.durable
def accept(*, secret: str, password: str, at: datetime) -> work.Answer:
    """Take an invitation up: the account is made, its e-mail address proved. `password` is hashed already.

    Refuses: NotFound (no such invitation), OutOfTurn (used, over, or the person has an account).
    """
    found = _open(secret, at=at)
    logins.add_account(person_id=found.person.id, email=found.email, password=password, at=at)
    logins.taken_up(found, at=at)
    return {"person": str(found.person.id), "email": found.email}


@transactions.durable
def invited(*, secret: str, at: datetime) -> work.Answer:
    """Whom an invitation is for. Refuses: as `accept`."""
    found = _open(secret, at=at)
    return {
        "email": found.email, "label": found.person.label, "role": found.person.role,
        "organisation": found.person.organisation.name,
    }  # fmt: skip


def _open(secret: str, *, at: datetime) -> logins.Invitation:
    found = logins.invitation(secret_hash=hash_of(secret=secret))
    if found is None:
        raise NotFound(UNKNOWN)
    if found.used_at is not None or logins.has_account(person_id=found.person.id):
        raise OutOfTurn("This invitation was taken up already: sign in.")
    if at >= found.expires_at:
        raise OutOfTurn("This invitation is over: ask for a new one.")
    return found


def hash_of(*, secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
