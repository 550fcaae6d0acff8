"""An order: offered, signed, made, shipped, received, accepted, or left (RULES §4, §8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import lives, order, rows, saying, signing, vocabulary
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.contract import Contract as Agreed
from tradeward.domain.lifecycle import Act
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken, Stale
from tradeward.domain.vocabulary import Actor
from tradeward.store import market, people, transactions
from tradeward.usecases import work


@transactions.durable
def offer(*, body: dict[str, Any], by: Actor, at: datetime, key: str) -> work.Answer:
    """Offer a first contract version to the other side (RULES §4).

    Refuses: NotAllowed (not a party of the contract), RuleBroken (by key: what is missing or malformed), OutOfTurn (a
    supplier who may not offer, too few officers to judge a dispute).
    """
    saying.asked("orders.offer", told={"body": body})
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    policy = market.policy_at(at=at)
    _check_bench(policy)
    agreed = _agreed(body, policy, by)
    doing = _open(agreed.supplier_id, by=by, at=at, key=key)
    version = _put(doing, agreed, body, doing.act("offer", body=body))
    doing.record(at=at)
    answer = {"order": str(version.order_id), "version": "1", "hash": version.hash}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


@transactions.durable
def offer_many(*, bodies: Sequence[dict[str, Any]], by: Actor, at: datetime, key: str) -> work.Answer:
    """Offer many contracts of one supplier at once, as when a marketplace moves in: all of them, or none (RULES §4).

    The answer lists the orders as the bodies are listed. Some hundreds at once are quickest.
    Refuses: as `offer`; RuleBroken where the contracts are of several suppliers, or none is there.
    """
    told = {"bodies": list(bodies)}
    if (done := work.again(by=by, key=key, body=told)) is not None:
        return done
    policy = market.policy_at(at=at)
    _check_bench(policy)
    agreed = [_agreed(body, policy, by) for body in bodies]
    if len({one.supplier_id for one in agreed}) != 1:
        raise RuleBroken("bodies are contracts of one supplier, and at least one of them", field="bodies")
    doing = _open(agreed[0].supplier_id, by=by, at=at, key=key)
    acts = [
        replace(doing.act("offer", body=body), key=f"{work.actor_name(by)}:{key}:{n}") for n, body in enumerate(bodies)
    ]
    versions = [_put(doing, *one) for one in zip(agreed, bodies, acts, strict=True)]
    doing.record(at=at)
    answer = {"orders": [str(one.order_id) for one in versions]}
    work.keep(by=by, key=key, body=told, answer=answer, at=at)
    return answer


def _agreed(body: dict[str, Any], policy: Policy, by: Actor) -> Agreed:
    """The contract in a body. Refuses: what is malformed, by key; who is not a party of it."""
    agreed = signing.readable(body=body, policy=policy)
    if by.organisation_id != {"buyer": agreed.buyer_id, "supplier": agreed.supplier_id}.get(by.role):
        raise NotAllowed("Only buyer and supplier of a contract offer it.")
    return agreed


def _open(supplier_id: UUID, *, by: Actor, at: datetime, key: str) -> work.Work:
    """A unit of work on a supplier who may take new orders. Refuses: OutOfTurn."""
    doing = work.Work.on(supplier_id=supplier_id, by=by, at=at, key=key)
    if doing.supplier.supplier.state in ("suspended", "out"):
        raise OutOfTurn(f"The supplier is {doing.supplier.supplier.state} and takes no new orders.")
    return doing


def _put(doing: work.Work, agreed: Agreed, body: dict[str, Any], act: Act) -> rows.Version:
    """A new order with its first version on the table."""
    made = rows.Order(
        id=vocabulary.new_id(noun="order", key=act.key, at=act.at),
        buyer_id=agreed.buyer_id,
        supplier_id=agreed.supplier_id,
        currency=agreed.currency,
        value_minor=agreed.value_minor,
        state=order.ORDER.start,
        version=1,
        policy={},
        offered_at=act.at,
    )
    bundle = OrderBundle.fresh(order=made, supplier=doing.supplier)
    doing.orders.append(bundle)
    version = signing.offer(bundle, agreed=agreed, body=body, act=act)
    lives.note(bundle, "order", made.id, act=act)
    return version


def _check_bench(policy: Policy) -> None:
    """New orders wait until somebody could judge them; what is signed goes on (RULES §5). Refuses: OutOfTurn."""
    if people.officers() < policy.officers_min_count and not people.arbiters():
        raise OutOfTurn(
            f"There are {people.officers()} officers, and {policy.officers_min_count} are needed to rule and hear appeals:"
            " add officers, or register an outside arbiter."
        )


def propose(
    *, order_id: UUID, body: dict[str, Any], on: str | None = None, by: Actor, at: datetime, key: str
) -> work.Answer:
    """Put a new version on the table instead of the one on offer; earlier signatures are void (RULES §4).

    `on` is the hash of the version that it answers. Refuses: Stale (another one is on the table), and as any move.
    """
    said = saying.said(noun="order", verb="propose", told={"body": body}, by=by)

    def decide(done: work.Work) -> work.Answer:
        if on is not None and done.bundle.version.hash != on:
            raise Stale(
                f"Version {done.bundle.version.number} is on the table, and not the one you answer: read it first."
            )
        done.move(done.bundle.order, "propose", **said)
        return {"order": str(order_id), "version": str(done.bundle.order.version), "hash": done.bundle.version.hash}

    told = {"verb": "propose", **said, **({"on": on} if on is not None else {})}
    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=told, decide=decide)


def sign(*, order_id: UUID, hash: str, cover: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Sign the version on offer, on the cover shown (RULES §3, §4).

    Refuses: OutOfTurn (another hash, a term that cannot be decided, another cover: the figure that can be given is told).
    """
    return move(order_id=order_id, verb="sign", by=by, at=at, key=key, hash=hash, cover=cover)


def move(*, order_id: UUID, verb: str, by: Actor, at: datetime, key: str, **said: Any) -> work.Answer:
    """Any move of the order itself, with what may be said with it (`saying.SAID`).

    Refuses: RuleBroken by name, NotFound, NotAllowed, OutOfTurn with the needs that are not met.
    """

    def answer(done: work.Work, row: rows.Order) -> work.Answer:
        if verb == "propose":
            return {"order": str(row.id), "version": str(row.version), "hash": done.bundle.version.hash}
        return _state(done.bundle)

    first = _lock_buyer if verb == "sign" else _lock_nothing
    return work.on_row(
        cls=rows.Order, id=order_id, verb=verb, told=said, by=by, at=at, key=key, answer=answer, first=first
    )


def _lock_buyer(done: work.Work) -> None:
    """Of two last signatures for one buyer the second counts the first one's order (RULES §8: unpaid signed orders)."""
    done.market.lock_buyer(done.bundle.order.buyer_id)


def _lock_nothing(done: work.Work) -> None:
    """What concerns one order alone needs no lock beside the supplier's and its own."""


def ship(*, order_id: UUID, lot: int, document: dict[str, Any], by: Actor, at: datetime, key: str) -> work.Answer:
    """Ship a lot with the document that proves it: kind, number, date, carrier, file, place (RULES §4).

    Refuses: RuleBroken by name, NotFound (also a lot that is not there), NotAllowed, OutOfTurn.
    """
    said = saying.asked("orders.ship", told={"lot": lot, "document": document})["document"]

    def decide(done: work.Work) -> work.Answer:
        found = [one for one in done.bundle.of(rows.Shipment) if one.lot == lot]
        if not found:
            raise NotFound(f"The order has no lot {lot}.", field="lot")
        done.move(found[0], "ship", **said)
        return _state(done.bundle)

    return work.on_order(order_id=order_id, by=by, at=at, key=key, body={"lot": lot, **said}, decide=decide)


def move_lot(*, shipment_id: UUID, verb: str, by: Actor, at: datetime, key: str, **said: Any) -> work.Answer:
    """Any move of a lot by its id: `ship`. Refuses: RuleBroken by name, NotFound, NotAllowed, OutOfTurn."""

    def answer(done: work.Work, row: rows.Shipment) -> work.Answer:
        return _state(done.bundle)

    return work.on_row(cls=rows.Shipment, id=shipment_id, verb=verb, told=said, by=by, at=at, key=key, answer=answer)


def _state(bundle: OrderBundle) -> work.Answer:
    return {"order": str(bundle.order.id), "state": bundle.order.state}
