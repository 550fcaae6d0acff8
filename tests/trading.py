"""One order in memory: what its people do with it, one method for each act (tests/memory.py holds the market)."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from tradeward.domain import (
    amending,
    disputing,
    lives,
    making,
    money,
    needs,
    postings,
    recovery,
    refunding,
    rows,
    signing,
)
from tradeward.domain.bundle import OrderBundle, SupplierBundle
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor, Role

OFFICERS = tuple(UUID(int=900 + n) for n in range(5))


def instant(text: str) -> datetime:
    """The instant written `2027-03-01` (08:00 UTC that day) or `2027-03-01T09:30`."""
    read = datetime.fromisoformat(text if "T" in text else f"{text}T08:00")
    return read if read.tzinfo else read.replace(tzinfo=UTC)


SIZE = {"id": "size", "kind": "measure", "property": "length", "unit": "mm", "min": "9.5", "max": "10.5"}


class Trade:
    """One order: what its people do with it."""

    def __init__(
        self,
        world: Any,
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
        world.market.scopes[self.inspector.organisation_id] = "any"
        order = rows.Order(
            id=world.id("order"), buyer_id=self.buyer.organisation_id, supplier_id=supplier.subject_id, currency=currency,
            value_minor=0, state="offered", version=0, policy={}, offered_at=world.now,
        )  # fmt: skip
        self.bundle = OrderBundle.fresh(order=order, supplier=supplier)
        self.order = order
        self.credits = 0
        if release:
            plan = [
                (3000, "signing", 7, release),
                (7000, "inspection" if coverage == "pre_shipment" else "shipped", 14, release),
            ]
        body = {
            "buyer": str(order.buyer_id), "supplier": str(order.supplier_id), "currency": currency,
            "lines": [{"goods": "hinge", "quantity": "1000", "unit": "pcs", "price": value, "terms": ["size"]}],
            "incoterm": "FOB Ningbo, China, Incoterms 2020", "ship_date": "2027-05-01", "ship_zone": "Asia/Shanghai",
            "buyer_zone": "Europe/Berlin", "coverage": coverage, "transport": "sea", "terms": [SIZE],
        } | more  # fmt: skip
        if plan:
            body["plan"] = [
                {"bp": str(bp), "anchor": anchor, "days": str(days), "release": how} for bp, anchor, days, how in plan
            ]
        act = world.act("offer", self.buyer, body=body)

        def put() -> None:
            agreed = signing.readable(body=body, policy=self.bundle.market.policy)
            signing.offer(self.bundle, agreed=agreed, body=body, act=act)
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
        shown = cover or self.amount(
            self.bundle.cover if self.bundle.reservation else signing.quote(self.bundle, at=self.world.now).cover
        )
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
        payee = self.order.supplier_id if debt and debt.kind not in recovery.OF_BUYER else self.order.buyer_id
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
        """The buyer picks the order's own inspector, or else the first of those drawn."""
        drawn = [UUID(one) for one in self.inspection().drawn]
        if drawn and self.inspector.organisation_id not in drawn:
            self.inspector = Actor(Role.INSPECTOR, drawn[0], UUID(int=2))
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
        said = {
            "kind": "on_board",
            "number": f"BL-{lot}",
            "date": day,
            "carrier": "Fictional Lines",
            "file": "ab" * 32,
            "place": "Ningbo",
        }
        found = [one for one in self.bundle.of(rows.Shipment) if one.lot == lot]
        row = found[0] if found else self.last(rows.Shipment)
        self.move(row, "ship", "supplier", **(said | changed))

    def receive(self, cleared: str | None = None) -> None:
        self.move(
            self.order,
            "receive",
            "buyer",
            document="cd" * 32,
            cleared_at=instant(cleared) if cleared else self.world.now,
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
        self.says("offer", side, amount=amount)

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
            sum(
                one.amount_minor
                for one in self.bundle.of(rows.PaymentOut)
                if one.source == source and one.state != "returned"
            )
        )

    @property
    def refunded(self) -> str:
        """What counts as refund of claims."""
        return self.amount(refunding.refunded(self.bundle))

    def open_debt(self) -> int:
        return sum(needs.owed(one) for one in self.bundle.of(rows.Recovery) if one.state in recovery.OPEN)
