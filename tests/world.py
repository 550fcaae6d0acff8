"""A market to tell stories in: one method for each thing somebody does, over the real use cases and a real PostgreSQL."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tradeward.domain.money import Money
from tradeward.interfaces.cli.stage import Stage, instant
from tradeward.queries import orders as seen

BUYER, SUPPLIER, INSPECTOR = "Nordlicht Handel (fictional)", "Lantern Works (fictional)", "Plumb Line (fictional)"


def amount(text: str) -> str:
    """`USD 7,500.00` as the product takes it."""
    return text.split()[-1].replace(",", "")


def plan(*parts: tuple[int, str, str]) -> list[dict[str, str]]:
    """A payment plan of (basis points, anchor, release), a deposit due in 7 days and the rest in 14."""
    return [
        {"bp": str(bp), "anchor": anchor, "days": "7" if anchor == "signing" else "14", "release": release}
        for bp, anchor, release in parts
    ]


class World:
    """A market with one buyer, one supplier and one inspector, and whoever else a story brings in.

    `hands` is the stage they act on: the use cases themselves, unless a story is played through another door.
    """

    hands: type[Stage] = Stage

    def __init__(
        self, *, start: str = "2026-03-02", limit: str = "USD 7,500.00", fund: str = "USD 20,000.00", **policy: Any
    ) -> None:
        self.stage = self.hands(at=instant(start))
        if policy:
            self.stage.policy(**policy)
        self.stage.buyer(BUYER)
        self.stage.supplier(SUPPLIER, limit=amount(limit))
        self.stage.inspector(INSPECTOR)
        self.stage.fund(amount(fund))
        self.orders: dict[str, Order] = {}

    @property
    def now(self) -> datetime:
        return self.stage.at

    def on(self, when: str | datetime) -> None:
        """Time passes; what falls due up to and at that instant happens."""
        self.stage.on(when)

    def after(self, **parts: int) -> None:
        """Time passes by so much."""
        self.on(self.now + timedelta(**parts))

    def offered(
        self,
        name: str = "lamps",
        *,
        supplier: str = SUPPLIER,
        buyer: str = BUYER,
        value: str = "USD 10,000.00",
        **changes: Any,
    ) -> "Order":
        """The supplier has put a contract on the table."""
        currency = value.split()[0]
        id = self.stage.offer(buyer=buyer, supplier=supplier, value=amount(value), currency=currency, **changes)
        self.orders[name] = Order(self, id, buyer=buyer, supplier=supplier, currency=currency)
        return self.orders[name]

    def signed(self, name: str = "lamps", *, cover: str | None = None, **changes: Any) -> "Order":
        """An order that both have signed; `cover` is what both stated."""
        order = self.offered(name, **changes)
        order.sign(order.buyer, cover=cover)
        order.sign(order.supplier, cover=cover)
        return order

    def ledger(self, *names: str) -> str:
        """The ledger as text: of the orders named, or all of it."""
        labels = {str(order.id): name for name, order in self.orders.items()}
        labels |= {
            str(actor.organisation_id): name.split()[0].lower()
            for name, actor in self.stage.people.items()
            if "(fic" in name
        }
        subjects = [str(self.orders[name].id) for name in names] if names else None
        return "\n" + seen.ledger(self.stage.people["operator"], labels=labels, subjects=subjects) + "\n"

    def balance(self, account: str, currency: str = "USD") -> str:
        """The balance of an account of the house, debit positive."""
        return str(Money(seen.balance(self.stage.people["operator"], account=account, currency=currency), currency))


class Order:
    """One order as its people live it."""

    def __init__(self, world: World, id: UUID, *, buyer: str, supplier: str, currency: str) -> None:
        self.world, self.stage, self.id = world, world.stage, id
        self.buyer, self.supplier, self.currency = buyer, supplier, currency

    def _viewer(self) -> dict[str, Any]:
        return {"viewer": self.stage.people[self.buyer], "order_id": self.id, "at": self.world.now}

    def _money(self, minor: int) -> str:
        return str(Money(minor, self.currency))

    @property
    def state(self) -> str:
        return seen.state(**self._viewer())["order"]

    @property
    def outcome(self) -> str:
        return seen.state(**self._viewer())["outcome"]

    @property
    def facts(self) -> dict[str, Any]:
        """Every figure of the order that people see."""
        return seen.figures(**self._viewer())

    @property
    def quote(self) -> seen.Quote:
        """The cover that a signature would be given on now."""
        return seen.quote(**self._viewer())

    def money(self, name: str) -> str:
        """One figure: paid, held, released, refunded, debt, cover, reserved, not_covered."""
        return self._money(self.facts[name])

    @property
    def risk(self) -> tuple[str, str, str]:
        """Held, covered and not covered."""
        found = seen.at_risk(**self._viewer())
        return self._money(found.held), self._money(found.covered), self._money(found.not_covered)

    def sign(self, who: str, *, cover: str | None = None) -> None:
        self.stage.sign(self.id, who, cover=amount(cover) if cover else None)

    def pay(self, instalment: int, part: str | None = None, **told: Any) -> str:
        """A transfer for an instalment arrives; returns what became of the credit."""
        return self.stage.pay(self.id, instalment=instalment, amount=amount(part) if part else None, **told)["state"]

    def ready(self) -> None:
        self.stage.move(self.id, self.supplier, "declare_ready")

    def inspect(self, *readings: str) -> str:
        """Booked and reported; the width conforms from 49.5 to 50.5. Returns the verdict."""
        return self.stage.inspect(self.id, inspector=INSPECTOR, buyer=self.buyer, readings=list(readings))["verdict"]

    def inspected_and_paid(self) -> None:
        """Deposit paid, made, inspected with a pass, balance paid."""
        self.pay(1)
        self.world.after(days=30)
        self.ready()
        self.world.after(days=2)
        assert self.inspect("50.0", "50.1", "49.9") == "met"
        self.world.after(days=2)
        self.pay(2)

    def move(self, who: str, verb: str, **said: Any) -> None:
        self.stage.move(self.id, who, verb, **said)

    def ship(self, *, kind: str = "on_board", day: str | None = None) -> None:
        self.stage.ship(self.id, self.supplier, kind=kind, day=date.fromisoformat(day) if day else None)

    @property
    def ship_deadline(self) -> datetime:
        """08:00 on the last day for shipment."""
        return instant(seen.ship_deadline(**self._viewer()).isoformat())

    def disputed(self, *grounds: str, remedy: str, asked: str | None = None) -> "Dispute":
        """The buyer claims."""
        id = self.stage.dispute(self.id, self.buyer, *grounds, remedy=remedy, amount=amount(asked) if asked else None)
        return Dispute(self, id, self.world.now)

    def pay_debt(self, part: str) -> None:
        self.stage.pay_debt(self.id, supplier=self.supplier, amount=amount(part))


class Dispute:
    """One dispute."""

    def __init__(self, order: Order, id: UUID, opened_at: datetime) -> None:
        self.order, self.stage, self.id, self.opened_at = order, order.stage, id, opened_at

    @property
    def state(self) -> str:
        return dict(seen.state(**self.order._viewer())["disputes"])[self.id]

    def say(self, who: str, verb: str, **said: Any) -> dict[str, Any]:
        return self.stage.say(self.id, who, verb, **said)

    def offer(self, who: str, part: str) -> None:
        self.stage.offer_settlement(self.id, who, amount=amount(part))

    def settled(self, part: str) -> None:
        """The supplier offers, the buyer accepts."""
        self.offer(self.order.supplier, part)
        self.say(self.order.buyer, "settle")

    def ruled(self, *, officer: str = "officer A", second: str | None = "officer B", **departures: Any) -> "Ruled":
        """An officer takes the case and rules; a second one signs where that is needed."""
        return Ruled(self, self.stage.rule(self.id, officer=officer, second=second, **departures))

    def appealed(self, who: str) -> None:
        self.say(who, "appeal", reason="the evidence was read wrongly")

    def ruled_on_appeal(self, *, officer: str = "officer C", **departures: Any) -> "Ruled":
        self.say(officer, "take_appeal", tie="none")
        return Ruled(self, self.say(officer, "rule_appeal", **departures))


class Ruled:
    """A ruling as it is told."""

    def __init__(self, dispute: Dispute, told: dict[str, Any]) -> None:
        self.dispute, self.told = dispute, told

    def __getattr__(self, name: str) -> str:
        told = self.told[name]
        amounts = ("award", "refund", "advance", "not_covered")
        return str(Money.parse(told, currency=self.dispute.order.currency)) if name in amounts else told
