"""The operator's figures at a glance, for a monitor: what is held, what waits, what is late, whether the books are green."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tradeward.domain import money
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role

Values = list[tuple[tuple[tuple[str, str], ...], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure: its name, what it means, and its values by label. Amounts are in decimal notation of their currency."""

    name: str
    told: str
    values: Values


def figures(viewer: Actor, *, at: datetime) -> list[Figure]:
    """Every figure, as of `at`. Refuses: NotAllowed (not the operator)."""
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees the market's figures.")
    (late, oldest), (open_now, stalled) = _deadlines(at), _counts()
    age, red = _books(at)
    return [
        Figure(name="held_amount", told="Money held for orders, by currency.", values=_by_currency(_HELD)),
        Figure(name="unmatched_credits", told="Credits in suspense, by currency.", values=_counted(_WAITING)),
        Figure(name="unmatched_amount", told="Money in suspense, by currency.", values=_by_currency(_SUSPENSE)),
        _one("deadlines_open", "Deadlines that the clock will make.", open_now),
        _one("deadlines_late", "Deadlines that are due and not made.", late),
        _one("deadlines_late_seconds", "Age of the oldest of them in seconds; 0 where there is none.", oldest),
        _one("deadlines_stalled", "Suppliers and credits whose clock has failed.", stalled),
        _one("check_books_age_seconds", "Since the books were checked last; -1: never.", age),
        _one("check_books_red", "1 while the books are red and suppliers are not paid out.", red),
        *_webhooks(at),
    ]


def _webhooks(at: datetime) -> list[Figure]:
    """How webhooks stand. What nobody has looked at yet is told beside what waits, for a deliverer that is away queues nothing."""
    ((waiting, oldest, given_up, failing, unshared),) = _all(_DELIVERIES, at)
    return [
        _one("webhook_deliveries_waiting", "Deliveries that no receiver has taken yet.", waiting),
        _one("webhook_oldest_waiting_seconds", "Age of the oldest of them in seconds; 0 where there is none.", oldest),
        _one("webhook_deliveries_given_up", "Deliveries that were given up, and can be sent again by hand.", given_up),
        _one(
            "webhooks_failing",
            "Webhooks whose receiver takes nothing: nothing is sent until they are enabled.",
            failing,
        ),
        _one(
            "webhook_lines_unshared",
            "Lines of journals not yet turned into deliveries; 10000 or more as 10000.",
            unshared,
        ),
    ]


_DELIVERIES = """
    SELECT count(*), coalesce(extract(epoch FROM %s - min(created_at)), 0)::bigint,
           (SELECT count(*) FROM webhook_deliveries WHERE state = 'given_up'),
           (SELECT count(*) FROM webhooks WHERE state = 'failing'),
           (SELECT count(*) FROM (SELECT FROM journal j JOIN webhook_cursor c ON (j.writer, j.id) > (c.writer, c.line)
                                   LIMIT 10000) AS behind)
      FROM webhook_deliveries WHERE state = 'waiting'"""


_HELD = "SELECT currency, -sum(minor)::bigint FROM ledger.balance WHERE name LIKE 'held:%' GROUP BY currency ORDER BY currency"
_SUSPENSE = "SELECT currency, sum(amount_minor)::bigint FROM credits WHERE state = 'suspense' GROUP BY currency ORDER BY currency"
_WAITING = "SELECT currency, count(*) FROM credits WHERE state = 'suspense' GROUP BY currency ORDER BY currency"


def _one(name: str, told: str, value: int) -> Figure:
    return Figure(name=name, told=told, values=[((), str(value))])


def _by_currency(query: str) -> Values:
    return [((("currency", one),), money.Money(minor, one).amount) for one, minor in _all(query)]


def _counted(query: str) -> Values:
    return [((("currency", one),), str(number)) for one, number in _all(query)]


def _deadlines(at: datetime) -> tuple[int, int]:
    query = (
        "SELECT count(*), coalesce(extract(epoch FROM %s - min(due_at)), 0)::bigint FROM deadlines"
        " WHERE state = 'open' AND due_at < %s"
    )
    ((late, seconds),) = _all(query, at, at)
    return late, seconds


def _counts() -> tuple[int, int]:
    ((open_now, stalled),) = _all(
        "SELECT (SELECT count(*) FROM deadlines WHERE state = 'open'), (SELECT count(*) FROM stalls)"
    )
    return open_now, stalled


def _books(at: datetime) -> tuple[int, int]:
    found = _all("SELECT extract(epoch FROM %s - at)::bigint, red FROM books_checks ORDER BY id DESC LIMIT 1", at)
    return (found[0][0], int(found[0][1])) if found else (-1, 0)


def _all(query: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        found: list[Any] = cursor.fetchall()
        return found
