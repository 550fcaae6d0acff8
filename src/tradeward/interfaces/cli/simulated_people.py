"""Random people around one order: they look at it now and then, and do something of what they could do, right or wrong."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces.cli import simulated_contracts
from tradeward.interfaces.cli.simulated_habits import HABITS, Moment, Row
from tradeward.interfaces.cli.stage import Stage
from tradeward.queries import orders as seen
from tradeward.queries import scenes
from tradeward.queries.scenes import Scene
from tradeward.usecases import bank, disputes, inspections, orders

OPEN_DEBTS = ("noticed", "overdue", "planned")


class Choice(NamedTuple):
    """Something that could be done: how much it draws, what it is called, and how it is done."""

    weight: float
    name: str
    do: Callable[[], Any]


@dataclass
class Market:
    """Everybody there is."""

    stage: Stage
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


class Table:
    """The people around one order, with chances of their own: what others do never changes what these would choose."""

    def __init__(self, *, market: Market, number: int, seed: str) -> None:
        self.market = market
        self.number = number
        self.chance = random.Random(f"{seed}:{number}")
        self.steps = 0
        self.order_id: UUID | None = None
        self.urges: dict[str, float] = {}
        self.patience = self.chance.randrange(10, 60)
        self.buyer = self.chance.choice(market.buyers)
        self.supplier = self.chance.choice(market.suppliers)

    def key(self) -> str:
        """A key of this table's own."""
        self.steps += 1
        return f"sim:{self.number}:{self.steps}"

    def next_look(self, at: datetime) -> datetime:
        """When somebody looks at the order again: minutes to two weeks later, mostly a day or two."""
        hours = self.chance.choices((0.2, 4, 18, 40, 90, 200, 340), (10, 20, 30, 25, 12, 6, 2))[0]
        return at + timedelta(seconds=round(hours * 3600 * self.chance.uniform(0.5, 1.5)))

    def open(self, at: datetime) -> str:
        """Offer the order; returns what was done."""
        stage = self.market.stage
        stage.at = at
        body = simulated_contracts.draw(self.chance, stage=stage, buyer=self.buyer, supplier=self.supplier)
        who = self.chance.choice((self.buyer, self.supplier))
        told = orders.offer(body=body, by=stage.people[who], at=at, key=self.key())
        self.order_id = UUID(told["order"])
        return "order offer"

    def act(self, at: datetime) -> tuple[str, Callable[[], Any]] | None:
        """What somebody does now, or None when it is all over and nobody will come again."""
        assert self.order_id is not None
        scene = scenes.scene(self.market.stage.people["operator"], order_id=self.order_id, at=at)
        if scene.over or self.steps >= self.patience:
            return None
        choices = [*self._moves(scene, at), *self._others(scene, at)]
        weights = [one.weight * self._urge(one.name) for one in choices]
        weights.append(8)
        found = self.chance.choices([*choices, None], weights)[0]
        return (found.name, found.do) if found else ("nothing", lambda: None)

    def _urge(self, name: str) -> float:
        """How these people feel about a kind of move: some never pay, some never answer, some appeal everything."""
        if name not in self.urges:
            own = random.Random(f"{self.number}:{name}:{self.buyer}:{self.supplier}")
            self.urges[name] = own.choice((0, 0.3, 1, 1, 1, 1, 1, 2, 4))
        return self.urges[name]

    # --- the moves of the lives

    def _moves(self, scene: Scene, at: datetime) -> list[Choice]:
        found = []
        for one in scene.chances:
            habit = HABITS.get((one.noun, one.verb))
            if habit is None:
                continue
            row = scene.row(one.noun, one.id)
            by = self._who(one.role, one.verb, row, scene)
            if by is not None:
                weight = habit.weight * (0.04 if one.lacking else 1)
                found.append(
                    Choice(weight, f"{one.noun} {one.verb}", self._move(one.noun, one.verb, by, row, scene, at))
                )
        return found

    def _who(self, role: Role, verb: str, row: Row, scene: Scene) -> Actor | None:
        """Somebody in this role: mostly the right one, now and then a stranger to the order or to the case."""
        people = self.market.by_organisation
        if role is Role.OFFICER:
            return self._officer(verb, row)
        if role is Role.OPERATOR:
            return self.chance.choice(self.market.operators)
        if role is Role.INSPECTOR:
            return people.get(row.get("inspector_id"))  # type: ignore[arg-type]
        if self.chance.randrange(60) == 0:
            names = self.market.buyers if role is Role.BUYER else self.market.suppliers
            return self.market.stage.people[self.chance.choice(names)]
        return people[scene.order[f"{role}_id"]]

    def _officer(self, verb: str, row: Row) -> Actor:
        having = row["appeal_officer_id"] if verb == "rule_appeal" else row["officer_id"]
        own = verb not in ("take", "countersign", "send_back", "take_appeal")
        right = [one for one in self.market.officers if (one.person_id == having) is own]
        return self.chance.choice(right if right and self.chance.randrange(10) else self.market.officers)

    def _move(self, noun: str, verb: str, by: Actor, row: Row, scene: Scene, at: datetime) -> Callable[[], Any]:
        def do() -> Any:
            market = self.market
            inspectors = tuple(market.stage.people[name] for name in market.inspectors)
            now = Moment(self.chance, scene, row, at, inspectors, market.officers, market.operators)
            said = HABITS[noun, verb].words(now)
            who = {"by": by, "at": at, "key": self.key()}
            if noun == "order":
                if verb == "sign":
                    return orders.sign(order_id=row["id"], **said, **who)
                return orders.move(order_id=row["id"], verb=verb, **said, **who)
            if noun == "shipment":
                return orders.ship(order_id=row["order_id"], lot=row["lot"], document=said, **who)
            if noun == "inspection":
                return inspections.move(inspection_id=row["id"], verb=verb, **said, **who)
            if noun == "dispute":
                if verb == "offer":
                    return disputes.offer(dispute_id=row["id"], **said, **who)
                return disputes.move(dispute_id=row["id"], verb=verb, **said, **who)
            raise AssertionError(f"no use case for {noun}")

        return do

    # --- what is no move of a row

    def _others(self, scene: Scene, at: datetime) -> list[Choice]:
        state, found = scene.order["state"], []
        for row in scene.rows.get("instalment", ()):
            if row["state"] in ("open", "planned"):
                weight = 60 if row["state"] == "open" else 2
                due = row["amount_minor"] - row["paid_minor"] - row["early_minor"]
                found.append(Choice(weight, "buyer pays", self._pay(row["reference"], self.buyer, due, scene, at)))
        for row in scene.rows.get("recovery", ()):
            if row["state"] in OPEN_DEBTS:
                payer = self.buyer if row["kind"] == "buyer" else self.supplier
                found.append(Choice(8, "debt paid", self._pay(row["reference"], payer, row["debt_minor"], scene, at)))
        if state == "offered":
            found.append(Choice(12, "order propose", self._propose(scene, at)))
        if state not in ("offered", "signed", "lapsed"):
            dispute = 0.1 if scene.rows.get("dispute") or scene.order["ended_at"] else 6
            found.append(Choice(dispute, "dispute open", self._dispute(scene, at)))
        return found

    def _pay(self, reference: str, payer: str, minor: int, scene: Scene, at: datetime) -> Callable[[], Any]:
        def do() -> Any:
            currency = scene.order["currency"]
            kinds = ("right", "short", "over", "late", "third party", "wrong currency", "wrong reference", "twice")
            kind = self.chance.choices(kinds, (80, 6, 4, 4, 2, 1, 1, 2))[0]
            who = self.chance.choice(self.market.buyers) if kind == "third party" else payer
            told = bank.Credit(
                bank_id=f"bank:{self.key()}",
                currency={"wrong currency": "EUR"}.get(kind, currency),
                amount_minor=max(1, {"short": minor * 9 // 10, "over": minor + 12_345}.get(kind, minor)),
                payer=who,
                payer_account=self.market.accounts[who],
                text="for lamps" if kind == "wrong reference" else f"order payment {reference}",
                value_on=_value_day(at, kind),
            )
            if kind == "twice":
                bank.credit(credit=told, at=at)
            return bank.credit(credit=told, at=at)

        return do

    def _propose(self, scene: Scene, at: datetime) -> Callable[[], Any]:
        def do() -> Any:
            stage = self.market.stage
            stage.at = at
            who = self.chance.choice((self.buyer, self.supplier))
            body = simulated_contracts.draw(self.chance, stage=stage, buyer=self.buyer, supplier=self.supplier)
            body["currency"] = scene.order["currency"]
            return orders.propose(order_id=scene.order["id"], body=body, by=stage.people[who], at=at, key=self.key())

        return do

    def _dispute(self, scene: Scene, at: datetime) -> Callable[[], Any]:
        def do() -> Any:
            grounds = self.chance.choice((["ship_date"], ["quality"], ["quantity"], ["ship_date", "quality"], []))
            paid = sum(one["paid_minor"] for one in scene.rows.get("instalment", ()))
            asked = self.chance.choice((None, None, paid // 3, paid, paid + 1))
            return disputes.open_dispute(
                order_id=scene.order["id"], grounds=grounds, remedy=self.chance.choice(("cancel", "refuse", "keep")),
                amount=f"{asked // 100}.{asked % 100:02}" if asked is not None else None,
                by=self.market.stage.people[self.buyer], at=at, key=self.key(),
            )  # fmt: skip

        return do


def _value_day(at: datetime, kind: str) -> date:
    return at.date() - timedelta(days=5 if kind == "late" else 0)
