"""Record: rows, journal lines, pots and the answer to a key, each table by one statement (DESIGN §3)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import bundle as domain
from tradeward.domain import entries, evidence, noticing, rows
from tradeward.domain.bundle import Bundle, OrderBundle, Pot, SupplierBundle
from tradeward.store import rowing


def links(bundle: Bundle) -> list[evidence.Link]:
    """The bundle's new journal lines, chained to the one it was loaded with."""
    found: list[evidence.Link] = []
    for line in bundle.lines:
        act = line.act
        content = {
            "id": str(line.id),
            "organisation": domain.written(act.by.organisation_id),
            "person": domain.written(act.by.person_id),
            "said": domain.written(act.said),
            "changes": line.changes,
            "entries": [
                {
                    "key": one.key,
                    "hash": entries.hashed(entries.content(one, at=act.at, subject=str(bundle.subject_id))),
                }
                for one in line.entries
            ],
        }
        previous, seq = (found[-1].hash, found[-1].seq) if found else (bundle.head, bundle.seq)
        found.append(
            evidence.link(
                previous=previous,
                seq=seq + 1,
                at=act.at,
                by=act.by.role,
                verb=act.verb,
                noun=line.noun,
                content=content,
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The answer to a key, to be kept in the transaction of its effect (DESIGN §5)."""

    actor: str
    key: str
    body_hash: str
    answer: Any
    at: datetime


def record(*, bundles: Sequence[Bundle], pots: Sequence[Pot], kept: Kept | None = None) -> None:
    """Write what changed, and the answer that is kept, each table by one part of one statement."""
    batch: list[tuple[str, str]] = []
    if kept:
        batch.append((_KEPT, rowing.dumps([_written(kept)])))
    dirty: dict[str, list[Any]] = {}
    for one in bundles:
        for noun, changed in one.dirty().items():
            dirty.setdefault(noun, []).extend(changed)
    batch += rowing.statements(dirty)
    if journal := [_journal(one, link) for one in bundles for link in links(one)]:
        batch.append((_JOURNAL, rowing.dumps(journal)))
    batch += _told(bundles)
    if pots:
        batch.append(
            (
                _POTS,
                rowing.dumps(
                    [{"currency": p.currency, "cash": p.cash_minor, "reserved": p.reserved_minor} for p in pots]
                ),
            )
        )
    if not batch:
        return
    *first, last = batch
    named = ", ".join(f"t{n} AS ({sql} RETURNING 1)" for n, (sql, _) in enumerate(first))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} {last[0]}" if first else last[0], [parameter for _, parameter in batch])


_KEPT = """INSERT INTO commands (actor, key, body_hash, answer, at) SELECT actor, key, body_hash, answer, at
    FROM jsonb_to_recordset(%s::jsonb) AS kept(actor text, key text, body_hash text, answer jsonb, at timestamptz)"""
_JOURNAL = """INSERT INTO journal (subject_id, seq, at, by, verb, noun, row_id, content, previous, hash, buyer_id, supplier_id,
        inspector_id)
    SELECT subject_id, seq, at, by, verb, noun, row_id, content, previous, hash, buyer_id, supplier_id, inspector_id
      FROM jsonb_to_recordset(%s::jsonb) AS line(
        subject_id uuid, seq bigint, at timestamptz, by text, verb text, noun text, row_id uuid, content jsonb,
        previous text, hash text, buyer_id uuid, supplier_id uuid, inspector_id uuid)"""
_POTS = """UPDATE pots SET cash_minor = new.cash, reserved_minor = new.reserved
    FROM jsonb_to_recordset(%s::jsonb) AS new(currency text, cash bigint, reserved bigint) WHERE pots.currency = new.currency"""


def _told(bundles: Sequence[Bundle]) -> list[tuple[str, str]]:
    """What is to be told of deadlines, and what is no more: in the same statement as what it tells of."""
    found = []
    if changed := [one for bundle in bundles for one in noticing.standing(bundle)]:
        found.append((_DROPPED, rowing.dumps([{"id": one.id, "due_at": due_at} for one, due_at in changed])))
    if notices := [rowing.written(one) for bundle in bundles for one in noticing.notices(bundle)]:
        found.append((_NOTICES, rowing.dumps(notices)))
    return found


_NOTICES = """INSERT INTO notices (id, deadline_id, kind, order_id, subject, subject_id, verb, waits_on, due_at, tell_at)
    SELECT id, deadline_id, kind, order_id, subject, subject_id, verb, waits_on, due_at, tell_at
      FROM jsonb_to_recordset(%s::jsonb) AS told(id uuid, deadline_id uuid, kind text, order_id uuid, subject text,
        subject_id uuid, verb text, waits_on text, due_at timestamptz, tell_at timestamptz) ON CONFLICT DO NOTHING"""
_DROPPED = """UPDATE notices SET state = 'dropped' FROM jsonb_to_recordset(%s::jsonb) AS now(id uuid, due_at timestamptz)
    WHERE notices.deadline_id = now.id AND notices.state = 'waiting' AND notices.kind <> 'passed'
      AND notices.due_at IS DISTINCT FROM now.due_at"""


def _journal(bundle: Bundle, link: evidence.Link) -> dict[str, Any]:
    return {
        "subject_id": bundle.subject_id,
        "seq": link.seq,
        "at": link.at,
        "by": link.by,
        "verb": link.verb,
        "noun": link.noun,
        "row_id": link.content["id"],
        "content": link.content,
        "previous": link.previous,
        "hash": link.hash,
        **_readers(bundle, link),
    }


def _readers(bundle: Bundle, link: evidence.Link) -> dict[str, Any]:
    """Whose events the line is among: an order's parties', its inspector's where it is about his inspection, or a supplier's."""
    if isinstance(bundle, OrderBundle):
        about = bundle.row(rows.Inspection, UUID(link.content["id"])) if link.noun == rows.Inspection.noun else None
        return {
            "buyer_id": bundle.order.buyer_id,
            "supplier_id": bundle.order.supplier_id,
            "inspector_id": about.inspector_id if about else None,
        }
    return {"supplier_id": bundle.subject_id} if isinstance(bundle, SupplierBundle) else {}


def answered(*, actor: str, key: str) -> tuple[str, Any] | None:
    """The body hash and the answer that a key was given before, if it was; it is locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_hash, answer FROM answer_to(%s, %s)", [actor, key])
        found = cursor.fetchone()
    return (found[0], json.loads(found[1])) if found else None


def answer(*, kept: Kept) -> None:
    """Keep an answer whose effect is written already, in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [rowing.dumps([_written(kept)])])


def _written(kept: Kept) -> dict[str, Any]:
    return {"actor": kept.actor, "key": kept.key, "body_hash": kept.body_hash, "answer": kept.answer, "at": kept.at}


def add(row: rows.Row) -> None:
    """Write one new row that hangs on no order."""
    ((sql, parameter),) = rowing.statements({row.noun: [row]})
    with connection.cursor() as cursor:
        cursor.execute(sql, [parameter])
