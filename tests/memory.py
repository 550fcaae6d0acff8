"""A small market in memory: pots, bank, statements, and one method for each thing somebody does, over the pure domain."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.trading import Trade, instant
from tradeward.domain import (
    accreditation,
    lives,
    money,
    postings,
    recovery,
    rows,
    supplier_facts,
    supplier_limit,
    vocabulary,
)
from tradeward.domain.bundle import Bundle, OrderBundle, Pot, Purse, SupplierBundle
from tradeward.domain.entries import Entry
from tradeward.domain.lifecycle import Act
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import Refusal
from tradeward.domain.vocabulary import Actor, Role

TICK = timedelta(microseconds=1)
OPERATOR = Actor(Role.OPERATOR, UUID(int=800), UUID(int=801))


@dataclass
class Market:
    """What an order asks of the rest of the market (bundle.Market), held in plain fields."""

    policy: Policy
    world: "World"
    pots: dict[str, Pot] = field(default_factory=dict)
    statements: dict[date, datetime] = field(default_factory=dict)
    relations: set[frozenset[UUID]] = field(default_factory=set)
    accounts: dict[UUID, str] = field(default_factory=dict)
    rates: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    withdrawn: set[UUID] = field(default_factory=set)
    hits: dict[UUID, list[tuple[datetime, datetime | None]]] = field(default_factory=dict)
    unverified: set[UUID] = field(default_factory=set)
    scopes: dict[UUID, str] = field(default_factory=dict)
    books_are_green: bool = True

    def pot(self, currency: str) -> Pot:
        return self.pots.setdefault(currency, Pot(currency, 0, 0))

    def books_were_green(self, at: datetime) -> bool:
        return self.books_are_green

    def history(self, supplier: rows.Supplier, day: date) -> supplier_limit.History:
        return supplier_limit.History(joined=day, site_audited=True)

    def statement_imported_at(self, currency: str, day: date) -> datetime | None:
        found = [at for reached, at in self.statements.items() if reached >= day]
        return min(found, default=None)

    def unpaid_orders(self, buyer_id: UUID, at: datetime) -> int:
        return sum(
            trade.bundle.order.buyer_id == buyer_id and trade.bundle.order.state == "signed"
            for trade in self.world.trades
        )

    def still_open(self, supplier_id: UUID) -> bool:
        mine = [trade.bundle for trade in self.world.trades if trade.order.supplier_id == supplier_id]
        runs = any(one.order.state != "offered" and one.order.ended_at is None or one.dispute for one in mine)
        owes = any(debt.state in recovery.OPEN for one in mine for debt in one.of(rows.Recovery))
        paid = self.world.suppliers[supplier_id].payouts
        return runs or owes or any(one.state not in ("booked", "rebatched", "taken_back") for one in paid)

    def related(self, one: UUID, other: UUID) -> bool:
        return frozenset({one, other}) in self.relations

    def rate(self, from_currency: str, to_currency: str, at: datetime) -> Decimal:
        return self.rates[from_currency, to_currency]

    def account(self, organisation_id: UUID, at: datetime) -> str:
        return self.accounts.get(organisation_id, f"account of {organisation_id}")

    def held(self, organisation_id: UUID, at: datetime) -> bool:
        return any(begun <= at and (over is None or at < over) for begun, over in self.hits.get(organisation_id, []))

    def not_onboarded(self, organisation_ids: Sequence[UUID], at: datetime) -> list[str]:
        unverified = [
            f"{one}: its e-mail address is not verified." for one in organisation_ids if one in self.unverified
        ]
        return unverified + [
            f"{one}: a screening hit waits for the operator." for one in organisation_ids if self.held(one, at)
        ]

    def accredited(self, inspector_id: UUID, on: date, goods: frozenset[str]) -> bool:
        return inspector_id not in self.withdrawn and accreditation.covers(
            kept=self.scopes[inspector_id], categories=goods
        )

    def inspectors(self, on: date, goods: frozenset[str], sides: tuple[UUID, UUID], at: datetime) -> list[UUID]:
        fit = [one for one in self.scopes if self.accredited(one, on, goods)]
        return [one for one in fit if not any(self.related(one, side) for side in sides)]


class World:
    """Organisations, their orders, the bank and the clock."""

    def __init__(
        self, *, profile: str = "standard", start: str = "2027-03-01", fund: str = "20000.00", worker: str = "always",
        ticks: tuple[int, ...] = (), **changes: Any,
    ) -> None:  # fmt: skip
        policy = Policy.load(profile)
        self.market = Market(Policy._checked({name: getattr(policy, name) for name in _keys(policy)} | changes), self)
        self.purse = Purse({})
        self.now = instant(start)
        self.suppliers: dict[UUID, SupplierBundle] = {}
        self.trades: list[Trade] = []
        self.count = 0
        self.bank_works = True
        self.worker = worker
        self.ticks = ticks
        self.swept = 0
        self.last_morning = self.now.replace(hour=6, minute=0)
        self.operating: list[Entry] = []
        if fund != "0":
            self.fund(fund)

    # --- who there is

    def id(self, noun: str) -> UUID:
        self.count += 1
        return vocabulary.new_id(noun=noun, key=f"{noun}:{self.count}", at=self.now)

    def supplier(self, *, limit: str = "7500.00", state: str = "assured") -> SupplierBundle:
        """A supplier of that limit, in the policy's currency."""
        minor = money.Money.parse(limit, currency=self.market.policy.policy_currency).minor
        row = rows.Supplier(
            id=self.id("supplier"), state=state, verification="documents", limit_minor=minor, applied_at=self.now
        )
        bundle = SupplierBundle(tables={"supplier": [row]}, seq=0, head="", purse=self.purse, market=self.market)
        self.suppliers[row.id] = bundle
        return bundle

    def supplier_fact(self, bundle: SupplierBundle, *, by: Actor = OPERATOR, **said: str) -> rows.SupplierFact:
        """The operator writes down what is known of a supplier."""
        act = self.act("record", by)
        told = {"kind": "licence", "says": "class B", "source": "the trade office", "dated_on": "2027-01-01"}

        def put() -> rows.SupplierFact:
            fact = supplier_facts.record(bundle, **{**told, **said}, act=act)
            lives.note(bundle, "supplier_fact", fact.id, act=act)
            return fact

        return self.do(bundle, act, put)

    def put_up(self, bundle: SupplierBundle, amount: str, *, payer: str = "", currency: str = "USD") -> rows.Credit:
        """The supplier asks for his reference, and money arrives under it."""
        row = bundle.supplier
        if not row.security_reference:
            self.move(bundle, row, "put_up", Actor(Role.SUPPLIER, row.id, UUID(int=1)))
        credit = rows.Credit(
            id=self.id("credit"), bank_id=f"security:{self.count}", order_id=None, supplier_id=row.id, currency=currency,
            amount_minor=money.Money.parse(amount, currency=currency).minor, payer="payer", value_on=self.now.date(),
            payer_account=payer or self.market.account(row.id, self.now), reference=row.security_reference,
            recorded_at=self.now, state="suspense",
        )  # fmt: skip
        act = self.act("arrive", Actor(Role.REACTION))

        def book() -> rows.Credit:
            bundle.add(credit)
            bundle.post(postings.credit_received(cause=str(credit.id), currency=currency, minor=credit.amount_minor))
            lives.note(bundle, "credit", credit.id, act=act)
            return credit

        return self.do(bundle, act, book)

    def fund(self, amount: str, currency: str = "USD") -> None:
        """The operator pays into the fund."""
        self.count += 1
        minor = money.Money.parse(amount, currency=currency).minor
        self.post(postings.fund_paid_in(cause=f"fund:{self.count}", currency=currency, minor=minor))
        self.market.pot(currency).cash_minor += minor

    def post(self, entry: Entry) -> None:
        self.purse.apply(entry)
        self.operating.append(entry)

    # --- time

    @property
    def bundles(self) -> list[Bundle]:
        return [*self.suppliers.values(), *(trade.bundle for trade in self.trades)]

    def on(self, when: datetime | str) -> None:
        """The clock moves on; every morning at 06:00 UTC the bank's statement of the day before is imported."""
        when = instant(when) if isinstance(when, str) else when
        assert when >= self.now, (when, self.now)
        while self.bank_works and self.last_morning + timedelta(days=1) <= when:
            self.last_morning += timedelta(days=1)
            self._morning(self.last_morning)
        for at in self._sweeps(when):
            self.catch_up(at=at)
        self.now = when

    def _sweeps(self, when: datetime) -> Iterator[datetime]:
        """When the worker sweeps until `when`: right after each due instant, never, or at the given hours."""
        if self.worker == "always":
            while (due := self._next_due()) is not None and due < when:
                yield min(when, due + TICK)
            yield when
        if self.worker == "random" and self.ticks:
            at = self.now
            while (at := at + timedelta(hours=self.ticks[self.swept % len(self.ticks)])) < when:
                self.swept += 1
                yield at

    def _next_due(self) -> datetime | None:
        found = [one.at for bundle in self.bundles for one in lives.due(bundle) if lives.ready(bundle, one, at=one.at)]
        return min(found, default=None)

    def after(self, **parts: int) -> None:
        self.on(self.now + timedelta(**parts))

    def catch_up(self, *, at: datetime, supplier_id: UUID | None = None) -> None:
        lives.catch_up([one for one in self.bundles if supplier_id in (None, _supplier_of(one))], at=at)

    def _morning(self, at: datetime) -> None:
        """The statement of yesterday: it books what was sent, and a late deposit is late now."""
        self.catch_up(at=at)
        self.market.statements[at.date() - timedelta(days=1)] = at
        act = Act("import", Actor(Role.REACTION), at, f"statement:{at.date()}", {})
        for bundle in self.bundles:
            for payment in list(bundle.tables["payment_out"]):
                if payment.state == "sent" and payment.sent_at < at:
                    lives.move(bundle, payment, "book", act=_said(act, booked=str(payment.id)))
        self.settle(act)

    def settle(self, act: Act, supplier_id: UUID | None = None) -> None:
        for bundle in self.bundles:
            if supplier_id in (None, _supplier_of(bundle)):
                lives.settle(bundle, act=act)

    def left_alone(self, days: int = 730) -> None:
        """Nobody acts; only clock and bank go on, from one thing that happens to the next."""
        end = self.now + timedelta(days=days)
        while self.now < end:
            dues = [one.at for bundle in self.bundles for one in lives.due(bundle) if one.at >= self.now]
            sent = any(one.state == "sent" for bundle in self.bundles for one in bundle.tables["payment_out"])
            parked = any(trade.order.state == "signed" for trade in self.trades)
            morning = [self.last_morning + timedelta(days=1)] if sent or parked else []
            after = min([*dues, *morning], default=end)
            self.last_morning = max(self.last_morning, after - timedelta(days=1))
            self.on(min(end, after + TICK))

    # --- acts

    def do(self, bundle: Bundle, act: Act, what: Callable[[], Any]) -> Any:
        """Catch up, act, settle what the act met; nothing is left of an act that is refused."""
        supplier_id = None if self.worker == "always" else _supplier_of(bundle)
        self.catch_up(at=act.at, supplier_id=supplier_id)
        before = Kept(self)
        try:
            done = what()
            self.settle(act, supplier_id=supplier_id)
        except Refusal:
            before.back()
            raise
        for one in self.bundles:
            lives.project(one)
        return done

    def act(self, verb: str, by: Actor, **said: Any) -> Act:
        self.count += 1
        return Act(verb, by, self.now, f"{verb}:{self.count}", said)

    def move(self, bundle: Bundle, row: Any, verb: str, by: Actor, **said: Any) -> None:
        act = self.act(verb, by, **said)
        self.do(bundle, act, lambda: lives.move(bundle, row, verb, act=act))

    def owed(self, account: str, currency: str = "USD") -> str:
        """What the platform keeps or owes on a credit-normal account, as an amount."""
        return money.Money(self.purse.owed(account, currency), currency).amount

    def entries(self) -> list[Entry]:
        """Every entry posted, whoever's line it stands on."""
        return self.operating + [entry for bundle in self.bundles for line in bundle.lines for entry in line.entries]

    def journals(self) -> dict[UUID, list[str]]:
        """The journal of every order and supplier, line by line in words."""
        return {
            bundle.subject_id: [
                f"{line.act.at.isoformat()} {line.act.by.role} {line.noun} {line.act.verb} {line.id} {line.changes} {line.entries}"
                for line in bundle.lines
            ]
            for bundle in self.bundles
        }

    def offer(self, supplier: SupplierBundle | None = None, **contract: Any) -> "Trade":
        """The buyer puts a contract on the table."""
        supplier = supplier or self.supplier()
        return Trade(self, supplier, **contract)

    def signed(self, supplier: SupplierBundle | None = None, **contract: Any) -> "Trade":
        """An order that both have signed on the cover that can be given."""
        trade = self.offer(supplier, **contract)
        trade.sign("buyer")
        trade.sign("supplier")
        return trade


def _supplier_of(bundle: Bundle) -> UUID:
    return bundle.supplier.subject_id if isinstance(bundle, OrderBundle) else bundle.subject_id


def _said(act: Act, **said: Any) -> Act:
    return Act(act.verb, act.by, act.at, act.key, said)


def _keys(policy: Policy) -> list[str]:
    return [one.name for one in fields(policy)]


class Kept:
    """Everything as it was before an act, so that a refused act, or an attempt, leaves nothing."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.balances = dict(world.purse.balances)
        self.pots = {
            key: (pot.cash_minor, pot.reserved_minor, pot.waiting_minor) for key, pot in world.market.pots.items()
        }
        self.bundles = [
            (
                bundle,
                {noun: list(table) for noun, table in bundle.tables.items()},
                [(row, {one.name: getattr(row, one.name) for one in fields(row)}) for row in bundle.every()],
                len(bundle.lines),
                dict(bundle.lined),
                dict(bundle.made),
            )
            for bundle in world.bundles
        ]

    def back(self) -> None:
        self.world.purse.balances = self.balances
        for key, (cash, reserved, waiting) in self.pots.items():
            pot = self.world.market.pots[key]
            pot.cash_minor, pot.reserved_minor, pot.waiting_minor = cash, reserved, waiting
        for bundle, tables, values, lines, lined, made in self.bundles:
            for noun, table in bundle.tables.items():
                table[:] = tables.get(noun, [])
            for row, kept in values:
                for name, value in kept.items():
                    setattr(row, name, value)
            del bundle.lines[lines:]
            bundle.lined, bundle.made = lined, made
            bundle.pending.clear()
