"""What lies on somebody's table: the deadlines that wait for them, the orders that are under way, the money at risk (DESIGN §6)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import contract, coverage, money
from tradeward.domain.vocabulary import Actor, Role

MOST = 50
"""Lines of each list on a desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A deadline that runs while the viewer does nothing: which life of which order, and what the clock then does."""

    order_id: UUID
    goods: str
    other: str
    noun: str
    verb: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """An order in a list, with what happens next."""

    order_id: UUID
    goods: str
    other: str
    state: str
    value: str
    currency: str
    offered_at: datetime
    next_at: datetime | None
    next_verb: str
    next_noun: str
    waits_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """The buyers' money in one currency over orders that are not over (RULES §8)."""

    currency: str
    held: str
    covered: str
    not_covered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPay:
    """Something that the viewer can pay now: what it is of which order, by when, and the reference that the bank is told."""

    order_id: UUID
    goods: str
    other: str
    what: str
    number: int
    amount: str
    currency: str
    reference: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All four."""

    waiting: list[Waiting]
    to_pay: list[ToPay]
    under_way: list[UnderWay]
    exposed: list[Exposed]


def desk(viewer: Actor, *, at: datetime) -> Desk:
    """What waits for the viewer, soonest first, and what else is under way. What fell due before `at` is still shown."""
    return Desk(
        waiting=_waiting(viewer),
        to_pay=_to_pay(viewer),
        under_way=_listed(viewer, _UNDER_WAY),
        exposed=_exposed(viewer),
    )


def listed(viewer: Actor, *, state: str = "", after: UUID | None = None) -> list[UnderWay]:
    """The orders that the viewer may see, newest first, from behind `after`; perhaps those of one state alone."""
    return _listed(viewer, _OF_STATE, state=state, after=after)


def partners(viewer: Actor) -> list[tuple[UUID, str]]:
    """Whom the viewer has had an order with, by name."""
    found = _rows(
        viewer,
        "SELECT DISTINCT p.id, p.name FROM orders o JOIN organisations p ON p.id IN (o.buyer_id, o.supplier_id)"
        " WHERE {mine} AND p.id <> %(me)s ORDER BY p.name, p.id LIMIT %(most)s",
    )
    return [(one["id"], one["name"]) for one in found]


_MINE = {
    Role.BUYER: "o.buyer_id = %(me)s",
    Role.SUPPLIER: "o.supplier_id = %(me)s",
    Role.INSPECTOR: "o.id IN (SELECT order_id FROM inspections WHERE inspector_id = %(me)s)",
    Role.OFFICER: "true",
    Role.OPERATOR: "true",
}
_OTHER = {Role.BUYER: "s.name", Role.SUPPLIER: "b.name"}
"""Whom an order is with: for who is no party, both."""
_NAMED = (
    " JOIN organisations b ON b.id = o.buyer_id JOIN organisations s ON s.id = o.supplier_id"
    " JOIN versions v ON v.order_id = o.id AND v.number = o.version"
)


def _rows(viewer: Actor, query: str, **said: Any) -> list[Mapping[str, Any]]:
    other = _OTHER.get(viewer.role, "s.name || ' → ' || b.name")
    with connection.cursor() as cursor:
        cursor.execute(
            query.format(mine=_MINE[viewer.role], other=other, named=_NAMED),
            {"me": viewer.organisation_id, "role": str(viewer.role), "most": MOST, **said},
        )
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _waiting(viewer: Actor) -> list[Waiting]:
    found = _rows(
        viewer,
        "SELECT o.id, {other} AS other, v.body -> 'lines' AS lines, d.subject, d.verb, d.due_at"
        " FROM deadlines d JOIN orders o ON o.id = d.order_id{named}"
        " WHERE d.state = 'open' AND d.waits_on = %(role)s AND {mine} ORDER BY d.due_at, d.id LIMIT %(most)s",
    )
    return [
        Waiting(order_id=one["id"], goods=_goods(one["lines"]), other=one["other"], noun=one["subject"], verb=one["verb"],
                due_at=one["due_at"])
        for one in found
    ]  # fmt: skip


def _to_pay(viewer: Actor) -> list[ToPay]:
    """The buyer's open instalments and inspection fees, and what either side owes from an order (RULES §7, §9)."""
    if viewer.role not in _OPEN_SUMS:
        return []
    found = _rows(
        viewer,
        "SELECT o.id, {other} AS other, v.body -> 'lines' AS lines, o.currency, p.what, p.number, p.minor, p.reference, p.due_on"
        " FROM orders o{named} JOIN LATERAL (" + _OPEN_SUMS[viewer.role] + ") p ON true"
        f" WHERE {{mine}} AND (o.ended_at IS NULL OR o.id IN ({_OWED})) AND p.minor > 0 AND p.reference <> ''"
        " ORDER BY p.due_on NULLS LAST, o.id, p.number LIMIT %(most)s",
    )
    return [
        ToPay(order_id=one["id"], goods=_goods(one["lines"]), other=one["other"], what=one["what"], number=one["number"],
              amount=money.Money(one["minor"], one["currency"]).amount, currency=one["currency"], reference=one["reference"],
              due_on=one["due_on"])
        for one in found
    ]  # fmt: skip


_OWED = "SELECT order_id FROM recoveries WHERE state IN ('noticed', 'overdue', 'planned')"
_DEBTS = (
    "SELECT 'recovery' AS what, 1 AS number,"
    " r.debt_minor - r.set_off_minor - r.security_minor - r.paid_minor - r.cancelled_minor - r.written_off_minor AS minor,"
    " r.reference, NULL::date AS due_on FROM recoveries r"
    " WHERE r.order_id = o.id AND r.state IN ('noticed', 'overdue', 'planned') AND r.kind {whose} ('buyer', 'forged')"
)
_OPEN_SUMS = {
    Role.BUYER: (
        "SELECT 'instalment' AS what, number, amount_minor - paid_minor AS minor, reference, due_on"
        " FROM instalments WHERE order_id = o.id AND state = 'open'"
        " UNION ALL SELECT 'inspection', number, fee_minor - fee_held_minor, reference, NULL FROM inspections"
        " WHERE order_id = o.id AND ended_at IS NULL UNION ALL " + _DEBTS.replace("{whose}", "IN")
    ),
    Role.SUPPLIER: _DEBTS.replace("{whose}", "NOT IN"),
}
"""What each side can pay on an order `o`, by the side."""

_UNDER_WAY = "o.ended_at IS NULL AND o.state <> 'lapsed'"
_OF_STATE = "(%(after)s::uuid IS NULL OR o.id < %(after)s) AND (%(state)s = '' OR o.state = %(state)s)"


def _listed(viewer: Actor, where: str, **said: Any) -> list[UnderWay]:
    found = _rows(
        viewer,
        "SELECT o.id, {other} AS other, v.body -> 'lines' AS lines, o.state, o.currency, o.value_minor, o.offered_at,"
        " d.due_at, coalesce(d.verb, '') AS verb, coalesce(d.subject, '') AS subject, coalesce(d.waits_on, '') AS waits_on"
        " FROM orders o{named} LEFT JOIN LATERAL (SELECT due_at, verb, subject, waits_on FROM deadlines"
        " WHERE order_id = o.id AND state = 'open' ORDER BY due_at, id LIMIT 1) d ON true"
        " WHERE {mine} AND " + where + " ORDER BY o.id DESC LIMIT %(most)s",
        **said,
    )
    return [
        UnderWay(
            order_id=one["id"], goods=_goods(one["lines"]), other=one["other"], state=one["state"], currency=one["currency"],
            value=money.Money(one["value_minor"], one["currency"]).amount, offered_at=one["offered_at"],
            next_at=one["due_at"], next_verb=one["verb"], next_noun=one["subject"], waits_on=one["waits_on"],
        )
        for one in found
    ]  # fmt: skip


def _exposed(viewer: Actor) -> list[Exposed]:
    """Each order's own sums, put together by currency; what is covered is reckoned order by order, for no cover is shared."""
    if viewer.role is Role.INSPECTOR:
        return []
    found = _rows(
        viewer,
        "SELECT o.currency,"
        " coalesce((SELECT -sum(minor) FROM ledger.balance WHERE currency = o.currency"
        "   AND name IN ('held:' || o.id, 'early:' || o.id)), 0)::bigint AS held,"
        " coalesce((SELECT sum(released_minor) FROM instalments WHERE order_id = o.id), 0)::bigint AS released,"
        " coalesce((SELECT sum(security_minor + fund_minor + supplier_minor) FROM refunds"
        "   WHERE order_id = o.id AND counts), 0)::bigint AS refunded,"
        " coalesce((SELECT cover_minor - advanced_minor FROM reservations"
        "   WHERE order_id = o.id AND freed_at IS NULL), 0)::bigint AS cover_left"
        " FROM orders o WHERE {mine} AND o.ended_at IS NULL AND o.state <> 'lapsed' ORDER BY o.id DESC LIMIT 500",
    )
    sums: dict[str, list[int]] = {}
    for one in found:
        risk = coverage.at_risk(
            held=one["held"], claimable=max(0, one["released"] - one["refunded"]), cover_left=one["cover_left"]
        )
        total = sums.setdefault(one["currency"], [0, 0, 0])
        for n, part in enumerate((risk.held, risk.covered, risk.not_covered)):
            total[n] += part
    return [
        Exposed(currency=currency, **{
            name: money.Money(minor, currency).amount for name, minor in zip(("held", "covered", "not_covered"), parts, strict=True)
        })
        for currency, parts in sorted(sums.items())
    ]  # fmt: skip


def _goods(lines: Any) -> str:
    return contract.goods_of({"lines": json.loads(lines) if isinstance(lines, str) else lines})
