"""Goods: ready, inspected, shipped, received, and the ends that no dispute makes (RULES §4, §8)."""

from typing import Any

from tradeward.domain import (
    contract,
    disputing,
    inspecting,
    money,
    needs,
    offsetting,
    paying,
    pointing,
    refunding,
    rows,
)
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.inspection import INSPECTION
from tradeward.domain.lifecycle import Act
from tradeward.domain.order import ORDER
from tradeward.domain.shipment import SHIPMENT


@ORDER.effect("declare_ready")
def _ready(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """The goods are ready; where the contract inspects them, an inspection is asked for (RULES §4, S7)."""
    order.ready_at = act.at
    if needs.inspected(bundle) and not needs.gate_is_open(bundle):
        inspecting.request(bundle, phase="pre_shipment", act=act)


@INSPECTION.effect("reconsider")
def _reconsider(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """The claim of a rejection was given up: the buyer has his choice again (RULES §4, §5)."""
    row.ended_at = None


@INSPECTION.effect("pass", "fail", "lapse", "agree", "note", "waive", "void", "rework", "reject")
def _over(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """Failed is no end: the buyer still chooses. What lapses before shipment is asked for again."""
    if act.verb != "fail":
        row.ended_at = act.at
    inspecting.return_fee(bundle, row, act)
    if act.verb == "reject" and disputing.may_reject(bundle):
        disputing.open_dispute(
            bundle, grounds=["quality"], remedy="refuse", terms=None, asked_minor=None,
            story=f"Inspection {row.number} failed, and the buyer rejects the goods.", act=act,
        )  # fmt: skip
    if act.verb == "lapse" and row.phase == "pre_shipment":
        inspecting.request(bundle, phase="pre_shipment", act=act)


@ORDER.effect("rework", "resume")
def _back_to_making(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    order.ready_at = None


@ORDER.effect("approve")
def _approve(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """The buyer lets the goods go: the end of quality and quantity cover before shipment (RULES §4)."""
    order.goods_released_at = act.at


@ORDER.effect("waive")
def _waive(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """The buyer opens the gate without a pass, and quality cover ends at that instant (RULES §4, S7)."""
    order.goods_released_at = act.at
    record(bundle, kind="waiver", content={"amount": act.said["amount"]}, act=act)
    waived = [one for one in bundle.of(rows.Inspection) if one.ended_at is None or one.state == "rejected"]
    if not any(one.phase == "pre_shipment" for one in waived):
        inspecting.request(bundle, phase="pre_shipment", act=act)


def record(bundle: OrderBundle, *, kind: str, content: dict[str, Any], act: Act) -> rows.Fact:
    """Write a fact down: dated, immutable, never refused for being out of turn (DESIGN §3)."""
    return bundle.add(
        rows.Fact(
            id=bundle.new_id("fact", act),
            order_id=bundle.order.id,
            kind=kind,
            at=act.said.get("happened_at", act.at),
            recorded_at=act.at,
            by=act.by.role,
            content=content,
        )
    )


@SHIPMENT.effect("ship")
def _ship(bundle: OrderBundle, shipment: rows.Shipment, act: Act) -> None:
    """A lot left with the document that proves it (RULES §4)."""
    shipment.document = {key: act.said[key] for key in needs.DOCUMENT}
    shipment.dispatched_on = contract.read_day(field="date", text=act.said["date"])
    shipment.shown_at = act.at


@ORDER.effect("ship")
def _shipped(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    order.shipped_at = act.at
    order.dispatched_on = max(one.dispatched_on for one in bundle.of(rows.Shipment) if one.dispatched_on)


@ORDER.effect("receive")
def _receive(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """Cleared through customs with the document, or by itself so many days after dispatch (RULES §4)."""
    order.received_at = act.said.get("cleared_at", act.at)
    if act.said.get("document"):
        record(bundle, kind="clearance", content={"document": str(act.said["document"])}, act=act)


@ORDER.effect("contest")
def _contest(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """The supplier contests the clearance that the buyer reported: a new document counts, or the days after dispatch (RULES §4)."""
    order.received_at = None
    record(bundle, kind="clearance_contested", content={"reason": str(act.said["reason"])}, act=act)


@ORDER.effect("accept")
def _accept(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """The end as it should be: whatever is held goes to the supplier (RULES §4)."""
    _end(order, act, "accepted")


@ORDER.effect("lapse")
def _lapse(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """Nobody concluded it, or the deposit did not come: what did come goes back (RULES §8)."""
    _end(order, act, "lapsed")
    paying.return_held(bundle, cause="lapsed", act=act)


@ORDER.effect("default", "forgo", "walk_away", "lose")
def _buyer_default(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """The buyer's default: the supplier gets what was due at signing, the rest goes back, no points (RULES §8, W5).

    So does a recall that was never made good (RULES §9, W12). Of goods that have left, what was paid is the supplier's
    (docs/decisions/buyer-default-after-shipment.md).
    """
    _end(order, act, "recalled" if act.verb == "lose" else "buyer_default")
    offsetting.from_held(bundle, act=act)
    if not needs.buyer_debt(bundle):
        earned = [one for one in bundle.instalments if order.shipped_at or one.anchor == "signing"]
        _release_up_to(bundle, bundle.held, instalments=earned, act=act)
        _release_shipped(bundle, act)
    paying.return_held(bundle, cause=order.outcome, act=act)


def _release_up_to(bundle: OrderBundle, left: int, *, instalments: list[rows.Instalment], act: Act) -> None:
    """Release up to `left` of what is held of these instalments, the first one first."""
    for instalment in instalments:
        own = instalment.held_minor
        minor = max(0, min(own, left, bundle.held))
        paying.release(bundle, instalment, minor=minor, act=act)
        left -= minor


def _release_shipped(bundle: OrderBundle, act: Act) -> None:
    """An order that ends with some of its lots shipped: the supplier gets their price as far as it was paid and not refunded."""
    shipped = sum(one.value_minor for one in bundle.of(rows.Shipment) if one.state == "shipped")
    has = sum(one.released_minor for one in bundle.instalments) + refunding.refunded(bundle)
    _release_up_to(bundle, max(0, shipped - has), instalments=bundle.instalments, act=act)


@ORDER.effect("reject")
def _reject(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """The goods failed again and nothing can be claimed: each goes his way, and what is held goes back (RULES §4)."""
    _end(order, act, "rejected")
    paying.return_held(bundle, cause="rejected", act=act)


@ORDER.effect("fail", "give_up")
def _non_delivery(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """Never shipped: held money to the buyer, points to the supplier, the released part may still be claimed (RULES §8).

    The price of lots that did leave is the supplier's.
    """
    _end(order, act, "non_delivery")
    offsetting.from_held(bundle, act=act)
    if not needs.buyer_debt(bundle):
        _release_shipped(bundle, act)
    paying.return_held(bundle, cause="non_delivery", act=act)
    pointing.give(
        bundle, cause="non_delivery", points=bundle.market.policy.points_non_delivery_count, dispute_id=None, act=act
    )


@ORDER.effect("part")
def _part(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """Both signed how to part: so much to the supplier, the rest back (RULES §8)."""
    _end(order, act, "parted")
    split = next(one for one in reversed(bundle.of(rows.Amendment)) if one.kind == "split" and one.state == "signed")
    left = money.Money.parse(split.content["to_supplier"], currency=order.currency).minor
    _release_up_to(bundle, left, instalments=bundle.instalments, act=act)
    paying.return_held(bundle, cause="parted", act=act)


def _end(order: rows.Order, act: Act, outcome: str) -> None:
    order.ended_at = act.at
    order.outcome = outcome
