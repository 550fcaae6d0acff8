"""What simulated people tend to do, as a table: how much each move draws them, and what they say with it.

The moves themselves are read from the lives, so that a new row of a table is found here as a move without a habit.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tradeward.domain.vocabulary import Actor
from tradeward.queries.scenes import Scene

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """What a person has before them when they choose their words."""

    chance: random.Random
    scene: Scene
    row: Row
    at: datetime
    inspectors: tuple[Actor, ...]
    officers: tuple[Actor, ...]
    operators: tuple[Actor, ...]

    def mostly(self, right: Any, wrong: Any, *, of: int = 12) -> Any:
        """`right`, and once in `of` times `wrong`."""
        return wrong if self.chance.randrange(of) == 0 else right

    def part(self, minor: int) -> int:
        """Some of an amount: a tenth, a half, nearly all."""
        return max(1, minor * self.chance.choice((10, 25, 50, 90, 100)) // 100)

    def amount(self, minor: int) -> str:
        """Minor units of a currency with two places, in decimal notation."""
        return str(Decimal(minor).scaleb(-2))


Words = Callable[[Moment], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Habit:
    """How much a move draws somebody who may make it, and the words they make it with."""

    weight: int
    words: Words


def _nothing(now: Moment) -> dict[str, Any]:
    return {}


def _reason(now: Moment) -> dict[str, Any]:
    return {"reason": now.mostly("as agreed on the telephone", "")}


def _sign(now: Moment) -> dict[str, Any]:
    return {"hash": now.mostly(now.scene.hash, "0" * 64, of=30), "cover": now.mostly(now.scene.cover, "1.00")}


def _receive(now: Moment) -> dict[str, Any]:
    cleared = now.at - timedelta(hours=now.chance.choice((1, 20, 60, 100)))
    return {"cleared_at": cleared, "document": now.mostly("customs-declaration.pdf", "")}


def _waive(now: Moment) -> dict[str, Any]:
    return {"amount": now.mostly(now.amount(now.scene.order["value_minor"]), "1.00")}


def _ship(now: Moment) -> dict[str, Any]:
    left = now.at.date() - timedelta(days=now.chance.choice((0, 0, 1, 3)))
    return {
        "kind": now.mostly("on_board", now.chance.choice(("received_for_shipment", "carrier_receipt"))),
        "number": f"BL-{now.chance.randrange(10**6)}", "date": left.isoformat(), "carrier": "Fictional Lines",
        "file": now.mostly("bill-of-lading.pdf", ""), "place": now.mostly("Ningbo", "Shenzhen", of=20),
    }  # fmt: skip


def _inspector(now: Moment) -> dict[str, Any]:
    """Mostly one of those drawn."""
    anybody = now.chance.choice(now.inspectors).organisation_id
    drawn = [UUID(one) for one in now.row["drawn"]]
    return {"inspector_id": now.mostly(now.chance.choice(drawn), anybody) if drawn else anybody}


def _report(now: Moment) -> dict[str, Any]:
    good, bad = ["50.0", "50.1", "49.9"], ["50.0", "51.2"]
    readings = now.chance.choices((good, bad, None), (70, 20, 10))[0]
    return {"report": {"measurements": {"width": readings}} if readings else {"results": {"finish": True}}}


def _ground(now: Moment) -> dict[str, Any]:
    return {"ground": now.chance.choice(("ship_date", "quality", "quantity"))}


def _answer(now: Moment) -> dict[str, Any]:
    return {"answer": now.chance.choice(("accept", "contest", "cure"))}


def _offer(now: Moment) -> dict[str, Any]:
    return {"amount": now.amount(now.part(max(1, now.row["frozen_minor"])))}


def _untied(now: Moment) -> dict[str, Any]:
    return {"tie": now.mostly("none", "a cousin works there")}


def _back(now: Moment) -> dict[str, Any]:
    return {**_untied(now), **_reason(now)}


def _ask(now: Moment) -> dict[str, Any]:
    return {"item": now.chance.choice(("photographs", "loading list")), "of": now.chance.choice(("buyer", "supplier"))}


def _extend(now: Moment) -> dict[str, Any]:
    items = [one["item"] for one in now.row["items"]] or ["photographs"]
    return {"item": now.chance.choice(items)}


def _rule(now: Moment) -> dict[str, Any]:
    """Mostly as computed; else with another outcome or award, and mostly with its reason."""
    paid = sum(one["paid_minor"] for one in now.scene.rows.get("instalment", ()))
    departures: dict[str, Any] = {}
    if now.chance.randrange(4) == 0:
        departures["outcome"] = now.chance.choice(("dismissed", "keep", "refuse", "cancel"))
    if now.chance.randrange(4) == 0:
        departures["award"] = now.amount(now.part(max(1, paid)))
    reasons = dict.fromkeys(departures, "the photographs show more than the report")
    return {**departures, "reasons": now.mostly(reasons, {})} if departures else {}


def _plan(now: Moment) -> dict[str, Any]:
    paid = ("set_off_minor", "security_minor", "paid_minor", "cancelled_minor", "written_off_minor")
    owed = now.row["debt_minor"] - sum(now.row[name] for name in paid)
    days = [(now.at + timedelta(days=30 * n)).date().isoformat() for n in (1, 2, 3)]
    parts = [owed // 3, owed // 3, now.mostly(owed - 2 * (owed // 3), 1)]
    told = [{"due": day, "amount": now.amount(part)} for day, part in zip(days, parts, strict=True)]
    return {"parts": told, "second": now.chance.choice(now.operators)}


def _reference(now: Moment) -> dict[str, Any]:
    known = [one["reference"] for one in now.scene.rows.get("instalment", ())]
    return {"reference": now.mostly(now.chance.choice(known), "RF00NOTHING") if known else "RF00NOTHING"}


HABITS: dict[tuple[str, str], Habit] = {
    ("order", "sign"): Habit(100, _sign),
    ("order", "withdraw"): Habit(3, _nothing),
    ("order", "call_off"): Habit(2, _nothing),
    ("order", "declare_ready"): Habit(40, _nothing),
    ("order", "receive"): Habit(20, _receive),
    ("order", "contest"): Habit(2, _reason),
    ("order", "accept"): Habit(15, _nothing),
    ("order", "approve"): Habit(6, _nothing),
    ("order", "waive"): Habit(4, _waive),
    ("order", "walk_away"): Habit(1, _nothing),
    ("order", "give_up"): Habit(1, _nothing),
    ("shipment", "ship"): Habit(60, _ship),
    ("inspection", "book"): Habit(60, _inspector),
    ("inspection", "draw"): Habit(2, _nothing),
    ("inspection", "assign"): Habit(4, _inspector),
    ("inspection", "call"): Habit(5, _nothing),
    ("inspection", "decline"): Habit(3, _nothing),
    ("inspection", "object"): Habit(2, _reason),
    ("inspection", "report"): Habit(80, _report),
    ("inspection", "not_presented"): Habit(4, _nothing),
    ("inspection", "rework"): Habit(20, _nothing),
    ("inspection", "reject"): Habit(10, _nothing),
    ("dispute", "add_ground"): Habit(4, _ground),
    ("dispute", "answer"): Habit(25, _answer),
    ("dispute", "inspect"): Habit(8, _nothing),
    ("dispute", "offer"): Habit(12, _offer),
    ("dispute", "settle"): Habit(15, _nothing),
    ("dispute", "withdraw"): Habit(3, _nothing),
    ("dispute", "escalate"): Habit(15, _nothing),
    ("dispute", "take"): Habit(60, _untied),
    ("dispute", "ask"): Habit(8, _ask),
    ("dispute", "extend"): Habit(4, _extend),
    ("dispute", "close_file"): Habit(6, _nothing),
    ("dispute", "rule"): Habit(40, _rule),
    ("dispute", "countersign"): Habit(40, _untied),
    ("dispute", "send_back"): Habit(8, _back),
    ("dispute", "appeal"): Habit(8, _reason),
    ("dispute", "take_appeal"): Habit(40, _untied),
    ("dispute", "rule_appeal"): Habit(40, _rule),
    ("recovery", "plan"): Habit(4, _plan),
    ("amendment", "sign"): Habit(20, _nothing),
    ("amendment", "withdraw"): Habit(5, _nothing),
    ("instalment", "return_early"): Habit(4, _nothing),
    ("payment_out", "renew"): Habit(10, _nothing),
    ("credit", "propose"): Habit(12, _reference),
    ("credit", "match"): Habit(20, _nothing),
    ("credit", "decline"): Habit(4, _nothing),
    ("credit", "send_back"): Habit(3, _nothing),
}
