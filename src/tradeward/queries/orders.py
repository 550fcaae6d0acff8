"""What people see of an order: the cover they would sign on, its instalments, money at risk, history, ledger."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import coverage, decidability, lives, money, needs, postings, refunding, rows, shipdate, signing
from tradeward.domain.bundle import Bundle, OrderBundle
from tradeward.domain.coverage import AtRisk
from tradeward.domain.recovery import OF_BUYER
from tradeward.domain.vocabulary import Actor, Role
from tradeward.ledger import statements
from tradeward.queries import reading
from tradeward.store.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The version on offer and the cover it can be given: what a signature states (RULES §3).

    `decidable_bp`: how much of the order's value measurement could decide, in basis points (RULES §6).
    """

    hash: str
    version: int
    cover: str
    exposure: str
    not_covered: str
    why: str
    warnings: list[str]
    decidable_bp: int
    sentence: str = coverage.SENTENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """An instalment as its payer sees it."""

    number: int
    state: str
    amount: str
    paid: str
    released: str
    release: str
    currency: str
    due_on: date | None
    reference: str
    payer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A debt from an order, with the reference to pay it by."""

    kind: str
    state: str
    amount: str
    owed: str
    currency: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of an order's history."""

    at: datetime
    by: str
    person: str
    noun: str
    verb: str
    said: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """What the clock does next, and on whom it waits."""

    at: datetime
    noun: str
    verb: str
    waits_on: str


def quote(viewer: Actor, *, order_id: UUID, at: datetime) -> Quote:
    """The cover that can be given now, or that is already held for this version. Refuses: NotFound."""
    return quote_of(reading.order(viewer, order_id=order_id, at=at), at=at)


def quote_of(bundle: OrderBundle, *, at: datetime) -> Quote:
    """The same of an order that is read."""
    found = signing.quote(bundle, at=at)
    cover = bundle.reservation.cover_minor if bundle.reservation else found.cover
    currency = bundle.contract.currency
    return Quote(
        hash=bundle.version.hash,
        version=bundle.version.number,
        cover=money.Money(cover, currency).amount,
        exposure=money.Money(found.exposure, currency).amount,
        not_covered=money.Money(max(0, found.exposure - cover), currency).amount,
        why=found.why,
        warnings=[warned] if (warned := signing.uncovered_deposit(bundle, cover=cover)) else [],
        decidable_bp=decidability.basis_points(bundle.contract),
    )


def instalments(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Instalment]:
    """The instalments in the order of the plan. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    payer = Organisation.objects.values_list("name", flat=True).get(id=bundle.order.buyer_id)
    return instalments_of(bundle, payer=payer)


def instalments_of(bundle: OrderBundle, *, payer: str) -> list[Instalment]:
    """The same of an order that is read, whose buyer's name is known."""
    currency = bundle.order.currency
    return [
        Instalment(
            number=one.number,
            state=one.state,
            amount=money.Money(one.amount_minor, currency).amount,
            paid=money.Money(one.paid_minor, currency).amount,
            released=money.Money(one.released_minor, currency).amount,
            release=one.release,
            currency=currency,
            due_on=one.due_on,
            reference=one.reference,
            payer=payer,
        )
        for one in bundle.instalments
    ]


def debts(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Debt]:
    """What is owed from an order, oldest first. Refuses: NotFound."""
    return debts_of(reading.order(viewer, order_id=order_id, at=at))


def debts_of(bundle: OrderBundle) -> list[Debt]:
    """The same of an order that is read."""
    currency = bundle.order.currency
    return [
        Debt(
            kind=one.kind,
            state=one.state,
            amount=money.Money(one.debt_minor, currency).amount,
            owed=money.Money(needs.owed(one), currency).amount,
            currency=currency,
            reference=one.reference,
        )
        for one in bundle.of(rows.Recovery)
    ]


def payable(viewer: Actor, *, order_id: UUID, at: datetime) -> dict[str, tuple[str, str]]:
    """What the viewer can pay now on an order, by reference: amount and currency. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    return payable_of(bundle, role=viewer.role)


def payable_of(bundle: OrderBundle, *, role: Role) -> dict[str, tuple[str, str]]:
    """The same of an order that is read: the buyer's instalments and inspection fees, and what either side owes."""
    currency, found = bundle.order.currency, {}
    if role is Role.BUYER:
        found = {one.reference: one.amount_minor - one.paid_minor for one in bundle.instalments if one.state == "open"}
        found |= {
            one.reference: one.fee_minor - one.fee_held_minor
            for one in bundle.of(rows.Inspection)
            if one.ended_at is None
        }
    if role in (Role.BUYER, Role.SUPPLIER):
        own = [one for one in bundle.of(rows.Recovery) if (one.kind in OF_BUYER) is (role is Role.BUYER)]
        found |= {one.reference: needs.owed(one) for one in own if one.ended_at is None}
    return {
        name: (money.Money(minor, currency).amount, currency) for name, minor in found.items() if name and minor > 0
    }


def state(viewer: Actor, *, order_id: UUID, at: datetime) -> dict[str, Any]:
    """Order, inspections and disputes by id and state. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    return {
        "order": bundle.order.state,
        "outcome": bundle.order.outcome,
        "inspections": [(one.id, one.state) for one in bundle.of(rows.Inspection)],
        "disputes": [(one.id, one.state) for one in bundle.of(rows.Dispute)],
    }


def at_risk(viewer: Actor, *, order_id: UUID, at: datetime) -> AtRisk:
    """Where the buyer's money stands now, in minor units (RULES §8). Refuses: NotFound."""
    return risk_of(reading.order(viewer, order_id=order_id, at=at))


def risk_of(bundle: OrderBundle) -> AtRisk:
    """Held, covered and not covered money of an order (RULES §8): released money counts while a claim can still reach it."""
    refunded = sum(
        one.security_minor + one.fund_minor + one.supplier_minor for one in bundle.of(rows.Refund) if one.counts
    )
    released = sum(one.released_minor for one in bundle.instalments)
    closed = bundle.order.ended_at is not None and bundle.dispute is None and bundle.reservation is None
    left = bundle.reservation.cover_minor - bundle.reservation.advanced_minor if bundle.reservation else 0
    return coverage.at_risk(
        held=bundle.held + bundle.early, claimable=0 if closed else max(0, released - refunded), cover_left=left
    )


def deadlines(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Deadline]:
    """What happens next if nobody acts, soonest first. Refuses: NotFound."""
    return deadlines_of(reading.order(viewer, order_id=order_id, at=at))


def deadlines_of(bundle: Bundle) -> list[Deadline]:
    """The same of an order, or a supplier, that is read."""
    return [
        Deadline(at=one.at, noun=one.row.noun, verb=one.move.verb, waits_on=lives.waits_on(bundle, one))
        for one in lives.due(bundle)
        if lives.ready(bundle, one, at=one.at) or one.move.verb == "lapse"  # which also waits for the bank statement
    ]


def journal(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Event]:
    """The order's history, oldest first. Refuses: NotFound."""
    reading.order(viewer, order_id=order_id, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, by, coalesce(content ->> 'person', ''), noun, verb, content -> 'said'"
            " FROM journal WHERE subject_id = %s ORDER BY seq",
            [order_id],
        )
        return [
            Event(at=when, by=by, person=person, noun=noun, verb=verb, said=json.loads(said))
            for when, by, person, noun, verb, said in cursor.fetchall()
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """A line of an order's journal by its number, with its hash."""

    seq: int
    at: datetime
    by: str
    person_id: UUID | None
    noun: str
    verb: str
    said: dict[str, Any]
    hash: str


def page_of_journal(viewer: Actor, *, order_id: UUID, after: int, limit: int, at: datetime) -> list[JournalLine]:
    """At most `limit` lines of the order's journal from behind the line `after`, as they are written. Refuses: NotFound."""
    reading.order(viewer, order_id=order_id, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, at, by, nullif(content ->> 'person', '')::uuid, noun, verb, content -> 'said', hash"
            " FROM journal WHERE subject_id = %s AND seq > %s ORDER BY seq LIMIT %s",
            [order_id, after, limit],
        )
        return [
            JournalLine(
                seq=seq, at=when, by=by, person_id=person, noun=noun, verb=verb, said=json.loads(said), hash=hash
            )
            for seq, when, by, person, noun, verb, said, hash in cursor.fetchall()
        ]


def account(viewer: Actor, *, name: str) -> str:
    """The bank account in force of an organisation, for the operator's own eyes."""
    return str(Organisation.objects.values_list("account", flat=True).get(name=name))


def ledger(viewer: Actor, *, labels: dict[str, str], subjects: list[str] | None = None) -> str:
    """The ledger as text, with labels for ids, of some orders or whole: the operator's own view."""
    return statements.text(labels=labels, subjects=subjects)


def balance(viewer: Actor, *, account: str, currency: str) -> int:
    """The balance of an account of the house, debit positive: the operator's own view."""
    return statements.balance(account, currency)


def ship_deadline(viewer: Actor, *, order_id: UUID, at: datetime) -> date:
    """The last day for shipment, as moved so far (RULES §4). Refuses: NotFound."""
    return shipdate.last_deadline(reading.order(viewer, order_id=order_id, at=at))


def figures(viewer: Actor, *, order_id: UUID, at: datetime) -> dict[str, int]:
    """Every figure of an order in minor units; those of the supplier are over all his orders. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    order, rulings = bundle.order, [one for one in bundle.of(rows.Ruling) if one.issued_at]
    supplier = bundle.supplier.supplier
    return {
        "value": order.value_minor,
        "paid": bundle.paid,
        "early": bundle.early,
        "held": bundle.held,
        "frozen": bundle.frozen,
        "released": sum(one.released_minor for one in bundle.instalments),
        "refunded": refunding.refunded(bundle),
        "returned": sum(one.held_minor + one.early_minor for one in bundle.of(rows.Refund) if not one.counts),
        "debt": bundle.purse.balance(postings.supplier_debt(order.supplier_id), order.currency),
        "buyer_debt": bundle.purse.balance(postings.buyer_debt(order.id), order.currency),
        "cover": bundle.cover,
        "not_covered": rulings[-1].not_covered_minor if rulings else 0,
        "reserved": supplier.reserved_minor,
        "limit": supplier.limit_minor,
        "points": sum(one.points for one in bundle.supplier.points if one.deleted_at is None),
    }


def currency(viewer: Actor, *, order_id: UUID, at: datetime) -> str:
    """The currency of an order. Refuses: NotFound."""
    return reading.order(viewer, order_id=order_id, at=at).order.currency


def ends(viewer: Actor, order_id: UUID, at: datetime) -> dict[str, str]:
    """How an order ends in money: refund of claims, what of the award nobody covered, and what is left of debt, held and cover."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    rulings = [one for one in bundle.of(rows.Ruling) if one.issued_at]
    refund = refunding.refunded(bundle)
    return {
        "refund": money.Money(refund, bundle.order.currency).amount,
        "not_covered": money.Money(rulings[-1].not_covered_minor if rulings else 0, bundle.order.currency).amount,
        **balances(viewer, order_id=order_id, at=at),
    }


def balances(viewer: Actor, *, order_id: UUID, at: datetime) -> dict[str, str]:
    """What is held for the order, owed by its supplier and reserved of his limit, in decimal notation. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    currency, supplier = bundle.order.currency, bundle.supplier
    debt = bundle.purse.balance(postings.supplier_debt(supplier.subject_id), currency)
    return {
        "debt": money.Money(debt, currency).amount,
        "held": money.Money(bundle.held, currency).amount,
        "reserved": money.Money(supplier.supplier.reserved_minor, supplier.market.policy.policy_currency).amount,
    }
