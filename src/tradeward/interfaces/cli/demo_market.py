"""What has happened in the demo market: a year of fictional trade, so that everybody who looks has something to see."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tradeward.domain.vocabulary import Actor
from tradeward.interfaces.cli.stage import TERM, Stage
from tradeward.interfaces.demo_cast import (
    FULL,
    GOOD,
    HARBOUR,
    LUMBRE,
    NEW,
    NORDLICHT,
    OUTSIDE,
    OWING,
    PAUSED,
    PLUMB,
    SECOND,
)
from tradeward.usecases import sandbox_bank, suppliers

GOOD_READINGS = ["50.0", "50.1", "49.9", "50.2", "49.8"]
_AT_ONCE = [
    {"bp": "3000", "anchor": "signing", "days": "7", "release": "on_capture"},
    {"bp": "7000", "anchor": "inspection", "days": "14", "release": "on_capture"},
]
"""A plan that trusts the supplier: what he has been paid is what the cover is for."""
_INSPECTED = [
    TERM,
    {"id": "lot", "kind": "sampling", "standard": "ISO 2859-1:1999", "level": "II",
     "aql": {"critical": "none_allowed", "major": "2.5", "minor": "4.0"}},
    {"id": "print", "kind": "pass_fail", "text": "the printed box agrees with drawing B-12"},
]  # fmt: skip
"""Terms that an inspector finds readings, defects, and a pass or a fail for."""


def play(*, until: datetime) -> None:
    """Play the demo market's past up to an instant, through the product's own use cases."""
    on = _Trade(until)
    for days_ago, happens in sorted(on.happenings(), key=lambda one: -one[0]):
        on.on(days_ago)
        happens()
    on.stage.on(until)


class _Trade:
    """The market, and its orders by the names they have here."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self.stage = Stage(at=until - timedelta(days=300), name="demo", bank=sandbox_bank.StoredBank())
        self.orders: dict[str, UUID] = {}
        self.disputes: dict[str, UUID] = {}
        self.names: dict[str, tuple[str, str]] = {}
        self._cast()

    def on(self, days_ago: float) -> None:
        """Go to a day before the last one."""
        self.stage.on(self.until - timedelta(days=days_ago))

    def _cast(self) -> None:
        stage = self.stage
        stage.buyer(NORDLICHT)
        stage.organisation(HARBOUR, "buyer", country="GB", zone="Europe/London")
        stage.organisation(LUMBRE, "buyer", country="ES", zone="Europe/Madrid")
        for inspector in (PLUMB, SECOND):
            stage.inspector(inspector)
        stage.supplier(GOOD)
        for name, ceiling in ((FULL, "6000.00"), (PAUSED, None), (OWING, "7500.00")):
            stage.supplier(name, limit=ceiling)
        stage.organisation(OUTSIDE, "supplier")
        stage.fund("50000.00")

    def happenings(self) -> Iterator[tuple[float, Callable[[], Any]]]:
        """What happens how many days before the last one."""
        yield from self._completed("towels", 280, NORDLICHT, "9000.00")
        yield from self._completed("linen", 200, HARBOUR, "12000.00")
        yield from self._completed("blankets", 120, LUMBRE, "7500.00")
        yield from self._lost()
        yield from self._running()
        yield from self._waiting()
        for days_ago in range(295, 0, -5):
            yield days_ago + 0.1, self.stage.statement_day

    def _signed(self, name: str, buyer: str, supplier: str, **contract: Any) -> None:
        self.names[name] = buyer, supplier
        self.orders[name] = order = self.stage.offer(buyer=buyer, supplier=supplier, **contract)
        self.stage.sign(order, buyer)
        self.stage.sign(order, supplier)

    def _pay(self, name: str, instalment: int) -> None:
        self.stage.pay(self.orders[name], instalment=instalment, payer=self.names[name][0])

    def _move(self, name: str, verb: str, *, buyer: bool = False, **said: Any) -> None:
        self.stage.move(self.orders[name], self.names[name][0 if buyer else 1], verb, **said)

    def _inspect(self, name: str, inspector: str = PLUMB, readings: list[str] = GOOD_READINGS) -> None:
        self.stage.inspect(self.orders[name], inspector=inspector, buyer=self.names[name][0], readings=readings)

    def _ship(self, name: str) -> None:
        self.stage.ship(self.orders[name], self.names[name][1])

    def _completed(self, name: str, ago: int, buyer: str, value: str) -> Iterator[tuple[float, Callable[[], Any]]]:
        """An order that went as it should."""
        yield ago, lambda: self._signed(name, buyer, GOOD, value=value)
        yield ago - 2, lambda: self._pay(name, 1)
        yield ago - 30, lambda: self._move(name, "declare_ready")
        yield ago - 32, lambda: self._inspect(name)
        yield ago - 34, lambda: self._pay(name, 2)
        yield ago - 36, lambda: self._ship(name)
        yield (
            ago - 70,
            lambda: self._move(name, "receive", buyer=True, document="customs declaration", cleared_at=self.stage.at),
        )
        yield ago - 75, lambda: self._move(name, "accept", buyer=True)

    def _lost(self) -> Iterator[tuple[float, Callable[[], Any]]]:
        """Paid on a passed inspection, never shipped, not a word: the fund refunds, and the supplier owes it."""

        def sign() -> None:
            ships = (self.until - timedelta(days=15)).date().isoformat()
            self._signed("hinges", HARBOUR, OWING, plan=_AT_ONCE, ship_date=ships)

        yield 70, sign
        yield 68, lambda: self._pay("hinges", 1)
        yield 30, lambda: self._move("hinges", "declare_ready")
        yield 28, lambda: self._inspect("hinges", SECOND)
        yield 26, lambda: self._pay("hinges", 2)
        yield 13, lambda: self._dispute("hinges", "ship_date", remedy="cancel")
        yield 4, lambda: self.stage.rule(self.disputes["hinges"])

    def _dispute(self, name: str, *grounds: str, **claim: Any) -> None:
        self.disputes[name] = self.stage.dispute(self.orders[name], self.names[name][0], *grounds, **claim)

    def _running(self) -> Iterator[tuple[float, Callable[[], Any]]]:
        """Orders under way, each waiting for somebody else."""
        yield 40, lambda: self._signed("crockery", NORDLICHT, FULL, value="30000.00")
        yield 38, lambda: self._pay("crockery", 1)
        yield 35, lambda: self._signed("crates", LUMBRE, PAUSED, value="8000.00")
        yield 33, lambda: self._pay("crates", 1)
        yield 30, lambda: self._signed("curtains", NORDLICHT, GOOD, value="6000.00")
        yield 28, lambda: self._pay("curtains", 1)
        yield 10, self._suspend
        yield 8, lambda: self._move("curtains", "declare_ready")
        yield 6, lambda: self._inspect("curtains", SECOND)
        yield 5, lambda: self._pay("curtains", 2)
        yield 4, lambda: self._ship("curtains")
        yield 2, lambda: self._move("crockery", "declare_ready")
        yield 1.9, self._write

    def _waiting(self) -> Iterator[tuple[float, Callable[[], Any]]]:
        """What is on somebody's table today."""
        yield 60, lambda: self._signed("cushions", HARBOUR, GOOD, value="5000.00", coverage="post_delivery")
        yield 58, lambda: self._pay("cushions", 1)
        yield 40, lambda: self._move("cushions", "declare_ready")
        yield 36, lambda: self._ship_after_payment("cushions")
        yield (
            5,
            lambda: self._move(
                "cushions", "receive", buyer=True, document="customs declaration", cleared_at=self.stage.at
            ),
        )
        yield 1, lambda: self._dispute("cushions", "quality", remedy="keep", amount="900.00")
        yield 26, lambda: self._signed("shades", LUMBRE, GOOD, value="8000.00", terms=_INSPECTED)
        yield 24, lambda: self._pay("shades", 1)
        yield 16, lambda: self._move("shades", "declare_ready")
        yield 14, self._failed
        yield 1.5, lambda: self._sampled("kettles")
        yield 20, self._new_supplier
        yield 3, self._new_offers
        yield 0.5, self._stray_credit

    def _ship_after_payment(self, name: str) -> None:
        self._ship(name)
        self._pay(name, 2)

    def _failed(self) -> None:
        """Handles too short; the buyer refuses the goods, the supplier contests it, and an officer is asked."""
        report = {
            "measurements": {"width": ["50.1", "48.7", "50.0", "48.9", "50.2"]}, "results": {"print": "pass"},
            "sample_size": 80, "defects": {"critical": 0, "major": 7, "minor": 3}, "nonconforming_units": 9,
        }  # fmt: skip
        self.stage.report(self.orders["shades"], inspector=SECOND, buyer=LUMBRE, report=report)
        self._dispute("shades", "quality", remedy="refuse")
        self.stage.say(self.disputes["shades"], GOOD, "answer", answer="contest")

    def _sampled(self, name: str) -> None:
        """Goods that are ready, and an inspector who is on his way."""
        self._signed(name, NORDLICHT, GOOD, value="4000.00", terms=_INSPECTED, lines=[
            {"goods": "kettles", "quantity": "500", "unit": "pcs", "price": "4000.00", "terms": ["width", "print"]},
        ])  # fmt: skip
        self._pay(name, 1)
        self._move(name, "declare_ready")
        self.stage.book(self.orders[name], inspector=PLUMB, buyer=NORDLICHT)

    def _suspend(self) -> None:
        id = self.stage.people[PAUSED].organisation_id
        assert id is not None
        suppliers.suspend(supplier_id=id, reason="the business licence ran out", **self.stage.by("operator"))

    def _write(self) -> None:
        photo = self.stage.add_file(self.orders["crockery"], FULL, b"a photograph (fictional)", name="packed-goods.jpg")
        self.stage.write(self.orders["crockery"], FULL, "The goods are packed; which day suits your inspector?", photo)

    def _new_supplier(self) -> None:
        made: Actor = self.stage.organisation(NEW, "supplier")
        assert made.organisation_id is not None
        suppliers.apply(supplier_id=made.organisation_id, **self.stage.by(NEW))
        suppliers.review(
            supplier_id=made.organisation_id, verification="documents", history="none yet: new", performance="no record yet",
            legal_status="licence verified", **self.stage.by("operator"),
        )  # fmt: skip
        self.stage.admit(NEW)

    def _new_offers(self) -> None:
        self.names["lamps"] = NORDLICHT, NEW
        self.orders["lamps"] = self.stage.offer(buyer=NORDLICHT, supplier=NEW, value="3000.00")
        self._signed("puzzles", LUMBRE, OUTSIDE, value="2000.00", coverage="none")

    def _stray_credit(self) -> None:
        self.stage.credit(reference="invoice 17", amount="250.00", currency="USD", payer=LUMBRE)
