"""Screening: parties are held against the operator's lists as they sign up and as a list comes; a hit holds (RULES §9).

So at every instant the hits are those of all lists against all parties, and what asks for them, a signature, a credit or a
payment, only reads whether one waits. Nothing is lost: money stays where it is until two people clear the hit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import lives, saying, vocabulary
from tradeward.domain.bundle import Bundle
from tradeward.domain.refusals import NotAllowed, NotFound, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways.screening import Entry, Lists, Screening
from tradeward.store import market, screenings, transactions
from tradeward.store.screenings import Party
from tradeward.usecases import eyes, work

CLEAR = "screenings.clear"
OURS = Actor(Role.REACTION)


def import_list(
    *, name: str, source: str, entries: Sequence[Mapping[str, str]], by: Actor, at: datetime, key: str
) -> work.Answer:
    """Import a list, each entry with a `name` and perhaps a `country`; it takes the place of the one of that name (RULES §9).

    Everybody here is held against it at once. Refuses: NotAllowed (not the operator), RuleBroken (no name, no source, an empty
    list or entry).
    """
    told = _import(name=name, source=source, entries=entries, by=by, at=at, key=key)
    for organisation_id in told["held"]:
        _look_again(UUID(organisation_id), cause=f"{told['list']}:{organisation_id}", at=at)
    return told


@transactions.durable
def _import(
    *, name: str, source: str, entries: Sequence[Mapping[str, str]], by: Actor, at: datetime, key: str
) -> work.Answer:
    body = saying.asked("screenings.import_list", told={"name": name, "source": source, "entries": entries})
    name, source, entries = body["name"], body["source"], body["entries"]
    if not entries:
        raise RuleBroken("entries is empty: a list names somebody", field="entries")
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    if by.role is not Role.OPERATOR or by.person_id is None:
        raise NotAllowed("Only the operator imports a list.")
    id = vocabulary.new_id(noun="screening_list", key=f"{work.actor_name(by)}:{key}", at=at)
    screenings.add_list(
        id=id, name=name.strip(), source=source.strip(), entries=entries, imported_by=by.person_id, at=at
    )
    held = _hold(screenings.parties(), screen=lists(list_id=id, at=at), occasion="list", at=at)
    answer = {"list": str(id), "entries": str(len(entries)), "held": [str(one) for one in held]}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


def lists(*, list_id: UUID | None = None, at: datetime) -> Screening:
    """The lists that count, or one of them, as they are screened against."""
    found = screenings.entries(list_id=list_id)
    least_bp = market.policy_at(at=at).screening_match_bp
    return Lists((Entry(list_name=one, name=name, country=country) for one, name, country in found), least_bp=least_bp)


def sign_up(*, organisation_id: UUID, name: str, at: datetime) -> bool:
    """Hold a new party against all lists, in the transaction that takes it on; whether a hit waits."""
    return bool(_hold([Party(organisation_id, name)], screen=lists(at=at), occasion="sign_up", at=at))


@transactions.durable
def clear(*, hit_id: UUID, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Ask to have it that a hit is none, with a reason; another of the operator's people has to agree (RULES §9).

    Refuses: NotAllowed (not the operator), NotFound (no such hit waits), RuleBroken (no reason).
    """
    told = saying.asked(CLEAR, told={"reason": reason})
    body = {"clear": hit_id, **told}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    eyes.check_operator(by=by, does=f"ask for {CLEAR}")
    _check_waits(hit_id)
    answer = eyes.put(what=CLEAR, told=told, about=hit_id, by=by, at=at, key=key)
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


def cleared(*, agreed: eyes.Agreed) -> work.Answer:
    """Two agree that a hit is none; what waited for it goes on, dated now (RULES §2, §9).

    Refuses: as `eyes.Agreed.take`, NotFound (the hit waits no more).
    """
    told = _clear(agreed)
    _look_again(UUID(told["organisation"]), cause=f"cleared:{agreed.subject}", at=agreed.at)
    return told


@transactions.durable
def _clear(agreed: eyes.Agreed) -> work.Answer:
    if (done := work.again(by=agreed.by, key=agreed.key, body=agreed.body)) is not None:
        return done
    organisation_id = _check_waits(agreed.subject)
    screenings.clear(
        id=agreed.subject, by=agreed.asked_by, approved_by=agreed.take(), reason=agreed.told["reason"], at=agreed.at
    )
    answer = {"hit": str(agreed.subject), "organisation": str(organisation_id)}
    work.keep(by=agreed.by, key=agreed.key, body=agreed.body, answer=answer, at=agreed.at)
    return answer


def _check_waits(hit_id: UUID) -> UUID:
    organisation_id = screenings.open_hit(id=hit_id)
    if organisation_id is None:
        raise NotFound("There is no such hit that waits.")
    return organisation_id


def _hold(parties: Sequence[Party], *, screen: Screening, occasion: str, at: datetime) -> list[UUID]:
    """Write down every new hit; returns whom one holds."""
    known = screenings.known(organisation_ids=[one.id for one in parties])
    hits: list[dict[str, Any]] = []
    for party in parties:
        for match in screen.matches(name=party.name):
            entry = match.entry
            if (party.id, entry.list_name, entry.name) in known:
                continue
            known.add((party.id, entry.list_name, entry.name))
            key = f"{party.id}:{entry.list_name}:{entry.name}"
            hits.append(
                {
                    "id": vocabulary.new_id(noun="screening_hit", key=key, at=at), "organisation_id": party.id,
                    "list_name": entry.list_name, "entry_name": entry.name, "entry_country": entry.country,
                    "score_bp": match.score_bp, "occasion": occasion, "at": at,
                }
            )  # fmt: skip
    screenings.add_hits(hits)
    screenings.screened(organisation_ids=[one.id for one in parties], at=at)
    return list(dict.fromkeys(one["organisation_id"] for one in hits))


def _look_again(organisation_id: UUID, *, cause: str, at: datetime) -> None:
    """What a party's hit holds waits now, and what it held goes on: each order, and the supplier, in a transaction of its own."""

    def order(done: work.Work) -> work.Answer:
        return _settled(done, done.bundle)

    def supplier(done: work.Work) -> work.Answer:
        return _settled(done, done.supplier)

    for order_id in screenings.touched_orders(organisation_id=organisation_id):
        work.on_order(order_id=order_id, by=OURS, at=at, key=f"{cause}:{order_id}", body={}, decide=order)
    if screenings.is_supplier(organisation_id=organisation_id):
        key = f"{cause}:{organisation_id}"
        work.on_supplier(supplier_id=organisation_id, by=OURS, at=at, key=key, body={}, decide=supplier)


def _settled(done: work.Work, bundle: Bundle) -> work.Answer:
    act = done.act("look_again")
    for verb in ("send_back", "match"):
        lives.react(bundle, "credit", verb, act)
    lives.settle(bundle, act=act)
    return {}
