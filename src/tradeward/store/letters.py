"""What is to be told of deadlines, the letters that tell it, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice and one who is to be told: in which role, under which address, in which language, on whose clock."""

    notice_id: UUID
    kind: str
    order_id: UUID
    subject: str
    subject_id: UUID
    verb: str
    due_at: datetime
    goods: str
    buyer: str
    supplier: str
    role: str
    person_id: UUID
    organisation_id: UUID
    address: str
    language: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that this process holds for a try."""

    id: UUID
    address: str
    title: str
    text: str
    tries: int
    first_at: datetime


def due(*, at: datetime, most: int) -> list[UUID]:
    """Lock the notices whose time has come, the oldest first; who is at work on others is not waited for."""
    found = _all(
        "SELECT id FROM notices WHERE state = 'waiting' AND tell_at <= %s ORDER BY tell_at LIMIT %s FOR UPDATE SKIP LOCKED",
        [at, most],
    )
    return [id for (id,) in found]


def told(*, ids: Sequence[UUID]) -> list[Told]:
    """Whom notices are for: people of the side that is waited on, of both once it has passed, at addresses that are proved.

    Of the officers it is the one who has the case in hand; while nobody has, all who could take it.
    """
    names = Told.__dataclass_fields__
    return [Told(**dict(zip(names, one, strict=True))) for one in _all(_TOLD, [list(ids)])]


_TOLD = """
    SELECT n.id, n.kind, n.order_id, n.subject, n.subject_id, n.verb, n.due_at, v.body #>> '{lines,0,goods}', b.name, s.name,
           r.role, p.id, o.id, coalesce(a.email, o.email), p.language, o.zone
      FROM notices n JOIN orders ord ON ord.id = n.order_id
      JOIN versions v ON v.order_id = ord.id AND v.number = ord.version
      JOIN organisations b ON b.id = ord.buyer_id JOIN organisations s ON s.id = ord.supplier_id
      LEFT JOIN inspections i ON n.subject = 'inspection' AND i.id = n.subject_id
      LEFT JOIN disputes d ON n.subject = 'dispute' AND d.id = n.subject_id
     CROSS JOIN LATERAL (VALUES ('buyer', b.id), ('supplier', s.id), ('inspector', i.inspector_id), ('officer', NULL)) r(role, side)
      JOIN persons p ON p.role = r.role AND (p.organisation_id = r.side OR r.role = 'officer')
      JOIN organisations o ON o.id = p.organisation_id LEFT JOIN accounts a ON a.person_id = p.id
     WHERE n.id = ANY(%s) AND (r.role = n.waits_on OR n.kind = 'passed' AND r.role IN ('buyer', 'supplier'))
       AND (a.email IS NOT NULL OR o.verified_at IS NOT NULL)
       AND (r.role <> 'officer' OR coalesce(CASE d.state WHEN 'drafted' THEN p.id <> d.officer_id
            WHEN 'appealed' THEN coalesce(p.id = d.appeal_officer_id, p.id <> d.officer_id) ELSE p.id = d.officer_id END, true))
     ORDER BY n.tell_at, n.id, p.created_at, p.id"""


def end_notices(*, ids: Sequence[UUID]) -> None:
    """Their letters are written."""
    _do("UPDATE notices SET state = 'told' WHERE id = ANY(%s)", [list(ids)])


def add(
    *, id: UUID, address: str, language: str, title: str, text: str, at: datetime, due_at: datetime,
    notice_id: UUID | None = None, person_id: UUID | None = None, organisation_id: UUID | None = None,
) -> None:  # fmt: skip
    """Write a letter, to be sent from `due_at` on; one a notice and address."""
    _do(
        "INSERT INTO letters (id, notice_id, person_id, organisation_id, address, language, title, text, at, due_at)"
        " VALUES (%(id)s, %(notice)s, %(person)s, %(organisation)s, %(address)s, %(language)s, %(title)s, %(text)s, %(at)s,"
        " %(due_at)s)"
        " ON CONFLICT DO NOTHING",
        {
            "id": id, "notice": notice_id, "person": person_id, "organisation": organisation_id, "address": address,
            "language": language, "title": title, "text": text, "at": at, "due_at": due_at,
        },
    )  # fmt: skip


def take(*, at: datetime, until: datetime, most: int) -> list[Letter]:
    """Take letters that are due, counting the try; nobody else has them until `until`."""
    found = _all(
        "UPDATE letters SET due_at = %(until)s, tries = tries + 1, first_at = coalesce(first_at, %(at)s) WHERE id IN"
        " (SELECT id FROM letters WHERE state = 'waiting' AND due_at <= %(at)s ORDER BY due_at LIMIT %(most)s"
        " FOR UPDATE SKIP LOCKED) RETURNING id, address, title, text, tries, first_at",
        {"at": at, "until": until, "most": most},
    )
    return [
        Letter(id=id, address=address, title=title, text=text, tries=tries, first_at=first_at)
        for id, address, title, text, tries, first_at in sorted(found)
    ]


def end(*, letter: Letter, state: str, fault: str, at: datetime, keep: bool) -> bool:
    """A letter was taken, or is given up; its text goes unless it is kept. False where another try has ended it."""
    return bool(
        _do(
            "UPDATE letters SET state = %(state)s, ended_at = %(at)s, fault = %(fault)s,"
            " text = CASE WHEN %(keep)s THEN text ELSE '' END WHERE id = %(id)s AND state = 'waiting'",
            {"state": state, "at": at, "fault": fault, "keep": keep, "id": letter.id},
        )
    )


def put_off(*, letter: Letter, fault: str, due_at: datetime) -> None:
    """A letter is tried again at `due_at`."""
    _do(
        "UPDATE letters SET due_at = %s, fault = %s WHERE id = %s AND state = 'waiting' AND tries = %s",
        [due_at, fault, letter.id, letter.tries],
    )


def forget(*, before: datetime) -> int:
    """Delete letters and notices that ended before an instant; how many letters."""
    gone = _do("DELETE FROM letters WHERE ended_at < %s", [before])
    _do(
        "DELETE FROM notices n WHERE state <> 'waiting' AND due_at < %s"
        " AND NOT EXISTS (SELECT FROM letters l WHERE l.notice_id = n.id)",
        [before],
    )
    return gone


def _all(sql: str, said: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, said)
        return list(cursor.fetchall())


def _do(sql: str, said: Sequence[Any] | Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, said)
        return int(cursor.rowcount)
