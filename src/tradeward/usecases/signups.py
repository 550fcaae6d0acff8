"""A party takes itself on: it says who it is, proves its e-mail address, and is there with its first person (RULES §9)."""

from datetime import datetime, timedelta
from typing import Any

from tradeward.domain import saying, vocabulary
from tradeward.domain.refusals import UNKNOWN, NotFound, OutOfTurn
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import logins, market, people, transactions
from tradeward.usecases import organisations, work
from tradeward.usecases.logins import hash_of, read_address

OURS = Actor(Role.REACTION)
"""The product itself: who signs up is nobody yet."""


@transactions.durable
def ask(*, secret: str, at: datetime, key: str, **told: Any) -> work.Answer:
    """A buyer or a supplier asks to trade here; whoever asked for it is sent `secret` by mail and takes it up. Nothing is made yet.

    `known` says that somebody signs in with the address already: it is told there, by mail, and to nobody else. The same key again
    tells the same, `fresh` is then false. Refuses, by name: a field that is missing or not of its form (RuleBroken).
    """
    body = saying.asked("signups.ask", told=told)
    body["email"] = read_address(email=body["email"])
    organisations.check_place(country=body["country"], zone=body["zone"])
    key = f"sign_up:{key}"
    if (done := work.again(by=OURS, key=key, body=body)) is not None:
        return {**done, "fresh": False}
    answer: work.Answer = {"known": logins.known(email=body["email"])}
    if not answer["known"]:
        expires_at = at + timedelta(hours=market.policy_at(at=at).email_token_hours)
        id = vocabulary.new_id(noun="sign_up", key=key, at=at)
        logins.add_sign_up(
            id=id, secret_hash=hash_of(secret=secret), at=at, expires_at=expires_at, kind=body["role"], name=body["company"],
            label=body["your_name"], **{one: body[one] for one in ("country", "zone", "account", "email")},
        )  # fmt: skip
    work.keep(by=OURS, key=key, body=body, answer=answer, at=at)
    return {**answer, "fresh": True}


@transactions.durable
def asked(*, secret: str, at: datetime) -> work.Answer:
    """Who asked, under a secret. Refuses: as `take_up`."""
    found = _open(secret, at=at)
    return {"email": found.email, "name": found.name, "kind": found.kind}


@transactions.durable
def take_up(*, secret: str, password: str, at: datetime) -> work.Answer:
    """The secret came back, so the address is proved: the organisation, its first person and the account are made.

    The party is held against the lists as any other. `password` is hashed already.
    Refuses: NotFound (no such sign-up), OutOfTurn (taken up, or over), RuleBroken (the address has an account by now).
    """
    found = _open(secret, at=at)
    # Whoever takes another sign-up with this address up at the same time waits here, and then finds the account.
    work.again(by=OURS, key=f"account:{found.email}", body={})
    organisation_id = vocabulary.new_id(noun="organisation", key=f"sign_up:{found.id}", at=at)
    fields = {one: getattr(found, one) for one in ("kind", "name", "country", "zone", "email", "account")}
    held = organisations.take_on(
        id=organisation_id, at=at, fields={**fields, "owner": "", "address": "", "verified_at": at}
    )
    person_id = vocabulary.new_id(noun="person", key=f"sign_up:{found.id}", at=at)
    people.add_person(id=person_id, organisation_id=organisation_id, role=found.kind, label=found.label, at=at)
    logins.add_account(person_id=person_id, email=found.email, password=password, at=at)
    logins.taken_up(found, at=at)
    return {"organisation": str(organisation_id), "person": str(person_id), "email": found.email, "held": held}


def _open(secret: str, *, at: datetime) -> logins.SignUp:
    found = logins.sign_up(secret_hash=hash_of(secret=secret))
    if found is None:
        raise NotFound(UNKNOWN)
    if found.used_at is not None:
        raise OutOfTurn("This address was confirmed already: sign in.")
    if at >= found.expires_at:
        raise OutOfTurn("This address is over: sign up again.")
    return found
