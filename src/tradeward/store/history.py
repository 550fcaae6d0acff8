"""What a supplier's limit is reckoned from: completed orders, conduct, points and debts (RULES §3).

Orders that a unit of work has loaded are read as they stand there: the clock may have moved them and nothing is written yet.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from tradeward.domain import money, rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.supplier_limit import CompletedOrder, History, Mark, Tally

_COMPLETED = """
    SELECT o.value_minor, o.currency, (SELECT rate FROM rates WHERE from_currency = o.currency AND to_currency = %(currency)s
            AND since <= o.ended_at ORDER BY since DESC LIMIT 1),
        o.ended_at::date,
        EXISTS (SELECT 1 FROM organisations b, organisations s WHERE b.id = o.buyer_id AND s.id = o.supplier_id AND
            ((b.owner = s.owner AND b.owner <> '') OR (b.account = s.account AND b.account <> '')
             OR (b.address = s.address AND b.address <> '')))
    FROM orders o WHERE o.supplier_id = %(supplier)s AND o.id <> ALL(%(loaded)s) AND o.state = 'closed'
        AND o.outcome = 'accepted' AND o.ended_at::date BETWEEN %(since)s AND %(day)s ORDER BY o.ended_at, o.id"""
_IN_TIME = """
    SELECT count(*) FILTER (WHERE s.dispatched_on <= s.ship_on), count(*) FROM shipments s JOIN orders o ON o.id = s.order_id
    WHERE o.supplier_id = %(supplier)s AND o.id <> ALL(%(loaded)s) AND s.state = 'shipped'
        AND s.shown_at::date BETWEEN %(since)s AND %(day)s"""
_AT_ONCE = """
    SELECT count(*) FILTER (WHERE i.verdict = 'met'), count(*) FROM inspections i JOIN orders o ON o.id = i.order_id
    WHERE o.supplier_id = %(supplier)s AND o.id <> ALL(%(loaded)s) AND i.number = 1 AND i.verdict IN ('met', 'breached')
        AND i.reported_at::date BETWEEN %(since)s AND %(day)s"""
_UNDISPUTED = """
    SELECT count(*) FILTER (WHERE NOT lost), count(*) FROM (
        SELECT EXISTS (
            SELECT 1 FROM rulings r WHERE r.order_id = o.id AND r.final_at IS NOT NULL AND r.outcome <> 'dismissed') AS lost
        FROM orders o WHERE o.supplier_id = %(supplier)s AND o.id <> ALL(%(loaded)s) AND o.signed_at IS NOT NULL
            AND o.ended_at::date BETWEEN %(since)s AND %(day)s) ended"""
_ANSWERED = """
    SELECT count(*) FILTER (WHERE d.answered_at <= d.opened_at + make_interval(hours => %(prompt)s)), count(*)
    FROM disputes d JOIN orders o ON o.id = d.order_id
    WHERE o.supplier_id = %(supplier)s AND o.id <> ALL(%(loaded)s) AND d.opened_at::date BETWEEN %(since)s AND %(day)s"""


def of(supplier: rows.Supplier, *, policy: Policy, day: date, loaded: Sequence[OrderBundle] = ()) -> History:
    """The record of a supplier as of `day`, for the days that count (RULES §3); `loaded` are his orders as they stand in memory."""
    since = day - timedelta(days=policy.volume_days)
    said = {
        "supplier": supplier.id,
        "currency": policy.policy_currency,
        "since": since,
        "day": day,
        "prompt": policy.prompt_answer_hours,
        "loaded": [one.subject_id for one in loaded],
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETED, said)
        orders = [
            CompletedOrder(value_minor=_converted(value, currency, rate, policy), closed=closed, related=related)
            for value, currency, rate, closed, related in cursor.fetchall()
        ]
        tallies = [_tally(cursor, sql, said) for sql in (_IN_TIME, _AT_ONCE, _UNDISPUTED, _ANSWERED)]
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM recoveries WHERE supplier_id = %(supplier)s AND state = 'overdue'"
            " AND order_id <> ALL(%(loaded)s))",
            said,
        )
        (overdue,) = cursor.fetchone()
    for one in loaded:
        orders += _completed(one, policy=policy, since=since, day=day)
        kept = _conduct(one, policy=policy, since=since, day=day)
        tallies = [Tally(a.good + b.good, a.of + b.of) for a, b in zip(tallies, kept, strict=True)]
        overdue = overdue or any(debt.state == "overdue" for debt in one.of(rows.Recovery))
    return History(
        joined=(supplier.applied_at.date() if supplier.applied_at else day),
        site_audited=supplier.verification == "site_audit",
        orders=tuple(orders),
        in_time=tallies[0],
        passed_at_once=tallies[1],
        undisputed=tallies[2],
        answered=tallies[3],
        marks=_marks(supplier, loaded),
        debt_overdue=overdue,
        suspended=supplier.state == "suspended",
    )


def _marks(supplier: rows.Supplier, loaded: Sequence[OrderBundle]) -> tuple[Mark, ...]:
    if loaded:
        given = [
            (one.points, one.at.astimezone(UTC).date(), one.deleted_at is not None) for one in loaded[0].supplier.points
        ]
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT points, at::date, deleted_at IS NOT NULL FROM points WHERE supplier_id = %s ORDER BY id",
                [supplier.id],
            )
            given = cursor.fetchall()
    return tuple(Mark(points=points, since=since, reversed=gone) for points, since, gone in given)


def _completed(one: OrderBundle, *, policy: Policy, since: date, day: date) -> list[CompletedOrder]:
    """What `_COMPLETED` says of an order, said of one in memory."""
    order, market = one.order, one.market
    if order.state != "closed" or order.outcome != "accepted" or not _within(order.ended_at, since, day):
        return []
    assert order.ended_at is not None, "it is within"
    rate = None
    with suppress(RuleBroken):
        rate = market.rate(order.currency, policy.policy_currency, order.ended_at)
    value = _converted(order.value_minor, order.currency, rate, policy)
    related = market.related(order.buyer_id, order.supplier_id)
    closed = order.ended_at.astimezone(UTC).date()
    return [CompletedOrder(value_minor=value, closed=closed, related=related)]


def _converted(value: int, currency: str, rate: Decimal | None, policy: Policy) -> int:
    """An order's value in the policy's currency, at the rate in force when it closed; without a rate it does not count."""
    if currency == policy.policy_currency:
        return value
    places = money.exponent(policy.policy_currency) - money.exponent(currency)
    return int(value * rate.scaleb(places)) if rate else 0


def _conduct(one: OrderBundle, *, policy: Policy, since: date, day: date) -> list[Tally]:
    """What the four counts say of an order, said of one in memory."""
    shipped = [lot for lot in one.of(rows.Shipment) if lot.state == "shipped" and _within(lot.shown_at, since, day)]
    reported = [
        each
        for each in one.of(rows.Inspection)
        if each.number == 1 and each.verdict in ("met", "breached") and _within(each.reported_at, since, day)
    ]
    ended = [one.order] if one.order.signed_at and _within(one.order.ended_at, since, day) else []
    lost = any(ruling.final_at and ruling.outcome != "dismissed" for ruling in one.of(rows.Ruling))
    opened = [dispute for dispute in one.of(rows.Dispute) if _within(dispute.opened_at, since, day)]
    prompt = timedelta(hours=policy.prompt_answer_hours)
    return [
        _counted(lot.dispatched_on is not None and lot.dispatched_on <= lot.ship_on for lot in shipped),
        _counted(each.verdict == "met" for each in reported),
        _counted(not lost for _ in ended),
        _counted(
            dispute.answered_at is not None and dispute.answered_at <= dispute.opened_at + prompt for dispute in opened
        ),
    ]


def _counted(good: Iterable[bool]) -> Tally:
    found = list(good)
    return Tally(sum(found), len(found))


def _within(at: datetime | None, since: date, day: date) -> bool:
    return at is not None and since <= at.astimezone(UTC).date() <= day


def _tally(cursor: Any, sql: str, said: dict[str, Any]) -> Tally:
    cursor.execute(sql, said)
    good, of_all = cursor.fetchone()
    return Tally(good, of_all)
