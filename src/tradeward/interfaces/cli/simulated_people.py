"""Random people around one order: they look at it now and then, and do something of what they could do, right or wrong."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces.cli import simulated_acts, simulated_contracts
from tradeward.interfaces.cli.simulated_acts import Market
from tradeward.interfaces.cli.simulated_habits import HABITS, Moment, Row
from tradeward.queries import scenes
from tradeward.queries.scenes import Scene
from tradeward.usecases import orders

OPEN_DEBTS = ("noticed", "overdue", "planned")
NOTHING = 8
"""How much doing nothing draws."""
LOOKS = ((0.2, 10), (4, 20), (18, 30), (40, 25), (90, 12), (200, 6), (340, 2))
"""After how many hours somebody looks again, and how often of 105 times."""


class Choice(NamedTuple):
    """Something that could be done: how much it draws, what it is called, and how it is done."""

    weight: float
    name: str
    do: Callable[[], Any]


class Table:
    """The people around one order, with chances of their own: what others do never changes what these would choose."""

    def __init__(self, *, market: Market, number: int, seed: str) -> None:
        self.market = market
        self.number = number
        self.seed = seed
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
        hours = self.chance.choices([one for one, _ in LOOKS], [weight for _, weight in LOOKS])[0]
        return at + timedelta(seconds=round(hours * 3600 * self.chance.uniform(0.5, 1.5)))

    def open(self, at: datetime) -> Any:
        """Offer the order."""
        stage = self.market.stage
        stage.at = at
        body = simulated_contracts.draw(self.chance, stage=stage, buyer=self.buyer, supplier=self.supplier)
        who = self.chance.choice((self.buyer, self.supplier))
        told = orders.offer(body=body, by=stage.people[who], at=at, key=self.key())
        self.order_id = UUID(told["order"])
        return told

    def choose(self, at: datetime) -> Choice | None:
        """What somebody does now, or None when it is all over or nobody has patience left."""
        assert self.order_id is not None
        if self.steps >= self.patience:
            return None
        scene = scenes.scene(self.market.stage.people["operator"], order_id=self.order_id, at=at)
        if scene.over:
            return None
        choices = [*self._moves(scene, at), *self._payments(scene, at), *self._others(scene, at)]
        choices.append(Choice(NOTHING, "nothing", lambda: None))
        return self.chance.choices(choices, [one.weight * self._urge(one.name) for one in choices])[0]

    def _urge(self, name: str) -> float:
        """How these people feel about a kind of move: some never pay, some never answer, some appeal everything."""
        if name not in self.urges:
            own = random.Random(f"{self.seed}:{self.number}:{name}")
            self.urges[name] = 1 if name == "nothing" else own.choice((0, 0.3, 1, 1, 1, 1, 1, 2, 4))
        return self.urges[name]

    def _now(self, scene: Scene, row: Row, at: datetime) -> Moment:
        market = self.market
        inspectors = tuple(market.stage.people[name] for name in market.inspectors)
        return Moment(self.chance, scene, row, at, inspectors, market.officers, market.operators)

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
            said = HABITS[noun, verb].words(self._now(scene, row, at))
            return simulated_acts.move(noun, verb, row, said, {"by": by, "at": at, "key": self.key()})

        return do

    # --- what is no move of a row

    def _payments(self, scene: Scene, at: datetime) -> list[Choice]:
        found = []
        for row in scene.rows.get("instalment", ()):
            if row["state"] in ("open", "planned"):
                due = row["amount_minor"] - row["paid_minor"] - row["early_minor"]
                weight = 60 if row["state"] == "open" else 2
                found.append(Choice(weight, "buyer pays", self._pay(row, self.buyer, due, scene, at)))
        for row in scene.rows.get("recovery", ()):
            if row["state"] in OPEN_DEBTS:
                payer = self.buyer if row["kind"] in ("buyer", "forged") else self.supplier
                found.append(Choice(8, "debt paid", self._pay(row, payer, row["debt_minor"], scene, at)))
        return [*found, *self._fees(scene, at), *self._recalls(scene, at)]

    def _fees(self, scene: Scene, at: datetime) -> list[Choice]:
        waiting = [one for one in scene.rows.get("inspection", ()) if one["state"] in ("requested", "booked")]
        unpaid = [one for one in waiting if one["fee_minor"] > one["fee_held_minor"]]
        return [Choice(20, "fee paid", self._pay(one, self.buyer, one["fee_minor"], scene, at)) for one in unpaid]

    def _recalls(self, scene: Scene, at: datetime) -> list[Choice]:
        matched = [one for one in scene.rows.get("credit", ()) if one["state"] == "matched"]
        return [Choice(0.3, "bank recalls", self._recall(one, at)) for one in matched]

    def _pay(self, row: Row, payer: str, minor: int, scene: Scene, at: datetime) -> Callable[[], Any]:
        return lambda: simulated_acts.pay(
            self.chance, market=self.market, reference=row["reference"], payer=payer, minor=minor,
            currency=scene.order["currency"], bank_id=f"bank:{self.key()}", at=at,
        )  # fmt: skip

    def _recall(self, row: Row, at: datetime) -> Callable[[], Any]:
        return lambda: simulated_acts.recall(market=self.market, bank_id=row["bank_id"], at=at)

    def _others(self, scene: Scene, at: datetime) -> list[Choice]:
        order, stage = scene.order, self.market.stage
        now, buyer = self._now(scene, scene.order, at), stage.people[self.buyer]
        either = stage.people[self.chance.choice((self.buyer, self.supplier))]
        if order["state"] == "offered":
            return [Choice(12, "order propose", lambda: simulated_acts.propose(
                self.chance, stage=stage, scene=scene, buyer=self.buyer, supplier=self.supplier, key=self.key(), at=at,
            ))]  # fmt: skip
        if order["state"] == "lapsed":
            return []
        quiet = not scene.rows.get("dispute") and order["ended_at"] is None
        return [
            Choice(6 if quiet else 0.3, "dispute open", lambda: simulated_acts.dispute(now, by=buyer, key=self.key())),
            Choice(3, "amendment propose", lambda: simulated_acts.amend(now, by=either, key=self.key())),
            Choice(1, "somebody tells", lambda: simulated_acts.tell(now, by=either, key=self.key())),
        ]
