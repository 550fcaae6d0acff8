"""Webhooks: where events are sent, what waits to be sent, who is sending it, and what came of it (service.sql)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import events
from tradeward.domain.events import Event
from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.store import announced


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where events are sent: whose they are, which are wanted (none named: all), and how it stands."""

    id: UUID
    organisation_id: UUID
    side: str
    url: str
    types: list[str]
    description: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A delivery that this process holds until its lease ends: what to send where, signed with which secrets."""

    lease: int
    webhook_id: UUID
    subject_id: UUID
    delivery_id: UUID
    url: str
    event: Event
    secrets: list[tuple[UUID, str]]
    tries: int
    first_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a try came to: an answer's status and first words, or what was in the way; `taken`: the receiver has it."""

    at: datetime
    millis: int
    status: int | None
    told: str
    taken: bool


def add(
    *, id: UUID, organisation_id: UUID, side: str, url: str, types: Sequence[str], description: str, at: datetime
) -> None:
    """Write a webhook, which is enabled."""
    _do(
        "INSERT INTO webhooks (id, organisation_id, side, url, types, description, state, created_at, changed_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, 'enabled', %s, %s)",
        [id, organisation_id, side, url, list(types), description, at, at],
    )


def add_secret(*, id: UUID, webhook_id: UUID, print: str, at: datetime) -> None:
    """Write that a webhook has a secret more."""
    _do(
        "INSERT INTO webhook_secrets (id, webhook_id, print, created_at) VALUES (%s, %s, %s, %s)",
        [id, webhook_id, print, at],
    )


def end_secrets(*, webhook_id: UUID, at: datetime, ends_at: datetime) -> None:
    """Let the newest secret live until `ends_at`, and older ones no longer than `at`: two live at once at most."""
    _do(
        "UPDATE webhook_secrets s SET ends_at = least(s.ends_at, CASE WHEN s.id ="
        " (SELECT id FROM webhook_secrets WHERE webhook_id = %(id)s ORDER BY created_at DESC, id DESC LIMIT 1)"
        " THEN %(ends_at)s ELSE %(at)s END) WHERE s.webhook_id = %(id)s",
        {"id": webhook_id, "at": at, "ends_at": ends_at},
    )


def locked(*, id: UUID, organisation_id: UUID | None) -> Webhook:
    """A webhook of an organisation's, locked, as it is before any lane of its. Refuses: NotFound, as for one that nobody has."""
    found = _all(
        "SELECT id, organisation_id, side, url, types, description, state FROM webhooks"
        " WHERE id = %s AND organisation_id = %s FOR NO KEY UPDATE",
        [id, organisation_id],
    )
    if not found:
        raise NotFound(UNKNOWN)
    names = ("id", "organisation_id", "side", "url", "types", "description", "state")
    return Webhook(**dict(zip(names, found[0], strict=True)))


def change(*, id: UUID, url: str, types: Sequence[str], description: str) -> None:
    """Write what its owner says of a webhook."""
    _do("UPDATE webhooks SET url = %s, types = %s, description = %s WHERE id = %s", [url, list(types), description, id])


def set_state(*, id: UUID, state: str, why: str, at: datetime) -> None:
    """Write how a webhook stands. One that is enabled rests no more, and all that waits is due."""
    _do(
        "UPDATE webhooks SET state = %s, why = %s, changed_at = %s, failures = 0, rests_until = '-infinity' WHERE id = %s",
        [state, why, at, id],
    )
    if state == "enabled":
        _do("UPDATE webhook_lanes SET due_at = '-infinity' WHERE webhook_id = %s AND lease IS NULL", [id])


def add_test(*, id: UUID, webhook_id: UUID, at: datetime) -> None:
    """Let a test event wait for a webhook, in a lane of its own."""
    _do(
        "INSERT INTO webhook_deliveries (id, webhook_id, subject_id, line, type, created_at) VALUES (%s, %s, %s, 0, %s, %s)",
        [id, webhook_id, webhook_id, events.TEST, at],
    )
    _do(_LANES + " SELECT %s, %s" + _JOIN, [webhook_id, webhook_id])


_LANES = "INSERT INTO webhook_lanes (webhook_id, subject_id)"
_JOIN = """ ON CONFLICT (webhook_id, subject_id) DO UPDATE
    SET due_at = CASE WHEN webhook_lanes.lease IS NULL THEN '-infinity' ELSE webhook_lanes.due_at END"""


def replay(*, webhook_id: UUID, delivery_id: UUID | None = None, since: datetime | None = None) -> int:
    """Let one delivery wait anew, or all that ended at or after `since` and all that wait; how many.

    Their lanes are locked first, as whoever delivers does.
    """
    said = {"webhook": webhook_id, "delivery": delivery_id, "since": since}
    which = (
        "webhook_id = %(webhook)s AND (id = %(delivery)s OR (%(delivery)s::uuid IS NULL"
        " AND (ended_at IS NULL OR ended_at >= %(since)s)))"
    )
    _do(
        f"{_LANES} SELECT DISTINCT webhook_id, subject_id FROM webhook_deliveries WHERE {which} ORDER BY 1, 2{_JOIN}",
        said,
    )
    return _do(
        f"UPDATE webhook_deliveries SET state = 'waiting', tries = 0, first_at = NULL, ended_at = NULL WHERE {which}",
        said,
    )


def share_out(*, at: datetime, most: int) -> int:
    """Share the next journal lines out to the webhooks that want them; how many lines were looked at."""
    ((looked,),) = _all("SELECT share_out(%s, %s, %s)", [list(events.TYPES), at, most])
    return int(looked)


def take(*, at: datetime, most: int, each: int, lease: timedelta) -> list[Parcel]:
    """Take what is due: of a subject the first that waits, of a webhook no more than `each` at once, of all at most `most`.

    Webhooks with little in flight come first, so that a slow receiver delays itself. The lanes are taken by one statement and
    read by the next, which sees whatever their last holder has written.
    """
    said = {"at": at, "most": most, "each": each, "until": at + lease}
    taken = _all(_TAKE, said)
    if not taken:
        return []
    found = _all(_PARCELS, {"at": at, "lease": taken[0][0]})
    lost = len(taken) - len(found)
    if lost:  # a lane whose deliveries were too old and are gone
        _do(
            "DELETE FROM webhook_lanes l WHERE lease = %s AND NOT EXISTS (SELECT FROM webhook_deliveries d"
            " WHERE d.webhook_id = l.webhook_id AND d.subject_id = l.subject_id AND d.state = 'waiting')",
            [taken[0][0]],
        )
    return [_parcel(*one) for one in found]


_TAKE = """
    WITH RECURSIVE waiting AS (  -- the webhooks with a lane, one step through the index each: none waiting costs one page
        (SELECT webhook_id FROM webhook_lanes ORDER BY webhook_id LIMIT 1)
         UNION ALL
        SELECT (SELECT l.webhook_id FROM webhook_lanes l WHERE l.webhook_id > waiting.webhook_id ORDER BY l.webhook_id LIMIT 1)
          FROM waiting WHERE waiting.webhook_id IS NOT NULL
    ), room AS MATERIALIZED (
        SELECT w.id, greatest(0, %(each)s - (SELECT count(*) FROM webhook_lanes busy
            WHERE busy.webhook_id = w.id AND busy.lease IS NOT NULL AND busy.due_at > %(at)s)) AS places
          FROM waiting CROSS JOIN LATERAL (SELECT * FROM webhooks WHERE id = waiting.webhook_id OFFSET 0) w  -- each by its key
         WHERE w.state = 'enabled' AND w.rests_until <= %(at)s
    ), due AS MATERIALIZED (
        SELECT l.webhook_id, l.subject_id FROM room CROSS JOIN LATERAL (
            SELECT webhook_id, subject_id, due_at FROM webhook_lanes WHERE webhook_id = room.id AND due_at <= %(at)s
             ORDER BY due_at LIMIT room.places FOR UPDATE SKIP LOCKED
        ) l ORDER BY room.places DESC, l.due_at LIMIT %(most)s
    ), mine AS MATERIALIZED (
        SELECT nextval('webhook_leases') AS lease
    )
    UPDATE webhook_lanes l SET lease = mine.lease, due_at = %(until)s FROM due, mine
     WHERE l.webhook_id = due.webhook_id AND l.subject_id = due.subject_id RETURNING l.lease"""
_PARCELS = f"""
    SELECT l.lease, l.webhook_id, l.subject_id, d.id, w.url, w.side, d.tries, d.first_at, d.created_at,
        (SELECT jsonb_agg(jsonb_build_array(s.id, s.print) ORDER BY s.created_at DESC, s.id DESC) FROM webhook_secrets s
          WHERE s.webhook_id = w.id AND (s.ends_at IS NULL OR s.ends_at > %(at)s))::text,
        {announced.COLUMNS}
      FROM webhook_lanes l JOIN webhooks w ON w.id = l.webhook_id CROSS JOIN LATERAL (
            SELECT * FROM webhook_deliveries WHERE webhook_id = l.webhook_id AND subject_id = l.subject_id AND state = 'waiting'
             ORDER BY line, number LIMIT 1
        ) d LEFT JOIN journal j ON j.id = d.line
     WHERE l.lease = %(lease)s"""


def _parcel(lease: int, webhook_id: UUID, subject_id: UUID, delivery_id: UUID, url: str, side: str, tries: int,
            first_at: datetime | None, created_at: datetime, secrets: str, *line: Any) -> Parcel:  # fmt: skip
    if line[0] is None:
        line = (delivery_id.hex, events.TEST, created_at, side, None, webhook_id, None)
    return Parcel(
        lease=lease, webhook_id=webhook_id, subject_id=subject_id, delivery_id=delivery_id, url=url, tries=tries,
        first_at=first_at, secrets=[(UUID(id), print) for id, print in json.loads(secrets)], event=announced.event(line),
    )  # fmt: skip


def held(*, parcel: Parcel) -> bool:
    """Lock the webhook and the lane of a parcel; False when its lease is over and somebody else has it, or had it."""
    _all("SELECT 1 FROM webhooks WHERE id = %s FOR NO KEY UPDATE", [parcel.webhook_id])
    return bool(
        _all(
            "SELECT 1 FROM webhook_lanes WHERE webhook_id = %s AND subject_id = %s AND lease = %s FOR UPDATE",
            [parcel.webhook_id, parcel.subject_id, parcel.lease],
        )
    )


def note(*, parcel: Parcel, outcome: Outcome) -> None:
    """Write a try into the delivery log."""
    _do(
        "INSERT INTO webhook_tries (delivery_id, at, millis, status, told) SELECT id, %s, %s, %s, %s FROM webhook_deliveries"
        " WHERE id = %s",
        [outcome.at, outcome.millis, outcome.status, outcome.told, parcel.delivery_id],
    )


def end(*, parcel: Parcel, state: str, at: datetime) -> None:
    """A delivery is over; its lane goes on with the next, or goes."""
    _do(
        "UPDATE webhook_deliveries SET state = %(state)s, tries = tries + 1, first_at = coalesce(first_at, %(at)s),"
        " ended_at = %(at)s WHERE id = %(id)s",
        {"state": state, "at": at, "id": parcel.delivery_id},
    )
    lane = {"webhook": parcel.webhook_id, "subject": parcel.subject_id}
    mine = "webhook_id = %(webhook)s AND subject_id = %(subject)s"
    more = f"EXISTS (SELECT FROM webhook_deliveries WHERE {mine} AND state = 'waiting')"
    if not _do(f"UPDATE webhook_lanes SET lease = NULL, due_at = '-infinity' WHERE {mine} AND {more}", lane):
        _do(f"DELETE FROM webhook_lanes WHERE {mine}", lane)


def put_off(*, parcel: Parcel, at: datetime, due_at: datetime) -> None:
    """A delivery is tried again at `due_at`; what comes after it in its lane waits for it."""
    _do(
        "UPDATE webhook_deliveries SET tries = tries + 1, first_at = coalesce(first_at, %s) WHERE id = %s",
        [at, parcel.delivery_id],
    )
    _do(
        "UPDATE webhook_lanes SET lease = NULL, due_at = %s WHERE webhook_id = %s AND subject_id = %s",
        [due_at, parcel.webhook_id, parcel.subject_id],
    )


def succeeded(*, webhook_id: UUID, at: datetime) -> None:
    """A receiver took something: it rests no more; where it had failed several times in a row, all that waits is due."""
    found = _all(
        "UPDATE webhooks now SET succeeded_at = %s, failures = 0, rests_until = '-infinity' FROM webhooks was"
        " WHERE now.id = %s AND was.id = now.id RETURNING was.failures",
        [at, webhook_id],
    )
    if found and found[0][0] > 2:
        _do("UPDATE webhook_lanes SET due_at = '-infinity' WHERE webhook_id = %s AND lease IS NULL", [webhook_id])


def failed(*, webhook_id: UUID) -> tuple[int, datetime | None]:
    """A receiver did not take something: how often now in a row, and when it took anything last. It stays locked."""
    ((failures, succeeded_at),) = _all(
        "UPDATE webhooks SET failures = failures + 1 WHERE id = %s RETURNING failures, succeeded_at", [webhook_id]
    )
    return failures, succeeded_at


def rest(*, webhook_id: UUID, until: datetime) -> None:
    """Leave a receiver alone until an instant."""
    _do("UPDATE webhooks SET rests_until = %s WHERE id = %s", [until, webhook_id])


def give_up(*, webhook_id: UUID, why: str, at: datetime) -> None:
    """Send nothing more to a receiver until its owner enables it again; what waits goes on waiting."""
    _do(
        "UPDATE webhooks SET state = 'failing', why = %s, changed_at = %s WHERE id = %s AND state = 'enabled'",
        [why, at, webhook_id],
    )


def forget(*, before: datetime, most: int) -> int:
    """Delete the oldest deliveries made before an instant, with their log, whatever became of them; how many."""
    return _do(
        "DELETE FROM webhook_deliveries WHERE id IN"
        " (SELECT id FROM webhook_deliveries WHERE created_at < %s ORDER BY created_at LIMIT %s)",
        [before, most],
    )


def _all(sql: str, said: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, said)
        return list(cursor.fetchall())


def _do(sql: str, said: Sequence[Any] | Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, said)
        return int(cursor.rowcount)
