"""A market played by chance: orders begin, people look at them now and then, the bank's days pass, the clock is prompt or not."""

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import money, references
from tradeward.domain.refusals import Refusal
from tradeward.gateways.payments.port import Credit
from tradeward.interfaces.cli.simulated_acts import Market
from tradeward.interfaces.cli.simulated_people import Table
from tradeward.interfaces.cli.stage import Stage
from tradeward.queries import bank as seen
from tradeward.queries import whole
from tradeward.queries.whole import Loose
from tradeward.usecases import approvals, bank, books, clock, fund, payouts, suppliers, suspense

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
TWO_YEARS = timedelta(days=731)
WORKERS = ("on", "off", "random")
LIMITS = ("1500.00", "7500.00", None, "25000.00", None)
"""Ceilings that the operator sets, by turns; None leaves a supplier his own limit."""


class Fault(Exception):
    """The product failed where it should have done or refused: which seed, which step, which order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to play: how many orders, from which seed, how the worker behaves, and whether two silent years follow."""

    orders: int
    seed: str
    worker: str
    then_nobody: bool


@dataclass(slots=True)
class Outcome:
    """What came of it. `seconds` are those of the play, without the making of the database."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    loose: list[Loose] = field(default_factory=list)
    red: list[str] = field(default_factory=list)
    digest: str = ""
    heads: dict[UUID, tuple[int, str]] = field(default_factory=dict)

    @property
    def commands(self) -> int:
        """Commands done and refused."""
        return self.done.total() + self.refused.total()


class Simulation:
    """One market, its people, and a queue of who does something when."""

    def __init__(self, plan: Plan, *, tell: Callable[[str], None] = lambda line: None) -> None:
        self.plan = plan
        self.tell = tell
        self.outcome = Outcome()
        self.whim = random.Random(f"{plan.seed}:worker")
        self.gaps = random.Random(f"{plan.seed}:bank")
        self.house = random.Random(f"{plan.seed}:house")
        self.stage = Stage(at=START, name="sim")
        self.market = Market(self.stage)
        self.numbers = count()
        self.silent = False
        self.queue: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.span = timedelta(days=max(20, plan.orders // 10))
        self.people_until = START + self.span + timedelta(days=120)

    def play(self) -> Outcome:
        """Play until the people's time is over, and the silent years after it where they are asked for."""
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # nobody needs this market after a power cut
        self._settle_in()
        begun = perf_counter()
        for _ in self._events():
            pass
        end = self.people_until
        if self.plan.then_nobody:
            end = self._then_nobody()
        clock.run(at=end)
        self.outcome.seconds = perf_counter() - begun
        operator = self.stage.people["operator"]
        self.outcome.loose = whole.loose_ends(operator) if self.plan.then_nobody else []
        self.outcome.red = [str(one) for one in books.check(at=end).findings]
        self.outcome.digest, self.outcome.heads = whole.digest(operator), whole.heads(operator)
        return self.outcome

    # --- the market

    def _settle_in(self) -> None:
        orders, stage = self.plan.orders, self.stage
        self._fund("50000000.00", START)
        for kind, how_many in (("buyer", max(4, orders // 20)), ("supplier", max(4, orders // 25)), ("inspector", 3)):
            for number in range(1, how_many + 1):
                name = f"{kind.capitalize()} {number} (fictional)"
                if kind == "supplier":
                    stage.supplier(name, limit=LIMITS[number % len(LIMITS)])
                else:
                    getattr(stage, kind)(name)
                self.market.know(name)
                getattr(self.market, f"{kind}s").append(name)
        self._put(START + timedelta(hours=18), self._bank_day)
        self._put(START + timedelta(days=4), self._house_day)
        for number in range(orders):
            table = Table(market=self.market, number=number, seed=self.plan.seed)
            at = START + self.span * number / orders + timedelta(seconds=table.chance.randrange(86_400))
            self._put(at, self._opening(table))

    def _fund(self, amount: str, at: datetime) -> None:
        """Two of the operator's people pay into the fund, and the bank sees it."""
        first, second = self.market.operators
        key = f"fund:{at.isoformat()}"
        asked = fund.pay_in(amount=amount, currency="USD", by=first, at=at, key=key)
        told = approvals.agree(approval_id=UUID(asked["approval"]), by=second, at=at, key=key + ":agree")
        credit = Credit(
            bank_id=f"fund:{told['movement']}",
            currency="USD",
            amount_minor=money.Money.parse(amount, currency="USD").minor,
            payer="operator",
            payer_account="NL-OPERATOR",
            text=references.reference(UUID(told["movement"])),
            value_on=at.date(),
        )
        self.market.bank.receive(credit=credit, on=at.date())

    def _put(self, at: datetime, do: Callable[[datetime], None]) -> None:
        heapq.heappush(self.queue, (at, next(self.numbers), do))

    def _events(self) -> Iterator[datetime]:
        while self.queue and self.queue[0][0] < self.people_until:
            at, _, do = heapq.heappop(self.queue)
            prompt = self.plan.worker == "on" or (self.plan.worker == "random" and self.whim.randrange(5) == 0)
            try:
                if prompt:
                    clock.run(at=at)
                do(at)
            except Fault:
                raise
            except Exception as exc:
                raise Fault(f"seed {self.plan.seed}, {at.isoformat()}, {type(exc).__name__}: {exc}") from exc
            yield at

    # --- what happens

    def _opening(self, table: Table) -> Callable[[datetime], None]:
        def do(at: datetime) -> None:
            self._attempt(table, at, "order offer", lambda: table.open(at))
            if table.order_id:
                self._put(table.next_look(at), self._look(table))

        return do

    def _look(self, table: Table) -> Callable[[datetime], None]:
        def do(at: datetime) -> None:
            choice = table.choose(at)
            if choice is not None:
                self._attempt(table, at, choice.name, choice.do)
                self._put(table.next_look(at), self._look(table))

        return do

    def _attempt(self, table: Table, at: datetime, name: str, act: Callable[[], Any]) -> None:
        self._try(lambda: f"order {table.number} ({table.order_id}), step {table.steps}, {at.isoformat()}", name, act)

    def _try(self, where: Callable[[], str], name: str, act: Callable[[], Any]) -> None:
        try:
            act()
        except Refusal as refusal:
            self.outcome.refused[type(refusal).__name__] += 1
        except Exception as exc:
            raise Fault(f"seed {self.plan.seed}, {where()}, {name}: {type(exc).__name__}: {exc}") from exc
        else:
            if name != "nothing":
                self.outcome.done[name] += 1

    def _bank_day(self, at: datetime) -> None:
        """What is due is made, payments go to the bank, and yesterday's statement comes back."""
        sandbox = self.market.bank
        self.tell(f"{at.date()}: {self.outcome.commands} commands, {self.outcome.done['order offer']} orders")
        clock.run(at=at)
        payouts.hand_over(bank=sandbox, at=at)
        for currency in sandbox.currencies():
            bank.import_statement(bank=sandbox, currency=currency, through=at.date() - timedelta(days=1), at=at)
        self._put(at + timedelta(days=7 if self.silent else self.gaps.choice((1, 1, 2, 5))), self._bank_day)

    def _house_day(self, at: datetime) -> None:
        """The operator looks at a supplier, at the fund, and at what waits in suspense."""
        house, by = self.house, self.market.operators[0]
        supplier_id = self.stage.people[house.choice(self.market.suppliers)].organisation_id
        assert supplier_id is not None, "a supplier is an organisation"
        who = {"by": by, "at": at, "key": f"house:{at.isoformat()}"}
        reason, cause = house.choice(("a visit", "")), house.choice(("", "", "fraud"))
        acts: tuple[Callable[[], Any], ...] = (
            lambda: suppliers.suspend(supplier_id=supplier_id, reason=reason, cause=cause, **who),
            lambda: suppliers.restore(supplier_id=supplier_id, reason=reason, **who),
            lambda: suppliers.restore(supplier_id=supplier_id, reason=reason, **who),
            lambda: suppliers.review_limit(supplier_id=supplier_id, ceiling_minor=None, reason=reason, **who),
            lambda: self._fund("100.00", at),
            lambda: self._send_back_one(who),
        )
        self._try(lambda: f"at {at.isoformat()}", "operator acts", house.choice(acts))
        self._put(at + timedelta(days=4, hours=house.randrange(24)), self._house_day)

    def _send_back_one(self, who: dict[str, Any]) -> None:
        waiting = [one for one in seen.suspense(who["by"]) if one.order_id is None]
        if waiting:
            suspense.send_back(credit_id=waiting[0].id, **who)

    def _then_nobody(self) -> datetime:
        """Nobody but clock and bank for two years."""
        self.silent = True
        self.queue = [one for one in self.queue if one[2] == self._bank_day]
        end = self.people_until + TWO_YEARS
        self.people_until = end
        for _ in self._events():
            pass
        return end
