"""What a supplier's limit is reckoned from: completed orders, conduct, points and debts (RULES §3)."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from tradeward.domain import rows
from tradeward.domain.policy import Policy
from tradeward.domain.supplier_limit import CompletedOrder, History, Mark, Tally

# The value of an order in another currency is converted at the rate in force when it closed; without a rate it does not count.
_COMPLETED = """
    SELECT CASE WHEN o.currency = %(currency)s THEN o.value_minor ELSE trunc(o.value_minor * (SELECT rate FROM rates
            WHERE from_currency = o.currency AND to_currency = %(currency)s AND since <= o.ended_at ORDER BY since DESC LIMIT 1)) END,
        o.ended_at::date,
        EXISTS (SELECT 1 FROM organisations b, organisations s WHERE b.id = o.buyer_id AND s.id = o.supplier_id AND
            ((b.owner = s.owner AND b.owner <> '') OR (b.account = s.account AND b.account <> '')
             OR (b.address = s.address AND b.address <> '')))
    FROM orders o WHERE o.supplier_id = %(supplier)s AND o.state = 'closed' AND o.outcome = 'accepted'
        AND o.ended_at::date BETWEEN %(since)s AND %(day)s ORDER BY o.ended_at, o.id"""
_IN_TIME = """
    SELECT count(*) FILTER (WHERE s.dispatched_on <= s.ship_on), count(*) FROM shipments s JOIN orders o ON o.id = s.order_id
    WHERE o.supplier_id = %(supplier)s AND s.state = 'shipped' AND s.shown_at::date BETWEEN %(since)s AND %(day)s"""
_AT_ONCE = """
    SELECT count(*) FILTER (WHERE i.verdict = 'met'), count(*) FROM inspections i JOIN orders o ON o.id = i.order_id
    WHERE o.supplier_id = %(supplier)s AND i.number = 1 AND i.verdict IN ('met', 'breached')
        AND i.reported_at::date BETWEEN %(since)s AND %(day)s"""
_UNDISPUTED = """
    SELECT count(*) FILTER (WHERE NOT lost), count(*) FROM (
        SELECT EXISTS (SELECT 1 FROM rulings r WHERE r.order_id = o.id AND r.final_at IS NOT NULL AND r.outcome <> 'dismissed') AS lost
        FROM orders o WHERE o.supplier_id = %(supplier)s AND o.signed_at IS NOT NULL
            AND o.ended_at::date BETWEEN %(since)s AND %(day)s) ended"""
_ANSWERED = """
    SELECT count(*) FILTER (WHERE d.answered_at <= d.opened_at + make_interval(hours => %(prompt)s)), count(*)
    FROM disputes d JOIN orders o ON o.id = d.order_id
    WHERE o.supplier_id = %(supplier)s AND d.opened_at::date BETWEEN %(since)s AND %(day)s"""


def of(supplier: rows.Supplier, *, policy: Policy, day: date) -> History:
    """The record of a supplier as of `day`, for the days that count (RULES §3)."""
    said = {
        "supplier": supplier.id,
        "currency": policy.policy_currency,
        "since": day - timedelta(days=policy.volume_days),
        "day": day,
        "prompt": policy.prompt_answer_hours,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETED, said)
        orders = [(int(value or 0), closed, related) for value, closed, related in cursor.fetchall()]
        tallies = [_tally(cursor, sql, said) for sql in (_IN_TIME, _AT_ONCE, _UNDISPUTED, _ANSWERED)]
        cursor.execute(
            "SELECT points, at::date, deleted_at IS NOT NULL FROM points WHERE supplier_id = %s ORDER BY id",
            [supplier.id],
        )
        marks = tuple(Mark(points=points, since=since, reversed=gone) for points, since, gone in cursor.fetchall())
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM recoveries WHERE supplier_id = %s AND state = 'overdue')", [supplier.id]
        )
        (overdue,) = cursor.fetchone()
    return History(
        joined=(supplier.applied_at.date() if supplier.applied_at else day),
        site_audited=supplier.verification == "site_audit",
        orders=tuple(
            CompletedOrder(value_minor=value, closed=closed, related=related) for value, closed, related in orders
        ),
        in_time=tallies[0],
        passed_at_once=tallies[1],
        undisputed=tallies[2],
        answered=tallies[3],
        marks=marks,
        debt_overdue=overdue,
        suspended=supplier.state == "suspended",
    )


def _tally(cursor: Any, sql: str, said: dict[str, Any]) -> Tally:
    cursor.execute(sql, said)
    good, of_all = cursor.fetchone()
    return Tally(good, of_all)
