"""What another policy would do, reckoned for a named order or supplier before anything is done (RULES §10)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain import days, money, policy, rows, signing, supplier_limit
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import UNKNOWN, NotAllowed, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import reading
from tradeward.store import market, rowing
from tradeward.store.models import Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of the policy in force."""

    name: str
    value: str
    scope: str
    rule: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderThen:
    """An order under the policy in force and under another: now, then."""

    signed: bool
    currency: str
    exposure: tuple[str, str]
    cover: tuple[str, str]
    fee: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierThen:
    """A supplier's limit under the policy in force and under another, each in its own currency; the lines of the other."""

    limit: tuple[str, str]
    currency: tuple[str, str]
    arithmetic: tuple[str, ...]


def keys(viewer: Actor, *, at: datetime) -> list[Key]:
    """The policy in force at an instant, key by key; everybody may read it."""
    found = market.policy_at(at=at)
    return [
        Key(name=name, value=key.text(getattr(found, name)), scope=key.scope, rule=key.rule, says=key.says)
        for name, key in policy.KEYS.items()
    ]


def order(viewer: Actor, *, order_id: UUID, text: str, at: datetime) -> OrderThen:
    """Exposure, cover and fee of an order now, and under the profile `text`; signed, it keeps what it was signed with.

    Refuses: NotAllowed (not the operator), NotFound, RuleBroken (by key: what the profile lacks or has wrong).
    """
    other = _prepared(viewer, text)
    now = reading.order(viewer, order_id=order_id, at=at)
    signed = now.order.signed_at is not None
    here = _figures(now, at=at)
    if not signed:
        now.market.policy = other
        vars(now).pop("policy", None)
    there = here if signed else _figures(now, at=at)
    currency = now.contract.currency
    figures = [
        (money.Money(old, currency).amount, money.Money(new, currency).amount)
        for old, new in zip(here, there, strict=True)
    ]
    return OrderThen(signed=signed, currency=currency, exposure=figures[0], cover=figures[1], fee=figures[2])


def supplier(viewer: Actor, *, supplier_id: UUID, text: str, at: datetime) -> SupplierThen:
    """A supplier's limit as the policy in force reckons it today, and as the profile `text` would.

    Refuses: NotAllowed (not the operator), NotFound, RuleBroken (by key: what the profile lacks or has wrong).
    """
    other, ours = _prepared(viewer, text), market.policy_at(at=at)
    found = Supplier.objects.filter(id=supplier_id).values().first()
    if found is None:
        raise NotFound(UNKNOWN)
    row = rows.Supplier(**{name: found[name] for name in rowing.columns(rows.Supplier)})
    old, _ = _limit(row, ours, at)
    new, then = _limit(row, other, at)
    return SupplierThen(limit=(old, new), currency=(ours.policy_currency, other.policy_currency), arithmetic=then)


def _prepared(viewer: Actor, text: str) -> Policy:
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator prepares a policy.")
    return Policy.parse(text)


def _figures(bundle: OrderBundle, *, at: datetime) -> tuple[int, int, int]:
    quote = signing.quote(bundle, at=at)
    cover = bundle.reservation.cover_minor if bundle.reservation else quote.cover
    fee = money.share(minor=bundle.contract.value_minor, bp=bundle.policy.fee_bp)
    return quote.exposure, cover, fee


def _limit(row: rows.Supplier, under: Policy, at: datetime) -> tuple[str, tuple[str, ...]]:
    day = days.day_of(at=at, zone=days.zone(under.operator_zone))
    stored = market.Read(at=at, policy=under)
    found = supplier_limit.limit(history=stored.history(row, day), policy=under, day=day)
    minor = found.limit.minor if row.ceiling_minor is None else min(found.limit.minor, row.ceiling_minor)
    return money.Money(minor, under.policy_currency).amount, tuple(found.lines)
