"""The market as a whole, for the operator: the ends of all journals, and everything that is not over."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tradeward.domain import lives
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store.models import TABLES

EMPTY_AT_THE_END = ("held", "early", "suspense", "refund_due", "inspector_fee", "bank_in", "bank_out")
"""Kinds of account that hold nothing once every life is over (RULES §4: left alone, it ends)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of some journal, told whole: for finding where two histories part."""

    subject_id: UUID
    seq: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """Something that is not over: what kind of thing, which one (empty: a sum), and how it stands."""

    what: str
    id: str
    how: str


def heads(viewer: Actor) -> dict[UUID, tuple[int, str]]:
    """The last line's number and hash of every subject's journal, in subject order."""
    _operator(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (subject_id) subject_id, seq, hash FROM journal ORDER BY subject_id, seq DESC"
        )
        return {subject: (seq, hash) for subject, seq, hash in cursor.fetchall()}


def digest(viewer: Actor) -> str:
    """SHA-256 over the ends of all journals in subject order: two markets with the same one have the same history."""
    ends = heads(viewer)
    return hashlib.sha256("\n".join(f"{id} {seq} {hash}" for id, (seq, hash) in ends.items()).encode()).hexdigest()


def journal(viewer: Actor, *, subject_id: UUID) -> list[Line]:
    """One subject's journal, each line as one text."""
    _operator(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, at, by, noun, verb, content::text FROM journal WHERE subject_id = %s ORDER BY seq",
            [subject_id],
        )
        return [
            Line(subject_id=subject_id, seq=seq, text=f"{at.isoformat()} {by} {noun} {verb} {content}")
            for seq, at, by, noun, verb, content in cursor.fetchall()
        ]


def loose_ends(viewer: Actor) -> list[Loose]:
    """Every row whose life is not over, every account that should be empty and is not, every cover still reserved."""
    _operator(viewer)
    return [*_open_lives(), *_sums()]


def _open_lives() -> list[Loose]:
    found = []
    with connection.cursor() as cursor:
        for noun, life in lives.LIVES.items():
            if noun == "supplier":
                continue
            cursor.execute(
                f"SELECT id, state FROM {TABLES[noun]} WHERE NOT state = ANY(%s) ORDER BY id",
                [[*life.final, *life.resting]],
            )
            found += [Loose(what=noun, id=str(id), how=state) for id, state in cursor.fetchall()]
    return found


def _sums() -> list[Loose]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(name, ':', 1), currency, sum(abs(minor))::bigint FROM ledger.balance"
            " WHERE split_part(name, ':', 1) = ANY(%s) GROUP BY 1, 2 HAVING sum(abs(minor)) <> 0 ORDER BY 1, 2",
            [list(EMPTY_AT_THE_END)],
        )
        found = [
            Loose(what=kind, id=currency, how=f"{minor} minor units") for kind, currency, minor in cursor.fetchall()
        ]
        cursor.execute("SELECT id, reserved_minor FROM suppliers WHERE reserved_minor <> 0 ORDER BY id")
        found += [Loose(what="reserved", id=str(id), how=f"{minor} minor units") for id, minor in cursor.fetchall()]
        cursor.execute("SELECT currency, reserved_minor FROM pots WHERE reserved_minor <> 0 ORDER BY currency")
        found += [Loose(what="pot reserved", id=one, how=f"{minor} minor units") for one, minor in cursor.fetchall()]
    return found


def _operator(viewer: Actor) -> None:
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees the whole market.")
