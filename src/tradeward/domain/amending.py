"""What a signed amendment changes: the ship date, the price, or everything into two shares (RULES §4, §8)."""

from datetime import date
from typing import Any

from tradeward.domain import amendment, contract, days, money, rows
from tradeward.domain.amendment import AMENDMENT
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.refusals import OutOfTurn, RuleBroken

KINDS = ("ship_date", "price", "split")


def propose(bundle: OrderBundle, *, kind: str, content: dict[str, Any], act: Act) -> rows.Amendment:
    """Propose an amendment, open for 72 hours (RULES §4).

    Refuses: what does not fit its kind, more than 90 days of extension, a paid instalment touched, an order that is over or disputed.
    """
    if kind not in KINDS:
        raise RuleBroken(f"kind {kind!r} is not one of {', '.join(KINDS)}", field="kind")
    if bundle.order.signed_at is None or bundle.order.ended_at is not None:
        raise OutOfTurn(f"An order that is {bundle.order.state} cannot be amended.")
    if bundle.dispute and content.get("settles") != str(bundle.dispute.id):
        raise OutOfTurn("While the order is disputed it is amended only as a settlement.")
    {"ship_date": _check_date, "price": _check_price, "split": _check_split}[kind](bundle, content)
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
    agreed = bundle.contract.ship_on
    most = days.add_days(day=agreed, days=bundle.policy.extension_total_days)
    if not bundle.contract.lots and not agreed < new <= most:
        raise RuleBroken(f"ship_date {new}: all extensions together end by {most}", field="ship_date")


def _check_price(bundle: OrderBundle, content: dict[str, Any]) -> None:
    new = money.Money.parse(content.get("value", ""), currency=bundle.order.currency).minor
    fixed = sum(
        one.amount_minor for one in bundle.instalments if one.state not in ("planned", "open") or one.paid_minor
    )
    if not fixed <= new < bundle.order.value_minor:
        least = money.Money(fixed, bundle.order.currency)
        raise RuleBroken(
            f"value: a price cut leaves paid instalments as they are, so the price stays at least {least}",
            field="value",
        )


def _check_split(bundle: OrderBundle, content: dict[str, Any]) -> None:
    part = money.Money.parse(content.get("to_supplier", ""), currency=bundle.order.currency).minor
    if not 0 <= part <= bundle.held:
        raise RuleBroken("to_supplier: the supplier's share lies between 0 and what is held", field="to_supplier")


@AMENDMENT.effect("sign")
def _sign(bundle: OrderBundle, row: rows.Amendment, act: Act) -> None:
    row.ended_at = act.at
    if row.kind == "ship_date":
        new = date.fromisoformat(row.content["ship_date"])
        for shipment in bundle.of(rows.Shipment):
            if row.content.get("lot") in (None, "", str(shipment.lot)):
                shipment.ship_on = new
    elif row.kind == "price":
        _cut(bundle, money.Money.parse(row.content["value"], currency=bundle.order.currency).minor)


def _cut(bundle: OrderBundle, value: int) -> None:
    """A lower price comes off the unpaid instalments, the last one first; the cover stays (RULES §4)."""
    off = bundle.order.value_minor - value
    for instalment in reversed(bundle.instalments):
        if instalment.state in ("planned", "open"):
            part = min(off, instalment.amount_minor - instalment.paid_minor)
            instalment.amount_minor -= part
            off -= part
    bundle.order.value_minor = value


@AMENDMENT.effect("withdraw", "lapse")
def _gone(bundle: OrderBundle, row: rows.Amendment, act: Act) -> None:
    row.ended_at = act.at
