"""Who trades here: organisations and their people (RULES §9, onboarding)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tradeward.domain import accreditation, contract, days, saying, vocabulary
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import market, people, transactions
from tradeward.usecases import eyes, screenings, work

CHANGE_ACCOUNT = "organisations.change_account"


@transactions.durable
def register(*, kind: str, name: str, country: str, zone: str, email: str, account: str, owner: str, address: str,
             by: Actor, at: datetime, key: str) -> work.Answer:  # fmt: skip
    """Take a party on, screened against the lists; its e-mail address is verified by itself (RULES §9). The operator does it.

    Refuses: NotAllowed (not the operator), RuleBroken (an unknown kind, zone or country, an empty field).
    """
    told = {
        "kind": kind, "name": name, "country": country, "zone": zone, "email": email, "account": account, "owner": owner,
        "address": address,
    }  # fmt: skip
    fields = {"owner": "", "address": "", **saying.asked("organisations.register", told=told)}
    if (done := work.again(by=by, key=key, body=fields)) is not None:
        return done
    _operator(by)
    check_place(country=fields["country"], zone=fields["zone"])
    id = vocabulary.new_id(noun="organisation", key=f"{work.actor_name(by)}:{key}", at=at)
    held = take_on(id=id, at=at, fields=fields)
    answer = {"organisation": str(id), "held": held}
    work.keep(by=by, key=key, body=fields, answer=answer, at=at)
    return answer


def take_on(*, id: UUID, at: datetime, fields: Mapping[str, Any]) -> bool:
    """Write a party down and hold it against the lists, in the transaction at hand; whether a hit waits (RULES §9)."""
    people.add_organisation(id=id, at=at, **fields)
    return fields["kind"] != "operator" and screenings.sign_up(organisation_id=id, name=fields["name"], at=at)


def check_place(*, country: str, zone: str) -> None:
    """Refuses, by name: a country that is no code of two capitals, a zone that there is none of."""
    if len(country) != 2 or not (country.isascii() and country.isalpha() and country.isupper()):
        raise RuleBroken(f"country {country!r} is no ISO 3166-1 code of two capitals", field="country")
    days.zone(zone)


@transactions.durable
def add_person(*, organisation_id: UUID, role: Role, label: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Give an organisation somebody who acts for it in one role.

    Refuses: NotAllowed, NotFound, RuleBroken (a role that is not its own).
    """
    said = saying.asked("organisations.add_person", told={"role": role, "label": label})
    body: dict[str, Any] = {"organisation": organisation_id, **said}
    role, label = Role(said["role"]), said["label"]
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    _operator(by)
    kind = people.kind_of(organisation_id=organisation_id)
    own = {"operator": (Role.OPERATOR, Role.OFFICER), "arbiter": (Role.OFFICER,)}.get(kind) or (Role(kind),)
    if role not in own:
        raise RuleBroken(f"a person of a {kind} is {' or '.join(own)}, not {role}", field="role")
    id = vocabulary.new_id(noun="person", key=f"{work.actor_name(by)}:{key}", at=at)
    people.add_person(id=id, organisation_id=organisation_id, role=role, label=label, at=at)
    answer = {"person": str(id)}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


@transactions.durable
def found(*, name: str, country: str, zone: str, account: str, at: datetime) -> work.Answer:
    """Open an installation: the operator's organisation and its first person, once (RULES §11: one installation, one operator)."""
    # Whoever founds at the same time waits here, and then finds it done.
    work.again(by=Actor(Role.OPERATOR), key="found", body={})
    if people.operator_exists():
        raise RuleBroken("this installation has its operator already", field="kind")
    organisation_id = vocabulary.new_id(noun="organisation", key="operator", at=at)
    people.add_organisation(
        id=organisation_id,
        kind="operator",
        name=name,
        country=country,
        zone=zone,
        email="",
        account=account,
        owner="",
        address="",
        at=at,
    )
    person_id = vocabulary.new_id(noun="person", key="operator", at=at)
    people.add_person(id=person_id, organisation_id=organisation_id, role=Role.OPERATOR, label="operator A", at=at)
    return {"organisation": str(organisation_id), "person": str(person_id)}


@transactions.durable
def accredit(
    *, inspector_id: UUID, scope: str, first_on: str, last_on: str, by: Actor, at: datetime, key: str
) -> work.Answer:
    """Accredit an inspector for days and a scope: `any`, or the categories of goods that he may look at (RULES §6).

    Refuses: NotAllowed, NotFound, RuleBroken (a scope or a day that is none).
    """
    said = saying.asked("organisations.accredit", told={"scope": scope, "first_on": first_on, "last_on": last_on})
    scope, first_on, last_on = said["scope"], said["first_on"], said["last_on"]
    body: dict[str, Any] = {"inspector": inspector_id, **said}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    _operator(by)
    first, last = contract.read_day(field="first_on", text=first_on), contract.read_day(field="last_on", text=last_on)
    kept = accreditation.scope(scope)
    if last < first:
        raise RuleBroken(f"last_on {last} lies before first_on {first}", field="last_on")
    if people.kind_of(organisation_id=inspector_id) != "inspector":
        raise RuleBroken("only an inspector is accredited", field="inspector")
    id = vocabulary.new_id(noun="accreditation", key=f"{work.actor_name(by)}:{key}", at=at)
    assert by.person_id is not None, "an operator is a person"
    people.accredit(
        id=id, inspector_id=inspector_id, scope=kept, first_on=first_on, last_on=last_on, granted_by_id=by.person_id,
        at=at,
    )  # fmt: skip
    answer = {"accreditation": str(id)}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


def change_account(*, organisation_id: UUID, account: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Ask for new bank details of an organisation; another of the operator's people has to agree (RULES §9).

    Refuses: NotAllowed (not the operator), NotFound, RuleBroken (no account).
    """
    told = saying.asked(CHANGE_ACCOUNT, told={"account": account})
    eyes.check_operator(by=by, does=f"ask for {CHANGE_ACCOUNT}")
    people.kind_of(organisation_id=organisation_id)
    return eyes.ask(what=CHANGE_ACCOUNT, told=told, about=organisation_id, by=by, at=at, key=key)


@transactions.durable
def account_changed(*, agreed: eyes.Agreed) -> work.Answer:
    """Two agree to new bank details (RULES §9).

    They are in force 72 hours later (policy `bank_change_hours`); until then the old account is, and notice goes to the old
    contact at once. Refuses: as `eyes.Agreed.take`.
    """
    at, organisation_id = agreed.at, agreed.subject
    if (done := work.again(by=agreed.by, key=agreed.key, body=agreed.body)) is not None:
        return done
    in_force_at = at + timedelta(hours=market.policy_at(at=at).bank_change_hours)
    notice_to = people.change_account(
        id=vocabulary.new_id(noun="account_change", key=f"{work.actor_name(agreed.by)}:{agreed.key}", at=at),
        organisation_id=organisation_id, account=agreed.told["account"], proposed_by=agreed.asked_by,
        approved_by=agreed.take(), at=at, in_force_at=in_force_at,
    )  # fmt: skip
    answer = {"organisation": str(organisation_id), "in_force_at": in_force_at.isoformat(), "notice_to": notice_to}
    work.keep(by=agreed.by, key=agreed.key, body=agreed.body, answer=answer, at=at)
    return answer


def _operator(by: Actor) -> None:
    if by.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator does this.")
