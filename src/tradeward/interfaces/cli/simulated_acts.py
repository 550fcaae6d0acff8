"""How simulated people do what they choose: each kind of row has its use case, and so has what is no move of a row."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tradeward.domain.vocabulary import Actor
from tradeward.gateways.payments.port import Credit
from tradeward.gateways.payments.sandbox import Sandbox
from tradeward.interfaces.cli import simulated_contracts
from tradeward.interfaces.cli.simulated_habits import Moment, Row
from tradeward.interfaces.cli.stage import Stage
from tradeward.queries import orders as seen
from tradeward.queries.scenes import Scene
from tradeward.usecases import (
    amendments,
    approvals,
    bank,
    disputes,
    facts,
    inspections,
    messages,
    orders,
    payouts,
    recoveries,
    suspense,
)

CREDITS = (("right", 80), ("short", 6), ("over", 4), ("late", 4), ("third party", 2), ("wrong currency", 1),
           ("wrong reference", 2), ("twice", 2))  # fmt: skip
"""How a payment arrives, and how often of a hundred times."""


@dataclass
class Market:
    """Everybody there is, and their bank."""

    stage: Stage
    bank: Sandbox = field(default_factory=Sandbox)
    buyers: list[str] = field(default_factory=list)
    suppliers: list[str] = field(default_factory=list)
    inspectors: list[str] = field(default_factory=list)
    by_organisation: dict[UUID, Actor] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.officers = tuple(self.stage.people[f"officer {letter}"] for letter in "ABC")
        self.operators = (self.stage.people["operator"], self.stage.people["second operator"])

    def know(self, name: str) -> None:
        """Note a party that the stage has taken on."""
        actor = self.stage.people[name]
        assert actor.organisation_id is not None
        self.by_organisation[actor.organisation_id] = actor
        self.accounts[name] = seen.account(self.stage.people["operator"], name=name)


def move(noun: str, verb: str, row: Row, said: Mapping[str, Any], who: Mapping[str, Any]) -> Any:
    """Make a move of a row by the use case that its noun has."""
    id: UUID = row["id"]
    plain = {"order": orders.move, "inspection": inspections.move, "dispute": disputes.move}
    if (noun, verb) == ("order", "sign"):
        return orders.sign(order_id=id, **said, **who)
    if (noun, verb) == ("dispute", "offer"):
        return disputes.offer(dispute_id=id, **said, **who)
    if noun in plain:
        return plain[noun](**{f"{noun}_id": id}, verb=verb, **said, **who)
    others = {
        "shipment": lambda: orders.ship(order_id=row["order_id"], lot=row["lot"], document=dict(said), **who),
        "amendment": lambda: getattr(amendments, verb)(amendment_id=id, **who),
        "recovery": lambda: _plan(id, said, who),
        "payment_out": lambda: payouts.renew(payment_id=id, **who),
        "instalment": lambda: payouts.return_early(order_id=row["order_id"], number=row["number"], **who),
        "credit": lambda: _credit(verb, id, said, who),
    }
    return others[noun]()


def _plan(id: UUID, said: Mapping[str, Any], who: Mapping[str, Any]) -> Any:
    """One of the operator's people asks for a plan, and one agrees: now and then the same one, which is refused."""
    asked = recoveries.plan(recovery_id=id, parts=said["parts"], **who)
    key = f"{who['key']}:agree"
    return approvals.agree(approval_id=UUID(asked["approval"]), by=said["second"], at=who["at"], key=key)


def _credit(verb: str, id: UUID, said: Mapping[str, Any], who: Mapping[str, Any]) -> Any:
    acts = {"match": suspense.confirm, "propose": suspense.propose, "decline": suspense.decline}
    return acts.get(verb, suspense.send_back)(credit_id=id, **said, **who)


def pay(
    chance: random.Random,
    *,
    market: Market,
    reference: str,
    payer: str,
    minor: int,
    currency: str,
    bank_id: str,
    at: datetime,
) -> Any:
    """A transfer arrives at the bank: mostly as it should."""
    kind = chance.choices([one for one, _ in CREDITS], [weight for _, weight in CREDITS])[0]
    who = chance.choice(market.buyers) if kind == "third party" else payer
    told = Credit(
        bank_id=bank_id,
        currency="EUR" if kind == "wrong currency" else currency,
        amount_minor=max(1, {"short": minor * 9 // 10, "over": minor + 12_345}.get(kind, minor)),
        payer=who,
        payer_account=market.accounts[who],
        text="for lamps" if kind == "wrong reference" else f"order payment {reference}",
        value_on=_value_day(at, kind),
    )
    market.bank.receive(credit=told, on=at.date())
    if kind == "twice":
        bank.credit(credit=told, at=at)
    return bank.credit(credit=told, at=at)


def _value_day(at: datetime, kind: str) -> date:
    return at.date() - timedelta(days=5 if kind == "late" else 0)


def recall(*, market: Market, bank_id: str, at: datetime) -> Any:
    """The payer's bank takes a credit back."""
    return bank.recall(recall=market.bank.recall(of=bank_id, on=at.date()), at=at)


def propose(
    chance: random.Random, *, stage: Stage, scene: Scene, buyer: str, supplier: str, key: str, at: datetime
) -> Any:
    """Another version, from either side."""
    stage.at = at
    body = simulated_contracts.draw(chance, stage=stage, buyer=buyer, supplier=supplier)
    body["currency"] = chance.choice([scene.order["currency"]] * 20 + ["EUR"])
    who = stage.people[chance.choice((buyer, supplier))]
    return orders.propose(order_id=scene.order["id"], body=body, by=who, at=at, key=key)


def dispute(now: Moment, *, by: Actor, key: str) -> Any:
    """The buyer claims something, perhaps without ground."""
    chance, scene = now.chance, now.scene
    grounds = chance.choice((["ship_date"], ["quality"], ["quantity"], ["ship_date", "quality"], []))
    paid = sum(one["paid_minor"] for one in scene.rows.get("instalment", ()))
    asked = chance.choice((None, None, paid // 3, paid, paid + 1))
    return disputes.open_dispute(
        order_id=scene.order["id"], grounds=grounds, remedy=chance.choice(("cancel", "refuse", "keep")),
        amount=now.amount(asked) if asked is not None else None, by=by, at=now.at, key=key,
    )  # fmt: skip


def amend(now: Moment, *, by: Actor, key: str) -> Any:
    """One side proposes another ship date, price or a split; while disputed mostly as a settlement."""
    chance, order = now.chance, now.scene.order
    kind = chance.choice(("ship_date", "price", "split"))
    later = now.at.date() + timedelta(days=chance.choice((10, 40, 80, 150)))
    value = order["value_minor"] * chance.choice((80, 90, 100, 110)) // 100
    content = {
        "ship_date": {"ship_date": later.isoformat()},
        "price": {"value": now.amount(value)},
        "split": {"to_supplier": now.amount(chance.choice((0, value // 10, value // 3)))},
    }[kind]
    open_ones = [one for one in now.scene.rows.get("dispute", ()) if one["ended_at"] is None]
    if open_ones and chance.randrange(10):
        content["settles"] = str(open_ones[0]["id"])
    return amendments.propose(order_id=order["id"], kind=kind, content=content, by=by, at=now.at, key=key)


def tell(now: Moment, *, by: Actor, key: str) -> Any:
    """Somebody reports a fact, or writes a message."""
    chance, order_id = now.chance, now.scene.order["id"]
    today = now.at.date()
    storm = {"start": (today - timedelta(days=6)).isoformat(), "end": today.isoformat(), "notice": today.isoformat()}
    said = {
        "force_majeure": {**storm, "certificate": chance.choice(("true", "false"))},
        "count": {"quantity": chance.choice(("10000", "9900", "9000"))},
        "message": {},
    }
    kind = chance.choice(tuple(said))
    who = {"by": by, "at": now.at, "key": key}
    if kind == "message":
        return messages.send(order_id=order_id, text="Please look at the photographs.", **who)
    return facts.record(order_id=order_id, kind=kind, content=said[kind], **who)
