"""A small market in memory: pots, bank, statements, and one method for each thing somebody does, over the pure domain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tradeward.domain import amending, disputing, lives, making, money, needs, postings, recovery, refunding, rows, signing, supplier_limit, vocabulary
from tradeward.domain.bundle import Bundle, OrderBundle, Pot, Purse, SupplierBundle
from tradeward.domain.entries import Entry
from tradeward.domain.lifecycle import Act
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import NotFound, Refusal
from tradeward.domain.vocabulary import Actor, Role

TICK = timedelta(microseconds=1)
OFFICERS = tuple(UUID(int=900 + n) for n in range(5))


def instant(text: str) -> datetime:
    """The instant written `2027-03-01` (08:00 UTC that day) or `2027-03-01T09:30`."""
    read = datetime.fromisoformat(text if "T" in text else f"{text}T08:00")
    return read if read.tzinfo else read.replace(tzinfo=UTC)


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
            trade.bundle.order.buyer_id == buyer_id and trade.bundle.order.state == "signed" for trade in self.world.trades
        )

    def related(self, one: UUID, other: UUID) -> bool:
        return frozenset({one, other}) in self.relations

    def rate(self, from_currency: str, to_currency: str, at: datetime) -> Decimal:
        return self.rates[from_currency, to_currency]

    def account(self, organisation_id: UUID, at: datetime) -> str:
        return self.accounts.get(organisation_id, f"account of {organisation_id}")

    def accredited(self, inspector_id: UUID, on: date) -> bool:
        return inspector_id not in self.withdrawn


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
        found = [
            one.at for bundle in self.bundles for one in lives.due(bundle) if lives.ready(bundle, one, at=one.at)
        ]
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
        before = _Kept(self)
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


class _Kept:
    """Everything as it was before an act, so that a refused act leaves nothing."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.balances = dict(world.purse.balances)
        self.pots = {key: (pot.cash_minor, pot.reserved_minor) for key, pot in world.market.pots.items()}
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
        for key, (cash, reserved) in self.pots.items():
            self.world.market.pots[key].cash_minor, self.world.market.pots[key].reserved_minor = cash, reserved
        for bundle, tables, values, lines, lined, made in self.bundles:
            for noun, table in bundle.tables.items():
                table[:] = tables.get(noun, [])
            for row, kept in values:
                for name, value in kept.items():
                    setattr(row, name, value)
            del bundle.lines[lines:]
            bundle.lined, bundle.made = lined, made
            bundle.pending.clear()


SIZE = {"id": "size", "kind": "measure", "property": "length", "unit": "mm", "min": "9.5", "max": "10.5"}


class Trade:
    """One order: what its people do with it."""

    def __init__(
        self,
        world: World,
        supplier: SupplierBundle,
        *,
        value: str = "10000.00",
        currency: str = "USD",
        coverage: str = "pre_shipment",
        release: str = "",
        plan: list[tuple[int, str, int, str]] | None = None,
        buyer: Actor | None = None,
        **more: Any,
    ) -> None:
        self.world = world
        self.buyer = buyer or Actor(Role.BUYER, world.id("organisation"), world.id("person"))
        self.supplier = Actor(Role.SUPPLIER, supplier.subject_id, UUID(int=1))
        self.inspector = Actor(Role.INSPECTOR, world.id("organisation"), UUID(int=2))
        order = rows.Order(
            id=world.id("order"), buyer_id=self.buyer.organisation_id, supplier_id=supplier.subject_id, currency=currency,
            value_minor=0, state="offered", version=0, policy={}, offered_at=world.now,
        )  # fmt: skip
        self.bundle = OrderBundle(tables={"order": [order]}, seq=0, head="", supplier=supplier)
        self.order = order
        self.credits = 0
        if release:
            plan = [(3000, "signing", 7, release), (7000, "inspection" if coverage == "pre_shipment" else "shipped", 14, release)]
        body = {
            "buyer": str(order.buyer_id), "supplier": str(order.supplier_id), "currency": currency,
            "lines": [{"goods": "hinge", "quantity": "1000", "unit": "pcs", "price": value, "terms": ["size"]}],
            "incoterm": "FOB Ningbo, China, Incoterms 2020", "ship_date": "2027-05-01", "ship_zone": "Asia/Shanghai",
            "buyer_zone": "Europe/Berlin", "coverage": coverage, "transport": "sea", "terms": [SIZE],
        } | more  # fmt: skip
        if plan:
            body["plan"] = [{"bp": str(bp), "anchor": anchor, "days": str(days), "release": how} for bp, anchor, days, how in plan]
        act = world.act("offer", self.buyer, body=body)

        def put() -> None:
            signing.offer(self.bundle, body=body, act=act)
            world.trades.append(self)
            lives.note(self.bundle, "order", order.id, act=act)

        world.do(self.bundle, act, put)

    def by(self, side: str) -> Actor:
        return {"buyer": self.buyer, "supplier": self.supplier, "inspector": self.inspector}[side]

    def move(self, row: Any, verb: str, side: str | Actor, **said: Any) -> None:
        self.world.move(self.bundle, row, verb, self.by(side) if isinstance(side, str) else side, **said)

    def minor(self, amount: str) -> int:
        return money.Money.parse(amount, currency=self.order.currency).minor

    def amount(self, minor: int) -> str:
        return money.Money(minor, self.order.currency).amount

    def last(self, cls: type[Any]) -> Any:
        """The newest row of a table. Refuses: none there."""
        if not self.bundle.of(cls):
            raise NotFound(f"There is no {cls.noun}.")
        return self.bundle.of(cls)[-1]

    # --- signing and paying

    def sign(self, side: str, cover: str | None = None) -> None:
        """Sign what is on the table, on `cover` or on the cover that can be given."""
        shown = cover or self.amount(self.bundle.cover if self.bundle.reservation else signing.quote(self.bundle, at=self.world.now).cover)
        self.move(self.order, "sign", side, hash=self.bundle.version.hash, cover=shown)

    def propose(self, side: str, value: str) -> None:
        """Another version, at another price, instead of the one on offer."""
        body = self.bundle.version.body
        lines = [{**body["lines"][0], "price": value}]
        self.move(self.order, "propose", side, body={**body, "lines": lines})

    def credit(
        self, amount: str, number: int = 1, *, bank_id: str = "", payer: str = "", currency: str = "", on: date | None = None,
        debt: rows.Recovery | None = None, reference: str = "",
    ) -> rows.Credit:  # fmt: skip
        """The bank reports money with the reference of an instalment or of a debt."""
        self.credits += 1
        payee = self.order.supplier_id if debt and debt.kind != "buyer" else self.order.buyer_id
        currency = currency or self.order.currency
        credit = rows.Credit(
            id=self.world.id("credit"), bank_id=bank_id or f"{self.order.id}:{self.credits}", order_id=self.order.id,
            currency=currency, amount_minor=money.Money.parse(amount, currency=currency).minor, payer="payer",
            payer_account=payer or self.world.market.account(payee, self.world.now),
            reference=reference or (debt.reference if debt else self.bundle.instalments[number - 1].reference),
            value_on=on or self.world.now.date(), recorded_at=self.world.now, state="suspense",
        )  # fmt: skip
        act = self.world.act("credit", Actor(Role.OPERATOR))

        def book() -> None:
            if any(one.bank_id == credit.bank_id for one in self.bundle.of(rows.Credit)):
                return
            self.bundle.add(credit)
            self.bundle.post(
                postings.credit_received(cause=credit.bank_id, currency=currency, minor=credit.amount_minor)
            )
            lives.note(self.bundle, "credit", credit.id, act=act)

        self.world.do(self.bundle, act, book)
        return credit

    def recall(self, credit: rows.Credit) -> None:
        """The bank takes a credit back."""
        act = self.world.act("recall", Actor(Role.REACTION), recall_id="recall", credit_id=str(credit.id))
        self.world.do(self.bundle, act, lambda: lives.move(self.bundle, credit, "recall", act=act))

    # --- goods

    def ready(self) -> None:
        self.move(self.order, "declare_ready", "supplier")

    def inspection(self) -> rows.Inspection:
        return self.last(rows.Inspection)

    def book(self) -> None:
        self.move(self.inspection(), "book", "buyer", inspector_id=self.inspector.organisation_id)

    def report(self, *readings: str) -> None:
        """The inspector's readings of the size: 9.5 to 10.5 conforms."""
        values = list(readings or ("10.0", "10.1"))
        said = {"sample_size": len(values), "measurements": {"size": values}}
        bad = sum(not 9.5 <= float(one) <= 10.5 for one in values)
        self.move(self.inspection(), "report", "inspector", report=said | {"nonconforming_units": bad})

    def passed(self) -> None:
        """Ready, booked, inspected and found good."""
        self.ready()
        self.book()
        self.report()

    def failed(self) -> None:
        self.ready()
        self.book()
        self.report("9.0", "10.0", "10.1", "10.2")

    def ship(self, on: str | None = None, lot: int = 1, **changed: str) -> None:
        day = on or self.world.now.date().isoformat()
        said = {"kind": "on_board", "number": f"BL-{lot}", "date": day, "carrier": "Fictional Lines", "file": "ab" * 32, "place": "Ningbo"}
        found = [one for one in self.bundle.of(rows.Shipment) if one.lot == lot]
        row = found[0] if found else self.last(rows.Shipment)
        self.move(row, "ship", "supplier", **(said | changed))

    def receive(self, cleared: str | None = None) -> None:
        self.move(
            self.order, "receive", "buyer", document="cd" * 32, cleared_at=instant(cleared) if cleared else self.world.now
        )

    def accept(self) -> None:
        self.move(self.order, "accept", "buyer")

    def waive(self) -> None:
        self.move(self.order, "waive", "buyer", amount=self.amount(self.order.value_minor))

    def fact(self, kind: str, by: str = "supplier", **content: str) -> None:
        act = self.world.act(kind, self.by(by))

        def write() -> None:
            fact = making.record(self.bundle, kind=kind, content=content, act=act)
            lives.note(self.bundle, "fact", fact.id, act=act)

        self.world.do(self.bundle, act, write)

    def amend(self, kind: str, side: str = "buyer", **content: str) -> rows.Amendment:
        act = self.world.act("propose", self.by(side))

        def put() -> rows.Amendment:
            row = amending.propose(self.bundle, kind=kind, content=content, act=act)
            lives.note(self.bundle, "amendment", row.id, act=act)
            return row

        return self.world.do(self.bundle, act, put)

    def amended(self, kind: str, side: str = "supplier", **content: str) -> None:
        """One side proposes, the other signs."""
        row = self.amend(kind, side, **content)
        self.move(row, "sign", "buyer" if side == "supplier" else "supplier")

    # --- disputes

    @property
    def dispute_row(self) -> rows.Dispute:
        return self.last(rows.Dispute)

    @property
    def ruling(self) -> rows.Ruling:
        return [one for one in self.bundle.of(rows.Ruling) if one.issued_at][-1]

    @property
    def debt(self) -> rows.Recovery:
        return self.bundle.of(rows.Recovery)[-1]

    def dispute(
        self, *grounds: str, remedy: str = "cancel", asked: str | None = None, terms: list[str] | None = None
    ) -> rows.Dispute:
        act = self.world.act("dispute", self.buyer)

        def put() -> rows.Dispute:
            row = disputing.open_dispute(
                self.bundle, grounds=grounds, remedy=remedy, terms=terms,
                asked_minor=self.minor(asked) if asked else None, story="It is not as agreed.", act=act,
            )  # fmt: skip
            lives.note(self.bundle, "dispute", row.id, act=act)
            return row

        return self.world.do(self.bundle, act, put)

    def says(self, verb: str, side: str | Actor, **said: Any) -> None:
        """A move of the dispute by a side or an officer."""
        self.move(self.dispute_row, verb, side, **said)

    def answer(self, answer: str = "contest") -> None:
        self.says("answer", "supplier", answer=answer)

    def offer_settlement(self, side: str, amount: str) -> None:
        self.says("offer", side, amount_minor=self.minor(amount))

    def settle(self, side: str) -> None:
        self.says("settle", side)

    def escalate(self) -> None:
        self.says("escalate", "buyer")

    def officer(self, n: int) -> Actor:
        return Actor(Role.OFFICER, None, OFFICERS[n])

    def take(self, n: int = 0) -> None:
        self.says("take", self.officer(n), tie="none")

    def rule(self, n: int = 0, **departure: Any) -> None:
        self.says("rule", self.officer(n), **departure)

    def countersign(self, n: int = 1) -> None:
        self.says("countersign", self.officer(n), tie="none")

    def ruled(self, **departure: Any) -> rows.Ruling:
        """Taken, ruled on and, where it needs one, countersigned."""
        self.take()
        self.rule(**departure)
        if self.dispute_row.state == "drafted":
            self.countersign()
        return self.ruling

    def appeal(self, side: str) -> None:
        self.says("appeal", side, reason="It is wrong.")

    def appeal_ruled(self, n: int = 2, **departure: Any) -> None:
        self.says("take_appeal", self.officer(n), tie="none")
        self.says("rule_appeal", self.officer(n), **departure)

    # --- what stands in the books

    @property
    def held(self) -> str:
        return self.amount(self.bundle.held)

    @property
    def refund_due(self) -> str:
        return self.world.owed(postings.refund_due(self.order.id), self.order.currency)

    @property
    def returned(self) -> str:
        """All that was sent or is on its way to the buyer."""
        source = postings.refund_due(self.order.id)
        return self.amount(
            sum(one.amount_minor for one in self.bundle.of(rows.PaymentOut) if one.source == source and one.state != "returned")
        )

    @property
    def refunded(self) -> str:
        """What counts as refund of claims."""
        return self.amount(refunding.refunded(self.bundle))

    def open_debt(self) -> int:
        return sum(needs.owed(one) for one in self.bundle.of(rows.Recovery) if one.state in recovery.OPEN)
