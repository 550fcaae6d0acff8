"""The tree over the ends of all journals: its leaves, which only grow, and its heads (DESIGN §4)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from tradeward.domain import merkle
from tradeward.domain.merkle import Peaks
from tradeward.store import models

PAGE = 10_000


class Leaf(NamedTuple):
    """The end of a subject's journal as it was sealed; `number` counts from 0."""

    number: int
    subject_id: UUID
    seq: int
    hash: str

    @property
    def data(self) -> bytes:
        """What of it is hashed."""
        return merkle.sealed_head(subject=str(self.subject_id), seq=self.seq, head=self.hash)


class Head(NamedTuple):
    """A head of the tree: of how many leaves, since when, and up to which writer of journal lines it goes."""

    size: int
    head: str
    at: datetime
    upto: int
    peaks: Peaks


def last(*, lock: bool = False) -> Head | None:
    """The newest head; locked, nobody else seals until the transaction ends."""
    if lock:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('seal', 2))")
    row = models.TreeHead.objects.order_by("-size").first()
    if row is None:
        return None
    peaks = Peaks(row.size, tuple(bytes.fromhex(one) for one in row.peaks))
    return Head(row.size, row.head, row.at, row.upto, peaks)


def ended() -> int:
    """The first writer that may still be at work: whatever those before it wrote is there to be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (found,) = cursor.fetchone()
    return int(found)


def fresh(*, since: int, upto: int, number: int) -> list[Leaf]:
    """The ends of the journals that writers from `since` and before `upto` have lengthened, as leaves from `number` on.

    A writer from the future, after a dump was restored into a younger server, makes everything be looked at that is not sealed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FRESH, [str(since if since <= upto else 0), str(upto)])
        return [Leaf(number + n, *one) for n, one in enumerate(cursor.fetchall())]


_FRESH = """
    SELECT j.subject_id, j.seq, j.hash FROM (
        SELECT DISTINCT ON (subject_id) subject_id, seq, hash FROM journal
         WHERE writer >= %s::xid8 AND writer < %s::xid8 ORDER BY subject_id, seq DESC) j
     WHERE j.seq > coalesce((SELECT max(s.seq) FROM sealed_heads s WHERE s.subject_id = j.subject_id), -1)
     ORDER BY j.subject_id"""


def add(*, leaves: Sequence[Leaf], peaks: Peaks, upto: int, at: datetime) -> None:
    """Append leaves, and the head of the tree that has them."""
    models.SealedHead.objects.bulk_create([models.SealedHead(**one._asdict()) for one in leaves], batch_size=5000)
    models.TreeHead.objects.create(
        size=peaks.size, head=peaks.head.hex(), at=at, upto=upto, peaks=[one.hex() for one in peaks.hashes]
    )


def heads() -> Iterator[tuple[int, str]]:
    """Size and head of every tree there was, the smallest first."""
    yield from models.TreeHead.objects.order_by("size").values_list("size", "head").iterator(PAGE)


def leaves(*, size: int | None = None) -> Iterator[Leaf]:
    """The leaves in their order, the first `size` of them if given."""
    found = models.SealedHead.objects.order_by("number")
    if size is not None:
        found = found.filter(number__lt=size)
    for row in found.values_list("number", "subject_id", "seq", "hash").iterator(PAGE):
        yield Leaf(*row)


def leaf_of(*, subject_id: UUID, size: int) -> Leaf | None:
    """The newest leaf of a subject in the tree of a size."""
    found = models.SealedHead.objects.filter(subject_id=subject_id, number__lt=size).order_by("-number")
    row = found.values_list("number", "subject_id", "seq", "hash").first()
    return Leaf(*row) if row else None
