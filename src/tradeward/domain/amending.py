"""What a signed amendment changes: the ship date, the price, or everything into two shares (RULES §4, §8)."""

from datetime import date
from decimal import Decimal
from typing import Any

from tradeward.domain import amendment, contract, days, money, rows, signing
from tradeward.domain.amendment import AMENDMENT
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.refusals import OutOfTurn, RuleBroken

KINDS = ("ship_date", "price", "split")
"""Rework until a day is a new ship date that settles a dispute."""


def propose(bundle: OrderBundle, *, kind: str, content: dict[str, Any], act: Act) -> rows.Amendment:
    """Propose an amendment, open for 72 hours (RULES §4).

    Refuses: what does not fit its kind, more than 90 days of extension, a paid instalment touched, an order that is over or
    disputed.
    """
    if kind not in KINDS:
        raise RuleBroken(f"kind {kind!r} is not one of {', '.join(KINDS)}", field="kind")
    if bundle.order.signed_at is None or bundle.order.ended_at is not None:
        raise OutOfTurn(f"An order that is {bundle.order.state} cannot be amended.")
    open_dispute = str(bundle.dispute.id) if bundle.dispute else None
    if content.get("settles") != open_dispute:
        raise OutOfTurn("An amendment settles the open dispute, by its id under settles, or there is none.")
    _CHECKS[kind](bundle, content)
    return bundle.add(
        rows.Amendment(
            id=bundle.new_id("amendment", act),
            order_id=bundle.order.id,
            number=len(bundle.of(rows.Amendment)) + 1,
            kind=kind,
            content=content,
            state=amendment.S.PROPOSED,
            proposed_by=act.by.role,
            proposed_at=act.at,
        )
    )


def _check_date(bundle: OrderBundle, content: dict[str, Any]) -> None:
    new = contract.read_day(field="ship_date", text=content.get("ship_date", ""))
    lots, lot = bundle.contract.lots, str(content.get("lot") or "")
    if lot and not (lot.isdecimal() and 1 <= int(lot) <= len(lots)):
        raise RuleBroken(f"lot {lot}: the order has {len(lots)} lots", field="lot")
    agreed = [lots[int(lot) - 1].ship_on] if lot else [one.ship_on for one in lots] or [bundle.contract.ship_on]
    most = days.add_days(day=min(agreed), days=bundle.policy.extension_total_days)
    if not max(agreed) < new <= most:
        raise RuleBroken(
            f"ship_date {new}: later than agreed, and all extensions together end by {most}", field="ship_date"
        )


def _check_price(bundle: OrderBundle, content: dict[str, Any]) -> None:
    new = money.Money.parse(content.get("value", ""), currency=bundle.order.currency).minor
    unpaid = [one for one in bundle.instalments if one.state in ("planned", "open")]
    fixed = sum(one.amount_minor for one in bundle.instalments if one not in unpaid)
    least = fixed + sum(one.paid_minor + one.early_minor for one in unpaid)
    if not unpaid or not 0 < max(least, 1) <= new or new == bundle.order.value_minor:
        raise RuleBroken(
            "value: another price leaves paid instalments as they are, so it is at least"
            f" {money.Money(least, bundle.order.currency)} and something is unpaid",
            field="value",
        )


def _check_split(bundle: OrderBundle, content: dict[str, Any]) -> None:
    part = money.Money.parse(content.get("to_supplier", ""), currency=bundle.order.currency).minor
    if not 0 <= part <= bundle.held:
        raise RuleBroken("to_supplier: the supplier's share lies between 0 and what is held", field="to_supplier")


_CHECKS = {"ship_date": _check_date, "price": _check_price, "split": _check_split}


@AMENDMENT.effect("sign")
def _sign(bundle: OrderBundle, row: rows.Amendment, act: Act) -> None:
    """Judged again as things stand now. Refuses: what no longer fits."""
    row.ended_at = act.at
    _CHECKS[row.kind](bundle, row.content)
    if row.kind == "ship_date":
        new = date.fromisoformat(row.content["ship_date"])
        for shipment in bundle.of(rows.Shipment):
            if row.content.get("lot") in (None, "", str(shipment.lot)):
                shipment.ship_on = new
    elif row.kind == "price":
        _reprice(bundle, money.Money.parse(row.content["value"], currency=bundle.order.currency).minor, act)


def _reprice(bundle: OrderBundle, value: int, act: Act) -> None:
    """A cut comes off the unpaid instalments, the last one first; a raise goes onto the last one and needs its cover (RULES §4)."""
    order, off = bundle.order, bundle.order.value_minor - value
    unpaid = [one for one in reversed(bundle.instalments) if one.state in ("planned", "open")]
    if off < 0:
        measure = bundle.policy.exposure
        covered = bundle.contract.coverage != "none" and bundle.supplier.supplier.state == "assured"
        grows = measure == "value" or unpaid[0].release != "on_acceptance"
        if covered and grows:
            signing.more_cover(bundle, minor=-off, act=act)
        unpaid[0].amount_minor -= off
    for instalment in unpaid if off > 0 else ():
        part = min(off, instalment.amount_minor - instalment.paid_minor - instalment.early_minor)
        instalment.amount_minor -= part
        off -= part
    shipments = bundle.of(rows.Shipment)
    before = [sum(one.value_minor for one in shipments[:n]) for n in range(len(shipments) + 1)]
    edges = [money.half_up(Decimal(edge * value) / order.value_minor) for edge in before]
    for shipment, start, end in zip(shipments, edges, edges[1:], strict=False):
        shipment.value_minor = end - start
    order.value_minor = value


@AMENDMENT.effect("withdraw", "lapse")
def _gone(bundle: OrderBundle, row: rows.Amendment, act: Act) -> None:
    row.ended_at = act.at
