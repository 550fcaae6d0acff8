"""A stage for stories: a market of its own with a movable clock, where each method is one thing somebody does.

Everything goes through the product's use cases, so a story that plays is a market that works.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from tradeward.domain import days, money, references
from tradeward.domain.policy import KEYS, Policy, profile_text
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways.payments.sandbox import Sandbox
from tradeward.queries import bank as money_seen
from tradeward.queries import orders as seen
from tradeward.queries import suppliers as standings
from tradeward.usecases import (
    amendments,
    approvals,
    bank,
    clock,
    disputes,
    evidence,
    facts,
    fund,
    inspections,
    messages,
    onboarding,
    orders,
    organisations,
    payouts,
    policies,
    rates,
    securities,
    supplier_facts,
    suppliers,
    work,
)  # fmt: skip

TERM = {
    "id": "width", "kind": "measure", "property": "width", "unit": "mm", "method": "ISO 3611", "min": "49.5", "max": "50.5",
}  # fmt: skip


def instant(text: str) -> datetime:
    """An instant written as a day (08:00 UTC) or in full."""
    read = datetime.fromisoformat(text if "T" in text else f"{text}T08:00:00+00:00")
    return read.astimezone(UTC)


class Stage:
    """One market. Money is written `10000.00`; `at` is now."""

    def __init__(self, *, at: datetime, name: str = "play", bank: Any = None) -> None:
        self.at = at
        self.name = name
        self.count = 0
        self.people: dict[str, Actor] = {}
        self.bank = bank or Sandbox()
        self._found()

    def _found(self) -> None:
        told = organisations.found(
            name="Tradeward demo (fictional)", country="NL", zone="Europe/Amsterdam", account="NL-OPERATOR", at=self.at
        )
        house = UUID(told["organisation"])
        self.people["operator"] = Actor(Role.OPERATOR, house, UUID(told["person"]))
        self.people["second operator"] = self._person(house, Role.OPERATOR, "operator B")
        for letter in "ABC":
            self.people[f"officer {letter}"] = self._person(house, Role.OFFICER, f"officer {letter}")

    def key(self) -> str:
        """A fresh idempotency key, the same in each play."""
        self.count += 1
        return f"{self.name}:{self.count}"

    def by(self, who: str) -> dict[str, Any]:
        """Who acts, when, under which key: what every use case asks."""
        return {"by": self.people[who], "at": self.at, "key": self.key()}

    def _person(self, organisation_id: UUID, role: Role, label: str) -> Actor:
        told = organisations.add_person(organisation_id=organisation_id, role=role, label=label, **self.by("operator"))
        return Actor(role, organisation_id, UUID(told["person"]))

    # --- the market

    def on(self, when: datetime | str) -> None:
        """Let time pass: whatever falls due up to and at `when` happens."""
        self.at = instant(when) if isinstance(when, str) else when
        clock.run(at=self.at + days.TICK)

    def organisation(self, name: str, kind: str, *, country: str = "CN", zone: str = "Asia/Shanghai") -> Actor:
        """Take a party on, with one person."""
        told = organisations.register(
            kind=kind, name=name, country=country, zone=zone, email=f"desk@{name.split()[0].lower()}.example",
            account=f"{country}-{name}", owner=f"owner of {name}", address=f"address of {name}", **self.by("operator"),
        )  # fmt: skip
        self.people[name] = self._person(UUID(told["organisation"]), Role(kind), name)
        self.verify_email(name)
        return self.people[name]

    def verify_email(self, name: str) -> None:
        """A party proves its address by the token that the operator sent there."""
        asked = onboarding.ask(
            organisation_id=_id(self.people[name]),
            by=self.people["operator"],
            at=self.at,
            key=f"{self.name}:mail of {name}",
        )
        onboarding.confirm(token=asked["token"], at=self.at)

    def buyer(self, name: str) -> Actor:
        """A buyer in Berlin."""
        return self.organisation(name, "buyer", country="DE", zone="Europe/Berlin")

    def inspector(self, name: str) -> Actor:
        """An inspector accredited for ten years."""
        made = self.organisation(name, "inspector")
        last = self.at.date() + timedelta(days=3650)
        organisations.accredit(
            inspector_id=_id(made), scope="any", first_on=self.at.date().isoformat(), last_on=last.isoformat(),
            **self.by("operator"),
        )  # fmt: skip
        return made

    def supplier(self, name: str, *, limit: str | None = None) -> Actor:
        """An assured supplier, audited on site and here for three years; `limit` is a ceiling the operator sets."""
        now, self.at = self.at, self.at - timedelta(days=3 * 365)
        made = self.organisation(name, "supplier")
        suppliers.apply(supplier_id=_id(made), **self.by(name))
        self.at = now
        self.supplier_fact(name)
        self.review(name, history="none yet: new", performance="no record yet", legal_status="licence verified")
        self.admit(name, ceiling=limit)
        return made

    def supplier_fact(self, name: str, *, kind: str = "legal_status", expires_on: date | None = None) -> UUID:
        """The operator writes down what is known of a supplier; it holds for ten years, or until a day."""
        last = expires_on or self.at.date() + timedelta(days=3650)
        told = supplier_facts.record(
            supplier_id=_id(self.people[name]), kind=kind, says="active", source="the companies' register (fictional)",
            dated_on=self.at.date().isoformat(), expires_on=last.isoformat(), by=self.people["operator"], at=self.at,
            key=f"{self.name}:{kind} of {name}, {self.at.isoformat()}",
        )  # fmt: skip
        return UUID(told["fact"])

    def put_up(
        self, name: str, amount: str, *, currency: str = "USD", payer: str = "", bank_id: str = ""
    ) -> work.Answer:
        """A supplier pays security in, from his account or another's."""
        told = securities.put_up(supplier_id=_id(self.people[name]), **self.by(name))
        return self.credit(
            reference=told["reference"], amount=amount, currency=currency, payer=payer or name, bank_id=bank_id
        )

    def review(self, name: str, *, history: str, performance: str, legal_status: str) -> None:
        """The operator looks at a supplier's papers; one who never applied does so first."""
        if self.standing(name).state == "outside":
            suppliers.apply(supplier_id=_id(self.people[name]), **self.by(name))
        suppliers.review(
            supplier_id=_id(self.people[name]), verification="site_audit", history=history, performance=performance,
            legal_status=legal_status, **self.by("operator"),
        )  # fmt: skip

    def admit(self, name: str, *, ceiling: str | None = None) -> None:
        """The operator assures a supplier, perhaps with a ceiling."""
        minor = money.Money.parse(ceiling, currency="USD").minor if ceiling else None
        reason = "for the story" if ceiling else ""
        suppliers.admit(supplier_id=_id(self.people[name]), ceiling_minor=minor, reason=reason, **self.by("operator"))

    def review_limit(self, name: str) -> None:
        """The operator has a supplier's limit reckoned again."""
        suppliers.review_limit(supplier_id=_id(self.people[name]), ceiling_minor=None, reason="", **self.by("operator"))

    def standing(self, name: str) -> standings.Standing:
        """How a supplier stands: state, limit and its arithmetic."""
        return standings.standing(self.people["operator"], supplier_id=_id(self.people[name]), at=self.at)

    def fund(self, amount: str, currency: str = "USD") -> None:
        """The operator pays into the guarantee fund, by two people."""
        told = self.two(fund.pay_in, amount=amount, currency=currency)
        credit = self._credit(
            references.reference(UUID(told["movement"])), amount, currency, payer="Tradeward demo (fictional)"
        )
        self.bank.receive(credit=credit, on=self.at.date())

    def two(
        self, ask: Callable[..., work.Answer], *, first: str = "operator", second: str = "second operator", **said: Any
    ) -> work.Answer:
        """One of the operator's people asks for something that takes two, and another agrees at once."""
        waiting = ask(**said, **self.by(first))
        return approvals.agree(approval_id=UUID(waiting["approval"]), **self.by(second))

    def policy(self, profile: str = "standard", **changes: Any) -> None:
        """The operator puts a profile into force, with some keys changed."""
        base = Policy.load(profile)
        keys = {key: changes.get(key, getattr(base, key)) for key in KEYS}
        policies.publish(text=profile_text(keys), profile=profile, **self.by("operator"))

    def rate(
        self, from_currency: str, to_currency: str, rate: str, *, source: str = "a fictional bank's table"
    ) -> None:
        """The operator sets an exchange rate, from now on."""
        rates.publish(
            from_currency=from_currency, to_currency=to_currency, rate=rate, source=source, since=self.at,
            **self.by("operator"),
        )  # fmt: skip

    # --- an order

    def offer(self, *, buyer: str, supplier: str, **changes: Any) -> UUID:
        """The supplier offers a contract; `changes` replace what the standard one says."""
        told = orders.offer(body=self.contract(buyer=buyer, supplier=supplier, **changes), **self.by(supplier))
        return UUID(told["order"])

    def contract(self, *, buyer: str, supplier: str, value: str = "10000.00", **changes: Any) -> dict[str, Any]:
        """A contract for 10,000 pieces with one measured term, FOB Ningbo, to ship in sixty days."""
        body = {
            "buyer": str(_id(self.people[buyer])),
            "supplier": str(_id(self.people[supplier])),
            "currency": "USD",
            "lines": [{"goods": "desk lamps", "quantity": "10000", "unit": "pcs", "price": value, "terms": ["width"]}],
            "incoterm": "FOB Ningbo, Incoterms 2020",
            "ship_date": (self.at.date() + timedelta(days=60)).isoformat(),
            "ship_zone": "Asia/Shanghai",
            "buyer_zone": "Europe/Berlin",
            "coverage": "pre_shipment",
            "transport": "sea",
            "terms": [TERM],
        }
        return {key: given for key, given in {**body, **changes}.items() if given is not None}

    def sign(self, order_id: UUID, who: str, *, cover: str | None = None) -> work.Answer:
        """Sign the version on offer on the cover shown, or on `cover`."""
        viewer = self.people[who]
        shown = seen.quote(viewer, order_id=order_id, at=self.at)
        return orders.sign(order_id=order_id, hash=shown.hash, cover=cover or shown.cover, **self.by(who))

    def pay(self, order_id: UUID, *, instalment: int, amount: str | None = None, bank_id: str = "", payer: str = "",
            value_on: date | None = None) -> work.Answer:  # fmt: skip
        """The buyer's bank transfer for an instalment arrives."""
        row = seen.instalments(self.people["operator"], order_id=order_id, at=self.at)[instalment - 1]
        return self.credit(
            reference=row.reference, amount=amount or row.amount, currency=row.currency, payer=payer or row.payer, bank_id=bank_id,
            value_on=value_on,
        )  # fmt: skip

    def credit(self, *, reference: str, amount: str, currency: str, payer: str, bank_id: str = "", value_on: date | None = None
               ) -> work.Answer:  # fmt: skip
        """A credit arrives at the bank."""
        told = self._credit(reference, amount, currency, payer=payer, bank_id=bank_id, value_on=value_on)
        return bank.credit(credit=self.bank.receive(credit=told, on=self.at.date()), at=self.at)

    def _credit(
        self, reference: str, amount: str, currency: str, *, payer: str, bank_id: str = "", value_on: date | None = None
    ) -> bank.Credit:
        return bank.Credit(
            bank_id=bank_id or f"bank:{self.key()}",
            currency=currency,
            amount_minor=money.Money.parse(amount, currency=currency).minor,
            payer=payer,
            payer_account=seen.account(self.people["operator"], name=payer),
            text=f"order payment {reference}",
            value_on=value_on or self.at.date(),
        )

    def recall(self, bank_id: str) -> work.Answer:
        """The payer's bank takes a credit back."""
        return bank.recall(recall=self.bank.recall(of=bank_id, on=self.at.date()), at=self.at)

    def statement_day(self, through: date | None = None) -> dict[str, work.Answer]:
        """The bank is told what to pay, and its statements up to yesterday, or `through`, are imported."""
        payouts.hand_over(bank=self.bank, at=self.at)
        day = through or self.at.date() - timedelta(days=1)
        return {
            currency: bank.import_statement(bank=self.bank, currency=currency, through=day, at=self.at)
            for currency in money_seen.currencies(self.people["operator"])
        }

    def move(self, order_id: UUID, who: str, verb: str, **said: Any) -> work.Answer:
        """A move of the order."""
        return orders.move(order_id=order_id, verb=verb, **said, **self.by(who))

    def inspect(self, order_id: UUID, *, inspector: str, buyer: str, readings: list[str]) -> work.Answer:
        """The buyer books the inspector, who reports readings of the measured term."""
        return self.report(order_id, inspector=inspector, buyer=buyer, report={"measurements": {"width": readings}})

    def report(self, order_id: UUID, *, inspector: str, buyer: str, report: dict[str, Any]) -> work.Answer:
        """The buyer books the inspector, who reports."""
        row = self.book(order_id, inspector=inspector, buyer=buyer)
        return inspections.move(inspection_id=row, verb="report", report=report, **self.by(inspector))

    def book(self, order_id: UUID, *, inspector: str, buyer: str) -> UUID:
        """The buyer books the inspector."""
        row: UUID = seen.state(self.people["operator"], order_id=order_id, at=self.at)["inspections"][-1][0]
        inspections.move(inspection_id=row, verb="book", inspector_id=_id(self.people[inspector]), **self.by(buyer))
        return row

    def choose(self, order_id: UUID, who: str, verb: str) -> work.Answer:
        """What the buyer does after a failed inspection: rework or reject."""
        row = seen.state(self.people["operator"], order_id=order_id, at=self.at)["inspections"][-1][0]
        return inspections.move(inspection_id=row, verb=verb, **self.by(who))

    def ship(
        self, order_id: UUID, supplier: str, *, kind: str = "on_board", day: date | None = None, lot: int = 1
    ) -> work.Answer:
        """The supplier shows a shipping document."""
        document = {
            "kind": kind, "number": f"BL-{self.key()}", "date": (day or self.at.date()).isoformat(), "carrier": "Fictional Lines",
            "file": "bill-of-lading.pdf", "place": "Ningbo",
        }  # fmt: skip
        return orders.ship(order_id=order_id, lot=lot, document=document, **self.by(supplier))

    def amend(self, order_id: UUID, who: str, kind: str, **content: str) -> UUID:
        """One side proposes to change the signed contract."""
        told = amendments.propose(order_id=order_id, kind=kind, content=content, **self.by(who))
        return UUID(told["amendment"])

    def sign_amendment(self, amendment_id: UUID, who: str) -> work.Answer:
        """The other side signs it."""
        return amendments.sign(amendment_id=amendment_id, **self.by(who))

    def fact(
        self, order_id: UUID, who: str, kind: str, /, *, happened_at: datetime | None = None, **content: str
    ) -> UUID:
        """Somebody tells what happened outside."""
        told = facts.record(order_id=order_id, kind=kind, content=content, happened_at=happened_at, **self.by(who))
        return UUID(told["fact"])

    def add_file(self, order_id: UUID, who: str, content: bytes, *, name: str = "photo.jpg") -> UUID:
        """Somebody adds a file to the order's chain."""
        told = evidence.add(order_id=order_id, content=content, name=name, media_type="image/jpeg", **self.by(who))
        return UUID(told["evidence"])

    def write(self, order_id: UUID, who: str, text: str, *files: UUID) -> UUID:
        """Somebody writes a message in the order."""
        told = messages.send(order_id=order_id, text=text, evidence_ids=files, **self.by(who))
        return UUID(told["message"])

    def dispute(self, order_id: UUID, buyer: str, *grounds: str, remedy: str, amount: str | None = None) -> UUID:
        """The buyer opens a dispute."""
        told = disputes.open_dispute(order_id=order_id, grounds=grounds, remedy=remedy, amount=amount, **self.by(buyer))
        return UUID(told["dispute"])

    def say(self, dispute_id: UUID, who: str, verb: str, **said: Any) -> work.Answer:
        """A move of the dispute."""
        return disputes.move(dispute_id=dispute_id, verb=verb, **said, **self.by(who))

    def offer_settlement(self, dispute_id: UUID, who: str, *, amount: str) -> work.Answer:
        """Either side puts a settlement figure on the table."""
        return disputes.offer(dispute_id=dispute_id, amount=amount, **self.by(who))

    def rule(
        self, dispute_id: UUID, *, officer: str = "officer A", second: str | None = "officer B", **departures: Any
    ) -> work.Answer:
        """An officer takes the case and rules; a second one countersigns where that is needed."""
        self.say(dispute_id, officer, "take", tie="none")
        told = self.say(dispute_id, officer, "rule", **departures)
        if told["state"] == "drafted" and second:
            told = self.say(dispute_id, second, "countersign", tie="none")
        return told

    def pay_debt(self, order_id: UUID, *, supplier: str, amount: str) -> work.Answer:
        """The supplier pays his debt from an order."""
        row = seen.debts(self.people["operator"], order_id=order_id, at=self.at)[-1]
        return self.credit(reference=row.reference, amount=amount, currency=row.currency, payer=supplier)


def _id(actor: Actor) -> UUID:
    assert actor.organisation_id is not None
    return actor.organisation_id
