"""Offering, signing and what a signature reserves (RULES §3, §4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from tradeward.domain import contract, coverage, decision, instalment, money, needs, reservation, rows, shipment
from tradeward.domain.bundle import OrderBundle, party
from tradeward.domain.lifecycle import Act
from tradeward.domain.order import ORDER
from tradeward.domain.policy import Policy
from tradeward.domain.references import reference
from tradeward.domain.refusals import OutOfTurn, RuleBroken
from tradeward.domain.reservation import RESERVATION
from tradeward.domain.vocabulary import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The cover an order can be given now, with everything it was reckoned from; `why` says what keeps it below the exposure."""

    exposure: int
    cover: int
    rate: Decimal
    limit: int
    reserved: int
    advanced: int
    why: str

    @property
    def reserved_limit(self) -> int:
        """What the cover takes from the supplier's limit, in the limit's minor units."""
        return coverage.in_limit(minor=self.cover, rate=self.rate)


def quote(bundle: OrderBundle, *, at: datetime) -> Quote:
    """The cover that a signature at `at` can reserve (RULES §3): within exposure, free limit and the fund's ratio."""
    agreed, supplier, policy = bundle.contract, bundle.supplier.supplier, bundle.market.policy
    exposure = coverage.exposure(
        plan=agreed.plan, coverage=agreed.coverage, value_minor=agreed.value_minor, measure=policy.exposure
    )
    rate = _minor_rate(bundle, at)
    free = coverage.free(limit=supplier.limit_minor, reserved=supplier.reserved_minor, advanced=supplier.advanced_minor)
    cover, why = exposure, ""
    if supplier.state != "assured":
        cover, why = 0, f"the supplier is {supplier.state}, which gives no cover."
    elif supplier.overdue_count:
        cover, why = 0, "the supplier has an overdue debt, and until it is paid there is no new cover."
    elif bundle.market.related(bundle.order.buyer_id, bundle.order.supplier_id):
        cover, why = 0, "buyer and supplier are related, and related parties have no cover."
    elif (left := int((free / rate).to_integral_value(rounding=ROUND_DOWN))) < cover:
        cover, why = left, "the supplier's limit has no more left."
    if cover:
        fundable = _fundable(bundle, cover)
        if fundable < cover:
            cover, why = fundable, "the guarantee fund stands behind no more."
    return Quote(
        exposure=exposure, cover=cover, rate=rate, why=why,
        limit=supplier.limit_minor, reserved=supplier.reserved_minor, advanced=supplier.advanced_minor,
    )  # fmt: skip


def _minor_rate(bundle: OrderBundle, at: datetime) -> Decimal:
    """Minor units of the limit's currency for one minor unit of the order's."""
    ours, theirs = bundle.contract.currency, bundle.market.policy.policy_currency
    rate = bundle.market.rate(ours, theirs, at) if ours != theirs else Decimal(1)
    return rate.scaleb(money.exponent(theirs) - money.exponent(ours))


def readable(*, body: dict[str, Any], policy: Policy) -> contract.Contract:
    """The contract in a body, as the case rules could read it too.

    Refuses, by key: what is missing or not of its form, a term that the case rules cannot read.
    """
    agreed = contract.read(body=body, policy=policy)
    decision.agreed(body=body, currency=agreed.currency, value_minor=agreed.value_minor)
    return agreed


def offer(bundle: OrderBundle, *, agreed: contract.Contract, body: dict[str, Any], act: Act) -> rows.Version:
    """Put a contract version on the table: immutable, hashed, and replacing the one before (RULES §4).

    `agreed` is what `readable` reads in `body`. Refuses: other parties or currency.
    """
    order = bundle.order
    kept = (order.buyer_id, order.supplier_id, order.currency)
    if (agreed.buyer_id, agreed.supplier_id, agreed.currency) != kept:
        raise RuleBroken("a new version may not change parties or currency; make a new order", field="buyer")
    version = rows.Version(
        id=bundle.new_id("version", act),
        order_id=bundle.order.id,
        number=len(bundle.of(rows.Version)) + 1,
        body=body,
        hash=digest(body),
        offered_by=act.by.role,
        at=act.at,
    )
    bundle.order.version = version.number
    bundle.order.value_minor = agreed.value_minor
    return bundle.add(version)


@ORDER.effect("propose")
def _propose(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    body = act.said["body"]
    offer(bundle, agreed=readable(body=body, policy=bundle.market.policy), body=body, act=act)


@ORDER.effect("sign")
def _sign(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    side = party(bundle, act.by)
    other = needs.signature(bundle, "supplier" if side == "buyer" else "buyer")
    if side == "buyer" or other:  # whoever signs last makes it a signed order, and the buyer's one more
        _check_unpaid(bundle, act)
    _cover_for(bundle, act, stated=other.cover_minor if other else None)
    bundle.add(
        rows.Signature(
            id=bundle.new_id("signature", act),
            order_id=order.id,
            version_id=bundle.version.id,
            hash=bundle.version.hash,
            party=side,
            person_id=act.by.person_id,
            at=act.at,
            cover_minor=bundle.cover,
        )
    )


def _check_unpaid(bundle: OrderBundle, act: Act) -> None:
    """Refuses: a signature while the buyer has as many signed orders unpaid as he may (RULES §8)."""
    most = bundle.market.policy.unpaid_orders_count
    if bundle.market.unpaid_orders(bundle.order.buyer_id, act.at) >= most:
        raise OutOfTurn(f"The buyer has {most} signed orders whose deposit is unpaid: one has to be paid first.")


def _cover_for(bundle: OrderBundle, act: Act, *, stated: int | None) -> None:
    """Reserve the cover of a signature, or find it reserved; refuse with the figure when it is not the one shown (RULES §3, W8)."""
    held = bundle.reservation
    now = (
        None if held else quote(bundle, at=act.at)
    )  # what is reserved needs no second look, and so no lock of the fund
    given = held.cover_minor if held else now.cover if now else 0
    cover = given if held or stated is None else min(given, stated)
    shown = money.Money.parse(str(act.said.get("cover", "")), currency=bundle.contract.currency).minor
    if shown != cover or (stated is not None and cover != stated):
        figure, why = money.Money(cover, bundle.contract.currency), now.why if now else ""
        raise OutOfTurn(f"The cover that can be given now is {figure}. {why or 'Sign on this figure.'}".strip())
    warned = uncovered_deposit(bundle, cover=cover)
    if warned and bundle.market.policy.deposit_over_cover == "block":
        raise OutOfTurn(warned)
    if now:
        _reserve(bundle, act, now, cover)


def uncovered_deposit(bundle: OrderBundle, *, cover: int) -> str:
    """The warning, or by policy the refusal, when what leaves at signing exceeds the order's cover; else empty (RULES §1 S10)."""
    agreed = bundle.contract
    amounts = money.split(minor=agreed.value_minor, bps=tuple(part.bp for part in agreed.plan))
    deposit = sum(
        amount
        for part, amount in zip(agreed.plan, amounts, strict=True)
        if part.anchor == "signing" and part.release == "on_capture"
    )
    if bundle.supplier.supplier.state != "assured" or deposit <= cover:
        return ""
    released, covered = money.Money(deposit, agreed.currency), money.Money(cover, agreed.currency)
    return f"The deposit of {released} is released before the goods exist, and only {covered} of it is covered."


def _reserve(bundle: OrderBundle, act: Act, now: Quote, cover: int) -> None:
    taken = Quote(
        exposure=now.exposure,
        cover=cover,
        rate=now.rate,
        limit=now.limit,
        reserved=now.reserved,
        advanced=now.advanced,
        why="",
    ).reserved_limit
    bundle.add(
        rows.Reservation(
            id=bundle.new_id("reservation", act),
            order_id=bundle.order.id,
            supplier_id=bundle.order.supplier_id,
            state=reservation.S.HELD,
            at=act.at,
            held_until=act.at + timedelta(hours=bundle.market.policy.cover_hold_hours),
            cover_minor=cover,
            rate=str(now.rate),
            limit_read=now.limit,
            reserved_read=now.reserved,
            advanced_read=now.advanced,
            reserved_limit=taken,
        )
    )
    bundle.supplier.supplier.reserved_minor += taken
    if cover:
        bundle.market.pot(bundle.order.currency).reserved_minor += cover


def more_cover(bundle: OrderBundle, *, minor: int, act: Act) -> None:
    """Reserve `minor` more for an order that became worth more (RULES §4). Refuses, with the figure: cover that cannot be given."""
    held, now = bundle.reservation, quote(bundle, at=act.at)
    assert held is not None, "an order that goes on has its reservation"
    free = coverage.free(limit=now.limit, reserved=now.reserved, advanced=now.advanced)
    most = min(int(free / Decimal(held.rate)), _fundable(bundle, minor)) if now.cover else 0
    if most < minor:
        left = money.Money(most, bundle.order.currency)
        raise OutOfTurn(f"More value needs more cover, and only {left} more can be given. {now.why}".strip())
    before = open_limit(held)
    held.limit_read, held.reserved_read, held.advanced_read = now.limit, now.reserved - before, now.advanced
    held.cover_minor += minor
    held.reserved_limit = coverage.in_limit(minor=held.cover_minor, rate=held.rate)
    bundle.supplier.supplier.reserved_minor += open_limit(held) - before
    bundle.market.pot(bundle.order.currency).reserved_minor += minor


def _fundable(bundle: OrderBundle, wanted: int) -> int:
    """What of `wanted` the fund stands behind: nothing while a refund waits for its cash (RULES §3)."""
    pot = bundle.market.pot(bundle.order.currency)
    if pot.waiting_minor:
        return 0
    ratio = bundle.market.policy.fund_ratio_bp
    return coverage.fundable(cash=pot.cash_minor, reserved=pot.reserved_minor, ratio_bp=ratio, wanted=wanted)


@RESERVATION.effect("free")
def _freed(bundle: OrderBundle, held: rows.Reservation, act: Act) -> None:
    """Give back what is not advanced; an advance has become an unpaid advance of the supplier (RULES §3)."""
    held.freed_at = act.at
    bundle.supplier.supplier.reserved_minor -= open_limit(held)
    if left := held.cover_minor - held.advanced_minor:
        bundle.market.pot(bundle.order.currency).reserved_minor -= left


def advanced_limit(held: rows.Reservation) -> int:
    """What the advanced part takes from the limit, in its minor units."""
    return min(held.reserved_limit, coverage.in_limit(minor=held.advanced_minor, rate=held.rate))


def open_limit(held: rows.Reservation) -> int:
    """What the reservation still takes from the limit, beside its advances."""
    return held.reserved_limit - advanced_limit(held)


@ORDER.effect("conclude")
def _conclude(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """The last signature: the policy is frozen, the plan becomes instalments, the goods become lots (RULES §4)."""
    order.signed_at = act.at
    order.policy = bundle.market.policy.frozen()
    agreed = bundle.contract
    amounts = money.split(minor=agreed.value_minor, bps=tuple(part.bp for part in agreed.plan))
    for number, (part, amount) in enumerate(zip(agreed.plan, amounts, strict=True), 1):
        id = bundle.new_id("instalment", act)
        bundle.add(
            rows.Instalment(
                id=id,
                order_id=order.id,
                number=number,
                bp=part.bp,
                amount_minor=amount,
                anchor=part.anchor,
                days=part.days,
                release=part.release if bundle.supplier.supplier.state == "assured" else "on_acceptance",
                reference=reference(id),
                state=instalment.S.PLANNED,
            )
        )
    lots = agreed.lots or (contract.Lot(ship_on=agreed.ship_on, value_minor=agreed.value_minor),)
    for number, lot in enumerate(lots, 1):
        bundle.add(
            rows.Shipment(
                id=bundle.new_id("shipment", act),
                order_id=order.id,
                lot=number,
                value_minor=lot.value_minor,
                ship_on=lot.ship_on,
                state=shipment.S.PLANNED,
            )
        )


@needs.need("The cover that both signed on can be given again.")
def cover_again(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    before = bundle.of(rows.Reservation)
    return bool(before) and quote(bundle, at=act.at).cover >= before[-1].cover_minor


@ORDER.effect("revive")
def _revive(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    """It goes on as it was signed, its cover reserved anew (RULES §9)."""
    order.ended_at, order.outcome = None, ""
    _reserve(bundle, act, quote(bundle, at=act.at), bundle.of(rows.Reservation)[-1].cover_minor)


@RESERVATION.effect("open")
def _opened(bundle: OrderBundle, held: rows.Reservation, act: Act) -> None:
    held.held_until = None


@ORDER.effect("withdraw", "call_off")
def _called_off(bundle: OrderBundle, order: rows.Order, act: Act) -> None:
    order.ended_at = act.at
    order.outcome = {"withdraw": "withdrawn", "call_off": "called_off"}[act.verb]
