"""An organisation's webhooks, and what became of every delivery; never a secret."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import events
from tradeward.domain.refusals import UNKNOWN, NotFound, RuleBroken
from tradeward.domain.vocabulary import Actor

LONGEST_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A webhook: `why` says why it is failing; `waiting_since` is when the oldest event came that it was not sent yet."""

    id: UUID
    url: str
    types: list[str]
    description: str
    state: str
    why: str
    changed_at: datetime
    created_at: datetime
    succeeded_at: datetime | None
    failures: int
    secrets: list[datetime | None]
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try of a delivery: the answer's status and first words, or what was in the way."""

    at: datetime
    millis: int
    status: int | None
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An event on its way to a webhook; `due_at` is when it is tried next, None where it waits for an earlier one."""

    id: UUID
    number: int
    event_id: str
    type: str
    order_id: UUID | None
    state: str
    created_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    tries: list[Try]


def listed(viewer: Actor) -> list[Webhook]:
    """The webhooks of the viewer's organisation, newest first."""
    return _webhooks("w.organisation_id = %s", [viewer.organisation_id])


def webhook(viewer: Actor, *, webhook_id: UUID) -> Webhook:
    """One of them. Refuses: NotFound, for another organisation's too."""
    found = _webhooks("w.organisation_id = %s AND w.id = %s", [viewer.organisation_id, webhook_id])
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def deliveries(
    viewer: Actor, *, webhook_id: UUID, after: int | None = None, limit: int = LONGEST_PAGE, state: str = ""
) -> list[Delivery]:
    """The deliveries of a webhook, newest first, from behind the one numbered `after`, with every try. Refuses: NotFound."""
    if not 1 <= limit <= LONGEST_PAGE + 1:
        raise RuleBroken(f"limit {limit} is not between 1 and {LONGEST_PAGE}", field="limit")
    webhook(viewer, webhook_id=webhook_id)
    return _deliveries(
        "d.webhook_id = %(webhook)s AND (%(after)s::bigint IS NULL OR d.number < %(after)s)"
        " AND (%(state)s = '' OR d.state = %(state)s)",
        {"webhook": webhook_id, "after": after, "limit": limit, "state": state},
    )


def delivery(viewer: Actor, *, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    """One of them. Refuses: NotFound."""
    webhook(viewer, webhook_id=webhook_id)
    said = {"webhook": webhook_id, "id": delivery_id, "limit": 1}
    found = _deliveries("d.webhook_id = %(webhook)s AND d.id = %(id)s", said)
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def _webhooks(which: str, said: list[Any]) -> list[Webhook]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.id, w.url, w.types, w.description, w.state, w.why, w.changed_at, w.created_at, w.succeeded_at, w.failures,"
            " (SELECT array_agg(s.ends_at ORDER BY s.created_at DESC, s.id DESC) FROM webhook_secrets s"
            "   WHERE s.webhook_id = w.id AND (s.ends_at IS NULL OR s.ends_at > now())),"
            " (SELECT min(d.created_at) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting')"
            f" FROM webhooks w WHERE {which} ORDER BY w.id DESC",
            said,
        )
        return [
            Webhook(
                id=id, url=url, types=types, description=description, state=state, why=why, changed_at=changed_at,
                created_at=created_at, succeeded_at=succeeded_at, failures=failures, secrets=secrets, waiting_since=waiting_since,
            )
            for id, url, types, description, state, why, changed_at, created_at, succeeded_at, failures, secrets, waiting_since
            in cursor.fetchall()
        ]  # fmt: skip


def _deliveries(which: str, said: dict[str, Any]) -> list[Delivery]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, d.number, j.hash, d.type, CASE WHEN j.buyer_id IS NOT NULL THEN d.subject_id END, d.state, d.created_at,"
            " d.ended_at, CASE WHEN d.state = 'waiting' AND isfinite(l.due_at) AND d.number = (SELECT number"
            "   FROM webhook_deliveries head WHERE head.webhook_id = d.webhook_id AND head.subject_id = d.subject_id"
            "   AND head.state = 'waiting' ORDER BY line, number LIMIT 1) THEN l.due_at END,"
            " (SELECT coalesce(jsonb_agg(jsonb_build_array(t.at, t.millis, t.status, t.told) ORDER BY t.at), '[]')"
            "   FROM webhook_tries t WHERE t.delivery_id = d.id)::text"
            " FROM webhook_deliveries d LEFT JOIN journal j ON j.id = d.line"
            " LEFT JOIN webhook_lanes l ON l.webhook_id = d.webhook_id AND l.subject_id = d.subject_id"
            f" WHERE {which} ORDER BY d.number DESC LIMIT %(limit)s",
            said,
        )
        return [
            Delivery(
                id=id, number=number, event_id=events.shown_id(hash or id.hex), type=type, order_id=order_id, state=state,
                created_at=created_at, ended_at=ended_at, due_at=due_at, tries=[_try(*one) for one in json.loads(tries)],
            )
            for id, number, hash, type, order_id, state, created_at, ended_at, due_at, tries in cursor.fetchall()
        ]  # fmt: skip


def _try(at: str, millis: int, status: int | None, told: str) -> Try:
    return Try(at=datetime.fromisoformat(at), millis=millis, status=status, told=told)
